//! What the core gives one by one.

use ecall::{CancelToken, Error, Kind, Outcome, Result};
use futures_util::future::BoxFuture;
use tokio::sync::Mutex;

use crate::fork::OneProcess;

/// A stream of the core: it belongs to the process that made it, and one call at a time uses it; others wait for their turn. Not
/// [`InTurn`](crate::InTurn), whose calls share one token and all run on the I/O thread: a cancelled call leaves this one usable,
/// and a blocking one runs on the caller's thread, within the lane and the signal checks of its client.
pub struct Stream<S>(OneProcess<Mutex<S>>);

impl<S> Stream<S> {
    /// A stream of this process.
    #[must_use]
    pub fn new(stream: S) -> Self {
        Self(OneProcess::new(Mutex::new(stream), Outcome::NotApplicable))
    }

    /// Whether this process may use it, told without waiting for a turn: in a child the one whose turn it was is gone.
    ///
    /// # Errors
    /// `forked` in a child.
    pub fn check(&self) -> Result<()> {
        self.0.get().map(drop)
    }

    /// Uses a stream of a blocking client on this thread, within [`Session::blocking`](crate::Session::blocking).
    ///
    /// # Errors
    /// Those of `call`; `forked` in a child.
    pub fn blocking<T>(&self, call: impl FnOnce(&mut S) -> Result<T>) -> Result<T> {
        call(&mut self.0.get()?.blocking_lock())
    }

    /// Uses a stream of an asynchronous client. A cancelled call is dropped, wherever it stands: the stream has to bear that, and
    /// may be used further.
    ///
    /// # Errors
    /// Those of `call`; `forked` in a child; `cancelled`.
    pub async fn run<T>(
        &self,
        token: &CancelToken,
        call: impl for<'a> FnOnce(&'a mut S) -> BoxFuture<'a, Result<T>>,
    ) -> Result<T> {
        cancellable(Some(token), async { call(&mut *self.0.get()?.lock().await).await }).await
    }
}

/// Makes a call of core that takes no token of its own: it is dropped, wherever it stands, when `token` is cancelled, and not begun
/// where that was cancelled before.
///
/// # Errors
/// Those of `call`; `cancelled`.
pub async fn cancellable<T>(token: Option<&CancelToken>, call: impl Future<Output = Result<T>>) -> Result<T> {
    let Some(token) = token else { return call.await };
    tokio::select! {
        biased;
        () = token.cancelled() => Err(Error::new(Kind::Cancelled, Outcome::NotApplicable, "cancelled")),
        done = call => done,
    }
}
