//! Pauses between attempts.

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

/// A pause before attempt `retry` (1 is the first repetition): full jitter below a bound that doubles up to `max`.
pub(crate) fn pause(retry: u32, initial: Duration, max: Duration) -> Duration {
    let doubled = initial.saturating_mul(2u32.saturating_pow(retry.saturating_sub(1)));
    doubled.min(max).mul_f64(fastrand::f64())
}

/// How long the service asks to wait: seconds, or a date (RFC 9110, section 10.2.3). A date that has passed is no wait; a
/// number too large to count is as long as can be. A date whose day of the week is wrong is taken all the same.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_stay_below_a_bound_that_doubles_up_to_the_maximum() {
        let (initial, max) = (Duration::from_millis(500), Duration::from_secs(8));
        for (retry, bound) in [(1, 500), (2, 1000), (5, 8000), (6, 8000), (100, 8000)] {
            let drawn: Vec<_> = (0..200).map(|_| pause(retry, initial, max)).collect();
            let bound = Duration::from_millis(bound);
            assert!(drawn.iter().all(|pause| *pause <= bound), "retry {retry}");
            assert!(drawn.iter().any(|pause| *pause > bound / 2), "retry {retry} uses the upper half");
            assert!(drawn.iter().any(|pause| *pause < bound / 2), "retry {retry} uses the lower half");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = Timestamp::from_second(784_111_777).unwrap();
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("retry-after", text.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(read("120"), Some(Duration::from_secs(120)));
        assert_eq!(read("Sun, 06 Nov 1994 08:50:07 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(read("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(read("Mon, 06 Nov 1994 08:50:07 GMT"), Some(Duration::from_secs(30)), "it was a Sunday");
        assert_eq!(read("99999999999999999999"), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(read("soon"), None);
        assert_eq!(read(""), None);
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
