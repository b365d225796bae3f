//! Arguments and options, as the package hands them over.

use std::fmt::Write as _;

use ecall::text::not_unicode;
use ecall::{Error, Kind, Outcome};
use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyString, PyTuple};
use serde_json::{Map, Value};

use crate::convert::to_json;
use crate::error::raised;
use crate::media::octets;

/// In what the value of an option is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// As it is.
    Plain,
    /// In seconds; the library's name of it ends in `_ms`.
    Seconds,
    /// In what is like bytes; the library's JSON has hex digits.
    Octets,
}

/// Options with the library's names, in the order in which the package hands their values over.
pub type Known = &'static [(&'static str, Unit)];

/// The JSON form of the options that are not `None`; nothing where all are, which is the common case.
pub fn options(outcome: Outcome, known: Known, given: &Bound<'_, PyAny>) -> PyResult<Option<Value>> {
    let given = given.cast::<PyTuple>()?;
    if given.len() != known.len() {
        return Err(PyTypeError::new_err("the package and its extension are of different versions"));
    }
    let mut object = Map::new();
    for ((name, unit), value) in known.iter().zip(given.iter_borrowed()) {
        if !value.is_none() {
            object.insert((*name).to_owned(), option(outcome, name, *unit, &value)?);
        }
    }
    Ok(if object.is_empty() { None } else { Some(Value::Object(object)) })
}

/// The JSON form of an option.
pub fn option(outcome: Outcome, name: &str, unit: Unit, value: &Bound<'_, PyAny>) -> PyResult<Value> {
    if unit == Unit::Octets {
        return hex(name, value).map(Value::String);
    }
    let is_number = value.is_instance_of::<PyFloat>() || value.is_instance_of::<PyInt>();
    if unit == Unit::Seconds && is_number {
        // What no float holds is no length of time either.
        Ok(milliseconds(value.extract().unwrap_or(f64::INFINITY)))
    } else {
        to_json(outcome, name, value)
    }
}

fn hex(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    let octets = octets(value).map_err(|_| PyTypeError::new_err(format!("{name} must be bytes")))?;
    let mut digits = String::with_capacity(2 * octets.as_bytes().len());
    for octet in octets.as_bytes() {
        let _ = write!(digits, "{octet:02x}");
    }
    Ok(digits)
}

/// Whole milliseconds, no less than one of any time at all. What is no length of time stays what it is, and is refused with
/// the option's name.
fn milliseconds(seconds: f64) -> Value {
    let milliseconds = (seconds * 1000.0).round();
    if seconds > 0.0 && milliseconds < 1.0 {
        Value::from(1)
    } else if (0.0..1e18).contains(&milliseconds) {
        Value::from(milliseconds as u64)
    } else {
        // As a text, because JSON knows no infinity and null counts as absent.
        Value::from(milliseconds.to_string())
    }
}

/// A text, where it lies; `name` is told where it is none, or none in Unicode.
pub fn str<'a>(outcome: Outcome, name: &str, value: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    match value.cast::<PyString>() {
        Ok(text) => text.to_str().map_err(|problem| no_text(outcome, name, text, problem)),
        Err(_) => {
            let found = value.get_type().name()?;
            Err(PyTypeError::new_err(format!("{name} must be str, not {found}")))
        }
    }
}

/// What is raised where a str cannot be read.
pub fn no_text(outcome: Outcome, name: &str, text: &Bound<'_, PyString>, problem: PyErr) -> PyErr {
    text_problem(outcome, name, text, problem)
        .map_or_else(|problem| problem, |error| raised(text.py(), error))
}

/// Why a str cannot be read. Python's own exception would hold the text.
pub fn text_problem(
    outcome: Outcome,
    name: &str,
    text: &Bound<'_, PyString>,
    problem: PyErr,
) -> PyResult<Error> {
    if problem.is_instance_of::<PyUnicodeEncodeError>(text.py()) {
        Ok(not_unicode(outcome, name, text.len().unwrap_or_default()))
    } else {
        Err(problem)
    }
}

/// A text where it lies, or `None`.
pub fn optional_str<'a>(
    outcome: Outcome,
    name: &str,
    value: Option<&'a Bound<'_, PyAny>>,
) -> PyResult<Option<&'a str>> {
    value.filter(|value| !value.is_none()).map(|value| str(outcome, name, value)).transpose()
}

/// A text of one's own; `name` is told where it is none.
pub fn text(outcome: Outcome, name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    str(outcome, name, value).map(str::to_owned)
}

/// A text of one's own, or `None`.
pub fn optional_text(outcome: Outcome, name: &str, value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    optional_str(outcome, name, Some(value)).map(|text| text.map(str::to_owned))
}

/// A model that could not be read, as the error of a send.
pub fn unreadable(problem: impl ToString) -> Error {
    Error::new(Kind::InvalidArgument, Outcome::NotAccepted, problem.to_string())
}
