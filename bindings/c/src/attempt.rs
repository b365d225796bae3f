//! Attempts and refused fields: parts of results and errors, lent by them.

use std::ffi::{CString, c_char};
use std::ptr;

use ecall::error::{Attempt, FieldError};

use crate::about::{ECALL_OK, kind_name, outcome_name};
use crate::boundary::{c_text, c_text_of, get, get_known, get_text};

/// One attempt of a call that failed. Belongs to the result or error that lent it.
pub struct ecall_attempt {
    attempt: Attempt,
    time: CString,
    message: CString,
    request_id: Option<CString>,
}

impl ecall_attempt {
    /// Attempts as they can be lent.
    pub fn list(attempts: &[Attempt]) -> Vec<Self> {
        attempts.iter().map(Self::of).collect()
    }

    fn of(attempt: &Attempt) -> Self {
        Self {
            time: c_text(&attempt.time.to_string()),
            message: c_text(&attempt.message),
            request_id: c_text_of(attempt.request_id.as_deref()),
            attempt: attempt.clone(),
        }
    }
}

/// When the attempt began: ISO 8601 in UTC, "2026-11-21T10:00:00.123456789Z".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_time(attempt: Option<&ecall_attempt>) -> *const c_char {
    get_text(attempt, |attempt| Some(&attempt.time))
}

/// When the attempt began: milliseconds since 1970-01-01 UTC.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_time_unix_ms(attempt: Option<&ecall_attempt>) -> i64 {
    get(attempt, 0, |attempt| attempt.attempt.time.as_millisecond())
}

/// How long the attempt took, in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_duration_ms(attempt: Option<&ecall_attempt>) -> u64 {
    get(attempt, 0, |attempt| u64::try_from(attempt.attempt.duration.as_millis()).unwrap_or(u64::MAX))
}

/// What went wrong: the number of a kind.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_kind(attempt: Option<&ecall_attempt>) -> i32 {
    get(attempt, ECALL_OK, |attempt| attempt.attempt.kind.number())
}

/// What went wrong: the word of a kind.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_kind_name(attempt: Option<&ecall_attempt>) -> *const c_char {
    get(attempt, ptr::null(), |attempt| kind_name(attempt.attempt.kind))
}

/// Whether this attempt may have been accepted: ECALL_SEND_...; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_outcome(attempt: Option<&ecall_attempt>) -> i32 {
    get(attempt, -1, |attempt| attempt.attempt.outcome.number())
}

/// Whether this attempt may have been accepted, as a word.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_outcome_name(attempt: Option<&ecall_attempt>) -> *const c_char {
    get(attempt, ptr::null(), |attempt| outcome_name(attempt.attempt.outcome))
}

/// The cause in a sentence.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_message(attempt: Option<&ecall_attempt>) -> *const c_char {
    get_text(attempt, |attempt| Some(&attempt.message))
}

/// HTTP status, when an answer came; otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_http_status(attempt: Option<&ecall_attempt>) -> i32 {
    get(attempt, 0, |attempt| attempt.attempt.http_status.map_or(0, i32::from))
}

/// The service's name of its answer, when one came; otherwise NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attempt_request_id(attempt: Option<&ecall_attempt>) -> *const c_char {
    get_text(attempt, |attempt| attempt.request_id.as_ref())
}

/// One field that was refused, by the library before anything was sent or by the service. Belongs to the error that
/// lent it. Never holds the value.
pub struct ecall_field_error {
    problem: FieldError,
    field: CString,
    rule: CString,
    message: CString,
}

impl ecall_field_error {
    /// Refused fields as they can be lent.
    pub fn list(problems: &[FieldError]) -> Vec<Self> {
        let of = |problem: &FieldError| Self {
            field: c_text(&problem.field),
            rule: c_text(&problem.rule),
            message: c_text(&problem.message),
            problem: problem.clone(),
        };
        problems.iter().map(of).collect()
    }
}

/// Path of the field in the names of the wire: "to", "toList[0].address", "content.text".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_field_error_field(problem: Option<&ecall_field_error>) -> *const c_char {
    get_text(problem, |problem| Some(&problem.field))
}

/// The rule that was broken, a stable word: "required", "max_length"; "service" where the service refused it.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_field_error_rule(problem: Option<&ecall_field_error>) -> *const c_char {
    get_text(problem, |problem| Some(&problem.rule))
}

/// What is wrong, in a sentence for people.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_field_error_message(problem: Option<&ecall_field_error>) -> *const c_char {
    get_text(problem, |problem| Some(&problem.message))
}

/// Length of the value where the rule is about a length or a count. Returns false, writing nothing, where it is not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_field_error_length(
    problem: Option<&ecall_field_error>,
    length: *mut u64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(problem, length, |problem| problem.problem.length) }
}

/// The limit that was passed, in the unit of the length. Returns false, writing nothing, where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_field_error_limit(
    problem: Option<&ecall_field_error>,
    limit: *mut u64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(problem, limit, |problem| problem.problem.limit) }
}
