//! The result of a send over HTTPS or SOAP.

use std::ffi::{CString, c_char};

use ecall::{Answer, SentJob};
use serde_json::json;

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text, c_text_of, free, get, get_bytes, get_known, get_text, lend};
use crate::reply::{Json, Reply};
use crate::text::estimate::ecall_estimate;
use crate::text::to_gsm::ecall_replacement;

/// A job that the service accepted.
pub struct ecall_sent_job {
    value: SentJob,
    reply: Reply,
    job_id: CString,
    result_text: Option<CString>,
    estimate: Option<ecall_estimate>,
    replacements: Vec<ecall_replacement>,
    replacements_json: Json,
    json: Json,
}

impl From<Answer<SentJob>> for ecall_sent_job {
    fn from(answer: Answer<SentJob>) -> Self {
        let reply = Reply::of(&answer);
        let value = answer.value;
        Self {
            reply,
            job_id: c_text(&value.job_id),
            result_text: c_text_of(value.result_text.as_deref()),
            estimate: value.estimate.clone().map(ecall_estimate::from),
            replacements: ecall_replacement::list(value.replacements.clone()),
            replacements_json: Json::default(),
            json: Json::default(),
            value,
        }
    }
}

/// The id by which the service is asked what became of the job: the one that was given, or the one that was generated.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_job_id(job: Option<&ecall_sent_job>) -> *const c_char {
    get_text(job, |job| Some(&job.job_id))
}

/// What the service said besides the HTTP status: 0 is accepted (over HTTPS provisional). Returns false, writing nothing, where it said nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_sent_job_result_code(
    job: Option<&ecall_sent_job>,
    result_code: *mut i64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(job, result_code, |job| job.value.result_code.map(|code| code.number())) }
}

/// The text that belongs to the code, or the whole of an answer that is no XML (provisional); NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_result_text(job: Option<&ecall_sent_job>) -> *const c_char {
    get_text(job, |job| job.result_text.as_ref())
}

/// Whether an attempt before the accepted one may have been accepted too: the message may arrive twice.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_possible_duplicate(job: Option<&ecall_sent_job>) -> bool {
    get(job, false, |job| job.reply.possible_duplicate)
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_http_status(job: Option<&ecall_sent_job>) -> i32 {
    get(job, 0, |job| job.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_request_id(job: Option<&ecall_sent_job>) -> *const c_char {
    get_text(job, |job| job.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_sent_job_raw_body(
    job: Option<&ecall_sent_job>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(job, length, |job| job.reply.raw_body.as_deref()) }
}

/// What the text of an SMS costs as it was sent, and where the service cuts it, if it does; NULL for a fax or a voice message.
/// Lives as long as the job and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_estimate(job: Option<&ecall_sent_job>) -> *const ecall_estimate {
    lend(job, |job| job.estimate.as_ref())
}

/// How many replacements were made in the text before it was sent, where to_gsm was asked for.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_replacements_count(job: Option<&ecall_sent_job>) -> usize {
    get(job, 0, |job| job.replacements.len())
}

/// A replacement in the order of the text, by its index from 0; NULL behind the last. Lives as long as the job.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_replacement(
    job: Option<&ecall_sent_job>,
    index: usize,
) -> *const ecall_replacement {
    lend(job, |job| job.replacements.get(index))
}

/// The replacements as a JSON array of objects with "at", "from" and "to"; empty where there are none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_replacements_json(job: Option<&ecall_sent_job>) -> *const c_char {
    get_text(job, |job| Some(job.replacements_json.get(|| ecall_replacement::json(&job.replacements))))
}

/// How many attempts failed before the job was accepted.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_attempts_count(job: Option<&ecall_sent_job>) -> usize {
    get(job, 0, |job| job.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the job.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_attempt(job: Option<&ecall_sent_job>, index: usize) -> *const ecall_attempt {
    lend(job, |job| job.reply.attempts.get(index))
}

/// Everything that is known of the job but the answer as it came, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_json(job: Option<&ecall_sent_job>) -> *const c_char {
    get_text(job, |job| Some(job.json.get(|| json!(job.value))))
}

/// Frees a job with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_job_free(job: Option<Box<ecall_sent_job>>) {
    free(job);
}
