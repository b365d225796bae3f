//! Sending and following many messages from tokio.

use std::pin::Pin;
use std::vec;

use futures_util::{Stream, StreamExt, stream};
use tokio::runtime::Handle;

use super::{Bulk, BulkCounts, BulkOptions, BulkResult, Followed, Following, WaitManyOptions};
use crate::client::Client;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::Message;

/// Any number of messages that are being sent; made by [`Client::send_many`].
pub struct SendMany {
    bulk: Bulk,
    /// None once the last was taken.
    messages: Option<Pin<Box<dyn Stream<Item = Message> + Send>>>,
    done: vec::IntoIter<BulkResult>,
    over: bool,
}

/// Many messages that are being followed; made by [`Client::wait_many`].
pub struct WaitMany {
    following: Following,
    done: vec::IntoIter<Followed>,
    over: bool,
}

impl Client {
    /// Sends any number of messages, [`concurrency`](BulkOptions::concurrency) at a time, and yields what became of each as it
    /// ends. Messages are taken as they are needed: no more than are under way, and as many again that wait. Where the service asks for fewer requests
    /// (429, 503), all of them pause.
    ///
    /// # Errors
    /// `invalid_argument`, naming every option that is out of range; `internal` outside a tokio runtime.
    pub fn send_many(
        &self,
        messages: impl IntoIterator<Item = Message, IntoIter: Send + 'static>,
        options: &BulkOptions,
    ) -> Result<SendMany> {
        self.send_stream(stream::iter(messages), options)
    }

    /// The same of a stream, which may take its time.
    ///
    /// # Errors
    /// See [`send_many`](Self::send_many).
    pub fn send_stream(
        &self,
        messages: impl Stream<Item = Message> + Send + 'static,
        options: &BulkOptions,
    ) -> Result<SendMany> {
        let runtime = runtime(Outcome::NotAccepted)?;
        let (bulk, driver) = self.bulk(options)?;
        runtime.spawn(driver.run());
        Ok(SendMany { bulk, messages: Some(Box::pin(messages)), done: Vec::new().into_iter(), over: false })
    }

    /// Follows many messages to their final states with one loop, and yields each once. What webhooks tell
    /// ([`WaitMany::following`]) shortens it.
    ///
    /// # Errors
    /// `invalid_argument`, naming every id and option that breaks a rule; `internal` outside a tokio runtime.
    pub fn wait_many(
        &self,
        message_ids: impl IntoIterator<Item = impl Into<String>>,
        options: &WaitManyOptions,
    ) -> Result<WaitMany> {
        let runtime = runtime(Outcome::NotApplicable)?;
        let (following, driver) = self.follow(message_ids, options)?;
        runtime.spawn(driver.run());
        Ok(WaitMany { following, done: Vec::new().into_iter(), over: false })
    }
}

fn runtime(outcome: Outcome) -> Result<Handle> {
    let missing = |_| Error::new(Kind::Internal, outcome, "this needs a tokio runtime: use blocking::Client");
    Handle::try_current().map_err(missing)
}

impl SendMany {
    /// What became of one more message; None once all have come out.
    pub async fn next(&mut self) -> Option<BulkResult> {
        loop {
            if let Some(result) = self.done.next() {
                return Some(result);
            }
            if self.over {
                return None;
            }
            self.turn().await;
        }
    }

    async fn turn(&mut self) {
        let giving = self.messages.is_some();
        let turn = match &mut self.messages {
            Some(messages) if self.bulk.room() > 0 => tokio::select! {
                biased;
                next = messages.next() => {
                    match next {
                        Some(message) => self.bulk.give(vec![Ok(message)]),
                        None => {
                            self.messages = None;
                            self.bulk.end();
                        }
                    }
                    return;
                }
                turn = self.bulk.turn(false) => turn,
            },
            _ => self.bulk.turn(giving).await,
        };
        self.done = turn.done.into_iter();
        self.over = turn.over;
    }

    /// Ends the calls that are under way, takes no more messages, and returns what became of those that have not come out yet.
    pub async fn stop(&mut self) -> Vec<BulkResult> {
        self.messages = None;
        self.bulk.cancel();
        let mut rest: Vec<_> = self.done.by_ref().collect();
        while !self.over {
            let turn = self.bulk.turn(false).await;
            rest.extend(turn.done);
            self.over = turn.over;
        }
        rest
    }

    /// The messages that may have been accepted or not because it was stopped: those that were under way.
    #[must_use]
    pub fn unknown(&self) -> Vec<u64> {
        self.bulk.unknown()
    }

    /// How far it has come.
    #[must_use]
    pub fn counts(&self) -> BulkCounts {
        self.bulk.counts()
    }

    /// The results as a stream.
    pub fn into_stream(self) -> impl Stream<Item = BulkResult> + Send {
        stream::unfold(self, async |mut many| many.next().await.map(|result| (result, many)))
    }
}

impl WaitMany {
    /// What became of one more message; None once all have come out.
    pub async fn next(&mut self) -> Option<Followed> {
        loop {
            if let Some(followed) = self.done.next() {
                return Some(followed);
            }
            if self.over {
                return None;
            }
            let turn = self.following.turn().await;
            self.done = turn.done.into_iter();
            self.over = turn.over;
        }
    }

    /// Where a receiver of webhooks tells what it heard; may be cloned and given away.
    #[must_use]
    pub fn following(&self) -> &Following {
        &self.following
    }

    /// The results as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Followed> + Send {
        stream::unfold(self, async |mut many| many.next().await.map(|followed| (followed, many)))
    }
}
