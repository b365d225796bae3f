//! Sending: an SMS, a fax, a voice message.

use std::ffi::{c_char, c_void};
use std::ptr;

use ecall::{HttpsClient, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, Outcome};

use super::ecall_https_client;
use crate::asynchronous::start;
use crate::boundary::{finish, finish_empty, text};
use crate::cancel::ecall_cancel_token;
use crate::client::call;
use crate::error::ecall_error;
use crate::job::{Given, ecall_sent_job, ecall_sent_job_callback, given};
use crate::options::ecall_call_options;

const OUTCOME: Outcome = Outcome::NotAccepted;

/// Sends a text by SMS to one address and waits until the service has accepted it. `from` may be NULL for the client's
/// default_from. Free the job with ecall_sent_job_free.
///
/// An address is a number in international form ("+41791234567" or "0041791234567"), or a person or group of the address book.
///
/// Returns ECALL_OK and the job; ECALL_INVALID_ARGUMENT before anything goes out, the error naming every problem;
/// ECALL_OUTCOME_UNKNOWN where the job may have been accepted: ecall_https_client_resolve asks the service, by
/// ecall_error_job_id; any other kind where it certainly was not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_send_sms(
    client: Option<&ecall_https_client>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    job: *mut *mut ecall_sent_job,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function; the one address is on this function's stack.
    unsafe { ecall_https_client_send_sms_with(client, &raw const to, 1, text, from, None, None, job, error) }
}

/// Sends a text by SMS to `to_count` addresses with options and a cancel token, each of which may be NULL. Of several addresses
/// the service looks at one after the other and stops at the first that is invalid. Options: ecall_call_options_set_job_id,
/// ecall_call_options_set_send_date, ecall_call_options_set_to_gsm, ecall_call_options_add_notification_address,
/// ecall_call_options_set_notification_level, ecall_call_options_set_answer, ecall_call_options_set_msg_type,
/// ecall_call_options_set_no_log, and those of every send. Returns what ecall_https_client_send_sms returns, and ECALL_CANCELLED; the
/// outcome of that error says whether the message may have gone out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_send_sms_with(
    client: Option<&ecall_https_client>,
    to: *const *const c_char,
    to_count: usize,
    text: *const c_char,
    from: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    job: *mut *mut ecall_sent_job,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Given { to, text, from } = unsafe { given(to, to_count, text, from) }?;
        let (sms, options) = ecall_call_options::own(options, cancel, HttpsSmsOptions::from_json)?;
        call(OUTCOME, client, |client| client.send_sms_with(to, &text, from.as_deref(), sms, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(job, error, send) }
}

/// Sends a text by fax to `to_count` numbers, persons or groups. `options` and `cancel` may be NULL. Options:
/// ecall_call_options_set_job_id, ecall_call_options_set_send_date, ecall_call_options_set_calling_number,
/// ecall_call_options_set_subject, ecall_call_options_set_header_id, ecall_call_options_set_header_info,
/// ecall_call_options_set_number_of_retries, ecall_call_options_set_retry_interval_minutes, and those of every send. Returns what
/// ecall_https_client_send_sms_with returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_send_fax(
    client: Option<&ecall_https_client>,
    to: *const *const c_char,
    to_count: usize,
    text: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    job: *mut *mut ecall_sent_job,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Given { to, text, .. } = unsafe { given(to, to_count, text, ptr::null()) }?;
        let (fax, options) = ecall_call_options::own(options, cancel, HttpsFaxOptions::from_json)?;
        call(OUTCOME, client, |client| client.send_fax(to, &text, fax, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(job, error, send) }
}

/// Calls one telephone number and reads a text to it. `options` and `cancel` may be NULL. Options: ecall_call_options_set_job_id,
/// ecall_call_options_set_send_date, ecall_call_options_set_language, ecall_call_options_set_from_text, and those of every send.
/// Returns what ecall_https_client_send_sms_with returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_send_voice(
    client: Option<&ecall_https_client>,
    to: *const c_char,
    text: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    job: *mut *mut ecall_sent_job,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let to = unsafe { self::text(OUTCOME, "to", to) }?;
        // SAFETY: as above.
        let text = unsafe { self::text(OUTCOME, "text", text) }?;
        let (voice, options) = ecall_call_options::own(options, cancel, HttpsVoiceOptions::from_json)?;
        call(OUTCOME, client, |client| client.send_voice(to, text, voice, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(job, error, send) }
}

/// Starts to send a text by SMS. See ecall_https_client_send_sms_with and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_send_sms_async(
    client: Option<&ecall_https_client>,
    to: *const *const c_char,
    to_count: usize,
    text: *const c_char,
    from: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_sent_job_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Given { to, text, from } = unsafe { given(to, to_count, text, from) }?;
        let (sms, options) = ecall_call_options::own(options, cancel, HttpsSmsOptions::from_json)?;
        start(OUTCOME, client, callback, user_data, async move |client: HttpsClient| {
            client.send_sms_with(to, &text, from.as_deref(), sms, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to send a fax. See ecall_https_client_send_fax and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_send_fax_async(
    client: Option<&ecall_https_client>,
    to: *const *const c_char,
    to_count: usize,
    text: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_sent_job_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Given { to, text, .. } = unsafe { given(to, to_count, text, ptr::null()) }?;
        let (fax, options) = ecall_call_options::own(options, cancel, HttpsFaxOptions::from_json)?;
        start(OUTCOME, client, callback, user_data, async move |client: HttpsClient| {
            client.send_fax(to, &text, fax, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to call a telephone. See ecall_https_client_send_voice and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_send_voice_async(
    client: Option<&ecall_https_client>,
    to: *const c_char,
    text: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_sent_job_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let to = unsafe { self::text(OUTCOME, "to", to) }?.to_owned();
        // SAFETY: as above.
        let text = unsafe { self::text(OUTCOME, "text", text) }?.to_owned();
        let (voice, options) = ecall_call_options::own(options, cancel, HttpsVoiceOptions::from_json)?;
        start(OUTCOME, client, callback, user_data, async move |client: HttpsClient| {
            client.send_voice(&to, &text, voice, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}
