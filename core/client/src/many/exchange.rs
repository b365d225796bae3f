//! The two ends of work on many messages: whoever gives things in and takes results out, and the engine that works on them
//! on a thread of its own. Both cross in batches.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// Results wait this long for others, so that they are taken together.
pub(super) const LINGER: Duration = Duration::from_millis(2);

/// What there is to do for the taker at this moment.
#[derive(Debug)]
#[non_exhaustive]
pub struct Turn<T> {
    /// What has been done since the last time, in the order in which it ended.
    pub done: Vec<T>,
    /// How much more may be given in now.
    pub room: usize,
    /// Nothing more will come.
    pub over: bool,
}

pub(crate) struct Exchange<I, T> {
    state: Mutex<State<I, T>>,
    /// How much may wait to be worked on.
    depth: usize,
    /// How many results are worth a wake-up.
    batch: usize,
    taker: Notify,
    blocked_taker: Condvar,
    engine: Notify,
}

struct State<I, T> {
    waiting: VecDeque<I>,
    ended: bool,
    done: Vec<T>,
    /// When the first of `done` was put there.
    since: Option<Instant>,
    /// The taker was told of them.
    told: bool,
    over: bool,
}

impl<I, T> Exchange<I, T> {
    pub fn new(depth: usize, batch: usize) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            ended: false,
            done: Vec::new(),
            since: None,
            told: false,
            over: false,
        };
        Self {
            state: Mutex::new(state),
            depth,
            batch: batch.max(1),
            taker: Notify::new(),
            blocked_taker: Condvar::new(),
            engine: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State<I, T>> {
        // Nothing that holds the lock can leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // The taker's end.

    /// Gives more in. It comes back where the engine has ended.
    pub fn give(&self, items: Vec<I>) -> Vec<I> {
        let mut state = self.state();
        if state.over {
            return items;
        }
        state.waiting.extend(items);
        drop(state);
        self.engine.notify_one();
        Vec::new()
    }

    /// Nothing more will be given in.
    pub fn end(&self) {
        // Once: the engine itself ends it where it is cancelled, and must not wake itself for ever.
        if !std::mem::replace(&mut self.state().ended, true) {
            self.engine.notify_one();
        }
    }

    /// How much more is wanted now: nothing after the end.
    pub fn room(&self) -> usize {
        self.room_in(&self.state())
    }

    fn room_in(&self, state: &State<I, T>) -> usize {
        if state.ended { 0 } else { self.depth.saturating_sub(state.waiting.len()) }
    }

    /// What there is to do, if there is: results, or with `giving` room for more.
    fn turn_now(&self, state: &mut State<I, T>, giving: bool) -> Option<Turn<T>> {
        let ready = state.over
            || state.told
            || state.done.len() >= self.batch
            || state.since.is_some_and(|since| since.elapsed() >= LINGER);
        let room = self.room_in(state);
        // A wake-up for a single place would cost more than it is worth.
        let wanted = giving && room > 0 && room >= self.depth.div_ceil(2);
        if !ready && !wanted {
            return None;
        }
        state.since = None;
        state.told = false;
        let done = std::mem::take(&mut state.done);
        // The engine may have waited for its results to be taken.
        self.engine.notify_one();
        Some(Turn { done, room, over: state.over })
    }

    /// Waits until there is something to do.
    pub async fn turn(&self, giving: bool) -> Turn<T> {
        loop {
            let mut woken = std::pin::pin!(self.taker.notified());
            woken.as_mut().enable();
            if let Some(turn) = self.turn_now(&mut self.state(), giving) {
                return turn;
            }
            woken.await;
        }
    }

    /// The same on a thread that may wait; None where there was nothing to do for `limit`.
    pub fn blocking_turn(&self, giving: bool, limit: Duration) -> Option<Turn<T>> {
        let deadline = Instant::now() + limit;
        let mut state = self.state();
        loop {
            if let Some(turn) = self.turn_now(&mut state, giving) {
                return Some(turn);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            state = self.blocked_taker.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    // The engine's end.

    pub fn take(&self) -> Option<I> {
        let mut state = self.state();
        let taken = state.waiting.pop_front();
        let half_empty = state.waiting.len() == self.depth / 2;
        drop(state);
        if half_empty {
            self.wake_taker();
        }
        taken
    }

    /// Takes up to so many at once; how many there were.
    pub fn take_up_to(&self, most: usize, into: &mut impl Extend<I>) -> usize {
        let mut state = self.state();
        let before = state.waiting.len();
        let count = most.min(before);
        into.extend(state.waiting.drain(..count));
        let half_empty = before > self.depth / 2 && before - count <= self.depth / 2;
        drop(state);
        if half_empty {
            self.wake_taker();
        }
        count
    }

    /// How much waits to be worked on.
    pub fn waiting(&self) -> usize {
        self.state().waiting.len()
    }

    /// Whether nothing more will be put.
    pub fn is_over(&self) -> bool {
        self.state().over
    }

    /// Closes it if nothing is left and nothing more will be given in.
    pub fn close_if_ended(&self) -> bool {
        let mut state = self.state();
        state.over = state.ended && state.waiting.is_empty();
        let over = state.over;
        drop(state);
        if over {
            self.wake_taker();
        }
        over
    }

    /// How many results nobody has taken.
    pub fn untaken(&self) -> usize {
        self.state().done.len()
    }

    pub fn put(&self, result: T) {
        let mut state = self.state();
        state.done.push(result);
        state.since.get_or_insert_with(Instant::now);
        let full = state.done.len() == self.batch;
        drop(state);
        if full {
            self.wake_taker();
        }
    }

    /// Puts several.
    pub fn put_all(&self, results: impl IntoIterator<Item = T>) {
        let mut state = self.state();
        let before = state.done.len();
        state.done.extend(results);
        if state.done.len() > before {
            state.since.get_or_insert_with(Instant::now);
        }
        let full = before < self.batch && state.done.len() >= self.batch;
        drop(state);
        if full {
            self.wake_taker();
        }
    }

    /// When the taker is to be told of results that wait, though they are few.
    pub fn tell_at(&self) -> Option<Instant> {
        let state = self.state();
        state.since.filter(|_| !state.told && state.done.len() < self.batch).map(|since| since + LINGER)
    }

    /// Tells the taker to look, now that results have waited for long enough.
    pub fn tell(&self) {
        let mut state = self.state();
        // The taker may have come by itself meanwhile: then there is nothing to tell, and what comes next is told anew.
        state.told = state.since.is_some();
        drop(state);
        self.wake_taker();
    }

    fn wake_taker(&self) {
        self.taker.notify_waiters();
        self.blocked_taker.notify_all();
    }

    /// Nothing more will be put.
    pub fn close(&self) {
        self.state().over = true;
        self.wake_taker();
    }

    /// Returns once something was given in, taken out or ended.
    pub async fn changed(&self) {
        self.engine.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_comes_after_a_taker_that_came_by_itself_is_told() {
        let exchange = Exchange::<(), u32>::new(1, 10);
        exchange.put(1);
        std::thread::sleep(LINGER * 2);
        assert!(exchange.tell_at().is_some());
        // Between the engine's timer and its word.
        assert_eq!(exchange.turn(false).await.done, [1]);
        exchange.tell();
        exchange.put(2);
        assert!(exchange.tell_at().is_some(), "the engine would never tell of it");
        exchange.tell();
        assert_eq!(exchange.turn(false).await.done, [2]);
    }

    #[test]
    fn a_thread_that_waits_is_woken_and_one_that_waited_enough_goes_on() {
        let exchange = Exchange::<u32, u32>::new(2, 1);
        assert!(exchange.blocking_turn(false, Duration::from_millis(1)).is_none());
        std::thread::scope(|scope| {
            scope.spawn(|| exchange.put(7));
            assert_eq!(exchange.blocking_turn(false, Duration::from_secs(20)).unwrap().done, [7]);
        });
        assert_eq!(exchange.blocking_turn(true, Duration::ZERO).unwrap().room, 2);
        assert!(exchange.give(vec![1, 2]).is_empty());
        assert!(exchange.blocking_turn(true, Duration::from_millis(1)).is_none(), "there is no room");
        exchange.close();
        assert!(exchange.blocking_turn(true, Duration::ZERO).unwrap().over);
        assert_eq!(exchange.give(vec![3]), [3]);
    }
}
