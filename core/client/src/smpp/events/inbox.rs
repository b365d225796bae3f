//! What waits to be taken by whoever reads the events.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::SmppEvent;

/// States of the link and the like that are kept while nobody reads: enough to see what happened before somebody did.
const KEPT_UNREAD: usize = 64;

/// A deliver_sm that is answered once its event is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    /// Which connection it came on: on another it cannot be answered, and the centre delivers it again.
    pub link: u32,
    pub sequence: u32,
}

pub(crate) struct Inbox {
    state: Mutex<State>,
    limit: usize,
    changed: Notify,
    blocked: Condvar,
}

/// An event that waits.
struct Entry {
    event: SmppEvent,
    due: Option<Due>,
    /// Which message it is, where it came in several parts. The first of them were answered already, and will not come again:
    /// such a message is kept, whatever happens to the link, and the last part that comes again is what is due for it.
    key: Option<u64>,
}

impl Entry {
    /// Whether it may be left out where there is no room: it holds nothing of a message.
    fn is_news(&self) -> bool {
        self.due.is_none() && self.key.is_none() && !was_answered(&self.event)
    }
}

/// Whether an event holds parts of a message that were answered already, and will not come again.
fn was_answered(event: &SmppEvent) -> bool {
    matches!(event, SmppEvent::Incomplete(_))
}

/// An event that was handed over and not yet taken.
struct Handed {
    due: Option<Due>,
    key: Option<u64>,
    /// What is handed over once more where this reader ends without taking it, or asks for it again.
    kept: Option<SmppEvent>,
}

struct State {
    waiting: VecDeque<Entry>,
    /// By their numbers.
    handed: BTreeMap<u64, Handed>,
    handed_over: u64,
    readers: usize,
    over: bool,
}

impl Inbox {
    pub fn new(limit: usize) -> Self {
        let state = State {
            waiting: VecDeque::new(),
            handed: BTreeMap::new(),
            handed_over: 0,
            readers: 0,
            over: false,
        };
        Self { state: Mutex::new(state), limit, changed: Notify::new(), blocked: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wake(&self) {
        self.changed.notify_waiters();
        self.blocked.notify_all();
    }

    // The link's end.

    /// Whether one more deliver_sm can be taken in: there is a reader and there is room, `held` elsewhere counted.
    pub fn admits(&self, held: usize) -> bool {
        let state = self.state();
        state.readers > 0 && !state.over && state.waiting.len() + state.handed.len() + held < self.limit
    }

    /// Whether anybody reads.
    pub fn is_read(&self) -> bool {
        let state = self.state();
        state.readers > 0 && !state.over
    }

    /// Adds an event. One that nothing is due for makes room for itself where there is none.
    pub fn push(&self, event: SmppEvent, due: Option<Due>) {
        self.push_keyed(event, due, None);
    }

    /// The same of a message that came in several parts.
    pub fn push_keyed(&self, event: SmppEvent, due: Option<Due>, key: Option<u64>) {
        let mut state = self.state();
        if due.is_none() {
            let most = if state.readers == 0 { KEPT_UNREAD } else { self.limit };
            while state.waiting.len() >= most {
                let Some(at) = state.waiting.iter().position(Entry::is_news) else { break };
                state.waiting.remove(at);
            }
        }
        state.waiting.push_back(Entry { event, due, key });
        drop(state);
        self.wake();
    }

    /// The connection is gone: what came on it and was not handed over will come again.
    pub fn forget(&self, link: u32) {
        let mut state = self.state();
        state.waiting.retain(|entry| entry.key.is_some() || entry.due.is_none_or(|due| due.link != link));
        for entry in &mut state.waiting {
            entry.due = None;
        }
    }

    /// A part of a message that was whole has come again. While the message waits to be taken, it is what is due for it. What is
    /// to be answered now: the one that was due before, or this one where the message was taken.
    pub fn due_again(&self, key: u64, again: Due) -> Option<Due> {
        let mut state = self.state();
        let State { waiting, handed, .. } = &mut *state;
        let waits = waiting.iter_mut().find(|entry| entry.key == Some(key)).map(|entry| &mut entry.due);
        let is_it = |handed: &&mut Handed| handed.key == Some(key);
        match waits.or_else(|| handed.values_mut().find(is_it).map(|handed| &mut handed.due)) {
            Some(due) => due.replace(again),
            None => Some(again),
        }
    }

    /// Nothing more will come.
    pub fn close(&self) {
        self.state().over = true;
        self.wake();
    }

    // The reader's end.

    pub fn add_reader(&self) {
        self.state().readers += 1;
    }

    /// A reader is gone. What it had not taken, and what nobody will read, is to be refused.
    pub fn remove_reader(&self, handed: &[u64]) -> Vec<Due> {
        let mut state = self.state();
        state.readers -= 1;
        let mut refused = Vec::new();
        for id in handed.iter().rev() {
            let Some(Handed { due, key, kept }) = state.handed.remove(id) else { continue };
            refused.extend(due);
            if let Some(event) = kept
                && (key.is_some() || was_answered(&event))
            {
                state.waiting.push_front(Entry { event, due: None, key });
            }
        }
        if state.readers == 0 {
            refused.extend(state.waiting.iter().filter_map(|entry| entry.due));
            state.waiting.retain(|entry| entry.due.is_none() || entry.key.is_some());
            for entry in &mut state.waiting {
                entry.due = None;
            }
        }
        drop(state);
        self.wake();
        refused
    }

    /// These were taken: what is due for them.
    pub fn taken(&self, ids: impl IntoIterator<Item = u64>) -> Vec<Due> {
        let mut state = self.state();
        ids.into_iter().filter_map(|id| state.handed.remove(&id)?.due).collect()
    }

    /// These did not reach whoever was to take them: they wait again, before all others, if they were kept.
    pub fn give_again(&self, ids: &[u64]) {
        let mut state = self.state();
        for id in ids.iter().rev() {
            if let Some(Handed { due, key, kept: Some(event) }) = state.handed.remove(id) {
                state.waiting.push_front(Entry { event, due, key });
            }
        }
        drop(state);
        self.wake();
    }

    /// Hands over up to so many events, and keeps them where it is to. None where there are none yet, an empty list where none
    /// will come.
    fn hand_over(state: &mut State, most: usize, keep: bool) -> Option<Vec<(u64, SmppEvent)>> {
        if state.waiting.is_empty() && !state.over {
            return None;
        }
        let count = most.min(state.waiting.len());
        let mut events = Vec::with_capacity(count);
        for _ in 0..count {
            let Some(Entry { event, due, key }) = state.waiting.pop_front() else { break };
            state.handed_over += 1;
            let id = state.handed_over;
            let kept = (keep || key.is_some() || was_answered(&event)).then(|| event.clone());
            state.handed.insert(id, Handed { due, key, kept });
            events.push((id, event));
        }
        Some(events)
    }

    /// Waits for events.
    pub async fn next(&self, most: usize, keep: bool) -> Vec<(u64, SmppEvent)> {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            if let Some(events) = Self::hand_over(&mut self.state(), most, keep) {
                return events;
            }
            changed.await;
        }
    }

    /// The same on a thread that may wait; None where nothing came within the time.
    pub fn blocking_next(&self, most: usize, keep: bool, limit: Duration) -> Option<Vec<(u64, SmppEvent)>> {
        let end = Instant::now() + limit;
        let mut state = self.state();
        loop {
            if let Some(events) = Self::hand_over(&mut state, most, keep) {
                return Some(events);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            state = self.blocked.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
