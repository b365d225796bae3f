//! Sending and following many messages from threads: the calls are made on a thread of their own, so that they are answered in
//! time however long the caller takes with a result.

use std::time::Duration;
use std::vec;

use tokio::runtime::Builder;

use super::Client;
use crate::error::{Error, Kind, Outcome, Result};
use crate::many::{Bulk, BulkCounts, BulkOptions, BulkResult, Followed, Following, WaitManyOptions};
use crate::model::Message;

/// How long a thread waits before it looks whether there is something to do.
const TURN: Duration = Duration::from_secs(60);
/// How long messages are taken before results are looked for: a source that takes its time must not hold these up.
const COLLECT: Duration = Duration::from_millis(2);

/// Any number of messages that are being sent; made by [`Client::send_many`].
pub struct SendMany<I> {
    bulk: Bulk,
    /// None once the last was taken.
    messages: Option<I>,
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
    /// `invalid_argument`, naming every option that is out of range.
    pub fn send_many<I: IntoIterator<Item = Message>>(
        &self,
        messages: I,
        options: &BulkOptions,
    ) -> Result<SendMany<I::IntoIter>> {
        let (bulk, driver) = self.asynchronous().bulk(options)?;
        beside("ecall-bulk", Outcome::NotAccepted, driver.run())?;
        let messages = Some(messages.into_iter());
        Ok(SendMany { bulk, messages, done: Vec::new().into_iter(), over: false })
    }

    /// Follows many messages to their final states with one loop, and yields each once. What webhooks tell
    /// ([`WaitMany::following`]) shortens it.
    ///
    /// # Errors
    /// `invalid_argument`, naming every id and option that breaks a rule.
    pub fn wait_many(
        &self,
        message_ids: impl IntoIterator<Item = impl Into<String>>,
        options: &WaitManyOptions,
    ) -> Result<WaitMany> {
        let (following, driver) = self.asynchronous().follow(message_ids, options)?;
        beside("ecall-follow", Outcome::NotApplicable, driver.run())?;
        Ok(WaitMany { following, done: Vec::new().into_iter(), over: false })
    }
}

/// Runs `work` on a thread of its own.
fn beside(name: &str, outcome: Outcome, work: impl Future<Output = ()> + Send + 'static) -> Result<()> {
    let failed = |problem: std::io::Error| {
        Error::new(Kind::Internal, outcome, format!("no thread could be started: {problem}"))
    };
    let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
    let run = move || {
        runtime.block_on(work);
        // Never waits for a name that is being looked up.
        runtime.shutdown_background();
    };
    std::thread::Builder::new().name(name.to_owned()).spawn(run).map(drop).map_err(failed)
}

impl<I: Iterator<Item = Message>> SendMany<I> {
    /// Gives in what there is room for.
    fn give(&mut self) {
        let Some(messages) = &mut self.messages else { return };
        let room = self.bulk.room();
        let begun = std::time::Instant::now();
        for _ in 0..room {
            // Each at once: a source may wait for its next message as long as it likes, and the last one must not wait with it.
            match messages.next() {
                Some(message) => self.bulk.give(vec![Ok(message)]),
                None => {
                    self.messages = None;
                    return self.bulk.end();
                }
            }
            if begun.elapsed() >= COLLECT {
                return;
            }
        }
    }

    fn turn(&mut self) {
        self.give();
        if let Some(turn) = self.bulk.blocking_turn(self.messages.is_some(), TURN) {
            self.done = turn.done.into_iter();
            self.over = turn.over;
        }
    }

    /// Ends the calls that are under way, takes no more messages, and returns what became of those that have not come out yet.
    pub fn stop(&mut self) -> Vec<BulkResult> {
        self.messages = None;
        self.bulk.cancel();
        self.by_ref().collect()
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
}

impl<I: Iterator<Item = Message>> Iterator for SendMany<I> {
    type Item = BulkResult;

    fn next(&mut self) -> Option<BulkResult> {
        loop {
            if let Some(result) = self.done.next() {
                return Some(result);
            }
            if self.over {
                return None;
            }
            self.turn();
        }
    }
}

impl WaitMany {
    /// Where a receiver of webhooks tells what it heard; may be cloned and given to other threads.
    #[must_use]
    pub fn following(&self) -> &Following {
        &self.following
    }
}

impl Iterator for WaitMany {
    type Item = Followed;

    fn next(&mut self) -> Option<Followed> {
        loop {
            if let Some(followed) = self.done.next() {
                return Some(followed);
            }
            if self.over {
                return None;
            }
            if let Some(turn) = self.following.blocking_turn(TURN) {
                self.done = turn.done.into_iter();
                self.over = turn.over;
            }
        }
    }
}
