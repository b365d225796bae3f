//! Work on many messages: given in one by one and taken out a batch at a time.

use std::sync::Arc;
use std::time::Duration;

use ecall::{
    BulkOptions, BulkResult, Followed as CoreFollowed, Message, MessageStatusData, Turn, WaitManyOptions,
};
use ecall_runtime::OneProcess;

use crate::call::{CancelToken, awaited, optional, value};
use crate::client::Client;
use crate::failure::{Failure, Problem};
use crate::numbers::signed;
use crate::record::records;
use crate::result::{MessageResult, ReportedStatus};

records! {
    /// What became of one message of many: it was accepted, or there is an error.
    SendManyResult from BulkResult as one {
        /// Which message, counted from 0 in the order in which they were given.
        index: i64 = signed(one.index),
        /// Why it was not accepted, or that nobody knows.
        error: Option<Problem> = one.result.as_ref().err().map(Problem::from),
        /// The answer of the service.
        result: Option<MessageResult> = one.result.ok().map(MessageResult::from),
    }

    /// What there is to do while many messages are sent.
    SendManyTurn from Turn<BulkResult> as turn {
        /// What has ended since the last time, in that order.
        done: Vec<SendManyResult> = turn.done.into_iter().map(SendManyResult::from).collect(),
        /// Nothing more will come.
        over: bool = turn.over,
    }

    /// How far the sending of many messages has come.
    SendManyCounts from ecall::BulkCounts as counts {
        /// Messages that were given, those that wait included.
        given: i64 = signed(counts.given),
        /// Accepted by the service.
        accepted: i64 = signed(counts.accepted),
        /// Certainly not accepted: refused, or never sent.
        refused: i64 = signed(counts.refused),
        /// May have been accepted or not.
        unknown: i64 = signed(counts.unknown),
        /// Accepted, and an attempt before may have been accepted too.
        possible_duplicates: i64 = signed(counts.possible_duplicates),
        /// Messages of which it is not yet known what becomes.
        open: i64 = signed(counts.open()),
    }

    /// What became of one message of many that were followed: its state, or there is an error.
    Followed from CoreFollowed as one {
        /// The message.
        message_id: String = one.message_id,
        /// Why no final state was read; that of a message whose time was up has its last state.
        error: Option<Problem> = one.state.as_ref().err().map(Problem::from),
        /// Its final state.
        status: Option<ReportedStatus> = one.state.ok().map(ReportedStatus::from),
    }

    /// What there is to do while many messages are followed.
    FollowTurn from Turn<CoreFollowed> as turn {
        /// What has ended since the last time, in that order.
        done: Vec<Followed> = turn.done.into_iter().map(Followed::from).collect(),
        /// Nothing more will come.
        over: bool = turn.over,
    }
}

/// Many messages that are being sent.
#[derive(uniffi::Object)]
pub struct Bulk(OneProcess<ecall::Bulk>);

/// Many messages that are being followed.
#[derive(uniffi::Object)]
pub struct Following(OneProcess<ecall::Following>);

#[uniffi::export]
impl Client {
    /// Begins to send many messages.
    pub fn send_many(
        &self,
        options: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<Bulk>, Failure> {
        let mut options = BulkOptions::from_json(optional(options.as_deref())?)?;
        options.cancel = cancel.map(|cancel| cancel.0.clone());
        Ok(Arc::new(Bulk(self.0.bulk(&options)?)))
    }

    /// Begins to follow many messages.
    pub fn wait_many(
        &self,
        message_ids: Vec<String>,
        options: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<Arc<Following>, Failure> {
        let mut options = WaitManyOptions::from_json(optional(options.as_deref())?)?;
        options.cancel = cancel.map(|cancel| cancel.0.clone());
        Ok(Arc::new(Following(self.0.follow(message_ids, &options)?)))
    }
}

fn limit(milliseconds: i64) -> Duration {
    Duration::from_millis(crate::numbers::length(milliseconds))
}

#[uniffi::export]
impl Bulk {
    /// How many messages may be given in now.
    pub fn room(&self) -> i32 {
        self.0.get().map_or(0, |bulk| crate::numbers::short(bulk.room()))
    }

    /// Gives a message in, as JSON. One that cannot be read has that as its result.
    pub fn give(&self, message: String) -> Result<(), Failure> {
        let message = value(&message).and_then(Message::from_json);
        self.0.get()?.give(vec![message]);
        Ok(())
    }

    /// No more messages will be given in.
    pub fn end(&self) {
        if let Ok(bulk) = self.0.get() {
            bulk.end();
        }
    }

    /// Waits for results or, where messages are to be `giving`, for room.
    pub async fn turn(&self, giving: bool) -> Result<SendManyTurn, Failure> {
        let turn = awaited(None, |_, done| self.0.turn(giving, move |turn| done(Ok(turn))));
        Ok(turn.await?.into())
    }

    /// The same on a thread that may wait; none where there was nothing to do for `limit_ms`.
    pub fn turn_blocking(&self, giving: bool, limit_ms: i64) -> Result<Option<SendManyTurn>, Failure> {
        Ok(self.0.get()?.blocking_turn(giving, limit(limit_ms)).map(SendManyTurn::from))
    }

    /// Ends the calls that are under way and begins no other. Everything that was given in comes out all the same.
    pub fn cancel(&self) {
        if let Ok(bulk) = self.0.get() {
            bulk.cancel();
        }
    }

    /// How far it has come.
    pub fn counts(&self) -> SendManyCounts {
        self.0.get().map(|bulk| bulk.counts()).unwrap_or_default().into()
    }

    /// The indices of the messages that the cancellation left in doubt.
    pub fn unknown(&self) -> Vec<i64> {
        let unknown = self.0.get().map(|bulk| bulk.unknown()).unwrap_or_default();
        unknown.into_iter().map(signed).collect()
    }
}

#[uniffi::export]
impl Following {
    /// What a webhook told, as JSON.
    pub fn notify(&self, event: String) -> Result<(), Failure> {
        let event = MessageStatusData::from_json(value(&event)?)?;
        self.0.get()?.notify(event);
        Ok(())
    }

    /// Waits for results.
    pub async fn turn(&self) -> Result<FollowTurn, Failure> {
        let turn = awaited(None, |_, done| self.0.turn(move |turn| done(Ok(turn))));
        Ok(turn.await?.into())
    }

    /// The same on a thread that may wait; none where there was nothing to do for `limit_ms`.
    pub fn turn_blocking(&self, limit_ms: i64) -> Result<Option<FollowTurn>, Failure> {
        Ok(self.0.get()?.blocking_turn(limit(limit_ms)).map(FollowTurn::from))
    }

    /// Ends it: what is still followed comes out as cancelled.
    pub fn cancel(&self) {
        if let Ok(following) = self.0.get() {
            following.cancel();
        }
    }

    /// How many messages are still followed.
    pub fn open(&self) -> i32 {
        self.0.get().map_or(0, |following| crate::numbers::short(following.open()))
    }
}
