//! Results of the HTTPS interface, some of them also SOAP's: jobs, their states, and messages that were received.

use ecall::model::{InboundSms as Inbound, JobStatus as State, LocalTime as Moment, TimeDoubt};
use ecall::{JobStates as States, Resolution as Resolved, SentJob as Sent};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::answer::{Answer, object, split};
use crate::convert::from_object;
use crate::pickle::{Restored, TIME, plain, remake};
use crate::text::{Estimate, replacements};
use crate::time::datetime;

/// A time as the service wrote it, mostly without a zone, and the instant that it means.
#[pyclass(module = "ecall", frozen, eq, hash)]
#[derive(PartialEq, Hash)]
pub struct LocalTime(Moment);

#[pymethods]
impl LocalTime {
    /// As it stood there: "dd.mm.yyyy hh:mm:ss" or ISO 8601.
    #[getter]
    fn text(&self) -> &str {
        &self.0.text
    }

    /// The instant, aware (UTC); None where the text is no time. A time without a zone is Europe/Zurich (provisional).
    #[getter]
    fn time<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.time.as_ref().map_or(Ok(None), |time| datetime(py, time))
    }

    /// The same in ISO 8601 with the offset of its day: "2026-10-25T02:30:00+02:00".
    #[getter]
    fn time_text(&self) -> Option<&str> {
        self.0.time.as_ref().map(ecall::model::Timestamp::as_str)
    }

    /// Why the instant is not certain: "twice" in the hour that occurs twice (the instant is the earlier), "never" in the one that
    /// does not occur (it is an hour later on the clock). None where it is certain.
    #[getter]
    fn doubt(&self) -> Option<&'static str> {
        self.0.doubt.map(|doubt| match doubt {
            TimeDoubt::Never => "never",
            _ => "twice",
        })
    }

    fn __repr__(&self) -> String {
        format!("<ecall.LocalTime {:?}>", self.0.text)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py>> {
        Ok((remake(py)?, ("LocalTime", self.0.text.clone(), None)))
    }
}

/// A job that the service accepted.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct SentJob {
    job_id: String,
    result_code: Option<i64>,
    result_text: Option<String>,
    estimate: Option<Py<Estimate>>,
    replacements: Py<PyTuple>,
}

#[pymethods]
impl SentJob {
    /// The id by which the service is asked what became of the job: the caller's, or the one that was generated.
    #[getter]
    fn job_id(&self) -> &str {
        &self.job_id
    }

    /// What the service said besides the HTTP status: an open number, 0 is accepted. Provisional on HTTPS, whose answer to a send is
    /// not documented.
    #[getter]
    fn result_code(&self) -> Option<i64> {
        self.result_code
    }

    /// The text that belongs to it; of an answer that is no XML the whole of it.
    #[getter]
    fn result_text(&self) -> Option<&str> {
        self.result_text.as_deref()
    }

    /// What the text of an SMS costs as it was sent, and where the service cuts it, if it does. None of a fax or a voice message.
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

    fn __repr__(&self) -> String {
        format!("<ecall.SentJob job_id={:?}>", self.job_id)
    }
}

impl SentJob {
    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let Self { job_id, result_code, result_text, estimate, replacements } = self;
        Ok((job_id, result_code, result_text, estimate, replacements).into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (job_id, result_code, result_text, estimate, replacements) = value.extract()?;
        Ok(Self { job_id, result_code, result_text, estimate, replacements })
    }
}

/// What has become of a job: a state for each of its recipients.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct JobStates {
    states: Py<PyTuple>,
    is_final: bool,
}

#[pymethods]
impl JobStates {
    /// The state of each recipient's part of it, in the service's order.
    #[getter]
    fn states(&self, py: Python<'_>) -> Py<PyTuple> {
        self.states.clone_ref(py)
    }

    /// Whether no other state will follow for any of them.
    #[getter]
    fn is_final(&self) -> bool {
        self.is_final
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let last = if self.is_final { " is_final" } else { "" };
        format!("<ecall.JobStates of {} recipients{last}>", self.states.bind(py).len())
    }
}

impl JobStates {
    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok((&self.states, self.is_final).into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (states, is_final) = value.extract()?;
        Ok(Self { states, is_final })
    }
}

/// What the service knows of a job whose sending had no certain end.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct Resolution {
    accepted: bool,
    states: Py<PyTuple>,
}

#[pymethods]
impl Resolution {
    /// Whether the service accepted the job. False where it does not know it: then it was not accepted, or is not in the service's
    /// log yet, so ask again before sending again.
    #[getter]
    fn accepted(&self) -> bool {
        self.accepted
    }

    /// The state of each recipient's part of it; empty where the service does not know it.
    #[getter]
    fn states(&self, py: Python<'_>) -> Py<PyTuple> {
        self.states.clone_ref(py)
    }

    fn __repr__(&self) -> String {
        format!("<ecall.Resolution accepted={}>", if self.accepted { "True" } else { "False" })
    }
}

impl Resolution {
    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok((self.accepted, &self.states).into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (accepted, states) = value.extract()?;
        Ok(Self { accepted, states })
    }
}

/// The state of one recipient's part of a job. Any field may be missing.
#[pyclass(module = "ecall", frozen)]
pub struct JobStatus(State);

#[pymethods]
impl JobStatus {
    /// The job (provisional).
    #[getter]
    fn job_id(&self) -> Option<&str> {
        self.0.job_id.as_deref()
    }

    /// The recipient (provisional).
    #[getter]
    fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// The state: an open number, provisionally those of SOAP's SendState.
    #[getter]
    fn status_code(&self) -> Option<i64> {
        self.0.status_code.map(ecall::model::SendState::number)
    }

    /// The state in REST's words (see `ecall.Status`): "Pending", "Sent", "Delivered"; the number as a text where there is none.
    /// Provisional.
    #[getter]
    fn status(&self) -> Option<String> {
        self.0.status().map(|status| status.as_str().to_owned())
    }

    /// The state as the service says it.
    #[getter]
    fn status_text(&self) -> Option<&str> {
        self.0.status_text.as_deref()
    }

    /// When the state was reached.
    #[getter]
    fn time_stamp(&self) -> Option<LocalTime> {
        self.0.time_stamp.clone().map(LocalTime)
    }

    /// Whether no other state will follow (provisional). A pager's job is done at "Sent", which this cannot tell.
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
        let [id, status] = [self.job_id().unwrap_or_default(), &self.status().unwrap_or_default()];
        format!("<ecall.JobStatus job_id={id:?} status={status:?}>")
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py>> {
        Ok((remake(py)?, ("JobStatus", plain(serde_json::to_value(&self.0), TIME)?, None)))
    }
}

/// A text message that somebody sent to a number of the account. Any field may be missing.
#[pyclass(module = "ecall", frozen, subclass)]
pub struct InboundSms(Inbound);

#[pymethods]
impl InboundSms {
    /// Its id in the cache; a callback has none.
    #[getter]
    fn message_id(&self) -> Option<&str> {
        self.0.message_id.as_deref()
    }

    /// The job that it replies to; of callbacks only.
    #[getter]
    fn job_id(&self) -> Option<&str> {
        self.0.job_id.as_deref()
    }

    /// Who sent it.
    #[getter]
    fn address_from(&self) -> Option<&str> {
        self.0.address_from.as_deref()
    }

    /// The number it was sent to.
    #[getter]
    fn address_to(&self) -> Option<&str> {
        self.0.address_to.as_deref()
    }

    /// What it says.
    #[getter]
    fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// When it was received.
    #[getter]
    fn time_stamp(&self) -> Option<LocalTime> {
        self.0.time_stamp.clone().map(LocalTime)
    }

    /// Fields that this version does not know.
    #[getter]
    fn extra<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        from_object(py, &self.0.extra)
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let class = slf.get_type();
        let id = slf.get().message_id().unwrap_or_default();
        Ok(format!("<{}.{} message_id={id:?}>", class.module()?, class.name()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Restored<'py>> {
        Ok((remake(py)?, ("InboundSms", self.kept()?, None)))
    }
}

impl InboundSms {
    /// A message.
    pub fn new(message: Inbound) -> Self {
        Self(message)
    }

    /// What pickle keeps of it.
    pub fn kept(&self) -> PyResult<String> {
        plain(serde_json::to_value(&self.0), TIME)
    }
}

impl From<Moment> for LocalTime {
    fn from(moment: Moment) -> Self {
        Self(moment)
    }
}

/// An accepted job.
pub fn sent(py: Python<'_>, answer: ecall::Answer<Sent>) -> PyResult<Bound<'_, PyAny>> {
    let (common, Sent { job_id, result_code, result_text, estimate, replacements, .. }) = split(py, answer)?;
    let estimate = estimate.map(|estimate| Py::new(py, Estimate::from(estimate))).transpose()?;
    let replacements = self::replacements(py, replacements)?.unbind();
    let result_code = result_code.map(ecall::model::ResultCode::number);
    object(py, common, SentJob { job_id, result_code, result_text, estimate, replacements })
}

/// The states of a job.
pub fn job_states(py: Python<'_>, answer: ecall::Answer<States>) -> PyResult<Bound<'_, PyAny>> {
    let (common, found) = split(py, answer)?;
    let is_final = found.is_final();
    object(py, common, JobStates { states: states(py, found.states)?, is_final })
}

/// What the service knows of a job.
pub fn resolution(py: Python<'_>, answer: ecall::Answer<Resolved>) -> PyResult<Bound<'_, PyAny>> {
    let (common, Resolved { accepted, states, .. }) = split(py, answer)?;
    object(py, common, Resolution { accepted, states: self::states(py, states)? })
}

fn states(py: Python<'_>, states: Vec<State>) -> PyResult<Py<PyTuple>> {
    let states = states.into_iter().map(|state| status(py, state));
    PyTuple::new(py, states.collect::<PyResult<Vec<_>>>()?).map(Bound::unbind)
}

/// One state.
pub fn status(py: Python<'_>, state: State) -> PyResult<Bound<'_, PyAny>> {
    Bound::new(py, JobStatus(state)).map(Bound::into_any)
}

/// One message.
pub fn inbound(py: Python<'_>, message: Inbound) -> PyResult<Bound<'_, PyAny>> {
    Bound::new(py, InboundSms(message)).map(Bound::into_any)
}
