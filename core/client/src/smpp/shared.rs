//! What a client's callers and its link share.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ecall_codec::smpp::Status;
use tokio::sync::{Notify, watch};

use super::bulk::{BulkShared, closed};
use super::events::{Due, Inbox};
use super::job::Job;
use super::settings::SmppSettings;
use crate::error::{Error, Kind, Outcome, Result};

/// How far a client is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It was never bound.
    New,
    /// It is bound for the first time.
    Binding,
    /// It was bound, and is or will be again.
    Running,
    /// What was given is still sent, then it ends.
    Draining,
    /// Nobody is left who could wait for anything.
    Abandoned,
    /// It has ended.
    Closed,
}

/// A deliver_sm that can be answered now.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reply {
    pub due: Due,
    pub status: Status,
}

pub(super) struct Shared {
    pub settings: SmppSettings,
    pub tls: Arc<rustls::ClientConfig>,
    /// Wakes the link.
    pub wake: Notify,
    pub inbox: Inbox,
    state: Mutex<State>,
    reference: AtomicU16,
    process: u32,
    ended: watch::Sender<bool>,
}

struct State {
    phase: Phase,
    queue: VecDeque<Box<Job>>,
    /// How many of the queue nobody wants any more, at least.
    given_up: usize,
    bulks: Vec<Arc<BulkShared>>,
    replies: Vec<Reply>,
}

impl Shared {
    pub fn new(settings: SmppSettings, tls: rustls::ClientConfig) -> Self {
        let inbox = Inbox::new(settings.event_buffer);
        let state = State {
            phase: Phase::New,
            queue: VecDeque::new(),
            given_up: 0,
            bulks: Vec::new(),
            replies: Vec::new(),
        };
        Self {
            settings,
            tls: Arc::new(tls),
            wake: Notify::new(),
            inbox,
            state: Mutex::new(state),
            reference: AtomicU16::new(fastrand::u16(..)),
            process: std::process::id(),
            ended: watch::Sender::new(false),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing that holds the lock can leave the state half changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the parts of the next long message share: unlike that of the messages before, also those of another process.
    pub fn next_reference(&self) -> u16 {
        self.reference.fetch_add(1, Ordering::Relaxed)
    }

    /// # Errors
    /// `forked` in the child of a fork: the link stayed with the parent. Looked at before any lock.
    pub fn check_process(&self, outcome: Outcome) -> Result<()> {
        if std::process::id() == self.process {
            return Ok(());
        }
        let message = "the process was forked: the link stayed in the parent, make a client of your own";
        Err(Error::new(Kind::Forked, outcome, message))
    }

    pub fn is_own_process(&self) -> bool {
        std::process::id() == self.process
    }

    pub fn phase(&self) -> Phase {
        self.state().phase
    }

    /// Goes from one phase to another; false where it is in a third.
    pub fn go(&self, from: Phase, to: Phase) -> bool {
        let mut state = self.state();
        let there = state.phase == from;
        if there {
            state.phase = to;
        }
        drop(state);
        self.wake.notify_one();
        there
    }

    /// Returns once it has ended.
    pub async fn ended(&self) {
        let mut ended = self.ended.subscribe();
        // It cannot be dropped while it is waited for.
        let _ = ended.wait_for(|ended| *ended).await;
    }

    // The callers' end.

    /// Gives a message to the link.
    pub fn give(&self, job: Box<Job>) -> Result<()> {
        let mut state = self.state();
        if state.phase != Phase::Running {
            return Err(closed());
        }
        state.queue.push_back(job);
        drop(state);
        self.wake.notify_one();
        Ok(())
    }

    /// A message that was given is not wanted any more. Those that wait are looked through when they may be many.
    pub fn given_up(&self) {
        let mut state = self.state();
        state.given_up += 1;
        let mut unwanted = VecDeque::new();
        if state.given_up > 32 && state.given_up > state.queue.len() / 2 {
            state.given_up = 0;
            let (gone, wanted) = state.queue.drain(..).partition(|job| job.is_given_up());
            state.queue = wanted;
            unwanted = gone;
        }
        drop(state);
        drop(unwanted);
    }

    pub fn add_bulk(&self, bulk: Arc<BulkShared>) -> Result<()> {
        let mut state = self.state();
        if state.phase != Phase::Running {
            return Err(closed());
        }
        state.bulks.push(bulk);
        Ok(())
    }

    /// These were taken, or will not be.
    pub fn answer(&self, dues: Vec<Due>, taken: bool) {
        if dues.is_empty() {
            return;
        }
        let status = if taken { Status::ROK } else { Status::RX_T_APPN };
        self.state().replies.extend(dues.into_iter().map(|due| Reply { due, status }));
        self.wake.notify_one();
    }

    // The link's end.

    /// What the callers want by now: answers, and up to `most` messages; and how far the client is.
    pub fn orders(&self, most: usize, jobs: &mut VecDeque<Box<Job>>, replies: &mut Vec<Reply>) -> Orders {
        let mut state = self.state();
        replies.append(&mut state.replies);
        let mut left = most;
        while left > 0
            && let Some(job) = state.queue.pop_front()
        {
            left -= 1;
            jobs.push_back(job);
        }
        // Each gets its turn: the one that is served first now is the last the next time.
        let mut cancelled = false;
        let mut over = false;
        for bulk in &state.bulks {
            left -= bulk.take(left, jobs);
            cancelled |= bulk.is_cancelled();
            over |= bulk.is_over();
        }
        if over {
            state.bulks.retain(|bulk| !bulk.is_over());
        }
        if state.bulks.len() > 1 {
            state.bulks.rotate_left(1);
        }
        let waits = !state.queue.is_empty() || state.bulks.iter().any(|bulk| bulk.waits());
        Orders { phase: state.phase, cancelled, waits }
    }

    /// Nothing more is taken, and what was not taken up has its result.
    pub fn close(&self) {
        let mut state = self.state();
        state.phase = Phase::Closed;
        let (queue, bulks) = (std::mem::take(&mut state.queue), std::mem::take(&mut state.bulks));
        drop(state);
        drop(queue);
        bulks.iter().for_each(|bulk| bulk.shut());
        self.inbox.close();
        self.ended.send_replace(true);
    }
}

/// What the callers want.
#[derive(Clone, Copy, Debug)]
pub(super) struct Orders {
    pub phase: Phase,
    /// A bulk sending was cancelled and has messages under way.
    pub cancelled: bool,
    /// More messages wait.
    pub waits: bool,
}
