//! Work on many messages: what `ecall.Bulk` and `ecall.Following` stand on. Messages and results cross in batches.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ecall::{Bulk, BulkResult, Error, Followed, Message, MessageStatusData, Result, Turn};
use ecall_runtime::OneProcess;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use crate::answer::{MessageStatus, stateless};
use crate::arguments::unreadable;
use crate::convert::{to_json, try_json};
use crate::error::{exception, raised};
use crate::hub::Hub;
use crate::log::Log;
use crate::request::{ASKS, Reply, SENDS};

/// How long a thread waits before it looks for signals.
pub const TICK: Duration = Duration::from_millis(100);
/// How long messages are taken before results are looked for: a source that takes its time must not hold them up.
pub const COLLECT: Duration = Duration::from_millis(2);

/// Results that came out and that Python has not taken yet, and whether nothing more will come.
pub struct Inbox<T>(Mutex<(Vec<T>, bool)>);

impl<T> Inbox<T> {
    /// Nothing yet.
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new((Vec::new(), false))))
    }

    // No Python code runs while this is held.
    fn kept(&self) -> MutexGuard<'_, (Vec<T>, bool)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what a turn brought.
    pub fn put(&self, turn: Turn<T>) {
        let mut kept = self.kept();
        kept.0.extend(turn.done);
        kept.1 |= turn.over;
    }

    /// Takes what was kept.
    pub fn take(&self) -> (Vec<T>, bool) {
        let mut kept = self.kept();
        (std::mem::take(&mut kept.0), kept.1)
    }
}

/// Waits, without the interpreter, until `turn` brings something. Python's signal handlers run meanwhile, and what one of
/// them raises ends it.
pub fn wait<T: Send>(
    py: Python<'_>,
    log: &Arc<Log>,
    inbox: &Inbox<T>,
    turn: impl Fn() -> Option<Turn<T>> + Sync,
) -> PyResult<()> {
    loop {
        let turned = py.detach(&turn);
        log.flush(py);
        let something = turned.is_some();
        if let Some(turn) = turned {
            inbox.put(turn);
        }
        py.check_signals()?;
        if something {
            return Ok(());
        }
    }
}

/// What only the process may use that made it.
pub fn own<'a, T>(py: Python<'_>, one: &'a OneProcess<T>) -> PyResult<&'a Arc<T>> {
    one.get().map_err(|error| raised(py, error))
}

/// Any number of messages that are being sent. Use `ecall.Client.send_many`.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Sending {
    bulk: OneProcess<Bulk>,
    inbox: Arc<Inbox<BulkResult>>,
    log: Arc<Log>,
}

impl Sending {
    /// Messages that are sent from now on.
    pub fn new(bulk: OneProcess<Bulk>, log: Arc<Log>) -> Self {
        Self { bulk, inbox: Inbox::new(), log }
    }
}

#[pymethods]
impl Sending {
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
        let bulk = own(source.py(), &self.bulk)?;
        let mut source = source.try_iter()?;
        let begun = Instant::now();
        while bulk.room() > 0 && begun.elapsed() < COLLECT {
            let Some(next) = source.next() else {
                bulk.end();
                return Ok(true);
            };
            // At once: the source may take its time with the next one.
            bulk.give(vec![message(&next?)?]);
        }
        Ok(false)
    }

    /// Gives in all of a list.
    fn put(&self, messages: &Bound<'_, PyList>) -> PyResult<()> {
        let bulk = own(messages.py(), &self.bulk)?;
        bulk.give(messages.iter().map(|item| message(&item)).collect::<PyResult<_>>()?);
        Ok(())
    }

    /// No more messages will be given in.
    fn end(&self, py: Python<'_>) -> PyResult<()> {
        own(py, &self.bulk).map(|bulk| bulk.end())
    }

    /// Ends the calls that are under way and begins no other.
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
        let numbered = |BulkResult { index, result, .. }| {
            let result =
                result.map_or_else(|error| exception(py, &error), |sent| Reply::Sent(sent).into_python(py));
            Ok((index, result?))
        };
        Ok((done.into_iter().map(numbered).collect::<PyResult<_>>()?, over))
    }

    /// How many were given, accepted, refused, of unknown outcome, and perhaps accepted twice.
    fn counts(&self, py: Python<'_>) -> PyResult<(u64, u64, u64, u64, u64)> {
        let counts = own(py, &self.bulk)?.counts();
        Ok((counts.given, counts.accepted, counts.refused, counts.unknown, counts.possible_duplicates))
    }

    /// The messages that may have been accepted or not because of the cancellation.
    fn unknown<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, own(py, &self.bulk)?.unknown())
    }
}

impl Drop for Sending {
    /// A turn that is waited for would keep it going.
    fn drop(&mut self) {
        if let Ok(bulk) = self.bulk.get() {
            bulk.cancel();
        }
    }
}

/// What became of the message with an index.
pub type Numbered<'py> = (u64, Bound<'py, PyAny>);

/// A message, or why it is none, which is then its result.
fn message(value: &Bound<'_, PyAny>) -> PyResult<Result<Message>> {
    let py = value.py();
    match try_json(SENDS, "", value) {
        Ok(json) => Ok(json.and_then(Message::from_json)),
        Err(raised) => not_read(py, raised).map(Err),
    }
}

/// What reading a message raised, as its result. What is no `Exception` (Ctrl-C) is raised on.
pub fn not_read(py: Python<'_>, raised: PyErr) -> PyResult<Error> {
    if !raised.is_instance_of::<PyException>(py) {
        return Err(raised);
    }
    let (class, problem) = (raised.get_type(py).name()?, raised.value(py).str()?);
    Ok(unreadable(format!("the message cannot be read: {class}: {problem}")))
}

/// Many messages that are being followed. Use `ecall.Client.wait_many`.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Watching {
    following: OneProcess<ecall::Following>,
    inbox: Arc<Inbox<Followed>>,
    log: Arc<Log>,
}

impl Watching {
    /// Messages that are followed from now on.
    pub fn new(following: OneProcess<ecall::Following>, log: Arc<Log>) -> Self {
        Self { following, inbox: Inbox::new(), log }
    }
}

#[pymethods]
impl Watching {
    /// Refuses in a child that was forked meanwhile: what came out is its parent's.
    fn check(&self, py: Python<'_>) -> PyResult<()> {
        own(py, &self.following).map(drop)
    }

    /// Tells what a webhook heard of a message: a state, or the dict of one.
    fn notify(&self, event: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = event.py();
        let state = match event.cast::<MessageStatus>() {
            Ok(state) => state.get().state().clone(),
            Err(_) => MessageStatusData::from_json(to_json(ASKS, "event", event)?)
                .map_err(|error| raised(py, error))?,
        };
        own(py, &self.following).map(|following| following.notify(state))
    }

    /// Ends it: the messages that are still followed come out as cancelled.
    fn cancel(&self, py: Python<'_>) -> PyResult<()> {
        own(py, &self.following).map(|following| following.cancel())
    }

    /// How many messages are still followed.
    #[getter]
    fn open(&self, py: Python<'_>) -> PyResult<usize> {
        own(py, &self.following).map(|following| following.open())
    }

    /// Waits for results.
    fn wait(&self, py: Python<'_>) -> PyResult<()> {
        let following = own(py, &self.following)?;
        wait(py, &self.log, &self.inbox, || following.blocking_turn(TICK))
    }

    /// The same; `waiter`, a future of the hub's loop, is told when there is something.
    fn start(&self, hub: &Bound<'_, Hub>, waiter: Py<PyAny>) -> PyResult<()> {
        let (py, mailbox) = (hub.py(), Arc::clone(hub.get().mailbox()));
        self.log.begin_on(py, &mailbox)?;
        let inbox = Arc::clone(&self.inbox);
        let done = move |turn| {
            inbox.put(turn);
            mailbox.put_ready(waiter);
        };
        self.following.turn(done).map_err(|error| raised(py, error))
    }

    /// The results that came out, and whether nothing more will.
    fn take<'py>(&self, py: Python<'py>) -> PyResult<(Vec<Named<'py>>, bool)> {
        own(py, &self.following)?;
        let (done, over) = self.inbox.take();
        let named = |Followed { message_id, state, .. }| {
            let state = state.map_or_else(|error| exception(py, &error), |state| stateless(py, state));
            Ok((message_id, state?))
        };
        Ok((done.into_iter().map(named).collect::<PyResult<_>>()?, over))
    }
}

impl Drop for Watching {
    /// As for [`Sending`].
    fn drop(&mut self) {
        if let Ok(following) = self.following.get() {
            following.cancel();
        }
    }
}

/// What became of the message with an id.
type Named<'py> = (String, Bound<'py, PyAny>);
