//! What waits to be delivered to an account, and what became of it.

use std::collections::{BTreeMap, VecDeque};

use bytes::Bytes;
use serde_json::{Value, json};

/// What a `deliver_sm` carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Receipt,
    Inbound,
}

/// One `deliver_sm` to be.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) number: u64,
    pub(super) kind: Kind,
    pub(super) body: Bytes,
    pub(super) attempts: u32,
}

/// What is known of a delivery.
#[derive(Debug)]
struct Logged {
    kind: Kind,
    attempts: u32,
    /// The link and the sequence number of the last attempt.
    last: Option<(u64, u32)>,
    state: &'static str,
    command_status: Option<u32>,
}

/// The deliveries of one account.
#[derive(Debug, Default)]
pub(super) struct Deliveries {
    waiting: VecDeque<Delivery>,
    count: u64,
    pub(super) delivered: u64,
    pub(super) refused: u64,
    pub(super) repeated: u64,
    log: BTreeMap<u64, Logged>,
}

impl Deliveries {
    /// Adds a delivery and tells its number; `keeps` whether it is remembered.
    pub(super) fn add(&mut self, kind: Kind, body: Bytes, keeps: bool) -> u64 {
        self.count += 1;
        let number = self.count;
        if keeps {
            let logged = Logged { kind, attempts: 0, last: None, state: "waiting", command_status: None };
            self.log.insert(number, logged);
        }
        self.waiting.push_back(Delivery { number, kind, body, attempts: 0 });
        number
    }

    /// The next one for a link that takes everything, or receipts alone.
    pub(super) fn take(&mut self, takes_all: bool) -> Option<Delivery> {
        let place = self.waiting.iter().position(|delivery| takes_all || delivery.kind == Kind::Receipt)?;
        let mut delivery = self.waiting.remove(place)?;
        delivery.attempts += 1;
        self.repeated += u64::from(delivery.attempts > 1);
        Some(delivery)
    }

    /// Puts back what has to be delivered again, before everything else.
    pub(super) fn put_back(&mut self, delivery: Delivery) {
        if let Some(logged) = self.log.get_mut(&delivery.number) {
            logged.state = "waiting";
        }
        self.waiting.push_front(delivery);
    }

    pub(super) fn note_sent(&mut self, delivery: &Delivery, link: u64, sequence: u32) {
        if let Some(logged) = self.log.get_mut(&delivery.number) {
            logged.attempts = delivery.attempts;
            logged.last = Some((link, sequence));
            logged.state = "sent";
        }
    }

    pub(super) fn note_answer(&mut self, delivery: &Delivery, status: u32, state: &'static str) {
        if let Some(logged) = self.log.get_mut(&delivery.number) {
            logged.command_status = Some(status);
            logged.state = state;
        }
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Everything that is remembered, in the order in which it came.
    pub(super) fn to_json(&self) -> Value {
        let show = |(number, logged): (&u64, &Logged)| {
            json!({
                "delivery": number,
                "kind": match logged.kind { Kind::Receipt => "receipt", Kind::Inbound => "inbound" },
                "attempts": logged.attempts,
                "link": logged.last.map(|(link, _)| link),
                "sequence": logged.last.map(|(_, sequence)| sequence),
                "state": logged.state,
                "command_status": logged.command_status,
            })
        };
        self.log.iter().map(show).collect()
    }
}
