//! How results are pickled: a function of the extension and its arguments, which make them again.

use bytes::Bytes;
use ecall::Outcome;
use ecall::model::{LocalTime as Moment, wire};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};
use serde_json::Value;

use crate::answer::{Answer, MessageResult, MessageStatus, RawResponse, object};
use crate::cache::{CachedMessage, Deletion};
use crate::callback::{CallbackNotification, CallbackReply, CallbackSms};
use crate::convert::{from_object, to_json};
use crate::job_state::{JobState, SoapResolution};
use crate::jobs::{JobStates, LocalTime, Resolution, SentJob, inbound, status};
use crate::lists::{ListStatus, SentList};
use crate::media::{Media, UploadedMedia};
use crate::smpp::Submitted;
use crate::webhook::StatusEvent;

/// How an answer is made again, whatever class it has.
pub fn reduced<'py>(slf: &Bound<'py, Answer>) -> PyResult<Bound<'py, PyTuple>> {
    let py = slf.py();
    let (name, value) = if let Ok(result) = slf.cast::<MessageResult>() {
        let MessageResult { result, estimate, replacements } = result.get();
        let state = (encoded(serde_json::to_string(result))?, estimate, replacements);
        ("MessageResult", state.into_pyobject(py)?.into_any())
    } else if let Ok(event) = slf.cast::<StatusEvent>() {
        let state = encoded(serde_json::to_string(&event.as_super().get().0))?;
        ("StatusEvent", event.get().kept(py, state)?)
    } else if let Ok(status) = slf.cast::<MessageStatus>() {
        ("MessageStatus", PyString::new(py, &encoded(serde_json::to_string(&status.get().0))?).into_any())
    } else if let Ok(list) = slf.cast::<SentList>() {
        ("SentList", list.get().kept(py)?)
    } else if let Ok(list) = slf.cast::<ListStatus>() {
        ("ListStatus", list.get().kept(py)?)
    } else if let Ok(uploaded) = slf.cast::<UploadedMedia>() {
        ("UploadedMedia", PyString::new(py, &encoded(serde_json::to_string(&uploaded.get().0))?).into_any())
    } else if let Ok(media) = slf.cast::<Media>() {
        ("Media", media.get().kept(py)?)
    } else if let Ok(job) = slf.cast::<SentJob>() {
        ("SentJob", job.get().kept(py)?)
    } else if let Ok(states) = slf.cast::<JobStates>() {
        ("JobStates", states.get().kept(py)?)
    } else if let Ok(resolution) = slf.cast::<Resolution>() {
        ("Resolution", resolution.get().kept(py)?)
    } else if let Ok(state) = slf.cast::<JobState>() {
        (
            "JobState",
            PyString::new(py, &plain(serde_json::to_value(&state.get().0), "finishDate")?).into_any(),
        )
    } else if let Ok(resolution) = slf.cast::<SoapResolution>() {
        ("SoapResolution", resolution.get().kept(py)?)
    } else if let Ok(cached) = slf.cast::<CachedMessage>() {
        ("CachedMessage", cached.get().kept(py)?)
    } else if let Ok(deletion) = slf.cast::<Deletion>() {
        ("Deletion", deletion.get().kept(py)?)
    } else if let Ok(raw) = slf.cast::<RawResponse>() {
        ("RawResponse", raw.get().headers.bind(py).clone().into_any())
    } else {
        ("Answer", py.None().into_bound(py))
    };
    let this = slf.get();
    let common = (
        this.http_status,
        this.request_id.as_deref(),
        PyBytes::new(py, &this.raw_body),
        this.attempts.bind(py),
        this.possible_duplicate,
    );
    let restore = py.import("ecall._ecall")?.getattr("restore")?;
    (restore, (name, value, common)).into_pyobject(py)
}

/// What `__reduce__` says of an answer, whatever class it has.
type Common = (Option<u16>, Option<String>, Vec<u8>, Py<PyTuple>, bool);

/// Makes a pickled answer again.
#[pyfunction]
pub fn restore<'py>(
    py: Python<'py>,
    name: &str,
    value: &Bound<'py, PyAny>,
    common: Common,
) -> PyResult<Bound<'py, PyAny>> {
    let (http_status, request_id, raw_body, attempts, possible_duplicate) = common;
    let raw_body = Bytes::from(raw_body);
    let common = Answer { http_status, request_id, raw_body, attempts, possible_duplicate };
    let wrong = |problem: wire::ReadError| PyValueError::new_err(problem.to_string());
    if name == "MessageResult" {
        let (json, estimate, replacements): (String, _, _) = value.extract()?;
        let result = wire::read(json.as_bytes()).map_err(wrong)?;
        return object(py, common, MessageResult { result, estimate, replacements });
    }
    match name {
        "SentList" => return object(py, common, SentList::restored(value)?),
        "ListStatus" => return object(py, common, ListStatus::restored(value)?),
        "Media" => return object(py, common, Media::restored(value)?),
        "SentJob" => return object(py, common, SentJob::restored(value)?),
        "JobStates" => return object(py, common, JobStates::restored(value)?),
        "Resolution" => return object(py, common, Resolution::restored(value)?),
        "SoapResolution" => return object(py, common, SoapResolution::restored(value)?),
        "CachedMessage" => return object(py, common, CachedMessage::restored(value)?),
        "Deletion" => return object(py, common, Deletion::restored(value)?),
        "StatusEvent" => return StatusEvent::restored(value),
        _ => {}
    }
    match (name, to_json(Outcome::NotApplicable, "value", value)?) {
        ("MessageStatus", Value::String(json)) => {
            object(py, common, MessageStatus(wire::read(json.as_bytes()).map_err(wrong)?))
        }
        ("JobState", Value::String(json)) => {
            object(py, common, JobState(wire::read(json.as_bytes()).map_err(wrong)?))
        }
        ("UploadedMedia", Value::String(json)) => {
            object(py, common, UploadedMedia(wire::read(json.as_bytes()).map_err(wrong)?))
        }
        ("RawResponse", Value::Object(headers)) => {
            object(py, common, RawResponse { headers: from_object(py, &headers)?.unbind() })
        }
        ("Answer", Value::Null) => Bound::new(py, common).map(Bound::into_any),
        _ => Err(PyValueError::new_err("not an answer of this library")),
    }
}

fn encoded(model: serde_json::Result<String>) -> PyResult<String> {
    model.map_err(|problem| PyValueError::new_err(problem.to_string()))
}

/// A function and its arguments: the name of a class, its JSON, and the parameters that it was read from.
pub type Restored<'py> = (Bound<'py, PyAny>, (&'static str, String, Option<Py<PyTuple>>));

/// What makes an object again that is no answer.
pub fn remake(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    py.import("ecall._ecall")?.getattr("remake")
}

/// Where the time of most models is.
pub const TIME: &str = "timeStamp";

/// The JSON of a model, whose `time` is the text that it was read from.
pub fn plain(model: serde_json::Result<Value>, time: &str) -> PyResult<String> {
    let mut model = model.map_err(|problem| PyValueError::new_err(problem.to_string()))?;
    if let Some(time) = model.get_mut(time) {
        *time = time["text"].take();
    }
    Ok(model.to_string())
}

/// Makes a pickled object again that is no answer.
#[pyfunction(name = "remake")]
#[pyo3(signature = (name, value, raw = None))]
pub fn remade<'py>(
    py: Python<'py>,
    name: &str,
    value: &str,
    raw: Option<Py<PyTuple>>,
) -> PyResult<Bound<'py, PyAny>> {
    let wrong = |problem: wire::ReadError| PyValueError::new_err(problem.to_string());
    let json = value.as_bytes();
    match (name, raw) {
        ("LocalTime", None) => Bound::new(py, LocalTime::from(Moment::from(value))).map(Bound::into_any),
        ("Submitted", None) => Bound::new(py, Submitted::restored(value)?).map(Bound::into_any),
        ("JobStatus", None) => status(py, wire::read(json).map_err(wrong)?),
        ("InboundSms", None) => inbound(py, wire::read(json).map_err(wrong)?),
        ("CallbackReply", Some(raw)) => CallbackReply::about(py, wire::read(json).map_err(wrong)?, raw),
        ("CallbackSms", Some(raw)) => CallbackSms::about(py, wire::read(json).map_err(wrong)?, raw),
        ("CallbackNotification", Some(raw)) => {
            CallbackNotification::about(py, wire::read(json).map_err(wrong)?, raw)
        }
        _ => Err(PyValueError::new_err("not an object of this library")),
    }
}
