//! What the clients of each interface stand on, and what all of them have in common.

use std::sync::atomic::{AtomicBool, Ordering};

use ecall::blocking::{Interrupt, SmppClient};
use ecall::{LogHook, Options, Result, SmppOptions};
use ecall_runtime::{BlockingClient, Session, SmppSession};
use serde_json::Value;

use crate::arguments::Known;
use crate::options;

/// A session of the runtime.
pub trait Held: Sized + Send + Sync {
    /// The client of a call that blocks.
    type Client;
    /// That of a call on the I/O thread.
    type Asynchronous;
    /// The options of the client, in the order in which the package hands their values over.
    const OPTIONS: Known;

    /// A session of a client with these options.
    fn make(options: Value, log: LogHook, interrupt: Interrupt) -> Result<Self>;

    /// Makes a call on this thread.
    fn blocking<T>(&self, call: impl FnOnce(&Self::Client) -> Result<T>) -> Result<T>;

    /// Makes a call on the I/O thread, and hands its result to `done` there.
    fn spawn<T, F>(
        &self,
        call: impl FnOnce(Self::Asynchronous) -> F + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()>
    where
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static;

    /// Refuses every later call.
    fn close(&self);

    /// Whether it was closed.
    fn is_closed(&self) -> bool;

    /// Learns that a call closes it.
    fn closing(&self) {}
}

impl<C: BlockingClient> Held for Session<C> {
    type Client = C;
    type Asynchronous = C::Asynchronous;
    const OPTIONS: Known = options::CLIENT;

    fn make(options: Value, log: LogHook, interrupt: Interrupt) -> Result<Self> {
        Self::new(Options::from_json(options)?.log(log), Some(interrupt))
    }

    fn blocking<T>(&self, call: impl FnOnce(&C) -> Result<T>) -> Result<T> {
        self.blocking(call)
    }

    fn spawn<T, F>(
        &self,
        call: impl FnOnce(C::Asynchronous) -> F + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()>
    where
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static,
    {
        self.spawn(call, done)
    }

    fn close(&self) {
        self.close();
    }

    fn is_closed(&self) -> bool {
        self.is_closed()
    }
}

/// A session of SMPP, which knows by itself when it refuses calls: here is kept only what it is asked for.
pub struct Link {
    pub session: SmppSession,
    closed: AtomicBool,
}

impl Held for Link {
    type Client = SmppClient;
    type Asynchronous = SmppClient;
    const OPTIONS: Known = options::SMPP_CLIENT;

    fn make(options: Value, log: LogHook, interrupt: Interrupt) -> Result<Self> {
        let (options, smpp) = SmppOptions::with_common_from_json(options)?;
        let session = SmppSession::new(options.log(log), smpp, Some(interrupt))?;
        Ok(Self { session, closed: AtomicBool::new(false) })
    }

    fn blocking<T>(&self, call: impl FnOnce(&SmppClient) -> Result<T>) -> Result<T> {
        self.session.blocking(call)
    }

    fn spawn<T, F>(
        &self,
        call: impl FnOnce(SmppClient) -> F + Send + 'static,
        done: impl FnOnce(Result<T>) + Send + 'static,
    ) -> Result<()>
    where
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static,
    {
        self.session.spawn(call, done)
    }

    /// Unbinds, which nobody waits for.
    fn close(&self) {
        self.closing();
        // It cannot fail.
        let _ = self.session.blocking(|client| {
            client.asynchronous().close();
            Ok(())
        });
    }

    fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    fn closing(&self) {
        self.closed.store(true, Ordering::Release);
    }
}
