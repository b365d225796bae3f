//! The service's local time: Europe/Zurich by the rule of the European Union, which holds there since 1981.

use time::format_description::well_known::Iso8601;
use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, UtcOffset, Weekday};

/// Years in which every moment has a local time.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;
/// Summer time begins and ends at this hour of UTC.
const CHANGE: u8 = 1;

/// Reads an ISO 8601 date and time; without a zone it is local.
pub(crate) fn read(text: &str) -> Option<OffsetDateTime> {
    let civil = PrimitiveDateTime::parse(text, &Iso8601::DEFAULT).ok();
    let civil = civil.filter(|civil| YEARS.contains(&civil.year()))?;
    Some(OffsetDateTime::parse(text, &Iso8601::DEFAULT).unwrap_or_else(|_| from_civil(civil)))
}

/// Writes `2015-12-11T10:37:00`.
pub(crate) fn write_iso(moment: OffsetDateTime) -> String {
    let (date, time) = parts(moment);
    format!("{:04}-{:02}-{:02}T{time}", date.0, date.1, date.2)
}

/// Writes `11.12.2015 10:37:00`, as callbacks do.
pub(crate) fn write_dotted(moment: OffsetDateTime) -> String {
    let (date, time) = parts(moment);
    format!("{:02}.{:02}.{:04} {time}", date.2, date.1, date.0)
}

/// Year, month and day, and the time of day.
fn parts(moment: OffsetDateTime) -> ((i32, u8, u8), String) {
    let local = moment.to_offset(offset_at(moment));
    let time = format!("{:02}:{:02}:{:02}", local.hour(), local.minute(), local.second());
    ((local.year(), local.month().into(), local.day()), time)
}

fn hours(count: i8) -> UtcOffset {
    UtcOffset::from_hms(count, 0, 0).unwrap_or(UtcOffset::UTC)
}

fn offset_at(moment: OffsetDateTime) -> UtcOffset {
    let year = moment.to_offset(UtcOffset::UTC).year();
    let is_summer = match (change(year, Month::March), change(year, Month::October)) {
        (Some(begin), Some(end)) => begin <= moment && moment < end,
        _ => false,
    };
    hours(if is_summer { 2 } else { 1 })
}

/// The first of two moments in the hour that occurs twice; an hour that does not occur counts from before it.
fn from_civil(civil: PrimitiveDateTime) -> OffsetDateTime {
    let in_summer = civil.assume_offset(hours(2));
    if offset_at(in_summer) == hours(2) { in_summer } else { civil.assume_offset(hours(1)) }
}

/// When summer time begins or ends: on the last Sunday of a month with 31 days.
fn change(year: i32, month: Month) -> Option<OffsetDateTime> {
    let mut day = Date::from_calendar_date(year, month, 31).ok()?;
    while day.weekday() != Weekday::Sunday {
        day = day.previous_day()?;
    }
    Some(day.with_hms(CHANGE, 0, 0).ok()?.assume_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> OffsetDateTime {
        OffsetDateTime::parse(text, &Iso8601::DEFAULT).unwrap()
    }

    #[test]
    fn the_clock_changes_twice_a_year() {
        // Sundays of 2026 by the calendar: 29 March and 25 October.
        for (moment, local) in [
            ("2026-03-29T00:59:59Z", "29.03.2026 01:59:59"),
            ("2026-03-29T01:00:00Z", "29.03.2026 03:00:00"),
            ("2026-10-25T00:59:59Z", "25.10.2026 02:59:59"),
            ("2026-10-25T01:00:00Z", "25.10.2026 02:00:00"),
            ("2026-12-31T23:30:00Z", "01.01.2027 00:30:00"),
            ("2024-03-31T01:00:00Z", "31.03.2024 03:00:00"),
        ] {
            assert_eq!(write_dotted(utc(moment)), local);
        }
        assert_eq!(write_iso(utc("2015-12-11T09:37:00Z")), "2015-12-11T10:37:00");
    }

    #[test]
    fn a_date_without_a_zone_is_local() {
        for (text, moment) in [
            ("2026-11-21T10:00:00", "2026-11-21T09:00:00Z"),
            ("2026-07-01T10:00:00.250", "2026-07-01T08:00:00.250Z"),
            ("2026-07-01T10:00:00+00:00", "2026-07-01T10:00:00Z"),
            ("2026-07-01T10:00:00Z", "2026-07-01T10:00:00Z"),
            ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
            ("2026-03-29T02:30:00", "2026-03-29T01:30:00Z"),
        ] {
            assert_eq!(read(text), Some(utc(moment)), "{text}");
        }
        for wrong in [
            "",
            "tomorrow",
            "21.11.2026 10:00:00",
            "2026-11-21T10:00:00 01:00",
            "2026-13-01T00:00:00",
            "2026-11-21T10:00:00+99:00",
            "2026-11-21T10:00:00+",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
