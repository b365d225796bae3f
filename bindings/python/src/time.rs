//! Points in time as Python's `datetime`, which is imported when the first one is asked for.

use ecall::model::Timestamp;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;

/// The start of Unix time as an aware datetime.
static EPOCH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static TIMEDELTA: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
static DATETIME: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// Aware (UTC) where the text has a zone, naive where it has none, nothing where it is no date and time.
pub fn datetime<'py>(py: Python<'py>, timestamp: &Timestamp) -> PyResult<Option<Bound<'py, PyAny>>> {
    if let Some(instant) = timestamp.instant() {
        return utc(py, instant.as_microsecond()).map(Some);
    }
    let Some(civil) = timestamp.civil() else { return Ok(None) };
    let arguments = (
        civil.year(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second(),
        civil.subsec_nanosecond() / 1000,
    );
    DATETIME.import(py, "datetime", "datetime")?.call1(arguments).map(Some)
}

/// An instant, in microseconds since the start of Unix time, as an aware datetime in UTC.
pub fn utc(py: Python<'_>, microseconds: i64) -> PyResult<Bound<'_, PyAny>> {
    let epoch = EPOCH.get_or_try_init(py, || {
        let zone = py.import("datetime")?.getattr("timezone")?.getattr("utc")?;
        let arguments = (1970, 1, 1, 0, 0, 0, 0, zone);
        DATETIME.import(py, "datetime", "datetime")?.call1(arguments).map(Bound::unbind)
    })?;
    let keywords = PyDict::new(py);
    keywords.set_item(intern!(py, "microseconds"), microseconds)?;
    let since = TIMEDELTA.import(py, "datetime", "timedelta")?.call((), Some(&keywords))?;
    epoch.bind(py).add(since)
}
