//! The state of a job, and what the service knows of one whose sending had no certain end.

use std::ffi::{CString, c_char};

use ecall::model::JobState;
use ecall::{Answer, SoapResolution};
use serde_json::json;

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text, c_text_of, free, get, get_bytes, get_known, get_text, lend};
use crate::local_time::ecall_local_time;
use crate::reply::{Json, Reply};

/// The state of a job at one of its recipients. The service may leave any field away.
pub struct ecall_job_state {
    value: JobState,
    reply: Reply,
    job_id: Option<CString>,
    address: Option<CString>,
    status: Option<CString>,
    finish_date: Option<ecall_local_time>,
    extra: Json,
    json: Json,
}

impl ecall_job_state {
    /// One that is no answer by itself has none of its fields.
    fn with(value: JobState, reply: Reply) -> Self {
        Self {
            reply,
            job_id: c_text_of(value.job_id.as_deref()),
            address: c_text_of(value.address.as_deref()),
            status: value.status().map(|status| c_text(status.as_str())),
            finish_date: value.finish_date.clone().map(ecall_local_time::from),
            extra: Json::default(),
            json: Json::default(),
            value,
        }
    }
}

impl From<JobState> for ecall_job_state {
    fn from(value: JobState) -> Self {
        Self::with(value, Reply::default())
    }
}

impl From<Answer<JobState>> for ecall_job_state {
    fn from(answer: Answer<JobState>) -> Self {
        let reply = Reply::of(&answer);
        Self::with(answer.value, reply)
    }
}

/// What the service knows of a job whose sending had no certain end.
pub struct ecall_soap_resolution {
    value: SoapResolution,
    reply: Reply,
    state: Option<ecall_job_state>,
    json: Json,
}

impl From<Answer<SoapResolution>> for ecall_soap_resolution {
    fn from(answer: Answer<SoapResolution>) -> Self {
        let reply = Reply::of(&answer);
        let value = answer.value;
        Self { state: value.state.clone().map(ecall_job_state::from), value, reply, json: Json::default() }
    }
}

/// The job; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_job_id(state: Option<&ecall_job_state>) -> *const c_char {
    get_text(state, |state| state.job_id.as_ref())
}

/// The recipient; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_address(state: Option<&ecall_job_state>) -> *const c_char {
    get_text(state, |state| state.address.as_ref())
}

/// What kind of job it is, an open set: 1 was seen for SMS and 6 for fax. Returns false, writing nothing, where the service does not
/// say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_job_state_job_type(
    state: Option<&ecall_job_state>,
    job_type: *mut i64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(state, job_type, |state| state.value.job_type) }
}

/// The state as a number, an open set; ecall_job_status_status_code lists it. Returns false, writing nothing, where the service does
/// not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_job_state_send_state(
    state: Option<&ecall_job_state>,
    send_state: *mut i64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(state, send_state, |state| state.value.send_state.map(|state| state.number())) }
}

/// The state in the words of the REST interface, "Delivered"; the number where it has no word. An open set; NULL where the service
/// does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_status(state: Option<&ecall_job_state>) -> *const c_char {
    get_text(state, |state| state.status.as_ref())
}

/// Why it failed, an open set: 0 where nothing did. Returns false, writing nothing, where the service does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_job_state_error_state(
    state: Option<&ecall_job_state>,
    error_state: *mut i64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(state, error_state, |state| state.value.error_state.map(|error| error.number())) }
}

/// What it has cost so far, in points. Returns false, writing nothing, where the service does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_job_state_points_used(
    state: Option<&ecall_job_state>,
    points_used: *mut f64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(state, points_used, |state| state.value.points_used) }
}

/// When it was done; NULL before. Lives as long as the state and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_finish_date(state: Option<&ecall_job_state>) -> *const ecall_local_time {
    lend(state, |state| state.finish_date.as_ref())
}

/// Whether no other state will follow (provisional). False where the state is not known.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_is_final(state: Option<&ecall_job_state>) -> bool {
    get(state, false, |state| state.value.is_final())
}

/// What the answer holds that this version does not know, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_extra_json(state: Option<&ecall_job_state>) -> *const c_char {
    get_text(state, |state| Some(state.extra.get(|| json!(state.value.extra))))
}

/// Everything that was read, unknown fields included, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_json(state: Option<&ecall_job_state>) -> *const c_char {
    get_text(state, |state| Some(state.json.get(|| json!(state.value))))
}

/// HTTP status of the answer; 0 for the state of a resolution or of an error, which is no answer by itself.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_http_status(state: Option<&ecall_job_state>) -> i32 {
    get(state, 0, |state| state.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_request_id(state: Option<&ecall_job_state>) -> *const c_char {
    get_text(state, |state| state.reply.request_id.as_ref())
}

/// The body of the answer as it came; NULL where it is no answer by itself. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_job_state_raw_body(
    state: Option<&ecall_job_state>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(state, length, |state| state.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_attempts_count(state: Option<&ecall_job_state>) -> usize {
    get(state, 0, |state| state.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the state.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_attempt(
    state: Option<&ecall_job_state>,
    index: usize,
) -> *const ecall_attempt {
    lend(state, |state| state.reply.attempts.get(index))
}

/// Frees a state with everything that it lent. NULL does nothing. Not for one of a resolution or of an error, which belongs to that.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_state_free(state: Option<Box<ecall_job_state>>) {
    free(state);
}

/// Whether the service accepted the job. False where it does not know it (11502, 11910; provisional): then it was not accepted, or
/// is not in the service's log yet, so ask again before sending again.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_resolution_is_accepted(resolution: Option<&ecall_soap_resolution>) -> bool {
    get(resolution, false, |resolution| resolution.value.accepted)
}

/// The last state of a job that was accepted, else NULL. Lives as long as the resolution and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_resolution_state(
    resolution: Option<&ecall_soap_resolution>,
) -> *const ecall_job_state {
    lend(resolution, |resolution| resolution.state.as_ref())
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_resolution_http_status(resolution: Option<&ecall_soap_resolution>) -> i32 {
    get(resolution, 0, |resolution| resolution.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_resolution_request_id(
    resolution: Option<&ecall_soap_resolution>,
) -> *const c_char {
    get_text(resolution, |resolution| resolution.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_resolution_raw_body(
    resolution: Option<&ecall_soap_resolution>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(resolution, length, |resolution| resolution.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_resolution_attempts_count(resolution: Option<&ecall_soap_resolution>) -> usize {
    get(resolution, 0, |resolution| resolution.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the resolution.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_resolution_attempt(
    resolution: Option<&ecall_soap_resolution>,
    index: usize,
) -> *const ecall_attempt {
    lend(resolution, |resolution| resolution.reply.attempts.get(index))
}

/// The resolution as a JSON object with "accepted" and "state".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_resolution_json(resolution: Option<&ecall_soap_resolution>) -> *const c_char {
    get_text(resolution, |resolution| Some(resolution.json.get(|| json!(resolution.value))))
}

/// Frees a resolution with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_soap_resolution_free(resolution: Option<Box<ecall_soap_resolution>>) {
    free(resolution);
}
