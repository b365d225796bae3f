//! Following a message to its final state.

use std::time::{Duration, Instant};

use super::{Rest, about, id_problem};
use crate::answer::Answer;
use crate::call::sleep;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::MessageStatusData;
use crate::options::{CallOptions, Problems, WaitOptions, millis};

const TIMEOUT_MS: u64 = 300_000;
const POLL_INITIAL_MS: u64 = 500;
const POLL_MAX_MS: u64 = 15_000;
/// Time kept for the last look, at most a tenth of the wait.
const LAST_LOOK: Duration = Duration::from_secs(1);

impl Rest<'_> {
    /// Looks again and again, ever less often, until the state is final for its channel or one that was asked for.
    ///
    /// Once a look has succeeded, an outage of the service does not end the wait before its time is up.
    pub async fn wait(&self, message_id: &str, options: &WaitOptions) -> Result<Answer<MessageStatusData>> {
        let pace = Pace::of(message_id, options)?;
        let deadline = Instant::now() + pace.timeout;
        let mut pause = pace.initial.min(pace.max);
        let mut last: Option<Answer<MessageStatusData>> = None;
        loop {
            let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
            let look = CallOptions {
                // One look has its own time-out too, so that a lost connection is noticed within a long wait.
                timeout_ms: Some(millis(left.min(self.endpoint.settings.timeout))),
                max_retries: options.max_retries,
                delivery: None,
                allow_truncation: None,
                cancel: options.cancel.clone(),
            };
            match self.status(message_id, &look).await {
                Ok(answer) => {
                    if answer.ends(&options.until) {
                        return Ok(answer);
                    }
                    last = Some(answer);
                }
                Err(error) if last.is_some() && is_outage(error.kind()) => {}
                Err(error) => return Err(with_last(error, last)),
            }
            let Some(due) = pace.due(pause, deadline) else {
                return Err(timed_out(message_id, last));
            };
            let left = due.saturating_duration_since(Instant::now());
            if !sleep(left, options.cancel.as_ref()).await {
                return Err(cancelled_wait(message_id, last));
            }
            pause = pace.after(pause);
        }
    }
}

/// What may be over at the next look.
pub(crate) fn is_outage(kind: Kind) -> bool {
    matches!(kind, Kind::Connect | Kind::RateLimited | Kind::Unavailable | Kind::Server | Kind::Timeout)
}

/// How often it is looked, and for how long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    pub timeout: Duration,
    pub initial: Duration,
    max: Duration,
    last_look: Duration,
}

impl Pace {
    fn of(message_id: &str, options: &WaitOptions) -> Result<Self> {
        let mut problems = Problems::default();
        id_problem("message_id", message_id, &mut problems);
        let pace =
            Self::read(&mut problems, options.timeout_ms, options.poll_initial_ms, options.poll_max_ms);
        problems.retries(options.max_retries, 0);
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
        Ok(pace)
    }

    /// What is not given is as the documentation of [`WaitOptions`] says.
    pub fn read(
        problems: &mut Problems,
        timeout_ms: Option<u64>,
        initial_ms: Option<u64>,
        max_ms: Option<u64>,
    ) -> Self {
        let timeout = problems.time("timeout_ms", timeout_ms, TIMEOUT_MS);
        let initial = problems.time("poll_initial_ms", initial_ms, POLL_INITIAL_MS);
        let max = problems.time("poll_max_ms", max_ms, POLL_MAX_MS);
        Self { timeout, initial: initial.min(max), max, last_look: LAST_LOOK.min(timeout / 10) }
    }

    /// When the next look is, after this pause: no later than the last, for which some time is kept. None after that one.
    pub fn due(&self, pause: Duration, deadline: Instant) -> Option<Instant> {
        let (now, last) = (Instant::now(), deadline.checked_sub(self.last_look)?);
        (now < last).then(|| (now + pause).min(last))
    }

    /// The pause after this one.
    pub fn after(&self, pause: Duration) -> Duration {
        (pause * 3 / 2).min(self.max)
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
