//! Text: its alphabet, its pages, and the octets it is sent as.

mod columns;
mod estimate;
pub mod gsm;
pub mod latin1;
mod measure;
pub mod reassemble;
#[cfg(test)]
mod samples;
mod split;
mod to_gsm;
pub mod ucs2;
pub mod udh;
mod units;

use core::fmt;
use core::ops::RangeInclusive;

pub use columns::{Columns, estimate_many};
pub use estimate::{Cut, Estimate, EstimateOptions, LimitProblem, Saving, estimate, measure_with};
pub use measure::{Measure, measure};
pub use split::{Page, Split, SplitOptions, split};
pub use to_gsm::{Replacement, Transliteration, to_gsm};
pub use units::{NotUnicode, Units, measure_units};

/// The most pages of one SMS. Source: REST documentation, `content.options.pageLimit`.
pub const MAX_PAGES: usize = 10;

/// What the limit of pages may be. Source: REST documentation, message schema, `SmsContentOptions.pageLimit`.
pub const PAGE_LIMIT: RangeInclusive<usize> = 1..=MAX_PAGES;

/// The most characters of a WhatsApp text. Source: REST documentation. Provisional: that a character is a code point; the
/// documentation names no unit.
pub const MAX_WHATSAPP_CHARACTERS: usize = 4096;

/// The most characters of an RCS text. Source: REST documentation. Provisional: the unit, as of [`MAX_WHATSAPP_CHARACTERS`].
pub const MAX_RCS_CHARACTERS: usize = 1000;

/// What a text is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
#[non_exhaustive]
pub enum Alphabet {
    /// The GSM 7-bit default alphabet with its extension table, counted in septets. Source: 3GPP TS 23.038, 6.2.1.
    Gsm,
    /// UCS-2 (in fact UTF-16), counted in code units of 16 bits. Source: 3GPP TS 23.038, 6.2.3.
    Ucs2,
    /// Any character, counted in code points: channels that have no pages (WhatsApp, RCS).
    Unicode,
}

impl Alphabet {
    /// The name that is the same in every language: `gsm`, `ucs2` or `unicode`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gsm => "gsm",
            Self::Ucs2 => "ucs2",
            Self::Unicode => "unicode",
        }
    }
}

/// What a text is sent over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Channel {
    /// SMS: pages of GSM or UCS-2.
    #[default]
    Sms,
    /// WhatsApp: no pages, at most [`MAX_WHATSAPP_CHARACTERS`].
    WhatsApp,
    /// RCS: no pages, at most [`MAX_RCS_CHARACTERS`].
    Rcs,
}

/// How long the number is that the pages of one text share, which costs room on each of them.
/// Source: 3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reference {
    /// 8 bits: 153 septets or 67 UTF-16 code units on a page.
    #[default]
    Bits8,
    /// 16 bits: 152 septets or 66 UTF-16 code units on a page.
    Bits16,
}

impl Reference {
    /// How long it is, in bits: 8 or 16.
    pub const fn bits(self) -> u8 {
        match self {
            Self::Bits8 => 8,
            Self::Bits16 => 16,
        }
    }

    /// The one of so many bits, None where there is none.
    pub const fn of(bits: u32) -> Option<Self> {
        match bits {
            8 => Some(Self::Bits8),
            16 => Some(Self::Bits16),
            _ => None,
        }
    }
}

/// A place in a text, in the units of every language, each counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Position {
    /// The character that stands there.
    pub character: char,
    /// Its offset in octets of UTF-8 (Rust, C, C++, Go).
    pub byte: usize,
    /// Its offset in code points (Python).
    pub code_point: usize,
    /// Its offset in UTF-16 code units (JavaScript, Java, C#).
    pub utf16: usize,
}

/// A text has characters that an encoding lacks. Its `Display` names the place and the number, never the characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NotEncodable {
    /// The first such character.
    pub position: Position,
    /// How many there are in the whole text, 1 at least.
    pub count: usize,
}

impl NotEncodable {
    /// The error of a text whose first refused character is known.
    fn new(text: &str, position: Position, accepts: fn(char) -> bool) -> Self {
        let count = text[position.byte..].chars().filter(|character| !accepts(*character)).count();
        Self { position, count }
    }
}

impl fmt::Display for NotEncodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, count } = self;
        let first = position.code_point + 1;
        match count {
            1 => write!(f, "1 character is not in the alphabet: character number {first}"),
            _ => {
                write!(f, "{count} characters are not in the alphabet, the first is character number {first}")
            }
        }
    }
}

impl core::error::Error for NotEncodable {}

/// Every character of a text with its position.
fn positions(text: &str) -> impl Iterator<Item = Position> + '_ {
    let mut utf16 = 0;
    text.char_indices().enumerate().map(move |(code_point, (byte, character))| {
        let position = Position { character, byte, code_point, utf16 };
        utf16 += character.len_utf16();
        position
    })
}

/// The position of the character at an offset; None at the text's end and inside a character.
fn position_at(text: &str, byte: usize) -> Option<Position> {
    let (before, after) = text.split_at_checked(byte)?;
    Some(Position {
        character: after.chars().next()?,
        byte,
        code_point: before.chars().count(),
        utf16: before.chars().map(char::len_utf16).sum(),
    })
}
