//! Signals during a blocking call: Python runs its handlers on the thread that waits, ten times a second.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use ecall::blocking::Interrupt;
use pyo3::prelude::*;

use crate::log::Log;

thread_local! {
    /// What a signal handler raised during the blocking call of this thread.
    static RAISED: RefCell<Option<PyErr>> = const { RefCell::new(None) };
    static BLOCKING: Cell<bool> = const { Cell::new(false) };
}

/// Asked during a blocking call, on its thread and without the interpreter, whether to cancel it.
pub fn interrupt(log: Arc<Log>) -> Interrupt {
    Arc::new(move || {
        // An interpreter that is about to end runs no handlers.
        Python::try_attach(|py| {
            log.flush(py);
            let Err(raised) = py.check_signals() else { return false };
            RAISED.with_borrow_mut(|first| {
                first.get_or_insert(raised);
            });
            true
        })
        .unwrap_or(false)
    })
}

/// Runs a blocking call and returns with its result what a signal handler raised meanwhile.
pub fn during<T>(call: impl FnOnce() -> T) -> (T, Option<PyErr>) {
    let outer = BLOCKING.replace(true);
    let result = call();
    BLOCKING.set(outer);
    (result, RAISED.take())
}

/// Whether this thread is within a blocking call.
pub fn is_blocking() -> bool {
    BLOCKING.get()
}
