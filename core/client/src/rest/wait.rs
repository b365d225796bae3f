//! Following a message to its final state.

use super::{Rest, about, id_problem};
use crate::answer::Answer;
pub(crate) use crate::call::{Pace, is_outage};
use crate::call::{Unfinished, Why, watch};
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::MessageStatusData;
use crate::options::{Problems, WaitOptions};

impl Rest<'_> {
    /// Looks again and again, ever less often, until the state is final for its channel or one that was asked for.
    pub async fn wait(&self, message_id: &str, options: &WaitOptions) -> Result<Answer<MessageStatusData>> {
        let mut problems = Problems::default();
        id_problem("message_id", message_id, &mut problems);
        let pace = Pace::of(options, problems)?;
        let usual = self.endpoint.settings.timeout;
        let look = |limits| async move { self.status(message_id, &limits).await };
        let watched = watch(pace, options, usual, look, |state| state.ends(&options.until)).await;
        watched.map_err(|Unfinished { why, last }| match why {
            Why::TimedOut => timed_out(message_id, last),
            Why::Cancelled => cancelled_wait(message_id, last),
            Why::Failed(error) => with_last(error, last),
        })
    }
}

pub(crate) fn cancelled_wait(message_id: &str, last: Option<Answer<MessageStatusData>>) -> Error {
    let error = Error::new(Kind::Cancelled, Outcome::NotApplicable, "the wait was cancelled");
    with_last(about(error, message_id), last)
}

/// A wait that ended before its time, for a reason that lies neither with the caller nor with the service.
pub(crate) fn ended_wait(kind: Kind, message_id: &str, last: Option<Answer<MessageStatusData>>) -> Error {
    let error = Error::new(kind, Outcome::NotApplicable, "the wait ended before its time");
    with_last(about(error, message_id), last)
}

pub(crate) fn timed_out(message_id: &str, last: Option<Answer<MessageStatusData>>) -> Error {
    let message = match last.as_ref().and_then(|answer| answer.status.as_ref()) {
        Some(status) => format!("the message was still {status} when the time for the wait was up"),
        None => "the time for the wait was up before a state was read".to_owned(),
    };
    with_last(about(Error::new(Kind::Timeout, Outcome::NotApplicable, message), message_id), last)
}

fn with_last(mut error: Error, last: Option<Answer<MessageStatusData>>) -> Error {
    if let Some(answer) = last {
        let details = error.details_mut();
        if details.request_id.is_none() {
            details.request_id = answer.request_id;
        }
        details.last_status = Some(Box::new(answer.value));
    }
    error
}
