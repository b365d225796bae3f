//! Messages that were received and wait at the service.

use std::ffi::{c_char, c_void};

use ecall::{HttpsClient, Messages, MessagesOptions, Outcome};
use ecall_runtime::InTurn;

use super::cache::{ecall_cached_message, ecall_deletion};
use super::ecall_https_client;
use super::received::ecall_inbound_sms;
use crate::asynchronous::{Taker, ecall_done_callback, start};
use crate::boundary::{finish, finish_empty, finish_optional, free, optional_text, place, required, text};
use crate::cancel::ecall_cancel_token;
use crate::client::call;
use crate::error::ecall_error;
use crate::options::ecall_call_options;

const OUTCOME: Outcome = Outcome::NotApplicable;

/// The messages that wait at the service, one after the other. A message is deleted there when the next is asked for, or
/// ecall_inbox_acknowledge is called; never before. So a program that ends before loses none, and gets the last one again. May be
/// used by any number of threads: one call is under way at a time, the others wait for their turn. Belongs to the process that
/// made it: in the child of a fork its functions return ECALL_FORKED, and it may be freed.
pub struct ecall_inbox(InTurn<Messages>);

/// Takes a message, NULL with ECALL_OK where there is none; see ecall_message_result_callback. Freed with ecall_inbound_sms_free.
pub type ecall_inbound_sms_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        message: *mut ecall_inbound_sms,
        error: *mut ecall_error,
    ),
>;

/// Takes what was found in the cache; see ecall_message_result_callback. Freed with ecall_cached_message_free.
pub type ecall_cached_message_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        next: *mut ecall_cached_message,
        error: *mut ecall_error,
    ),
>;

/// Takes the end of a deletion; see ecall_message_result_callback. Freed with ecall_deletion_free.
pub type ecall_deletion_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        deletion: *mut ecall_deletion,
        error: *mut ecall_error,
    ),
>;

/// Reads the next message that waits, of one leased number or, where `number` is NULL, of all. It stays at the service until
/// ecall_https_client_delete_message deletes it. `options` and `cancel` may be NULL. Free `next` with ecall_cached_message_free.
///
/// Returns ECALL_OK also where none waits: ecall_cached_message_sms is NULL then; ECALL_UNEXPECTED_RESPONSE for an answer that
/// holds no message and does not say that there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_next_message(
    client: Option<&ecall_https_client>,
    number: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    next: *mut *mut ecall_cached_message,
    error: *mut *mut ecall_error,
) -> i32 {
    let read = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let number = unsafe { optional_text(OUTCOME, "number", number) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(OUTCOME, client, |client| client.next_message(number, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(next, error, read) }
}

/// Deletes a message that waits. May be repeated freely. `options` and `cancel` may be NULL. Free the deletion with
/// ecall_deletion_free.
///
/// Returns ECALL_OK also where there was no such message any more (provisional): ecall_deletion_is_deleted says which.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_delete_message(
    client: Option<&ecall_https_client>,
    message_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    deletion: *mut *mut ecall_deletion,
    error: *mut *mut ecall_error,
) -> i32 {
    let delete = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let message_id = unsafe { text(OUTCOME, "message_id", message_id) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(OUTCOME, client, |client| client.delete_message(message_id, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(deletion, error, delete) }
}

/// Starts to read the next message. See ecall_https_client_next_message and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_next_message_async(
    client: Option<&ecall_https_client>,
    number: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_cached_message_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let read = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let number = unsafe { optional_text(OUTCOME, "number", number) }?.map(str::to_owned);
        let options = ecall_call_options::call(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: HttpsClient| {
            client.next_message(number.as_deref(), &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, read) }
}

/// Starts to delete a message. See ecall_https_client_delete_message and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_delete_message_async(
    client: Option<&ecall_https_client>,
    message_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_deletion_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let delete = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let message_id = unsafe { text(OUTCOME, "message_id", message_id) }?.to_owned();
        let options = ecall_call_options::call(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: HttpsClient| {
            client.delete_message(&message_id, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, delete) }
}

/// Begins to take the messages that wait, of one leased number or, where `number` is NULL, of all. `options` are those of each
/// request, with ecall_call_options_set_follow and ecall_call_options_set_poll_ms; they and `cancel` may be NULL. The token also ends
/// the pauses between two looks. Returns at once; goes on without the client. Free the inbox with ecall_inbox_free.
///
///     while ((code = ecall_inbox_next(inbox, &message, &error)) == ECALL_OK && message != NULL) {
///         if (!keep(ecall_inbound_sms_message(message)))
///             break; // Not taken: it comes again.
///         ecall_inbound_sms_free(message);
///     }
///
/// Returns ECALL_INVALID_ARGUMENT, the error naming every option that is out of range.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_messages(
    client: Option<&ecall_https_client>,
    number: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    inbox: *mut *mut ecall_inbox,
    error: *mut *mut ecall_error,
) -> i32 {
    let begin = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let number = unsafe { optional_text(OUTCOME, "number", number) }?;
        let (mut messages, mut options) = ecall_call_options::own(options, None, MessagesOptions::from_json)?;
        messages.number = number.map(str::to_owned);
        let session = &required(OUTCOME, "client", client)?.session;
        let inbox = session.in_turn(ecall_cancel_token::of(cancel).as_ref(), |client, cancel| {
            options.cancel = Some(cancel);
            client.messages(messages, &options)
        });
        inbox.map(ecall_inbox)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(inbox, error, begin) }
}

/// Takes one more message; asking for it says that the one before is taken, and deletes that. Writes NULL to `message` with
/// ECALL_OK where none waits, unless ecall_call_options_set_follow is set: then it waits for one. After an error the same is tried
/// again, and nothing is lost. Free the message with ecall_inbound_sms_free.
///
/// Returns the kinds of a read; ECALL_CANCELLED; ECALL_UNEXPECTED_RESPONSE where a message has no id or comes again after it was
/// deleted; ECALL_INVALID_ARGUMENT where `message` is NULL, nothing being taken or deleted; ECALL_INTERNAL in a callback of an
/// asynchronous call, where it may not wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_inbox_next(
    inbox: Option<&ecall_inbox>,
    message: *mut *mut ecall_inbound_sms,
    error: *mut *mut ecall_error,
) -> i32 {
    let next = || {
        let inbox = required(OUTCOME, "inbox", inbox)?;
        place(OUTCOME, "message", message)?;
        let message = inbox.0.blocking(async move |mut inbox| inbox.next().await.transpose());
        message.map(|message| message.map(ecall_inbound_sms::from))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish_optional(message, error, next) }
}

/// Says that the last message is taken, and deletes it. Does nothing where there is none.
///
/// Returns the kinds of a read; the message may come again then. ECALL_INTERNAL in a callback of an asynchronous call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_inbox_acknowledge(
    inbox: Option<&ecall_inbox>,
    error: *mut *mut ecall_error,
) -> i32 {
    let acknowledge =
        || required(OUTCOME, "inbox", inbox)?.0.blocking(async move |mut inbox| inbox.acknowledge().await);
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, acknowledge) }
}

/// Starts to take one more message. See ecall_inbox_next and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_inbox_next_async(
    inbox: Option<&ecall_inbox>,
    callback: ecall_inbound_sms_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let next = || {
        let taker = Taker::new(OUTCOME, callback, user_data)?;
        let done =
            move |message| taker.take(message, |message: Option<_>| message.map(ecall_inbound_sms::from));
        required(OUTCOME, "inbox", inbox)?
            .0
            .spawn(async move |mut inbox| inbox.next().await.transpose(), done)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, next) }
}

/// Starts to say that the last message is taken. See ecall_inbox_acknowledge and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_inbox_acknowledge_async(
    inbox: Option<&ecall_inbox>,
    callback: ecall_done_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let acknowledge = || {
        let taker = Taker::new(OUTCOME, callback, user_data)?;
        let done = move |ended| taker.take(ended);
        required(OUTCOME, "inbox", inbox)?.0.spawn(async move |mut inbox| inbox.acknowledge().await, done)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, acknowledge) }
}

/// Frees an inbox; a message that was not taken stays at the service. No blocking call of it may be under way; asynchronous ones
/// end with ECALL_CANCELLED. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_inbox_free(inbox: Option<Box<ecall_inbox>>) {
    free(inbox);
}
