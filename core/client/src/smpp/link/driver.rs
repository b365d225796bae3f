//! The task that owns the link: opens it, opens it again, and holds what has no result yet.

use std::collections::{BTreeMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep_until};

use super::bind::{Failed, Opened, open_until};
use super::pace::Pace;
use super::tell;
use crate::call::pause;
use crate::error::{Error, Kind, Outcome, Result};
use crate::options::millis;
use crate::smpp::bulk::{Batch, BulkShared};
use crate::smpp::client::SmppBound;
use crate::smpp::events::{Assembly, LinkEvent, LinkState, Receipts, SmppEvent, SmppIncomplete};
use crate::smpp::job::{Job, Next};
use crate::smpp::shared::{Orders, Phase, Reply, Shared};
use crate::smpp::submit::Submitted;

pub(crate) struct Driver {
    pub(super) shared: Arc<Shared>,
    pub(super) pace: Pace,
    /// Taken up and not yet written, by their turns: what is sent again, and what has more parts, stands before what is new.
    pub(super) again: BTreeMap<u64, Box<Job>>,
    pub(super) new: VecDeque<Box<Job>>,
    next_order: u64,
    pub(super) receipts: Receipts,
    pub(super) assembly: Assembly,
    pub(super) replies: Vec<Reply>,
    /// Results of bulk sendings that were not given to them yet.
    finished: Vec<(Arc<Batch>, u64, Result<Submitted>)>,
    /// Bulk sendings that have results which nobody was told of.
    untold: Vec<Arc<BulkShared>>,
    /// Which connection it is.
    pub(super) link: u32,
    timer: Pin<Box<Sleep>>,
    /// Whether the client is closed with it.
    closes: bool,
}

/// How a session ended.
pub(super) struct Ended {
    pub reason: &'static str,
    pub message: String,
    /// Requests whose outcome nobody knows.
    pub unknown: u32,
}

impl Driver {
    pub fn new(shared: Arc<Shared>) -> Self {
        let settings = &shared.settings;
        let (initial, max) = (settings.common.backoff_initial, settings.common.backoff_max);
        Self {
            pace: Pace::new(settings.window, settings.rate, initial, max),
            again: BTreeMap::new(),
            new: VecDeque::new(),
            next_order: 0,
            receipts: Receipts::new(settings.receipt_memory, settings.event_buffer),
            assembly: Assembly::new(settings.reassembly, settings.writing.default_alphabet),
            replies: Vec::new(),
            finished: Vec::new(),
            untold: Vec::new(),
            link: 0,
            timer: Box::pin(sleep_until(Instant::now())),
            closes: true,
            shared,
        }
    }

    /// Runs until the client is closed. `first` gets what becomes of the first bind.
    pub async fn run(mut self, first: oneshot::Sender<Result<SmppBound>>) {
        if self.shared.settings.has_long_credentials() {
            tell::long_credentials(&self.shared.settings.common);
        }
        let mut first = Some(first);
        let begun = Instant::now();
        let mut failures: u32 = 0;
        for turn in 0.. {
            self.tell(LinkEvent::new(LinkState::Connecting));
            self.link = self.link.wrapping_add(1);
            // A first bind has the time of a call; later ones have that of a bind.
            let end = first.as_ref().map(|_| begun + self.shared.settings.common.timeout);
            let opening = open_until(self.shared.clone(), turn, end);
            let Some(opened) = self.meanwhile(opening).await else { return self.finish(first) };
            let wait = match opened {
                Ok(Opened { wire, window, bound }) => {
                    self.shared.go(Phase::Binding, Phase::Running);
                    self.tell(LinkEvent::new(LinkState::Bound));
                    if let Some(first) = first.take() {
                        // Whoever waited for it may be gone: then the phase says so.
                        let _ = first.send(Ok(bound));
                    }
                    let since = Instant::now();
                    let Some(ended) = self.session(wire, window).await else { return self.finish(None) };
                    // One that was lost at once is no sign that the next will be better.
                    let lived = since.elapsed() >= self.shared.settings.reconnect_max;
                    failures = if lived { 1 } else { failures.saturating_add(1) };
                    let wait = self.pause(failures);
                    let unknown = ended.unknown;
                    self.tell(LinkEvent {
                        reason: Some(ended.reason),
                        message: Some(ended.message),
                        kind: Some(Kind::Connect),
                        pause_ms: Some(millis(wait)),
                        unknown,
                        ..LinkEvent::new(LinkState::Down)
                    });
                    wait
                }
                Err(failed) => {
                    failures = failures.saturating_add(1);
                    let wait = if failed.is_credentials() && first.is_none() {
                        self.shared.settings.refused_bind_interval
                    } else {
                        self.pause(failures)
                    };
                    let is_last =
                        first.is_some() && self.ends_first(&failed, failures, begun.elapsed() + wait);
                    self.tell_failed(&failed, (!is_last).then_some(wait));
                    if is_last && let Some(first) = first.take() {
                        // Unless it was closed meanwhile, it is as it was before.
                        self.closes = !self.shared.go(Phase::Binding, Phase::New);
                        let _ = first.send(Err(failed.into_error()));
                        return;
                    }
                    wait
                }
            };
            let resting = tokio::time::sleep(wait);
            if self.meanwhile(resting).await.is_none() {
                return self.finish(first);
            }
        }
    }

    /// Full jitter below a bound that doubles.
    fn pause(&self, failures: u32) -> Duration {
        let settings = &self.shared.settings;
        pause(failures, settings.reconnect_initial, settings.reconnect_max)
    }

    /// Whether a first bind is given up.
    fn ends_first(&self, failed: &Failed, failures: u32, next: Duration) -> bool {
        let common = &self.shared.settings.common;
        failed.ends_first_bind() || failures > common.max_retries || next >= common.timeout
    }

    fn tell_failed(&self, failed: &Failed, wait: Option<Duration>) {
        let state = if failed.status.is_some() { LinkState::Refused } else { LinkState::Down };
        self.tell(LinkEvent {
            reason: Some(failed.reason),
            message: Some(failed.message.clone()),
            kind: Some(failed.kind),
            smpp_status: failed.status.map(|status| status.0),
            pause_ms: wait.map(millis),
            ..LinkEvent::new(state)
        });
    }

    pub(super) fn tell(&self, event: LinkEvent) {
        tell::link(&self.shared.settings.common, &event);
        self.shared.inbox.push(SmppEvent::Link(event), None);
    }

    /// What the callers want.
    pub(super) fn orders(&mut self, most: usize, now: Instant) -> Orders {
        let before = self.new.len();
        let orders = self.shared.orders(most, &mut self.new, &mut self.replies);
        for job in self.new.iter_mut().skip(before) {
            job.take_up(self.next_order, now);
            self.next_order += 1;
        }
        orders
    }

    /// Waits for something while there is no link: messages whose time is up and those that nobody wants any more have their
    /// results. None where the client is closed meanwhile.
    async fn meanwhile<T>(&mut self, what: impl Future<Output = T>) -> Option<T> {
        let mut what = std::pin::pin!(what);
        let shared = self.shared.clone();
        loop {
            let now = Instant::now();
            let orders = self.orders(0, now);
            // Nothing that came on another link can be answered now.
            self.replies.clear();
            if matches!(orders.phase, Phase::Draining | Phase::Abandoned | Phase::Closed) {
                return None;
            }
            self.drop_unwanted(now);
            self.flush(true);
            let next = earliest([self.earliest_deadline(), self.expire_parts(now)]);
            self.arm(next.unwrap_or(now + Duration::from_secs(3600)));
            tokio::select! {
                biased;
                out = &mut what => return Some(out),
                () = shared.wake.notified() => {}
                () = &mut self.timer => {}
            }
        }
    }

    /// Sets the timer, which only becomes later by running out: what it is for mostly does.
    pub(super) fn arm(&mut self, at: Instant) {
        if at < self.timer.deadline() || self.timer.is_elapsed() {
            self.timer.as_mut().reset(at);
        }
    }

    pub(super) fn timer(&mut self) -> Pin<&mut Sleep> {
        self.timer.as_mut()
    }

    /// When the time of the first of those that wait is up.
    pub(super) fn earliest_deadline(&self) -> Option<Instant> {
        self.again.values().chain(&self.new).filter_map(|job| job.deadline()).min()
    }

    /// Tells of messages whose parts did not come, and when to look again.
    pub(super) fn expire_parts(&mut self, now: Instant) -> Option<Instant> {
        let expired = self.assembly.expire(now);
        self.tell_incomplete(expired);
        self.assembly.next_expiry()
    }

    fn tell_incomplete(&self, all: Vec<SmppIncomplete>) {
        for incomplete in all {
            self.shared.inbox.push(SmppEvent::Incomplete(Box::new(incomplete)), None);
        }
    }

    /// Ends what waits and is not wanted any more, or whose time is up.
    pub(super) fn drop_unwanted(&mut self, now: Instant) {
        let is_over = |job: &Job| job.is_given_up() || job.deadline().is_some_and(|deadline| deadline <= now);
        let orders = self.again.iter().filter(|(_, job)| is_over(job)).map(|(order, _)| *order);
        let mut over: Vec<_> =
            orders.collect::<Vec<_>>().iter().filter_map(|order| self.again.remove(order)).collect();
        if self.new.iter().any(|job| is_over(job)) {
            let (gone, rest): (VecDeque<_>, _) = self.new.drain(..).partition(|job| is_over(job));
            over.extend(gone);
            self.new = rest;
        }
        for job in over {
            self.end_waiting(job);
        }
    }

    /// Ends one that was not written.
    pub(super) fn end_waiting(&mut self, mut job: Box<Job>) {
        let error = if job.is_given_up() {
            job.ended(Kind::Cancelled, "cancelled")
        } else {
            job.ended(Kind::Timeout, "it could not be sent in time")
        };
        self.end(&mut job, Err(error));
    }

    pub(super) fn put_again(&mut self, job: Box<Job>) {
        self.again.insert(job.order, job);
    }

    /// One whose response did not come is sent again or has its end.
    pub(super) fn after_silence(&mut self, next: Next) {
        match next {
            Next::Again(job) => self.put_again(job),
            Next::Over(mut job, error) => {
                self.end(&mut job, Err(error));
            }
        }
    }

    /// Gives a result. False where nobody wants it.
    pub(super) fn end(&mut self, job: &mut Job, result: Result<Submitted>) -> bool {
        if let Err(error) = &result
            && !job.has_result()
        {
            tell::failed(&self.shared.settings.common, error);
        }
        let finished = &mut self.finished;
        job.finish(result, |batch, index, result| finished.push((batch, index, result)))
    }

    /// Gives the results of bulk sendings to them, each all at once; with `tell` also to those who wait for more of them.
    pub(super) fn flush(&mut self, tell: bool) {
        self.give_finished();
        if tell {
            self.tell_bulks();
        }
    }

    /// Tells those who wait for results that there are some.
    pub(super) fn tell_bulks(&mut self) {
        self.untold.drain(..).for_each(|bulk| bulk.tell());
    }

    fn give_finished(&mut self) {
        if self.finished.is_empty() {
            return;
        }
        let mut finished = std::mem::take(&mut self.finished);
        let mut each = finished.drain(..).peekable();
        while let Some((batch, index, result)) = each.next() {
            let bulk = batch.0.clone();
            let mut results = vec![(index, result)];
            while let Some((_, index, result)) = each.next_if(|(other, ..)| Arc::ptr_eq(&other.0, &bulk)) {
                results.push((index, result));
            }
            bulk.done(results);
            if self.untold.last().is_none_or(|last| !Arc::ptr_eq(last, &bulk)) {
                self.untold.push(bulk);
            }
        }
        drop(each);
        self.finished = finished;
    }

    /// The client is closed.
    fn finish(self, first: Option<oneshot::Sender<Result<SmppBound>>>) {
        if let Some(first) = first {
            let closed = Error::new(Kind::Closed, Outcome::NotApplicable, "the client was closed");
            let _ = first.send(Err(closed));
        }
    }
}

/// The client is closed, or its runtime has ended: everything has its result then.
impl Drop for Driver {
    fn drop(&mut self) {
        if !self.closes {
            return;
        }
        // Each tells its result when it is dropped.
        self.again.clear();
        self.new.clear();
        self.flush(true);
        // Their parts were answered: the centre will not send them again.
        let open = self.assembly.drain();
        self.tell_incomplete(open);
        self.tell(LinkEvent { reason: Some("unbound"), ..LinkEvent::new(LinkState::Closed) });
        self.shared.close();
    }
}

/// The earliest of several times.
pub(super) fn earliest<const N: usize>(times: [Option<Instant>; N]) -> Option<Instant> {
    times.into_iter().flatten().min()
}
