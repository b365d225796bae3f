use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::{Shifts, cost, decode, decode_with, encode, is_gsm};
use crate::text::samples::{cases, gsm_text};
use crate::text::{NotEncodable, Position};

/// The default alphabet as the standard's table has it, column by column. Compared with the tables of Perl's Encode 3.17 and
/// of gsm0338 1.1, gsmcodecs 1.0 and smspdudecoder 2.2 (PyPI), which agree in every cell.
const COLUMNS: [&str; 8] = [
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞ\u{1b}ÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
];

const EXTENSION: [(u8, char); 10] = [
    (0x0a, '\u{c}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2f, '\\'),
    (0x3c, '['),
    (0x3d, '~'),
    (0x3e, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

fn default_alphabet() -> impl Iterator<Item = (u8, char)> {
    let characters = COLUMNS.concat().chars().collect::<Vec<_>>();
    (0..128).zip(characters).filter(|(septet, _)| *septet != 0x1b)
}

#[test]
fn every_character_has_its_septets() {
    assert_eq!(default_alphabet().count(), 127);
    for (septet, character) in default_alphabet() {
        assert_eq!(decode(&[septet]), String::from(character), "{septet:02x}");
        assert_eq!(encode(&String::from(character)), Ok(alloc::vec![septet]), "{character}");
    }
    for (septet, character) in EXTENSION {
        assert_eq!(decode(&[0x1b, septet]), String::from(character), "1b{septet:02x}");
        assert_eq!(encode(&String::from(character)), Ok(alloc::vec![0x1b, septet]), "{character}");
    }
}

#[test]
fn no_other_character_is_gsm() {
    for character in '\0'..=char::MAX {
        let expected = if default_alphabet().any(|(_, gsm)| gsm == character) {
            Some(1)
        } else if EXTENSION.iter().any(|(_, gsm)| *gsm == character) {
            Some(2)
        } else {
            None
        };
        assert_eq!(cost(character), expected, "{character:?}");
        assert_eq!(is_gsm(character), expected.is_some(), "{character:?}");
        // Searching the tables for every character takes too long; past them there is the euro sign alone.
        if character == '\u{400}' {
            break;
        }
    }
    for character in ('\u{401}'..=char::MAX).filter(|character| *character != '€') {
        assert_eq!(cost(character), None, "{character:?}");
    }
    assert_eq!(cost('€'), Some(2));
}

#[test]
fn void_codes_are_read_as_the_standard_says() {
    assert_eq!(decode(b"\x1bA"), "A");
    assert_eq!(decode(b"\x1b\x0d"), "\r");
    assert_eq!(decode(b"a\x1b\x1bb"), "a b");
    assert_eq!(decode(b"\x1b\x1b\x1b\x65"), " €");
    assert_eq!(decode(b"a\x1b"), "a ");
}

#[test]
fn what_is_no_septet_becomes_the_replacement_character() {
    assert_eq!(decode(&[b'a', 0x80, 0xff, b'b']), "a\u{fffd}\u{fffd}b");
    assert_eq!(decode(&[0x1b, 0xe5, b'b']), "\u{fffd}b");
}

#[test]
fn the_first_refused_character_is_named_and_all_are_counted() {
    let position = Position { character: '🎉', byte: 4, code_point: 2, utf16: 2 };
    let error = NotEncodable { position, count: 3 };
    assert_eq!(encode("€a🎉ж\u{1b}"), Err(error));
    let shown = alloc::string::ToString::to_string(&error);
    assert_eq!(shown, "3 characters are not in the alphabet, the first is character number 3");
    let shown = alloc::string::ToString::to_string(&NotEncodable { count: 1, ..error });
    assert_eq!(shown, "1 character is not in the alphabet: character number 3");
    let position = Position { character: 'ж', byte: 5, code_point: 2, utf16: 3 };
    assert_eq!(encode("🎉ж").map_err(|error| error.position.byte), Err(0));
    assert_eq!(
        encode("Äüaж").map_err(|error| error.position),
        Err(Position { code_point: 3, utf16: 3, ..position })
    );
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn a_text_comes_back(text in gsm_text(200)) {
        let septets = encode(&text);
        prop_assert!(septets.is_ok());
        prop_assert_eq!(decode(&septets.unwrap()), text);
    }

    #[test]
    fn a_text_is_encoded_if_all_its_characters_are_gsm(text: String) {
        prop_assert_eq!(encode(&text).is_ok(), text.chars().all(is_gsm));
    }

    #[test]
    fn any_octets_are_read(octets in proptest::collection::vec(any::<u8>(), 0..100)) {
        let text = decode(&octets);
        prop_assert!(text.chars().count() <= octets.len());
        prop_assert_eq!(text, decode_with(&octets, Shifts::default()));
    }
}
