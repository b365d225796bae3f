//! The library's errors as Python's exceptions, which are Python classes (`ecall.errors`).

use crate::lasting::Lasting;
use ecall::{Error, Kind};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use serde_json::Value;

use crate::answer::{attempts, stateless};
use crate::convert::from_object;
use crate::job_state;
use crate::smpp::parts;

/// The exception of `error`, not raised.
pub fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static MAKE: Lasting = Lasting::new();
    let details = error.details();
    let fields = match error.to_json() {
        Value::Object(fields) => from_object(py, &fields)?,
        _ => from_object(py, &serde_json::Map::new())?,
    };
    fields.set_item("attempts", attempts(py, &details.attempts)?)?;
    if let Some(status) = &details.last_status {
        fields.set_item("last_status", stateless(py, (**status).clone())?)?;
    }
    if let Some(state) = &details.last_job_state {
        fields.set_item("last_job_state", job_state::stateless(py, (**state).clone())?)?;
    }
    if !details.parts.is_empty() {
        fields.set_item("parts", parts(py, &details.parts)?)?;
    }
    fields.set_item("raw_body", details.raw_body.as_ref().map(|body| PyBytes::new(py, body)))?;
    MAKE.import(py, "ecall.errors", "of_core")?.call1((fields,))
}

/// The exception of `error`, to be raised.
pub fn raised(py: Python<'_>, error: Error) -> PyErr {
    exception(py, &error).map_or_else(|problem| problem, PyErr::from_value)
}

/// Every kind of error that the library knows: its word, its number, what it means.
#[pyfunction]
pub fn kinds() -> Vec<(&'static str, i32, &'static str)> {
    Kind::ALL.iter().map(|kind| (kind.as_str(), kind.number(), kind.description())).collect()
}
