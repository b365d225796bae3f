//! Texts: functions that need no client.

mod encoding;
mod received;

use ecall::text::{self as core, LimitProblem as CoreProblem, Measure, TextOptions};

use crate::call::optional;
use crate::failure::Failure;
use crate::numbers::short;
use crate::record::records;

pub use encoding::{
    decode_gsm, decode_latin1, decode_ucs2, encode_gsm, encode_latin1, encode_ucs2, normalise_msisdn, pack,
    unpack,
};
pub use received::{
    AssembledText, Concatenation, HeaderElement, IncompleteText, Pushed, ReassembledPart, Reassembler,
    ReceivedPart, UserDataHeader, parse_header,
};

/// What the units of a text are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Alphabet {
    /// The GSM 7-bit default alphabet with its extension table, counted in septets.
    Gsm,
    /// UCS-2 (in fact UTF-16), counted in code units of 16 bits.
    Ucs2,
    /// Any character, counted in code points: channels that have no pages (WhatsApp, RCS).
    Unicode,
}

impl From<core::Alphabet> for Alphabet {
    fn from(alphabet: core::Alphabet) -> Self {
        match alphabet {
            core::Alphabet::Gsm => Self::Gsm,
            core::Alphabet::Ucs2 => Self::Ucs2,
            _ => Self::Unicode,
        }
    }
}

records! {
    /// A character of a text and its place.
    Position from core::Position as place {
        /// The character.
        character: String = place.character.into(),
        /// Octets of UTF-8 before it.
        byte: i32 = short(place.byte),
        /// Code points before it.
        code_point: i32 = short(place.code_point),
        /// Units of UTF-16 before it: its index in a text of Java, Kotlin and Objective-C.
        utf16: i32 = short(place.utf16),
    }

    /// A rule that a text breaks.
    LimitProblem from CoreProblem as problem {
        /// The name of the rule: `page_limit`, `max_length` or `force_gsm`.
        code: String = problem.code().to_owned(),
        /// How many pages or characters the rule is about.
        found: i32 = short(problem.found()),
        /// How many it allows, where that is a number.
        limit: Option<i32> = problem.limit().map(short),
    }

    /// Where the service would cut a text.
    Cut from core::Cut as cut {
        /// The first character that is lost.
        from: Position = cut.from.into(),
        /// How many characters (code points) are lost.
        characters: i32 = short(cut.characters),
    }

    /// What a text would cost after `to_gsm`.
    Saving from core::Saving as saving {
        /// What it would be counted in.
        alphabet: Alphabet = saving.alphabet.into(),
        /// How many pages it would take.
        pages: i32 = short(saving.pages),
        /// How many units it would have.
        units: i32 = short(saving.units),
    }

    /// What will become of a text.
    Estimate from core::Estimate as estimate {
        /// What the text is counted in.
        alphabet: Alphabet = estimate.measure.alphabet.into(),
        /// How many pages (parts) it takes.
        pages: i32 = short(estimate.measure.pages),
        /// How many units it has.
        units: i32 = short(estimate.measure.units),
        /// How many more units fit without another page.
        units_left: i32 = short(estimate.measure.units_left),
        /// How many units a page holds.
        page_units: i32 = short(estimate.measure.page_units),
        /// The characters that GSM does not have: why the text is UCS-2.
        forcing: Vec<Position> = positions(estimate.forcing),
        /// The characters that cost two units.
        doubled: Vec<Position> = positions(estimate.doubled),
        /// The rules that the text breaks.
        problems: Vec<LimitProblem> = estimate.problems.into_iter().map(LimitProblem::from).collect(),
        /// Where the service would cut it, where it would.
        cut: Option<Cut> = estimate.cut.map(Cut::from),
        /// What `to_gsm` would make of it, where that is another alphabet or fewer pages.
        transliterated: Option<Saving> = estimate.transliterated.map(Saving::from),
    }

    /// One replacement in a text.
    Replacement from core::Replacement as replacement {
        /// The first character that was replaced, at its place in the text that was given.
        at: Position = replacement.at.into(),
        /// What stood there.
        from: String = replacement.from,
        /// What stands there now; empty where it was removed.
        to: String = replacement.to.into(),
    }

    /// What `to_gsm` made of a text.
    Transliteration from core::Transliteration as made {
        /// The new text.
        text: String = made.text,
        /// What was replaced, in the order of the text.
        replacements: Vec<Replacement> = made.replacements.into_iter().map(Replacement::from).collect(),
        /// What has no substitute and was kept, at its place in the text that was given.
        left: Vec<Position> = positions(made.left),
    }

    /// A page of a text.
    Page from core::Page<'_> as page {
        /// Its part of the text.
        text: String = page.text.to_owned(),
        /// What it costs, in units of the alphabet.
        units: i32 = short(page.units),
    }

    /// A text in pages.
    Split from core::Split<'_> as split {
        /// What it is counted in.
        alphabet: Alphabet = split.alphabet.into(),
        /// The pages, one at least. Together they are the text.
        pages: Vec<Page> = split.pages.into_iter().map(Page::from).collect(),
    }
}

/// The numbers of an estimate, without its reasons.
#[derive(Clone, Copy, Debug, uniffi::Record)]
pub struct TextMeasure {
    /// What the text is counted in.
    pub alphabet: Alphabet,
    /// How many pages (parts) it takes.
    pub pages: i32,
    /// How many units it has.
    pub units: i32,
    /// How many more units fit without another page.
    pub units_left: i32,
    /// How many units a page holds.
    pub page_units: i32,
}

impl From<Measure> for TextMeasure {
    fn from(measure: Measure) -> Self {
        let Measure { alphabet, pages, units, units_left, page_units } = measure;
        let [pages, units, units_left, page_units] = [pages, units, units_left, page_units].map(short);
        Self { alphabet: alphabet.into(), pages, units, units_left, page_units }
    }
}

fn positions(places: Vec<core::Position>) -> Vec<Position> {
    places.into_iter().map(Position::from).collect()
}

fn text_options(options: Option<&str>) -> ecall::Result<TextOptions> {
    TextOptions::from_json(optional(options)?)
}

/// Calls core; a panic is an error like others.
fn called<T>(call: impl FnOnce() -> ecall::Result<T>) -> Result<T, Failure> {
    Ok(ecall_runtime::guarded(call)?)
}

/// Says what will become of a text: what it costs and why, which limits it breaks, and where it would be cut.
#[uniffi::export]
pub fn text_estimate(text: &str, options: Option<String>) -> Result<Estimate, Failure> {
    called(|| Ok(core::estimate(text, &text_options(options.as_deref())?.for_estimate()?).into()))
}

/// The numbers of an estimate alone, which take less time.
#[uniffi::export]
pub fn text_measure(text: &str, options: Option<String>) -> Result<TextMeasure, Failure> {
    called(|| Ok(core::measure_with(text, &text_options(options.as_deref())?.for_estimate()?).into()))
}

/// Splits an SMS's text into its pages.
#[uniffi::export]
pub fn text_split(text: &str, options: Option<String>) -> Result<Split, Failure> {
    called(|| Ok(core::split(text, &text_options(options.as_deref())?.for_split()?).into()))
}

/// Replaces what is not in the GSM alphabet by what is customary in plain text.
#[uniffi::export]
pub fn text_to_gsm(text: &str) -> Result<Transliteration, Failure> {
    called(|| Ok(core::to_gsm(text).into()))
}
