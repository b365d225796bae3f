//! Events for a C callback.

use std::ffi::{CString, c_char, c_void};

use ecall::{LogEvent, LogHook, LogLevel};

use crate::boundary::{UserData, c_text, c_text_of, get, get_text};
use crate::reply::Json;

/// For people who look for a fault.
pub const ECALL_LOG_DEBUG: i32 = 10;
/// Worth a line in every log.
pub const ECALL_LOG_INFO: i32 = 20;
/// Something failed and was tried again, or the call failed.
pub const ECALL_LOG_WARNING: i32 = 30;

/// One event of a client's work. Holds no password, header, phone number or text. Lives until the callback returns.
pub struct ecall_log_event {
    event: LogEvent,
    name: CString,
    operation: CString,
    kind_name: Option<CString>,
    request_id: Option<CString>,
    json: Json,
}

/// Takes events. Called on the thread that makes a blocking call, and on the library's thread for asynchronous calls; from
/// several threads at once where several make calls. Must return soon, and must neither make blocking calls nor let
/// exceptions out.
pub type ecall_log_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, event: *const ecall_log_event)>;

/// Told once that the library will not use `user_data` any more.
pub type ecall_release_callback = Option<unsafe extern "C" fn(user_data: *mut c_void)>;

/// What belongs to the program until the library lets go of it.
struct Lent {
    user_data: UserData,
    release: ecall_release_callback,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            // SAFETY: the program gave the function for this very use.
            unsafe { release(self.user_data.0) };
        }
    }
}

/// The hook that calls `callback`; none without one.
pub(crate) fn hook(
    callback: ecall_log_callback,
    user_data: *mut c_void,
    release: ecall_release_callback,
) -> Option<LogHook> {
    let lent = Lent { user_data: UserData(user_data), release };
    let callback = callback?;
    Some(LogHook::new(move |event| {
        let lent = &lent;
        let event = ecall_log_event::of(event);
        // SAFETY: the program gave the function for this very use; the event lives until it returns.
        unsafe { callback(lent.user_data.0, &raw const event) };
    }))
}

impl ecall_log_event {
    fn of(event: &LogEvent) -> Self {
        Self {
            name: c_text(event.event),
            operation: c_text(event.operation),
            kind_name: c_text_of(event.kind),
            request_id: c_text_of(event.request_id.as_deref()),
            json: Json::default(),
            event: event.clone(),
        }
    }
}

/// How much the event matters: ECALL_LOG_... Higher matters more.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_level(event: Option<&ecall_log_event>) -> i32 {
    get(event, ECALL_LOG_DEBUG, |event| match event.event.level {
        LogLevel::Debug => ECALL_LOG_DEBUG,
        LogLevel::Info => ECALL_LOG_INFO,
        _ => ECALL_LOG_WARNING,
    })
}

/// What happened: "attempt" (one ended), "retry" (a pause begins), "done" (the call was answered), "failed" (it ended in an
/// error) or "pause" (the service asked for fewer requests, and every call of one sending or following of many waits). An open
/// set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_event(event: Option<&ecall_log_event>) -> *const c_char {
    get_text(event, |event| Some(&event.name))
}

/// The operation: "send", "status", "check", "request".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_operation(event: Option<&ecall_log_event>) -> *const c_char {
    get_text(event, |event| Some(&event.operation))
}

/// Number of the attempt, from 1.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_attempt(event: Option<&ecall_log_event>) -> u32 {
    get(event, 0, |event| event.event.attempt)
}

/// HTTP status, when an answer came; otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_http_status(event: Option<&ecall_log_event>) -> i32 {
    get(event, 0, |event| event.event.http_status.map_or(0, i32::from))
}

/// The word of the kind of error, when there was one; otherwise NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_kind_name(event: Option<&ecall_log_event>) -> *const c_char {
    get_text(event, |event| event.kind_name.as_ref())
}

/// Length of the attempt, or of the pause that begins, in milliseconds.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_duration_ms(event: Option<&ecall_log_event>) -> u64 {
    get(event, 0, |event| event.event.duration_ms)
}

/// The service's name of its answer, when one came; otherwise NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_request_id(event: Option<&ecall_log_event>) -> *const c_char {
    get_text(event, |event| event.request_id.as_ref())
}

/// The whole event as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_log_event_json(event: Option<&ecall_log_event>) -> *const c_char {
    get_text(event, |event| Some(event.json.get(|| serde_json::json!(event.event))))
}
