//! Any number of messages over one link: what `ecall.SmppBulk` stands on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ecall::Result;
use ecall::smpp::{BulkSubmitted, SmppBulk, SubmitRequest};
use ecall_runtime::{OneProcess, later};
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::message::message;
use crate::error::{exception, raised};
use crate::hub::Hub;
use crate::log::Log;
use crate::many::{COLLECT, Inbox, Numbered, TICK, own, wait};
use crate::smpp::submitted;

/// Messages that are given to the link together: each time wakes its thread.
const BATCH: usize = 128;
/// How long a message waits at most for others of its batch.
const LINGER: Duration = Duration::from_millis(1);

/// Messages that were read and that the link does not have yet. Nobody knows how long a source takes for its next message, so those
/// that wait are given by another thread where it takes long.
#[derive(Default)]
struct Waiting {
    messages: Mutex<Vec<Result<SubmitRequest>>>,
    /// Held while they are given, so that they keep their order.
    giving: Mutex<()>,
    /// They will be given in any case.
    watched: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiting {
    /// Adds one; how many there are.
    fn push(&self, message: Result<SubmitRequest>) -> usize {
        let mut messages = lock(&self.messages);
        messages.push(message);
        messages.len()
    }

    /// Gives all of them to the link.
    fn give(&self, bulk: &SmppBulk) {
        let _order = lock(&self.giving);
        let messages = std::mem::take(&mut *lock(&self.messages));
        if !messages.is_empty() {
            bulk.give(messages);
        }
    }

    /// Sees to it that they are given soon, whatever this thread does.
    fn watch(self: &Arc<Self>, bulk: &Arc<SmppBulk>) {
        if self.watched.swap(true, Ordering::AcqRel) {
            return;
        }
        let (waiting, given) = (Arc::clone(self), Arc::clone(bulk));
        let watched = later(LINGER, move || {
            // Before they are given: what is added from now on needs a watch of its own.
            waiting.watched.store(false, Ordering::Release);
            waiting.give(&given);
        });
        if watched.is_err() {
            self.watched.store(false, Ordering::Release);
            self.give(bulk);
        }
    }
}

/// Any number of messages that are being sent. Use `ecall.SmppClient.submit_many`.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Submitting {
    bulk: OneProcess<SmppBulk>,
    waiting: Arc<Waiting>,
    inbox: Arc<Inbox<BulkSubmitted>>,
    log: Arc<Log>,
}

impl Submitting {
    /// Messages that are sent from now on.
    pub fn new(bulk: OneProcess<SmppBulk>, log: Arc<Log>) -> Self {
        Self { bulk, waiting: Arc::default(), inbox: Inbox::new(), log }
    }

    /// Reads what a source has, as far as there is room and for as long as that is no waste of time. Whether that was its end.
    fn read(&self, bulk: &Arc<SmppBulk>, source: &Bound<'_, PyAny>) -> PyResult<bool> {
        let py = source.py();
        let mut source = source.try_iter()?;
        let begun = Instant::now();
        let mut room = bulk.room();
        while room > 0 && begun.elapsed() < COLLECT {
            let Some(next) = source.next() else { return Ok(true) };
            let waiting = self.waiting.push(message(&next?)?);
            room -= 1;
            if waiting >= BATCH || room == 0 {
                py.detach(|| self.waiting.give(bulk));
                room = bulk.room();
            } else {
                self.waiting.watch(bulk);
            }
        }
        Ok(false)
    }
}

#[pymethods]
impl Submitting {
    /// Refuses in a child that was forked meanwhile: what came out is its parent's.
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        own(py, &self.bulk).map(drop)
    }

    /// How many messages may be given in now.
    #[getter]
    fn room(&self, py: Python<'_>) -> PyResult<usize> {
        own(py, &self.bulk).map(|bulk| bulk.room())
    }

    /// Gives in what an iterator has, as far as there is room and for as long as that is no waste of time. Whether that was
    /// its end.
    fn give(&self, source: &Bound<'_, PyAny>) -> PyResult<bool> {
        let py = source.py();
        let bulk = own(py, &self.bulk)?;
        let read = self.read(bulk, source);
        // Also where the source raised: every message that was taken from it comes out.
        py.detach(|| self.waiting.give(bulk));
        if let Ok(true) = read {
            bulk.end();
        }
        read
    }

    /// Gives in all of a list.
    fn put(&self, messages: &Bound<'_, PyList>) -> PyResult<()> {
        let py = messages.py();
        let bulk = own(py, &self.bulk)?;
        for item in messages.iter() {
            self.waiting.push(message(&item)?);
        }
        py.detach(|| self.waiting.give(bulk));
        Ok(())
    }

    /// No more messages will be given in.
    fn end(&self, py: Python<'_>) -> PyResult<()> {
        own(py, &self.bulk).map(|bulk| bulk.end())
    }

    /// Sends nothing more; what was written and not answered is of unknown outcome.
    fn cancel(&self, py: Python<'_>) -> PyResult<()> {
        own(py, &self.bulk).map(|bulk| bulk.cancel())
    }

    /// Waits for results or, where messages are to be given in, for room.
    fn wait(&self, py: Python<'_>, giving: bool) -> PyResult<()> {
        let bulk = own(py, &self.bulk)?;
        wait(py, &self.log, &self.inbox, || bulk.blocking_turn(giving, TICK))
    }

    /// The same; `waiter`, a future of the hub's loop, is told when there is something.
    fn start(&self, hub: &Bound<'_, Hub>, waiter: Py<PyAny>, giving: bool) -> PyResult<()> {
        let (py, mailbox) = (hub.py(), Arc::clone(hub.get().mailbox()));
        self.log.begin_on(py, &mailbox)?;
        let inbox = Arc::clone(&self.inbox);
        let done = move |turn| {
            inbox.put(turn);
            mailbox.put_ready(waiter);
        };
        self.bulk.turn(giving, done).map_err(|error| raised(py, error))
    }

    /// The results that came out, and whether nothing more will.
    fn take<'py>(&self, py: Python<'py>) -> PyResult<(Vec<Numbered<'py>>, bool)> {
        own(py, &self.bulk)?;
        let (done, over) = self.inbox.take();
        let numbered = |BulkSubmitted { index, result, .. }| {
            let result =
                result.map_or_else(|error| exception(py, &error), |accepted| submitted(py, accepted));
            Ok((index, result?))
        };
        Ok((done.into_iter().map(numbered).collect::<PyResult<_>>()?, over))
    }

    /// How many were given, accepted, refused, of unknown outcome, and perhaps accepted twice.
    fn counts(&self, py: Python<'_>) -> PyResult<(u64, u64, u64, u64, u64)> {
        let counts = own(py, &self.bulk)?.counts();
        Ok((counts.given, counts.accepted, counts.refused, counts.unknown, counts.possible_duplicates))
    }
}

impl Drop for Submitting {
    /// A turn that is waited for would keep it going.
    fn drop(&mut self) {
        if let Ok(bulk) = self.bulk.get() {
            bulk.cancel();
        }
    }
}
