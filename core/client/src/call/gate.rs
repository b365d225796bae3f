//! What holds many calls back together: the rate they were given, and the pauses that the service asks one of them for.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How far behind its time a slot may be taken all the same: the clock of the runtime counts in milliseconds.
const LAG: Duration = Duration::from_millis(2);

/// The gate before every attempt of the calls that share it.
#[derive(Debug)]
pub(crate) struct Gate {
    /// Between two attempts; zero where there is no rate.
    interval: Duration,
    backoff_initial: Duration,
    backoff_max: Duration,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// When the next attempt has its turn.
    next: Instant,
    /// Nothing passes before.
    closed_until: Option<Instant>,
    /// Answers in a row that asked for fewer requests.
    throttled: u32,
}

impl Gate {
    /// A gate that lets `rate` attempts a second through, evenly spread; all of them where there is none.
    pub fn new(rate: Option<f64>, backoff_initial: Duration, backoff_max: Duration) -> Self {
        let interval = rate.map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        let state = State { next: Instant::now(), closed_until: None, throttled: 0 };
        Self { interval, backoff_initial, backoff_max, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns when it is the turn of one more attempt.
    pub async fn pass(&self) {
        while let Err(turn) = self.try_pass(Instant::now()) {
            tokio::time::sleep_until(turn.into()).await;
        }
    }

    /// Takes the turn of one more attempt, or says when to ask again.
    pub fn try_pass(&self, now: Instant) -> Result<(), Instant> {
        let mut state = self.state();
        if let Some(until) = state.closed_until.filter(|until| *until > now) {
            return Err(until);
        }
        if self.interval.is_zero() {
            return Ok(());
        }
        if state.next > now {
            return Err(state.next);
        }
        state.next = state.next.max(now - LAG) + self.interval;
        Ok(())
    }

    /// The service asked for fewer requests: nothing passes for the time it asked for (an hour at most: then it is asked
    /// again), or for one that doubles with each such answer in a row. The pause, where there was none.
    pub fn throttled(&self, asked: Option<Duration>) -> Option<Duration> {
        let mut state = self.state();
        let doubled = self.backoff_initial.saturating_mul(2u32.saturating_pow(state.throttled));
        let pause = asked.unwrap_or_default().max(doubled.min(self.backoff_max)).min(LONGEST);
        let now = Instant::now();
        let until = now + pause;
        let was_open = state.closed_until.is_none_or(|until| until <= now);
        state.closed_until = Some(state.closed_until.map_or(until, |before| before.max(until)));
        // The calls that were under way together are answered alike, and count as one.
        if was_open {
            state.throttled = state.throttled.saturating_add(1);
        }
        was_open.then_some(pause)
    }

    /// The service served a request.
    pub fn served(&self) {
        self.state().throttled = 0;
    }
}

/// The longest pause.
const LONGEST: Duration = Duration::from_secs(3600);

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(rate: Option<f64>) -> Gate {
        Gate::new(rate, Duration::from_millis(100), Duration::from_millis(400))
    }

    /// How many attempts pass in the second after `begin`, asked for as often as one likes.
    fn passed_within(gate: &Gate, begin: Instant, length: Duration) -> usize {
        let step = Duration::from_micros(250);
        let mut now = begin;
        let mut passed = 0;
        while now < begin + length {
            while gate.try_pass(now).is_ok() {
                passed += 1;
                assert!(passed < 1_000_000);
            }
            now += step;
        }
        passed
    }

    #[test]
    fn a_rate_holds_in_every_second_also_after_idle_time() {
        let gate = gate(Some(1000.0));
        let begin = Instant::now() + Duration::from_millis(5);
        for second in [0, 1, 7] {
            let passed = passed_within(&gate, begin + Duration::from_secs(second), Duration::from_secs(1));
            assert!((995..=1003).contains(&passed), "second {second}: {passed}");
        }
    }

    #[test]
    fn without_a_rate_everything_passes() {
        let gate = gate(None);
        assert!((0..100_000).all(|_| gate.try_pass(Instant::now()).is_ok()));
    }

    #[test]
    fn a_pause_holds_everybody_and_the_longest_counts() {
        let gate = gate(None);
        gate.throttled(Some(Duration::from_secs(5)));
        gate.throttled(None);
        let turn = gate.try_pass(Instant::now()).unwrap_err();
        let left = turn - Instant::now();
        assert!(left > Duration::from_secs(4) && left <= Duration::from_secs(5), "{left:?}");
        assert!(gate.try_pass(turn + Duration::from_millis(1)).is_ok());
    }

    #[test]
    fn pauses_double_up_to_the_maximum_and_shrink_once_served() {
        let gate = gate(None);
        let mut pauses = Vec::new();
        for _ in 0..4 {
            gate.state().closed_until = None;
            gate.throttled(None);
            pauses.push((gate.state().closed_until.unwrap() - Instant::now()).as_millis().div_ceil(10) * 10);
        }
        assert_eq!(pauses, [100, 200, 400, 400]);
        gate.served();
        gate.state().closed_until = None;
        gate.throttled(None);
        assert!(gate.state().closed_until.unwrap() - Instant::now() <= Duration::from_millis(100));
    }

    #[test]
    fn after_an_hour_the_service_is_asked_again() {
        let gate = gate(None);
        assert_eq!(gate.throttled(Some(Duration::MAX)), Some(LONGEST));
        assert!(gate.try_pass(Instant::now() + LONGEST - Duration::from_secs(1)).is_err());
        assert!(gate.try_pass(Instant::now() + LONGEST).is_ok());
    }

    #[test]
    fn those_that_were_under_way_together_make_one_pause() {
        let gate = gate(None);
        assert_eq!(gate.throttled(None), Some(Duration::from_millis(100)));
        assert!((0..20).all(|_| gate.throttled(None).is_none()));
        gate.state().closed_until = None;
        assert_eq!(gate.throttled(None), Some(Duration::from_millis(200)));
    }
}
