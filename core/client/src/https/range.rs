//! All states between two times, however many there are.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;

use super::Https;
use super::state::Slice;
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::model::{JobStatus, LocalTime, ResultCode};
use crate::options::{CallOptions, Problems};

/// Start and end of the states that are asked for, read from what a program has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeRange {
    /// The first instant.
    pub start: Timestamp,
    /// The last instant.
    pub end: Timestamp,
}

impl TimeRange {
    /// Two texts: ISO 8601; without a zone Europe/Zurich, as the service reads them (HTTPS documentation, `Api/State`). In the
    /// hour that occurs twice the range is as long as it may be meant.
    ///
    /// # Errors
    /// `invalid_argument`, naming each that is no time.
    pub fn parse(start: &str, end: &str) -> Result<Self> {
        let times = [LocalTime::from(start).instant(), LocalTime::from(end).last_instant()];
        Self::of(times, "format", "must be a date and time in ISO 8601")
    }

    /// Two times in milliseconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// `invalid_argument`, naming each that is out of range.
    pub fn from_unix_ms(start: i64, end: i64) -> Result<Self> {
        let read = |milliseconds| Timestamp::from_millisecond(milliseconds).ok();
        Self::of([read(start), read(end)], "range", "must lie in the years -9999 to 9999")
    }

    fn of(times: [Option<Timestamp>; 2], rule: &'static str, words: &str) -> Result<Self> {
        let mut problems = Problems::default();
        for (field, _) in ["start", "end"].into_iter().zip(times).filter(|(_, time)| time.is_none()) {
            problems.add(field, rule, words);
        }
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
        let [start, end] = times.map(Option::unwrap_or_default);
        Ok(Self { start, end })
    }
}

/// A range that is being read: asked for as a whole, and by halves where the service says that this is too much. The halves
/// share the second at which they meet, because it is not documented to which of them it belongs; what both tell comes once.
pub(crate) struct Range {
    /// What is still to be asked for, in seconds since 1970, the next on top.
    todo: Vec<(i64, i64)>,
    /// What the last answer told, and how often.
    told: BTreeMap<String, usize>,
    ready: VecDeque<JobStatus>,
    /// The last that was handed over.
    handed: Option<JobStatus>,
}

impl Range {
    /// Whole seconds that hold the range.
    pub fn new(start: Timestamp, end: Timestamp) -> Result<Self> {
        if end < start {
            let problem = FieldError::new("end", "range", "must not be before the start");
            return Err(Error::argument(Outcome::NotApplicable, problem));
        }
        let last = end.as_second() + i64::from(end.subsec_nanosecond() > 0);
        let first = start.as_second() - i64::from(start.subsec_nanosecond() < 0);
        Ok(Self { todo: vec![(first, last)], told: BTreeMap::new(), ready: VecDeque::new(), handed: None })
    }

    /// One more state. None once all were told, or after an error.
    pub async fn next(&mut self, https: Https<'_>, options: &CallOptions) -> Option<Result<JobStatus>> {
        loop {
            if let Some(state) = self.ready.pop_front() {
                self.handed = Some(state.clone());
                return Some(Ok(state));
            }
            self.handed = None;
            let &(start, end) = self.todo.last()?;
            match self.ask(https, start, end, options).await {
                Ok(slice) => {
                    self.todo.pop();
                    match slice {
                        Slice::All(states) => self.take(states),
                        Slice::TooMany if end - start > 1 => {
                            let middle = start + (end - start) / 2;
                            self.todo.extend([(middle, end), (start, middle)]);
                        }
                        Slice::TooMany => return self.fail(too_many()),
                    }
                }
                Err(error) => return self.fail(error),
            }
        }
    }

    /// Says that the state which was handed over last never reached its taker: it comes again.
    pub fn give_again(&mut self) {
        if let Some(state) = self.handed.take() {
            self.ready.push_front(state);
        }
    }

    /// The states that the last answer told and that were not asked for yet.
    pub fn ready(&mut self) -> impl Iterator<Item = JobStatus> {
        self.ready.drain(..)
    }

    async fn ask(&self, https: Https<'_>, start: i64, end: i64, options: &CallOptions) -> Result<Slice> {
        let time = |second| {
            Timestamp::from_second(second).map_err(|_| {
                Error::new(Kind::InvalidArgument, Outcome::NotApplicable, "a time is out of range")
            })
        };
        Ok(https.states_between(time(start)?, time(end)?, options).await?.value)
    }

    fn fail(&mut self, error: Error) -> Option<Result<JobStatus>> {
        self.todo.clear();
        Some(Err(error))
    }

    /// Keeps what the answer before did not tell.
    fn take(&mut self, states: Vec<JobStatus>) {
        let mut before = std::mem::take(&mut self.told);
        for state in states {
            let shown = serde_json::to_string(&state).unwrap_or_default();
            let told_before = before.get_mut(&shown).filter(|count| **count > 0);
            *self.told.entry(shown).or_default() += 1;
            match told_before {
                Some(count) => *count -= 1,
                None => self.ready.push_back(state),
            }
        }
    }
}

fn too_many() -> Error {
    let message = "more than 1000 states within one second: the service does not tell them";
    let mut error = Error::new(Kind::Rejected, Outcome::NotApplicable, message);
    error.details_mut().ecall_code = Some(ResultCode::TOO_MANY_RESULTS.to_string());
    error
}
