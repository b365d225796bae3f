//! What eCall sends by itself: reading it, and what a server has to do with such a request.

use ecall::model::{ReceivedMessage as Received, wire};
use ecall::webhook::{self, Event, Incoming, IncomingHead, ReceiverOptions, Refusal};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};

use crate::answer::{Answer, MessageStatus};
use crate::arguments::optional_str;
use crate::callback::{callback, pairs};
use crate::convert::{from_json, from_object};
use crate::error::raised;
use crate::options;
use crate::request::{ASKS, given};
use crate::time::datetime;

/// The state of a message, as eCall told it by itself.
#[pyclass(module = "ecall.webhook", frozen, extends = MessageStatus)]
pub struct StatusEvent {
    list_id: Option<String>,
    raw: Py<PyTuple>,
}

#[pymethods]
impl StatusEvent {
    /// The list that the message was sent with, where the event names it.
    #[getter]
    fn list_id(&self) -> Option<&str> {
        self.list_id.as_deref()
    }

    /// A (name, value) pair for every parameter of the query or member of the JSON as it came, in order.
    #[getter]
    fn raw(&self, py: Python<'_>) -> Py<PyTuple> {
        self.raw.clone_ref(py)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> String {
        let state = slf.as_super().get().state();
        let status = state.status.as_ref().map_or("", |status| status.as_str());
        let id = state.message_id.as_deref().unwrap_or_default();
        format!("<ecall.webhook.StatusEvent message_id={id:?} status={status:?}>")
    }
}

impl StatusEvent {
    /// What pickle keeps of it, besides its state.
    pub fn kept<'py>(&self, py: Python<'py>, state: String) -> PyResult<Bound<'py, PyAny>> {
        Ok((state, &self.list_id, &self.raw).into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let (state, list_id, raw): (String, _, _) = value.extract()?;
        let state =
            wire::read(state.as_bytes()).map_err(|problem| PyValueError::new_err(problem.to_string()))?;
        Self { list_id, raw }.about(value.py(), state)
    }

    fn about(self, py: Python<'_>, state: ecall::MessageStatusData) -> PyResult<Bound<'_, PyAny>> {
        let class = PyClassInitializer::from(Answer::none(py)).add_subclass(MessageStatus::new(state));
        Bound::new(py, class.add_subclass(self)).map(Bound::into_any)
    }
}

/// A message that somebody sent to a number of the account.
#[pyclass(module = "ecall.webhook", frozen)]
pub struct ReceivedMessage(Received);

#[pymethods]
impl ReceivedMessage {
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

    /// Who sent it.
    #[getter]
    fn from_(&self) -> Option<&str> {
        self.0.from.as_deref()
    }

    /// The number it was sent to.
    #[getter]
    fn to(&self) -> Option<&str> {
        self.0.to.as_deref()
    }

    /// The text, where the content is one.
    #[getter]
    fn text(&self) -> Option<&str> {
        self.0.text()
    }

    /// The id of the button or row that was chosen of an interactive message.
    #[getter]
    fn reply_id(&self) -> Option<&str> {
        self.0.reply_id()
    }

    /// The title of the button or row that was chosen of an interactive message.
    #[getter]
    fn reply_title(&self) -> Option<&str> {
        self.0.reply_title()
    }

    /// What it says, with the names of the wire: `content["type"]` tells what it is. None where there is none that can be read.
    #[getter]
    fn content<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let content = self.0.content.as_ref().map(serde_json::to_value).transpose().map_err(unwritten)?;
        content.map(|content| from_json(py, &content)).transpose()
    }

    /// When it was received: aware (UTC), naive where the service named no zone, None where it is no datetime.
    #[getter]
    fn timestamp<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.timestamp.as_ref().map_or(Ok(None), |time| datetime(py, time))
    }

    /// The same as the service wrote it.
    #[getter]
    fn timestamp_text(&self) -> Option<&str> {
        self.0.timestamp.as_ref().map(ecall::model::Timestamp::as_str)
    }

    /// Fields that this version does not know.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        from_object(py, &self.0.extra)
    }

    fn __repr__(&self) -> String {
        let [id, channel] = [self.message_id(), self.channel()].map(Option::unwrap_or_default);
        format!("<ecall.webhook.ReceivedMessage message_id={id:?} channel={channel:?}>")
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let json = serde_json::to_string(&self.0).map_err(unwritten)?;
        Ok((py.import("ecall._ecall")?.getattr("parse_received")?, (json,)))
    }
}

fn unwritten(problem: serde_json::Error) -> PyErr {
    PyValueError::new_err(problem.to_string())
}

fn status_event(py: Python<'_>, event: webhook::StatusEvent) -> PyResult<Bound<'_, PyAny>> {
    let raw = pairs(py, &event.raw)?;
    StatusEvent { list_id: event.list_id, raw }.about(py, event.status)
}

fn event(py: Python<'_>, event: Event) -> PyResult<Bound<'_, PyAny>> {
    match event {
        Event::Status(status) => status_event(py, status),
        Event::Received(message) => Bound::new(py, ReceivedMessage(message)).map(Bound::into_any),
        other => callback(py, other)?
            .ok_or_else(|| PyValueError::new_err("the package and its extension are of different versions")),
    }
}

/// The bytes of a str or of what is like bytes.
fn octets<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    match data.cast::<PyString>() {
        Ok(_) => Ok(PyBytes::new(data.py(), crate::arguments::str(ASKS, "data", data)?.as_bytes())),
        Err(_) => crate::media::octets(data),
    }
}

/// Reads a status notification: the query of a GET, or the JSON of a POST.
#[pyfunction]
pub fn parse_status<'py>(data: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    let read = webhook::parse_status(octets(data)?.as_bytes()).map_err(|error| raised(py, error))?;
    status_event(py, read)
}

/// Reads a message that was received: JSON.
#[pyfunction]
pub fn parse_received(data: &Bound<'_, PyAny>) -> PyResult<ReceivedMessage> {
    let read = webhook::parse_received(octets(data)?.as_bytes());
    read.map(ReceivedMessage).map_err(|error| raised(data.py(), error))
}

/// Reads a callback of the HTTPS or SOAP interface: the query of a GET, with or without its `?`, or the whole URL.
#[pyfunction]
#[pyo3(signature = (data, encoding = None))]
pub fn parse_callback<'py>(
    data: &Bound<'py, PyAny>,
    encoding: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    let encoding = optional_str(ASKS, "encoding", encoding)?.map(str::parse).transpose();
    let encoding = encoding.map_err(|error| raised(py, error))?.unwrap_or_default();
    let read = webhook::parse_callback(octets(data)?.as_bytes(), encoding);
    event(py, read.map_err(|error| raised(py, error))?)
}

/// Whether a request comes from eCall, by the address of its sender.
#[pyfunction]
pub fn is_from_ecall(ip: &str) -> bool {
    webhook::is_from_ecall(ip)
}

/// What `ecall.webhook.wsgi` and `ecall.webhook.asgi` stand on.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Receiver(webhook::Receiver);

/// A request before its body was read: peer, method, lines of X-Forwarded-For, content length.
type Head = (String, String, Vec<String>, Option<u64>);
/// HTTP status, reason, and the header Allow.
type Refused = (u16, String, Option<&'static str>);

fn incoming<'a>((peer, method, forwarded_for, content_length): &'a Head) -> IncomingHead<'a> {
    IncomingHead {
        peer: peer.as_str().into(),
        method,
        forwarded_for: forwarded_for.iter().map(String::as_str).collect(),
        content_length: *content_length,
    }
}

fn refused(refusal: Refusal) -> Refused {
    let allow = refusal.allow();
    (refusal.status, refusal.reason, allow)
}

#[pymethods]
impl Receiver {
    /// A receiver with these options, in the order of `options.rs`.
    #[new]
    fn new(options: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let py = options.py();
        let options = given(ASKS, options::RECEIVER, options, ReceiverOptions::from_json)?;
        webhook::Receiver::new(options).map(Self).map_err(|error| raised(py, error))
    }

    /// The longest body that is taken.
    #[getter]
    fn max_body(&self) -> usize {
        self.0.max_body()
    }

    /// What has to be answered before the body is read; None where it may be.
    fn admit(&self, head: Head) -> Option<Refused> {
        self.0.admit(incoming(&head)).err().map(refused)
    }

    /// The event, or what has to be answered instead.
    fn open<'py>(
        &self,
        py: Python<'py>,
        head: Head,
        query: &str,
        body: &[u8],
    ) -> PyResult<(Option<Bound<'py, PyAny>>, Option<Refused>)> {
        match self.0.open(Incoming { head: incoming(&head), query: Some(query), body }) {
            Ok(opened) => Ok((Some(event(py, opened)?), None)),
            Err(refusal) => Ok((None, Some(refused(refusal)))),
        }
    }
}
