//! `GetStateBasic`.

use time::OffsetDateTime;

use super::request::Request;
use super::response;
use crate::https::xml::Element;
use crate::https::{Code, canonical};
use crate::job::{Job, Kind, SCHEDULED};
use crate::local_time;
use crate::state::State;

/// What a serialiser writes where there is no time.
const NO_TIME: &str = "0001-01-01T00:00:00";
/// What a job costs here: there are no prices.
const POINTS: &str = "1";

/// Says where a job stands: the last one of that id, or the one to an address.
pub(super) fn answer(state: &State, username: &str, request: &Request) -> Vec<Element> {
    let Some(id) = request.given("JobID") else { return refused(Code::JOB_ID_REQUIRED) };
    let address = request.given("Address").map(canonical);
    let now = OffsetDateTime::now_utc();
    state.with_account(username, |account| {
        let is_wanted =
            |job: &&&Job| address.as_ref().is_none_or(|one| *one == canonical(&job.order.address));
        match account.jobs.with_id(id).iter().rfind(is_wanted) {
            None => refused(Code::JOB_NOT_IN_LOG),
            Some(job) if job.standing(now).send_state == SCHEDULED => refused(Code::JOB_SCHEDULED),
            Some(job) => result(Code::OK, told(job, now)),
        }
    })
}

/// An answer without a state: what would tell one is there all the same.
pub(super) fn refused(code: Code) -> Vec<Element> {
    let zeros = ["JobType", "SendState", "ErrorState", "PointsUsed"].map(|name| Element::text(name, "0"));
    result(code, zeros.into_iter().chain([Element::text("FinishDate", NO_TIME)]).collect())
}

fn result(code: Code, job: Vec<Element>) -> Vec<Element> {
    vec![Element::of("ServiceResponse", response(code)), Element::of("JobResponse", job)]
}

fn told(job: &Job, now: OffsetDateTime) -> Vec<Element> {
    let standing = job.standing(now);
    let done = matches!(standing.send_state, 2 | 8 | 10 | 33 | 34 | 41 | 42);
    let finished = if done { local_time::write_iso(standing.since) } else { NO_TIME.to_owned() };
    // 1 and 6 were seen; the number of voice is made up.
    let kind = match job.order.kind {
        Kind::Sms => "1",
        Kind::Fax => "6",
        Kind::Voice => "3",
    };
    vec![
        Element::text("JobID", &job.order.job_id),
        Element::text("Address", &canonical(&job.order.address)),
        Element::text("JobType", kind),
        Element::text("SendState", &standing.send_state.to_string()),
        Element::text("ErrorState", &standing.error_state.to_string()),
        Element::text("PointsUsed", POINTS),
        Element::text("FinishDate", &finished),
    ]
}
