use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;

use super::{Kind, SplitOptions, borders, choose_ends, split};
use crate::text::samples::{GSM_PIECES, OTHER_PIECES, cases, fewest_pages, sms_text, units};
use crate::text::{Alphabet, Reference, gsm, measure, ucs2};

fn pages(text: &str, whole_words: bool) -> Vec<&str> {
    let options = SplitOptions { whole_words, ..SplitOptions::default() };
    split(text, &options).pages.iter().map(|page| page.text).collect()
}

#[test]
fn one_page_is_the_text() {
    assert_eq!(pages("", false), [""]);
    assert_eq!(pages(&"a".repeat(160), false), ["a".repeat(160)]);
    assert_eq!(pages(&"ж".repeat(70), false), ["ж".repeat(70)]);
}

#[test]
fn pages_are_full_where_nothing_speaks_against_it() {
    assert_eq!(pages(&"a".repeat(161), false), ["a".repeat(153), "a".repeat(8)]);
    assert_eq!(pages(&"ж".repeat(135), false), ["ж".repeat(67), "ж".repeat(67), "ж".to_owned()]);
    let options = SplitOptions { reference: Reference::Bits16, whole_words: false };
    let lengths: Vec<_> = split(&"a".repeat(400), &options).pages.iter().map(|page| page.units).collect();
    assert_eq!(lengths, [152, 152, 96]);
}

#[test]
fn an_escape_sequence_stays_whole() {
    let text = "a".repeat(152) + "€" + &"b".repeat(10);
    assert_eq!(pages(&text, false), ["a".repeat(152), "€".to_owned() + &"b".repeat(10)]);
}

#[test]
fn a_cluster_stays_whole_where_there_is_room() {
    // The flag has four units and would have three on the first page's end.
    let text = "ж".repeat(65) + "🇨🇭" + &"ж".repeat(60);
    assert_eq!(pages(&text, false), ["ж".repeat(65), "🇨🇭".to_owned() + &"ж".repeat(60)]);
    let text = "a".repeat(152) + "\r\n" + &"b".repeat(20);
    assert_eq!(pages(&text, false), ["a".repeat(152), "\r\n".to_owned() + &"b".repeat(20)]);
}

#[test]
fn a_cluster_is_broken_rather_than_a_page_added() {
    // 134 units fill two pages, if the letter goes without its accent.
    let text = "ж".repeat(66) + "e\u{301}" + &"ж".repeat(66);
    assert_eq!(pages(&text, false), ["ж".repeat(66) + "e", "\u{301}".to_owned() + &"ж".repeat(66)]);
}

#[test]
fn a_cluster_larger_than_a_page_is_broken() {
    let text = "e".to_owned() + &"\u{301}".repeat(150);
    let found = pages(&text, true);
    assert_eq!(found.len(), 3);
    assert_eq!(found.concat(), text);
}

#[test]
fn words_stay_whole_where_there_is_room() {
    let text = "a".repeat(150) + " word " + &"b".repeat(100);
    assert_eq!(pages(&text, false)[0], "a".repeat(150) + " wo");
    assert_eq!(pages(&text, true), ["a".repeat(150) + " ", "word ".to_owned() + &"b".repeat(100)]);
    // A page may end before the space as well.
    let text = "a".repeat(148) + " word " + &"b".repeat(100);
    assert_eq!(pages(&text, true), ["a".repeat(148) + " word", " ".to_owned() + &"b".repeat(100)]);
    // With 305 septets there is one to spare, and the word would need two.
    let text = "a".repeat(150) + " word " + &"b".repeat(149);
    assert_eq!(pages(&text, true)[0], "a".repeat(150) + " wo");
}

#[test]
fn spaces_that_hold_words_together_do() {
    let text = "ж".repeat(60) + " 10\u{a0}кг\u{202f}500" + &"ж".repeat(20);
    assert_eq!(pages(&text, true)[0], "ж".repeat(60) + " ");
}

#[test]
fn clusters_come_before_words() {
    // Three pages of 4 units. If the first ended after the space, the rest would fit only with the flag in two.
    let text = "жж ж🇨🇭жжж";
    let found = ends(text, Alphabet::Ucs2, 4, Kind::Word);
    assert_eq!(found, ["жж ж", "🇨🇭", "жжж"]);
}

/// The pages with so much room on each, however little that is.
fn ends(text: &str, alphabet: Alphabet, page_units: usize, wanted: Kind) -> Vec<&str> {
    let borders = borders(text, alphabet);
    let ends = choose_ends(&borders, page_units, wanted);
    let starts = core::iter::once(0).chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, &end)| &text[borders[start].byte..borders[end].byte]).collect()
}

/// Little pages and some pieces for them, each piece a cluster.
fn little() -> impl Strategy<Value = (Alphabet, usize, Vec<&'static str>)> {
    let alphabet = select(&[Alphabet::Gsm, Alphabet::Ucs2]);
    (alphabet, 3_usize..12).prop_flat_map(|(alphabet, page_units)| {
        let pieces: Vec<_> = match alphabet {
            Alphabet::Gsm => GSM_PIECES.to_vec(),
            _ => [&GSM_PIECES[..5], &OTHER_PIECES].concat(),
        };
        (Just(alphabet), Just(page_units), proptest::collection::vec(select(pieces), 1..25))
    })
}

fn cost_of(piece: &str, alphabet: Alphabet) -> usize {
    units(piece, alphabet).iter().sum()
}

/// Where the pages end, as sums of what was before.
fn page_ends(pages: &[&str], alphabet: Alphabet) -> Vec<usize> {
    let sums = pages.iter().scan(0, |sum, page| {
        *sum += cost_of(page, alphabet);
        Some(*sum)
    });
    sums.collect()
}

/// The same of pieces: every place between two of them, and the end.
fn piece_ends(pieces: &[&str], alphabet: Alphabet) -> Vec<usize> {
    page_ends(pieces, alphabet)
}

/// Puts together the pieces between which no page should end: all but those beside white space.
fn words(pieces: &[&'static str]) -> Vec<String> {
    let space = |piece: &str| [" ", "\u{c}", "\r\n", "\u{2009}"].contains(&piece);
    let mut words: Vec<String> = Vec::new();
    let mut space_before = true;
    for piece in pieces {
        match words.last_mut() {
            Some(word) if !space(piece) && !space_before => word.push_str(piece),
            _ => words.push((*piece).to_owned()),
        }
        space_before = space(piece);
    }
    words
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn there_are_no_more_pages_than_needed((alphabet, page_units, pieces) in little(), whole_words: bool) {
        let text = pieces.concat();
        let wanted = if whole_words { Kind::Word } else { Kind::Cluster };
        let found = ends(&text, alphabet, page_units, wanted);
        prop_assert_eq!(found.concat(), text.clone());
        prop_assert_eq!(found.len(), fewest_pages(&units(&text, alphabet), page_units));
        prop_assert!(found.iter().all(|page| !page.is_empty() && cost_of(page, alphabet) <= page_units));
    }

    #[test]
    fn clusters_are_whole_wherever_the_count_allows((alphabet, page_units, pieces) in little(), whole_words: bool) {
        let text = pieces.concat();
        let costs: Vec<_> = pieces.iter().map(|piece| cost_of(piece, alphabet)).collect();
        if fewest_pages(&costs, page_units) == fewest_pages(&units(&text, alphabet), page_units) {
            let wanted = if whole_words { Kind::Word } else { Kind::Cluster };
            let found = ends(&text, alphabet, page_units, wanted);
            let allowed = piece_ends(&pieces, alphabet);
            prop_assert!(page_ends(&found, alphabet).iter().all(|end| allowed.contains(end)), "{found:?}");
        }
    }

    #[test]
    fn words_are_whole_wherever_the_count_allows((alphabet, page_units, pieces) in little()) {
        let text = pieces.concat();
        let words = words(&pieces);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let costs: Vec<_> = words.iter().map(|word| cost_of(word, alphabet)).collect();
        if fewest_pages(&costs, page_units) == fewest_pages(&units(&text, alphabet), page_units) {
            let found = ends(&text, alphabet, page_units, Kind::Word);
            let allowed = piece_ends(&words, alphabet);
            prop_assert!(page_ends(&found, alphabet).iter().all(|end| allowed.contains(end)), "{found:?}");
        }
    }

    #[test]
    fn a_broken_cluster_had_no_other_way((alphabet, page_units, pieces) in little()) {
        let text = pieces.concat();
        let found = ends(&text, alphabet, page_units, Kind::Cluster);
        let borders = piece_ends(&pieces, alphabet);
        let costs = units(&text, alphabet);
        let fits = |border: usize, pages_left: usize| {
            let before = |index: &usize| costs[..*index].iter().sum::<usize>() == border;
            let rest = (0..=costs.len()).find(before).unwrap();
            fewest_pages(&costs[rest..], page_units) <= pages_left
        };
        let mut start = 0;
        for (index, end) in page_ends(&found, alphabet).into_iter().enumerate() {
            let broken = borders.iter().zip(&pieces).find(|(border, _)| **border > end);
            let oversize = broken.is_some_and(|(_, piece)| cost_of(piece, alphabet) > page_units);
            if !borders.contains(&end) && !oversize {
                let pages_left = found.len() - index - 1;
                let another = borders.iter().find(|border| (start + 1..end).contains(*border) && fits(**border, pages_left));
                prop_assert_eq!(another, None, "page {} of {:?}", index, found);
            }
            start = end;
        }
    }
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn pages_are_what_was_measured(text in sms_text(400), whole_words: bool, bits16: bool) {
        let reference = if bits16 { Reference::Bits16 } else { Reference::Bits8 };
        let measured = measure(&text, reference);
        let found = split(&text, &SplitOptions { reference, whole_words });
        prop_assert_eq!(found.alphabet, measured.alphabet);
        prop_assert_eq!(found.pages.len(), measured.pages);
        prop_assert_eq!(found.pages.iter().map(|page| page.text).collect::<String>(), text.as_str());
        prop_assert_eq!(found.pages.iter().map(|page| page.units).sum::<usize>(), measured.units);
        for page in &found.pages {
            prop_assert!(page.units <= measured.page_units);
            // Each page alone is encoded and read again: nothing was cut in two.
            let (units, read) = match found.alphabet {
                Alphabet::Gsm => {
                    let septets = gsm::encode(page.text).unwrap();
                    (septets.len(), gsm::decode(&septets))
                }
                _ => {
                    let octets = ucs2::encode(page.text);
                    (octets.len() / 2, ucs2::decode(&octets))
                }
            };
            prop_assert_eq!(units, page.units);
            prop_assert_eq!(&read, page.text);
        }
    }
}
