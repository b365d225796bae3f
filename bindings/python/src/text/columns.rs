//! What many texts cost, as columns.

use ecall::text::{self as core, Alphabet, EstimateOptions, Measure};
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyList, PyString, PyTuple};

use super::cost::word;
use super::record::record;
use super::{OUTCOME, work};
use crate::arguments::no_text;

/// What is measured before other threads and Ctrl-C have their turn, in octets and texts at once: some ten milliseconds. Letting others
/// run all the time would mean to hold all texts meanwhile and to look at each twice, which costs half as much again. Turns must be
/// longer than Python's switch interval of 5 ms: a thread that waits asks for its turn only after so long without any, and one
/// that is offered before it asked is taken back at once.
const TURN: usize = 32 * 1024 * 1024;
/// What a text takes besides its octets, in octets.
const EACH: usize = 64;

record! {
    /// What many texts cost, an item for each. `dict(columns)` and `**columns` give the columns by their names.
    Columns {
        /// How many pages each takes: an array.array of type "I".
        pages: Py<PyAny>,
        /// How long each is, in units of its alphabet: an array.array of type "I".
        units: Py<PyAny>,
        /// What each is counted in: a list of "gsm", "ucs2" or "unicode".
        alphabet: Py<PyList>,
    }

    /// The names of the columns.
    fn keys(&self) -> Vec<&'static str> {
        Self::FIELDS.to_vec()
    }

    fn __getitem__<'py>(slf: &Bound<'py, Self>, name: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        if name.to_str().is_ok_and(|name| Self::FIELDS.contains(&name)) {
            slf.getattr(name)
        } else {
            Err(PyKeyError::new_err(name.clone().unbind()))
        }
    }
}

/// The columns while they grow: numbers in the octets of `array.array`.
#[derive(Default)]
struct Growing {
    pages: Vec<u8>,
    units: Vec<u8>,
    alphabets: Vec<Alphabet>,
}

impl Growing {
    fn push(&mut self, measure: Measure) {
        self.pages.extend(number(measure.pages).to_ne_bytes());
        self.units.extend(number(measure.units).to_ne_bytes());
        self.alphabets.push(measure.alphabet);
    }

    fn finish(self, py: Python<'_>) -> PyResult<Columns> {
        let alphabets = self.alphabets.iter().map(|alphabet| word(py, *alphabet));
        Ok(Columns {
            pages: array(py, &self.pages)?,
            units: array(py, &self.units)?,
            alphabet: PyList::new(py, alphabets)?.unbind(),
        })
    }
}

/// A text of more than four thousand million units is not one that anybody sends.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn array(py: Python<'_>, octets: &[u8]) -> PyResult<Py<PyAny>> {
    static ARRAY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    ARRAY.import(py, "array", "array")?.call1(("I", PyBytes::new(py, octets))).map(Bound::unbind)
}

/// Measures texts in the order of an iterable.
pub fn measure_all(texts: &Bound<'_, PyAny>, options: &EstimateOptions) -> PyResult<Columns> {
    let py = texts.py();
    if texts.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("texts must be an iterable of str, not str"));
    }
    let mut columns = Growing::default();
    if let Ok(list) = texts.cast::<PyList>() {
        measure_in_turns(py, list.iter().map(Ok), options, &mut columns)?;
    } else if let Ok(tuple) = texts.cast::<PyTuple>() {
        measure_in_turns(py, tuple.iter().map(Ok), options, &mut columns)?;
    } else {
        measure_in_turns(py, texts.try_iter()?, options, &mut columns)?;
    }
    columns.finish(py)
}

fn measure_in_turns<'py>(
    py: Python<'py>,
    texts: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
    options: &EstimateOptions,
    columns: &mut Growing,
) -> PyResult<()> {
    let mut done = 0;
    for (index, text) in texts.enumerate() {
        let text = text?;
        let text = checked(index, &text)?;
        let text =
            text.to_str().map_err(|problem| no_text(OUTCOME, &format!("texts[{index}]"), text, problem))?;
        columns.push(work(py, text.len(), || core::measure_with(text, options)));
        done += text.len() + EACH;
        if done >= TURN {
            done = 0;
            py.detach(|| ());
            py.check_signals()?;
        }
    }
    Ok(())
}

fn checked<'a, 'py>(index: usize, text: &'a Bound<'py, PyAny>) -> PyResult<&'a Bound<'py, PyString>> {
    match text.cast::<PyString>() {
        Ok(text) => Ok(text),
        Err(_) => {
            let found = text.get_type().name()?;
            Err(PyTypeError::new_err(format!("texts[{index}] must be str, not {found}")))
        }
    }
}
