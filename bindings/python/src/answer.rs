//! What a call returns: the answer of the service, its fields converted when they are asked for.

use bytes::Bytes;
use ecall::error::Attempt;
use ecall::model::wire;
use ecall::{MessageStatusData, Outcome, Sent};
use pyo3::PyClass;
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};
use serde_json::Value;

use crate::convert::{from_object, to_json};
use crate::lists::{ListStatus, SentList, list_status, sent_list};
use crate::media::{Media, UploadedMedia, fetched};
use crate::request::Reply;
use crate::text::{Estimate, replacements};
use crate::time::{datetime, utc};
use crate::webhook::StatusEvent;

/// What the service answered to a call, and how the answer came about.
#[pyclass(module = "ecall", frozen, subclass)]
pub struct Answer {
    http_status: Option<u16>,
    request_id: Option<String>,
    raw_body: Bytes,
    attempts: Py<PyTuple>,
    possible_duplicate: bool,
}

/// An accepted message.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct MessageResult {
    result: ecall::MessageResult,
    estimate: Option<Py<Estimate>>,
    replacements: Py<PyTuple>,
}

/// What has become of a message.
#[pyclass(module = "ecall", frozen, subclass, extends = Answer)]
pub struct MessageStatus(MessageStatusData);

/// The answer to a raw request.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct RawResponse {
    headers: Py<PyDict>,
}

#[pymethods]
impl Answer {
    /// HTTP status. None of a state that is no answer of its own: the last one in the error of a wait, and those of wait_many.
    #[getter]
    fn http_status(&self) -> Option<u16> {
        self.http_status
    }

    /// The service's own name of its answer (x-f24-request-id); its support asks for it.
    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The body as it came.
    #[getter]
    fn raw_body<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.raw_body)
    }

    /// The attempts that failed before this answer; empty when the first was answered.
    #[getter]
    fn attempts(&self, py: Python<'_>) -> Py<PyTuple> {
        self.attempts.clone_ref(py)
    }

    /// An attempt before the accepted one may have been accepted too: the message may arrive twice.
    #[getter]
    fn possible_duplicate(&self) -> bool {
        self.possible_duplicate
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let status = slf.get().http_status.map_or_else(|| "None".to_owned(), |status| status.to_string());
        Ok(format!("<ecall.{} http_status={status}>", slf.get_type().name()?))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyTuple>> {
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
            (
                "UploadedMedia",
                PyString::new(py, &encoded(serde_json::to_string(&uploaded.get().0))?).into_any(),
            )
        } else if let Ok(media) = slf.cast::<Media>() {
            ("Media", media.get().kept(py)?)
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
}

impl Answer {
    /// For one of several things that came in this answer.
    pub fn part(&self, py: Python<'_>) -> Self {
        Self {
            http_status: self.http_status,
            request_id: self.request_id.clone(),
            raw_body: Bytes::new(),
            attempts: PyTuple::empty(py).unbind(),
            possible_duplicate: self.possible_duplicate,
        }
    }

    /// For a state that is no answer of its own.
    pub fn none(py: Python<'_>) -> Self {
        Self {
            http_status: None,
            request_id: None,
            raw_body: Bytes::new(),
            attempts: PyTuple::empty(py).unbind(),
            possible_duplicate: false,
        }
    }
}

#[pymethods]
impl MessageResult {
    /// The id of the message where it was sent to one recipient with `to`; None where it was sent to a list.
    #[getter]
    fn message_id(&self) -> Option<&str> {
        self.result.message_id.as_deref()
    }

    /// A (message_id, address) pair per recipient where it was sent to a list; empty where it was sent with `to`.
    #[getter]
    fn message_ids<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        static PAIR: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let pair = PAIR.import(py, "ecall._error", "MessageId")?;
        let pairs = self.result.message_id_list.iter().flatten();
        let pairs = pairs.map(|found| pair.call1((found.message_id.as_deref(), found.address.as_deref())));
        PyTuple::new(py, pairs.collect::<PyResult<Vec<_>>>()?)
    }

    /// When the service accepted it: aware (UTC), naive where the service named no zone, None where it is no date.
    #[getter]
    fn timestamp<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.result.timestamp.as_ref().map_or(Ok(None), |time| datetime(py, time))
    }

    /// The same as the service wrote it.
    #[getter]
    fn timestamp_text(&self) -> Option<&str> {
        self.result.timestamp.as_ref().map(ecall::model::Timestamp::as_str)
    }

    /// What the text costs as it was sent, and where the service cuts it, if it does. None for content that is no text.
    #[getter]
    fn estimate(&self, py: Python<'_>) -> Option<Py<Estimate>> {
        self.estimate.as_ref().map(|estimate| estimate.clone_ref(py))
    }

    /// What was replaced in the text before it was sent, where `to_gsm` was asked for; positions are those of the text that was
    /// given.
    #[getter]
    fn replacements(&self, py: Python<'_>) -> Py<PyTuple> {
        self.replacements.clone_ref(py)
    }

    /// Fields that this version does not know.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        from_object(py, &self.result.extra)
    }

    fn __repr__(&self) -> String {
        let id = self.result.message_id.as_deref();
        match self.result.message_id_list.as_ref() {
            Some(list) if id.is_none() => format!("<ecall.MessageResult of {} messages>", list.len()),
            _ => format!("<ecall.MessageResult message_id={:?}>", id.unwrap_or_default()),
        }
    }
}

#[pymethods]
impl MessageStatus {
    /// The channel that the message took: "Sms", "Whatsapp", "Rcs", an open set.
    #[getter]
    fn channel(&self) -> Option<&str> {
        self.0.channel.as_ref().map(ecall::model::Channel::as_str)
    }

    /// The id of the message.
    #[getter]
    fn message_id(&self) -> Option<&str> {
        self.0.message_id.as_deref()
    }

    /// The state: "Pending", "Sent", "Delivered", an open set.
    #[getter]
    fn status(&self) -> Option<&str> {
        self.0.status.as_ref().map(ecall::model::Status::as_str)
    }

    /// Why, as a number: 0 is success. An open set, see the documentation of eCall's error states.
    #[getter]
    fn reason_code(&self) -> Option<i32> {
        self.0.reason_code
    }

    /// Why, as a text.
    #[getter]
    fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// When the state was reached: aware (UTC), naive where the service named no zone, None where it is no date.
    #[getter]
    fn timestamp<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.timestamp.as_ref().map_or(Ok(None), |time| datetime(py, time))
    }

    /// The same as the service wrote it.
    #[getter]
    fn timestamp_text(&self) -> Option<&str> {
        self.0.timestamp.as_ref().map(ecall::model::Timestamp::as_str)
    }

    /// The sender.
    #[getter]
    fn from_(&self) -> Option<&str> {
        self.0.from.as_deref()
    }

    /// The recipient.
    #[getter]
    fn to(&self) -> Option<&str> {
        self.0.to.as_deref()
    }

    /// How many pages were charged (SMS).
    #[getter]
    fn page_total(&self) -> Option<i32> {
        self.0.page_total
    }

    /// Whether no other state will follow on this channel.
    #[getter]
    fn is_final(&self) -> bool {
        self.0.is_final()
    }

    /// Fields that this version does not know.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        from_object(py, &self.0.extra)
    }

    fn __repr__(&self) -> String {
        let id = self.message_id().unwrap_or_default();
        format!("<ecall.MessageStatus message_id={id:?} status={:?}>", self.status().unwrap_or_default())
    }
}

impl MessageStatus {
    /// What has become of a message.
    pub fn new(state: MessageStatusData) -> Self {
        Self(state)
    }

    /// The state as the library has it.
    pub fn state(&self) -> &MessageStatusData {
        &self.0
    }
}

#[pymethods]
impl RawResponse {
    /// The headers, their names in lower case; values of the same name are joined by ", ".
    #[getter]
    fn headers(&self, py: Python<'_>) -> Py<PyDict> {
        self.headers.clone_ref(py)
    }

    /// The body, read as JSON. ValueError where it is none.
    fn json<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let body = PyBytes::new(py, &slf.as_super().get().raw_body);
        py.import("json")?.call_method1(intern!(py, "loads"), (body,))
    }
}

fn encoded(model: serde_json::Result<String>) -> PyResult<String> {
    model.map_err(|problem| PyValueError::new_err(problem.to_string()))
}

/// The attempts of a call as `ecall.Attempt`s.
pub fn attempts<'py>(py: Python<'py>, attempts: &[Attempt]) -> PyResult<Bound<'py, PyTuple>> {
    static CLASS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if attempts.is_empty() {
        return Ok(PyTuple::empty(py));
    }
    let class = CLASS.import(py, "ecall._error", "Attempt")?;
    let attempt = |attempt: &Attempt| {
        class.call1((
            utc(py, attempt.time.as_microsecond())?,
            attempt.duration.as_secs_f64(),
            attempt.kind.as_str(),
            attempt.outcome.as_str(),
            &attempt.message,
            attempt.http_status,
            attempt.request_id.as_deref(),
        ))
    };
    PyTuple::new(py, attempts.iter().map(attempt).collect::<PyResult<Vec<_>>>()?)
}

/// What an answer is whatever it says, and what it says.
pub fn split<T>(py: Python<'_>, answer: ecall::Answer<T>) -> PyResult<(Answer, T)> {
    let common = Answer {
        http_status: Some(answer.http_status),
        request_id: answer.request_id,
        raw_body: answer.raw_body,
        attempts: attempts(py, &answer.attempts)?.unbind(),
        possible_duplicate: answer.possible_duplicate,
    };
    Ok((common, answer.value))
}

impl Reply {
    /// The object that the caller gets.
    pub fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(match self {
            Self::Sent(answer) => {
                let (common, value) = split(py, answer)?;
                sent(py, common, value)?
            }
            Self::SentList(answer) => sent_list(py, answer)?,
            Self::ListStatus(answer) => list_status(py, answer)?,
            Self::State(answer) => {
                let (common, value) = split(py, answer)?;
                state(py, common, value)?
            }
            Self::Uploaded(answer) => {
                let (common, value) = split(py, answer)?;
                object(py, common, UploadedMedia(value))?
            }
            Self::Fetched(answer) => fetched(py, answer)?,
            Self::Checked(answer) => Bound::new(py, split(py, answer)?.0)?.into_any(),
            Self::Raw(answer) => {
                let (common, value) = split(py, answer)?;
                let headers = PyDict::new(py);
                for name in value.headers.keys() {
                    let values = value.headers.get_all(name).iter();
                    let values: Vec<_> =
                        values.map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
                    headers.set_item(name.as_str(), values.join(", "))?;
                }
                object(py, common, RawResponse { headers: headers.unbind() })?
            }
        })
    }
}

/// An accepted message.
pub fn sent(py: Python<'_>, common: Answer, sent: Sent) -> PyResult<Bound<'_, PyAny>> {
    let Sent { result, estimate, replacements, .. } = sent;
    let estimate = estimate.map(|estimate| Py::new(py, Estimate::from(estimate))).transpose()?;
    let replacements = self::replacements(py, replacements)?.unbind();
    object(py, common, MessageResult { result, estimate, replacements })
}

/// What has become of a message.
pub fn state(py: Python<'_>, common: Answer, state: MessageStatusData) -> PyResult<Bound<'_, PyAny>> {
    object(py, common, MessageStatus(state))
}

/// An answer of its class.
pub fn object<T>(py: Python<'_>, common: Answer, value: T) -> PyResult<Bound<'_, PyAny>>
where
    T: PyClass<BaseType = Answer>,
    PyClassInitializer<T>: From<(T, Answer)>,
{
    Bound::new(py, PyClassInitializer::from((value, common))).map(Bound::into_any)
}

/// A state without an answer of its own.
pub fn stateless(py: Python<'_>, state: MessageStatusData) -> PyResult<Bound<'_, PyAny>> {
    self::state(py, Answer::none(py), state)
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
        "StatusEvent" => return StatusEvent::restored(value),
        _ => {}
    }
    match (name, to_json(Outcome::NotApplicable, "value", value)?) {
        ("MessageStatus", Value::String(json)) => {
            object(py, common, MessageStatus(wire::read(json.as_bytes()).map_err(wrong)?))
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
