//! How fast messages go out: the rate that was asked for, and what the centre lets through.

use std::time::{Duration, Instant};

use crate::call::Gate;

/// What holds the messages of a link back together. A centre that throttles stops all of them; afterwards half as many as before
/// wait for their responses at a time, and one more with each such number that is accepted.
pub(super) struct Pace {
    gate: Gate,
    window: usize,
    allowed: usize,
    /// Accepted since `allowed` last grew.
    accepted: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Free,
    /// The centre throttled.
    Paused,
    /// The pause is over, and nothing that was sent since was accepted.
    Trying,
}

impl Pace {
    pub fn new(window: usize, rate: Option<f64>, initial: Duration, max: Duration) -> Self {
        let gate = Gate::new(rate, initial, max);
        Self { gate, window, allowed: window, accepted: 0, state: State::Free }
    }

    /// How many requests may wait for their responses now.
    pub fn allowed(&self) -> usize {
        self.allowed
    }

    /// Takes the turn of one message, or says when to ask again. True for the first after a pause.
    pub fn pass(&mut self, now: Instant) -> Result<bool, Instant> {
        self.gate.try_pass(now)?;
        let resumed = self.state == State::Paused;
        if resumed {
            self.state = State::Trying;
        }
        Ok(resumed)
    }

    /// The centre throttled a message. The pause, where one begins.
    pub fn throttled(&mut self) -> Option<Duration> {
        let pause = self.gate.throttled(None)?;
        self.state = State::Paused;
        self.allowed = (self.allowed / 2).max(1);
        self.accepted = 0;
        Some(pause)
    }

    /// The centre accepted a message.
    pub fn accepted(&mut self) {
        if self.state == State::Trying {
            self.gate.served();
            self.state = State::Free;
        }
        if self.allowed < self.window {
            self.accepted += 1;
            if self.accepted >= self.allowed {
                self.accepted = 0;
                self.allowed += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_as_many_after_a_pause_and_one_more_each_round() {
        let mut pace = Pace::new(16, None, Duration::from_millis(50), Duration::from_secs(1));
        assert_eq!(pace.pass(Instant::now()), Ok(false));
        assert_eq!(pace.throttled(), Some(Duration::from_millis(50)));
        assert_eq!(pace.throttled(), None, "those that were under way make one pause");
        assert_eq!(pace.allowed(), 8);
        // Accepted while it pauses: they were sent before.
        pace.accepted();
        let turn = pace.pass(Instant::now()).unwrap_err();
        assert_eq!(pace.pass(turn), Ok(true));
        assert_eq!(pace.pass(turn), Ok(false));
        let grown: Vec<_> = (0..24)
            .map(|_| {
                pace.accepted();
                pace.allowed()
            })
            .collect();
        assert_eq!((grown[6], grown[15], grown[23]), (9, 10, 10));
        for _ in 0..1000 {
            pace.accepted();
        }
        assert_eq!(pace.allowed(), 16);
    }
}
