//! What an account has to do later.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tokio::time::Instant;

/// Things with their times, the earliest first; of one time the first come.
#[derive(Debug)]
pub(super) struct Agenda<T> {
    entries: BinaryHeap<Reverse<Entry<T>>>,
    count: u64,
}

#[derive(Debug)]
struct Entry<T> {
    due: Instant,
    number: u64,
    what: T,
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<T> Eq for Entry<T> {}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.due, self.number).cmp(&(other.due, other.number))
    }
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { entries: BinaryHeap::new(), count: 0 }
    }
}

impl<T> Agenda<T> {
    pub(super) fn add(&mut self, due: Instant, what: T) {
        self.count += 1;
        self.entries.push(Reverse(Entry { due, number: self.count, what }));
    }

    /// When the first thing is due.
    pub(super) fn next(&self) -> Option<Instant> {
        self.entries.peek().map(|Reverse(entry)| entry.due)
    }

    /// Takes the first thing if its time has come.
    pub(super) fn take(&mut self, now: Instant) -> Option<T> {
        if self.next()? > now {
            return None;
        }
        self.entries.pop().map(|Reverse(entry)| entry.what)
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }
}
