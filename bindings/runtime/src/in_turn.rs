use std::sync::Arc;

use ecall::{CancelToken, Outcome, Result};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::clients::BlockingClient;
use crate::fork::OneProcess;
use crate::io::{self, waited};
use crate::session::{Session, caught};

/// What gives one thing after the other (messages, states) and is used by one call at a time; others wait for their turn, in
/// the order in which they were begun. All of them run on the I/O thread. Belongs to the process that made it. Dropped, it
/// cancels the calls that are under way and those that wait.
pub struct InTurn<T>(OneProcess<Shared<T>>);

struct Shared<T> {
    value: Arc<Mutex<T>>,
    end: CancelToken,
}

impl<C: BlockingClient> Session<C> {
    /// What `make` makes of the client: all its calls are to have the token that `make` is given, which is cancelled with
    /// `cancel` and when what is returned is dropped. It goes on without the session.
    ///
    /// # Errors
    /// Those of `make`; `closed` after [`close`](Self::close).
    pub fn in_turn<T>(
        &self,
        cancel: Option<&CancelToken>,
        make: impl FnOnce(&C::Asynchronous, CancelToken) -> Result<T>,
    ) -> Result<InTurn<T>> {
        let end = cancel.map_or_else(CancelToken::new, CancelToken::child);
        let value = Arc::new(Mutex::new(make(&self.asynchronous()?, end.clone())?));
        Ok(InTurn(OneProcess::new(Shared { value, end }, Outcome::NotApplicable)))
    }
}

impl<T: Send + 'static> InTurn<T> {
    /// Makes a call once it is its turn, and hands its result to `done` on the I/O thread: exactly once, or never where this
    /// returns an error. A panic becomes an `internal` error.
    ///
    /// # Errors
    /// `forked` in a child; `internal` when the I/O thread cannot be started.
    pub fn spawn<R, F>(
        &self,
        call: impl FnOnce(OwnedMutexGuard<T>) -> F + Send + 'static,
        done: impl FnOnce(Result<R>) + Send + 'static,
    ) -> Result<()>
    where
        F: Future<Output = Result<R>> + Send,
        R: Send + 'static,
    {
        let value = Arc::clone(&self.0.get()?.value);
        // Boxed for the reason that `Session::spawn` gives.
        io::spawn(async move {
            done(caught(async move { Box::pin(call(value.lock_owned().await)).await }).await);
        })
    }

    /// The same for a thread that waits. The call runs on the I/O thread all the same, not on a lane of the waiting one: blocking
    /// and asynchronous calls share one state here, whose connections are those of the I/O thread's runtime.
    ///
    /// # Errors
    /// Those of `call`; else as [`spawn`](Self::spawn), and `internal` on the I/O thread, which must not wait.
    pub fn blocking<R, F>(&self, call: impl FnOnce(OwnedMutexGuard<T>) -> F + Send + 'static) -> Result<R>
    where
        F: Future<Output = Result<R>> + Send,
        R: Send + 'static,
    {
        waited(Outcome::NotApplicable, |done| self.spawn(call, done))
    }
}

impl<T> Drop for InTurn<T> {
    fn drop(&mut self) {
        // In a child nobody works for it, and the parent's token is not to be touched.
        if let Ok(shared) = self.0.get() {
            shared.end.cancel();
        }
    }
}
