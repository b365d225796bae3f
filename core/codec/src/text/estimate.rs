//! What will become of a text: what it costs and why, what is wrong with it, and where the service would cut it.

use alloc::vec::Vec;
use core::fmt;

use super::measure::{
    Source, cost, fill_page, measure_and_doubled, measure_sms, page_units_alone, page_units_in_parts,
};
use super::{
    Alphabet, Channel, MAX_PAGES, MAX_RCS_CHARACTERS, MAX_WHATSAPP_CHARACTERS, Measure, PAGE_LIMIT, Position,
    Reference, gsm, measure, position_at, positions, to_gsm,
};

/// Under which conditions a text is sent. The default is an SMS without special options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct EstimateOptions {
    /// What the text is sent over.
    pub channel: Channel,
    /// The most pages, within [`PAGE_LIMIT`] (values outside count as the nearest of these); [`MAX_PAGES`] unless set. SMS
    /// only. Source: REST documentation, `content.options.pageLimit`.
    pub page_limit: Option<usize>,
    /// Whether characters outside GSM are forbidden. SMS only. Source: REST documentation, `content.options.forceGsm`.
    pub force_gsm: bool,
    /// How long the number is that the pages share. SMS only.
    pub reference: Reference,
}

/// What will become of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Estimate {
    /// What it costs as it stands, whatever the limits.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub measure: Measure,
    /// The characters that GSM does not have, in order: why the text is UCS-2. Empty where it is not.
    pub forcing: Vec<Position>,
    /// The characters that cost two units, in order: those of the extension table in GSM, those outside the Basic
    /// Multilingual Plane (emoji, most of them) in UCS-2.
    pub doubled: Vec<Position>,
    /// The rules that the text breaks. Empty where it can be sent whole.
    pub problems: Vec<LimitProblem>,
    /// Where the service would cut the text, None where all of it is sent.
    pub cut: Option<Cut>,
    /// What [`to_gsm`] would make of it, where that is another alphabet or fewer pages.
    pub transliterated: Option<Saving>,
}

/// A rule that a text breaks. Its `Display` names the rule and the lengths, never the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "code"))]
#[non_exhaustive]
pub enum LimitProblem {
    /// More pages than the limit; the service cuts the text.
    #[cfg_attr(feature = "serde", serde(rename = "page_limit"))]
    Pages {
        /// How many it takes.
        found: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// More characters (code points) than the channel takes.
    #[cfg_attr(feature = "serde", serde(rename = "max_length"))]
    Characters {
        /// How many there are.
        found: usize,
        /// How many are allowed.
        limit: usize,
    },
    /// Characters outside GSM, where they are forbidden.
    #[cfg_attr(feature = "serde", serde(rename = "force_gsm"))]
    NotGsm {
        /// How many there are.
        found: usize,
    },
}

impl LimitProblem {
    /// The name of the rule, which stays the same: `page_limit`, `max_length` or `force_gsm`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pages { .. } => "page_limit",
            Self::Characters { .. } => "max_length",
            Self::NotGsm { .. } => "force_gsm",
        }
    }

    /// How many pages or characters the rule is about.
    pub const fn found(self) -> usize {
        match self {
            Self::Pages { found, .. } | Self::Characters { found, .. } | Self::NotGsm { found } => found,
        }
    }

    /// How many it allows, None where it is no number.
    pub const fn limit(self) -> Option<usize> {
        match self {
            Self::Pages { limit, .. } | Self::Characters { limit, .. } => Some(limit),
            Self::NotGsm { .. } => None,
        }
    }
}

impl fmt::Display for LimitProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pages { found, limit } => {
                write!(f, "the text takes {found} pages, and the limit is {limit}")
            }
            Self::Characters { found, limit } => {
                write!(f, "the text has {found} characters, and the limit is {limit}")
            }
            Self::NotGsm { found } => {
                let are = if *found == 1 { "is" } else { "are" };
                write!(f, "the text must be in the GSM alphabet, and {found} of its characters {are} not")
            }
        }
    }
}

impl core::error::Error for LimitProblem {}

/// Where the service would cut a text. What it keeps is counted in the alphabet of the whole text, even where the only
/// characters outside GSM are among the lost ones. (Provisional: the documentation says no more than "truncated".)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cut {
    /// The first character that is lost.
    pub from: Position,
    /// How many characters (code points) are lost, 1 at least.
    pub characters: usize,
}

/// What a text would cost after [`to_gsm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Saving {
    /// What it would be counted in.
    pub alphabet: Alphabet,
    /// How many pages it would take.
    pub pages: usize,
    /// How many units it would have.
    pub units: usize,
}

/// Says what will become of a text: what it costs and why, which limits it breaks, and where it would be cut.
///
/// Of a text that is plain GSM and within the limits nothing is allocated.
///
/// Source of the limits: REST documentation, text limits; of the pages: [`measure`].
pub fn estimate(text: &str, options: &EstimateOptions) -> Estimate {
    match options.channel {
        Channel::Sms => estimate_sms(text, options),
        Channel::WhatsApp => estimate_characters(text, MAX_WHATSAPP_CHARACTERS),
        Channel::Rcs => estimate_characters(text, MAX_RCS_CHARACTERS),
    }
}

/// The measure of an estimate without its reasons, which cost more: what a column of many texts needs. Allocates nothing.
pub fn measure_with(text: &str, options: &EstimateOptions) -> Measure {
    let Ok(found) = measure_source(text, options);
    found
}

/// The same of a text in any form.
pub(super) fn measure_source<S: Source + ?Sized>(
    text: &S,
    options: &EstimateOptions,
) -> Result<Measure, S::Wrong> {
    Ok(match options.channel {
        Channel::Sms => measure_sms(text, options.reference)?.0,
        Channel::WhatsApp => measure_characters(text.count_characters()?, MAX_WHATSAPP_CHARACTERS),
        Channel::Rcs => measure_characters(text.count_characters()?, MAX_RCS_CHARACTERS),
    })
}

fn estimate_sms(text: &str, options: &EstimateOptions) -> Estimate {
    let (measure, any_doubled) = measure_and_doubled(text, options.reference);
    let alphabet = measure.alphabet;
    let limit = options.page_limit.unwrap_or(MAX_PAGES).clamp(*PAGE_LIMIT.start(), *PAGE_LIMIT.end());

    let forcing = match alphabet {
        Alphabet::Gsm => Vec::new(),
        _ => positions(text).filter(|position| !gsm::is_gsm(position.character)).collect(),
    };
    let doubled = match any_doubled {
        false => Vec::new(),
        true => positions(text).filter(|position| cost(position.character, alphabet) == 2).collect(),
    };

    let mut problems = Vec::new();
    if measure.pages > limit {
        problems.push(LimitProblem::Pages { found: measure.pages, limit });
    }
    if options.force_gsm && !forcing.is_empty() {
        problems.push(LimitProblem::NotGsm { found: forcing.len() });
    }

    Estimate {
        measure,
        forcing,
        doubled,
        problems,
        cut: cut_after_pages(text, &measure, limit, options.reference),
        transliterated: transliterated(text, &measure, options.reference),
    }
}

/// Where a text of more pages than the limit is cut.
fn cut_after_pages(text: &str, measure: &Measure, limit: usize, reference: Reference) -> Option<Cut> {
    if measure.pages <= limit {
        return None;
    }
    // One page that is left alone needs no header, and holds more than one of several.
    let page_units = match limit {
        1 => page_units_alone(measure.alphabet),
        _ => page_units_in_parts(measure.alphabet, reference),
    };
    let kept = (0..limit).fold(0, |kept, _| kept + fill_page(&text[kept..], measure.alphabet, page_units));
    cut_at(text, kept)
}

fn cut_at(text: &str, byte: usize) -> Option<Cut> {
    position_at(text, byte).map(|from| Cut { from, characters: text[byte..].chars().count() })
}

/// What would be saved. GSM text stays as it is, so only a text in UCS-2 is worth the work.
fn transliterated(text: &str, measured: &Measure, reference: Reference) -> Option<Saving> {
    if measured.alphabet == Alphabet::Gsm {
        return None;
    }
    let Measure { alphabet, pages, units, .. } = measure(&to_gsm(text).text, reference);
    (alphabet != measured.alphabet || pages < measured.pages).then_some(Saving { alphabet, pages, units })
}

/// What a text of so many characters costs on a channel without pages.
fn measure_characters(units: usize, limit: usize) -> Measure {
    let units_left = limit.saturating_sub(units);
    Measure { alphabet: Alphabet::Unicode, pages: 1, units, units_left, page_units: limit }
}

/// A text on a channel without pages.
fn estimate_characters(text: &str, limit: usize) -> Estimate {
    let measure = measure_characters(text.chars().count(), limit);
    let found = measure.units;
    let first_lost = text.char_indices().nth(limit);
    Estimate {
        measure,
        forcing: Vec::new(),
        doubled: Vec::new(),
        problems: first_lost.iter().map(|_| LimitProblem::Characters { found, limit }).collect(),
        cut: first_lost.and_then(|(byte, _)| cut_at(text, byte)),
        transliterated: None,
    }
}

#[cfg(test)]
mod tests;
