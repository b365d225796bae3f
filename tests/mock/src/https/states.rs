//! `Api/State`.

use time::OffsetDateTime;

use super::code::Code;
use super::form::Form;
use super::refused;
use super::xml::{self, Element};
use crate::answer::Answer;
use crate::job::{Job, state_text};
use crate::local_time;
use crate::state::State;

/// Says where the jobs with an id stand, or those that were accepted in a range of time.
pub(super) fn answer(state: &State, username: &str, form: &Form) -> Answer {
    let now = OffsetDateTime::now_utc();
    let statuses = state.with_account(username, |account| {
        let jobs = match (form.given("JobID"), form.given("StartDate"), form.given("EndDate")) {
            (Some(id), ..) => {
                let jobs = account.jobs.with_id(id);
                if jobs.is_empty() { Err(Code::ID_DOES_NOT_EXIST) } else { Ok(jobs) }
            }
            (None, Some(start), Some(end)) => match (local_time::read(start), local_time::read(end)) {
                (Some(start), Some(end)) => account.jobs.between(start, end).ok_or(Code::TOO_MANY_RESULTS),
                _ => Err(Code::SYNTAX_ERROR),
            },
            _ => Err(Code::ID_MISSING),
        }?;
        Ok(jobs.into_iter().map(|job| status(job, now)).collect())
    });
    match statuses {
        Ok(statuses) => xml::answer(200, &Element::of("Statuses", statuses)),
        Err(code) => refused(code),
    }
}

fn status(job: &Job, now: OffsetDateTime) -> Element {
    let standing = job.standing(now);
    let mut children = vec![
        Element::text("JobID", &job.order.job_id),
        Element::text("Address", &job.order.address),
        Element::text("StatusCode", &standing.send_state.to_string()),
        Element::text("StatusText", state_text(standing.send_state)),
        Element::text("TimeStamp", &local_time::write_iso(standing.since)),
    ];
    if standing.error_state != 0 {
        children.push(Element::text("ErrorState", &standing.error_state.to_string()));
    }
    Element::of("Status", children)
}
