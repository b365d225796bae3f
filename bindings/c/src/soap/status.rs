//! What became of a job.

use std::ffi::{c_char, c_void};

use ecall::{Outcome, Result, SoapClient};

use super::ecall_soap_client;
use super::state::{ecall_job_state, ecall_soap_resolution};
use crate::asynchronous::start;
use crate::boundary::{finish, finish_empty, optional_text, text};
use crate::cancel::ecall_cancel_token;
use crate::client::call;
use crate::error::ecall_error;
use crate::options::ecall_call_options;

const OUTCOME: Outcome = Outcome::NotApplicable;

/// Takes the state of a job; see ecall_message_result_callback. Freed with ecall_job_state_free.
pub type ecall_job_state_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        state: *mut ecall_job_state,
        error: *mut ecall_error,
    ),
>;

/// Takes what the service knows of a job; see ecall_message_result_callback. Freed with ecall_soap_resolution_free.
pub type ecall_soap_resolution_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        resolution: *mut ecall_soap_resolution,
        error: *mut ecall_error,
    ),
>;

/// Which job, and at which recipient.
struct Asked {
    job_id: String,
    address: Option<String>,
}

/// # Safety
/// Both are NULL or end in NUL.
unsafe fn asked(job_id: *const c_char, address: *const c_char) -> Result<Asked> {
    // SAFETY: as the caller promises.
    unsafe {
        Ok(Asked {
            job_id: text(OUTCOME, "job_id", job_id)?.to_owned(),
            address: optional_text(OUTCOME, "address", address)?.map(str::to_owned),
        })
    }
}

/// Reads what has become of a job at one of its recipients; of the last job of that id where `address` is NULL. `options` and
/// `cancel` may be NULL. Free the state with ecall_job_state_free.
///
/// Returns ECALL_NOT_FOUND for a job that the service does not know (11502, 11910; provisional).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_state(
    client: Option<&ecall_soap_client>,
    job_id: *const c_char,
    address: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    state: *mut *mut ecall_job_state,
    error: *mut *mut ecall_error,
) -> i32 {
    let read = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Asked { job_id, address } = unsafe { asked(job_id, address) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(OUTCOME, client, |client| client.state(&job_id, address.as_deref(), &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(state, error, read) }
}

/// Follows a job until its state is final, or one that the options name: one for a pager is done with "Sent", which has to be asked
/// for by ecall_call_options_add_until. `address` may be NULL, as for ecall_soap_client_state, and `options` (those of
/// ecall_client_wait) and `cancel` too. Free the state with ecall_job_state_free.
///
/// Returns ECALL_TIMEOUT when the time is up (300 seconds unless set); ecall_error_last_job_state is the last state that was read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_wait(
    client: Option<&ecall_soap_client>,
    job_id: *const c_char,
    address: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    state: *mut *mut ecall_job_state,
    error: *mut *mut ecall_error,
) -> i32 {
    let follow = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Asked { job_id, address } = unsafe { asked(job_id, address) }?;
        let options = ecall_call_options::wait(options, cancel)?;
        call(OUTCOME, client, |client| client.wait(&job_id, address.as_deref(), &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(state, error, follow) }
}

/// Asks the service what became of a job whose sending had no certain end (ECALL_OUTCOME_UNKNOWN, by ecall_error_job_id). Never
/// sends anything again. `options` and `cancel` may be NULL. Free the resolution with ecall_soap_resolution_free.
///
/// Returns ECALL_OK also where the service does not know the job: ecall_soap_resolution_is_accepted says which.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_resolve(
    client: Option<&ecall_soap_client>,
    job_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    resolution: *mut *mut ecall_soap_resolution,
    error: *mut *mut ecall_error,
) -> i32 {
    let resolve = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let job_id = unsafe { text(OUTCOME, "job_id", job_id) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(OUTCOME, client, |client| client.resolve(job_id, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(resolution, error, resolve) }
}

/// Starts to read what has become of a job. See ecall_soap_client_state and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_state_async(
    client: Option<&ecall_soap_client>,
    job_id: *const c_char,
    address: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_job_state_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let read = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Asked { job_id, address } = unsafe { asked(job_id, address) }?;
        let options = ecall_call_options::call(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: SoapClient| {
            client.state(&job_id, address.as_deref(), &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, read) }
}

/// Starts to follow a job. See ecall_soap_client_wait and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_wait_async(
    client: Option<&ecall_soap_client>,
    job_id: *const c_char,
    address: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_job_state_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let follow = || {
        // SAFETY: the caller passes NULL or texts that end in NUL.
        let Asked { job_id, address } = unsafe { asked(job_id, address) }?;
        let options = ecall_call_options::wait(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: SoapClient| {
            client.wait(&job_id, address.as_deref(), &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, follow) }
}

/// Starts to ask what became of a job. See ecall_soap_client_resolve and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_soap_client_resolve_async(
    client: Option<&ecall_soap_client>,
    job_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_soap_resolution_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let resolve = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let job_id = unsafe { text(OUTCOME, "job_id", job_id) }?.to_owned();
        let options = ecall_call_options::call(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: SoapClient| {
            client.resolve(&job_id, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, resolve) }
}
