//! What a call returns: the answer of the service, its fields converted when they are asked for.

use crate::lasting::Lasting;
use bytes::Bytes;
use ecall::error::Attempt;
use ecall::{MessageStatusData, Sent};
use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyTuple};

use crate::cache;
use crate::convert::from_object;
use crate::job_state;
use crate::jobs;
use crate::lists::{list_status, sent_list};
use crate::media::{UploadedMedia, fetched};
use crate::pickle::reduced;
use crate::request::Reply;
use crate::smpp;
use crate::text::{Estimate, replacements};
use crate::time::{datetime, utc};

/// What the service answered to a call, and how the answer came about.
#[pyclass(module = "ecall", frozen, subclass)]
pub struct Answer {
    pub http_status: Option<u16>,
    pub request_id: Option<String>,
    pub raw_body: Bytes,
    pub attempts: Py<PyTuple>,
    pub possible_duplicate: bool,
}

/// An accepted message.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct MessageResult {
    pub result: ecall::MessageResult,
    pub estimate: Option<Py<Estimate>>,
    pub replacements: Py<PyTuple>,
}

/// What has become of a message.
#[pyclass(module = "ecall", frozen, subclass, extends = Answer)]
pub struct MessageStatus(pub MessageStatusData);

/// The answer to a raw request.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct RawResponse {
    pub headers: Py<PyDict>,
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
        reduced(slf)
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
        static PAIR: Lasting = Lasting::new();
        let pair = PAIR.import(py, "ecall._error", "MessageId")?;
        let pairs = self.result.message_id_list.iter().flatten();
        let pairs = pairs.map(|found| pair.call1((found.message_id.as_deref(), found.address.as_deref())));
        PyTuple::new(py, pairs.collect::<PyResult<Vec<_>>>()?)
    }

    /// When the service accepted it: aware (UTC), naive where the service named no zone, None where it is no datetime.
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

    /// When the state was reached: aware (UTC), naive where the service named no zone, None where it is no datetime.
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
        py.import("json")?.call_method1("loads", (body,))
    }
}

/// The attempts of a call as `ecall.Attempt`s.
pub fn attempts<'py>(py: Python<'py>, attempts: &[Attempt]) -> PyResult<Bound<'py, PyTuple>> {
    static CLASS: Lasting = Lasting::new();
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
            Self::Job(answer) => jobs::sent(py, answer)?,
            Self::JobStates(answer) => jobs::job_states(py, answer)?,
            Self::Resolution(answer) => jobs::resolution(py, answer)?,
            Self::JobState(answer) => job_state::answered(py, answer)?,
            Self::SoapResolution(answer) => job_state::resolution(py, answer)?,
            Self::Cached(answer) => cache::cached(py, answer)?,
            Self::Deleted(answer) => cache::deletion(py, answer)?,
            Self::Inbound(message) => optional(py, message, jobs::inbound)?,
            Self::JobStatus(state) => optional(py, state, jobs::status)?,
            Self::Bound(bound) => smpp::bound(py, bound)?,
            Self::Submitted(submitted) => smpp::submitted(py, submitted)?,
            Self::Event(event) => optional(py, event, smpp::event)?,
            Self::Done => py.None().into_bound(py),
        })
    }
}

fn optional<'py, T>(
    py: Python<'py>,
    value: Option<T>,
    convert: impl FnOnce(Python<'py>, T) -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    value.map_or_else(|| Ok(py.None().into_bound(py)), |value| convert(py, value))
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
