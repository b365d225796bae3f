use std::panic::AssertUnwindSafe;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use ecall::blocking::Interrupt;
use ecall::{Client, Error, Kind, Options, Outcome, Result, blocking};
use futures_util::FutureExt;

use crate::fork::PerProcess;
#[cfg(unix)]
use crate::sigpipe::NoSigpipe;
use crate::{io, panic};

/// A client as a binding holds it: shared by all threads, rebuilt after a fork, closed once.
pub struct Session {
    clients: PerProcess<Clients>,
    closed: AtomicBool,
}

struct Clients {
    blocking: blocking::Client,
    asynchronous: OnceLock<Client>,
}

impl Clients {
    fn of(blocking: blocking::Client) -> Self {
        Self { blocking, asynchronous: OnceLock::new() }
    }
}

impl Session {
    /// A client with these options. `interrupt` is asked every 100 ms of a blocking call whether to cancel it.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options, interrupt: Option<Interrupt>) -> Result<Self> {
        let blocking = blocking::Client::with_interrupt(options, interrupt)?;
        let clients = PerProcess::new();
        clients.get(|_| Ok::<_, Error>(Clients::of(blocking)))?;
        Ok(Self { clients, closed: AtomicBool::new(false) })
    }

    fn clients(&self) -> Result<&Clients> {
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
    pub fn blocking<T>(&self, call: impl FnOnce(&blocking::Client) -> Result<T>) -> Result<T> {
        panic::guarded(|| {
            #[cfg(unix)]
            let _no_sigpipe = NoSigpipe::new();
            call(&self.clients()?.blocking)
        })
    }

    /// Makes an asynchronous call on the I/O thread and hands its result to `done` there. `done` is called exactly once,
    /// or never where this returns an error.
    ///
    /// # Errors
    /// `closed` after [`close`](Self::close); `internal` when the I/O thread cannot be started.
    pub fn spawn<T, F>(
        &self,
        call: impl FnOnce(Client) -> F + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()>
    where
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static,
    {
        let client = self.asynchronous()?;
        io::spawn(async move {
            // Boxed: the future of a call is large, and the task that holds it is moved several times before it runs.
            let call = AssertUnwindSafe(async move { Box::pin(call(client)).await }).catch_unwind();
            done(call.await.unwrap_or_else(|panic| Err(panic::defect(&*panic))));
        })
    }

    pub(crate) fn asynchronous(&self) -> Result<Client> {
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
