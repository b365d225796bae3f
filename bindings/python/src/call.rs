//! One asynchronous call: its way back to the coroutine that waits for it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ecall::{CancelToken, Error};
use pyo3::prelude::*;

use crate::error::exception;
use crate::media::Raised;
use crate::request::Reply;

/// An asynchronous call that was started. Use `ecall.AsyncClient`.
#[pyclass(module = "ecall._ecall", frozen)]
pub struct Call {
    token: CancelToken,
    raised: Raised,
    state: Mutex<State>,
}

struct State {
    /// The future that the coroutine waits for.
    waiter: Py<PyAny>,
    /// What came when the waiter waited no longer.
    late: Option<Py<PyAny>>,
}

impl Call {
    /// A call whose answer goes to the future `waiter`; what the caller's own objects raise is in `raised`.
    pub fn new(token: CancelToken, raised: Raised, waiter: Py<PyAny>) -> Self {
        Self { token, raised, state: Mutex::new(State { waiter, late: None }) }
    }

    // No Python code runs while this is held.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands the answer, or the exception as a value, to the waiter, or keeps it where that waits no longer.
    pub fn answered(&self, py: Python<'_>, answer: Result<Reply, Error>) -> PyResult<()> {
        let answer = match answer {
            Ok(reply) => reply.into_python(py),
            Err(error) => self.raised.take().map_or_else(|| exception(py, &error), Err),
        };
        // What fails in the conversion reaches the caller like every other exception.
        let answer = answer.unwrap_or_else(|problem| problem.into_value(py).into_bound(py).into_any());
        let waiter = self.state().waiter.clone_ref(py);
        if waiter.call_method0(py, "done")?.is_truthy(py)? {
            self.state().late = Some(answer.unbind());
        } else {
            waiter.call_method1(py, "set_result", (answer,))?;
        }
        Ok(())
    }
}

#[pymethods]
impl Call {
    /// Cancels the call. Returns its end where that came already; else `waiter` will be told.
    #[pyo3(signature = (waiter=None))]
    fn cancel(&self, waiter: Option<Py<PyAny>>) -> Option<Py<PyAny>> {
        self.token.cancel();
        let mut state = self.state();
        if state.late.is_none()
            && let Some(waiter) = waiter
        {
            state.waiter = waiter;
        }
        state.late.take()
    }
}
