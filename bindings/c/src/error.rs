//! The owned error object.

use std::ffi::{CString, c_char};
use std::ptr;

use ecall::Error;

use crate::about::{ECALL_OK, kind_name, outcome_name};
use crate::attempt::{ecall_attempt, ecall_field_error};
use crate::boundary::{c_text, c_text_of, free, get, get_bytes, get_known, get_text, lend};
use crate::reply::Json;
use crate::smpp::ecall_smpp_part;
use crate::soap::ecall_job_state;
use crate::status::ecall_message_status;

/// Why a call failed, and whether its message may have gone out all the same. Holds no password, no Authorization header
/// and no credentials of a URL.
pub struct ecall_error {
    error: Error,
    text: CString,
    message: CString,
    ecall_code: Option<CString>,
    ecall_message: Option<CString>,
    request_id: Option<CString>,
    message_id: Option<CString>,
    job_id: Option<CString>,
    fields: Vec<ecall_field_error>,
    attempts: Vec<ecall_attempt>,
    parts: Vec<ecall_smpp_part>,
    last_status: Option<ecall_message_status>,
    last_job_state: Option<ecall_job_state>,
    json: Json,
}

impl From<Error> for ecall_error {
    fn from(error: Error) -> Self {
        let details = error.details();
        Self {
            text: c_text(&error.to_string()),
            message: c_text(&details.message),
            ecall_code: c_text_of(details.ecall_code.as_deref()),
            ecall_message: c_text_of(details.ecall_message.as_deref()),
            request_id: c_text_of(details.request_id.as_deref()),
            message_id: c_text_of(details.message_id.as_deref()),
            job_id: c_text_of(details.job_id.as_deref()),
            fields: ecall_field_error::list(&details.fields),
            attempts: ecall_attempt::list(&details.attempts),
            parts: ecall_smpp_part::list(details.parts.clone()),
            last_status: details.last_status.as_deref().cloned().map(ecall_message_status::from),
            last_job_state: details.last_job_state.as_deref().cloned().map(ecall_job_state::from),
            json: Json::default(),
            error,
        }
    }
}

/// What went wrong: the number of a kind, which is also what the call returned. A program must expect numbers that its
/// header does not name. ECALL_OK for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_kind(error: Option<&ecall_error>) -> i32 {
    get(error, ECALL_OK, |error| error.error.kind().number())
}

/// What went wrong: the word of a kind, "outcome_unknown". Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_kind_name(error: Option<&ecall_error>) -> *const c_char {
    get(error, ptr::null(), |error| kind_name(error.error.kind()))
}

/// Whether the message may have gone out: ECALL_SEND_...; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_outcome(error: Option<&ecall_error>) -> i32 {
    get(error, -1, |error| error.error.outcome().number())
}

/// Whether the message may have gone out, as a word: "not_accepted". Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_outcome_name(error: Option<&ecall_error>) -> *const c_char {
    get(error, ptr::null(), |error| outcome_name(error.error.outcome()))
}

/// One sentence for people.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_message(error: Option<&ecall_error>) -> *const c_char {
    get_text(error, |error| Some(&error.message))
}

/// Kind, message and request id in one line, for a log.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_text(error: Option<&ecall_error>) -> *const c_char {
    get_text(error, |error| Some(&error.text))
}

/// HTTP status of the last answer; 0 where there was none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_http_status(error: Option<&ecall_error>) -> i32 {
    get(error, 0, |error| error.error.details().http_status.map_or(0, i32::from))
}

/// The service's own code (errorCode), an open set; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_ecall_code(error: Option<&ecall_error>) -> *const c_char {
    get_text(error, |error| error.ecall_code.as_ref())
}

/// The service's own explanation (errorMessage); NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_ecall_message(error: Option<&ecall_error>) -> *const c_char {
    get_text(error, |error| error.ecall_message.as_ref())
}

/// The service's name of its last answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_request_id(error: Option<&ecall_error>) -> *const c_char {
    get_text(error, |error| error.request_id.as_ref())
}

/// The id of the message that the call was about; NULL where it was about none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_message_id(error: Option<&ecall_error>) -> *const c_char {
    get_text(error, |error| error.message_id.as_ref())
}

/// The id of the job that the call was about (HTTPS and SOAP): what to ask the service for where the outcome is unknown; NULL
/// where it was about none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_job_id(error: Option<&ecall_error>) -> *const c_char {
    get_text(error, |error| error.job_id.as_ref())
}

/// The command_status of the last response (SMPP). Returns false, writing nothing, where there was none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_error_smpp_status(error: Option<&ecall_error>, smpp_status: *mut u32) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(error, smpp_status, |error| error.error.details().smpp_status) }
}

/// How many parts the message has of which is known what became of them (SMPP); 0 where it was about none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_parts_count(error: Option<&ecall_error>) -> usize {
    get(error, 0, |error| error.parts.len())
}

/// What became of a part of the message (SMPP), by its index from 0; NULL behind the last. Lives as long as the error.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_part(error: Option<&ecall_error>, index: usize) -> *const ecall_smpp_part {
    lend(error, |error| error.parts.get(index))
}

/// How long the service asked to wait, in milliseconds. Returns false, writing nothing, where it did not ask.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_error_retry_after_ms(
    error: Option<&ecall_error>,
    retry_after_ms: *mut u64,
) -> bool {
    let read = |error: &ecall_error| {
        let wait = error.error.details().retry_after?;
        Some(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX))
    };
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(error, retry_after_ms, read) }
}

/// How many fields were refused.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_fields_count(error: Option<&ecall_error>) -> usize {
    get(error, 0, |error| error.fields.len())
}

/// A field that was refused, by its index from 0; NULL behind the last. Lives as long as the error.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_field(error: Option<&ecall_error>, index: usize) -> *const ecall_field_error {
    lend(error, |error| error.fields.get(index))
}

/// How many attempts were made; all of them failed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_attempts_count(error: Option<&ecall_error>) -> usize {
    get(error, 0, |error| error.attempts.len())
}

/// What became of an attempt, by its index from 0; NULL behind the last. Lives as long as the error.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_attempt(error: Option<&ecall_error>, index: usize) -> *const ecall_attempt {
    lend(error, |error| error.attempts.get(index))
}

/// The last state that ecall_client_wait read before its time was up; NULL where there is none. Lives as long as the
/// error and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_last_status(error: Option<&ecall_error>) -> *const ecall_message_status {
    lend(error, |error| error.last_status.as_ref())
}

/// The last state that ecall_soap_client_wait read before its time was up, or before it failed otherwise; NULL where there is none.
/// Lives as long as the error and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_last_job_state(error: Option<&ecall_error>) -> *const ecall_job_state {
    lend(error, |error| error.last_job_state.as_ref())
}

/// The body of the last answer as it came; NULL where there was none. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_error_raw_body(error: Option<&ecall_error>, length: *mut usize) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(error, length, |error| error.error.details().raw_body.as_deref()) }
}

/// Everything that is known but the raw body, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_json(error: Option<&ecall_error>) -> *const c_char {
    get_text(error, |error| Some(error.json.get(|| error.error.to_json())))
}

/// Frees an error with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_error_free(error: Option<Box<ecall_error>>) {
    free(error);
}
