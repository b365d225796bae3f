//! The states that something goes through by itself.

use std::time::Duration;

use time::OffsetDateTime;

/// States, each with the milliseconds after the start at which it begins.
pub(crate) type Progress<T> = Vec<(u64, T)>;

/// A progress with its start.
#[derive(Clone, Debug)]
pub(crate) struct Timeline<T> {
    pub(crate) start: OffsetDateTime,
    /// In the order of time.
    steps: Progress<T>,
}

impl<T> Timeline<T> {
    pub(crate) fn new(start: OffsetDateTime, mut steps: Progress<T>) -> Self {
        steps.sort_by_key(|(after, _)| *after);
        Self { start, steps }
    }

    /// The number of the last state that has begun at `now`.
    pub(crate) fn last_begun(&self, now: OffsetDateTime) -> Option<usize> {
        let begun = |(after, _): &(u64, T)| self.start + Duration::from_millis(*after) <= now;
        self.steps.iter().take_while(|state| begun(state)).count().checked_sub(1)
    }

    /// How long after the start the state number `index` begins; none without such a state.
    pub(crate) fn begins(&self, index: usize) -> Option<Duration> {
        self.steps.get(index).map(|(after, _)| Duration::from_millis(*after))
    }

    /// The state number `index`, which exists, and since when.
    pub(crate) fn step(&self, index: usize) -> (&T, OffsetDateTime) {
        let (after, state) = &self.steps[index];
        (state, self.start + Duration::from_millis(*after))
    }

    pub(crate) fn has(&self, index: usize) -> bool {
        index < self.steps.len()
    }

    pub(crate) fn is_last(&self, index: usize) -> bool {
        index + 1 == self.steps.len()
    }
}
