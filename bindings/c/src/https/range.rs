//! The states of all jobs between two times.

use std::ffi::{c_char, c_void};

use ecall::{Outcome, Result, StatusRange, TimeRange};
use ecall_runtime::InTurn;

use super::ecall_https_client;
use super::states::ecall_job_status;
use crate::asynchronous::Taker;
use crate::boundary::{finish, finish_empty, finish_optional, free, place, required, text};
use crate::cancel::ecall_cancel_token;
use crate::error::ecall_error;
use crate::options::ecall_call_options;

const OUTCOME: Outcome = Outcome::NotApplicable;

/// The states of all jobs between two times, which are read as they are asked for. May be used by any number of threads: one call
/// is under way at a time, the others wait for their turn. Belongs to the process that made it: in the child of a fork its
/// functions return ECALL_FORKED, and it may be freed.
pub struct ecall_status_range(InTurn<StatusRange>);

/// Takes a state of a job, NULL with ECALL_OK where all were told; see ecall_message_result_callback. Freed with
/// ecall_job_status_free.
pub type ecall_job_status_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        status: *mut ecall_job_status,
        error: *mut ecall_error,
    ),
>;

fn range_of(
    client: Option<&ecall_https_client>,
    times: Result<TimeRange>,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
) -> Result<ecall_status_range> {
    let TimeRange { start, end } = times?;
    let mut options = ecall_call_options::call(options, None)?;
    let session = &required(OUTCOME, "client", client)?.session;
    let range = session.in_turn(ecall_cancel_token::of(cancel).as_ref(), |client, cancel| {
        options.cancel = Some(cancel);
        client.status_range(start, end, &options)
    });
    range.map(ecall_status_range)
}

/// Begins to read the states of all jobs between two times, ISO 8601, without a zone Europe/Zurich
/// ("2026-12-24T18:00:00"). Where the service
/// says that there are more than 1000 the range is halved, down to one second. `options` are those of each request; they and
/// `cancel` may be NULL. Returns at once; goes on without the client. Free the range with ecall_status_range_free.
///
///     while ((code = ecall_status_range_next(range, &status, &error)) == ECALL_OK && status != NULL) {
///         printf("%s: %s\n", ecall_job_status_job_id(status), ecall_job_status_status(status));
///         ecall_job_status_free(status);
///     }
///
/// Returns ECALL_INVALID_ARGUMENT where a time is none, or the end is before the start.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_status_range(
    client: Option<&ecall_https_client>,
    start: *const c_char,
    end: *const c_char,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    range: *mut *mut ecall_status_range,
    error: *mut *mut ecall_error,
) -> i32 {
    let begin = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let start = unsafe { text(OUTCOME, "start", start) }?;
        // SAFETY: as above.
        let end = unsafe { text(OUTCOME, "end", end) }?;
        range_of(client, TimeRange::parse(start, end), options, cancel)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(range, error, begin) }
}

/// The same between two times in milliseconds since 1970-01-01 UTC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_https_client_status_range_unix_ms(
    client: Option<&ecall_https_client>,
    start_unix_ms: i64,
    end_unix_ms: i64,
    options: Option<&ecall_call_options>,
    cancel: Option<&ecall_cancel_token>,
    range: *mut *mut ecall_status_range,
    error: *mut *mut ecall_error,
) -> i32 {
    let begin = || range_of(client, TimeRange::from_unix_ms(start_unix_ms, end_unix_ms), options, cancel);
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(range, error, begin) }
}

/// Takes one more state, asking the service where it has to. Writes NULL to `status` with ECALL_OK once all were told, and after
/// an error. Free the status with ecall_job_status_free.
///
/// Returns the kinds of a read; ECALL_REJECTED with the code 11701 where one second has more than 1000 states;
/// ECALL_INVALID_ARGUMENT where `status` is NULL, no state being taken; ECALL_INTERNAL in a callback of an asynchronous call, where
/// it may not wait.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_status_range_next(
    range: Option<&ecall_status_range>,
    status: *mut *mut ecall_job_status,
    error: *mut *mut ecall_error,
) -> i32 {
    let next = || {
        let range = required(OUTCOME, "range", range)?;
        place(OUTCOME, "status", status)?;
        let state = range.0.blocking(async move |mut range| range.next().await.transpose());
        state.map(|state| state.map(ecall_job_status::from))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish_optional(status, error, next) }
}

/// Starts to take one more state. See ecall_status_range_next and ecall_client_send_sms_async.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_status_range_next_async(
    range: Option<&ecall_status_range>,
    callback: ecall_job_status_callback,
    user_data: *mut c_void,
    error: *mut *mut ecall_error,
) -> i32 {
    let next = || {
        let taker = Taker::new(OUTCOME, callback, user_data)?;
        let done = move |state| taker.take(state, |state: Option<_>| state.map(ecall_job_status::from));
        required(OUTCOME, "range", range)?
            .0
            .spawn(async move |mut range| range.next().await.transpose(), done)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, next) }
}

/// Frees a range. No blocking call of it may be under way; asynchronous ones end with ECALL_CANCELLED. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_status_range_free(range: Option<Box<ecall_status_range>>) {
    free(range);
}
