//! Accepted messages and the states they go through.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::deliver::Address;
use super::receipt::outcome;
use crate::timeline::Timeline;

/// Where a message stands before the first state of its course.
const FIRST: &str = "ENROUTE";

/// A state set by command.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Command {
    pub(super) state: String,
    /// As the receipt tells it; the account's unless given.
    pub(super) error: Option<String>,
}

/// One accepted message.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) number: u64,
    /// The id that a step gave it.
    pub(super) given_id: Option<String>,
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) registered: u8,
    /// The first twenty characters of its text, as receipts tell them.
    pub(super) beginning: String,
    pub(super) timeline: Timeline<String>,
    commanded: Option<String>,
}

impl Message {
    pub(super) fn new(
        number: u64,
        from: Address,
        to: Address,
        registered: u8,
        timeline: Timeline<String>,
    ) -> Self {
        let (given_id, beginning, commanded) = (None, String::new(), None);
        Self { number, given_id, from, to, registered, beginning, timeline, commanded }
    }

    pub(super) fn accepted(&self) -> OffsetDateTime {
        self.timeline.start
    }

    /// Whether the submitter wants to be told of a state (S34 5.2.17).
    pub(super) fn wants(&self, state: &str) -> bool {
        match (outcome(state), self.registered & 0x03) {
            (Some(_), 1) => true,
            (Some(success), 2) => !success,
            (Some(_), _) => false,
            (None, _) => self.registered & 0x10 != 0,
        }
    }

    /// Whether there is anything of which the submitter wants to be told.
    pub(super) fn wants_any(&self) -> bool {
        self.registered & 0x13 != 0
    }

    /// The state of its course with this number, unless the course was stopped.
    pub(super) fn step(&self, index: usize) -> Option<(&str, OffsetDateTime)> {
        if self.commanded.is_some() || !self.timeline.has(index) {
            return None;
        }
        let (state, since) = self.timeline.step(index);
        Some((state, since))
    }

    fn state(&self, now: OffsetDateTime) -> &str {
        match (&self.commanded, self.timeline.last_begun(now)) {
            (Some(state), _) => state,
            (None, Some(index)) => self.timeline.step(index).0,
            (None, None) => FIRST,
        }
    }
}

/// The messages of one account: those that still move and, where they are kept, all.
#[derive(Debug, Default)]
pub(super) struct Messages {
    by_number: BTreeMap<u64, Message>,
}

impl Messages {
    pub(super) fn add(&mut self, message: Message) {
        self.by_number.insert(message.number, message);
    }

    pub(super) fn get(&self, number: u64) -> Option<&Message> {
        self.by_number.get(&number)
    }

    pub(super) fn remove(&mut self, number: u64) {
        self.by_number.remove(&number);
    }

    /// Moves the message with this id, as `write` makes it of the number, and stops its course.
    pub(super) fn command(
        &mut self,
        id: &str,
        state: &str,
        write: impl Fn(u64) -> String,
    ) -> Option<Message> {
        let is_it = |message: &&mut Message| match &message.given_id {
            Some(given) => given == id,
            None => write(message.number) == id,
        };
        let message = self.by_number.values_mut().find(is_it)?;
        message.commanded = Some(state.to_owned());
        Some(message.clone())
    }

    /// Everything that is kept, in the order of acceptance.
    pub(super) fn to_json(&self, write: impl Fn(u64) -> String) -> Value {
        let now = OffsetDateTime::now_utc();
        let show = |message: &Message| {
            json!({
                "messageId": message.given_id.clone().unwrap_or_else(|| write(message.number)),
                "from": message.from.digits,
                "to": message.to.digits,
                "registered_delivery": message.registered,
                "state": message.state(now),
            })
        };
        self.by_number.values().map(show).collect()
    }
}
