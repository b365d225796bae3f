use std::panic::AssertUnwindSafe;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use ecall::blocking::Interrupt;
use ecall::{Error, Kind, Options, Outcome, Result, blocking};
use futures_util::FutureExt;

use crate::clients::BlockingClient;
use crate::fork::PerProcess;
use crate::{io, panic};

/// A client as a binding holds it: shared by all threads, rebuilt after a fork, closed once. That of REST unless named.
pub struct Session<C: BlockingClient = blocking::Client> {
    clients: PerProcess<Clients<C>>,
    closed: AtomicBool,
}

struct Clients<C: BlockingClient> {
    blocking: C,
    asynchronous: OnceLock<C::Asynchronous>,
}

impl<C: BlockingClient> Clients<C> {
    fn of(blocking: C) -> Self {
        Self { blocking, asynchronous: OnceLock::new() }
    }
}

impl<C: BlockingClient> Session<C> {
    /// A client with these options. `interrupt` is asked every 100 ms of a blocking call whether to cancel it.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options, interrupt: Option<Interrupt>) -> Result<Self> {
        let blocking = C::make(options, interrupt)?;
        let clients = PerProcess::new();
        clients.get(|_| Ok::<_, Error>(Clients::of(blocking)))?;
        Ok(Self { clients, closed: AtomicBool::new(false) })
    }

    fn clients(&self) -> Result<&Clients<C>> {
        if self.closed.load(Ordering::Acquire) {
            return Err(Error::new(Kind::Closed, Outcome::NotAccepted, "the client was closed"));
        }
        self.clients.get(|parent| match parent {
            Some(parent) => Ok(Clients::of(parent.blocking.fresh())),
            None => Err(Error::new(Kind::Internal, Outcome::NotAccepted, "a session without clients")),
        })
    }

    /// Makes a blocking call on this thread; a panic becomes an `internal` error.
    ///
    /// # Errors
    /// Those of `call`, `closed` after [`close`](Self::close), and `internal` for a panic.
    pub fn blocking<T>(&self, call: impl FnOnce(&C) -> Result<T>) -> Result<T> {
        panic::guarded(|| call(&self.clients()?.blocking))
    }

    /// Makes an asynchronous call on the I/O thread and hands its result to `done` there. `done` is called exactly once,
    /// or never where this returns an error.
    ///
    /// # Errors
    /// `closed` after [`close`](Self::close); `internal` when the I/O thread cannot be started.
    pub fn spawn<T, F>(
        &self,
        call: impl FnOnce(C::Asynchronous) -> F + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()>
    where
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static,
    {
        let client = self.asynchronous()?;
        io::spawn(async move {
            // Boxed: the future of a call is large, and the task that holds it is moved several times before it runs.
            done(caught(async move { Box::pin(call(client)).await }).await);
        })
    }

    /// The asynchronous client of this process.
    ///
    /// # Errors
    /// `closed` after [`close`](Self::close).
    pub fn asynchronous(&self) -> Result<C::Asynchronous> {
        let clients = self.clients()?;
        Ok(clients.asynchronous.get_or_init(|| clients.blocking.asynchronous()).clone())
    }

    /// Refuses every later call. Calls that are under way go on to their end.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// Whether it was closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

/// Makes an `internal` error of a panic.
pub(crate) async fn caught<T>(call: impl Future<Output = Result<T>>) -> Result<T> {
    AssertUnwindSafe(call).catch_unwind().await.unwrap_or_else(|panic| Err(panic::defect(&*panic)))
}
