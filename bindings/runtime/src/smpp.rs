//! An SMPP client, and what of it lives in one process only.

use ecall::blocking::{Interrupt, SmppClient};
use ecall::smpp::{BulkSubmitted, SmppBulk, SmppEvents, SubmitOptions};
use ecall::{Options, Outcome, Result, SmppOptions, Turn};

use crate::fork::OneProcess;
use crate::session::caught;
use crate::{Stream, io, panic};

/// An SMPP client as a binding holds it: shared by all threads. Its link has a thread of its own, from the first bind on, and stays
/// with the process that made it: in a child every call is refused (`forked`), by core.
pub struct SmppSession(SmppClient);

impl SmppSession {
    /// A client with these options. `interrupt` is asked every 100 ms of a blocking call whether to cancel it.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options, smpp: SmppOptions, interrupt: Option<Interrupt>) -> Result<Self> {
        SmppClient::with_interrupt(options, smpp, interrupt).map(Self)
    }

    /// Makes a blocking call on this thread; a panic becomes an `internal` error.
    ///
    /// # Errors
    /// Those of `call`, and `internal` for a panic.
    pub fn blocking<T>(&self, call: impl FnOnce(&SmppClient) -> Result<T>) -> Result<T> {
        panic::guarded(|| call(&self.0))
    }

    /// Makes an asynchronous call on the I/O thread (the link stays on its own) and hands its result to `done` there: exactly
    /// once, or never where this returns an error. `call` is given the client whose [`bind_in_task`](SmppClient::bind_in_task),
    /// [`unbind_in_task`](SmppClient::unbind_in_task) and [`asynchronous`](SmppClient::asynchronous) it may use.
    ///
    /// # Errors
    /// `internal` when the I/O thread cannot be started.
    pub fn spawn<T, F>(
        &self,
        call: impl FnOnce(SmppClient) -> F + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()>
    where
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static,
    {
        let client = self.0.clone();
        io::spawn(async move {
            // Boxed for the reason that `Session::spawn` gives.
            done(caught(async move { Box::pin(call(client)).await }).await);
        })
    }

    /// The same for a thread that waits: for calls that a token is to end ([`cancellable`](crate::cancellable)), for which the
    /// blocking ones have no place.
    ///
    /// # Errors
    /// Those of `call`; `internal` on the I/O thread, which must not wait, with that outcome.
    pub fn waiting<T, F>(
        &self,
        outcome: Outcome,
        call: impl FnOnce(SmppClient) -> F + Send + 'static,
    ) -> Result<T>
    where
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static,
    {
        io::waited(outcome, |done| self.spawn(call, done))
    }

    /// Begins to send many messages.
    ///
    /// # Errors
    /// Those of [`ecall::SmppClient::submit_many`].
    pub fn bulk(&self, options: SubmitOptions) -> Result<OneProcess<SmppBulk>> {
        self.blocking(|client| client.submit_many(options))
            .map(|bulk| OneProcess::new(bulk, Outcome::NotAccepted))
    }

    /// What happens on the link, for calls on the I/O thread ([`Stream::run`]).
    ///
    /// # Errors
    /// Those of [`ecall::SmppClient::events`].
    pub fn events(&self) -> Result<Stream<SmppEvents>> {
        self.blocking(|client| client.asynchronous().events()).map(|events| Stream::new(events.keeping()))
    }

    /// The same for calls that block ([`Stream::blocking`]).
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub fn blocking_events(&self) -> Result<Stream<ecall::blocking::SmppEvents>> {
        self.blocking(|client| client.events()).map(|events| Stream::new(events.keeping()))
    }
}

impl OneProcess<SmppBulk> {
    /// Waits on the I/O thread for results or, where messages are to be `giving`, for room, and tells `done` there. Threads
    /// that may wait use [`SmppBulk::blocking_turn`].
    ///
    /// # Errors
    /// `forked` in a child; `internal` when the I/O thread cannot be started. `done` is not called then.
    pub fn turn(&self, giving: bool, done: impl FnOnce(Turn<BulkSubmitted>) + Send + 'static) -> Result<()> {
        let bulk = self.get()?.clone();
        io::spawn(async move { done(bulk.turn(giving).await) })
    }
}
