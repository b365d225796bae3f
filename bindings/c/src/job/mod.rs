//! What the interfaces of HTTPS forms and of SOAP share: how a job is given, and what is told of one that was accepted.

mod options;
mod sent;

use std::ffi::{c_char, c_void};

use ecall::{Outcome, Result};

use crate::boundary::{optional_text, text, texts};
use crate::error::ecall_error;

pub(crate) use sent::ecall_sent_job;

const OUTCOME: Outcome = Outcome::NotAccepted;

/// Takes the result of a send over HTTPS or SOAP; see ecall_message_result_callback. Freed with ecall_sent_job_free.
pub type ecall_sent_job_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        code: i32,
        job: *mut ecall_sent_job,
        error: *mut ecall_error,
    ),
>;

/// Recipients, text and sender.
pub(crate) struct Given {
    pub to: Vec<String>,
    pub text: String,
    pub from: Option<String>,
}

/// # Safety
/// `to` is NULL or `count` pointers; they and the others are NULL or end in NUL.
pub(crate) unsafe fn given(
    to: *const *const c_char,
    count: usize,
    text: *const c_char,
    from: *const c_char,
) -> Result<Given> {
    // SAFETY: as the caller promises.
    unsafe {
        Ok(Given {
            to: texts(OUTCOME, "to", to, count)?,
            text: self::text(OUTCOME, "text", text)?.to_owned(),
            from: optional_text(OUTCOME, "from", from)?.map(str::to_owned),
        })
    }
}
