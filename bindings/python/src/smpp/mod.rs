//! Results of the SMPP interface.

mod events;
mod message;
mod submitting;

use ecall::smpp::{PartOutcome, SmppBound, Submitted as Accepted};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

pub use self::events::event;
pub use self::submitting::Submitting;
use crate::convert::from_json;
use crate::lasting::Lasting;
use crate::pickle::{Restored, remake};

/// A message that the centre accepted, all parts of it.
#[pyclass(module = "ecall", frozen)]
pub struct Submitted(Accepted);

#[pymethods]
impl Submitted {
    /// The centre's id of the first part, by which receipts name it; None where the centre gave none.
    #[getter]
    fn message_id(&self) -> Option<&str> {
        self.0.message_id()
    }

    /// What became of each part, in their order; one at least.
    #[getter]
    fn parts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        parts(py, &self.0.parts)
    }

    /// A part may have been accepted twice: an attempt before the accepted one had no certain end.
    #[getter]
    fn possible_duplicate(&self) -> bool {
        self.0.possible_duplicate
    }

    fn __repr__(&self) -> String {
        format!(
            "<ecall.Submitted message_id={:?} of {} parts>",
            self.message_id().unwrap_or_default(),
            self.0.parts.len()
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py>> {
        let json =
            serde_json::to_string(&self.0).map_err(|problem| PyValueError::new_err(problem.to_string()))?;
        Ok((remake(py)?, ("Submitted", json, None)))
    }
}

impl Submitted {
    /// The same, made again from what pickle kept.
    pub fn restored(json: &str) -> PyResult<Self> {
        serde_json::from_str(json).map(Self).map_err(|problem| PyValueError::new_err(problem.to_string()))
    }
}

/// What became of the parts of a message, as `ecall.PartOutcome`s.
pub fn parts<'py>(py: Python<'py>, parts: &[PartOutcome]) -> PyResult<Bound<'py, PyTuple>> {
    static CLASS: Lasting = Lasting::new();
    let class = CLASS.import(py, "ecall._error", "PartOutcome")?;
    let part = |part: &PartOutcome| {
        let state = serde_json::to_value(part.state).unwrap_or_default();
        class.call1((from_json(py, &state)?, part.message_id.as_deref(), part.smpp_status))
    };
    PyTuple::new(py, parts.iter().map(part).collect::<PyResult<Vec<_>>>()?)
}

/// An accepted message.
pub fn submitted(py: Python<'_>, accepted: Accepted) -> PyResult<Bound<'_, PyAny>> {
    Bound::new(py, Submitted(accepted)).map(Bound::into_any)
}

/// A link that is open.
pub fn bound(py: Python<'_>, bound: SmppBound) -> PyResult<Bound<'_, PyAny>> {
    static CLASS: Lasting = Lasting::new();
    let class = CLASS.import(py, "ecall._events", "SmppBound")?;
    class.call1((bound.system_id, bound.interface_version))
}
