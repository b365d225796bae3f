use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::{Cut, EstimateOptions, LimitProblem, Saving, estimate, measure_with};
use crate::text::samples::{OTHER_PIECES, cases, fewest_pages, sms_text, units};
use crate::text::{Alphabet, Channel, Measure, Position, Reference};

fn sms(page_limit: usize) -> EstimateOptions {
    EstimateOptions { page_limit: Some(page_limit), ..EstimateOptions::default() }
}

fn at(character: char, byte: usize, code_point: usize, utf16: usize) -> Position {
    Position { character, byte, code_point, utf16 }
}

#[test]
fn the_measure_alone_is_that_of_the_estimate() {
    for channel in [Channel::Sms, Channel::WhatsApp, Channel::Rcs] {
        for reference in [Reference::Bits8, Reference::Bits16] {
            let options = EstimateOptions { channel, reference, ..EstimateOptions::default() };
            for text in ["", "a", "ä€", "ж😀", &"a".repeat(400), &"ж".repeat(1001), &"a€".repeat(2500)]
            {
                assert_eq!(measure_with(text, &options), estimate(text, &options).measure);
            }
        }
    }
}

#[test]
fn a_plain_text_has_nothing_to_say() {
    let found = estimate("Grüezi", &EstimateOptions::default());
    assert_eq!((found.measure.alphabet, found.measure.pages, found.measure.units), (Alphabet::Gsm, 1, 6));
    assert_eq!((found.forcing, found.doubled, found.problems), (vec![], vec![], vec![]));
    assert_eq!((found.cut, found.transliterated), (None, None));
}

#[test]
fn the_characters_that_cost_more_are_named() {
    let found = estimate("1 € [a]", &EstimateOptions::default());
    assert_eq!(found.measure.units, 10);
    assert_eq!(found.doubled, [at('€', 2, 2, 2), at('[', 6, 4, 4), at(']', 8, 6, 6)]);

    let found = estimate("🎉€ж", &EstimateOptions::default());
    assert_eq!((found.measure.alphabet, found.measure.units), (Alphabet::Ucs2, 4));
    assert_eq!(found.forcing, [at('🎉', 0, 0, 0), at('ж', 7, 2, 3)]);
    assert_eq!(found.doubled, [at('🎉', 0, 0, 0)]);
}

#[test]
fn a_text_over_the_limit_is_cut_after_whole_pages() {
    let found = estimate(&"ä".repeat(1531), &EstimateOptions::default());
    assert_eq!(found.problems, [LimitProblem::Pages { found: 11, limit: 10 }]);
    assert_eq!(found.cut, Some(Cut { from: at('ä', 3060, 1530, 1530), characters: 1 }));

    // One page alone has 160, two have 153 each.
    let text = "a".repeat(400);
    assert_eq!(estimate(&text, &sms(1)).cut, Some(Cut { from: at('a', 160, 160, 160), characters: 240 }));
    assert_eq!(estimate(&text, &sms(2)).cut, Some(Cut { from: at('a', 306, 306, 306), characters: 94 }));
    assert_eq!(estimate(&text, &sms(3)).cut, None);

    let text = "🎉".repeat(40);
    assert_eq!(estimate(&text, &sms(1)).cut, Some(Cut { from: at('🎉', 140, 35, 70), characters: 5 }));
}

#[test]
fn a_limit_outside_its_bounds_is_the_nearest() {
    let text = "a".repeat(1531);
    assert_eq!(estimate(&text, &sms(0)).problems, [LimitProblem::Pages { found: 11, limit: 1 }]);
    assert_eq!(estimate(&text, &sms(99)).problems, [LimitProblem::Pages { found: 11, limit: 10 }]);
}

#[test]
fn the_reference_changes_the_pages() {
    let options = EstimateOptions { reference: Reference::Bits16, ..sms(2) };
    let found = estimate(&"a".repeat(305), &options);
    assert_eq!((found.measure.pages, found.measure.page_units), (3, 152));
    assert_eq!(found.cut.map(|cut| cut.from.byte), Some(304));
}

#[test]
fn forcing_gsm_forbids_the_rest() {
    let options = EstimateOptions { force_gsm: true, ..EstimateOptions::default() };
    assert_eq!(estimate("Grüezi €", &options).problems, []);
    let found = estimate("Привет ç", &options);
    assert_eq!(found.problems, [LimitProblem::NotGsm { found: 7 }]);
    assert_eq!((found.cut, found.measure.alphabet), (None, Alphabet::Ucs2));
    let both = EstimateOptions { page_limit: Some(1), ..options };
    let found = estimate(&"ж".repeat(71), &both);
    assert_eq!(
        found.problems,
        [LimitProblem::Pages { found: 2, limit: 1 }, LimitProblem::NotGsm { found: 71 }]
    );
}

#[test]
fn channels_without_pages_count_characters() {
    for (channel, limit) in [(Channel::WhatsApp, 4096), (Channel::Rcs, 1000)] {
        let options = EstimateOptions { channel, ..sms(1) };
        let found = estimate(&("🎉".to_owned() + &"€".repeat(limit - 2)), &options);
        let measure = Measure {
            alphabet: Alphabet::Unicode,
            pages: 1,
            units: limit - 1,
            units_left: 1,
            page_units: limit,
        };
        assert_eq!(found.measure, measure);
        assert_eq!((found.forcing, found.doubled, found.problems), (vec![], vec![], vec![]));
        assert_eq!((found.cut, found.transliterated), (None, None));

        let found = estimate(&("🎉".to_owned() + &"€".repeat(limit + 1)), &options);
        assert_eq!(found.measure.units_left, 0);
        assert_eq!(found.problems, [LimitProblem::Characters { found: limit + 2, limit }]);
        assert_eq!(
            found.cut,
            Some(Cut { from: at('€', 4 + 3 * (limit - 1), limit, limit + 1), characters: 2 })
        );
    }
}

#[test]
fn what_transliteration_would_save_is_told() {
    let saving = |text: &str| estimate(text, &EstimateOptions::default()).transliterated;
    assert_eq!(saving("“Hi”"), Some(Saving { alphabet: Alphabet::Gsm, pages: 1, units: 4 }));
    // Still UCS-2, but on one page less without the invisible character.
    let text = "ж".repeat(70) + "\u{200b}";
    assert_eq!(saving(&text), Some(Saving { alphabet: Alphabet::Ucs2, pages: 1, units: 70 }));
    assert_eq!(saving("жжж\u{200b}"), None);
    assert_eq!(saving("€"), None);
}

#[test]
fn problems_name_the_rule_and_the_lengths() {
    let shown = |problem: LimitProblem| (problem.code(), problem.to_string());
    assert_eq!(
        shown(LimitProblem::Pages { found: 11, limit: 10 }),
        ("page_limit", "the text takes 11 pages, and the limit is 10".to_owned())
    );
    assert_eq!(
        shown(LimitProblem::Characters { found: 1001, limit: 1000 }),
        ("max_length", "the text has 1001 characters, and the limit is 1000".to_owned())
    );
    assert_eq!(
        shown(LimitProblem::NotGsm { found: 2 }),
        ("force_gsm", "the text must be in the GSM alphabet, and 2 of its characters are not".to_owned())
    );
    let one = LimitProblem::NotGsm { found: 1 }.to_string();
    assert!(one.ends_with("and 1 of its characters is not"), "{one}");
}

#[test]
fn a_problem_has_its_numbers_whatever_the_rule() {
    let numbers = |problem: LimitProblem| (problem.found(), problem.limit());
    assert_eq!(numbers(LimitProblem::Pages { found: 11, limit: 10 }), (11, Some(10)));
    assert_eq!(numbers(LimitProblem::Characters { found: 1001, limit: 1000 }), (1001, Some(1000)));
    assert_eq!(numbers(LimitProblem::NotGsm { found: 2 }), (2, None));
}

/// Every character with its position, the offsets found anew for each.
fn all_positions(text: &str) -> Vec<Position> {
    let position = |(byte, character): (usize, char)| {
        let before = &text[..byte];
        at(character, byte, before.chars().count(), before.encode_utf16().count())
    };
    text.char_indices().map(position).collect()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_cut_keeps_as_many_pages_as_are_allowed(text in sms_text(600), limit in 1_usize..=4) {
        let found = estimate(&text, &sms(limit));
        let alphabet = found.measure.alphabet;
        let (alone, in_parts) = if alphabet == Alphabet::Gsm { (160, 153) } else { (70, 67) };
        let units = units(&text, alphabet);
        let pages = |units: &[usize]| if units.iter().sum::<usize>() <= alone { 1 } else { fewest_pages(units, in_parts) };
        prop_assert_eq!(found.cut.is_some(), pages(&units) > limit);
        prop_assert_eq!(found.cut.is_some(), !found.problems.is_empty());
        if let Some(Cut { from, characters }) = found.cut {
            prop_assert_eq!(pages(&units[..from.code_point]), limit);
            prop_assert!(pages(&units[..=from.code_point]) > limit);
            prop_assert_eq!(from.code_point + characters, units.len());
            prop_assert_eq!(from, all_positions(&text)[from.code_point]);
        }
    }

    #[test]
    fn every_costly_character_is_named(text in sms_text(100)) {
        let found = estimate(&text, &EstimateOptions::default());
        let costs = units(&text, found.measure.alphabet);
        let costly = all_positions(&text).into_iter().zip(&costs).filter(|(_, cost)| **cost == 2);
        prop_assert_eq!(found.doubled, costly.map(|(position, _)| position).collect::<Vec<_>>());
        let outside = OTHER_PIECES.concat().replace('e', "");
        let forcing = all_positions(&text).into_iter().filter(|position| outside.contains(position.character));
        prop_assert_eq!(found.forcing, forcing.collect::<Vec<_>>());
    }

    #[test]
    fn any_text_is_estimated(text: String, channel in 0..3, page_limit: Option<usize>, force_gsm: bool) {
        let channel = [Channel::Sms, Channel::WhatsApp, Channel::Rcs][channel as usize];
        let options = EstimateOptions { channel, page_limit, force_gsm, ..EstimateOptions::default() };
        let found = estimate(&text, &options);
        prop_assert!(found.measure.pages >= 1);
    }
}
