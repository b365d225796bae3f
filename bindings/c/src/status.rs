//! What became of a message.

use std::ffi::{CString, c_char};

use ecall::{Answer, MessageStatusData};
use serde_json::json;

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text, c_text_of, free, get, get_bytes, get_known, get_text, lend};
use crate::reply::{Json, Reply};

/// What became of a message. The service may leave any field away.
pub struct ecall_message_status {
    value: MessageStatusData,
    reply: Reply,
    channel: Option<CString>,
    message_id: Option<CString>,
    status: Option<CString>,
    reason: Option<CString>,
    timestamp: Option<CString>,
    from: Option<CString>,
    to: Option<CString>,
    extra: Json,
    json: Json,
}

impl From<Answer<MessageStatusData>> for ecall_message_status {
    fn from(answer: Answer<MessageStatusData>) -> Self {
        let reply = Reply::of(&answer);
        Self { reply, ..Self::from(answer.value) }
    }
}

impl From<MessageStatusData> for ecall_message_status {
    fn from(value: MessageStatusData) -> Self {
        Self {
            reply: Reply::default(),
            channel: value.channel.as_ref().map(|channel| c_text(channel.as_str())),
            message_id: c_text_of(value.message_id.as_deref()),
            status: value.status.as_ref().map(|status| c_text(status.as_str())),
            reason: c_text_of(value.reason.as_deref()),
            timestamp: value.timestamp.as_ref().map(|timestamp| c_text(timestamp.as_str())),
            from: c_text_of(value.from.as_deref()),
            to: c_text_of(value.to.as_deref()),
            extra: Json::default(),
            json: Json::default(),
            value,
        }
    }
}

/// The channel that the message took, "Sms". An open set; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_channel(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| status.channel.as_ref())
}

/// The id of the message; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_message_id(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| status.message_id.as_ref())
}

/// The state, "Delivered". An open set; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_status(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| status.status.as_ref())
}

/// Whether no other state will follow on the channel of this message. False where state or channel are not known.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_is_final(status: Option<&ecall_message_status>) -> bool {
    get(status, false, |status| status.value.is_final())
}

/// Why: 0 is success. An open set. Returns false, writing nothing, where the service does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_status_reason_code(
    status: Option<&ecall_message_status>,
    reason_code: *mut i32,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(status, reason_code, |status| status.value.reason_code) }
}

/// Why, as a text; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_reason(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| status.reason.as_ref())
}

/// When the state was reached, as the service wrote it: UTC in version 2 of the interface, without a zone in version 1.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_timestamp(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| status.timestamp.as_ref())
}

/// The timestamp in milliseconds since 1970-01-01 UTC. Returns false, writing nothing, where it has no zone or is missing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_status_timestamp_unix_ms(
    status: Option<&ecall_message_status>,
    unix_ms: *mut i64,
) -> bool {
    let read = |status: &ecall_message_status| {
        status.value.timestamp.as_ref()?.instant().map(|instant| instant.as_millisecond())
    };
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(status, unix_ms, read) }
}

/// The sender; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_from(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| status.from.as_ref())
}

/// The recipient; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_to(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| status.to.as_ref())
}

/// How many pages were charged (SMS). Returns false, writing nothing, where the service does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_status_page_total(
    status: Option<&ecall_message_status>,
    page_total: *mut i32,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(status, page_total, |status| status.value.page_total) }
}

/// HTTP status of the answer; 0 for a status that an error lent.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_http_status(status: Option<&ecall_message_status>) -> i32 {
    get(status, 0, |status| status.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_request_id(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| status.reply.request_id.as_ref())
}

/// The body of the answer as it came; NULL for a status that an error lent. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_status_raw_body(
    status: Option<&ecall_message_status>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(status, length, |status| status.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_attempts_count(status: Option<&ecall_message_status>) -> usize {
    get(status, 0, |status| status.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the status.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_attempt(
    status: Option<&ecall_message_status>,
    index: usize,
) -> *const ecall_attempt {
    lend(status, |status| status.reply.attempts.get(index))
}

/// The fields of the answer that this version does not know, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_extra_json(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| Some(status.extra.get(|| json!(status.value.extra))))
}

/// Everything that was read, unknown fields included, as a JSON object with the service's names.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_json(status: Option<&ecall_message_status>) -> *const c_char {
    get_text(status, |status| Some(status.json.get(|| json!(status.value))))
}

/// Frees a status with everything that it lent. NULL does nothing. Not for a status that an error lent.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_status_free(status: Option<Box<ecall_message_status>>) {
    free(status);
}
