//! The result of sending a list.

use std::ffi::{CString, c_char};

use ecall::{Answer, Error, Sent, SentList};
use serde_json::json;

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text_of, finish_empty, free, get, get_bytes, get_text, lend, required};
use crate::error::ecall_error;
use crate::list::OUTCOME;
use crate::reply::{Json, Reply};
use crate::result::ecall_message_result;

/// A list of messages that the service looked at: what became of each, in the order in which they were given. Some may have been
/// accepted and others not.
pub struct ecall_sent_list {
    value: SentList,
    reply: Reply,
    list_id: Option<CString>,
    items: Vec<Item>,
    extra: Json,
    json: Json,
}

enum Item {
    Sent(Box<ecall_message_result>),
    Failed(Box<ecall_error>),
}

impl From<Answer<SentList>> for ecall_sent_list {
    fn from(answer: Answer<SentList>) -> Self {
        let reply = Reply::of(&answer);
        let item = |item: &Result<Sent, Error>| match item {
            Ok(sent) => Item::Sent(Box::new(ecall_message_result::in_list(sent.clone(), &reply))),
            Err(error) => Item::Failed(Box::new(error.clone().into())),
        };
        Self {
            list_id: c_text_of(answer.list_id.as_deref()),
            items: answer.items.iter().map(item).collect(),
            reply,
            extra: Json::default(),
            json: Json::default(),
            value: answer.value,
        }
    }
}

impl ecall_sent_list {
    fn result(&self, index: usize) -> Option<&ecall_message_result> {
        match self.items.get(index)? {
            Item::Sent(result) => Some(result),
            Item::Failed(_) => None,
        }
    }

    fn error(&self, index: usize) -> Option<&ecall_error> {
        match self.items.get(index)? {
            Item::Sent(_) => None,
            Item::Failed(error) => Some(error),
        }
    }
}

/// The id of the list, for ecall_client_list_status; NULL where the service gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_list_id(list: Option<&ecall_sent_list>) -> *const c_char {
    get_text(list, |list| list.list_id.as_ref())
}

/// How many messages the list has: as many as were given.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_count(list: Option<&ecall_sent_list>) -> usize {
    get(list, 0, |list| list.items.len())
}

/// How many of them were not accepted, or may not have been.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_failed_count(list: Option<&ecall_sent_list>) -> usize {
    get(list, 0, |list| list.value.failed().count())
}

/// What the service answered to a message that it accepted, by the message's index from 0; NULL for one that it did not, and
/// behind the last. HTTP status and request id are those of the list's answer. Lives as long as the list and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_result(
    list: Option<&ecall_sent_list>,
    index: usize,
) -> *const ecall_message_result {
    lend(list, |list| list.result(index))
}

/// Why a message was not accepted, by its index from 0, or that nobody knows whether it was (ecall_error_outcome says which);
/// NULL for one that was, and behind the last. Lives as long as the list and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_error(list: Option<&ecall_sent_list>, index: usize) -> *const ecall_error {
    lend(list, |list| list.error(index))
}

/// Makes one error of all that failed. Returns ECALL_OK where every message was accepted; else the kind of the failures where
/// they are all of one kind, else ECALL_REJECTED; ECALL_OUTCOME_UNKNOWN where that holds for one of them. The error's fields
/// name each message ("messages[3]") and what was wrong with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_sent_list_raise_for_failed(
    list: Option<&ecall_sent_list>,
    error: *mut *mut ecall_error,
) -> i32 {
    let raise = || required(OUTCOME, "list", list)?.value.raise_for_failed();
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, raise) }
}

/// Whether an attempt before the accepted one may have been accepted too: every message may arrive twice.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_possible_duplicate(list: Option<&ecall_sent_list>) -> bool {
    get(list, false, |list| list.reply.possible_duplicate)
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_http_status(list: Option<&ecall_sent_list>) -> i32 {
    get(list, 0, |list| list.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_request_id(list: Option<&ecall_sent_list>) -> *const c_char {
    get_text(list, |list| list.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_sent_list_raw_body(
    list: Option<&ecall_sent_list>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(list, length, |list| list.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_attempts_count(list: Option<&ecall_sent_list>) -> usize {
    get(list, 0, |list| list.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the list.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_attempt(
    list: Option<&ecall_sent_list>,
    index: usize,
) -> *const ecall_attempt {
    lend(list, |list| list.reply.attempts.get(index))
}

/// The fields of the answer that this version does not know, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_extra_json(list: Option<&ecall_sent_list>) -> *const c_char {
    get_text(list, |list| Some(list.extra.get(|| json!(list.value.extra))))
}

/// Everything that was read, as a JSON object: "list_id", "items" (for each message an object with "result", which has the
/// service's names, or with "error", as ecall_error_json writes it) and "extra".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_json(list: Option<&ecall_sent_list>) -> *const c_char {
    get_text(list, |list| {
        Some(list.json.get(|| {
            let items = list.value.items.iter().map(|item| match item {
                Ok(sent) => json!({ "result": sent.result }),
                Err(error) => json!({ "error": error.to_json() }),
            });
            let items: Vec<_> = items.collect();
            json!({ "list_id": list.value.list_id, "items": items, "extra": list.value.extra })
        }))
    })
}

/// Frees a list with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_sent_list_free(list: Option<Box<ecall_sent_list>>) {
    free(list);
}
