use std::time::Duration;

use ecall::smpp::{BulkSubmitted, SubmitRequest};
use ecall::{Result, Turn};
use ecall_runtime::OneProcess;

use super::{Submitted, submit_options};
use crate::call::awaited;
use crate::failure::{Failure, Problem};
use crate::many::SendManyCounts;
use crate::numbers::{length, short, signed};
use crate::record::records;

/// A message of many.
#[derive(Clone, Debug, uniffi::Record)]
pub struct SubmitMessage {
    /// The destination, a telephone number in international form.
    pub to: String,
    /// The text.
    pub text: String,
    /// The sender; the configured one unless given.
    pub from: Option<String>,
    /// What else it has, a JSON object in the names of core; as it was said for all of them unless given.
    pub options: Option<String>,
}

records! {
    /// What became of one message of many: it was accepted, or there is an error.
    SubmitManyResult from BulkSubmitted as one {
        /// Which message, counted from 0 in the order in which they were given.
        index: i64 = signed(one.index),
        /// Why it was not accepted, or that nobody knows.
        error: Option<Problem> = one.result.as_ref().err().map(Problem::from),
        /// Its parts with their ids.
        result: Option<Submitted> = one.result.ok().map(Submitted::from),
    }

    /// What there is to do while many messages are sent.
    SubmitManyTurn from Turn<BulkSubmitted> as turn {
        /// What has ended since the last time, in that order.
        done: Vec<SubmitManyResult> = turn.done.into_iter().map(SubmitManyResult::from).collect(),
        /// Nothing more will come.
        over: bool = turn.over,
    }
}

/// Many messages that are being sent.
#[derive(uniffi::Object)]
pub struct SubmitBulk(OneProcess<ecall::smpp::SmppBulk>);

impl SubmitBulk {
    pub(super) fn of(bulk: OneProcess<ecall::smpp::SmppBulk>) -> Self {
        Self(bulk)
    }
}

fn request(message: SubmitMessage) -> Result<SubmitRequest> {
    let SubmitMessage { to, text, from, options } = message;
    let mut request = SubmitRequest::new(to, text);
    request.from = from;
    if let Some(options) = options {
        request.options = Some(Box::new(submit_options(Some(&options))?));
    }
    Ok(request)
}

#[uniffi::export]
impl SubmitBulk {
    /// How many messages may be given in now.
    pub fn room(&self) -> i32 {
        self.0.get().map_or(0, |bulk| short(bulk.room()))
    }

    /// Gives messages in. One that breaks a rule is not sent: its result says so.
    pub fn give(&self, messages: Vec<SubmitMessage>) -> std::result::Result<(), Failure> {
        self.0.get()?.give(messages.into_iter().map(request));
        Ok(())
    }

    /// No more messages will be given in.
    pub fn end(&self) {
        if let Ok(bulk) = self.0.get() {
            bulk.end();
        }
    }

    /// Waits for results or, where messages are to be `giving`, for room.
    pub async fn turn(&self, giving: bool) -> std::result::Result<SubmitManyTurn, Failure> {
        let turn = awaited(None, |_, done| self.0.turn(giving, move |turn| done(Ok(turn))));
        Ok(turn.await?.into())
    }

    /// The same on a thread that may wait; none where there was nothing to do for `limit_ms`.
    pub fn turn_blocking(
        &self,
        giving: bool,
        limit_ms: i64,
    ) -> std::result::Result<Option<SubmitManyTurn>, Failure> {
        let limit = Duration::from_millis(length(limit_ms));
        Ok(self.0.get()?.blocking_turn(giving, limit).map(SubmitManyTurn::from))
    }

    /// Ends it: what was not written is not sent, and what was comes out as unknown.
    pub fn cancel(&self) {
        if let Ok(bulk) = self.0.get() {
            bulk.cancel();
        }
    }

    /// How far it has come.
    pub fn counts(&self) -> SendManyCounts {
        self.0.get().map(|bulk| bulk.counts()).unwrap_or_default().into()
    }
}
