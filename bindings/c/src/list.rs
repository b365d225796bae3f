//! Calls on lists: several messages in one call.

use std::ffi::{c_char, c_void};

use ecall::model::{Notification, wire};
use ecall::{Client, Message, Outcome, Result};

use crate::asynchronous::start;
use crate::boundary::{finish, finish_empty, items, optional_json, text, wrong};
use crate::cancel::ecall_cancel_token;
use crate::client::{call, ecall_client};
use crate::error::ecall_error;
use crate::list_status::ecall_list_status;
use crate::message::ecall_message;
use crate::options::ecall_call_options;
use crate::sent_list::ecall_sent_list;

/// Lists are sends.
pub(crate) const OUTCOME: Outcome = Outcome::NotAccepted;

/// Takes the result of sending a list; see ecall_message_result_callback.
pub type ecall_sent_list_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        list: *mut ecall_sent_list,
        error: *mut ecall_error,
    ),
>;

/// Takes what became of a list; see ecall_message_result_callback.
pub type ecall_list_status_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        status: *mut ecall_list_status,
        error: *mut ecall_error,
    ),
>;

/// The messages and the notification of a list.
///
/// # Safety
/// `messages` is NULL or `count` messages; `notification` is NULL or ends in NUL.
unsafe fn read(
    messages: *const *const ecall_message,
    count: usize,
    notification: *const c_char,
) -> Result<(Vec<Message>, Option<Notification>)> {
    // SAFETY: as the caller promises.
    let messages = unsafe { items(OUTCOME, "messages", messages, count) }?;
    let message = |(index, message): (usize, &*const ecall_message)| {
        // SAFETY: as the caller promises.
        let message = unsafe { message.as_ref() };
        ecall_message::get(message)
            .map_err(|_| wrong(OUTCOME, &format!("messages[{index}]"), "must not be NULL"))
    };
    let messages = messages.iter().enumerate().map(message).collect::<Result<_>>()?;
    // SAFETY: as the caller promises.
    let notification = unsafe { optional_json(OUTCOME, "notification_json", notification) }?;
    let notification = notification.map(wire::read_value::<Notification>).transpose();
    let notification =
        notification.map_err(|problem| wrong(OUTCOME, "notification_json", &problem.to_string()))?;
    Ok((messages, notification))
}

/// Sends `count` messages in one call. `notification_json` says who is told what became of them, as a JSON object with the
/// service's names ({"forEvent": "All", "addresses": [{"type": "Email", "address": "duty@example.com"}]}): once for the whole
/// list, the messages must have none. It, `options` and `cancel` may be NULL. Free the list with ecall_sent_list_free.
///
/// Returns ECALL_OK where the service looked at the messages: it may have refused some or all of them, which
/// ecall_sent_list_failed_count and ecall_sent_list_raise_for_failed tell. Else what ecall_client_send_sms_with returns, for
/// all of them: ECALL_INVALID_ARGUMENT before anything goes out where one breaks a rule, the error's fields naming it
/// ("messages[3].to").
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_send_list(
    client: Option<&ecall_client>,
    messages: *const *const ecall_message,
    count: usize,
    notification_json: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    list: *mut *mut ecall_sent_list,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or `count` messages, and NULL or a text that ends in NUL.
        let (messages, notification) = unsafe { read(messages, count, notification_json) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(OUTCOME, client, |client| client.send_list(messages, notification, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(list, error, send) }
}

/// Starts to send a list. See ecall_client_send_list and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_send_list_async(
    client: Option<&ecall_client>,
    messages: *const *const ecall_message,
    count: usize,
    notification_json: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_sent_list_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or `count` messages, and NULL or a text that ends in NUL.
        let (messages, notification) = unsafe { read(messages, count, notification_json) }?;
        let options = ecall_call_options::call(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: Client| {
            client.send_list(messages, notification, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Reads what has become of the messages of a list; the service answers for seven days. `options` and `cancel` may be NULL.
/// Free the status with ecall_list_status_free.
///
/// Returns ECALL_NOT_FOUND for an id that the service does not know.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_list_status(
    client: Option<&ecall_client>,
    list_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    status: *mut *mut ecall_list_status,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotApplicable;
    let read = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let list_id = unsafe { text(outcome, "list_id", list_id) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(outcome, client, |client| client.list_status(list_id, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(status, error, read) }
}

/// Starts to read what has become of a list. See ecall_client_list_status and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_list_status_async(
    client: Option<&ecall_client>,
    list_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_list_status_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotApplicable;
    let read = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let list_id = unsafe { text(outcome, "list_id", list_id) }?.to_owned();
        let options = ecall_call_options::call(options, cancel)?;
        start(outcome, client, callback, user_data, async move |client: Client| {
            client.list_status(&list_id, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, read) }
}
