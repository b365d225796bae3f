//! The result of a send.

use std::ffi::{CString, c_char};

use ecall::{Answer, MessageResult, Sent};
use serde_json::json;

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text, c_text_of, free, get, get_bytes, get_known, get_text, lend};
use crate::reply::{Json, Reply};
use crate::text::estimate::ecall_estimate;
use crate::text::to_gsm::ecall_replacement;

/// What the service answered to a message that it accepted.
pub struct ecall_message_result {
    value: MessageResult,
    reply: Reply,
    message_id: Option<CString>,
    pairs: Vec<Pair>,
    timestamp: Option<CString>,
    estimate: Option<ecall_estimate>,
    replacements: Vec<ecall_replacement>,
    replacements_json: Json,
    extra: Json,
    json: Json,
}

struct Pair {
    message_id: Option<CString>,
    address: Option<CString>,
}

impl From<Answer<Sent>> for ecall_message_result {
    fn from(answer: Answer<Sent>) -> Self {
        let reply = Reply::of(&answer);
        Self::new(answer.value, reply)
    }
}

impl ecall_message_result {
    /// What the answer to a list says of one of its messages.
    pub fn in_list(sent: Sent, list: &Reply) -> Self {
        Self::new(sent, list.part())
    }

    fn new(sent: Sent, reply: Reply) -> Self {
        let value = sent.result;
        let pairs = value.message_id_list.iter().flatten().map(|pair| Pair {
            message_id: c_text_of(pair.message_id.as_deref()),
            address: c_text_of(pair.address.as_deref()),
        });
        Self {
            reply,
            message_id: c_text_of(value.message_id.as_deref()),
            pairs: pairs.collect(),
            timestamp: value.timestamp.as_ref().map(|timestamp| c_text(timestamp.as_str())),
            estimate: sent.estimate.map(ecall_estimate::from),
            replacements: ecall_replacement::list(sent.replacements),
            replacements_json: Json::default(),
            extra: Json::default(),
            json: Json::default(),
            value,
        }
    }
}

/// The id of the message; NULL where it was sent to a list of recipients.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_message_id(result: Option<&ecall_message_result>) -> *const c_char {
    get_text(result, |result| result.message_id.as_ref())
}

/// How many ids a message to a list of recipients has; 0 where it was sent to one.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_message_ids_count(result: Option<&ecall_message_result>) -> usize {
    get(result, 0, |result| result.pairs.len())
}

/// The id of the message to one recipient of a list, by its index from 0; NULL behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_message_ids_message_id(
    result: Option<&ecall_message_result>,
    index: usize,
) -> *const c_char {
    get_text(result, |result| result.pairs.get(index).and_then(|pair| pair.message_id.as_ref()))
}

/// The address of one recipient of a list, by its index from 0; NULL behind the last, or where the service names none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_message_ids_address(
    result: Option<&ecall_message_result>,
    index: usize,
) -> *const c_char {
    get_text(result, |result| result.pairs.get(index).and_then(|pair| pair.address.as_ref()))
}

/// When the service accepted the message, as the service wrote it: UTC in version 2 of the interface, without a zone in
/// version 1.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_timestamp(result: Option<&ecall_message_result>) -> *const c_char {
    get_text(result, |result| result.timestamp.as_ref())
}

/// The timestamp in milliseconds since 1970-01-01 UTC. Returns false, writing nothing, where it has no zone or is missing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_result_timestamp_unix_ms(
    result: Option<&ecall_message_result>,
    unix_ms: *mut i64,
) -> bool {
    let read = |result: &ecall_message_result| {
        result.value.timestamp.as_ref()?.instant().map(|instant| instant.as_millisecond())
    };
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(result, unix_ms, read) }
}

/// Whether an attempt before the accepted one may have been accepted too: the message may arrive twice.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_possible_duplicate(result: Option<&ecall_message_result>) -> bool {
    get(result, false, |result| result.reply.possible_duplicate)
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_http_status(result: Option<&ecall_message_result>) -> i32 {
    get(result, 0, |result| result.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_request_id(result: Option<&ecall_message_result>) -> *const c_char {
    get_text(result, |result| result.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_result_raw_body(
    result: Option<&ecall_message_result>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(result, length, |result| result.reply.raw_body.as_deref()) }
}

/// What the text costs as it was sent, and where the service cuts it, if it does; NULL for content that is no text. Lives as long
/// as the result and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_estimate(
    result: Option<&ecall_message_result>,
) -> *const ecall_estimate {
    lend(result, |result| result.estimate.as_ref())
}

/// How many replacements were made in the text before it was sent, where to_gsm was asked for.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_replacements_count(result: Option<&ecall_message_result>) -> usize {
    get(result, 0, |result| result.replacements.len())
}

/// A replacement in the order of the text, by its index from 0; NULL behind the last. Lives as long as the result.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_replacement(
    result: Option<&ecall_message_result>,
    index: usize,
) -> *const ecall_replacement {
    lend(result, |result| result.replacements.get(index))
}

/// The replacements as a JSON array of objects with "at", "from" and "to"; empty where there are none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_replacements_json(
    result: Option<&ecall_message_result>,
) -> *const c_char {
    get_text(result, |result| {
        Some(result.replacements_json.get(|| ecall_replacement::json(&result.replacements)))
    })
}

/// How many attempts failed before the message was accepted.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_attempts_count(result: Option<&ecall_message_result>) -> usize {
    get(result, 0, |result| result.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the result.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_attempt(
    result: Option<&ecall_message_result>,
    index: usize,
) -> *const ecall_attempt {
    lend(result, |result| result.reply.attempts.get(index))
}

/// The fields of the answer that this version does not know, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_extra_json(result: Option<&ecall_message_result>) -> *const c_char {
    get_text(result, |result| Some(result.extra.get(|| json!(result.value.extra))))
}

/// Everything that was read, unknown fields included, as a JSON object with the service's names. Estimate and replacements are not
/// the service's and are not among them.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_json(result: Option<&ecall_message_result>) -> *const c_char {
    get_text(result, |result| Some(result.json.get(|| json!(result.value))))
}

/// Frees a result with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_result_free(result: Option<Box<ecall_message_result>>) {
    free(result);
}
