//! `ecall.text`: what a text costs and how it is sent. Needs no client and no network.

mod columns;
mod cost;
mod encoding;
mod header;
mod pages;
mod reassemble;
mod record;

pub use columns::Columns;
pub use cost::{Cut, Estimate, LimitProblem, Position, Saving};
pub use encoding::{
    decode_gsm, decode_latin1, decode_ucs2, encode_gsm, encode_latin1, encode_ucs2, normalise_msisdn, pack,
    unpack,
};
pub use header::{Concatenation, Element, Header, parse_header};
pub use pages::{Page, Replacement, Split, Transliteration, replacements, split, to_gsm};
pub use reassemble::{Assembled, Incomplete, Part, Pushed, Reassembler};

use ecall::error::FieldError;
use ecall::text::{self as core, TextOptions};
use ecall::{Error, Outcome};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyInt;
use serde_json::{Map, Value};

use crate::arguments;
use crate::convert::to_json;
use crate::error::raised;

/// Nothing here sends anything.
const OUTCOME: Outcome = Outcome::NotApplicable;
/// Octets of a text from which on other threads may run meanwhile: what it takes is then longer than what that costs.
const LARGE: usize = 16 * 1024;

/// Says what a text costs and why, which limits it breaks, and where the service would cut it.
#[pyfunction]
#[pyo3(
    signature = (text, *, channel=None, page_limit=None, force_gsm=None, reference_bits=None),
    text_signature = "(text, *, channel='sms', page_limit=None, force_gsm=False, reference_bits=8)"
)]
pub fn estimate(
    text: &Bound<'_, PyAny>,
    channel: Option<&Bound<'_, PyAny>>,
    page_limit: Option<&Bound<'_, PyAny>>,
    force_gsm: Option<&Bound<'_, PyAny>>,
    reference_bits: Option<&Bound<'_, PyAny>>,
) -> PyResult<Estimate> {
    let py = text.py();
    let given = [
        ("channel", channel),
        ("page_limit", page_limit),
        ("force_gsm", force_gsm),
        ("reference_bits", reference_bits),
    ];
    let options = options(py, given)?.for_estimate().map_err(|error| raised(py, error))?;
    let text = str("text", text)?;
    Ok(work(py, text.len(), || core::estimate(text, &options)).into())
}

/// Says what each of many texts costs: much faster than `estimate` for each.
#[pyfunction]
#[pyo3(
    signature = (texts, *, channel=None, page_limit=None, force_gsm=None, reference_bits=None),
    text_signature = "(texts, *, channel='sms', page_limit=None, force_gsm=False, reference_bits=8)"
)]
pub fn estimate_many(
    texts: &Bound<'_, PyAny>,
    channel: Option<&Bound<'_, PyAny>>,
    page_limit: Option<&Bound<'_, PyAny>>,
    force_gsm: Option<&Bound<'_, PyAny>>,
    reference_bits: Option<&Bound<'_, PyAny>>,
) -> PyResult<Columns> {
    let py = texts.py();
    let given = [
        ("channel", channel),
        ("page_limit", page_limit),
        ("force_gsm", force_gsm),
        ("reference_bits", reference_bits),
    ];
    let options = options(py, given)?.for_estimate().map_err(|error| raised(py, error))?;
    columns::measure_all(texts, &options)
}

/// The options that are given, which mostly are none.
fn options<const N: usize>(
    py: Python<'_>,
    given: [(&str, Option<&Bound<'_, PyAny>>); N],
) -> PyResult<TextOptions> {
    if given.iter().all(|(_, value)| value.is_none()) {
        return Ok(TextOptions::new());
    }
    let mut object = Map::new();
    for (name, value) in given {
        if let Some(value) = value {
            object.insert(name.to_owned(), to_json(OUTCOME, name, value)?);
        }
    }
    TextOptions::from_json(Value::Object(object)).map_err(|error| raised(py, error))
}

/// A text, where it lies.
fn str<'a>(name: &str, value: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    arguments::str(OUTCOME, name, value)
}

/// A text where it lies, or `None`.
fn optional_str<'a>(name: &str, value: Option<&'a Bound<'_, PyAny>>) -> PyResult<Option<&'a str>> {
    arguments::optional_str(OUTCOME, name, value)
}

/// Does the work for so many octets.
fn work<T: Send>(py: Python<'_>, octets: usize, work: impl FnOnce() -> T + Send) -> T {
    if octets < LARGE { work() } else { py.detach(work) }
}

/// A whole number; `name` is told where it is none, or none that can be meant.
fn number<T>(name: &str, value: &Bound<'_, PyAny>) -> PyResult<T>
where
    T: for<'a, 'py> FromPyObject<'a, 'py, Error = PyErr>,
{
    if !value.is_instance_of::<PyInt>() {
        let found = value.get_type().name()?;
        return Err(PyTypeError::new_err(format!("{name} must be int, not {found}")));
    }
    value.extract().map_err(|_| refused(value.py(), name, "range", "is out of range"))
}

/// An argument that cannot be meant, as the error of a call.
fn refused(py: Python<'_>, name: &str, rule: &'static str, message: &'static str) -> PyErr {
    raised(py, Error::argument(OUTCOME, FieldError::new(name, rule, message)))
}
