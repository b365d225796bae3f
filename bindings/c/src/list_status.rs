//! What became of the messages of a list.

use std::ffi::{CString, c_char};

use ecall::{Answer, ListStatus};
use serde_json::json;

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text_of, free, get, get_bytes, get_text, lend};
use crate::reply::{Json, Reply};
use crate::status::ecall_message_status;

/// What has become of the messages of a list.
pub struct ecall_list_status {
    value: ListStatus,
    reply: Reply,
    list_id: Option<CString>,
    messages: Vec<ecall_message_status>,
    extra: Json,
    json: Json,
}

impl From<Answer<ListStatus>> for ecall_list_status {
    fn from(answer: Answer<ListStatus>) -> Self {
        Self {
            reply: Reply::of(&answer),
            list_id: c_text_of(answer.list_id.as_deref()),
            messages: answer.messages.iter().cloned().map(ecall_message_status::from).collect(),
            extra: Json::default(),
            json: Json::default(),
            value: answer.value,
        }
    }
}

/// The id of the list; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_list_id(status: Option<&ecall_list_status>) -> *const c_char {
    get_text(status, |status| status.list_id.as_ref())
}

/// How many states there are: one per recipient.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_messages_count(status: Option<&ecall_list_status>) -> usize {
    get(status, 0, |status| status.messages.len())
}

/// The state of the message to one recipient, by its index from 0 in the service's order; NULL behind the last. HTTP status, body
/// and attempts are the list's alone. Lives as long as the list's status and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_message(
    status: Option<&ecall_list_status>,
    index: usize,
) -> *const ecall_message_status {
    lend(status, |status| status.messages.get(index))
}

/// Whether no other state will follow for any of the messages. False of a list without messages.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_is_final(status: Option<&ecall_list_status>) -> bool {
    get(status, false, |status| status.value.is_final())
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_http_status(status: Option<&ecall_list_status>) -> i32 {
    get(status, 0, |status| status.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_request_id(status: Option<&ecall_list_status>) -> *const c_char {
    get_text(status, |status| status.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_list_status_raw_body(
    status: Option<&ecall_list_status>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(status, length, |status| status.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_attempts_count(status: Option<&ecall_list_status>) -> usize {
    get(status, 0, |status| status.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the list's status.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_attempt(
    status: Option<&ecall_list_status>,
    index: usize,
) -> *const ecall_attempt {
    lend(status, |status| status.reply.attempts.get(index))
}

/// The fields of the answer that this version does not know, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_extra_json(status: Option<&ecall_list_status>) -> *const c_char {
    get_text(status, |status| Some(status.extra.get(|| json!(status.value.extra))))
}

/// Everything that was read, as a JSON object: "list_id", "messages" (objects with the service's names) and "extra".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_json(status: Option<&ecall_list_status>) -> *const c_char {
    get_text(status, |status| {
        Some(status.json.get(|| {
            let ListStatus { list_id, messages, extra, .. } = &status.value;
            json!({ "list_id": list_id, "messages": messages, "extra": extra })
        }))
    })
}

/// Frees the status of a list with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_list_status_free(status: Option<Box<ecall_list_status>>) {
    free(status);
}
