//! The asynchronous twins of the calls.

use std::ffi::{c_char, c_void};
use std::ptr;

use ecall::{Client, Outcome, Result};
use ecall_runtime::{BlockingClient, guarded};

use crate::about::ECALL_OK;
use crate::boundary::{UserData, finish_empty, optional_json, optional_text, required, text};
use crate::cancel::ecall_cancel_token;
use crate::client::{Caller, ecall_client};
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
pub(crate) type Callback<H> = unsafe extern "C" fn(*mut c_void, i32, *mut H, *mut ecall_error);

/// Where the end of a call goes: the program's function, with what it wants to have back.
pub(crate) struct Taker<F> {
    callback: F,
    user_data: UserData,
}

impl<F> Taker<F> {
    pub fn new(outcome: Outcome, callback: Option<F>, user_data: *mut c_void) -> Result<Self> {
        Ok(Self { callback: required(outcome, "callback", callback)?, user_data: UserData(user_data) })
    }

    /// The function and its user data.
    pub fn parts(self) -> (F, *mut c_void) {
        (self.callback, self.user_data.0)
    }
}

impl<H> Taker<Callback<H>> {
    /// Hands over a result, which `convert` makes; NULL where it makes none.
    pub fn take<T>(self, answer: Result<T>, convert: impl FnOnce(T) -> Option<H>) {
        let converted = guarded(|| answer.map(|answer| convert(answer).map(Box::new)));
        let (code, handle, error) = ended(converted);
        let handle = handle.flatten().map_or(ptr::null_mut(), Box::into_raw);
        let (callback, user_data) = self.parts();
        // SAFETY: the program gave the function for this very use, and takes what it is handed.
        unsafe { callback(user_data, code, handle, error) };
    }
}

impl Taker<unsafe extern "C" fn(*mut c_void, i32, *mut ecall_error)> {
    /// Hands over the end of a call that has no result.
    pub fn take<T>(self, answer: Result<T>) {
        let (code, _, error) = ended(answer);
        let (callback, user_data) = self.parts();
        // SAFETY: the program gave the function for this very use, and takes what it is handed.
        unsafe { callback(user_data, code, error) };
    }
}

/// What a call came to, as a callback takes it: the code, the value, and the error or NULL.
pub(crate) fn ended<V>(answer: Result<V>) -> (i32, Option<V>, *mut ecall_error) {
    match answer {
        Ok(value) => (ECALL_OK, Some(value), ptr::null_mut()),
        Err(error) => (error.kind().number(), None, Box::into_raw(Box::new(ecall_error::from(error)))),
    }
}

/// Starts a call whose result is handed to `callback`. No callback is called where this fails.
pub(crate) fn start<T, H, F, C>(
    outcome: Outcome,
    client: Option<&C>,
    callback: Option<Callback<H>>,
    user_data: *mut c_void,
    call: impl FnOnce(<C::Client as BlockingClient>::Asynchronous) -> F + Send + 'static,
) -> Result<()>
where
    H: From<T> + 'static,
    F: Future<Output = Result<T>> + Send,
    T: Send + 'static,
    C: Caller,
{
    let taker = Taker::new(outcome, callback, user_data)?;
    let done = move |answer| taker.take(answer, |answer| Some(H::from(answer)));
    required(outcome, "client", client)?.session().spawn(call, done)
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
        let taker = Taker::new(outcome, callback, user_data)?;
        let call = async move |client: Client| client.check(&options).await;
        required(outcome, "client", client)?.session.spawn(call, move |answer| taker.take(answer))
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
