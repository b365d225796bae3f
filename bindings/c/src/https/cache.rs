//! What the service answers of messages that wait.

use std::ffi::c_char;

use ecall::Answer;
use ecall::model::InboundSms;

use super::received::ecall_inbound_sms;
use crate::attempt::ecall_attempt;
use crate::boundary::{free, get, get_bytes, get_text, lend};
use crate::reply::Reply;

/// What the service answered when it was asked for the next message that waits.
pub struct ecall_cached_message {
    message: Option<ecall_inbound_sms>,
    reply: Reply,
}

impl From<Answer<Option<InboundSms>>> for ecall_cached_message {
    fn from(answer: Answer<Option<InboundSms>>) -> Self {
        let reply = Reply::of(&answer);
        Self { message: answer.value.map(ecall_inbound_sms::from), reply }
    }
}

/// What the service answered when it was asked to delete a message.
pub struct ecall_deletion {
    deleted: bool,
    reply: Reply,
}

impl From<Answer<bool>> for ecall_deletion {
    fn from(answer: Answer<bool>) -> Self {
        Self { deleted: answer.value, reply: Reply::of(&answer) }
    }
}

/// The message; NULL where none waits. Lives as long as the answer and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cached_message_sms(next: Option<&ecall_cached_message>) -> *const ecall_inbound_sms {
    lend(next, |next| next.message.as_ref())
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cached_message_http_status(next: Option<&ecall_cached_message>) -> i32 {
    get(next, 0, |next| next.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cached_message_request_id(next: Option<&ecall_cached_message>) -> *const c_char {
    get_text(next, |next| next.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_cached_message_raw_body(
    next: Option<&ecall_cached_message>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(next, length, |next| next.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cached_message_attempts_count(next: Option<&ecall_cached_message>) -> usize {
    get(next, 0, |next| next.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cached_message_attempt(
    next: Option<&ecall_cached_message>,
    index: usize,
) -> *const ecall_attempt {
    lend(next, |next| next.reply.attempts.get(index))
}

/// Frees the answer with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_cached_message_free(next: Option<Box<ecall_cached_message>>) {
    free(next);
}

/// Whether there was such a message, and is no more. False where there was none of this id (provisional).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_deletion_is_deleted(deletion: Option<&ecall_deletion>) -> bool {
    get(deletion, false, |deletion| deletion.deleted)
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_deletion_http_status(deletion: Option<&ecall_deletion>) -> i32 {
    get(deletion, 0, |deletion| deletion.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_deletion_request_id(deletion: Option<&ecall_deletion>) -> *const c_char {
    get_text(deletion, |deletion| deletion.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_deletion_raw_body(
    deletion: Option<&ecall_deletion>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(deletion, length, |deletion| deletion.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_deletion_attempts_count(deletion: Option<&ecall_deletion>) -> usize {
    get(deletion, 0, |deletion| deletion.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_deletion_attempt(
    deletion: Option<&ecall_deletion>,
    index: usize,
) -> *const ecall_attempt {
    lend(deletion, |deletion| deletion.reply.attempts.get(index))
}

/// Frees the answer with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_deletion_free(deletion: Option<Box<ecall_deletion>>) {
    free(deletion);
}
