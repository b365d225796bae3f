//! ISO 8859-1: an octet for each of the first 256 characters of Unicode. Source: SMPP 3.4, 5.2.19 (data coding 3).

use alloc::string::String;
use alloc::vec::Vec;

use super::{NotEncodable, positions};

/// The octets of a text.
///
/// # Errors
/// [`NotEncodable`] with the first character after U+00FF, and how many there are.
pub fn encode(text: &str) -> Result<Vec<u8>, NotEncodable> {
    positions(text)
        .map(|position| {
            u8::try_from(position.character).map_err(|_| NotEncodable::new(text, position, is_latin1))
        })
        .collect()
}

/// The text of octets. Never fails: every octet is a character.
pub fn decode(octets: &[u8]) -> String {
    octets.iter().copied().map(char::from).collect()
}

fn is_latin1(character: char) -> bool {
    u8::try_from(character).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use crate::text::{NotEncodable, Position};

    // ISO 8859-1 is the first 256 characters of Unicode, in the same order.
    #[test]
    fn every_octet_is_the_character_of_its_number() {
        for octet in 0..=0xff {
            let text = alloc::string::String::from(char::from_u32(u32::from(octet)).unwrap());
            assert_eq!(decode(&[octet]), text);
            assert_eq!(encode(&text), Ok(alloc::vec![octet]));
        }
    }

    #[test]
    fn the_first_refused_character_is_named_and_all_are_counted() {
        let position = Position { character: '€', byte: 3, code_point: 2, utf16: 2 };
        assert_eq!(encode("aü€ü🎉\u{100}"), Err(NotEncodable { position, count: 3 }));
    }
}
