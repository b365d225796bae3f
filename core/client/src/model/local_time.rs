//! Times of the HTTPS and SOAP interfaces, which leave the zone away.

use jiff::tz::{self, AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, civil};
use schemars::JsonSchema;
use serde::Serialize;

use super::Timestamp;
use super::define::Absent;
use super::wire;

/// The zone of eCall's local times (provisional: inferred).
static ZONE: TimeZone = tz::get!("Europe/Zurich");

/// A time as the service wrote it, and the instant that it means. Written without a zone it is Europe/Zurich
/// (provisional); the zone's data come with this library.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct LocalTime {
    /// As it stood there: `dd.mm.yyyy hh:mm:ss` or ISO 8601. Any text can be read.
    pub text: String,
    /// The same with its offset, `2026-10-25T02:30:00+02:00`; None where the text is no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Timestamp>,
    /// Why the instant is not certain; None where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<TimeDoubt>,
}

/// Why a local time has no single instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TimeDoubt {
    /// It occurs twice, in the night in which summer time ends; `time` is the earlier.
    Twice,
    /// It does not occur, in the night in which summer time begins; `time` is an hour later on the clock.
    Never,
}

impl LocalTime {
    /// The instant; None where the text is no time.
    #[must_use]
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        self.time.as_ref().and_then(Timestamp::instant)
    }
}

impl LocalTime {
    /// The last instant that it may mean: the later one of a time that occurs twice.
    #[must_use]
    pub fn last_instant(&self) -> Option<jiff::Timestamp> {
        let later = match self.doubt {
            Some(TimeDoubt::Twice) => SignedDuration::from_hours(1),
            _ => SignedDuration::ZERO,
        };
        self.instant()?.checked_add(later).ok()
    }
}

impl From<&str> for LocalTime {
    fn from(text: &str) -> Self {
        let (time, doubt) = match explicit(text.trim()) {
            Some((time, doubt)) => (Some(Timestamp::from(time)), doubt),
            None => (None, None),
        };
        Self { text: text.to_owned(), time, doubt }
    }
}

/// The time with its offset.
fn explicit(text: &str) -> Option<(String, Option<TimeDoubt>)> {
    let local = civil::DateTime::strptime("%d.%m.%Y %H:%M:%S", text).ok();
    let local = local.or_else(|| text.strip_suffix(['Z', 'z']).unwrap_or(text).parse().ok())?;
    // What a serialiser writes where there is no time.
    if local.year() <= 1 {
        return None;
    }
    if text.parse::<jiff::Timestamp>().is_ok() {
        return Some((text.to_owned(), None));
    }
    let ambiguous = ZONE.to_ambiguous_zoned(local);
    let doubt = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => None,
        AmbiguousOffset::Fold { .. } => Some(TimeDoubt::Twice),
        AmbiguousOffset::Gap { .. } => Some(TimeDoubt::Never),
    };
    let zoned = ambiguous.compatible().ok()?;
    Some((zoned.timestamp().display_with_offset(zoned.offset()).to_string(), doubt))
}

impl<'de> serde::Deserialize<'de> for LocalTime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer)
    }
}

impl Absent for LocalTime {}

#[cfg(test)]
mod tests {
    use super::{LocalTime, TimeDoubt};

    fn read(text: &str) -> (Option<String>, Option<TimeDoubt>) {
        let time = LocalTime::from(text);
        assert_eq!(time.text, text);
        (time.time.map(|time| time.to_string()), time.doubt)
    }

    #[test]
    fn a_local_time_gets_the_offset_of_its_day() {
        for (text, expected) in [
            ("11.12.2015 10:37:00", "2015-12-11T10:37:00+01:00"),
            ("01.07.2026 00:00:00", "2026-07-01T00:00:00+02:00"),
            ("2026-07-01T12:00:00", "2026-07-01T12:00:00+02:00"),
            ("2026-01-01 12:00:00", "2026-01-01T12:00:00+01:00"),
            ("2026-07-01T12:00:00.5", "2026-07-01T12:00:00.5+02:00"),
            (" 29.02.2024 23:59:59 ", "2024-02-29T23:59:59+01:00"),
        ] {
            assert_eq!(read(text), (Some(expected.to_owned()), None), "{text}");
        }
    }

    #[test]
    fn the_hours_around_the_change_are_told() {
        for (text, expected, doubt) in [
            ("25.10.2026 01:59:59", "2026-10-25T01:59:59+02:00", None),
            ("25.10.2026 02:00:00", "2026-10-25T02:00:00+02:00", Some(TimeDoubt::Twice)),
            ("25.10.2026 02:59:59", "2026-10-25T02:59:59+02:00", Some(TimeDoubt::Twice)),
            ("25.10.2026 03:00:00", "2026-10-25T03:00:00+01:00", None),
            ("29.03.2026 01:59:59", "2026-03-29T01:59:59+01:00", None),
            ("29.03.2026 02:30:00", "2026-03-29T03:30:00+02:00", Some(TimeDoubt::Never)),
            ("29.03.2026 03:00:00", "2026-03-29T03:00:00+02:00", None),
        ] {
            assert_eq!(read(text), (Some(expected.to_owned()), doubt), "{text}");
        }
    }

    #[test]
    fn the_last_instant_of_a_time_that_occurs_twice_is_the_later() {
        let last = |text| LocalTime::from(text).last_instant().map(|instant| instant.to_string());
        assert_eq!(last("25.10.2026 02:30:00").as_deref(), Some("2026-10-25T01:30:00Z"));
        assert_eq!(last("25.10.2026 03:00:00").as_deref(), Some("2026-10-25T02:00:00Z"));
        assert_eq!(last("?"), None);
    }

    #[test]
    fn a_zone_that_is_there_counts() {
        for text in ["2026-07-01T12:00:00Z", "2026-07-01T12:00:00-05:00"] {
            assert_eq!(read(text), (Some(text.to_owned()), None));
        }
        let instant = LocalTime::from("25.10.2026 02:30:00").instant().unwrap();
        assert_eq!(instant.to_string(), "2026-10-25T00:30:00Z");
    }

    #[test]
    fn what_is_no_time_stays_a_text() {
        for text in [
            "",
            "yesterday",
            "0001-01-01T00:00:00",
            "0001-01-01T00:00:00+14:00",
            "-000500-01-01T00:00:00Z",
            "31.02.2026 10:00:00",
            "11.12.2015",
        ] {
            assert_eq!(read(text), (None, None), "{text}");
        }
    }

    #[test]
    fn the_json_form_has_what_is_known() {
        let json = |text| serde_json::to_value(LocalTime::from(text)).unwrap();
        assert_eq!(
            json("25.10.2026 02:30:00"),
            serde_json::json!({
                "text": "25.10.2026 02:30:00", "time": "2026-10-25T02:30:00+02:00", "doubt": "twice",
            })
        );
        assert_eq!(json("?"), serde_json::json!({ "text": "?" }));
    }
}
