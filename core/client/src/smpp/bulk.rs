//! Any number of messages through one link: they are given in and their results taken out in batches.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::client::Handle;
use super::job::{Job, Sink};
use super::shared::Phase;
use super::submit::{Prepared, SubmitOptions, SubmitRequest, Submitted};
use crate::call::CancelToken;
use crate::error::{Error, Kind, Outcome, Result};
use crate::many::{BulkCounts, Exchange, Turn};

/// What became of one message of many.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BulkSubmitted {
    /// Which message, counted from 0 in the order in which they were given.
    pub index: u64,
    /// Its parts with their ids, or why it was not accepted, or that nobody knows.
    pub result: Result<Submitted>,
}

/// What both ends of a bulk sending share.
pub(super) struct BulkShared {
    exchange: Exchange<Box<Job>, BulkSubmitted>,
    /// Results that nobody takes hold it up from here on.
    most_untaken: usize,
    cancelled: AtomicBool,
    given: AtomicU64,
    accepted: AtomicU64,
    refused: AtomicU64,
    unknown: AtomicU64,
    possible_duplicates: AtomicU64,
}

/// What the messages that were given together hold of it. They count their holders on their own, so that the threads of caller and
/// link do not count on the same place.
pub(super) struct Batch(pub Arc<BulkShared>);

impl BulkShared {
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire)
    }

    /// Takes up to so many messages that wait.
    pub fn take(&self, most: usize, into: &mut impl Extend<Box<Job>>) -> usize {
        if self.exchange.untaken() >= self.most_untaken { 0 } else { self.exchange.take_up_to(most, into) }
    }

    /// Results, all at once.
    pub fn done(&self, results: Vec<(u64, Result<Submitted>)>) {
        let [mut accepted, mut refused, mut unknown, mut doubles] = [0_u64; 4];
        for (_, result) in &results {
            match result {
                Ok(submitted) => {
                    accepted += 1;
                    doubles += u64::from(submitted.possible_duplicate);
                }
                Err(error) if error.outcome() == Outcome::Unknown => unknown += 1,
                Err(_) => refused += 1,
            }
        }
        let results = results.into_iter().map(|(index, result)| BulkSubmitted { index, result });
        self.exchange.put_all(results);
        for (count, more) in [
            (&self.possible_duplicates, doubles),
            (&self.accepted, accepted),
            (&self.refused, refused),
            (&self.unknown, unknown),
        ] {
            if more > 0 {
                count.fetch_add(more, Ordering::AcqRel);
            }
        }
        self.close_if_done();
    }

    /// The taker is to look now, however few results there are.
    pub fn tell(&self) {
        self.exchange.tell();
    }

    pub fn is_over(&self) -> bool {
        self.exchange.is_over()
    }

    /// Whether messages wait to be taken up.
    pub fn waits(&self) -> bool {
        self.exchange.waiting() > 0
    }

    fn close_if_done(&self) {
        if self.counts().open() == 0 {
            self.exchange.close_if_ended();
        }
    }

    /// What waits comes out as never begun, and nothing more is taken.
    pub fn shut(&self) {
        self.cancelled.store(true, Ordering::Release);
        self.exchange.end();
        let mut waiting = Vec::new();
        self.exchange.take_up_to(usize::MAX, &mut waiting);
        // Each tells its result when it is dropped.
        drop(waiting);
        self.close_if_done();
    }

    fn counts(&self) -> BulkCounts {
        let count = |count: &AtomicU64| count.load(Ordering::Acquire);
        // The results first: what is given in meanwhile must not make the sum larger than what was given.
        let [accepted, refused, unknown, possible_duplicates] =
            [&self.accepted, &self.refused, &self.unknown, &self.possible_duplicates].map(count);
        BulkCounts { given: count(&self.given), accepted, refused, unknown, possible_duplicates }
    }
}

/// A message that was checked and written, to be given in to the bulk that wrote it: it has the settings of its client.
#[must_use = "nothing is sent unless it is given in"]
pub struct PreparedSubmit {
    prepared: Prepared,
    tag: Option<Arc<str>>,
}

/// Shows neither number nor text.
impl fmt::Debug for PreparedSubmit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedSubmit").field("parts", &self.prepared.parts).finish_non_exhaustive()
    }
}

/// The end of a bulk sending at which messages are given in and results taken out, a batch at a time. Made by
/// [`SmppClient::submit_many`](super::SmppClient::submit_many).
///
/// Messages are checked and written where they are given, on the caller's thread. They go out in their order. The time of a
/// message begins when it is taken up, which happens while there is a link. Every message that was given in comes out as one
/// result, also after [`cancel`](Self::cancel). Dropped, it cancels.
pub struct SmppBulk {
    shared: Arc<BulkShared>,
    client: Handle,
    options: SubmitOptions,
    /// Results that were taken from the exchange and not by the caller.
    left: Mutex<Vec<BulkSubmitted>>,
}

impl SmppBulk {
    pub(super) fn new(client: Handle, options: SubmitOptions) -> Result<Self> {
        let window = client.shared().settings.window;
        // Twice the window, so that the link never waits for the caller; results in batches of half of it.
        let depth = (2 * window).max(1000);
        let batch = (window / 2).clamp(1, 512);
        let shared = Arc::new(BulkShared {
            exchange: Exchange::new(depth, batch),
            most_untaken: 4 * depth,
            cancelled: AtomicBool::new(false),
            given: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            unknown: AtomicU64::new(0),
            possible_duplicates: AtomicU64::new(0),
        });
        client.shared().add_bulk(shared.clone())?;
        Ok(Self { shared, client, options, left: Mutex::default() })
    }

    /// How many messages may be given in now.
    #[must_use]
    pub fn room(&self) -> usize {
        self.shared.exchange.room()
    }

    /// Gives messages in; more than there is [`room`](Self::room) for wait all the same. One that breaks a rule is not sent:
    /// its result says so. An error in a message's place, one that could not be read, is its result.
    pub fn give(&self, messages: impl IntoIterator<Item = Result<SubmitRequest>>) {
        self.give_prepared(messages.into_iter().map(|message| {
            let SubmitRequest { to, text, from, options } = message?;
            self.prepare(&to, &text, from.as_deref(), options.as_deref())
        }));
    }

    /// The same of messages that were checked and written by [`prepare`](Self::prepare), of this bulk.
    pub fn give_prepared(&self, messages: impl IntoIterator<Item = Result<PreparedSubmit>>) {
        self.obey_token();
        let client = self.client.shared();
        let prepared: Vec<_> = messages.into_iter().collect();
        let first = self.shared.given.fetch_add(prepared.len() as u64, Ordering::AcqRel);
        let mut jobs = Vec::with_capacity(prepared.len());
        let mut refused = Vec::new();
        let batch = Arc::new(Batch(self.shared.clone()));
        for (index, prepared) in (first..).zip(prepared) {
            match prepared {
                Ok(PreparedSubmit { prepared, tag }) => {
                    jobs.push(Job::new(prepared, tag, Sink::Many(batch.clone(), index)));
                }
                Err(error) => refused.push((index, Err(error))),
            }
        }
        // What is not taken, or comes back because it was ended, tells its result when it is dropped.
        if client.phase() == Phase::Running {
            drop(self.shared.exchange.give(jobs));
        } else {
            drop(jobs);
        }
        if self.shared.is_cancelled() {
            // Nobody will take up what was given after the others were given back.
            self.shared.shut();
        }
        if !refused.is_empty() {
            self.shared.done(refused);
            self.shared.tell();
        }
        client.wake.notify_one();
    }

    /// Checks and writes a message without giving it in: for texts that are not this program's to keep. `options` are those for all
    /// unless given.
    ///
    /// # Errors
    /// `invalid_argument`, with every problem of the message.
    pub fn prepare(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        options: Option<&SubmitOptions>,
    ) -> Result<PreparedSubmit> {
        let client = self.client.shared();
        let options = options.unwrap_or(&self.options);
        let reference = || client.next_reference();
        let prepared = Prepared::new(&client.settings, to, text, from, options, reference)?;
        Ok(PreparedSubmit { prepared, tag: options.tag.as_deref().map(Arc::from) })
    }

    /// Tells that no more messages will be given in.
    pub fn end(&self) {
        self.shared.exchange.end();
        self.shared.close_if_done();
    }

    /// Waits for results or, where messages are to be `giving`, for room.
    pub async fn turn(&self, giving: bool) -> Turn<BulkSubmitted> {
        if let Some(turn) = self.turn_left() {
            return turn;
        }
        let turn = self.shared.exchange.turn(giving);
        let turn = match &self.options.cancel {
            Some(token) if !self.shared.is_cancelled() => tokio::select! {
                biased;
                () = token.cancelled() => {
                    self.cancel();
                    self.shared.exchange.turn(giving).await
                }
                turn = turn => turn,
            },
            _ => turn.await,
        };
        self.took(turn)
    }

    /// The same on a thread that may wait, which does so for at most `limit`.
    #[must_use]
    pub fn blocking_turn(&self, giving: bool, limit: Duration) -> Option<Turn<BulkSubmitted>> {
        if let Some(turn) = self.turn_left() {
            return Some(turn);
        }
        self.obey_token();
        let turn = self.shared.exchange.blocking_turn(giving, limit)?;
        Some(self.took(turn))
    }

    /// Waits for results, and takes up to `most` of them; none only once all have come out.
    pub async fn take(&self, most: usize) -> Vec<BulkSubmitted> {
        loop {
            let turn = self.turn(false).await;
            let over = turn.over;
            let done = self.take_of(turn, most);
            if over || !done.is_empty() {
                return done;
            }
        }
    }

    /// The same on a thread that may wait; none also where nothing came within the time.
    pub fn blocking_take(&self, most: usize, limit: Duration) -> Vec<BulkSubmitted> {
        self.blocking_turn(false, limit).map(|turn| self.take_of(turn, most)).unwrap_or_default()
    }

    /// Takes so many, and keeps the rest for the next time.
    fn take_of(&self, mut turn: Turn<BulkSubmitted>, most: usize) -> Vec<BulkSubmitted> {
        let rest = turn.done.split_off(most.min(turn.done.len()));
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = rest;
        turn.done
    }

    fn turn_left(&self) -> Option<Turn<BulkSubmitted>> {
        let done = std::mem::take(&mut *self.left.lock().unwrap_or_else(PoisonError::into_inner));
        if done.is_empty() {
            return None;
        }
        Some(Turn {
            done,
            room: self.room(),
            over: self.shared.is_over() && self.shared.exchange.untaken() == 0,
        })
    }

    /// For where nothing waits for the token: what comes after it was cancelled must not go out.
    fn obey_token(&self) {
        if self.options.cancel.as_ref().is_some_and(CancelToken::is_cancelled) && !self.shared.is_cancelled()
        {
            self.cancel();
        }
    }

    fn took(&self, turn: Turn<BulkSubmitted>) -> Turn<BulkSubmitted> {
        // The link may have waited for results to be taken.
        self.client.shared().wake.notify_one();
        turn
    }

    /// Ends it: what was not written is not sent, and what was comes out as unknown. Everything that was given in comes out.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Release);
        self.shared.shut();
        self.client.shared().wake.notify_one();
    }

    /// How far it has come.
    #[must_use]
    pub fn counts(&self) -> BulkCounts {
        self.shared.counts()
    }
}

impl Drop for SmppBulk {
    fn drop(&mut self) {
        // In the child of a fork no lock is touched: a thread may hold it that does not exist there.
        if self.client.shared().is_own_process() && !self.shared.is_over() {
            self.cancel();
        }
    }
}

/// Shows no message: they hold numbers and texts.
impl fmt::Debug for SmppBulk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmppBulk").field("counts", &self.counts()).finish_non_exhaustive()
    }
}

/// A message that was never begun.
pub(super) fn closed() -> Error {
    Error::new(Kind::Closed, Outcome::NotAccepted, "the client is not bound: it was closed, or never bound")
}
