//! What became of a job.

use std::ffi::{c_char, c_void};

use ecall::{HttpsClient, Outcome};

use super::ecall_https_client;
use super::states::{ecall_job_states, ecall_resolution};
use crate::asynchronous::start;
use crate::boundary::{finish, finish_empty, text};
use crate::cancel::ecall_cancel_token;
use crate::client::call;
use crate::error::ecall_error;
use crate::options::ecall_call_options;

const OUTCOME: Outcome = Outcome::NotApplicable;

/// Takes what became of a job; see ecall_message_result_callback. Freed with ecall_job_states_free.
pub type ecall_job_states_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        states: *mut ecall_job_states,
        error: *mut ecall_error,
    ),
>;

/// Takes what the service knows of a job; see ecall_message_result_callback. Freed with ecall_resolution_free.
pub type ecall_resolution_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        resolution: *mut ecall_resolution,
        error: *mut ecall_error,
    ),
>;

/// Reads what has become of a job: a state for each of its recipients. `options` and `cancel` may be NULL. Free the states with
/// ecall_job_states_free.
///
/// Returns ECALL_NOT_FOUND for a job that the service does not know (11502, 11910; provisional).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_status(
    client: Option<&ecall_https_client>,
    job_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    states: *mut *mut ecall_job_states,
    error: *mut *mut ecall_error,
) -> i32 {
    let read = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let job_id = unsafe { text(OUTCOME, "job_id", job_id) }?;
        let options = ecall_call_options::call(options, cancel)?;
        call(OUTCOME, client, |client| client.status(job_id, &options))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(states, error, read) }
}

/// Asks the service what became of a job whose sending had no certain end (ECALL_OUTCOME_UNKNOWN, by ecall_error_job_id). Never
/// sends anything again. `options` and `cancel` may be NULL. Free the resolution with ecall_resolution_free.
///
/// Returns ECALL_OK also where the service does not know the job: ecall_resolution_is_accepted says which.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_resolve(
    client: Option<&ecall_https_client>,
    job_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    resolution: *mut *mut ecall_resolution,
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

/// Starts to read what has become of a job. See ecall_https_client_status and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_status_async(
    client: Option<&ecall_https_client>,
    job_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_job_states_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let read = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let job_id = unsafe { text(OUTCOME, "job_id", job_id) }?.to_owned();
        let options = ecall_call_options::call(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: HttpsClient| {
            client.status(&job_id, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, read) }
}

/// Starts to ask what became of a job. See ecall_https_client_resolve and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_resolve_async(
    client: Option<&ecall_https_client>,
    job_id: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    callback: ecall_resolution_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let resolve = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let job_id = unsafe { text(OUTCOME, "job_id", job_id) }?.to_owned();
        let options = ecall_call_options::call(options, cancel)?;
        start(OUTCOME, client, callback, user_data, async move |client: HttpsClient| {
            client.resolve(&job_id, &options).await
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, resolve) }
}
