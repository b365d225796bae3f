//! All states between two times, however many there are.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;

use super::Https;
use super::state::Slice;
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::model::{JobStatus, ResultCode};
use crate::options::CallOptions;

/// A range that is being read: asked for as a whole, and by halves where the service says that this is too much. The halves
/// share the second at which they meet, because it is not documented to which of them it belongs; what both tell comes once.
pub(crate) struct Range {
    /// What is still to be asked for, in seconds since 1970, the next on top.
    todo: Vec<(i64, i64)>,
    /// What the last answer told, and how often.
    told: BTreeMap<String, usize>,
    ready: VecDeque<JobStatus>,
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
        Ok(Self { todo: vec![(first, last)], told: BTreeMap::new(), ready: VecDeque::new() })
    }

    /// One more state. None once all were told, or after an error.
    pub async fn next(&mut self, https: Https<'_>, options: &CallOptions) -> Option<Result<JobStatus>> {
        loop {
            if let Some(state) = self.ready.pop_front() {
                return Some(Ok(state));
            }
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
