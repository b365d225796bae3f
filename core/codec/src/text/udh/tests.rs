use alloc::vec::Vec;

use proptest::prelude::*;

use super::{Concatenation, ConcatenationProblem, Element, Udh, UdhProblem};
use crate::text::{
    Reference,
    gsm::{Language, Shifts},
};

fn concatenation(octets: &[u8]) -> Option<Concatenation> {
    Udh::parse(octets).expect("a header").0.concatenation()
}

#[test]
fn a_header_is_taken_off_the_text() {
    let (header, text) = Udh::parse(b"\x05\x00\x03\xc4\x02\x01abc").expect("a header");
    assert_eq!(text, b"abc");
    assert_eq!(header.len(), 6);
    assert_eq!(header.elements().collect::<Vec<_>>(), [Element { id: 0, data: &[0xc4, 2, 1] }]);
    assert_eq!(
        header.concatenation(),
        Some(Concatenation { reference: 0xc4, bits: Reference::Bits8, total: 2, number: 1 })
    );
    assert_eq!(header.shifts(), Shifts::default());
}

#[test]
fn a_reference_of_sixteen_bits_is_big_endian() {
    assert_eq!(
        concatenation(&[6, 8, 4, 0x12, 0x34, 3, 3]),
        Some(Concatenation { reference: 0x1234, bits: Reference::Bits16, total: 3, number: 3 })
    );
}

#[test]
fn the_last_valid_element_counts() {
    let last = concatenation(&[11, 0, 3, 1, 2, 1, 8, 4, 0, 2, 2, 2]).expect("a concatenation");
    assert_eq!((last.reference, last.bits), (2, Reference::Bits16));
    // Part 0, part 3 of 2, no parts, and a wrong length are passed over.
    for invalid in [[0, 3, 9, 2, 0], [0, 3, 9, 2, 3], [0, 3, 9, 0, 0], [8, 3, 9, 2, 1]] {
        let mut octets = Vec::from([10, 0, 3, 1, 2, 1]);
        octets.extend(invalid);
        assert_eq!(concatenation(&octets).expect("the first one").reference, 1, "{invalid:?}");
        assert_eq!(concatenation(&[&[5], &invalid[..]].concat()), None, "{invalid:?}");
    }
}

#[test]
fn languages_are_read_and_reserved_ones_ignored() {
    let shifts = |octets: &[u8]| Udh::parse(octets).expect("a header").0.shifts();
    let both = Shifts { locking: Language::Turkish, single: Language::Urdu };
    assert_eq!(shifts(&[6, 0x24, 1, 13, 0x25, 1, 1]), both);
    assert_eq!(shifts(&[12, 0x24, 1, 2, 0x25, 1, 1, 0x24, 1, 13, 0x25, 1, 14]), both);
    assert_eq!(shifts(&[4, 0x24, 2, 1, 1]), Shifts::default());
    assert_eq!(shifts(&[0]), Shifts::default());
}

#[test]
fn lengths_that_do_not_fit_are_told() {
    assert_eq!(Udh::parse(&[]), Err(UdhProblem::Empty));
    assert_eq!(Udh::parse(&[5, 0, 3, 1, 2]), Err(UdhProblem::Truncated { needed: 5, found: 4 }));
    assert_eq!(Udh::parse(&[4, 0, 3, 1, 2, 1]), Err(UdhProblem::ElementTruncated { offset: 1 }));
    assert_eq!(Udh::parse(&[6, 0, 3, 1, 2, 1, 7]), Err(UdhProblem::ElementTruncated { offset: 6 }));
    assert_eq!(Udh::parse(&[7, 0, 3, 1, 2, 1, 7, 1]), Err(UdhProblem::ElementTruncated { offset: 6 }));
}

#[test]
fn septets_begin_on_their_border() {
    // 6 octets are 48 bits: one more makes seven septets. 7 octets are eight.
    for (length, fill) in [(0, 6), (1, 5), (2, 4), (3, 3), (4, 2), (5, 1), (6, 0), (7, 6), (12, 1), (13, 0)] {
        let mut octets = Vec::from([length]);
        if length == 1 {
            continue;
        } else if length > 1 {
            octets.extend([0x70, length - 2]);
            octets.resize(1 + usize::from(length), 0);
        }
        let (header, _) = Udh::parse(&octets).expect("a header");
        assert_eq!(header.fill_bits(), fill, "{length}");
        assert_eq!((8 * header.len() + usize::from(fill)) % 7, 0, "{length}");
    }
}

#[test]
fn a_reference_that_is_too_long_is_a_problem() {
    let concatenation = Concatenation { reference: 256, bits: Reference::Bits8, total: 1, number: 1 };
    assert_eq!(concatenation.problem(), Some(ConcatenationProblem::ReferenceOver8Bits));
    assert_eq!(Concatenation { bits: Reference::Bits16, ..concatenation }.problem(), None);
}

proptest! {
    #[test]
    fn octets_are_read_or_refused_and_lose_nothing(octets in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok((header, text)) = Udh::parse(&octets) {
            let mut written = Vec::from([(header.len() - 1) as u8]);
            for element in header.elements() {
                written.extend([element.id, element.data.len() as u8]);
                written.extend(element.data);
            }
            written.extend(text);
            prop_assert_eq!(written, octets.clone());
            prop_assert_eq!((8 * header.len() + usize::from(header.fill_bits())) % 7, 0);
            prop_assert!(header.concatenation().is_none_or(|concatenation| concatenation.problem().is_none()));
        }
    }

    #[test]
    fn what_is_written_is_read_back(reference: u16, long: bool, total in 1..=255_u8, number: u8, text: Vec<u8>) {
        let bits = if long { Reference::Bits16 } else { Reference::Bits8 };
        let reference = if long { reference } else { reference & 0xff };
        let concatenation = Concatenation { reference, bits, total, number: 1 + number % total };
        let mut octets = concatenation.to_header();
        octets.extend(&text);
        let (header, rest) = Udh::parse(&octets).expect("a header");
        prop_assert_eq!(header.concatenation(), Some(concatenation));
        prop_assert_eq!(rest, &text[..]);
    }
}
