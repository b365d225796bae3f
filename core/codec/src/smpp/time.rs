//! Times as text: written strictly, read leniently. Source: S34, 7.1.1.

use core::fmt;

use super::octets::TimeStr;

/// A time: a moment, or how long from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Time {
    /// A moment. Source: S34, 7.1.1.1.
    Absolute(Absolute),
    /// How long from now, by the centre's clock. Source: S34, 7.1.1.2.
    Relative(Relative),
}

/// A moment by a calendar and a clock. Source: S34, 7.1.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Absolute {
    /// 2000 to 2099: the text has the last two digits.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to the last of the month.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59; 0 where a received text has none.
    pub second: u8,
    /// 0 to 9; 0 where a received text has none.
    pub tenths: u8,
    /// Quarters of an hour by which this clock is ahead of UTC, -48 to 48. None where a received text does not say it.
    pub quarters: Option<i8>,
}

/// A length of time, whose years and months are those of a calendar. Source: S34, 7.1.1.2.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Relative {
    /// 0 to 99.
    pub years: u8,
    /// 0 to 12.
    pub months: u8,
    /// 0 to 31.
    pub days: u8,
    /// 0 to 23.
    pub hours: u8,
    /// 0 to 59.
    pub minutes: u8,
    /// 0 to 59.
    pub seconds: u8,
}

/// Why something is no time. Holds no part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeProblem {
    /// It does not have the characters of one.
    Form,
    /// A part of it has no such value.
    OutOfRange {
        /// Which part: `year`, `month`, `day`, `hour`, `minute`, `second`, `tenths` or `quarters`.
        part: &'static str,
    },
    /// It does not say how far its clock is ahead of UTC.
    NoOffset,
}

impl TimeProblem {
    /// The name of the problem, which stays the same in every language and version.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NoOffset => "no_offset",
        }
    }
}

impl fmt::Display for TimeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Form => f.write_str("a time is YYMMDDhhmmsstnnp, or YYMMDDhhmmss000R from now"),
            Self::OutOfRange { part } => write!(f, "the {part} of a time is out of range"),
            Self::NoOffset => f.write_str("a time must say how far its clock is ahead of UTC"),
        }
    }
}

impl core::error::Error for TimeProblem {}

/// How many characters a time has. Source: S34, 7.1.1.
const LENGTH: usize = 16;
/// The parts of a relative time with their highest values. Source: S34, 7.1.1.2.
const RELATIVE: [(&str, u8); 6] =
    [("year", 99), ("month", 12), ("day", 31), ("hour", 23), ("minute", 59), ("second", 59)];

impl Time {
    /// Reads the form of the standard alone: 16 characters, each part in its range.
    ///
    /// # Errors
    /// The [`TimeProblem`], where it is none.
    pub fn parse_strict(text: &[u8]) -> Result<Self, TimeProblem> {
        let time = Self::parse(text)?;
        // What is written again as it was has the form of the standard.
        if time.write()? == text { Ok(time) } else { Err(TimeProblem::Form) }
    }

    /// Whether it has the form of the standard.
    pub(super) fn check(text: &[u8]) -> Result<(), TimeProblem> {
        Self::parse_strict(text).map(|_| ())
    }

    /// Reads leniently: spaces and NULs around it, tenths and the difference to UTC left out, then the seconds as well, a
    /// small `r`, and relative parts of any two digits.
    ///
    /// # Errors
    /// The [`TimeProblem`], where it cannot be understood.
    pub fn parse(text: &[u8]) -> Result<Self, TimeProblem> {
        let text = trimmed(text);
        let length = text.iter().take_while(|octet| octet.is_ascii_digit()).count();
        let (digits, sign) = text.split_at(length);
        match sign {
            [b'R' | b'r'] if (12..LENGTH).contains(&length) => Ok(Self::Relative(Relative::parse(digits))),
            [b'+' | b'-'] if length == LENGTH - 1 => {
                let quarters = pair(digits, 13);
                if quarters > 48 {
                    return Err(TimeProblem::OutOfRange { part: "quarters" });
                }
                let quarters = if sign == b"-" { -(quarters as i8) } else { quarters as i8 };
                Ok(Self::Absolute(Absolute { quarters: Some(quarters), ..Absolute::parse(digits)? }))
            }
            [] if matches!(length, 10 | 12 | 13) => Ok(Self::Absolute(Absolute::parse(digits)?)),
            _ => Err(TimeProblem::Form),
        }
    }

    /// The 16 characters of the standard.
    ///
    /// # Errors
    /// The [`TimeProblem`] of the first part that is out of its range.
    pub fn write(&self) -> Result<[u8; LENGTH], TimeProblem> {
        match self {
            Self::Absolute(time) => time.write(),
            Self::Relative(time) => time.write(),
        }
    }

    /// The text of a field.
    ///
    /// # Errors
    /// The [`TimeProblem`] of the first part that is out of its range.
    pub fn to_field(&self) -> Result<TimeStr<'static>, TimeProblem> {
        Ok(self.write()?.to_vec().into())
    }
}

impl Absolute {
    /// Reads up to 13 digits, 10 at least.
    pub(super) fn parse(digits: &[u8]) -> Result<Self, TimeProblem> {
        let time = Self {
            year: 2000 + u16::from(pair(digits, 0)),
            month: pair(digits, 2),
            day: pair(digits, 4),
            hour: pair(digits, 6),
            minute: pair(digits, 8),
            second: if digits.len() >= 12 { pair(digits, 10) } else { 0 },
            tenths: digits.get(12).map_or(0, |digit| digit - b'0'),
            quarters: None,
        };
        time.check()?;
        Ok(time)
    }

    fn check(&self) -> Result<(), TimeProblem> {
        let parts = [
            ("year", (2000..=2099).contains(&self.year)),
            ("month", (1..=12).contains(&self.month)),
            ("day", (1..=days_of(self.year, self.month)).contains(&self.day)),
            ("hour", self.hour < 24),
            ("minute", self.minute < 60),
            ("second", self.second < 60),
            ("tenths", self.tenths < 10),
            ("quarters", self.quarters.is_none_or(|quarters| (-48..=48).contains(&quarters))),
        ];
        match parts.into_iter().find(|(_, good)| !good) {
            Some((part, _)) => Err(TimeProblem::OutOfRange { part }),
            None => Ok(()),
        }
    }

    fn write(&self) -> Result<[u8; LENGTH], TimeProblem> {
        self.check()?;
        let quarters = self.quarters.ok_or(TimeProblem::NoOffset)?;
        let mut text = [b'0'; LENGTH];
        let year = (self.year % 100) as u8;
        for (at, value) in
            [year, self.month, self.day, self.hour, self.minute, self.second].into_iter().enumerate()
        {
            put(&mut text, 2 * at, value);
        }
        text[12] = b'0' + self.tenths;
        put(&mut text, 13, quarters.unsigned_abs());
        text[15] = if quarters < 0 { b'-' } else { b'+' };
        Ok(text)
    }
}

impl Relative {
    /// So many seconds, None where they are more than 31 days, 23 hours, 59 minutes and 59 seconds: months have no length
    /// in seconds.
    pub fn from_seconds(seconds: u64) -> Option<Self> {
        let part = |unit: u64, size: u64| (seconds / unit % size) as u8;
        let days = u8::try_from(seconds / 86_400).ok().filter(|days| *days <= 31)?;
        Some(Self {
            days,
            hours: part(3600, 24),
            minutes: part(60, 60),
            seconds: part(1, 60),
            ..Self::default()
        })
    }

    fn parse(digits: &[u8]) -> Self {
        let [years, months, days, hours, minutes, seconds] = [0, 2, 4, 6, 8, 10].map(|at| pair(digits, at));
        Self { years, months, days, hours, minutes, seconds }
    }

    fn write(&self) -> Result<[u8; LENGTH], TimeProblem> {
        let Self { years, months, days, hours, minutes, seconds } = *self;
        let mut text = *b"000000000000000R";
        let values = [years, months, days, hours, minutes, seconds];
        for (at, (value, (part, most))) in values.into_iter().zip(RELATIVE).enumerate() {
            if value > most {
                return Err(TimeProblem::OutOfRange { part });
            }
            put(&mut text, 2 * at, value);
        }
        Ok(text)
    }
}

/// Without spaces and NULs around it.
pub(super) fn trimmed(mut text: &[u8]) -> &[u8] {
    while let [b' ' | 0, rest @ ..] | [rest @ .., b' ' | 0] = text {
        text = rest;
    }
    text
}

/// The number that two digits make, which are there.
fn pair(digits: &[u8], at: usize) -> u8 {
    10 * (digits[at] - b'0') + (digits[at + 1] - b'0')
}

/// Writes a number below 100 in two digits.
fn put(text: &mut [u8; LENGTH], at: usize, value: u8) {
    text[at] = b'0' + value / 10;
    text[at + 1] = b'0' + value % 10;
}

/// How many days a month has, 0 where there is no such month.
fn days_of(year: u16, month: u8) -> u8 {
    match month {
        // Right for 2000 to 2099, where every fourth year has the day.
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{Absolute, Relative, Time, TimeProblem};

    fn absolute(quarters: Option<i8>) -> Absolute {
        Absolute { year: 2024, month: 2, day: 29, hour: 23, minute: 59, second: 58, tenths: 7, quarters }
    }

    #[test]
    fn written_times_are_read_back() {
        for (time, text) in [
            (Time::Absolute(absolute(Some(8))), b"240229235958708+"),
            (Time::Absolute(absolute(Some(-48))), b"240229235958748-"),
            (Time::Relative(Relative { days: 2, seconds: 5, ..Relative::default() }), b"000002000005000R"),
        ] {
            assert_eq!(time.write().as_ref(), Ok(text));
            assert_eq!(Time::parse_strict(text), Ok(time));
        }
    }

    #[test]
    fn a_part_out_of_range_is_named() {
        let part = |part| Err(TimeProblem::OutOfRange { part });
        let text = |time| Time::Absolute(time).write();
        let good = absolute(Some(0));
        assert_eq!(text(Absolute { year: 2100, ..good }), part("year"));
        assert_eq!(text(Absolute { month: 0, ..good }), part("month"));
        assert_eq!(text(Absolute { month: 13, ..good }), part("month"));
        assert_eq!(text(Absolute { year: 2023, ..good }), part("day"));
        assert_eq!(text(Absolute { hour: 24, ..good }), part("hour"));
        assert_eq!(text(Absolute { minute: 60, ..good }), part("minute"));
        assert_eq!(text(Absolute { second: 60, ..good }), part("second"));
        assert_eq!(text(Absolute { tenths: 10, ..good }), part("tenths"));
        assert_eq!(text(Absolute { quarters: Some(-49), ..good }), part("quarters"));
        assert_eq!(text(absolute(None)), Err(TimeProblem::NoOffset));
        let days = Relative { days: 32, ..Relative::default() };
        assert_eq!(Time::Relative(days).write(), part("day"));
        assert_eq!(Time::parse(b"240229235958749+"), Err(TimeProblem::OutOfRange { part: "quarters" }));
    }

    #[test]
    fn seconds_become_days_and_less() {
        let two_days = Relative { days: 2, hours: 1, minutes: 1, seconds: 1, ..Relative::default() };
        assert_eq!(Relative::from_seconds(2 * 86_400 + 3661), Some(two_days));
        assert!(
            Relative::from_seconds(32 * 86_400 - 1).is_some_and(|time| Time::Relative(time).write().is_ok())
        );
        assert_eq!(Relative::from_seconds(32 * 86_400), None);
        assert_eq!(Relative::from_seconds(u64::MAX), None);
    }
}
