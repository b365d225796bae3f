//! What many texts cost.

use alloc::vec::Vec;

use super::{Alphabet, EstimateOptions, Measure, measure_with};

/// What many texts cost, an item for each text in their order: the columns of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Columns {
    /// How many pages each takes; `u32::MAX` for more than that.
    pub pages: Vec<u32>,
    /// How long each is, in units of its alphabet; `u32::MAX` for more than that.
    pub units: Vec<u32>,
    /// What each is counted in.
    pub alphabet: Vec<Alphabet>,
}

impl Columns {
    /// Columns without texts, with room for so many.
    pub fn with_capacity(texts: usize) -> Self {
        Self {
            pages: Vec::with_capacity(texts),
            units: Vec::with_capacity(texts),
            alphabet: Vec::with_capacity(texts),
        }
    }

    /// Adds what a text costs.
    pub fn push(&mut self, measure: Measure) {
        self.pages.push(u32::try_from(measure.pages).unwrap_or(u32::MAX));
        self.units.push(u32::try_from(measure.units).unwrap_or(u32::MAX));
        self.alphabet.push(measure.alphabet);
    }
}

/// Says what each of many texts costs, as [`measure_with`] does. Of a limit that is broken the columns say nothing.
pub fn estimate_many<T: AsRef<str>>(
    texts: impl IntoIterator<Item = T>,
    options: &EstimateOptions,
) -> Columns {
    let texts = texts.into_iter();
    let mut columns = Columns::with_capacity(texts.size_hint().0);
    for text in texts {
        columns.push(measure_with(text.as_ref(), options));
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::{Columns, estimate_many};
    use crate::text::{Alphabet, Channel, EstimateOptions, Measure};

    #[test]
    fn each_text_has_its_place() {
        let texts = ["Pump 3", "ж", "", "a€"];
        let found = estimate_many(texts, &EstimateOptions::default());
        assert_eq!(found.pages, [1, 1, 1, 1]);
        assert_eq!(found.units, [6, 1, 0, 3]);
        assert_eq!(found.alphabet, [Alphabet::Gsm, Alphabet::Ucs2, Alphabet::Gsm, Alphabet::Gsm]);
        let options = EstimateOptions { channel: Channel::Rcs, ..EstimateOptions::default() };
        assert_eq!(estimate_many(&texts[..2], &options).alphabet, [Alphabet::Unicode; 2]);
        assert_eq!(estimate_many::<&str>([], &options), Columns::default());
    }

    #[test]
    fn no_number_is_wrong_without_showing_it() {
        let mut columns = Columns::default();
        let (pages, units) = (usize::MAX, usize::MAX);
        columns.push(Measure { alphabet: Alphabet::Gsm, pages, units, units_left: 0, page_units: 153 });
        assert_eq!((columns.pages, columns.units), ([u32::MAX].into(), [u32::MAX].into()));
    }
}
