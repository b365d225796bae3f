//! What became of jobs.

use std::result::Result as Std;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::answer::{members, result_in, xml};
use super::{Https, about, job};
use crate::answer::Answer;
use crate::call::{Call, Misread, Mode};
use crate::error::{Kind, Outcome, Result};
use crate::model::{JobStatus, ResultCode, SendState};
use crate::options::{CallOptions, Problems};
use crate::transport::HttpResponse;
use crate::xml::Element;

/// What has become of a job. Its JSON form has `states` and `final`.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct JobStates {
    /// One state for each of its recipients.
    pub states: Vec<JobStatus>,
}

impl JobStates {
    /// Whether there are states, and none of them will be followed by another: [`JobStatus::is_final`].
    #[must_use]
    pub fn is_final(&self) -> bool {
        !self.states.is_empty() && self.states.iter().all(JobStatus::is_final)
    }
}

impl Serialize for JobStates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Std<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("JobStates", 2)?;
        object.serialize_field("states", &self.states)?;
        object.serialize_field("final", &self.is_final())?;
        object.end()
    }
}

/// What the service knows of a job whose sending had no certain end.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Resolution {
    /// Whether the service accepted the job. False where it does not know it (11502, 11910; provisional): then it was not
    /// accepted, or is not in the service's log yet, so ask again before sending again.
    pub accepted: bool,
    /// One state for each of its recipients; empty where it is not known.
    pub states: Vec<JobStatus>,
}

impl Resolution {
    fn accepted(states: Vec<JobStatus>) -> Self {
        Self { accepted: true, states }
    }
}

/// The states between two times, or that there are too many of them for one answer.
pub(super) enum Slice {
    All(Vec<JobStatus>),
    TooMany,
}

/// A refusal comes with this, and its code in the body. Source: HTTPS documentation, status codes.
const REFUSED: &[u16] = &[400];

impl Https<'_> {
    pub async fn status(&self, job_id: &str, options: &CallOptions) -> Result<Answer<JobStates>> {
        let read = |response: &HttpResponse| known_states(response).map(|states| JobStates { states });
        self.of_job("status", job_id, options, read).await
    }

    pub async fn resolve(&self, job_id: &str, options: &CallOptions) -> Result<Answer<Resolution>> {
        self.of_job("resolve", job_id, options, read_resolution).await
    }

    async fn of_job<T>(
        &self,
        operation: &'static str,
        job_id: &str,
        options: &CallOptions,
        read: impl Fn(&HttpResponse) -> Std<T, Misread>,
    ) -> Result<Answer<T>> {
        let asked = async {
            let mut problems = Problems::default();
            job::check(job_id, &mut problems);
            problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
            let request = self.request(&["State"], self.form().with("JobID", job_id));
            Call { also: REFUSED, ..self.call(operation, Mode::Read, options)? }.run(request, read).await
        };
        asked.await.map_err(|error| about(error, job_id))
    }

    /// The states between two times, which are written in ISO 8601 with their zone.
    pub(super) async fn states_between(
        &self,
        start: jiff::Timestamp,
        end: jiff::Timestamp,
        options: &CallOptions,
    ) -> Result<Answer<Slice>> {
        let form = self.form().with("StartDate", &start.to_string()).with("EndDate", &end.to_string());
        let call = Call { also: REFUSED, ..self.call("status_range", Mode::Read, options)? };
        call.run(self.request(&["State"], form), read_slice).await
    }
}

/// At least one state, because the service knows the job.
fn read_states(response: &HttpResponse) -> Std<Vec<JobStatus>, Misread> {
    let document = xml(response)?;
    let states = states(&document);
    if !states.is_empty() {
        return Ok(states);
    }
    match result_in(&document)? {
        // No error, says the documentation: the job waits for its time.
        Some(result) if result.code == ResultCode::SCHEDULED => Ok(vec![scheduled(result.text)]),
        Some(result) if result.code != ResultCode::OK => Err(Misread::Refused),
        _ => Err("the answer holds no status".to_owned().into()),
    }
}

fn scheduled(status_text: Option<String>) -> JobStatus {
    JobStatus { status_code: Some(SendState::SCHEDULED), status_text, ..JobStatus::default() }
}

/// The states of a job that the service knows. That a job waits for its time is no error, whatever the status.
fn known_states(response: &HttpResponse) -> Std<Vec<JobStatus>, Misread> {
    match refused(response) && code(response) != Some(ResultCode::SCHEDULED) {
        true => Err(Misread::Nothing),
        false => read_states(response),
    }
}

fn read_resolution(response: &HttpResponse) -> Std<Resolution, Misread> {
    match known_states(response) {
        Err(_) if code(response).is_some_and(ResultCode::is_not_found) => Ok(Resolution::default()),
        states => states.map(Resolution::accepted),
    }
}

fn read_slice(response: &HttpResponse) -> Std<Slice, Misread> {
    let states = xml(response).map(|document| states(&document));
    match code(response) {
        _ if !refused(response) && states.as_ref().is_ok_and(|states| !states.is_empty()) => {
            states.map(Slice::All)
        }
        Some(ResultCode::TOO_MANY_RESULTS) => Ok(Slice::TooMany),
        _ if refused(response) => Err(Misread::Nothing),
        None | Some(ResultCode::OK) => states.map(Slice::All),
        Some(_) => Err(Misread::Refused),
    }
}

fn code(response: &HttpResponse) -> Option<ResultCode> {
    super::result_of(response).map(|result| result.code)
}

fn refused(response: &HttpResponse) -> bool {
    REFUSED.contains(&response.status)
}

/// Every `Status` of a document, the root itself among them. That a single one may come bare is provisional.
fn states(document: &Element) -> Vec<JobStatus> {
    let is_state = |element: &Element| element.is("Status") && !element.children.is_empty();
    if is_state(document) {
        return vec![state(document)];
    }
    document.children.iter().flat_map(states).collect()
}

fn state(element: &Element) -> JobStatus {
    let mut members = members(element);
    // What is empty was not given.
    members.retain(|_, value| value != "");
    serde_json::from_value(members.into()).unwrap_or_default()
}
