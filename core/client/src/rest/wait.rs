use std::time::{Duration, Instant};

use super::{Rest, about, check_message_id};
use crate::answer::Answer;
use crate::call::sleep;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::MessageStatusData;
use crate::options::{CallOptions, Problems, WaitOptions, millis};

const TIMEOUT_MS: u64 = 300_000;
const POLL_INITIAL_MS: u64 = 500;
const POLL_MAX_MS: u64 = 15_000;

impl Rest<'_> {
    /// Looks again and again, ever less often, until the state is final for its channel or one that was asked for.
    pub async fn wait(&self, message_id: &str, options: &WaitOptions) -> Result<Answer<MessageStatusData>> {
        check_message_id(message_id)?;
        let pace = Pace::of(options)?;
        let deadline = Instant::now() + pace.timeout;
        let mut pause = pace.initial;
        let mut last: Option<Answer<MessageStatusData>> = None;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left < Duration::from_millis(1) {
                return Err(timed_out(message_id, last));
            }
            let look = CallOptions {
                // One look has its own time-out too, so that a lost connection is noticed within a long wait.
                timeout_ms: Some(millis(left.min(self.endpoint.settings.timeout))),
                max_retries: options.max_retries,
                delivery: None,
                cancel: options.cancel.clone(),
            };
            let answer = match self.status(message_id, &look).await {
                Ok(answer) => answer,
                Err(error)
                    if error.kind() == Kind::Timeout && last.is_some() && Instant::now() >= deadline =>
                {
                    return Err(timed_out(message_id, last));
                }
                Err(error) => return Err(with_last(error, last)),
            };
            let asked_for = answer.status.as_ref().is_some_and(|status| options.until.contains(status));
            if asked_for || answer.is_final() {
                return Ok(answer);
            }
            last = Some(answer);
            let rest = pause.min(deadline.saturating_duration_since(Instant::now()));
            if !sleep(rest, options.cancel.as_ref()).await {
                let error = Error::new(Kind::Cancelled, Outcome::NotApplicable, "the wait was cancelled");
                return Err(with_last(about(error, message_id), last));
            }
            pause = (pause * 3 / 2).min(pace.max);
        }
    }
}

struct Pace {
    timeout: Duration,
    initial: Duration,
    max: Duration,
}

impl Pace {
    fn of(options: &WaitOptions) -> Result<Self> {
        let mut problems = Problems::default();
        let pace = Self {
            timeout: problems.time("timeout_ms", options.timeout_ms, TIMEOUT_MS),
            initial: problems.time("poll_initial_ms", options.poll_initial_ms, POLL_INITIAL_MS),
            max: problems.time("poll_max_ms", options.poll_max_ms, POLL_MAX_MS),
        };
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
        Ok(pace)
    }
}

fn timed_out(message_id: &str, last: Option<Answer<MessageStatusData>>) -> Error {
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
