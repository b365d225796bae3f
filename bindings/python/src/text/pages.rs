//! A text's pages, and its transliteration.

use ecall::text::{self as core, Alphabet};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::cost::{Position, positions};
use super::record::record;
use super::{options, str, work};
use crate::error::raised;

record! {
    /// A page of a text.
    Page {
        /// Its part of the text.
        text: String,
        /// What it costs, in units of the alphabet.
        units: usize,
    }
}

record! {
    /// A text in pages.
    Split {
        /// What it is counted in: "gsm" or "ucs2".
        alphabet: String,
        /// The pages, one at least. Together they are the text.
        pages: Py<PyTuple>,
    }
}

record! {
    /// One replacement.
    Replacement {
        /// The first character that was replaced, at its place in the text that was given.
        at: Py<Position>,
        /// What stood there: a character, or a letter with its combining marks, or marks alone.
        from_: String,
        /// What stands there now; empty where it was removed.
        to: String,
    }
}

record! {
    /// What `to_gsm` made of a text.
    Transliteration {
        /// The new text.
        text: String,
        /// What was replaced, in the order of the text.
        replacements: Py<PyTuple>,
        /// What has no substitute and was kept, at its place in the text that was given. Empty where the new text is wholly GSM.
        left: Py<PyTuple>,
    }
}

/// Splits an SMS's text into the pages that `estimate` counts.
#[pyfunction]
#[pyo3(
    signature = (text, *, reference_bits=None, whole_words=None),
    text_signature = "(text, *, reference_bits=8, whole_words=False)"
)]
pub fn split(
    text: &Bound<'_, PyAny>,
    reference_bits: Option<&Bound<'_, PyAny>>,
    whole_words: Option<&Bound<'_, PyAny>>,
) -> PyResult<Split> {
    let py = text.py();
    let options = options(py, [("reference_bits", reference_bits), ("whole_words", whole_words)])?;
    let options = options.for_split().map_err(|error| raised(py, error))?;
    let text = str("text", text)?;
    let split = work(py, text.len(), || core::split(text, &options));
    let pages = split.pages.iter().map(|page| {
        let core::Page { text, units } = *page;
        Py::new(py, Page { text: text.to_owned(), units })
    });
    let pages = PyTuple::new(py, pages.collect::<PyResult<Vec<_>>>()?)?.unbind();
    Ok(Split { alphabet: Alphabet::as_str(split.alphabet).to_owned(), pages })
}

/// Replaces what is not in the GSM alphabet by what is customary in plain text.
#[pyfunction]
pub fn to_gsm(text: &Bound<'_, PyAny>) -> PyResult<Transliteration> {
    let py = text.py();
    let text = str("text", text)?;
    let core::Transliteration { text, replacements, left } = work(py, text.len(), || core::to_gsm(text));
    Ok(Transliteration {
        text,
        replacements: self::replacements(py, replacements)?.unbind(),
        left: positions(py, &left)?.unbind(),
    })
}

/// Replacements as a tuple.
pub fn replacements(py: Python<'_>, all: Vec<core::Replacement>) -> PyResult<Bound<'_, PyTuple>> {
    let all = all.into_iter().map(|replacement| {
        let core::Replacement { at, from, to } = replacement;
        Py::new(py, Replacement { at: Py::new(py, Position::from(at))?, from_: from, to: to.to_owned() })
    });
    PyTuple::new(py, all.collect::<PyResult<Vec<_>>>()?)
}
