//! Long texts, put together from the parts in which they arrive.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ecall::text::reassemble::{self, Limits};
use ecall::text::{self as core, udh};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyFloat, PyInt, PyTuple};

use super::encoding::octets;
use super::header::Concatenation;
use super::record::record;
use super::{number, refused, str};
use crate::error::raised;

type Body = Vec<u8>;

record! {
    /// A part of a text as it arrived.
    Part {
        /// The sender's address.
        from_: String,
        /// The recipient's address.
        to: String,
        /// Which part it is of which text.
        concatenation: Py<Concatenation>,
        /// Its octets.
        body: Py<PyBytes>,
    }
}

record! {
    /// A complete text.
    Assembled {
        /// The sender's address.
        from_: String,
        /// The recipient's address.
        to: String,
        /// What the parts shared.
        reference: u16,
        /// How long the reference was: 8 or 16 bits.
        bits: u8,
        /// The octets of all parts, in their order.
        bodies: Py<PyTuple>,
    }

    /// The octets of all parts as one.
    fn octets<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        PyBytes::new(py, b"").call_method1("join", (&self.bodies,))
    }
}

record! {
    /// A text of which parts are missing.
    Incomplete {
        /// The sender's address.
        from_: String,
        /// The recipient's address.
        to: String,
        /// What the parts share.
        reference: u16,
        /// How long the reference is: 8 or 16 bits.
        bits: u8,
        /// How many parts there should be.
        total: u8,
        /// The parts that arrived, (number, octets), in their order.
        parts: Py<PyTuple>,
        /// The numbers of the parts that did not, in their order.
        missing: Py<PyTuple>,
    }
}

record! {
    /// What became of a part that was pushed.
    Pushed {
        /// "complete", "waiting", "duplicate" or "invalid".
        outcome: String,
        /// The text, where the part was the last that was missing.
        text: Option<Py<Assembled>>,
        /// A text that had to go: because the part has its reference but does not belong to it, or because too many were open.
        displaced: Option<Py<Incomplete>>,
        /// The part itself, where it is a duplicate or invalid.
        part: Option<Py<Part>>,
        /// What is wrong with an invalid part: "no_parts", "number_zero", "number_over_total" or "reference_over_8_bits", an open
        /// set.
        problem: Option<String>,
    }
}

impl Part {
    fn new_from(py: Python<'_>, part: reassemble::Part<Body>) -> PyResult<Py<Self>> {
        let reassemble::Part { from, to, concatenation, body } = part;
        let concatenation = Py::new(py, Concatenation::from(concatenation))?;
        Py::new(py, Self { from_: from, to, concatenation, body: PyBytes::new(py, &body).unbind() })
    }
}

impl Assembled {
    fn new_from(py: Python<'_>, text: reassemble::Assembled<Body>) -> PyResult<Py<Self>> {
        let reassemble::Assembled { from, to, reference, bits, bodies } = text;
        let bodies = PyTuple::new(py, bodies.iter().map(|body| PyBytes::new(py, body)))?.unbind();
        Py::new(py, Self { from_: from, to, reference, bits: bits.bits(), bodies })
    }
}

impl Incomplete {
    fn new_from(py: Python<'_>, text: reassemble::Incomplete<Body>) -> PyResult<Py<Self>> {
        let reassemble::Incomplete { from, to, reference, bits, total, parts, missing } = text;
        let parts = parts.iter().map(|(number, body)| (*number, PyBytes::new(py, body)));
        let parts = PyTuple::new(py, parts.collect::<Vec<_>>())?.unbind();
        let missing = PyTuple::new(py, missing)?.unbind();
        Py::new(py, Self { from_: from, to, reference, bits: bits.bits(), total, parts, missing })
    }

    fn all(py: Python<'_>, texts: Vec<reassemble::Incomplete<Body>>) -> PyResult<Bound<'_, PyTuple>> {
        let texts = texts.into_iter().map(|text| Self::new_from(py, text));
        PyTuple::new(py, texts.collect::<PyResult<Vec<_>>>()?)
    }
}

impl Pushed {
    fn new_from(py: Python<'_>, pushed: reassemble::Pushed<Body>) -> PyResult<Self> {
        let outcome = pushed.outcome();
        let (text, displaced, part, problem) = match pushed {
            reassemble::Pushed::Complete { text, displaced } => (Some(text), displaced, None, None),
            reassemble::Pushed::Waiting { displaced } => (None, displaced, None, None),
            reassemble::Pushed::Duplicate(part) => (None, None, Some(part), None),
            reassemble::Pushed::Invalid { part, problem } => (None, None, Some(part), Some(problem)),
        };
        Ok(Self {
            outcome: outcome.to_owned(),
            text: text.map(|text| Assembled::new_from(py, text)).transpose()?,
            displaced: displaced.map(|text| Incomplete::new_from(py, text)).transpose()?,
            part: part.map(|part| Part::new_from(py, part)).transpose()?,
            problem: problem.map(|problem| problem.code().to_owned()),
        })
    }
}

/// Puts long texts together. Nothing that is pushed is lost silently: every part comes out again, in a complete text, in an
/// incomplete one, or at once.
#[pyclass(module = "ecall.text", frozen)]
pub struct Reassembler(Mutex<reassemble::Reassembler<Body>>);

impl Reassembler {
    // No Python code runs while this is held.
    fn parts(&self) -> MutexGuard<'_, reassemble::Reassembler<Body>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Reassembler {
    #[new]
    #[pyo3(
        signature = (*, max_open=None, timeout=None, duplicate=None),
        text_signature = "(*, max_open=1000, timeout=600.0, duplicate=60.0)"
    )]
    fn new(
        max_open: Option<&Bound<'_, PyAny>>,
        timeout: Option<&Bound<'_, PyAny>>,
        duplicate: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut limits = Limits::default();
        if let Some(max_open) = max_open {
            limits.max_open = number("max_open", max_open)?;
        }
        if let Some(timeout) = timeout {
            limits.timeout_ms = milliseconds("timeout", timeout)?;
        }
        if let Some(duplicate) = duplicate {
            limits.duplicate_ms = milliseconds("duplicate", duplicate)?;
        }
        Ok(Self(Mutex::new(reassemble::Reassembler::new(limits))))
    }

    /// Takes a part, in any order and more than once.
    #[pyo3(
        signature = (from_, to, reference, total, number, body, now, bits=None),
        text_signature = "($self, from_, to, reference, total, number, body, now, bits=8)"
    )]
    #[expect(clippy::too_many_arguments, reason = "what a part says of itself")]
    fn push(
        &self,
        from_: &Bound<'_, PyAny>,
        to: &Bound<'_, PyAny>,
        reference: &Bound<'_, PyAny>,
        total: &Bound<'_, PyAny>,
        number: &Bound<'_, PyAny>,
        body: &Bound<'_, PyAny>,
        now: &Bound<'_, PyAny>,
        bits: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Pushed> {
        let py = from_.py();
        let bits = bits.map_or(Ok(8), |bits| self::number("bits", bits))?;
        let part = reassemble::Part {
            from: str("from_", from_)?.to_owned(),
            to: str("to", to)?.to_owned(),
            concatenation: udh::Concatenation {
                reference: self::number("reference", reference)?,
                bits: core::reference(bits).map_err(|error| raised(py, error))?,
                total: self::number("total", total)?,
                number: self::number("number", number)?,
            },
            body: octets("body", body)?.into_owned(),
        };
        let now_ms = milliseconds("now", now)?;
        let pushed = self.parts().push(part, now_ms);
        Pushed::new_from(py, pushed)
    }

    /// Gives out what has waited too long for its next part, the longest first.
    fn expire<'py>(&self, now: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyTuple>> {
        let now_ms = milliseconds("now", now)?;
        let texts = self.parts().expire(now_ms);
        Incomplete::all(now.py(), texts)
    }

    /// Gives out all that is open, the one that waits longest first, as at the end of a connection.
    fn drain<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let texts = self.parts().drain();
        Incomplete::all(py, texts)
    }

    /// How many texts are open.
    #[getter]
    fn open(&self) -> usize {
        self.parts().open()
    }

    /// When `expire` will next have something to give, in seconds of the caller's clock. None where nothing is open.
    #[getter]
    fn next_expiry(&self) -> Option<f64> {
        self.parts().next_expiry_ms().map(|milliseconds| milliseconds as f64 / 1000.0)
    }

    fn __repr__(&self) -> String {
        format!("<ecall.text.Reassembler open={}>", self.open())
    }
}

/// Seconds in whole milliseconds, from 0 on.
fn milliseconds(name: &str, value: &Bound<'_, PyAny>) -> PyResult<u64> {
    if !value.is_instance_of::<PyFloat>() && !value.is_instance_of::<PyInt>() {
        let found = value.get_type().name()?;
        return Err(PyTypeError::new_err(format!("{name} must be float, not {found}")));
    }
    // A number that no float holds is out of range like those that a float does hold.
    let milliseconds = (value.extract().unwrap_or(f64::INFINITY) * 1000.0).round();
    if !(0.0..1e18).contains(&milliseconds) {
        return Err(refused(value.py(), name, "range", "must be a number of seconds, 0 or more"));
    }
    Ok(milliseconds as u64)
}
