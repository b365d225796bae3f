//! The client and its blocking calls.

use std::ffi::c_char;

use ecall::blocking::Client;
use ecall::{Outcome, Result};
use ecall_runtime::{BlockingClient, Session};

use crate::boundary::{finish, finish_empty, free, get, optional_json, optional_text, required, text, wrong};
use crate::cancel::ecall_cancel_token;
use crate::config::ecall_config;
use crate::error::ecall_error;
use crate::message::ecall_message;
use crate::options::ecall_call_options;
use crate::response::ecall_response;
use crate::result::ecall_message_result;
use crate::status::ecall_message_status;

/// Sends messages and follows them. May be used from any number of threads at once, and after a fork in the child as well,
/// where it makes connections of its own.
pub struct ecall_client {
    pub(crate) session: Session,
}

/// A client of any interface.
pub(crate) trait Caller {
    type Client: BlockingClient;

    fn session(&self) -> &Session<Self::Client>;
}

impl Caller for ecall_client {
    type Client = Client;

    fn session(&self) -> &Session<Client> {
        &self.session
    }
}

/// Makes a blocking call and converts its result.
pub(crate) fn call<T, H: From<T>, C: Caller>(
    outcome: Outcome,
    client: Option<&C>,
    make: impl FnOnce(&C::Client) -> Result<T>,
) -> Result<H> {
    required(outcome, "client", client)?.session().blocking(make).map(H::from)
}

/// A new client with this configuration.
///
/// # Safety
/// `client` and `error` are each NULL or point to memory for a pointer.
pub(crate) unsafe fn open<H: From<Session<C>>, C: BlockingClient>(
    config: Option<&ecall_config>,
    client: *mut *mut H,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        if client.is_null() {
            return Err(wrong(Outcome::NotApplicable, "client", "must not be NULL"));
        }
        Session::new(ecall_config::options(config)?, None).map(H::from)
    };
    // SAFETY: as the caller promises.
    unsafe { finish(client, error, call) }
}

impl From<Session> for ecall_client {
    fn from(session: Session) -> Self {
        Self { session }
    }
}

/// Makes a client; config may be NULL, for everything from the environment. Opens no connection. Free the client with
/// ecall_client_free.
///
/// Returns ECALL_CONFIG where the configuration is incomplete or wrong; the error names every setting.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_new(
    config: Option<&ecall_config>,
    client: *mut *mut ecall_client,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { open(config, client, error) }
}

/// Sends a text by SMS and waits until the service has accepted it. `from` may be NULL for the client's default_from.
///
/// Returns ECALL_OK and the result; ECALL_INVALID_ARGUMENT before anything goes out, the error naming every problem;
/// ECALL_OUTCOME_UNKNOWN where the message may have been accepted; any other kind where it certainly was not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_send_sms(
    client: Option<&ecall_client>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    result: *mut *mut ecall_message_result,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { ecall_client_send_sms_with(client, to, text, from, None, None, result, error) }
}

/// Sends a text by SMS with options and a cancel token, each of which may be NULL. Returns what ecall_client_send_sms
/// returns, and ECALL_CANCELLED; the outcome of that error says whether the message may have gone out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_send_sms_with(
    client: Option<&ecall_client>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    result: *mut *mut ecall_message_result,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotAccepted;
    let send = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let to = unsafe { self::text(outcome, "to", to) }?;
        // SAFETY: as above.
        let text = unsafe { self::text(outcome, "text", text) }?;
        // SAFETY: as above.
        let from = unsafe { optional_text(outcome, "from", from) }?;
        let (sms, options) = ecall_call_options::sms(options, cancel)?;
        call(outcome, client, |client| client.send_sms_with(to, text, from, sms, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(result, error, send) }
}

/// Sends a message. `options` and `cancel` may be NULL. Returns what ecall_client_send_sms_with returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_send(
    client: Option<&ecall_client>,
    message: Option<&ecall_message>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    result: *mut *mut ecall_message_result,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        let message = ecall_message::get(message)?;
        let options = ecall_call_options::call(options, cancel)?;
        call(Outcome::NotAccepted, client, |client| client.send(message, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(result, error, send) }
}

/// Reads what has become of a message; the service answers for seven days. `options` and `cancel` may be NULL.
///
/// Returns ECALL_NOT_FOUND for an id that the service does not know.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_status(
    client: Option<&ecall_client>,
    message_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    status: *mut *mut ecall_message_status,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotApplicable;
    let read = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let message_id = unsafe { text(outcome, "message_id", message_id) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(outcome, client, |client| client.status(message_id, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(status, error, read) }
}

/// Follows a message until its state is final for its channel, or one that the options name. `options` and `cancel` may be
/// NULL.
///
/// Returns ECALL_TIMEOUT when the time is up (300 seconds unless set); the error holds the last state that was read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_wait(
    client: Option<&ecall_client>,
    message_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    status: *mut *mut ecall_message_status,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotApplicable;
    let follow = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let message_id = unsafe { text(outcome, "message_id", message_id) }?;
        let options = ecall_call_options::wait(options, cancel)?;
        call(outcome, client, |client| client.wait(message_id, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(status, error, follow) }
}

/// Tells whether the credentials are good, sending nothing. `options` and `cancel` may be NULL.
///
/// Returns ECALL_OK where they are, ECALL_AUTHENTICATION or ECALL_PERMISSION where they are not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_check(
    client: Option<&ecall_client>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotApplicable;
    let check = || {
        let options = ecall_call_options::call(options, cancel)?;
        let client = required(outcome, "client", client)?;
        client.session.blocking(|client| client.check(&options)).map(drop)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, check) }
}

/// Makes an authenticated request to a path of the service that this library has no name for: "/api/v2/...". GET and HEAD
/// are reads, everything else is a send and handled with the same care. `json` (the body), `options` and `cancel` may be
/// NULL. An answer that is not 2xx is an error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_client_request(
    client: Option<&ecall_client>,
    method: *const c_char,
    path: *const c_char,
    json: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    response: *mut *mut ecall_response,
    error: *mut *mut ecall_error,
) -> i32 {
    let outcome = Outcome::NotAccepted;
    let request = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let method = unsafe { text(outcome, "method", method) }?;
        // SAFETY: as above.
        let path = unsafe { text(outcome, "path", path) }?;
        // SAFETY: as above.
        let json = unsafe { optional_json(outcome, "json", json) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(outcome, client, |client| client.request(method, path, json.as_ref(), &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(response, error, request) }
}

/// Refuses every later call with ECALL_CLOSED; calls that are under way go on. For programs that cannot tell when their last
/// thread is done with the client. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_client_close(client: Option<&ecall_client>) {
    get(client, (), |client| client.session.close());
}

/// Frees a client. No blocking call may be under way; asynchronous ones go on to their end. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_client_free(client: Option<Box<ecall_client>>) {
    free(client);
}
