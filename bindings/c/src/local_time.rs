//! Times that the service writes without a zone.

use std::ffi::{CString, c_char};

use ecall::model::LocalTime;
use serde_json::json;

use crate::boundary::{c_text, c_text_of, get_known, get_text};

/// A time of the HTTPS or SOAP interface, and the instant that it means. Written without a zone it is Europe/Zurich (provisional).
/// Belongs to the object that lent it.
pub struct ecall_local_time {
    value: LocalTime,
    text: CString,
    time: Option<CString>,
    doubt: Option<CString>,
}

impl From<LocalTime> for ecall_local_time {
    fn from(value: LocalTime) -> Self {
        Self {
            text: c_text(&value.text),
            time: value.time.as_ref().map(|time| c_text(time.as_str())),
            doubt: c_text_of(json!(value.doubt).as_str()),
            value,
        }
    }
}

/// The time as the service wrote it; any text can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_local_time_text(time: Option<&ecall_local_time>) -> *const c_char {
    get_text(time, |time| Some(&time.text))
}

/// The same with its offset, "2026-10-25T02:30:00+02:00"; NULL where the text is no time.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_local_time_time(time: Option<&ecall_local_time>) -> *const c_char {
    get_text(time, |time| time.time.as_ref())
}

/// The same in milliseconds since 1970-01-01 UTC. Returns false, writing nothing, where the text is no time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_local_time_unix_ms(
    time: Option<&ecall_local_time>,
    unix_ms: *mut i64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(time, unix_ms, |time| time.value.instant().map(|instant| instant.as_millisecond())) }
}

/// Why the instant is not certain: "twice" (it occurs twice, in the night in which summer time ends; the earlier is taken) or
/// "never" (it does not occur, in the night in which summer time begins; an hour later is taken). An open set; NULL where it is
/// certain.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_local_time_doubt(time: Option<&ecall_local_time>) -> *const c_char {
    get_text(time, |time| time.doubt.as_ref())
}
