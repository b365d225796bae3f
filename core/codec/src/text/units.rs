//! Texts as other languages store them, measured as they are: making UTF-8 of a text takes longer than to measure it.

use core::fmt;

use super::estimate::measure_source;
use super::gsm::{self, Count};
use super::measure::{Source, cost};
use super::{Alphabet, EstimateOptions, Measure};

/// A text in the units in which a language stores it.
#[derive(Clone, Copy, Debug)]
pub enum Units<'a> {
    /// Characters of Latin-1, an octet each.
    Latin1(&'a [u8]),
    /// UTF-16 code units.
    Utf16(&'a [u16]),
    /// Code points.
    Ucs4(&'a [u32]),
}

/// A text that is none in Unicode: it has half a surrogate pair. Its `Display` names the length, never the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NotUnicode {
    /// How long the text is, in code points, of which a half is one.
    pub length: usize,
}

impl fmt::Display for NotUnicode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text of length {} has half a surrogate pair, which is no character", self.length)
    }
}

impl core::error::Error for NotUnicode {}

/// The same as [`measure_with`](super::measure_with) of a text that is no UTF-8. Allocates nothing.
///
/// # Errors
/// [`NotUnicode`] for half a surrogate pair.
pub fn measure_units(text: Units<'_>, options: &EstimateOptions) -> Result<Measure, NotUnicode> {
    match text {
        Units::Latin1(units) => measure_source(units, options),
        Units::Utf16(units) => measure_source(units, options),
        Units::Ucs4(units) => measure_source(units, options),
    }
}

/// One unit of a text.
trait Unit: Copy + Into<u32> {
    /// The characters of a text; None for half a surrogate pair.
    fn characters(units: &[Self]) -> impl Iterator<Item = Option<char>>;

    /// The UTF-16 code units of a text, None where it has half a surrogate pair.
    fn count_ucs2(units: &[Self]) -> Option<Count>;
}

impl Unit for u8 {
    fn characters(units: &[Self]) -> impl Iterator<Item = Option<char>> {
        units.iter().map(|unit| Some(char::from(*unit)))
    }

    fn count_ucs2(units: &[Self]) -> Option<Count> {
        Some(Count { units: units.len(), doubled: false })
    }
}

impl Unit for u16 {
    fn characters(units: &[Self]) -> impl Iterator<Item = Option<char>> {
        char::decode_utf16(units.iter().copied()).map(Result::ok)
    }

    fn count_ucs2(units: &[Self]) -> Option<Count> {
        // Without a branch for each; texts with such units are few.
        let doubled = units.iter().filter(|unit| **unit & 0xf800 == 0xd800).count() > 0;
        let whole = !doubled || Self::characters(units).all(|character| character.is_some());
        whole.then_some(Count { units: units.len(), doubled })
    }
}

impl Unit for u32 {
    fn characters(units: &[Self]) -> impl Iterator<Item = Option<char>> {
        units.iter().map(|unit| char::from_u32(*unit))
    }

    fn count_ucs2(units: &[Self]) -> Option<Count> {
        let pairs = units.iter().filter(|unit| **unit > 0xffff).count();
        let wrong = units.iter().filter(|unit| char::from_u32(**unit).is_none()).count();
        (wrong == 0).then_some(Count { units: units.len() + pairs, doubled: pairs > 0 })
    }
}

impl<U: Unit> Source for [U] {
    type Wrong = NotUnicode;

    fn count_gsm(&self) -> Option<Count> {
        gsm::count_units(self)
    }

    fn count_ucs2(&self) -> Result<Count, NotUnicode> {
        U::count_ucs2(self).ok_or_else(|| NotUnicode { length: U::characters(self).count() })
    }

    fn count_characters(&self) -> Result<usize, NotUnicode> {
        self.count_ucs2().map(|_| U::characters(self).count())
    }

    fn costs(&self, alphabet: Alphabet) -> impl Iterator<Item = usize> {
        U::characters(self).map(move |character| character.map_or(1, |character| cost(character, alphabet)))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{NotUnicode, Units, measure_units};
    use crate::text::samples::{cases, sms_text};
    use crate::text::{Channel, EstimateOptions, Measure, Reference, measure_with};

    /// The measure of a text in every form that it has.
    fn in_every_form(text: &str, options: &EstimateOptions) -> Vec<Result<Measure, NotUnicode>> {
        let utf16: Vec<u16> = text.encode_utf16().collect();
        let ucs4: Vec<u32> = text.chars().map(u32::from).collect();
        let latin1: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(character).ok()).collect();
        let mut forms = vec![Units::Utf16(&utf16), Units::Ucs4(&ucs4)];
        forms.extend(latin1.as_deref().map(Units::Latin1));
        forms.iter().map(|form| measure_units(*form, options)).collect()
    }

    fn assert_same(text: &str, options: &EstimateOptions) {
        let expected = measure_with(text, options);
        for found in in_every_form(text, options) {
            assert_eq!(found, Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn every_character_costs_what_it_costs_in_utf_8() {
        for character in '\0'..=char::MAX {
            let mut octets = [0; 4];
            let text = character.encode_utf8(&mut octets);
            let expected = measure_with(text, &EstimateOptions::default());
            for found in in_every_form(text, &EstimateOptions::default()) {
                assert_eq!(found, Ok(expected), "U+{:04X}", u32::from(character));
            }
        }
    }

    #[test]
    fn what_stands_behind_a_block_counts() {
        for length in 250..260 {
            for end in ["ü", "€", "ж", "🎉"] {
                assert_same(&("a".repeat(length) + end), &EstimateOptions::default());
            }
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_refused() {
        for channel in [Channel::Sms, Channel::WhatsApp, Channel::Rcs] {
            let options = EstimateOptions { channel, ..EstimateOptions::default() };
            for half in [[0xd83d, 0x61], [0x61, 0xdc00], [0xdc00, 0xd83d]] {
                let wrong = Err(NotUnicode { length: 2 });
                assert_eq!(measure_units(Units::Utf16(&half), &options), wrong);
                assert_eq!(measure_units(Units::Ucs4(&half.map(u32::from)), &options), wrong);
            }
            let after_a_pair = [0xd83d, 0xde00, 0xd83d];
            assert_eq!(measure_units(Units::Utf16(&after_a_pair), &options), Err(NotUnicode { length: 2 }));
            assert_eq!(measure_units(Units::Ucs4(&[0x11_0000]), &options), Err(NotUnicode { length: 1 }));
        }
    }

    fn options(channel: usize, bits16: bool) -> EstimateOptions {
        EstimateOptions {
            channel: [Channel::Sms, Channel::Sms, Channel::WhatsApp, Channel::Rcs][channel],
            reference: if bits16 { Reference::Bits16 } else { Reference::Bits8 },
            ..EstimateOptions::default()
        }
    }

    proptest! {
        #![proptest_config(cases(128))]

        #[test]
        fn every_form_of_a_text_costs_the_same(text in sms_text(600), channel in 0_usize..4, bits16: bool) {
            assert_same(&text, &options(channel, bits16));
        }

        #[test]
        fn any_units_are_a_text_or_refused(units: Vec<u16>, points in proptest::collection::vec(any::<u32>(), 0..9)) {
            let options = EstimateOptions::default();
            let text = String::from_utf16(&units).ok();
            let found = measure_units(Units::Utf16(&units), &options);
            prop_assert_eq!(found.ok(), text.map(|text| measure_with(&text, &options)));
            let text: Option<String> = points.iter().map(|point| char::from_u32(*point)).collect();
            let found = measure_units(Units::Ucs4(&points), &options);
            prop_assert_eq!(found.ok(), text.map(|text| measure_with(&text, &options)));
        }
    }
}
