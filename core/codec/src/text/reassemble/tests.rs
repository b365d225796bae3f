use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use proptest::prelude::*;

use super::{Assembled, Incomplete, Limits, Part, Pushed, Reassembler};
use crate::text::{
    Reference, SplitOptions, split,
    udh::{Concatenation, ConcatenationProblem},
};

type Text = Reassembler<String>;

fn part(reference: u16, number: u8, total: u8, body: &str) -> Part<String> {
    Part {
        from: "+41791234567".to_string(),
        to: "963".to_string(),
        concatenation: Concatenation { reference, bits: Reference::Bits8, total, number },
        body: body.to_string(),
    }
}

/// The text and what it displaced, where the part completed one.
fn complete(pushed: Pushed<String>) -> (String, Option<Incomplete<String>>) {
    match pushed {
        Pushed::Complete { text, displaced } => (text.text(), displaced),
        other => panic!("not complete: {other:?}"),
    }
}

/// What it displaced, where the part has to wait.
fn waiting(pushed: Pushed<String>) -> Option<Incomplete<String>> {
    match pushed {
        Pushed::Waiting { displaced } => displaced,
        other => panic!("not waiting: {other:?}"),
    }
}

#[test]
fn every_outcome_has_its_word() {
    let mut parts = Reassembler::new(Limits::default());
    let mut word = |total, number| parts.push(part(1, number, total, "x"), 0).outcome();
    let words = [word(0, 1), word(2, 1), word(2, 1), word(2, 2)];
    assert_eq!(words, ["invalid", "waiting", "duplicate", "complete"]);
}

fn is_duplicate(pushed: &Pushed<String>, expected: &Part<String>) -> bool {
    matches!(pushed, Pushed::Duplicate(part) if part == expected)
}

#[test]
fn parts_come_in_any_order() {
    for order in [[1, 2, 3], [3, 2, 1], [2, 3, 1], [3, 1, 2]] {
        let mut parts = Text::new(Limits::default());
        let push = |parts: &mut Text, number: u8| parts.push(part(7, number, 3, &format!("<{number}>")), 0);
        assert_eq!(waiting(push(&mut parts, order[0])), None);
        assert_eq!(waiting(push(&mut parts, order[1])), None);
        assert_eq!(complete(push(&mut parts, order[2])), ("<1><2><3>".to_string(), None));
        assert_eq!(parts.open(), 0);
    }
}

#[test]
fn a_text_of_one_part_is_complete_at_once() {
    let mut parts = Text::new(Limits::default());
    let Pushed::Complete { text, displaced: None } = parts.push(part(255, 1, 1, "all"), 0) else { panic!() };
    assert_eq!(
        text,
        Assembled {
            from: "+41791234567".to_string(),
            to: "963".to_string(),
            reference: 255,
            bits: Reference::Bits8,
            bodies: vec!["all".to_string()],
        }
    );
    assert_eq!(text.octets(), b"all");
}

#[test]
fn what_differs_in_address_or_kind_of_reference_is_apart() {
    let mut parts = Text::new(Limits::default());
    assert_eq!(waiting(parts.push(part(1, 1, 2, "a"), 0)), None);
    let mut others = [(); 4].map(|()| part(1, 2, 2, "b"));
    others[0].from.push('8');
    others[1].to.push('8');
    others[2].concatenation.bits = Reference::Bits16;
    others[3].concatenation.reference = 2;
    for other in others {
        assert_eq!(waiting(parts.push(other, 0)), None);
    }
    assert_eq!(parts.open(), 5);
    assert_eq!(complete(parts.push(part(1, 2, 2, "b"), 0)).0, "ab");
}

#[test]
fn duplicates_come_back() {
    let mut parts = Text::new(Limits { duplicate_ms: 1000, ..Limits::default() });
    assert_eq!(waiting(parts.push(part(1, 1, 2, "a"), 0)), None);
    assert!(is_duplicate(&parts.push(part(1, 1, 2, "a"), 0), &part(1, 1, 2, "a")));
    assert_eq!(complete(parts.push(part(1, 2, 2, "b"), 500)).0, "ab");
    // Also of a text that is complete, for a while.
    for late in [part(1, 2, 2, "b"), part(1, 1, 2, "a")] {
        assert!(is_duplicate(&parts.push(late.clone(), 1499), &late));
    }
    assert_eq!(waiting(parts.push(part(1, 1, 2, "a"), 1500)), None);
    assert_eq!(complete(parts.push(part(1, 2, 2, "b"), 1500)).0, "ab");
}

#[test]
fn a_reference_used_anew_begins_a_new_text() {
    let mut parts = Text::new(Limits::default());
    assert_eq!(waiting(parts.push(part(1, 1, 2, "a"), 0)), None);
    assert_eq!(complete(parts.push(part(1, 2, 2, "b"), 0)).0, "ab");
    // After a complete text, by another body or another total; the remembered parts then belong to the new text.
    assert_eq!(waiting(parts.push(part(1, 1, 2, "c"), 0)), None);
    assert_eq!(complete(parts.push(part(1, 2, 2, "b"), 0)).0, "cb");
    assert_eq!(waiting(parts.push(part(1, 1, 3, "c"), 0)), None);
    // The complete one is then forgotten.
    assert_eq!(waiting(parts.push(part(2, 1, 2, "a"), 0)), None);
    assert_eq!(complete(parts.push(part(2, 2, 2, "b"), 0)).0, "ab");
    assert_eq!(waiting(parts.push(part(2, 1, 2, "c"), 0)), None);
    assert_eq!(parts.drain().len(), 2);
    assert_eq!(waiting(parts.push(part(2, 1, 2, "a"), 0)), None);
    assert_eq!(waiting(parts.push(part(1, 1, 3, "c"), 0)), None);
    // While one is open, it displaces that.
    let displaced = waiting(parts.push(part(1, 2, 4, "d"), 0)).expect("the text of three parts");
    assert_eq!(
        (displaced.total, displaced.parts, displaced.missing),
        (3, vec![(1, "c".to_string())], vec![2, 3])
    );
    let displaced = waiting(parts.push(part(1, 2, 4, "e"), 0)).expect("the part with the other body");
    assert_eq!((displaced.parts, displaced.missing), (vec![(2, "d".to_string())], vec![1, 3, 4]));
    let (text, displaced) = complete(parts.push(part(1, 1, 1, "f"), 0));
    assert_eq!((text.as_str(), displaced.expect("the text of four parts").missing), ("f", vec![1, 3, 4]));
    assert_eq!(parts.open(), 1);
}

#[test]
fn numbers_that_make_no_sense_come_back() {
    let mut parts = Text::new(Limits::default());
    for (number, total, expected) in [
        (0, 2, ConcatenationProblem::NumberZero),
        (3, 2, ConcatenationProblem::NumberOverTotal { number: 3, total: 2 }),
        (0, 0, ConcatenationProblem::NoParts),
    ] {
        match parts.push(part(1, number, total, "x"), 0) {
            Pushed::Invalid { part, problem } => assert_eq!((part.body.as_str(), problem), ("x", expected)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(parts.open(), 0);
}

#[test]
fn what_waits_too_long_comes_out() {
    let mut parts = Text::new(Limits { timeout_ms: 100, ..Limits::default() });
    assert_eq!(parts.next_expiry_ms(), None);
    assert_eq!(waiting(parts.push(part(2, 1, 3, "b"), 10)), None);
    assert_eq!(waiting(parts.push(part(1, 2, 2, "a"), 20)), None);
    assert_eq!(waiting(parts.push(part(3, 1, 2, "c"), 5)), None);
    // Another part is patience, a duplicate is none.
    assert_eq!(waiting(parts.push(part(2, 3, 3, "b"), 60)), None);
    assert!(is_duplicate(&parts.push(part(1, 2, 2, "a"), 60), &part(1, 2, 2, "a")));
    assert_eq!(parts.next_expiry_ms(), Some(105));
    assert_eq!(parts.expire(104), []);
    let expired = parts.expire(120);
    assert_eq!(expired.iter().map(|text| text.reference).collect::<Vec<_>>(), [3, 1]);
    assert_eq!(expired[1].missing, [1]);
    assert_eq!(parts.expire(159), []);
    let expired = parts.expire(u64::MAX);
    assert_eq!(expired[0].parts, [(1, "b".to_string()), (3, "b".to_string())]);
    assert_eq!((parts.open(), parts.next_expiry_ms()), (0, None));
}

#[test]
fn where_there_are_too_many_the_longest_waiting_comes_out() {
    let mut parts = Text::new(Limits { max_open: 2, ..Limits::default() });
    assert_eq!(waiting(parts.push(part(1, 1, 3, "a"), 0)), None);
    assert_eq!(waiting(parts.push(part(2, 1, 3, "b"), 1)), None);
    assert_eq!(waiting(parts.push(part(1, 2, 3, "a"), 2)), None);
    let displaced = waiting(parts.push(part(3, 1, 3, "c"), 3)).expect("one that had to go");
    assert_eq!((displaced.reference, displaced.missing), (2, vec![2, 3]));
    assert_eq!(parts.drain().iter().map(|text| text.reference).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(parts.open(), 0);
    // A limit of none is a limit of one.
    let mut parts = Text::new(Limits { max_open: 0, ..Limits::default() });
    assert_eq!(waiting(parts.push(part(1, 1, 2, "a"), 0)), None);
    assert_eq!(complete(parts.push(part(1, 2, 2, "b"), 0)).0, "ab");
}

#[test]
fn as_many_complete_texts_are_remembered_as_may_be_open() {
    let mut parts = Text::new(Limits { max_open: 2, ..Limits::default() });
    for reference in [1, 2, 3] {
        assert_eq!(complete(parts.push(part(reference, 1, 1, "a"), u64::from(reference))).0, "a");
    }
    assert!(is_duplicate(&parts.push(part(2, 1, 1, "a"), 4), &part(2, 1, 1, "a")));
    assert_eq!(complete(parts.push(part(1, 1, 1, "a"), 4)).0, "a");
    assert_eq!(parts.done.len(), 2);
    assert_eq!(parts.expire(u64::MAX), []);
    assert_eq!(parts.done.len(), 0);
}

proptest! {
    #[test]
    fn a_text_comes_out_once_whatever_the_order_and_the_duplicates(
        text in prop_oneof!["[a-z€{ é\n]{0,1200}", "\\PC{0,500}"],
        long: bool,
        whole_words: bool,
        reference: u8,
        seed in proptest::collection::vec((any::<prop::sample::Index>(), 1..3_usize), 0..40),
    ) {
        let bits = if long { Reference::Bits16 } else { Reference::Bits8 };
        let split = split(&text, &SplitOptions { reference: bits, whole_words });
        let total = u8::try_from(split.pages.len()).expect("at most 255 pages");
        let arriving: Vec<_> = (1..=total).zip(&split.pages).map(|(number, page)| Part {
            from: "a".to_string(),
            to: "b".to_string(),
            concatenation: Concatenation { reference: u16::from(reference), bits, total, number },
            body: page.text.to_string(),
        }).collect();
        // Every part at least once, in an order that the seed makes.
        let mut order: Vec<usize> = (0..arriving.len()).collect();
        for (turn, (place, times)) in seed.iter().enumerate() {
            order.extend(core::iter::repeat_n(place.index(arriving.len()), times - 1));
            let (one, other) = (turn % order.len(), place.index(order.len()));
            order.swap(one, other);
        }
        let mut parts = Text::new(Limits::default());
        let mut texts = Vec::new();
        let mut duplicates = 0;
        for one in &order {
            match parts.push(arriving[*one].clone(), 0) {
                Pushed::Complete { text, displaced } => {
                    prop_assert_eq!(displaced, None);
                    texts.push(text.text());
                }
                Pushed::Waiting { displaced } => prop_assert_eq!(displaced, None),
                Pushed::Duplicate(part) => {
                    prop_assert_eq!(&part, &arriving[*one]);
                    duplicates += 1;
                }
                Pushed::Invalid { .. } => prop_assert!(false),
            }
        }
        prop_assert_eq!(texts, [text]);
        prop_assert_eq!(duplicates, order.len() - arriving.len());
        prop_assert_eq!(parts.open(), 0);
    }

    #[test]
    fn nothing_that_is_pushed_is_lost(
        pushed in proptest::collection::vec((0..3_u8, 0..3_u16, any::<bool>(), 0..5_u8, 0..5_u8, 0..3_u8, 0..40_u64), 0..60),
        max_open in 0..5_usize,
        timeout_ms in 0..100_u64,
        duplicate_ms in 0..100_u64,
    ) {
        let mut parts = Reassembler::new(Limits { max_open, timeout_ms, duplicate_ms });
        let mut came_out = Vec::new();
        let mut now_ms = 0;
        for (index, (from, reference, long, total, number, body, passed)) in pushed.iter().copied().enumerate() {
            now_ms += passed;
            let bits = if long { Reference::Bits16 } else { Reference::Bits8 };
            let concatenation = Concatenation { reference, bits, total, number };
            let part = Part { from: from.to_string(), to: String::new(), concatenation, body: Marked { index, body } };
            match parts.push(part, now_ms) {
                Pushed::Complete { text, displaced } => {
                    prop_assert_eq!(text.bodies.len(), usize::from(total));
                    came_out.extend(text.bodies.iter().map(|body| body.index));
                    came_out.extend(displaced.iter().flat_map(indices));
                }
                Pushed::Waiting { displaced } => came_out.extend(displaced.iter().flat_map(indices)),
                Pushed::Duplicate(part) | Pushed::Invalid { part, .. } => came_out.push(part.body.index),
            }
            prop_assert!(parts.open() <= max_open.max(1));
            if passed % 2 == 0 {
                let due = parts.next_expiry_ms().is_some_and(|due| due <= now_ms);
                let expired = parts.expire(now_ms);
                prop_assert_eq!(due, !expired.is_empty());
                came_out.extend(expired.iter().flat_map(indices));
            }
        }
        came_out.extend(parts.drain().iter().flat_map(indices));
        came_out.sort_unstable();
        prop_assert_eq!(came_out, (0..pushed.len()).collect::<Vec<_>>());
    }
}

/// A body that is known by its index and compared without it.
#[derive(Clone, Debug)]
struct Marked {
    index: usize,
    body: u8,
}

impl PartialEq for Marked {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body
    }
}

impl core::hash::Hash for Marked {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.body.hash(state);
    }
}

/// The indices of what arrived of a text, whose numbers are seen to be all there.
fn indices(text: &Incomplete<Marked>) -> Vec<usize> {
    let mut numbers: Vec<u8> = text.parts.iter().map(|(number, _)| *number).collect();
    assert!(numbers.is_sorted() && text.missing.is_sorted() && !text.missing.is_empty());
    numbers.extend(&text.missing);
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=text.total).collect::<Vec<_>>());
    text.parts.iter().map(|(_, body)| body.index).collect()
}
