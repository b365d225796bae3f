//! Where the answers of asynchronous calls wait for their event loop: one queue per loop, and one wake-up per batch.

use std::sync::{Arc, Mutex, PoisonError};

use ecall::Error;
use pyo3::prelude::*;

use crate::call::Call;
use crate::log::Log;
use crate::request::Reply;
use crate::wake::Wake;

/// What waits for a loop.
enum Item {
    Answer(Py<Call>, Box<Result<Reply, Error>>),
    Log(Arc<Log>),
    /// There is something to take for whoever waits for this future.
    Ready(Py<PyAny>),
}

/// The queue of one loop. Filled by the I/O thread, which never waits for the interpreter.
pub struct Mailbox {
    items: Mutex<Vec<Item>>,
    wake: Wake,
}

impl Mailbox {
    /// Puts what became of a call.
    pub fn put_answer(&self, call: Py<Call>, answer: Result<Reply, Error>) {
        self.put(Item::Answer(call, Box::new(answer)));
    }

    /// Puts the word that a batch of results can be taken.
    pub fn put_ready(&self, waiter: Py<PyAny>) {
        self.put(Item::Ready(waiter));
    }

    /// Puts the word that a client has events for the log.
    pub fn put_log(&self, log: Arc<Log>) {
        self.put(Item::Log(log));
    }

    fn put(&self, item: Item) {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items.push(item);
        let first = items.len() == 1;
        drop(items);
        if first {
            self.wake.up();
        }
    }

    fn take(&self) -> Vec<Item> {
        std::mem::take(&mut *self.items.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The completions of one event loop. Use `ecall.AsyncClient`.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Hub {
    mailbox: Arc<Mailbox>,
    process: u32,
}

impl Hub {
    /// Where calls of this loop put their answers.
    pub fn mailbox(&self) -> &Arc<Mailbox> {
        &self.mailbox
    }
}

#[pymethods]
impl Hub {
    /// With `schedule`, the loop is woken by calling it; without, by `fileno` becoming readable.
    #[new]
    #[pyo3(signature = (schedule=None))]
    fn new(schedule: Option<Py<PyAny>>) -> PyResult<Self> {
        let wake = match schedule {
            None => Wake::socket()?,
            Some(schedule) => Wake::Schedule(schedule),
        };
        let mailbox = Mailbox { items: Mutex::default(), wake };
        Ok(Self { mailbox: Arc::new(mailbox), process: std::process::id() })
    }

    /// What the loop watches.
    fn fileno(&self) -> i32 {
        self.mailbox.wake.fileno()
    }

    /// Whether this process made it: after a fork its descriptors are shared with the parent's loop.
    fn is_own(&self) -> bool {
        self.process == std::process::id()
    }

    /// Hands every answer that waits to its caller.
    fn drain(&self, py: Python<'_>) {
        self.mailbox.wake.quiet();
        for item in self.mailbox.take() {
            let told = match item {
                Item::Log(log) => {
                    log.flush(py);
                    Ok(())
                }
                Item::Answer(call, answer) => call.get().answered(py, *answer),
                Item::Ready(waiter) => ready(waiter.bind(py)),
            };
            if let Err(problem) = told {
                problem.write_unraisable(py, None);
            }
        }
    }
}

fn ready(waiter: &Bound<'_, PyAny>) -> PyResult<()> {
    if !waiter.call_method0("done")?.is_truthy()? {
        waiter.call_method1("set_result", (waiter.py().None(),))?;
    }
    Ok(())
}

/// Ends the I/O thread before a fork.
#[pyfunction]
pub fn before_fork(py: Python<'_>) {
    // Its thread may wait for the interpreter to wake a loop.
    py.detach(ecall_runtime::park);
}

/// Starts it again in the parent.
#[pyfunction]
pub fn after_fork(py: Python<'_>) {
    py.detach(ecall_runtime::unpark);
}
