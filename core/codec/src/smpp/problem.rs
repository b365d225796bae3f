//! What is wrong with a PDU that is to be written.

use alloc::vec::Vec;
use core::fmt;

use super::time::TimeProblem;

/// A rule of the standard that a field breaks. Holds lengths and limits, never the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// It has too many octets. A NUL at its end counts in both numbers.
    TooLong {
        /// How many octets it would have.
        found: usize,
        /// How many it may have.
        limit: usize,
    },
    /// It has too few octets.
    TooShort {
        /// How many octets it has.
        found: usize,
        /// How many it must have.
        least: usize,
    },
    /// It has a NUL before its end, where it would be cut off.
    Nul,
    /// It has an octet over 127.
    NotAscii,
    /// It is neither empty nor a time.
    NotATime(TimeProblem),
    /// It is a number outside these bounds.
    OutOfRange {
        /// The lowest that is allowed.
        least: u32,
        /// The highest that is allowed.
        most: u32,
    },
    /// It must be empty or 0 in this PDU.
    NotAllowed,
    /// It must be there beside another.
    Missing,
    /// It is there more than once.
    Repeated,
}

impl Rule {
    /// The name of the rule, which stays the same in every language and version.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong { .. } => "too_long",
            Self::TooShort { .. } => "too_short",
            Self::Nul => "nul",
            Self::NotAscii => "not_ascii",
            Self::NotATime(_) => "not_a_time",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotAllowed => "not_allowed",
            Self::Missing => "missing",
            Self::Repeated => "repeated",
        }
    }

    /// The length that was found and the limit that it broke, in octets, where the rule is one of length.
    pub const fn length_and_limit(self) -> Option<(usize, usize)> {
        match self {
            Self::TooLong { found, limit } => Some((found, limit)),
            Self::TooShort { found, least } => Some((found, least)),
            _ => None,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { found, limit } => write!(f, "has at most {limit} octets, not {found}"),
            Self::TooShort { found, least } => write!(f, "has at least {least} octets, not {found}"),
            Self::Nul => f.write_str("must not hold a NUL"),
            Self::NotAscii => f.write_str("must be ASCII"),
            Self::NotATime(problem) => write!(f, "must be empty or a time: {problem}"),
            Self::OutOfRange { least, most } => write!(f, "must be from {least} to {most}"),
            Self::NotAllowed => f.write_str("must not be set in this PDU"),
            Self::Missing => f.write_str("is missing"),
            Self::Repeated => f.write_str("must not be repeated"),
        }
    }
}

/// Where something is: a field, by its name in the standard, and its place where there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    /// The name that the standard gives the field or optional parameter; `tlv` for one that it does not name.
    pub field: &'static str,
    /// Which of several destinations, failed destinations or unnamed optional parameters, counted from 0.
    pub index: Option<usize>,
}

impl At {
    /// A field that is there once.
    pub(super) const fn field(field: &'static str) -> Self {
        Self { field, index: None }
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            Some(index) => write!(f, "{}[{index}]", self.field),
            None => f.write_str(self.field),
        }
    }
}

/// One field and the rule that it breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub at: At,
    /// The rule.
    pub rule: Rule,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at, self.rule)
    }
}

/// A PDU cannot be written. Names every problem, in the order of the fields, and no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    /// What is wrong, one at least.
    pub problems: Vec<Problem>,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let between = if index == 0 { "" } else { "; " };
            write!(f, "{between}{problem}")?;
        }
        Ok(())
    }
}

impl core::error::Error for EncodeError {}

/// What has been found so far. Takes no memory while nothing is wrong.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

impl Problems {
    pub(super) fn add(&mut self, at: At, rule: Rule) {
        self.0.push(Problem { at, rule });
    }

    /// Adds the problem of a field that the PDU does not know, where it is set.
    pub(super) fn must_be_unset(&mut self, set: bool, field: &'static str) {
        if set {
            self.add(At::field(field), Rule::NotAllowed);
        }
    }

    pub(super) fn length(&mut self, found: usize, least: usize, most: usize, at: At) {
        if found < least {
            self.add(at, Rule::TooShort { found, least });
        } else if found > most {
            self.add(at, Rule::TooLong { found, limit: most });
        }
    }

    pub(super) fn in_range(&mut self, number: u8, least: u8, most: u8, field: &'static str) {
        if !(least..=most).contains(&number) {
            let rule = Rule::OutOfRange { least: u32::from(least), most: u32::from(most) };
            self.add(At::field(field), rule);
        }
    }
}
