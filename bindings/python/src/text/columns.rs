//! What many texts cost, as columns.

use crate::lasting::Lasting;
use ecall::text::{self as core, EstimateOptions, Units};
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString, PyTuple};

use super::cost::word;
use super::record::record;
use super::{OUTCOME, work};
use crate::error::raised;

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

impl Columns {
    fn of(py: Python<'_>, columns: &core::Columns) -> PyResult<Self> {
        let alphabets: PyResult<Vec<_>> =
            columns.alphabet.iter().map(|alphabet| word(py, *alphabet)).collect();
        Ok(Self {
            pages: array(py, &columns.pages)?,
            units: array(py, &columns.units)?,
            alphabet: PyList::new(py, alphabets?)?.unbind(),
        })
    }
}

fn array(py: Python<'_>, numbers: &[u32]) -> PyResult<Py<PyAny>> {
    static ARRAY: Lasting = Lasting::new();
    let octets: Vec<u8> = numbers.iter().flat_map(|number| number.to_ne_bytes()).collect();
    ARRAY.import(py, "array", "array")?.call1(("I", PyBytes::new(py, &octets))).map(Bound::unbind)
}

/// Measures texts in the order of an iterable.
pub fn measure_all(texts: &Bound<'_, PyAny>, options: &EstimateOptions) -> PyResult<Columns> {
    let py = texts.py();
    if texts.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("texts must be an iterable of str, not str"));
    }
    let mut columns = core::Columns::default();
    if let Ok(list) = texts.cast::<PyList>() {
        measure_in_turns(py, list.iter().map(Ok), options, &mut columns)?;
    } else if let Ok(tuple) = texts.cast::<PyTuple>() {
        measure_in_turns(py, tuple.iter().map(Ok), options, &mut columns)?;
    } else {
        measure_in_turns(py, texts.try_iter()?, options, &mut columns)?;
    }
    Columns::of(py, &columns)
}

fn measure_in_turns<'py>(
    py: Python<'py>,
    texts: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
    options: &EstimateOptions,
    columns: &mut core::Columns,
) -> PyResult<()> {
    let mut done = 0;
    let mut buffer = Vec::new();
    for (index, text) in texts.enumerate() {
        let text = text?;
        let text = code_points(checked(index, &text)?, &mut buffer)?;
        let measure = work(py, text.len(), || core::measure_units(Units::Ucs4(text), options));
        columns.push(measure.map_err(|problem| {
            raised(py, core::not_unicode(OUTCOME, format!("texts[{index}]"), problem.length))
        })?);
        done += text.len() + EACH;
        if done >= TURN {
            done = 0;
            py.detach(|| ());
            py.check_signals()?;
        }
    }
    Ok(())
}

/// The code points of a text. Its UTF-8 form would take longer to make, and stay in the text for as long as that lives.
fn code_points<'a>(text: &Bound<'_, PyString>, buffer: &'a mut Vec<u32>) -> PyResult<&'a [u32]> {
    // SAFETY: it is a str, and the interpreter is held.
    let length = unsafe { ffi::PyUnicode_GetLength(text.as_ptr()) };
    let room = usize::try_from(length).map_err(|_| PyErr::fetch(text.py()))?;
    if buffer.len() < room {
        buffer.resize(room, 0);
    }
    // SAFETY: as above; the buffer has room for `length` code points, and no NUL after them is asked for.
    let written = unsafe { ffi::PyUnicode_AsUCS4(text.as_ptr(), buffer.as_mut_ptr(), length, 0) };
    if written.is_null() { Err(PyErr::fetch(text.py())) } else { Ok(&buffer[..room]) }
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
