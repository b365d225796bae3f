//! The answer to a raw request.

use std::ffi::{CStr, CString, c_char};

use ecall::{Answer, RawResponse};

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text, free, get, get_bytes, get_text, lend};
use crate::reply::Reply;

/// What the service answered to ecall_client_request.
pub struct ecall_response {
    reply: Reply,
    headers: Vec<(CString, CString)>,
}

impl From<Answer<RawResponse>> for ecall_response {
    fn from(answer: Answer<RawResponse>) -> Self {
        let headers = answer
            .headers
            .iter()
            .map(|(name, value)| (c_text(name.as_str()), c_text(&String::from_utf8_lossy(value.as_bytes()))));
        Self { headers: headers.collect(), reply: Reply::of(&answer) }
    }
}

/// HTTP status of the answer, always 2xx.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_http_status(response: Option<&ecall_response>) -> i32 {
    get(response, 0, |response| response.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_request_id(response: Option<&ecall_response>) -> *const c_char {
    get_text(response, |response| response.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_response_raw_body(
    response: Option<&ecall_response>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(response, length, |response| response.reply.raw_body.as_deref()) }
}

/// The value of a header, whose name is compared without regard to case; of several the first, NULL where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_response_header(
    response: Option<&ecall_response>,
    name: *const c_char,
) -> *const c_char {
    if name.is_null() {
        return std::ptr::null();
    }
    // SAFETY: the caller passes a text that ends in NUL, and it is not NULL.
    let wanted = unsafe { CStr::from_ptr(name) }.to_bytes();
    get_text(response, |response| {
        let found = response.headers.iter().find(|(name, _)| name.as_bytes().eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value)
    })
}

/// How many headers the answer has.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_headers_count(response: Option<&ecall_response>) -> usize {
    get(response, 0, |response| response.headers.len())
}

/// The name of a header in lower case, by its index from 0; NULL behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_header_name(
    response: Option<&ecall_response>,
    index: usize,
) -> *const c_char {
    get_text(response, |response| response.headers.get(index).map(|(name, _)| name))
}

/// The value of a header, by its index from 0; NULL behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_header_value(
    response: Option<&ecall_response>,
    index: usize,
) -> *const c_char {
    get_text(response, |response| response.headers.get(index).map(|(_, value)| value))
}

/// Whether an attempt before the answered one may have been accepted too; only for a request that was a send.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_possible_duplicate(response: Option<&ecall_response>) -> bool {
    get(response, false, |response| response.reply.possible_duplicate)
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_attempts_count(response: Option<&ecall_response>) -> usize {
    get(response, 0, |response| response.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the response.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_attempt(
    response: Option<&ecall_response>,
    index: usize,
) -> *const ecall_attempt {
    lend(response, |response| response.reply.attempts.get(index))
}

/// Frees a response with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_response_free(response: Option<Box<ecall_response>>) {
    free(response);
}
