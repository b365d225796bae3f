//! The asynchronous twins of the calls.

use std::ffi::{c_char, c_void};
use std::ptr;

use ecall::{Client, Outcome, Result};
use ecall_runtime::guarded;

use crate::about::ECALL_OK;
use crate::boundary::{UserData, finish_empty, optional_json, optional_text, required, text};
use crate::cancel::ecall_cancel_token;
use crate::client::ecall_client;
use crate::error::ecall_error;
use crate::message::ecall_message;
use crate::options::ecall_call_options;
use crate::response::ecall_response;
use crate::result::ecall_message_result;
use crate::status::ecall_message_status;

/// Takes the result of a send: `code` is ECALL_OK and `result` is not NULL, or `code` is the kind of `error`, which is not
/// NULL. Both belong to the callback, which frees them with ecall_message_result_free and ecall_error_free.
pub type ecall_message_result_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        result: *mut ecall_message_result,
        error: *mut ecall_error,
    ),
>;

/// Takes what became of a message; see ecall_message_result_callback.
pub type ecall_message_status_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        status: *mut ecall_message_status,
        error: *mut ecall_error,
    ),
>;

/// Takes the answer to a request; see ecall_message_result_callback.
pub type ecall_response_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        response: *mut ecall_response,
        error: *mut ecall_error,
    ),
>;

/// Takes the end of a call that has no result; see ecall_message_result_callback.
pub type ecall_done_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, code: i32, error: *mut ecall_error)>;

/// A callback with a result, as every type above is inside.
type Callback<H> = unsafe extern "C" fn(*mut c_void, i32, *mut H, *mut ecall_error);

/// Starts a call whose result is handed to `callback`. No callback is called where this fails.
pub(crate) fn start<T, H, F>(
    outcome: Outcome,
    client: Option<&ecall_client>,
    callback: Option<Callback<H>>,
    user_data: *mut c_void,
    call: impl FnOnce(Client) -> F + Send + 'static,
) -> Result<()>
where
    H: From<T> + 'static,
    F: Future<Output = Result<T>> + Send,
    T: Send + 'static,
{
    let callback = required(outcome, "callback", callback)?;
    let user_data = UserData(user_data);
    required(outcome, "client", client)?.session.spawn(call, move |answer| {
        let user_data = user_data;
        let (code, handle, error) = match guarded(|| answer.map(|answer| Box::new(H::from(answer)))) {
            Ok(handle) => (ECALL_OK, Box::into_raw(handle), ptr::null_mut()),
            Err(error) => {
                let code = error.kind().number();
                (code, ptr::null_mut(), Box::into_raw(Box::new(ecall_error::from(error))))
            }
        };
        // SAFETY: the program gave the function for this very use, and takes what it is handed.
        unsafe { callback(user_data.0, code, handle, error) };
    })
}

/// Starts to send a text by SMS. See ecall_client_send_sms_with.
///
/// This and the functions below return at once. Where they return ECALL_OK, the callback is called exactly once, on the
/// library's one thread for asynchronous calls: it must return soon, must not make blocking calls, may start
/// asynchronous ones and may free the client. Where they return anything else, `error` says why and the callback is never
/// called. What was passed may be freed as soon as they return.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_send_sms_async(
    client: Option<&ecall_client>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_message_result_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotAccepted;
    let send = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let to = unsafe { self::text(outcome, "to", to) }?.to_owned();
        // SAFETY: as above.
        let text = unsafe { self::text(outcome, "text", text) }?.to_owned();
        // SAFETY: as above.
        let from = unsafe { optional_text(outcome, "from", from) }?.map(str::to_owned);
        let (sms, options) = ecall_call_options::sms(options, cancel)?;
        start(outcome, client, callback, user_data, async move |client: Client| {
            client.send_sms_with(&to, &text, from.as_deref(), sms, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to send a message. See ecall_client_send and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_send_async(
    client: Option<&ecall_client>,
    message: Option<&ecall_message>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_message_result_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        let message = ecall_message::get(message)?;
        let options = ecall_call_options::call(options, cancel)?;
        start(Outcome::NotAccepted, client, callback, user_data, async move |client: Client| {
            client.send(message, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to read what has become of a message. See ecall_client_status and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_status_async(
    client: Option<&ecall_client>,
    message_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_message_status_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotApplicable;
    let read = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let message_id = unsafe { text(outcome, "message_id", message_id) }?.to_owned();
        let options = ecall_call_options::call(options, cancel)?;
        start(outcome, client, callback, user_data, async move |client: Client| {
            client.status(&message_id, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, read) }
}

/// Starts to follow a message. See ecall_client_wait and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_wait_async(
    client: Option<&ecall_client>,
    message_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_message_status_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotApplicable;
    let follow = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let message_id = unsafe { text(outcome, "message_id", message_id) }?.to_owned();
        let options = ecall_call_options::wait(options, cancel)?;
        start(outcome, client, callback, user_data, async move |client: Client| {
            client.wait(&message_id, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, follow) }
}

/// Starts to check the credentials. See ecall_client_check and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_check_async(
    client: Option<&ecall_client>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_done_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotApplicable;
    let check = || {
        let options = ecall_call_options::call(options, cancel)?;
        let callback = required(outcome, "callback", callback)?;
        let user_data = UserData(user_data);
        let call = async move |client: Client| client.check(&options).await;
        required(outcome, "client", client)?.session.spawn(call, move |answer| {
            let user_data = user_data;
            let (code, error) = match answer {
                Ok(_) => (ECALL_OK, ptr::null_mut()),
                Err(error) => (error.kind().number(), Box::into_raw(Box::new(ecall_error::from(error)))),
            };
            // SAFETY: the program gave the function for this very use, and takes what it is handed.
            unsafe { callback(user_data.0, code, error) };
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, check) }
}

/// Starts a raw request. See ecall_client_request and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_request_async(
    client: Option<&ecall_client>,
    method: *const c_char,
    path: *const c_char,
    json: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_response_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotAccepted;
    let request = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let method = unsafe { text(outcome, "method", method) }?.to_owned();
        // SAFETY: as above.
        let path = unsafe { text(outcome, "path", path) }?.to_owned();
        // SAFETY: as above.
        let json = unsafe { optional_json(outcome, "json", json) }?;
        let options = ecall_call_options::call(options, cancel)?;
        start(outcome, client, callback, user_data, async move |client: Client| {
            client.request(&method, &path, json.as_ref(), &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, request) }
}
