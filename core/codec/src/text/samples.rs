//! Texts for the property tests, and the slow and simple forms of what is tested.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use proptest::collection::vec as vec_of;
use proptest::sample::select;
use proptest::strategy::{Strategy, Union};
use proptest::test_runner::Config;

use super::Alphabet;

/// So many cases for each property, and nothing written to disk.
pub(super) fn cases(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Pieces of GSM: one grapheme cluster each, whatever stands beside it.
pub(super) const GSM_PIECES: [&str; 12] = ["a", "B", "7", " ", "ü", "à", "Δ", "@", "€", "[", "\u{c}", "\r\n"];

/// Pieces of other alphabets: one grapheme cluster each, whatever stands beside it.
pub(super) const OTHER_PIECES: [&str; 11] =
    ["ж", "日", "ç", "\u{a0}", "\u{2009}", "🎉", "e\u{301}", "कि", "👍🏽", "🇨🇭", "👨\u{200d}👩\u{200d}👧"];

fn pieces(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    vec_of(select(pieces), 0..=most)
}

/// A text of GSM.
pub(super) fn gsm_text(most: usize) -> impl Strategy<Value = String> {
    pieces(&GSM_PIECES, most).prop_map(|pieces| pieces.concat())
}

/// Pieces of GSM or of everything, in equal parts.
pub(super) fn sms_pieces(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    let all = pieces(&OTHER_PIECES, most).prop_flat_map(move |others| {
        let length = others.len();
        (proptest::strategy::Just(others), pieces(&GSM_PIECES, most - length))
            .prop_map(|(others, gsm)| [others, gsm].concat())
    });
    Union::new([pieces(&GSM_PIECES, most).boxed(), all.prop_shuffle().boxed()])
}

/// A text of GSM or of everything.
pub(super) fn sms_text(most: usize) -> impl Strategy<Value = String> {
    sms_pieces(most).prop_map(|pieces| pieces.concat())
}

/// What each character of a text costs. The characters of two septets are written out here once more.
pub(super) fn units(text: &str, alphabet: Alphabet) -> Vec<usize> {
    let two_septets = |character: char| "^{}\\[~]|€\u{c}".contains(character);
    text.chars()
        .map(|character| match alphabet {
            Alphabet::Gsm => 1 + usize::from(two_septets(character)),
            _ => 1 + usize::from(character > '\u{ffff}'),
        })
        .collect()
}

/// The fewest pages of things that cost so much each and are not broken, found by trying every last page.
/// `usize::MAX` where a thing is larger than a page.
pub(super) fn fewest_pages(costs: &[usize], page_units: usize) -> usize {
    let mut fewest = vec![0; costs.len() + 1];
    for end in 1..=costs.len() {
        let mut room = page_units;
        let starts = (0..end).rev().take_while(|&start| match room.checked_sub(costs[start]) {
            Some(left) => {
                room = left;
                true
            }
            None => false,
        });
        fewest[end] = starts.map(|start| fewest[start]).min().unwrap_or(usize::MAX).saturating_add(1);
    }
    fewest[costs.len()]
}
