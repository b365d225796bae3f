//! The states of jobs.

use std::ffi::{CString, c_char};

use ecall::model::JobStatus;
use ecall::{Answer, JobStates, Resolution};
use serde_json::json;

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text, c_text_of, free, get, get_bytes, get_known, get_text, lend};
use crate::local_time::ecall_local_time;
use crate::reply::{Json, Reply};

/// The state of one recipient's part of a job. The service may leave any field away.
pub struct ecall_job_status {
    value: JobStatus,
    job_id: Option<CString>,
    address: Option<CString>,
    status: Option<CString>,
    status_text: Option<CString>,
    time_stamp: Option<ecall_local_time>,
    extra: Json,
    json: Json,
}

impl From<JobStatus> for ecall_job_status {
    fn from(value: JobStatus) -> Self {
        Self {
            job_id: c_text_of(value.job_id.as_deref()),
            address: c_text_of(value.address.as_deref()),
            status: value.status().map(|status| c_text(status.as_str())),
            status_text: c_text_of(value.status_text.as_deref()),
            time_stamp: value.time_stamp.clone().map(ecall_local_time::from),
            extra: Json::default(),
            json: Json::default(),
            value,
        }
    }
}

/// What has become of a job.
pub struct ecall_job_states {
    value: JobStates,
    reply: Reply,
    states: Vec<ecall_job_status>,
    json: Json,
}

impl From<Answer<JobStates>> for ecall_job_states {
    fn from(answer: Answer<JobStates>) -> Self {
        let reply = Reply::of(&answer);
        let value = answer.value;
        let states = value.states.iter().cloned().map(ecall_job_status::from).collect();
        Self { value, reply, states, json: Json::default() }
    }
}

/// What the service knows of a job whose sending had no certain end.
pub struct ecall_resolution {
    value: Resolution,
    reply: Reply,
    states: Vec<ecall_job_status>,
    json: Json,
}

impl From<Answer<Resolution>> for ecall_resolution {
    fn from(answer: Answer<Resolution>) -> Self {
        let reply = Reply::of(&answer);
        let value = answer.value;
        let states = value.states.iter().cloned().map(ecall_job_status::from).collect();
        Self { value, reply, states, json: Json::default() }
    }
}

/// The job (provisional); NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_job_id(status: Option<&ecall_job_status>) -> *const c_char {
    get_text(status, |status| status.job_id.as_ref())
}

/// The recipient (provisional); NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_address(status: Option<&ecall_job_status>) -> *const c_char {
    get_text(status, |status| status.address.as_ref())
}

/// The state as a number, an open set (provisional). SMS: 0 being transmitted, 1 sent, 2 failed, 3 scheduled, 8 reception confirmed,
/// 9 not yet confirmed, 10 not confirmed. Voice: 30 handed over, 31 sent, 33 played, 34 played and acknowledged, 39 hung up. Fax: 41
/// sent, 42 failed, from 101 on under way. Returns false, writing nothing, where the service does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_job_status_status_code(
    status: Option<&ecall_job_status>,
    status_code: *mut i64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(status, status_code, |status| status.value.status_code.map(|code| code.number())) }
}

/// The state in the words of the REST interface, "Delivered" (provisional); the number where it has no word. An open set; NULL where
/// the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_status(status: Option<&ecall_job_status>) -> *const c_char {
    get_text(status, |status| status.status.as_ref())
}

/// The state in the service's words; NULL where it does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_status_text(status: Option<&ecall_job_status>) -> *const c_char {
    get_text(status, |status| status.status_text.as_ref())
}

/// When the state was reached; NULL where the service does not say. Lives as long as the status and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_time_stamp(status: Option<&ecall_job_status>) -> *const ecall_local_time {
    lend(status, |status| status.time_stamp.as_ref())
}

/// Whether no other state will follow (provisional). False where the state is not known.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_is_final(status: Option<&ecall_job_status>) -> bool {
    get(status, false, |status| status.value.is_final())
}

/// What the answer holds that this version does not know, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_extra_json(status: Option<&ecall_job_status>) -> *const c_char {
    get_text(status, |status| Some(status.extra.get(|| json!(status.value.extra))))
}

/// Everything that was read, unknown fields included, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_json(status: Option<&ecall_job_status>) -> *const c_char {
    get_text(status, |status| Some(status.json.get(|| json!(status.value))))
}

/// Frees a status with everything that it lent. NULL does nothing. Not for one of several, which belongs to them.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_status_free(status: Option<Box<ecall_job_status>>) {
    free(status);
}

/// How many states there are: one per recipient.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_count(states: Option<&ecall_job_states>) -> usize {
    get(states, 0, |states| states.states.len())
}

/// The state of one recipient's part, by its index from 0 in the service's order; NULL behind the last. Lives as long as the states
/// and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_state(
    states: Option<&ecall_job_states>,
    index: usize,
) -> *const ecall_job_status {
    lend(states, |states| states.states.get(index))
}

/// Whether no other state will follow for any recipient (provisional).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_is_final(states: Option<&ecall_job_states>) -> bool {
    get(states, false, |states| states.value.is_final())
}

/// HTTP status of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_http_status(states: Option<&ecall_job_states>) -> i32 {
    get(states, 0, |states| states.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_request_id(states: Option<&ecall_job_states>) -> *const c_char {
    get_text(states, |states| states.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_job_states_raw_body(
    states: Option<&ecall_job_states>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(states, length, |states| states.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_attempts_count(states: Option<&ecall_job_states>) -> usize {
    get(states, 0, |states| states.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the states.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_attempt(
    states: Option<&ecall_job_states>,
    index: usize,
) -> *const ecall_attempt {
    lend(states, |states| states.reply.attempts.get(index))
}

/// The states as a JSON object with "states" and "final".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_json(states: Option<&ecall_job_states>) -> *const c_char {
    get_text(states, |states| Some(states.json.get(|| json!(states.value))))
}

/// Frees states with everything that they lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_job_states_free(states: Option<Box<ecall_job_states>>) {
    free(states);
}

/// Whether the service accepted the job. False where it does not know it (11502, 11910; provisional): then it was not accepted, or
/// is not in the service's log yet, so ask again before sending again.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_is_accepted(resolution: Option<&ecall_resolution>) -> bool {
    get(resolution, false, |resolution| resolution.value.accepted)
}

/// How many states there are: one per recipient of a job that is known.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_states_count(resolution: Option<&ecall_resolution>) -> usize {
    get(resolution, 0, |resolution| resolution.states.len())
}

/// The state of one recipient's part, by its index from 0 in the service's order; NULL behind the last. Lives as long as the
/// resolution and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_state(
    resolution: Option<&ecall_resolution>,
    index: usize,
) -> *const ecall_job_status {
    lend(resolution, |resolution| resolution.states.get(index))
}

/// HTTP status of the answer; 400 is no error here where the service says that it does not know the job.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_http_status(resolution: Option<&ecall_resolution>) -> i32 {
    get(resolution, 0, |resolution| resolution.reply.http_status)
}

/// The service's name of its answer (x-f24-request-id), for which its support asks; NULL where it gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_request_id(resolution: Option<&ecall_resolution>) -> *const c_char {
    get_text(resolution, |resolution| resolution.reply.request_id.as_ref())
}

/// The body of the answer as it came. Not ended by NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_resolution_raw_body(
    resolution: Option<&ecall_resolution>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(resolution, length, |resolution| resolution.reply.raw_body.as_deref()) }
}

/// How many attempts failed before this answer.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_attempts_count(resolution: Option<&ecall_resolution>) -> usize {
    get(resolution, 0, |resolution| resolution.reply.attempts.len())
}

/// An attempt that failed, by its index from 0; NULL behind the last. Lives as long as the resolution.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_attempt(
    resolution: Option<&ecall_resolution>,
    index: usize,
) -> *const ecall_attempt {
    lend(resolution, |resolution| resolution.reply.attempts.get(index))
}

/// The resolution as a JSON object with "accepted" and "states".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_json(resolution: Option<&ecall_resolution>) -> *const c_char {
    get_text(resolution, |resolution| Some(resolution.json.get(|| json!(resolution.value))))
}

/// Frees a resolution with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_resolution_free(resolution: Option<Box<ecall_resolution>>) {
    free(resolution);
}
