//! What became of jobs.

use std::result::Result as Std;

use serde::Serialize;
use serde_json::{Map, Value};

use super::answer::body;
use super::endpoint::Operation;
use super::envelope::{any, check, with};
use super::{Soap, written};
use crate::answer::Answer;
use crate::call::{Misread, Mode, Pace, Unfinished, Why, watch};
use crate::error::{Error, Kind, Outcome, Result};
use crate::job::answer::{members, result_in};
use crate::job::{about, id, one_address};
use crate::model::{JobState, ResultCode, SendState};
use crate::options::{CallOptions, Problems, WaitOptions};
use crate::transport::HttpResponse;
use crate::xml::Element;

/// What a serialiser writes where there is no time. Provisional.
const NO_TIME: &str = "0001-01-01T00:00:00";

/// What the service knows of a job whose sending had no certain end.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SoapResolution {
    /// Whether the service accepted the job. False where it does not know it (11502, 11910; provisional): then it was not
    /// accepted, or is not in the service's log yet, so ask again before sending again.
    pub accepted: bool,
    /// The last state of a job that was accepted.
    pub state: Option<JobState>,
}

impl Soap<'_> {
    pub async fn state(
        &self,
        job_id: &str,
        address: Option<&str>,
        options: &CallOptions,
    ) -> Result<Answer<JobState>> {
        self.of_job("state", job_id, address, options, read_state).await
    }

    pub async fn resolve(&self, job_id: &str, options: &CallOptions) -> Result<Answer<SoapResolution>> {
        self.of_job("resolve", job_id, None, options, read_resolution).await
    }

    /// Looks again and again, ever less often, until the state is final or one that was asked for.
    pub async fn wait(
        &self,
        job_id: &str,
        address: Option<&str>,
        options: &WaitOptions,
    ) -> Result<Answer<JobState>> {
        let pace = Pace::of(options, problems_of(job_id, address)).map_err(|error| about(error, job_id))?;
        let usual = self.endpoint.settings.timeout;
        let look = |limits| async move { self.state(job_id, address, &limits).await };
        let watched = watch(pace, options, usual, look, |state| state.ends(&options.until)).await;
        watched.map_err(|Unfinished { why, last }| {
            let mut error = match why {
                Why::Failed(error) => error,
                Why::Cancelled => {
                    Error::new(Kind::Cancelled, Outcome::NotApplicable, "the wait was cancelled")
                }
                Why::TimedOut => {
                    Error::new(Kind::Timeout, Outcome::NotApplicable, timed_out(last.as_deref()))
                }
            };
            if let Some(last) = last {
                let details = error.details_mut();
                details.request_id = details.request_id.take().or(last.request_id);
                details.last_job_state = Some(Box::new(last.value));
            }
            about(error, job_id)
        })
    }

    async fn of_job<T>(
        &self,
        operation: &'static str,
        job_id: &str,
        address: Option<&str>,
        options: &CallOptions,
        read: impl Fn(&HttpResponse) -> Std<T, Misread>,
    ) -> Result<Answer<T>> {
        let asked = async {
            let mut problems = problems_of(job_id, address);
            let parameters =
                [with("job_id", "JobID", job_id), any("address", "Address", address.map(written))];
            check(&parameters, &mut problems);
            problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
            let request = self.posted(Operation::GetState, &parameters);
            self.call(operation, Mode::Read, options)?.run(request, read).await
        };
        asked.await.map_err(|error| about(error, job_id))
    }
}

fn problems_of(job_id: &str, address: Option<&str>) -> Problems {
    let mut problems = Problems::default();
    id::check(job_id, &mut problems);
    address.inspect(|address| one_address("address", address, &mut problems));
    problems
}

fn timed_out(last: Option<&JobState>) -> String {
    match last.and_then(|state| state.send_state) {
        Some(state) => format!("the job was still in the state {state} when the time for the wait was up"),
        None => "the time for the wait was up before a state was read".to_owned(),
    }
}

fn read_state(response: &HttpResponse) -> Std<JobState, Misread> {
    let body = body(response)?;
    let state = body.find(&["JobResponse"]).and_then(job_state);
    match result_in(&body)?.map(|result| result.code) {
        Some(ResultCode::OK) => state.ok_or_else(|| "the answer holds no state".to_owned().into()),
        // No error, says an older manual: the job waits for its time.
        Some(ResultCode::SCHEDULED) => {
            let mut state = state.unwrap_or_default();
            state.send_state.get_or_insert(SendState::SCHEDULED);
            Ok(state)
        }
        Some(_) => Err(Misread::Refused),
        None => Err("the answer holds no result".to_owned().into()),
    }
}

fn read_resolution(response: &HttpResponse) -> Std<SoapResolution, Misread> {
    match read_state(response) {
        Ok(state) => Ok(SoapResolution { accepted: true, state: Some(state) }),
        Err(Misread::Refused) if is_unknown(response) => Ok(SoapResolution::default()),
        Err(misread) => Err(misread),
    }
}

fn is_unknown(response: &HttpResponse) -> bool {
    let result = body(response).ok().and_then(|body| result_in(&body).ok().flatten());
    result.is_some_and(|result| result.code.is_not_found())
}

/// A state; None where its element is there and says nothing. Besides being empty it may hold zeros and the time that is none
/// (provisional).
fn job_state(element: &Element) -> Option<JobState> {
    let mut members = members(element);
    members.retain(|_, value| !value.as_str().is_some_and(|text| is_nothing(text.trim())));
    if members.iter().all(|(name, value)| !names_a_job(name) && is_zero(value)) {
        return None;
    }
    as_numbers(&mut members);
    Some(serde_json::from_value(members.into()).unwrap_or_default())
}

fn is_nothing(text: &str) -> bool {
    text.is_empty() || text.starts_with(NO_TIME)
}

fn names_a_job(name: &str) -> bool {
    ["JobID", "Address"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn is_zero(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().parse() == Ok(0.0))
}

/// Makes numbers of the texts that are some; the others stay as they are.
fn as_numbers(members: &mut Map<String, Value>) {
    for (name, value) in members.iter_mut() {
        let Some(text) = value.as_str().map(str::trim) else { continue };
        let number = if name.eq_ignore_ascii_case("JobType") {
            text.parse::<i64>().ok().map(Value::from)
        } else if name.eq_ignore_ascii_case("PointsUsed") {
            text.parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::from)
        } else {
            None
        };
        if let Some(number) = number {
            *value = number;
        }
    }
}
