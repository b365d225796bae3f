//! Numbers and times as they cross. Java cannot name Kotlin's unsigned types, so every number is signed.

use std::time::{Duration, SystemTime};

use ecall::model::Timestamp;

/// A count, which is far below the limit.
pub(crate) fn signed(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

/// A count of what is in one text or one answer.
pub(crate) fn short(count: impl TryInto<i32>) -> i32 {
    count.try_into().unwrap_or(i32::MAX)
}

/// A length that the caller gave; one that is none is the shortest.
pub(crate) fn length(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

pub(crate) fn millis(duration: Duration) -> i64 {
    signed(duration.as_millis())
}

/// The instant of a time, where the service said of which zone it is.
pub(crate) fn instant(timestamp: Option<&Timestamp>) -> Option<SystemTime> {
    timestamp.and_then(Timestamp::instant).map(SystemTime::from)
}
