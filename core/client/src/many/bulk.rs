//! Sending any number of messages, so many at a time.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::exchange::{Exchange, Turn};
use super::options::BulkOptions;
use crate::answer::Answer;
use crate::call::{CancelToken, Gate};
use crate::client::Client;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::Message;
use crate::options::CallOptions;
use crate::rest::{Checked, Rest, Sent};

/// What became of one message of many.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BulkResult {
    /// Which message, counted from 0 in the order in which they were given.
    pub index: u64,
    /// The answer of the service, or why the message was not accepted, or that nobody knows.
    pub result: Result<Answer<Sent>>,
}

/// How far the sending of many messages has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BulkCounts {
    /// Messages that were given, those that wait included.
    pub given: u64,
    /// Accepted by the service.
    pub accepted: u64,
    /// Certainly not accepted: refused, or never sent.
    pub refused: u64,
    /// May have been accepted or not.
    pub unknown: u64,
    /// Accepted, and an attempt before may have been accepted too.
    pub possible_duplicates: u64,
}

impl BulkCounts {
    /// Messages of which it is not yet known what becomes.
    #[must_use]
    pub fn open(&self) -> u64 {
        self.given.saturating_sub(self.accepted + self.refused + self.unknown)
    }
}

/// The end of a bulk sending at which messages are given in and results taken out, a batch at a time; what
/// [`Client::send_many`] and every binding are made of. Its other end is a [`BulkDriver`], which has to run somewhere.
///
/// Every message that was given in comes out as one result, also after [`cancel`](Self::cancel). Dropped, it cancels.
pub struct Bulk(Arc<Shared>);

/// A message with its index.
type Waiting = (u64, Result<Message>);

struct Shared {
    exchange: Exchange<Waiting, BulkResult>,
    cancel: CancelToken,
    given: AtomicU64,
    accepted: AtomicU64,
    refused: AtomicU64,
    unknown: AtomicU64,
    possible_duplicates: AtomicU64,
    /// Which messages of unknown outcome ended after the cancellation.
    unknown_at_end: Mutex<Vec<u64>>,
}

impl Bulk {
    /// How many messages may be given in now.
    #[must_use]
    pub fn room(&self) -> usize {
        self.0.exchange.room()
    }

    /// Gives messages in; more than there is [`room`](Self::room) for wait all the same. An error in a message's place, one
    /// that could not be read, is its result.
    pub fn give(&self, messages: Vec<Result<Message>>) {
        let first = self.0.given.fetch_add(messages.len() as u64, Ordering::AcqRel);
        let refused = self.0.exchange.give((first..).zip(messages).collect());
        for (index, message) in refused {
            self.0.done(index, Err(message.err().unwrap_or_else(never_begun)));
        }
    }

    /// Tells that no more messages will be given in.
    pub fn end(&self) {
        self.0.exchange.end();
    }

    /// Waits for results or, where messages are to be `giving`, for room.
    pub async fn turn(&self, giving: bool) -> Turn<BulkResult> {
        self.0.exchange.turn(giving).await
    }

    /// The same on a thread that may wait, which does so for at most `limit`.
    #[must_use]
    pub fn blocking_turn(&self, giving: bool, limit: Duration) -> Option<Turn<BulkResult>> {
        self.0.exchange.blocking_turn(giving, limit)
    }

    /// Ends the calls that are under way and begins no other. What was given in comes out all the same, and says what became
    /// of it.
    pub fn cancel(&self) {
        self.0.cancel.cancel();
        self.0.exchange.end();
    }

    /// How far it has come.
    #[must_use]
    pub fn counts(&self) -> BulkCounts {
        let count = |count: &AtomicU64| count.load(Ordering::Acquire);
        // The results first: what is given in meanwhile must not make the sum larger than what was given.
        let [accepted, refused, unknown, possible_duplicates] =
            [&self.0.accepted, &self.0.refused, &self.0.unknown, &self.0.possible_duplicates].map(count);
        BulkCounts { given: count(&self.0.given), accepted, refused, unknown, possible_duplicates }
    }

    /// The messages that may have been accepted or not because of the cancellation: those that were under way.
    #[must_use]
    pub fn unknown(&self) -> Vec<u64> {
        self.0.unknown_at_end.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Shows no message: they hold numbers and texts.
impl fmt::Debug for Bulk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bulk").field("counts", &self.counts()).finish_non_exhaustive()
    }
}

impl Drop for Bulk {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// The end of a bulk sending that makes the calls.
#[must_use = "nothing is sent unless it runs"]
pub struct BulkDriver {
    shared: Arc<Shared>,
    client: Client,
    gate: Gate,
    concurrency: usize,
    call: CallOptions,
}

impl Client {
    /// The two ends of a bulk sending, for programs and bindings that have a place of their own to run the second;
    /// [`send_many`](Self::send_many) is for everybody else.
    ///
    /// # Errors
    /// `invalid_argument`, naming every option that is out of range.
    pub fn bulk(&self, options: &BulkOptions) -> Result<(Bulk, BulkDriver)> {
        let limits = options.checked(self.settings())?;
        let cancel = options.cancel.as_ref().map_or_else(CancelToken::new, CancelToken::child);
        let shared = Arc::new(Shared {
            exchange: Exchange::new(limits.concurrency, limits.concurrency / 4),
            cancel: cancel.clone(),
            given: AtomicU64::default(),
            accepted: AtomicU64::default(),
            refused: AtomicU64::default(),
            unknown: AtomicU64::default(),
            possible_duplicates: AtomicU64::default(),
            unknown_at_end: Mutex::default(),
        });
        let settings = self.settings();
        let driver = BulkDriver {
            shared: Arc::clone(&shared),
            client: self.clone(),
            gate: Gate::new(limits.rate, settings.backoff_initial, settings.backoff_max),
            concurrency: limits.concurrency,
            call: options.call(cancel),
        };
        Ok((Bulk(shared), driver))
    }
}

/// Results that nobody takes, per call that may be under way: as many as this, and nothing more is begun.
const UNTAKEN: usize = 4;

impl BulkDriver {
    /// Makes the calls until the last message that was given in has its result.
    pub async fn run(self) {
        let rest = self.client.rest_behind(&self.gate);
        let mut open = Open { shared: &self.shared, under_way: BTreeSet::new(), next: None };
        let mut under_way = FuturesUnordered::new();
        loop {
            let cancelled = self.shared.cancel.is_cancelled();
            let exchange = &self.shared.exchange;
            if cancelled {
                // By the caller's token too: whoever gives messages in learns that no more are wanted.
                exchange.end();
                open.end_waiting(never_begun);
            }
            if under_way.len() < self.concurrency && exchange.untaken() < UNTAKEN * self.concurrency {
                open.choose_next(rest, &self.call);
            }
            if under_way.is_empty() && open.next.is_none() && exchange.close_if_ended() {
                return;
            }
            let tell = exchange.tell_at();
            tokio::select! {
                biased;
                Some((index, result)) = under_way.next(), if !under_way.is_empty() => {
                    open.under_way.remove(&index);
                    self.shared.done(index, result);
                }
                () = self.shared.cancel.cancelled(), if !cancelled => {}
                () = at(tell), if tell.is_some() => exchange.tell(),
                () = self.gate.pass(), if open.next.is_some() => {
                    if let Some((index, message)) = open.next.take() {
                        open.under_way.insert(index);
                        under_way.push(send(rest, index, message, &self.call));
                    }
                }
                () = exchange.changed() => {}
            }
        }
    }
}

/// What has no result yet. Where the driver is dropped, or panics, before its end, all of it gets one: nobody may wait for
/// ever, or think that nothing is missing.
struct Open<'a> {
    shared: &'a Shared,
    under_way: BTreeSet<u64>,
    /// The next to be sent, when it is its turn.
    next: Option<(u64, Checked)>,
}

impl Open<'_> {
    /// Chooses the next message of those that wait. One that breaks a rule has its result, and costs no turn.
    fn choose_next(&mut self, rest: Rest<'_>, options: &CallOptions) {
        while self.next.is_none()
            && let Some((index, message)) = self.shared.exchange.take()
        {
            match message.and_then(|message| rest.checked(message, options)) {
                Ok(checked) => self.next = Some((index, checked)),
                Err(error) => self.shared.done(index, Err(error)),
            }
        }
    }

    /// Nothing that waits will be sent.
    fn end_waiting(&mut self, why: fn() -> Error) {
        if let Some((index, _)) = self.next.take() {
            self.shared.done(index, Err(why()));
        }
        while let Some((index, message)) = self.shared.exchange.take() {
            self.shared.done(index, Err(message.err().unwrap_or_else(why)));
        }
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        for index in std::mem::take(&mut self.under_way) {
            let message = "the work on it ended; the message may have been accepted";
            self.shared.done(index, Err(Error::new(ended_kind(), Outcome::Unknown, message)));
        }
        self.end_waiting(|| {
            Error::new(ended_kind(), Outcome::NotAccepted, "the work on it ended before it was sent")
        });
        self.shared.exchange.close();
    }
}

/// Why a driver ends before its time: by a defect, or because it was dropped.
pub(super) fn ended_kind() -> Kind {
    if std::thread::panicking() { Kind::Internal } else { Kind::Cancelled }
}

fn never_begun() -> Error {
    Error::new(Kind::Cancelled, Outcome::NotAccepted, "cancelled before it was sent")
}

async fn send(
    rest: Rest<'_>,
    index: u64,
    message: Checked,
    options: &CallOptions,
) -> (u64, Result<Answer<Sent>>) {
    (index, rest.send_checked(message, options).await)
}

/// Returns at that moment.
pub(super) async fn at(moment: Option<std::time::Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}

impl Shared {
    fn done(&self, index: u64, result: Result<Answer<Sent>>) {
        let count = match &result {
            Ok(answer) => {
                if answer.possible_duplicate {
                    self.possible_duplicates.fetch_add(1, Ordering::AcqRel);
                }
                &self.accepted
            }
            Err(error) if error.outcome() == Outcome::Unknown => {
                if self.cancel.is_cancelled() {
                    self.unknown_at_end.lock().unwrap_or_else(PoisonError::into_inner).push(index);
                }
                &self.unknown
            }
            Err(_) => &self.refused,
        };
        count.fetch_add(1, Ordering::AcqRel);
        self.exchange.put(BulkResult { index, result });
    }
}
