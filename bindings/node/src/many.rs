//! Work on many messages: given in and taken out a batch at a time, as JSON texts.

use std::sync::Arc;

use ecall::{BulkCounts, BulkResult, Followed, Message, MessageStatusData, Result, Turn};
use ecall_runtime::OneProcess;
use napi_derive::napi;
use serde_json::{Value, json};

use crate::arguments::value;
use crate::names::camelled;
use crate::port::Port;
use crate::{answer, failure};

/// Many messages that are being sent.
#[napi]
pub struct Bulk {
    bulk: OneProcess<ecall::Bulk>,
    port: Arc<Port>,
}

impl Bulk {
    pub(crate) fn new(bulk: OneProcess<ecall::Bulk>, port: Arc<Port>) -> Self {
        Self { bulk, port }
    }
}

#[napi]
impl Bulk {
    /// How many messages may be given in now.
    #[napi(getter)]
    pub fn room(&self) -> u32 {
        self.bulk.get().map_or(0, |bulk| u32::try_from(bulk.room()).unwrap_or(u32::MAX))
    }

    /// Gives messages in, as a JSON array. One that cannot be read has that as its result.
    #[napi]
    pub fn give(&self, messages: String) {
        if let (Ok(bulk), Ok(Value::Array(messages))) = (self.bulk.get(), value(&messages)) {
            bulk.give(messages.into_iter().map(Message::from_json).collect());
        }
    }

    /// No more messages will be given in.
    #[napi]
    pub fn end(&self) {
        if let Ok(bulk) = self.bulk.get() {
            bulk.end();
        }
    }

    /// Waits for results or, where messages are to be `giving`, for room. `{"done", "over"}` comes through the port under `id`.
    #[napi]
    pub fn turn(&self, id: u32, giving: bool) {
        let port = Arc::clone(&self.port);
        let begun = self.bulk.turn(giving, move |turn| {
            port.answer(id, move || {
                Ok(turned(turn, |BulkResult { index, result, .. }| {
                    (json!(index), answer::end(result, answer::sent))
                }))
            });
        });
        if let Err(error) = begun {
            self.port.answer(id, || Err(error));
        }
    }

    /// Ends the calls that are under way and begins no other.
    #[napi]
    pub fn cancel(&self) {
        if let Ok(bulk) = self.bulk.get() {
            bulk.cancel();
        }
    }

    /// How far it has come, as a JSON object.
    #[napi]
    pub fn counts(&self) -> String {
        counted(self.bulk.get().map(|bulk| bulk.counts()).unwrap_or_default())
    }

    /// The indices of the messages that the cancellation left in doubt, as a JSON array.
    #[napi]
    pub fn unknown(&self) -> String {
        json!(self.bulk.get().map(|bulk| bulk.unknown()).unwrap_or_default()).to_string()
    }
}

/// Many messages that are being followed.
#[napi]
pub struct Following {
    following: OneProcess<ecall::Following>,
    port: Arc<Port>,
}

impl Following {
    pub(crate) fn new(following: OneProcess<ecall::Following>, port: Arc<Port>) -> Self {
        Self { following, port }
    }

    fn told(&self, event: &str) -> Result<()> {
        let event = MessageStatusData::from_json(value(event)?)?;
        self.following.get()?.notify(event);
        Ok(())
    }
}

#[napi]
impl Following {
    /// What a webhook told, as JSON; returns the error where that cannot be read.
    #[napi]
    pub fn notify(&self, event: String) -> Option<String> {
        ecall_runtime::guarded(|| self.told(&event)).err().map(|error| failure::text(&error))
    }

    /// Waits for results; `{"done", "over"}` comes through the port under `id`.
    #[napi]
    pub fn turn(&self, id: u32) {
        let port = Arc::clone(&self.port);
        let begun = self.following.turn(move |turn| {
            port.answer(id, move || {
                Ok(turned(turn, |Followed { message_id, state, .. }| {
                    (json!(message_id), answer::end(state, |mut state| answer::status(&mut state).finish()))
                }))
            });
        });
        if let Err(error) = begun {
            self.port.answer(id, || Err(error));
        }
    }

    /// Ends it: what is still followed comes out as cancelled.
    #[napi]
    pub fn cancel(&self) {
        if let Ok(following) = self.following.get() {
            following.cancel();
        }
    }

    /// How many messages are still followed.
    #[napi(getter)]
    pub fn open(&self) -> u32 {
        self.following.get().map_or(0, |following| u32::try_from(following.open()).unwrap_or(u32::MAX))
    }
}

/// How far a sending has come.
pub(crate) fn counted(counts: BulkCounts) -> String {
    camelled(json!({
        "given": counts.given,
        "accepted": counts.accepted,
        "refused": counts.refused,
        "unknown": counts.unknown,
        "possible_duplicates": counts.possible_duplicates,
        "open": counts.open(),
    }))
    .to_string()
}

/// What there is to do, with each result as `[of what, end]`.
fn turned<T>(turn: Turn<T>, convert: impl Fn(T) -> (Value, String)) -> String {
    let ends = turn.done.into_iter().map(|one| {
        let (about, end) = convert(one);
        format!("[{about},{end}]")
    });
    format!("{{\"done\":[{}],\"over\":{}}}", ends.collect::<Vec<_>>().join(","), turn.over)
}
