//! Looking again and again, until what is looked at is done.

use std::time::{Duration, Instant};

use super::sleep;
use crate::answer::Answer;
use crate::error::{Error, Kind, Outcome, Result};
use crate::options::{CallOptions, Problems, WaitOptions, millis};

const TIMEOUT_MS: u64 = 300_000;
const POLL_INITIAL_MS: u64 = 500;
const POLL_MAX_MS: u64 = 15_000;
/// Time kept for the last look, at most a tenth of the wait.
const LAST_LOOK: Duration = Duration::from_secs(1);

/// A wait that did not come to its end, and what was seen last.
pub(crate) struct Unfinished<T> {
    pub why: Why,
    pub last: Option<Answer<T>>,
}

pub(crate) enum Why {
    TimedOut,
    Cancelled,
    Failed(Error),
}

/// Looks again and again, ever less often, until a look `ends` it. One look takes no longer than `usual`.
///
/// Once a look has succeeded, an outage of the service does not end the wait before its time is up.
pub(crate) async fn watch<T, F: Future<Output = Result<Answer<T>>>>(
    pace: Pace,
    options: &WaitOptions,
    usual: Duration,
    look: impl Fn(CallOptions) -> F,
    ends: impl Fn(&T) -> bool,
) -> std::result::Result<Answer<T>, Unfinished<T>> {
    let deadline = Instant::now() + pace.timeout;
    let mut pause = pace.initial.min(pace.max);
    let mut last: Option<Answer<T>> = None;
    loop {
        let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        let limits = CallOptions {
            // One look has its own time-out too, so that a lost connection is noticed within a long wait.
            timeout_ms: Some(millis(left.min(usual))),
            max_retries: options.max_retries,
            delivery: None,
            allow_truncation: None,
            cancel: options.cancel.clone(),
        };
        match look(limits).await {
            Ok(answer) if ends(&answer) => return Ok(answer),
            Ok(answer) => last = Some(answer),
            Err(error) if last.is_some() && is_outage(error.kind()) => {}
            Err(error) => return Err(Unfinished { why: Why::Failed(error), last }),
        }
        let Some(due) = pace.due(pause, deadline) else {
            return Err(Unfinished { why: Why::TimedOut, last });
        };
        let left = due.saturating_duration_since(Instant::now());
        if !sleep(left, options.cancel.as_ref()).await {
            return Err(Unfinished { why: Why::Cancelled, last });
        }
        pause = pace.after(pause);
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
    /// As the options of a wait say, none of which is wrong.
    pub fn of(options: &WaitOptions, mut problems: Problems) -> Result<Self> {
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
