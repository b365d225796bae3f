//! User data headers: what stands before the text of a part. Source: 3GPP TS 23.040, 9.2.3.24.

use alloc::vec::Vec;
use core::fmt;

use super::{
    Reference,
    gsm::{Language, Shifts},
};

/// Concatenated short messages, 8-bit reference number. Source: 3GPP TS 23.040, 9.2.3.24.1.
pub const CONCATENATION_8: u8 = 0x00;
/// Concatenated short messages, 16-bit reference number. Source: 3GPP TS 23.040, 9.2.3.24.8.
pub const CONCATENATION_16: u8 = 0x08;
/// National language single shift. Source: 3GPP TS 23.040, 9.2.3.24.15.
pub const SINGLE_SHIFT: u8 = 0x24;
/// National language locking shift. Source: 3GPP TS 23.040, 9.2.3.24.16.
pub const LOCKING_SHIFT: u8 = 0x25;

/// A user data header: its length and elements have been checked. Borrows the octets that it was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Udh<'a> {
    /// The elements, without the length before them.
    octets: &'a [u8],
}

/// One element of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element<'a> {
    /// The information element identifier.
    pub id: u8,
    /// What it says, 0 to 253 octets.
    pub data: &'a [u8],
}

/// Why octets are no user data header. A receiver then ignores the header as a whole. Source: 3GPP TS 23.040, 9.2.3.24.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UdhProblem {
    /// There is no octet, and so no length.
    Empty,
    /// The header is longer than the octets.
    Truncated {
        /// What the header's first octet says, in octets after it.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// The last element is longer than the header, or has no length.
    ElementTruncated {
        /// Where the element begins, counted from the header's first octet.
        offset: usize,
    },
}

impl UdhProblem {
    /// The name of the rule, which stays the same in every language and version.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Truncated { .. } => "truncated",
            Self::ElementTruncated { .. } => "element_truncated",
        }
    }
}

impl fmt::Display for UdhProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a user data header must have a length"),
            Self::Truncated { needed, found } => {
                write!(f, "a user data header says it has {needed} octets, of which there are {found}")
            }
            Self::ElementTruncated { offset } => {
                write!(f, "the element at octet {offset} of a user data header is longer than the header")
            }
        }
    }
}

impl core::error::Error for UdhProblem {}

impl<'a> Udh<'a> {
    /// Reads a header, which begins with its length, and gives it with the octets that follow it.
    ///
    /// # Errors
    /// The [`UdhProblem`], where lengths do not fit. What the elements say is not checked: see [`concatenation`](Self::concatenation).
    pub fn parse(octets: &'a [u8]) -> Result<(Self, &'a [u8]), UdhProblem> {
        let (length, after) = octets.split_first().ok_or(UdhProblem::Empty)?;
        let needed = usize::from(*length);
        let (elements, text) =
            after.split_at_checked(needed).ok_or(UdhProblem::Truncated { needed, found: after.len() })?;
        let header = Self { octets: elements };
        let mut all = header.elements();
        all.by_ref().for_each(drop);
        match all.rest.len() {
            0 => Ok((header, text)),
            left => Err(UdhProblem::ElementTruncated { offset: 1 + needed - left }),
        }
    }

    /// The elements in their order, also those that are unknown or repeated.
    pub fn elements(&self) -> Elements<'a> {
        Elements { rest: self.octets }
    }

    /// How many octets the header has, its length octet included.
    #[expect(clippy::len_without_is_empty, reason = "a header always has its length octet")]
    pub fn len(&self) -> usize {
        1 + self.octets.len()
    }

    /// How many bits, 0 to 6, stand between the header and the first septet of packed GSM text, which begins on a septet's
    /// border counted from the header's start. Source: 3GPP TS 23.040, 9.2.3.24.
    pub fn fill_bits(&self) -> u8 {
        // len() is at most 256, and seven septets are seven octets.
        match (self.len() % 7) as u8 {
            0 => 0,
            octets => 7 - (8 * octets) % 7,
        }
    }

    /// Of which text this is a part, and which. None where the header does not say so in a valid element.
    /// Of several the last one counts. Source: 3GPP TS 23.040, 9.2.3.24 and 9.2.3.24.1.
    pub fn concatenation(&self) -> Option<Concatenation> {
        self.elements()
            .filter_map(|element| Concatenation::from_element(&element))
            .filter(|concatenation| concatenation.problem().is_none())
            .last()
    }

    /// The tables that GSM text is read with. Reserved languages are ignored, of several the last one counts.
    /// Source: 3GPP TS 23.040, 9.2.3.24.15 and 9.2.3.24.16.
    pub fn shifts(&self) -> Shifts {
        let mut shifts = Shifts::default();
        for element in self.elements() {
            let [code] = element.data else { continue };
            let Some(language) = Language::from_code(*code) else { continue };
            match element.id {
                SINGLE_SHIFT => shifts.single = language,
                LOCKING_SHIFT => shifts.locking = language,
                _ => {}
            }
        }
        shifts
    }
}

/// The elements of a header.
#[derive(Clone, Debug)]
pub struct Elements<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Elements<'a> {
    type Item = Element<'a>;

    fn next(&mut self) -> Option<Element<'a>> {
        let [id, length, after @ ..] = self.rest else { return None };
        let (data, rest) = after.split_at_checked(usize::from(*length))?;
        self.rest = rest;
        Some(Element { id: *id, data })
    }
}

/// Which part of which text. Source: 3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Concatenation {
    /// What the parts of one text share, 0 to 255 or, with 16 bits, to 65535.
    pub reference: u16,
    /// How long the reference is.
    pub bits: Reference,
    /// How many parts there are, 1 to 255.
    pub total: u8,
    /// Which one this is, 1 to `total`.
    pub number: u8,
}

/// Why a [`Concatenation`] says nothing, so that a receiver ignores it. Source: 3GPP TS 23.040, 9.2.3.24.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConcatenationProblem {
    /// A text of no parts.
    NoParts,
    /// Parts are numbered from 1.
    NumberZero,
    /// A part after the last one.
    NumberOverTotal {
        /// The part's number.
        number: u8,
        /// How many parts there are.
        total: u8,
    },
    /// The reference is over 255 and has 8 bits.
    ReferenceOver8Bits,
}

impl ConcatenationProblem {
    /// The name of the rule, which stays the same in every language and version.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoParts => "no_parts",
            Self::NumberZero => "number_zero",
            Self::NumberOverTotal { .. } => "number_over_total",
            Self::ReferenceOver8Bits => "reference_over_8_bits",
        }
    }
}

impl fmt::Display for ConcatenationProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoParts => f.write_str("a concatenated text must have at least one part"),
            Self::NumberZero => f.write_str("the parts of a text are numbered from 1, not 0"),
            Self::NumberOverTotal { number, total } => {
                write!(f, "a text of {total} parts has no part {number}")
            }
            Self::ReferenceOver8Bits => f.write_str("a reference of 8 bits is at most 255"),
        }
    }
}

impl core::error::Error for ConcatenationProblem {}

impl Concatenation {
    /// What is wrong with it, None where nothing is.
    pub fn problem(&self) -> Option<ConcatenationProblem> {
        if self.total == 0 {
            Some(ConcatenationProblem::NoParts)
        } else if self.number == 0 {
            Some(ConcatenationProblem::NumberZero)
        } else if self.number > self.total {
            Some(ConcatenationProblem::NumberOverTotal { number: self.number, total: self.total })
        } else if self.bits == Reference::Bits8 && self.reference > 0xff {
            Some(ConcatenationProblem::ReferenceOver8Bits)
        } else {
            None
        }
    }

    /// Reads an element, None where it is none of concatenation or not of its length. What it says is not checked.
    pub fn from_element(element: &Element<'_>) -> Option<Self> {
        match (element.id, element.data) {
            (CONCATENATION_8, &[reference, total, number]) => {
                Some(Self { reference: u16::from(reference), bits: Reference::Bits8, total, number })
            }
            (CONCATENATION_16, &[high, low, total, number]) => Some(Self {
                reference: u16::from_be_bytes([high, low]),
                bits: Reference::Bits16,
                total,
                number,
            }),
            _ => None,
        }
    }

    /// The element that says this: 5 octets, or 6 with a 16-bit reference. Of a reference of 8 bits the lower 8 are written.
    pub fn to_element(&self) -> Vec<u8> {
        let [high, low] = self.reference.to_be_bytes();
        match self.bits {
            Reference::Bits8 => Vec::from([CONCATENATION_8, 3, low, self.total, self.number]),
            Reference::Bits16 => Vec::from([CONCATENATION_16, 4, high, low, self.total, self.number]),
        }
    }

    /// A header with this element alone: 6 octets, or 7 with a 16-bit reference.
    pub fn to_header(&self) -> Vec<u8> {
        let mut header = Vec::with_capacity(7);
        header.push(match self.bits {
            Reference::Bits8 => 5,
            Reference::Bits16 => 6,
        });
        header.extend(self.to_element());
        header
    }
}

#[cfg(test)]
mod tests;
