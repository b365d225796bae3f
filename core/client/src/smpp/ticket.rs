//! What one `submit` waits for: its result, once, on a task or on a thread.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::submit::{PartOutcome, Submitted};
use crate::error::Result;

/// How far a message is.
#[derive(Debug)]
enum Phase {
    /// It waits to be written; `unknown` where an attempt before may have been accepted.
    Waiting { unknown: bool },
    /// It was given to the connection.
    Begun,
    /// It has a result.
    Done(Box<Result<Submitted>>),
    /// Its result was taken, or nobody wants it any more.
    Over,
}

/// What was known of a message when its caller stopped waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GivenUp {
    /// Nobody can have accepted it.
    NotAccepted,
    /// It may have been accepted.
    Unknown,
}

#[derive(Debug)]
pub(super) struct Ticket {
    state: Mutex<(Phase, Option<Waker>)>,
    /// The parts that were accepted, while others are to follow.
    parts: Mutex<Vec<PartOutcome>>,
    done: Condvar,
}

impl Ticket {
    pub fn new() -> Arc<Self> {
        let state = Mutex::new((Phase::Waiting { unknown: false }, None));
        Arc::new(Self { state, parts: Mutex::default(), done: Condvar::new() })
    }

    fn state(&self) -> MutexGuard<'_, (Phase, Option<Waker>)> {
        // Nothing that holds the lock can leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // The link's end.

    /// The message is about to be written; false where nobody wants it any more.
    pub fn begin(&self) -> bool {
        let mut state = self.state();
        let wanted = !matches!(state.0, Phase::Over);
        if wanted {
            state.0 = Phase::Begun;
        }
        wanted
    }

    /// The message waits again.
    pub fn wait_again(&self, unknown: bool) {
        let mut state = self.state();
        if matches!(state.0, Phase::Begun | Phase::Waiting { .. }) {
            state.0 = Phase::Waiting { unknown };
        }
    }

    /// These parts were accepted, and others follow.
    pub fn keep(&self, accepted: &[PartOutcome]) {
        *self.parts.lock().unwrap_or_else(PoisonError::into_inner) = accepted.to_vec();
    }

    /// Whether nobody waits for it.
    pub fn is_given_up(&self) -> bool {
        matches!(self.state().0, Phase::Over)
    }

    /// Gives the result; back where nobody wants it.
    pub fn complete(&self, result: Result<Submitted>) -> std::result::Result<(), Result<Submitted>> {
        let mut state = self.state();
        if matches!(state.0, Phase::Over) {
            return Err(result);
        }
        state.0 = Phase::Done(Box::new(result));
        let waker = state.1.take();
        drop(state);
        self.done.notify_all();
        if let Some(waker) = waker {
            waker.wake();
        }
        Ok(())
    }

    // The caller's end.

    fn take(state: &mut (Phase, Option<Waker>)) -> Option<Result<Submitted>> {
        if !matches!(state.0, Phase::Done(_)) {
            return None;
        }
        match std::mem::replace(&mut state.0, Phase::Over) {
            Phase::Done(result) => Some(*result),
            _ => None,
        }
    }

    /// Waits for the result.
    pub async fn result(&self) -> Result<Submitted> {
        std::future::poll_fn(|context: &mut Context<'_>| {
            let mut state = self.state();
            match Self::take(&mut state) {
                Some(result) => Poll::Ready(result),
                None => {
                    match &mut state.1 {
                        Some(waker) => waker.clone_from(context.waker()),
                        none => *none = Some(context.waker().clone()),
                    }
                    Poll::Pending
                }
            }
        })
        .await
    }

    /// The same on a thread that may wait; None where it did not come within the time.
    pub fn blocking_result(&self, limit: Duration) -> Option<Result<Submitted>> {
        let end = Instant::now() + limit;
        let mut state = self.state();
        loop {
            if let Some(result) = Self::take(&mut state) {
                return Some(result);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            state = self.done.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The parts that were accepted.
    pub fn accepted_parts(&self) -> Vec<PartOutcome> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops waiting. The result, if it came at this moment.
    pub fn give_up(&self) -> std::result::Result<Result<Submitted>, GivenUp> {
        let mut state = self.state();
        match std::mem::replace(&mut state.0, Phase::Over) {
            Phase::Done(result) => Ok(*result),
            Phase::Waiting { unknown: false } => Err(GivenUp::NotAccepted),
            Phase::Waiting { unknown: true } | Phase::Begun | Phase::Over => Err(GivenUp::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, Kind, Outcome};

    fn refused() -> Result<Submitted> {
        Err(Error::new(Kind::Rejected, Outcome::NotAccepted, "no"))
    }

    #[test]
    fn what_was_given_up_says_how_far_it_was() {
        let ticket = Ticket::new();
        assert_eq!(ticket.give_up().unwrap_err(), GivenUp::NotAccepted);
        assert!(!ticket.begin() && ticket.is_given_up());
        assert!(ticket.complete(refused()).is_err());

        let ticket = Ticket::new();
        assert!(ticket.begin());
        assert_eq!(ticket.give_up().unwrap_err(), GivenUp::Unknown);

        let ticket = Ticket::new();
        assert!(ticket.begin());
        ticket.wait_again(true);
        assert_eq!(ticket.give_up().unwrap_err(), GivenUp::Unknown);

        let ticket = Ticket::new();
        assert!(ticket.complete(refused()).is_ok());
        assert!(ticket.give_up().is_ok());
    }

    #[test]
    fn a_thread_that_waits_is_woken() {
        let ticket = Ticket::new();
        assert!(ticket.blocking_result(Duration::from_millis(1)).is_none());
        std::thread::scope(|scope| {
            scope.spawn(|| ticket.complete(refused()).unwrap());
            assert!(ticket.blocking_result(Duration::from_secs(20)).is_some());
        });
    }
}
