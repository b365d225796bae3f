use std::sync::Arc;

use ecall::{LogEvent as CoreEvent, LogHook, LogLevel as CoreLevel, Options};

use crate::numbers::signed;
use crate::words::ErrorKind;

/// How much an event matters.
#[derive(Clone, Copy, Debug, uniffi::Enum)]
pub enum LogLevel {
    /// For people who look for a fault.
    Debug,
    /// Worth a line in every log.
    Info,
    /// Something failed and was tried again, or the call failed.
    Warning,
}

crate::record::records! {
    /// One event of a client. Holds no password, header, phone number or text.
    LogEvent from &CoreEvent as event {
        /// How much it matters.
        level: LogLevel = match event.level {
            CoreLevel::Debug => LogLevel::Debug,
            CoreLevel::Info => LogLevel::Info,
            _ => LogLevel::Warning,
        },
        /// What happened: `attempt`, `retry`, `done`, `failed`, `pause`; on SMPP the states of the link.
        event: String = event.event.to_owned(),
        /// The operation that it is about.
        operation: String = event.operation.to_owned(),
        /// Number of the attempt, from 1.
        attempt: i32 = crate::numbers::short(event.attempt),
        /// HTTP status, when an answer came.
        http_status: Option<i32> = event.http_status.map(i32::from),
        /// The kind of error, when there was one.
        kind: Option<ErrorKind> = event.kind.map(ErrorKind::from),
        /// Length of the attempt, of the pause that begins, or of the whole call that failed, in milliseconds.
        duration_ms: i64 = signed(event.duration_ms),
        /// `x-f24-request-id`, when an answer came.
        request_id: Option<String> = event.request_id.clone(),
    }
}

/// Takes the events of a client. Called on the thread that makes the call; must not block, and must not throw.
#[uniffi::export(foreign)]
pub trait Log: Send + Sync {
    /// One event.
    fn event(&self, event: LogEvent);
}

/// Options with a hook for the events.
pub(crate) fn told_to(log: Option<Arc<dyn Log>>, options: Options) -> Options {
    match log {
        Some(log) => options.log(LogHook::new(move |event| log.event(event.into()))),
        None => options,
    }
}
