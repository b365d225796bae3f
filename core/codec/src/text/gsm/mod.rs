//! The GSM 7-bit alphabet: which characters it has, and text to septets and back. Source: 3GPP TS 23.038, 6.2.1.

mod count;
mod national;
mod packed;
mod table;

use alloc::string::String;
use alloc::vec::Vec;

use super::{NotEncodable, positions};

pub(super) use count::{Count, count, count_units};
pub use national::{Language, Shifts};
pub use packed::{MAX_FILL_BITS, pack, unpack};

/// The largest code of seven bits.
const MAX_SEPTET: u8 = 0x7f;

/// Whether the default alphabet or its extension table has this character. Source: 3GPP TS 23.038, 6.2.1 and 6.2.1.1.
pub fn is_gsm(character: char) -> bool {
    table::code(character).is_some()
}

/// What a character costs in septets: 1, or 2 where it stands in the extension table. None where GSM does not have it.
/// Source: 3GPP TS 23.038, 6.2.1 and 6.2.1.1.
pub fn cost(character: char) -> Option<usize> {
    table::code(character).map(table::Code::cost)
}

/// The septets of a text, one to an octet (0 to 127), extension characters after their escape code.
/// Source: 3GPP TS 23.038, 6.2.1 and 6.2.1.1.
///
/// # Errors
/// [`NotEncodable`] with the first character that GSM does not have, and how many there are.
pub fn encode(text: &str) -> Result<Vec<u8>, NotEncodable> {
    let mut septets = Vec::with_capacity(text.len());
    for position in positions(text) {
        let Some(code) = table::code(position.character) else {
            return Err(NotEncodable::new(text, position, is_gsm));
        };
        if code.escaped {
            septets.push(table::ESCAPE);
        }
        septets.push(code.septet);
    }
    Ok(septets)
}

/// The text of septets in the default alphabet, one septet to an octet. Same as [`decode_with`] without national tables.
pub fn decode(septets: &[u8]) -> String {
    decode_with(septets, Shifts::default())
}

/// The text of septets, one to an octet, read with the tables that its header names. Never fails:
/// - a code that is void in the extension or single shift table is the locking (or default) table's character;
/// - the escape code twice, and the escape code at the end, are a space;
/// - an octet over 127 is no septet and becomes U+FFFD, together with an escape code before it.
///
/// Source: 3GPP TS 23.038, 6.2.1, 6.2.1.1 and 6.2.1.2.
pub fn decode_with(septets: &[u8], shifts: Shifts) -> String {
    let mut text = String::with_capacity(septets.len());
    let mut septets = septets.iter().copied();
    while let Some(septet) = septets.next() {
        text.push(match septet {
            table::ESCAPE => escaped(septets.next(), shifts),
            0..=MAX_SEPTET => shifts.locking.locking_character(septet),
            _ => char::REPLACEMENT_CHARACTER,
        });
    }
    text
}

/// What the escape code and the septet after it stand for.
fn escaped(septet: Option<u8>, shifts: Shifts) -> char {
    match septet {
        // The end, or a table after the table, of which there is none yet.
        None | Some(table::ESCAPE) => ' ',
        Some(septet @ 0..=MAX_SEPTET) => {
            shifts.single.single_character(septet).unwrap_or_else(|| shifts.locking.locking_character(septet))
        }
        Some(_) => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests;
