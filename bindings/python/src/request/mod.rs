//! The operations: what each takes, and the one function of the library that it calls. A file for each interface.

mod https;
mod rest;
mod smpp;
mod soap;

use ecall::model::{InboundSms, JobState, JobStatus, UploadedMedia};
use ecall::smpp::{SmppBound, SmppEvent, Submitted};
use ecall::{
    Addresses, Answer, CallOptions, CancelToken, JobStates, ListStatus, Media, MessageStatusData, Outcome,
    RawResponse, Resolution, Result, Sent, SentJob, SentList, SoapResolution,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString, PyTuple};
use serde_json::Value;

pub use self::https::Https;
pub use self::rest::Rest;
pub use self::smpp::Smpp;
pub use self::soap::Soap;
use crate::arguments::{Known, optional_text, options, text};
use crate::error::raised;
use crate::held::Held;
use crate::media::Raised;
use crate::stream::{Items, Turn};

/// A call with its arguments, read and ready to be made without the interpreter: the operations of one interface.
pub trait Request: Sized + Send + 'static {
    /// Whose client makes it.
    type Session: Held;

    /// Reads the arguments of `operation`; `values` are its options in the order of [`options`](crate::options).
    fn read(operation: &str, arguments: &Bound<'_, PyTuple>, values: &Bound<'_, PyAny>) -> PyResult<Self>;

    /// Makes it end early when `token` is cancelled.
    fn cancelled_by(&mut self, token: CancelToken);

    /// Where the exceptions of the caller's own objects are kept.
    fn raised(&self) -> Raised {
        Raised::default()
    }

    /// Whether the client is closed by it.
    fn closes(&self) -> bool {
        false
    }

    /// Makes the call on this thread.
    fn block(self, client: &<Self::Session as Held>::Client) -> Result<Reply>;

    /// Makes the call.
    fn run(self, client: <Self::Session as Held>::Asynchronous)
    -> impl Future<Output = Result<Reply>> + Send;
}

/// What a call was answered.
pub enum Reply {
    /// A message was accepted.
    Sent(Answer<Sent>),
    /// What became of each message of a list.
    SentList(Answer<SentList>),
    /// What has become of the messages of a list.
    ListStatus(Answer<ListStatus>),
    /// What has become of a message.
    State(Answer<MessageStatusData>),
    /// A file was taken.
    Uploaded(Answer<UploadedMedia>),
    /// A file was fetched.
    Fetched(Answer<Media>),
    /// The credentials are good.
    Checked(Answer<()>),
    /// The answer to a raw request.
    Raw(Answer<RawResponse>),
    /// A job was accepted.
    Job(Answer<SentJob>),
    /// What has become of a job.
    JobStates(Answer<JobStates>),
    /// What the service knows of a job.
    Resolution(Answer<Resolution>),
    /// What has become of a job, on SOAP.
    JobState(Answer<JobState>),
    /// What the service knows of a job, on SOAP.
    SoapResolution(Answer<SoapResolution>),
    /// The next message of the cache, if there is one.
    Cached(Answer<Option<InboundSms>>),
    /// Whether there was something to delete.
    Deleted(Answer<bool>),
    /// The next message of a stream, if there is one.
    Inbound(Option<InboundSms>),
    /// The next state of a range, if there is one.
    JobStatus(Option<JobStatus>),
    /// The link is open.
    Bound(SmppBound),
    /// A message was accepted, over SMPP.
    Submitted(Submitted),
    /// The next event of a link, if there is one.
    Event(Option<SmppEvent>),
    /// It was done, and nothing is to be said of it.
    Done,
}

/// What an argument that cannot be read means for a call that may send something, and for one that does not.
pub const SENDS: Outcome = Outcome::NotAccepted;
pub const ASKS: Outcome = Outcome::NotApplicable;

/// Options as the package gave them.
pub fn given<T: Default>(
    outcome: Outcome,
    known: Known,
    values: &Bound<'_, PyAny>,
    read: impl FnOnce(Value) -> Result<T>,
) -> PyResult<T> {
    match options(outcome, known, values)? {
        None => Ok(T::default()),
        Some(value) => read(value).map_err(|error| raised(values.py(), error)),
    }
}

/// An id as a send returned it. A message to a list has none, which the library refuses like an empty one.
pub fn id(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    optional_text(ASKS, name, value).map(Option::unwrap_or_default)
}

/// Several of them. A text would be taken for the ids that its letters are.
pub fn ids(values: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if values.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("message_ids must be several: put the one into a list"));
    }
    let values = values.try_iter()?.enumerate();
    values.map(|(index, value)| id(&format!("message_ids[{index}]"), &value?)).collect()
}

/// One address, or several.
fn addresses(value: &Bound<'_, PyAny>) -> PyResult<Addresses> {
    if value.is_instance_of::<PyString>() {
        return text(SENDS, "to", value).map(Addresses::from);
    }
    // Bytes are iterable too, and their items no addresses.
    let several = if value.is_instance_of::<PyBytes>() { None } else { value.try_iter().ok() };
    let Some(several) = several else {
        let found = value.get_type().name()?;
        return Err(PyTypeError::new_err(format!("to must be str or several of them, not {found}")));
    };
    let several = several.enumerate().map(|(index, address)| text(SENDS, &format!("to[{index}]"), &address?));
    several.collect::<PyResult<Vec<_>>>().map(Addresses)
}

/// The options of a call.
pub fn call_options(outcome: Outcome, known: Known, values: &Bound<'_, PyAny>) -> PyResult<CallOptions> {
    given(outcome, known, values, CallOptions::from_json)
}

/// What a call takes of a stream.
fn items(value: &Bound<'_, PyAny>) -> PyResult<Items> {
    Ok(value.cast::<Turn>()?.get().items())
}

/// What is raised for an operation that no client has.
fn unknown() -> PyErr {
    PyValueError::new_err("there is no such operation")
}
