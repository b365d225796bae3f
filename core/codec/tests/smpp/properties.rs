//! What holds of every PDU, and of any octets.

use ecall_codec::smpp::{
    Deviations, EncodeError, EncodeOptions, Frames, HEADER_LENGTH, IdKey, Pdu, Receipt, Time, first_frame,
    is_same_id,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::strategies::{pdu, time};

/// The octets of a PDU that may be sent.
pub fn written(pdu: &Pdu<'_>) -> Vec<u8> {
    let mut octets = Vec::new();
    pdu.encode(&mut octets).unwrap_or_else(|error| panic!("{error}: {pdu:?}"));
    octets
}

/// Octets as they may come: of a PDU, with some changed, cut off or added, and their length right again or not.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let changes = vec((any::<prop::sample::Index>(), any::<u8>()), 0..4);
    (pdu(), changes, 0_usize..12, vec(any::<u8>(), 0..8), any::<bool>()).prop_map(
        |(pdu, changes, cut, more, right)| {
            let mut octets = written(&pdu);
            for (at, octet) in changes {
                let at = at.index(octets.len());
                octets[at] = octet;
            }
            octets.truncate(octets.len() - cut);
            octets.extend(more);
            if right && octets.len() >= 4 {
                let length = u32::try_from(octets.len()).unwrap();
                octets[..4].copy_from_slice(&length.to_be_bytes());
            }
            octets
        },
    )
}

/// What is read is read again after it was written, where it may be written.
fn holds(octets: &[u8]) {
    match Pdu::decode(octets) {
        Ok(read) => {
            assert!(octets.ends_with(read.trailing));
            assert_eq!(read.trailing.is_empty(), !read.deviations.contains(Deviations::TRAILING));
            let mut again = Vec::new();
            match read.pdu.encode_with(&EncodeOptions { long_credentials: true }, &mut again) {
                Ok(()) => assert_eq!(Pdu::decode(&again).unwrap().pdu, read.pdu),
                Err(EncodeError { problems }) => assert!(!problems.is_empty() && again.is_empty()),
            }
            assert_eq!(read.pdu.clone().into_owned(), read.pdu);
        }
        Err(raw) => {
            assert_eq!(raw.octets, octets);
            assert_eq!(raw.header.is_some(), octets.len() >= HEADER_LENGTH);
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(pdu in pdu()) {
        let octets = written(&pdu);
        let read = Pdu::decode(&octets).unwrap();
        prop_assert_eq!(&read.pdu, &pdu);
        prop_assert!(read.deviations.is_empty() && read.trailing.is_empty(), "{:?}", read.deviations);
        let length = u32::from_be_bytes(octets[..4].try_into().unwrap());
        prop_assert_eq!(usize::try_from(length).unwrap(), octets.len());
        prop_assert_eq!(written(&read.pdu.into_owned()), octets);
    }

    #[test]
    fn its_json_form_is_read(pdu in pdu()) {
        let json = serde_json::to_string(&pdu).unwrap();
        prop_assert_eq!(serde_json::from_str::<Pdu<'_>>(&json).unwrap(), pdu, "{}", json);
    }

    #[test]
    fn nothing_is_added_to_what_was_there(before in vec(any::<u8>(), 0..20), pdu in pdu()) {
        let mut octets = before.clone();
        pdu.encode(&mut octets).unwrap();
        prop_assert_eq!(octets, [before, written(&pdu)].concat());
    }

    #[test]
    fn any_octets_are_read_or_given_back(octets in vec(any::<u8>(), 0..100)) {
        holds(&octets);
    }

    #[test]
    fn damaged_octets_are_read_or_given_back(octets in damaged()) {
        holds(&octets);
    }

    #[test]
    fn frames_come_however_they_are_cut(pdus in vec(pdu(), 1..5), sizes in vec(1_usize..60, 1..8)) {
        let each: Vec<Vec<u8>> = pdus.iter().map(written).collect();
        let all = each.concat();
        let mut frames = Frames::default();
        let mut found = Vec::new();
        let mut rest = &all[..];
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at((*size).min(rest.len()));
            rest = after;
            frames.push(piece);
            while let Some(frame) = frames.next().unwrap() {
                found.push(frame.to_vec());
            }
        }
        prop_assert_eq!(frames.waiting(), 0);
        prop_assert_eq!(found, each);
    }

    #[test]
    fn a_frame_is_as_long_as_it_says(octets in vec(any::<u8>(), 0..40), limit in 0_usize..64) {
        if let Ok(Some(frame)) = first_frame(&octets, limit) {
            prop_assert!(octets.starts_with(frame) && (HEADER_LENGTH..=limit).contains(&frame.len()));
        }
    }

    #[test]
    fn times_are_read_back(time in time()) {
        let text = time.write().unwrap();
        prop_assert_eq!(Time::parse_strict(&text), Ok(time));
        prop_assert_eq!(Time::parse(&text), Ok(time));
    }

    #[test]
    fn any_octets_are_a_time_or_not(octets in vec(prop_oneof![Just(b'+'), Just(b'R'), Just(b' '), b'0'..=b'9', any::<u8>()], 0..20)) {
        if let Ok(strict) = Time::parse_strict(&octets) {
            prop_assert_eq!(strict.write().unwrap().to_vec(), octets);
        } else if let Ok(Time::Absolute(time)) = Time::parse(&octets) {
            prop_assert!(time.month >= 1 && time.month <= 12 && time.hour < 24);
        }
    }

    #[test]
    fn ids_are_the_same_both_ways(one in "[0-9a-fA-F]{0,20}", other in "[0-9a-fA-F]{0,20}", number in any::<u64>()) {
        let same = is_same_id(one.as_bytes(), other.as_bytes());
        prop_assert_eq!(same, is_same_id(other.as_bytes(), one.as_bytes()));
        let (decimal, hexadecimal) = (format!("{number:020}"), format!("{number:x}"));
        prop_assert!(is_same_id(decimal.as_bytes(), hexadecimal.as_bytes()));
        prop_assert!(IdKey::of(one.as_bytes()) == IdKey::of(one.to_lowercase().as_bytes()));
    }

    #[test]
    fn fields_of_a_receipt_come_in_any_order(
        order in Just([0_usize, 1, 2, 3, 4, 5, 6]).prop_shuffle(), upper in any::<bool>(), left_out in 0_usize..8,
    ) {
        let fields = ["id:00ab", "sub:001", "dlvrd:000", "submit date:2401310805", "done date:240131080607", "stat:UNDELIV", "err:0x1F"];
        let chosen: Vec<&str> = order.iter().filter(|at| **at != left_out).map(|at| fields[*at]).collect();
        let text = if upper { chosen.join(" ").to_uppercase() } else { chosen.join(" ") };
        let found = Receipt::parse(text.as_bytes());
        let there = [
            found.id.is_some(), found.submitted == Some(1), found.delivered == Some(0),
            found.submit_date.is_some_and(|date| (date.hour, date.minute, date.second) == (8, 5, 0)),
            found.done_date.is_some_and(|date| (date.hour, date.minute, date.second) == (8, 6, 7)),
            found.state.is_some_and(|state| state.word() == Some("UNDELIV")),
            found.error_code() == Some(31),
        ];
        for (at, there) in there.into_iter().enumerate() {
            prop_assert_eq!(there, at != left_out, "{}", text);
        }
    }

    #[test]
    fn any_text_is_a_receipt_or_not(octets in vec(any::<u8>(), 0..80)) {
        let found = Receipt::parse(&octets);
        prop_assert_eq!(found.clone().into_owned(), found);
    }
}
