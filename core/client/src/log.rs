//! What a client tells about its attempts while it works.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde::Serialize;

/// How much an event matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LogLevel {
    /// For people who look for a fault.
    Debug,
    /// Worth a line in every log.
    Info,
    /// Something failed and was tried again, or the call failed.
    Warning,
}

/// One event. Holds no password, header, phone number or text.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct LogEvent {
    /// How much it matters.
    pub level: LogLevel,
    /// `attempt` (one ended), `retry` (a pause begins), `done` (the call was answered), `failed` (it ended in an error) or `pause`
    /// (the service asked for fewer requests, and every call of a `send_many` or `wait_many` waits). On SMPP `failed` (a message was
    /// not accepted) and the states of the link: `connecting`, `bound`, `refused`, `throttled`, `resumed`, `down`, `closed`;
    /// `long_credentials` once, where they are longer than the standard allows.
    pub event: &'static str,
    /// The operation: `send`, `send_list`, `status`, `list_status`, `check`, `request`, `upload_media`, `download_media`; on HTTPS
    /// `send_sms`, `send_fax`, `send_voice`, `status`, `resolve`, `status_range`, `next_message`, `delete_message`; on SMPP `bind`,
    /// `submit`, `link`.
    pub operation: &'static str,
    /// Number of the attempt, from 1.
    pub attempt: u32,
    /// HTTP status, when an answer came.
    pub http_status: Option<u16>,
    /// The kind of error, when there was one.
    pub kind: Option<&'static str>,
    /// Length of the attempt, of the pause that begins, or of the whole call that failed, in milliseconds.
    pub duration_ms: u64,
    /// `x-f24-request-id`, when an answer came.
    pub request_id: Option<String>,
}

impl LogEvent {
    pub(crate) fn new(level: LogLevel, event: &'static str, operation: &'static str) -> Self {
        Self {
            level,
            event,
            operation,
            attempt: 0,
            http_status: None,
            kind: None,
            duration_ms: 0,
            request_id: None,
        }
    }

    /// Fills it in and tells the log hook, if there is one, and the program's `tracing` subscriber, if there is one.
    pub(crate) fn tell(mut self, hook: Option<&LogHook>, fill: impl FnOnce(&mut Self)) {
        if hook.is_none() && !tracing::enabled!(tracing::Level::DEBUG) {
            return;
        }
        fill(&mut self);
        tracing::debug!(
            operation = self.operation,
            event = self.event,
            attempt = self.attempt,
            http_status = self.http_status,
            kind = self.kind,
            duration_ms = self.duration_ms,
            request_id = self.request_id
        );
        if let Some(hook) = hook {
            hook.emit(&self);
        }
    }
}

/// A function that takes events. It is called on the thread that makes the call and must not block.
#[derive(Clone)]
pub struct LogHook(Arc<dyn Fn(&LogEvent) + Send + Sync>);

impl LogHook {
    /// Calls `hook` with every event.
    pub fn new(hook: impl Fn(&LogEvent) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }

    /// A panic of the hook stays here: it must not take the result of a call with it.
    fn emit(&self, event: &LogEvent) {
        let _ = catch_unwind(AssertUnwindSafe(|| (self.0)(event)));
    }
}

impl fmt::Debug for LogHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LogHook")
    }
}
