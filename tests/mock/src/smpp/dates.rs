//! SMPP's times (S34 7.1.1), and the dates of receipts (S34 Appendix B).

use std::time::Duration;

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// Digits before the sign, and the sign.
const LENGTH: usize = 16;

/// Reads a time of sixteen characters, absolute or relative to `now`; none when it is not one.
pub(super) fn read(text: &str, now: OffsetDateTime) -> Option<OffsetDateTime> {
    let (digits, sign) = text.split_at_checked(LENGTH - 1)?;
    let number = |place: usize, length: usize| digits.get(place..place + length)?.parse::<u8>().ok();
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let (year, month, day) = (number(0, 2)?, number(2, 2)?, number(4, 2)?);
    let (hour, minute, second, quarters) = (number(6, 2)?, number(8, 2)?, number(10, 2)?, number(13, 2)?);
    if sign == "R" {
        let days = u64::from(year) * 365 + u64::from(month) * 30 + u64::from(day);
        let seconds = ((days * 24 + u64::from(hour)) * 60 + u64::from(minute)) * 60 + u64::from(second);
        return digits.ends_with("000").then(|| now + Duration::from_secs(seconds));
    }
    let date = Date::from_calendar_date(2000 + i32::from(year), Month::try_from(month).ok()?, day).ok()?;
    let time = Time::from_hms_milli(hour, minute, second, u16::from(number(12, 1)?) * 100).ok()?;
    let minutes = i32::from(quarters) * 15;
    let seconds = 60
        * match sign {
            "+" => minutes,
            "-" => -minutes,
            _ => return None,
        };
    let offset = UtcOffset::from_whole_seconds(seconds).ok().filter(|_| quarters <= 48)?;
    Some(PrimitiveDateTime::new(date, time).assume_offset(offset))
}

/// Writes `YYMMDDhhmm`, in UTC, and the seconds if they are wanted.
pub(super) fn write(moment: OffsetDateTime, seconds: bool) -> String {
    let moment = moment.to_offset(UtcOffset::UTC);
    let (month, day) = (u8::from(moment.month()), moment.day());
    let date =
        format!("{:02}{month:02}{day:02}{:02}{:02}", moment.year() % 100, moment.hour(), moment.minute());
    if seconds { format!("{date}{:02}", moment.second()) } else { date }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_absolute_or_relative() {
        let now = OffsetDateTime::from_unix_timestamp(1_795_255_200).unwrap();
        let after = |text: &str| read(text, now).map(|moment| (moment - now).whole_seconds());
        assert_eq!(after("261121100000000+"), Some(0));
        assert_eq!(after("261121110000004+"), Some(0));
        assert_eq!(after("261121093000502-"), Some(0));
        assert_eq!(after("000001020304000R"), Some(((24 + 2) * 60 + 3) * 60 + 4));
        assert_eq!(after("000100000000000R"), Some(30 * 24 * 3600));
        for wrong in [
            "",
            "261321100000000+",
            "26112110000000+",
            "261121100000049+",
            "000001020304100R",
            "2611211000000é0+",
            "261121100000000*",
        ] {
            assert_eq!(after(wrong), None, "{wrong}");
        }
        assert_eq!(write(now, false), "2611211000");
        assert_eq!(write(now, true), "261121100000");
    }
}
