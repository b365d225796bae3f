//! Points in time as Python's `datetime`, which is imported when the first one is asked for.

use crate::lasting::Lasting;
use ecall::model::Timestamp;
use ecall::smpp::pdu::Absolute;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The start of Unix time as an aware datetime.
static EPOCH: Lasting = Lasting::new();
static TIMEDELTA: Lasting = Lasting::new();
static DATETIME: Lasting = Lasting::new();

/// What datetime holds begins with the year 1, here in microseconds since the start of Unix time. The library's own end is before
/// datetime's, in the year 9999.
const FIRST_YEAR: i16 = 1;
const FIRST: i64 = -62_135_596_800_000_000;

/// Aware (UTC) where the text has a zone, naive where it has none, nothing where it is no date and time, or none that datetime can
/// hold.
pub fn datetime<'py>(py: Python<'py>, timestamp: &Timestamp) -> PyResult<Option<Bound<'py, PyAny>>> {
    if let Some(instant) = timestamp.instant() {
        let microseconds = instant.as_microsecond();
        return (microseconds >= FIRST).then(|| utc(py, microseconds)).transpose();
    }
    let Some(civil) = timestamp.civil().filter(|civil| civil.year() >= FIRST_YEAR) else { return Ok(None) };
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

/// A moment by a calendar and a clock: aware where that clock says how it stands to UTC, else naive.
pub fn civil<'py>(py: Python<'py>, moment: &Absolute) -> PyResult<Bound<'py, PyAny>> {
    static TIMEZONE: Lasting = Lasting::new();
    let zone = moment.quarters.map(|quarters| {
        let seconds = i32::from(quarters) * 15 * 60;
        let ahead = TIMEDELTA.import(py, "datetime", "timedelta")?.call1((0, seconds))?;
        TIMEZONE.import(py, "datetime", "timezone")?.call1((ahead,))
    });
    let arguments = (
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        u32::from(moment.tenths) * 100_000,
        zone.transpose()?,
    );
    DATETIME.import(py, "datetime", "datetime")?.call1(arguments)
}

/// An instant, in microseconds since the start of Unix time, as an aware datetime in UTC.
pub fn utc(py: Python<'_>, microseconds: i64) -> PyResult<Bound<'_, PyAny>> {
    let epoch = EPOCH.get(py, || {
        let zone = py.import("datetime")?.getattr("timezone")?.getattr("utc")?;
        let arguments = (1970, 1, 1, 0, 0, 0, 0, zone);
        DATETIME.import(py, "datetime", "datetime")?.call1(arguments)
    })?;
    let keywords = PyDict::new(py);
    keywords.set_item("microseconds", microseconds)?;
    let since = TIMEDELTA.import(py, "datetime", "timedelta")?.call((), Some(&keywords))?;
    epoch.add(since)
}
