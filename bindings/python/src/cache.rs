//! What is answered of the messages that wait at the service. A stream of them gives the messages alone.

use ecall::model::InboundSms as Inbound;
use pyo3::prelude::*;

use crate::answer::{Answer, object, split};
use crate::jobs::InboundSms;

/// The next message of the cache, where there is one.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct CachedMessage {
    message: Option<Py<InboundSms>>,
}

#[pymethods]
impl CachedMessage {
    /// The message; None where the cache is empty.
    #[getter]
    fn message(&self, py: Python<'_>) -> Option<Py<InboundSms>> {
        self.message.as_ref().map(|message| message.clone_ref(py))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let message = self.message.as_ref().map(|message| message.bind(py).repr()).transpose()?;
        Ok(message.map_or_else(
            || "<ecall.CachedMessage message=None>".to_owned(),
            |message| format!("<ecall.CachedMessage message={message}>"),
        ))
    }
}

impl CachedMessage {
    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.message.as_ref().into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self { message: value.extract()? })
    }
}

/// A message that is in the cache no more.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct Deletion {
    deleted: bool,
}

#[pymethods]
impl Deletion {
    /// Whether it was there (provisional).
    #[getter]
    fn deleted(&self) -> bool {
        self.deleted
    }

    fn __repr__(&self) -> String {
        format!("<ecall.Deletion deleted={}>", if self.deleted { "True" } else { "False" })
    }
}

impl Deletion {
    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.deleted.into_pyobject(py)?.to_owned().into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self { deleted: value.extract()? })
    }
}

/// The next message of the cache.
pub fn cached(py: Python<'_>, answer: ecall::Answer<Option<Inbound>>) -> PyResult<Bound<'_, PyAny>> {
    let (common, message) = split(py, answer)?;
    let message = message.map(|message| Py::new(py, InboundSms::new(message))).transpose()?;
    object(py, common, CachedMessage { message })
}

/// What became of a message that was to be deleted.
pub fn deletion(py: Python<'_>, answer: ecall::Answer<bool>) -> PyResult<Bound<'_, PyAny>> {
    let (common, deleted) = split(py, answer)?;
    object(py, common, Deletion { deleted })
}
