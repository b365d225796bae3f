//! What an SMS's text costs: its alphabet, its pages, and the room that is left.

use core::convert::Infallible;

use super::gsm::{self, Count};
use super::{Alphabet, Reference};

/// What a text costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Measure {
    /// What it is counted in.
    pub alphabet: Alphabet,
    /// How many pages it takes, 1 at least; 1 on channels without pages.
    pub pages: usize,
    /// Its length: septets in GSM (extension characters two), UTF-16 code units in UCS-2 (two outside the Basic
    /// Multilingual Plane), code points on channels without pages.
    pub units: usize,
    /// The room on the last page, in units: so many one-unit characters of the alphabet can follow before it costs
    /// another page (or, on channels without pages, before the limit).
    pub units_left: usize,
    /// What a page of this text holds, in units: 160 or 70 alone, 153 or 67 in parts (152 or 66 with a reference of 16
    /// bits). The limit of characters on channels without pages.
    pub page_units: usize,
}

/// A text in the form in which a language has it.
pub(super) trait Source {
    /// What it may be instead of a text.
    type Wrong;

    /// Its septets, None where a character of it is not GSM.
    fn count_gsm(&self) -> Option<Count>;

    /// Its UTF-16 code units.
    fn count_ucs2(&self) -> Result<Count, Self::Wrong>;

    /// Its code points.
    fn count_characters(&self) -> Result<usize, Self::Wrong>;

    /// What each of its characters costs in an alphabet that they belong to.
    fn costs(&self, alphabet: Alphabet) -> impl Iterator<Item = usize>;
}

impl Source for str {
    type Wrong = Infallible;

    fn count_gsm(&self) -> Option<Count> {
        gsm::count(self)
    }

    fn count_ucs2(&self) -> Result<Count, Infallible> {
        Ok(count_ucs2(self))
    }

    fn count_characters(&self) -> Result<usize, Infallible> {
        Ok(self.chars().count())
    }

    fn costs(&self, alphabet: Alphabet) -> impl Iterator<Item = usize> {
        self.chars().map(move |character| cost(character, alphabet))
    }
}

/// Measures an SMS's text: in GSM where all of it is in that alphabet, else in UCS-2. The empty text is one page.
///
/// The pages are those of the tightest legal split, in which no page ends inside an escape sequence or a surrogate pair;
/// so a text may need a page more than its units divided by a page's. There is no upper limit here: see
/// [`estimate`](super::estimate).
///
/// Source: 3GPP TS 23.038, 6.2.1 and 6.2.3; 3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8.
pub fn measure(text: &str, reference: Reference) -> Measure {
    measure_and_doubled(text, reference).0
}

/// The measure, and whether any character costs two units.
pub(super) fn measure_and_doubled(text: &str, reference: Reference) -> (Measure, bool) {
    let Ok(found) = measure_sms(text, reference);
    found
}

/// The same of a text in any form.
pub(super) fn measure_sms<S: Source + ?Sized>(
    text: &S,
    reference: Reference,
) -> Result<(Measure, bool), S::Wrong> {
    let (alphabet, count) = match text.count_gsm() {
        Some(count) => (Alphabet::Gsm, count),
        None => (Alphabet::Ucs2, text.count_ucs2()?),
    };
    Ok((measure_counted(text, alphabet, count, reference), count.doubled))
}

fn measure_counted(
    text: &(impl Source + ?Sized),
    alphabet: Alphabet,
    count: Count,
    reference: Reference,
) -> Measure {
    let Count { units, doubled } = count;
    let alone = page_units_alone(alphabet);
    if units <= alone {
        return Measure { alphabet, pages: 1, units, units_left: alone - units, page_units: alone };
    }
    let page_units = page_units_in_parts(alphabet, reference);
    let (pages, last) = if doubled {
        pages_by_splitting(text.costs(alphabet), page_units)
    } else {
        let full = (units - 1) / page_units;
        (full + 1, units - full * page_units)
    };
    Measure { alphabet, pages, units, units_left: page_units - last, page_units }
}

/// How many pages characters of these costs take, and how many units the last one has.
fn pages_by_splitting(costs: impl Iterator<Item = usize>, page_units: usize) -> (usize, usize) {
    let mut pages = 1;
    let mut units = 0;
    for cost in costs {
        if units + cost > page_units {
            pages += 1;
            units = 0;
        }
        units += cost;
    }
    (pages, units)
}

/// The octets of as many whole characters of the text's start as a page holds; one at least, where `page_units` is 2 or more.
pub(super) fn fill_page(text: &str, alphabet: Alphabet, page_units: usize) -> usize {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        let cost = cost(character, alphabet);
        if units + cost > page_units {
            return byte;
        }
        units += cost;
    }
    text.len()
}

/// What a character costs in an alphabet that it belongs to.
pub(super) fn cost(character: char, alphabet: Alphabet) -> usize {
    match alphabet {
        Alphabet::Gsm => gsm::cost(character).unwrap_or(1),
        Alphabet::Ucs2 => character.len_utf16(),
        Alphabet::Unicode => 1,
    }
}

/// What a page holds that is the only one: 140 octets. Source: 3GPP TS 23.040, 9.2.3.24.
pub(super) const fn page_units_alone(alphabet: Alphabet) -> usize {
    match alphabet {
        Alphabet::Gsm => 160,
        Alphabet::Ucs2 => 70,
        Alphabet::Unicode => usize::MAX,
    }
}

/// What one of several pages holds: 140 octets less the header, which has 6 with a reference of 8 bits and 7 with one of
/// 16. Source: 3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8.
pub(super) const fn page_units_in_parts(alphabet: Alphabet, reference: Reference) -> usize {
    match (alphabet, reference) {
        (Alphabet::Gsm, Reference::Bits8) => 153,
        (Alphabet::Gsm, Reference::Bits16) => 152,
        (Alphabet::Ucs2, Reference::Bits8) => 67,
        (Alphabet::Ucs2, Reference::Bits16) => 66,
        (Alphabet::Unicode, _) => usize::MAX,
    }
}

/// The UTF-16 code units of a text: one for each character's first octet, one more where four octets follow from it.
fn count_ucs2(text: &str) -> Count {
    let first = |octet: u8| octet & 0xc0 != 0x80;
    let of_four = |octet: u8| octet >= 0xf0;
    let characters = text.bytes().filter(|octet| first(*octet)).count();
    let pairs = text.bytes().filter(|octet| of_four(*octet)).count();
    Count { units: characters + pairs, doubled: pairs > 0 }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Measure, count_ucs2, measure};
    use crate::text::samples::{cases, fewest_pages, sms_text, units};
    use crate::text::{Alphabet, Reference};

    fn gsm(pages: usize, units: usize, units_left: usize, page_units: usize) -> Measure {
        Measure { alphabet: Alphabet::Gsm, pages, units, units_left, page_units }
    }

    fn ucs2(pages: usize, units: usize, units_left: usize, page_units: usize) -> Measure {
        Measure { alphabet: Alphabet::Ucs2, pages, units, units_left, page_units }
    }

    #[test]
    fn pages_of_gsm_end_where_the_standard_says() {
        for (reference, septets, expected) in [
            (Reference::Bits8, 0, gsm(1, 0, 160, 160)),
            (Reference::Bits8, 160, gsm(1, 160, 0, 160)),
            (Reference::Bits8, 161, gsm(2, 161, 145, 153)),
            (Reference::Bits8, 306, gsm(2, 306, 0, 153)),
            (Reference::Bits8, 307, gsm(3, 307, 152, 153)),
            (Reference::Bits8, 1530, gsm(10, 1530, 0, 153)),
            (Reference::Bits8, 1531, gsm(11, 1531, 152, 153)),
            (Reference::Bits16, 160, gsm(1, 160, 0, 160)),
            (Reference::Bits16, 304, gsm(2, 304, 0, 152)),
            (Reference::Bits16, 305, gsm(3, 305, 151, 152)),
        ] {
            assert_eq!(measure(&"ä".repeat(septets), reference), expected, "{septets} septets");
        }
    }

    #[test]
    fn pages_of_ucs2_end_where_the_standard_says() {
        for (reference, units, expected) in [
            (Reference::Bits8, 70, ucs2(1, 70, 0, 70)),
            (Reference::Bits8, 71, ucs2(2, 71, 63, 67)),
            (Reference::Bits8, 134, ucs2(2, 134, 0, 67)),
            (Reference::Bits8, 135, ucs2(3, 135, 66, 67)),
            (Reference::Bits8, 670, ucs2(10, 670, 0, 67)),
            (Reference::Bits16, 70, ucs2(1, 70, 0, 70)),
            (Reference::Bits16, 132, ucs2(2, 132, 0, 66)),
            (Reference::Bits16, 133, ucs2(3, 133, 65, 66)),
        ] {
            assert_eq!(measure(&"ж".repeat(units), reference), expected, "{units} units");
        }
    }

    #[test]
    fn an_escape_sequence_on_a_pages_end_goes_to_the_next() {
        // 152 and the euro sign's two do not fit into 153, so the first page has 152 and the second 154.
        let text = "a".repeat(152) + "€" + &"a".repeat(152);
        assert_eq!(measure(&text, Reference::Bits8), gsm(3, 306, 152, 153));
        let ten_pages = "a".repeat(152) + "€" + &"a".repeat(1376);
        assert_eq!(measure(&ten_pages, Reference::Bits8), gsm(11, 1530, 152, 153));
        assert_eq!(measure(&"€".repeat(80), Reference::Bits8), gsm(1, 160, 0, 160));
        assert_eq!(measure(&"€".repeat(81), Reference::Bits8), gsm(2, 162, 143, 153));
    }

    #[test]
    fn a_surrogate_pair_on_a_pages_end_goes_to_the_next() {
        assert_eq!(measure(&"🎉".repeat(35), Reference::Bits8), ucs2(1, 70, 0, 70));
        // 33 of two units each on a page of 67.
        assert_eq!(measure(&"🎉".repeat(66), Reference::Bits8), ucs2(2, 132, 1, 67));
        assert_eq!(measure(&"🎉".repeat(67), Reference::Bits8), ucs2(3, 134, 65, 67));
    }

    proptest! {
        #![proptest_config(cases(128))]

        #[test]
        fn nothing_takes_fewer_pages(text in sms_text(400), bits16: bool) {
            let (reference, parts) = if bits16 { (Reference::Bits16, (152, 66)) } else { (Reference::Bits8, (153, 67)) };
            let found = measure(&text, reference);
            let units = units(&text, found.alphabet);
            let (alone, in_parts) = if found.alphabet == Alphabet::Gsm { (160, parts.0) } else { (70, parts.1) };
            let total = units.iter().sum::<usize>();
            prop_assert_eq!(found.units, total);
            prop_assert_eq!(found.page_units, if total <= alone { alone } else { in_parts });
            prop_assert_eq!(found.pages, if total <= alone { 1 } else { fewest_pages(&units, in_parts) });
        }

        #[test]
        fn what_is_left_can_be_used_and_no_more(text in sms_text(300)) {
            let found = measure(&text, Reference::Bits8);
            let letters = |count: usize| text.clone() + &"a".repeat(count);
            let full = measure(&letters(found.units_left), Reference::Bits8);
            prop_assert_eq!((full.pages, full.units_left), (found.pages, 0));
            prop_assert!(measure(&letters(found.units_left + 1), Reference::Bits8).pages > found.pages);
        }

        #[test]
        fn ucs2_is_counted_as_utf_16_is(text: String) {
            let counted = count_ucs2(&text);
            prop_assert_eq!(counted.units, text.encode_utf16().count());
            prop_assert_eq!(counted.doubled, text.chars().any(|character| character > '\u{ffff}'));
        }
    }
}
