//! UCS-2 as phones use it: UTF-16, the octet of the higher bits first. Source: 3GPP TS 23.038, 6.2.3.

use alloc::string::String;
use alloc::vec::Vec;

/// The octets of a text, two for each UTF-16 code unit, big endian, without a byte order mark.
pub fn encode(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// The text of octets. Never fails: half a surrogate pair and an odd octet at the end become U+FFFD each.
pub fn decode(octets: &[u8]) -> String {
    let (pairs, odd) = octets.as_chunks::<2>();
    let units = pairs.iter().copied().map(u16::from_be_bytes);
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .chain((!odd.is_empty()).then_some(char::REPLACEMENT_CHARACTER))
        .collect()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{decode, encode};
    use crate::text::samples::cases;

    // Python: "…".encode("utf-16-be").
    #[test]
    fn the_higher_octet_comes_first() {
        assert_eq!(encode("aΩ€"), [0x00, 0x61, 0x03, 0xa9, 0x20, 0xac]);
        assert_eq!(encode("🎉"), [0xd8, 0x3c, 0xdf, 0x89]);
        assert!(encode("").is_empty());
        assert_eq!(encode("\u{feff}"), [0xfe, 0xff]);
    }

    #[test]
    fn what_is_no_text_becomes_the_replacement_character() {
        assert_eq!(decode(&[0xd8, 0x3c]), "\u{fffd}");
        assert_eq!(decode(&[0xdf, 0x89, 0x00, 0x61]), "\u{fffd}a");
        assert_eq!(decode(&[0xd8, 0x3c, 0x00, 0x61]), "\u{fffd}a");
        assert_eq!(decode(&[0x00, 0x61, 0x00]), "a\u{fffd}");
        assert_eq!(decode(&[]), "");
    }

    proptest! {
        #![proptest_config(cases(64))]

        #[test]
        fn a_text_comes_back(text: alloc::string::String) {
            prop_assert_eq!(decode(&encode(&text)), text);
        }

        #[test]
        fn octets_are_read_as_utf_16_is(units: Vec<u16>, odd in any::<Option<u8>>()) {
            let mut octets: Vec<u8> = units.iter().flat_map(|unit| [(unit >> 8) as u8, *unit as u8]).collect();
            octets.extend(odd);
            let mut expected = alloc::string::String::from_utf16_lossy(&units);
            expected.extend(odd.map(|_| '\u{fffd}'));
            prop_assert_eq!(decode(&octets), expected);
        }
    }
}
