//! Sending: an SMS, a fax with files, a voice message.

use std::ffi::{c_char, c_void};
use std::ptr;

use ecall::{Outcome, SoapClient, SoapFaxOptions, SoapSmsOptions, SoapVoiceOptions};

use super::attachments::ecall_attachments;
use super::ecall_soap_client;
use crate::asynchronous::start;
use crate::boundary::{finish, finish_empty};
use crate::cancel::ecall_cancel_token;
use crate::client::call;
use crate::error::ecall_error;
use crate::job::{Given, ecall_sent_job, ecall_sent_job_callback, given};
use crate::options::ecall_call_options;

const OUTCOME: Outcome = Outcome::NotAccepted;

/// Sends a text by SMS, or to a pager ("074123456:1234"), to one address and waits until the service has accepted it. `from` may be
/// NULL for the client's default_from: an optional "+" and up to 16 digits, or up to 11 characters. Free the job with
/// ecall_sent_job_free.
///
/// Returns ECALL_OK and the job; ECALL_INVALID_ARGUMENT before anything goes out, the error naming every problem;
/// ECALL_OUTCOME_UNKNOWN where the job may have been accepted: ecall_soap_client_resolve asks the service, by
/// ecall_error_job_id; any other kind where it certainly was not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_send_sms(
    client: Option<&ecall_soap_client>,
    to: *const c_char,
    text: *const c_char,
    from: *const c_char,
    job: *mut *mut ecall_sent_job,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function; the one address is on this function's stack.
    unsafe { ecall_soap_client_send_sms_with(client, &raw const to, 1, text, from, None, None, job, error) }
}

/// Sends a text by SMS to `to_count` addresses with options and a cancel token, each of which may be NULL. Options:
/// ecall_call_options_set_job_id, ecall_call_options_set_send_date, ecall_call_options_set_to_gsm,
/// ecall_call_options_set_soap_notification, ecall_call_options_set_always_notification, ecall_call_options_set_answer,
/// ecall_call_options_set_msg_type, ecall_call_options_set_no_log, and those of every send. Returns what ecall_soap_client_send_sms
/// returns, and ECALL_CANCELLED; the outcome of that error says whether the message may have gone out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_send_sms_with(
    client: Option<&ecall_soap_client>,
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
        let (sms, options) = ecall_call_options::own(options, cancel, SoapSmsOptions::from_json)?;
        call(OUTCOME, client, |client| client.send_sms_with(to, &text, from.as_deref(), sms, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(job, error, send) }
}

/// Sends a text by fax to `to_count` addresses, with `files` or, where that is NULL, without. The text may be empty where there are
/// files (provisional). Files are read while they go out. `options` and `cancel` may be NULL. Options: ecall_call_options_set_job_id,
/// ecall_call_options_set_send_date, ecall_call_options_set_from_text, ecall_call_options_set_subject,
/// ecall_call_options_set_header_id, ecall_call_options_set_header_info, ecall_call_options_set_soap_notification,
/// ecall_call_options_set_token_fields, ecall_call_options_set_max_files, ecall_call_options_set_max_file_bytes,
/// ecall_call_options_add_file_type, and those of every send.
///
/// Returns what ecall_soap_client_send_sms_with returns. A file's problem has the field "files[0]" and the rule "file_type",
/// "max_length", "readable", "length" (it changed) or "characters" (its name).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_send_fax(
    client: Option<&ecall_soap_client>,
    to: *const *const c_char,
    to_count: usize,
    text: *const c_char,
    files: Option<&ecall_attachments>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    job: *mut *mut ecall_sent_job,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Given { to, text, .. } = unsafe { given(to, to_count, text, ptr::null()) }?;
        let files = ecall_attachments::of(files);
        let (fax, options) = ecall_call_options::own(options, cancel, SoapFaxOptions::from_json)?;
        call(OUTCOME, client, |client| client.send_fax(to, &text, files, fax, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(job, error, send) }
}

/// Calls `to_count` telephone numbers and reads a text to them. `options` and `cancel` may be NULL. Options:
/// ecall_call_options_set_job_id, ecall_call_options_set_send_date, ecall_call_options_set_language,
/// ecall_call_options_set_from_text, and those of every send. Returns what ecall_soap_client_send_sms_with returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_send_voice(
    client: Option<&ecall_soap_client>,
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
        let (voice, options) = ecall_call_options::own(options, cancel, SoapVoiceOptions::from_json)?;
        call(OUTCOME, client, |client| client.send_voice(to, &text, voice, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(job, error, send) }
}

/// Starts to send a text by SMS. See ecall_soap_client_send_sms_with and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_send_sms_async(
    client: Option<&ecall_soap_client>,
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
        let (sms, options) = ecall_call_options::own(options, cancel, SoapSmsOptions::from_json)?;
        start(OUTCOME, client, callback, user_data, async move |client: SoapClient| {
            client.send_sms_with(to, &text, from.as_deref(), sms, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to send a fax. See ecall_soap_client_send_fax and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_send_fax_async(
    client: Option<&ecall_soap_client>,
    to: *const *const c_char,
    to_count: usize,
    text: *const c_char,
    files: Option<&ecall_attachments>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_sent_job_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let send = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Given { to, text, .. } = unsafe { given(to, to_count, text, ptr::null()) }?;
        let files = ecall_attachments::of(files);
        let (fax, options) = ecall_call_options::own(options, cancel, SoapFaxOptions::from_json)?;
        start(OUTCOME, client, callback, user_data, async move |client: SoapClient| {
            client.send_fax(to, &text, files, fax, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}

/// Starts to call telephones. See ecall_soap_client_send_voice and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_send_voice_async(
    client: Option<&ecall_soap_client>,
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
        let (voice, options) = ecall_call_options::own(options, cancel, SoapVoiceOptions::from_json)?;
        start(OUTCOME, client, callback, user_data, async move |client: SoapClient| {
            client.send_voice(to, &text, voice, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, send) }
}
