//! Sending a message.

use std::ffi::{c_char, c_void};

use ecall::{Outcome, blocking};
use ecall_runtime::may_wait;

use super::submit_options::ecall_submit_options;
use super::submitted::ecall_smpp_submitted;
use super::{ecall_smpp_client, session, start};
use crate::boundary::{finish, finish_empty, optional_text, text};
use crate::cancel::ecall_cancel_token;
use crate::error::ecall_error;

const OUTCOME: Outcome = Outcome::NotAccepted;

/// Takes the result of a message; see ecall_message_result_callback. Freed with ecall_smpp_submitted_free.
pub type ecall_smpp_submitted_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        submitted: *mut ecall_smpp_submitted,
        error: *mut ecall_error,
    ),
>;

/// Sends a text by SMS and waits until the centre has accepted it. `to` is a number in international form: with "+", with "00", or its
/// digits alone. `from` may be NULL for the client's default_from, else the account's own. A text that is too long for one message is sent
/// in parts, each once the one before was accepted. Waits while there is no link and while the window is full. Free the result with
/// ecall_smpp_submitted_free.
///
/// Returns ECALL_OK and the result; ECALL_INVALID_ARGUMENT before anything goes out, the error naming every problem;
/// ECALL_OUTCOME_UNKNOWN where a part may have been accepted and nobody knows; any other kind where the message certainly was not accepted:
/// ECALL_INSUFFICIENT_CREDIT (0x401), ECALL_RATE_LIMITED where the centre throttled until the time was up, ECALL_TIMEOUT, ECALL_CLOSED where
/// the client is not bound, and those of the status (ecall_error_smpp_status). ecall_error_part has what became of each part.
/// ECALL_INTERNAL in a callback of an asynchronous call, where it may not wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_submit(
    client: Option<&ecall_smpp_client>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    submitted: *mut *mut ecall_smpp_submitted,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { ecall_smpp_client_submit_with(client, to, text, from, None, None, submitted, error) }
}

/// Sends a text by SMS with options and a cancel token, each of which may be NULL. Returns what ecall_smpp_client_submit returns, and
/// ECALL_CANCELLED; the outcome of that error says whether the message may have gone out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_submit_with(
    client: Option<&ecall_smpp_client>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    options: Option<&ecall_submit_options>,
    cancel: Option<&ecall_cancel_token>,
    submitted: *mut *mut ecall_smpp_submitted,
    error: *mut *mut ecall_error,
) -> i32 {
    let submit = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let to = unsafe { self::text(OUTCOME, "to", to) }?;
        // SAFETY: as above.
        let text = unsafe { self::text(OUTCOME, "text", text) }?;
        // SAFETY: as above.
        let from = unsafe { optional_text(OUTCOME, "from", from) }?;
        let options = ecall_submit_options::of(options, cancel)?;
        let session = session(OUTCOME, client)?;
        may_wait(OUTCOME)?;
        let submitted = session.blocking(|client| client.submit_with(to, text, from, &options))?;
        Ok(ecall_smpp_submitted::from(submitted))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(submitted, error, submit) }
}

/// Starts to send a text by SMS. See ecall_smpp_client_submit_with and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_client_submit_async(
    client: Option<&ecall_smpp_client>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    options: Option<&ecall_submit_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_smpp_submitted_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let submit = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let to = unsafe { self::text(OUTCOME, "to", to) }?.to_owned();
        // SAFETY: as above.
        let text = unsafe { self::text(OUTCOME, "text", text) }?.to_owned();
        // SAFETY: as above.
        let from = unsafe { optional_text(OUTCOME, "from", from) }?.map(str::to_owned);
        let options = ecall_submit_options::of(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: blocking::SmppClient| {
            client.asynchronous().submit_with(&to, &text, from.as_deref(), &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, submit) }
}
