//! States of the link and failed messages, for the log of the program.

use crate::error::Error;
use crate::log::{LogEvent, LogLevel};
use crate::options::Settings;
use crate::smpp::events::{LinkEvent, LinkState};

/// A state of the link.
pub(super) fn link(settings: &Settings, event: &LinkEvent) {
    let level = match event.state {
        LinkState::Connecting => LogLevel::Debug,
        LinkState::Bound | LinkState::Resumed | LinkState::Closed => LogLevel::Info,
        LinkState::Refused | LinkState::Throttled | LinkState::Down => LogLevel::Warning,
    };
    tell(settings, level, event.state.as_str(), "link", |log| {
        log.kind = event.kind.map(|kind| kind.as_str());
        log.duration_ms = event.pause_ms.unwrap_or_default();
    });
}

/// A message that was not accepted.
pub(super) fn failed(settings: &Settings, error: &Error) {
    tell(settings, LogLevel::Warning, "failed", "submit", |log| {
        log.kind = Some(error.kind().as_str());
        log.attempt = u32::try_from(error.details().attempts.len()).unwrap_or(u32::MAX);
    });
}

/// The credentials are longer than the standard allows.
pub(super) fn long_credentials(settings: &Settings) {
    tell(settings, LogLevel::Warning, "long_credentials", "bind", |_| {});
}

fn tell(
    settings: &Settings,
    level: LogLevel,
    event: &'static str,
    operation: &'static str,
    fill: impl FnOnce(&mut LogEvent),
) {
    LogEvent::new(level, event, operation).tell(settings.log.as_ref(), fill);
}
