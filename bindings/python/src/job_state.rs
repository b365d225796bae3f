//! Results of the SOAP interface: what has become of a job.

use ecall::SoapResolution as Resolved;
use ecall::model::{ErrorState, JobState as State, SendState};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::answer::{Answer, object, split};
use crate::convert::from_object;
use crate::jobs::LocalTime;

/// The state of a job at one of its recipients. Any field may be missing.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct JobState(pub State);

#[pymethods]
impl JobState {
    /// The job.
    #[getter]
    fn job_id(&self) -> Option<&str> {
        self.0.job_id.as_deref()
    }

    /// The recipient.
    #[getter]
    fn address(&self) -> Option<&str> {
        self.0.address.as_deref()
    }

    /// What kind of job it is: 1 was seen for SMS and 6 for fax, the others are not known.
    #[getter]
    fn job_type(&self) -> Option<i64> {
        self.0.job_type
    }

    /// The state: an open number.
    #[getter]
    fn send_state(&self) -> Option<i64> {
        self.0.send_state.map(SendState::number)
    }

    /// The state in REST's words (see `ecall.Status`): "Pending", "Sent", "Delivered"; the number as a text where there is none.
    /// Provisional.
    #[getter]
    fn status(&self) -> Option<String> {
        self.0.status().map(|status| status.as_str().to_owned())
    }

    /// Why it failed: an open number, 0 where nothing did.
    #[getter]
    fn error_state(&self) -> Option<i64> {
        self.0.error_state.map(ErrorState::number)
    }

    /// What it has cost so far, in points.
    #[getter]
    fn points_used(&self) -> Option<f64> {
        self.0.points_used
    }

    /// When it was done; None before.
    #[getter]
    fn finish_date(&self) -> Option<LocalTime> {
        self.0.finish_date.clone().map(LocalTime::from)
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
        format!("<ecall.JobState job_id={id:?} status={status:?}>")
    }
}

/// What the service knows of a job whose sending had no certain end.
#[pyclass(module = "ecall", frozen, extends = Answer)]
pub struct SoapResolution {
    accepted: bool,
    state: Option<Py<JobState>>,
}

#[pymethods]
impl SoapResolution {
    /// Whether the service accepted the job. False where it does not know it (provisional): then it was not accepted, or is not in
    /// the service's log yet, so ask again before sending again.
    #[getter]
    fn accepted(&self) -> bool {
        self.accepted
    }

    /// The last state of a job that was accepted, which is no answer of its own; None of another.
    #[getter]
    fn state(&self, py: Python<'_>) -> Option<Py<JobState>> {
        self.state.as_ref().map(|state| state.clone_ref(py))
    }

    fn __repr__(&self) -> String {
        format!("<ecall.SoapResolution accepted={}>", if self.accepted { "True" } else { "False" })
    }
}

impl SoapResolution {
    /// What pickle keeps of it.
    pub fn kept<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok((self.accepted, &self.state).into_pyobject(py)?.into_any())
    }

    /// The same, made again.
    pub fn restored(value: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (accepted, state) = value.extract()?;
        Ok(Self { accepted, state })
    }
}

/// The state of a job.
pub fn answered(py: Python<'_>, answer: ecall::Answer<State>) -> PyResult<Bound<'_, PyAny>> {
    let (common, state) = split(py, answer)?;
    object(py, common, JobState(state))
}

/// A state without an answer of its own.
pub fn stateless(py: Python<'_>, state: State) -> PyResult<Bound<'_, PyAny>> {
    object(py, Answer::none(py), JobState(state))
}

/// What the service knows of a job.
pub fn resolution(py: Python<'_>, answer: ecall::Answer<Resolved>) -> PyResult<Bound<'_, PyAny>> {
    let (common, Resolved { accepted, state, .. }) = split(py, answer)?;
    let state = state.map(|state| stateless(py, state)?.extract().map_err(PyErr::from)).transpose()?;
    object(py, common, SoapResolution { accepted, state })
}
