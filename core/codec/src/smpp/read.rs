//! Reading: what is forgiven, and what cannot be read.

use core::fmt;

use super::command::CommandId;
use super::status::Status;

/// How many octets the header of a PDU has. Source: S34, 3.2.
pub const HEADER_LENGTH: usize = 16;

/// The header of a PDU. Source: S34, 5.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Header {
    /// How many octets the PDU says it has, the header included.
    pub command_length: u32,
    /// Which PDU it is.
    pub command_id: CommandId,
    /// What it says, where it is a response.
    pub command_status: Status,
    /// What a response has of its request.
    pub sequence_number: u32,
}

impl Header {
    /// Reads the first 16 octets, None where there are fewer.
    pub fn read(octets: &[u8]) -> Option<Self> {
        let header: &[u8; HEADER_LENGTH] = octets.first_chunk()?;
        let number =
            |at: usize| u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        Some(Self {
            command_length: number(0),
            command_id: CommandId(number(4)),
            command_status: Status(number(8)),
            sequence_number: number(12),
        })
    }
}

/// Why octets are no PDU. Holds no part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// There are fewer than 16 octets, and so no header.
    NoHeader {
        /// How many there are.
        found: usize,
    },
    /// The header says another length than the octets have.
    Length {
        /// What the header says.
        says: u32,
        /// How many there are.
        found: usize,
    },
    /// A field has fewer octets than it needs.
    Truncated {
        /// The field, by its name in the standard.
        field: &'static str,
        /// How many octets it needs.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// A destination is neither an address nor a distribution list, so that its length is not known. Source: S34, 5.2.25.
    DestFlag {
        /// What the flag is.
        flag: u8,
    },
}

impl Reason {
    /// The name of the reason, which stays the same in every language and version.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoHeader { .. } => "no_header",
            Self::Length { .. } => "length",
            Self::Truncated { .. } => "truncated",
            Self::DestFlag { .. } => "dest_flag",
        }
    }

    /// What a generic_nack or a response says to it. Source: S34, 5.1.3.
    pub const fn status(self) -> Status {
        match self {
            Self::NoHeader { .. } | Self::Length { .. } => Status::RINVCMDLEN,
            Self::Truncated { .. } => Status::RINVPARLEN,
            Self::DestFlag { .. } => Status::RINVDESTFLAG,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoHeader { found } => write!(f, "a PDU has at least {HEADER_LENGTH} octets, not {found}"),
            Self::Length { says, found } => write!(f, "a PDU says it has {says} octets, not {found}"),
            Self::Truncated { field, needed, found } => {
                write!(f, "{field} needs {needed} octets, of which there are {found}")
            }
            Self::DestFlag { flag } => write!(f, "a destination has the flag {flag}, not 1 or 2"),
        }
    }
}

/// Octets that are no PDU, with the reason. `Debug` shows how many they are: there may be a password among them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Unreadable<'a> {
    /// The header, None where there are too few octets for one. An answer takes its sequence number.
    pub header: Option<Header>,
    /// All the octets, the header included.
    pub octets: &'a [u8],
    /// Why they cannot be read.
    pub reason: Reason,
}

impl fmt::Debug for Unreadable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { header, octets, reason } = self;
        f.debug_struct("Unreadable")
            .field("header", header)
            .field("octets", &octets.len())
            .field("reason", reason)
            .finish()
    }
}

impl fmt::Display for Unreadable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl core::error::Error for Unreadable<'_> {}

/// Where a PDU leaves the standard and was read all the same: none, one or several of the constants.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Deviations(u8);

impl Deviations {
    /// A string ends with the PDU, without its NUL.
    pub const MISSING_NUL: Self = Self(1);
    /// A string or the short message is longer than its field.
    pub const TOO_LONG: Self = Self(1 << 1);
    /// A string has an octet over 127.
    pub const NOT_ASCII: Self = Self(1 << 2);
    /// A response without an error has no body.
    pub const MISSING_BODY: Self = Self(1 << 3);
    /// Octets follow the last field or optional parameter that is whole.
    pub const TRAILING: Self = Self(1 << 4);
    /// A request has a command_status.
    pub const STATUS: Self = Self(1 << 5);
    /// The sequence number is 0 or over 0x7fffffff. A generic_nack may have 0. Source: S34, 4.3.1 and 5.1.4.
    pub const SEQUENCE: Self = Self(1 << 6);

    const NAMED: [(Self, &'static str); 7] = [
        (Self::MISSING_NUL, "missing_nul"),
        (Self::TOO_LONG, "too_long"),
        (Self::NOT_ASCII, "not_ascii"),
        (Self::MISSING_BODY, "missing_body"),
        (Self::TRAILING, "trailing"),
        (Self::STATUS, "status"),
        (Self::SEQUENCE, "sequence"),
    ];

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all of the others are among them.
    pub const fn contains(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// The names, which stay the same in every language and version.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMED.into_iter().filter(move |(one, _)| self.contains(*one)).map(|(_, name)| name)
    }

    pub(super) fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    pub(super) fn add_if(&mut self, found: bool, others: Self) {
        if found {
            self.add(others);
        }
    }
}

impl fmt::Debug for Deviations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// What is left of a body, and what was forgiven so far.
pub(super) struct Reader<'a> {
    pub(super) rest: &'a [u8],
    pub(super) deviations: Deviations,
}

impl<'a> Reader<'a> {
    pub(super) const fn new(rest: &'a [u8]) -> Self {
        Self { rest, deviations: Deviations(0) }
    }

    /// So many octets of a field.
    #[inline]
    pub(super) fn octets<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], Reason> {
        let Some((octets, rest)) = self.rest.split_first_chunk() else {
            return Err(Reason::Truncated { field, needed: N, found: self.rest.len() });
        };
        self.rest = rest;
        Ok(*octets)
    }

    /// So many octets of a field whose length is in the PDU.
    #[inline]
    pub(super) fn take(&mut self, needed: usize, field: &'static str) -> Result<&'a [u8], Reason> {
        let Some((octets, rest)) = self.rest.split_at_checked(needed) else {
            return Err(Reason::Truncated { field, needed, found: self.rest.len() });
        };
        self.rest = rest;
        Ok(octets)
    }

    /// The octets up to a NUL, or up to the end where there is none.
    #[inline]
    pub(super) fn string(&mut self, limit: usize) -> &'a [u8] {
        let mut over = 0;
        let mut end = None;
        // Strings are short: one look at each octet finds the NUL and what is not ASCII.
        for (at, octet) in self.rest.iter().enumerate() {
            if *octet == 0 {
                end = Some(at);
                break;
            }
            over |= *octet;
        }
        let string = match end {
            Some(at) => {
                let string = &self.rest[..at];
                self.rest = &self.rest[at + 1..];
                string
            }
            None => {
                self.deviations.add(Deviations::MISSING_NUL);
                core::mem::take(&mut self.rest)
            }
        };
        self.deviations.add_if(string.len() >= limit, Deviations::TOO_LONG);
        self.deviations.add_if(over > 127, Deviations::NOT_ASCII);
        string
    }
}
