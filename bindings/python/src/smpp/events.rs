//! What happens on a link, as the objects of `ecall._events`: their values in the order in which the library has them.

use ecall::smpp::pdu::Tlv;
use ecall::smpp::{LinkEvent, RawPdu, SmppEvent, SmppIncomplete, SmppMessage, SmppReceipt, StrayResponse};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};
use serde_json::{Value, to_value};

use crate::convert::from_json;
use crate::lasting::Lasting;
use crate::time::civil;

/// An event.
pub fn event(py: Python<'_>, event: SmppEvent) -> PyResult<Bound<'_, PyAny>> {
    match event {
        SmppEvent::Receipt(event) => receipt(py, &event),
        SmppEvent::Message(event) => message(py, &event),
        SmppEvent::Incomplete(event) => incomplete(py, &event),
        SmppEvent::Link(event) => link(py, &event),
        SmppEvent::Response(event) => response(py, &event),
        SmppEvent::Raw(event) => raw(py, &event),
        // One that the library learns to tell before this does: as it tells it everywhere.
        other => plain(py, to_value(&other)),
    }
}

/// An object of that class with these values.
macro_rules! object {
    ($py:ident, $class:literal, [$($value:expr),* $(,)?]) => {{
        static CLASS: Lasting = Lasting::new();
        let class = CLASS.import($py, "ecall._events", $class)?;
        class.call1(PyTuple::new($py, [$($value.into_bound_py_any($py)?),*])?)
    }};
}

fn receipt<'py>(py: Python<'py>, event: &SmppReceipt) -> PyResult<Bound<'py, PyAny>> {
    let date = |date: &Option<_>| date.as_ref().map(|date| civil(py, date)).transpose();
    let network_error = event.network_error.as_ref().map(|error| plain(py, to_value(error))).transpose()?;
    object!(
        py,
        "SmppReceipt",
        [
            event.message_id.as_deref(),
            event.receipted_id.as_deref(),
            event.matched,
            event.tag.as_deref(),
            event.part,
            event.parts,
            event.state,
            event.state_number,
            event.word.as_deref(),
            event.is_final,
            event.is_intermediate,
            event.error.as_deref(),
            event.error_code,
            network_error,
            event.submitted,
            event.delivered,
            date(&event.submit_date)?,
            date(&event.done_date)?,
            event.text.as_deref(),
            event.from.as_str(),
            event.to.as_str(),
            tlvs(py, &event.tlvs)?,
        ]
    )
}

fn message<'py>(py: Python<'py>, event: &SmppMessage) -> PyResult<Bound<'py, PyAny>> {
    object!(
        py,
        "SmppMessage",
        [
            event.from.as_str(),
            event.from_ton,
            event.to.as_str(),
            event.text.as_deref(),
            PyBytes::new(py, &event.octets),
            event.data_coding,
            event.esm_class,
            event.parts,
            tlvs(py, &event.tlvs)?,
        ]
    )
}

fn incomplete<'py>(py: Python<'py>, event: &SmppIncomplete) -> PyResult<Bound<'py, PyAny>> {
    object!(
        py,
        "SmppIncomplete",
        [
            event.from.as_str(),
            event.to.as_str(),
            event.total,
            // Octets would be bytes.
            PyTuple::new(py, event.missing.iter().copied().map(u32::from))?,
            PyTuple::new(py, event.parts.iter().map(|(number, text)| (*number, text.as_deref())))?,
        ]
    )
}

fn link<'py>(py: Python<'py>, event: &LinkEvent) -> PyResult<Bound<'py, PyAny>> {
    object!(
        py,
        "LinkEvent",
        [
            event.state.as_str(),
            event.reason,
            event.message.as_deref(),
            event.kind.map(ecall::Kind::as_str),
            event.smpp_status,
            event.pause_ms.map(|pause| pause as f64 / 1000.0),
            event.unknown,
        ]
    )
}

fn response<'py>(py: Python<'py>, event: &StrayResponse) -> PyResult<Bound<'py, PyAny>> {
    object!(
        py,
        "StrayResponse",
        [event.reason, event.command, event.sequence, event.smpp_status, event.message_id.as_deref(),]
    )
}

fn raw<'py>(py: Python<'py>, event: &RawPdu) -> PyResult<Bound<'py, PyAny>> {
    object!(py, "RawPdu", [event.reason, event.message.as_str(), PyBytes::new(py, &event.octets)])
}

fn tlvs<'py>(py: Python<'py>, tlvs: &[Tlv<'static>]) -> PyResult<Bound<'py, PyTuple>> {
    let tlvs = tlvs.iter().map(|tlv| plain(py, to_value(tlv)));
    PyTuple::new(py, tlvs.collect::<PyResult<Vec<_>>>()?)
}

/// The library's JSON form, as Python has it.
fn plain(py: Python<'_>, value: serde_json::Result<Value>) -> PyResult<Bound<'_, PyAny>> {
    from_json(py, &value.unwrap_or_default())
}
