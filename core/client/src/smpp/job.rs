//! One message on its way through the link.

use std::sync::Arc;
use std::time::Duration;

use ecall_codec::smpp::Status;
use jiff::Timestamp;
use tokio::time::Instant;

use super::bulk::Batch;
use super::submit::{PartOutcome, PartState, Prepared, Submitted, kind_of, sentence};
use super::ticket::Ticket;
use crate::error::{Attempt, Error, Kind, Outcome, Result};
use crate::options::{Delivery, Limits};

/// Who waits for the result.
pub(super) enum Sink {
    One(Arc<Ticket>),
    Many(Arc<Batch>, u64),
}

pub(super) struct Job {
    /// Its turn among all messages: what is sent again keeps it. Given when it is first taken up.
    pub order: u64,
    /// The PDUs of all parts; those before `at` are accepted.
    frames: Vec<u8>,
    at: usize,
    parts: u8,
    /// What became of the parts so far.
    outcomes: Vec<PartOutcome>,
    /// Attempts that failed. Throttled ones are not among them.
    attempts: Vec<Attempt>,
    /// An attempt of any part may have been accepted.
    unknown: bool,
    /// An attempt of the part that is next may have been accepted.
    part_unknown: bool,
    /// The last response to the part that is next throttled it.
    throttled: Option<Status>,
    /// The part that is next was given to a connection, and no response was read.
    begun: bool,
    pub registered: bool,
    pub tag: Option<Arc<str>>,
    limits: Limits,
    /// When its time is up; set when it is first taken up.
    deadline: Option<Instant>,
    /// None once it has a result.
    sink: Option<Sink>,
}

/// What becomes of a message whose response did not come.
pub(super) enum Next {
    Again(Box<Job>),
    Over(Box<Job>, Error),
}

impl Job {
    pub fn new(prepared: Prepared, tag: Option<Arc<str>>, sink: Sink) -> Box<Self> {
        Box::new(Self {
            order: 0,
            frames: prepared.frames,
            at: 0,
            parts: prepared.parts,
            outcomes: Vec::with_capacity(usize::from(prepared.parts)),
            attempts: Vec::new(),
            unknown: false,
            part_unknown: false,
            throttled: None,
            begun: false,
            registered: prepared.registered,
            tag,
            limits: prepared.limits,
            deadline: None,
            sink: Some(sink),
        })
    }

    /// Takes it up at its turn: from now on its time runs.
    pub fn take_up(&mut self, order: u64, now: Instant) {
        self.order = order;
        self.deadline = Some(now + self.limits.timeout);
    }

    pub fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    /// The PDU of the part that is next.
    pub fn frame(&self) -> &[u8] {
        let rest = &self.frames[self.at..];
        // Written by ourselves: the length stands first, and all of the PDU is there.
        let length = rest.first_chunk().map_or(0, |length| u32::from_be_bytes(*length)) as usize;
        &rest[..length.min(rest.len())]
    }

    /// Which part is next, from 1, and how many there are.
    pub fn place(&self) -> (u8, u8) {
        (self.outcomes.len() as u8 + 1, self.parts)
    }

    /// Whether nobody wants it any more: its call or its bulk was given up.
    pub fn is_given_up(&self) -> bool {
        match &self.sink {
            Some(Sink::One(ticket)) => ticket.is_given_up(),
            Some(Sink::Many(batch, _)) => batch.0.is_cancelled(),
            None => true,
        }
    }

    /// Whether it has its result: its time was up while it was under way.
    pub fn has_result(&self) -> bool {
        self.sink.is_none()
    }

    /// It is given to the connection; false where nobody wants it any more.
    pub fn begin(&mut self) -> bool {
        self.begun = match &self.sink {
            Some(Sink::One(ticket)) => ticket.begin(),
            Some(Sink::Many(..)) => true,
            None => false,
        };
        self.begun
    }

    /// It waits to be written again.
    pub fn wait_again(&mut self) {
        self.begun = false;
        if let Some(Sink::One(ticket)) = &self.sink {
            ticket.wait_again(self.unknown);
        }
    }

    /// The part that is next was accepted. True where another follows.
    pub fn accepted(&mut self, message_id: Option<String>) -> bool {
        self.throttled = None;
        self.at += self.frame().len();
        self.begun = false;
        self.part_unknown = false;
        self.outcomes.push(PartOutcome::accepted(message_id));
        let another = self.at < self.frames.len();
        if another && let Some(Sink::One(ticket)) = &self.sink {
            ticket.keep(&self.outcomes);
        }
        another
    }

    /// The result, where all parts were accepted.
    pub fn submitted(&mut self) -> Submitted {
        Submitted { parts: std::mem::take(&mut self.outcomes), possible_duplicate: self.unknown }
    }

    /// The part that is next has no response, though it was written `since`.
    pub fn unanswered(
        mut self: Box<Self>,
        now: Instant,
        since: Option<Instant>,
        kind: Kind,
        message: &str,
    ) -> Next {
        self.unknown = true;
        self.part_unknown = true;
        self.begun = false;
        self.keep(now, since, kind, Outcome::Unknown, message);
        let tries = u32::try_from(self.attempts.len()).unwrap_or(u32::MAX);
        let in_time = self.deadline.is_none_or(|deadline| now < deadline);
        if self.limits.delivery == Delivery::AtLeastOnce && tries <= self.limits.max_retries && in_time {
            self.wait_again();
            return Next::Again(self);
        }
        let error = self.error(Kind::OutcomeUnknown, PartState::Unknown, None, message.to_owned());
        Next::Over(self, error)
    }

    /// The part that is next was throttled: it waits to be written again, whatever the number of tries.
    pub fn throttled(&mut self, status: Status) {
        self.throttled = Some(status);
        self.wait_again();
    }

    /// The part that is next was refused.
    pub fn refused(&mut self, now: Instant, kind: Kind, status: Status, message: String) -> Error {
        self.begun = false;
        self.keep(now, None, kind, Outcome::NotAccepted, &message);
        self.error(kind, PartState::Refused, Some(status), message)
    }

    /// It ends before the part that is next had a response.
    pub fn ended(&mut self, kind: Kind, message: &str) -> Error {
        self.unknown |= self.begun;
        let unknown = self.begun || self.part_unknown;
        self.begun = false;
        if unknown {
            return self.error(kind, PartState::Unknown, None, message.to_owned());
        }
        // What throttled it for all of its time is why it was not sent.
        let (kind, message) = match (kind, self.throttled) {
            (Kind::Timeout, Some(status)) => (kind_of(status), sentence(status)),
            _ => (kind, message.to_owned()),
        };
        self.error(kind, PartState::NotSent, self.throttled, message)
    }

    fn keep(&mut self, now: Instant, since: Option<Instant>, kind: Kind, outcome: Outcome, message: &str) {
        let duration = since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since));
        let time = Timestamp::now();
        self.attempts.push(Attempt {
            time: time.checked_sub(duration).unwrap_or(time),
            duration,
            kind,
            outcome,
            message: message.to_owned(),
            http_status: None,
            request_id: None,
        });
    }

    /// The error of the whole message.
    fn error(&mut self, kind: Kind, state: PartState, status: Option<Status>, message: String) -> Error {
        let outcome = if self.unknown { Outcome::Unknown } else { Outcome::NotAccepted };
        // The outcome counts more than what happened last, but for a caller who ended it.
        let kind = match (outcome, kind) {
            (_, Kind::Cancelled) | (Outcome::NotAccepted, _) => kind,
            _ => Kind::OutcomeUnknown,
        };
        let mut error = Error::new(kind, outcome, message);
        // They stay: where its time was up while it was under way, its response may still come.
        let mut parts = self.outcomes.clone();
        let details = error.details_mut();
        details.message_id = parts.iter().find_map(|part| part.message_id.clone());
        parts.push(PartOutcome::new(state, status));
        parts.resize(usize::from(self.parts), PartOutcome::new(PartState::NotSent, None));
        details.parts = parts;
        details.smpp_status = status.map(|status| status.0);
        details.attempts = std::mem::take(&mut self.attempts);
        error
    }

    /// Gives the result to whoever waits for it. Results of bulk sendings are collected first: `many` takes them.
    /// False where nobody wants it.
    pub fn finish(
        &mut self,
        result: Result<Submitted>,
        many: impl FnOnce(Arc<Batch>, u64, Result<Submitted>),
    ) -> bool {
        match self.sink.take() {
            Some(Sink::One(ticket)) => ticket.complete(result).is_ok(),
            Some(Sink::Many(batch, index)) => {
                many(batch, index, result);
                true
            }
            None => false,
        }
    }

    #[cfg(test)]
    pub fn for_test() -> Box<Self> {
        let limits =
            Limits { timeout: Duration::from_secs(30), max_retries: 3, delivery: Delivery::Standard };
        let prepared = Prepared { frames: Vec::new(), parts: 1, registered: false, limits };
        Self::new(prepared, None, Sink::One(Ticket::new()))
    }
}

/// Nothing is forgotten: what is dropped with the link, when a runtime ends, has a result too.
impl Drop for Job {
    fn drop(&mut self) {
        if let Some(sink) = self.sink.take() {
            let error = self.ended(Kind::Closed, "the client was closed before the message had a result");
            match sink {
                Sink::One(ticket) => drop(ticket.complete(Err(error))),
                Sink::Many(batch, index) => batch.0.done(vec![(index, Err(error))]),
            }
        }
    }
}
