//! SMPP without a runtime of the program's own.

use std::fmt;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Handle};
use tokio::task::AbortHandle;

use super::Interrupt;
use crate::error::{Error, Kind, Outcome, Result};
use crate::options::Options;
use crate::smpp::{
    self, SmppBound, SmppBulk, SmppEvent, SmppOptions, SubmitOptions, SubmitRequest, Submitted,
};

/// How often a call looks whether it is interrupted.
const TICK: Duration = Duration::from_millis(100);

/// Sends and receives SMS over eCall's SMPP interface, blocking the calling thread. The link lives on a thread of its own,
/// `ecall-smpp`, from the first [`bind`](Self::bind) on: it is kept alive and opened again while nobody calls.
///
/// The same otherwise as [`smpp::SmppClient`], whose documentation holds. Cheap to clone and shared freely between threads.
#[derive(Clone)]
pub struct SmppClient {
    client: smpp::SmppClient,
    /// The runtime of the link's thread, once there is one.
    runtime: Arc<Mutex<Option<Handle>>>,
    interrupt: Option<Interrupt>,
}

impl SmppClient {
    /// A client with these options; what they leave out comes from the environment. Opens no connection and starts no thread.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options, smpp: SmppOptions) -> Result<Self> {
        Self::with_interrupt(options, smpp, None)
    }

    /// A client that asks `interrupt` every 100 ms of a call, on the calling thread, whether to cancel it.
    ///
    /// # Errors
    /// See [`new`](Self::new).
    pub fn with_interrupt(options: Options, smpp: SmppOptions, interrupt: Option<Interrupt>) -> Result<Self> {
        Ok(Self { client: smpp::SmppClient::new(options, smpp)?, runtime: Arc::default(), interrupt })
    }

    /// The client for programs that run on tokio, with the same link.
    #[must_use]
    pub fn asynchronous(&self) -> &smpp::SmppClient {
        &self.client
    }

    /// Opens the link, and returns once the centre has taken the bind.
    ///
    /// # Errors
    /// See [`smpp::SmppClient::bind`]; `cancelled` where it was interrupted: the client is closed then.
    pub fn bind(&self) -> Result<SmppBound> {
        self.client.check_process(Outcome::NotApplicable)?;
        let client = self.client.clone();
        self.on_thread(async move { client.bind().await })?
    }

    /// The same for who waits for it in a task, on whatever runtime: the link lives on its own thread all the same. Dropped before its
    /// end, the client is closed.
    ///
    /// # Errors
    /// See [`smpp::SmppClient::bind`].
    pub async fn bind_in_task(&self) -> Result<SmppBound> {
        self.client.check_process(Outcome::NotApplicable)?;
        let client = self.client.clone();
        self.in_task(async move { client.bind().await }).await?
    }

    /// Sends a text.
    ///
    /// # Errors
    /// See [`submit_with`](Self::submit_with).
    pub fn submit(&self, to: &str, text: &str, from: Option<&str>) -> Result<Submitted> {
        self.submit_with(to, text, from, &SubmitOptions::default())
    }

    /// Sends a text with more than destination, text and sender.
    ///
    /// # Errors
    /// See [`smpp::SmppClient::submit_with`].
    pub fn submit_with(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        options: &SubmitOptions,
    ) -> Result<Submitted> {
        let waiting = self.client.begin(to, text, from, options)?;
        let end = Instant::now() + waiting.limit();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if let Some(result) = waiting.blocking_result(left.min(TICK)) {
                return result;
            }
            let cancelled = options.cancel.as_ref().is_some_and(|token| token.is_cancelled());
            if cancelled || self.is_interrupted() {
                return waiting.give_up(Kind::Cancelled);
            }
            if Instant::now() >= end {
                return waiting.give_up(Kind::Timeout);
            }
        }
    }

    /// Sends any number of messages and returns what became of each, in their order.
    ///
    /// # Errors
    /// See [`smpp::SmppClient::submit_many`]; what becomes of a message stands in its place. Interrupted, it ends early, and those
    /// that were not sent say so.
    pub fn submit_all(
        &self,
        messages: impl IntoIterator<Item = SubmitRequest>,
        options: SubmitOptions,
    ) -> Result<Vec<Result<Submitted>>> {
        let bulk = self.submit_many(options)?;
        let mut messages = messages.into_iter();
        let mut results = Vec::new();
        let mut giving = true;
        loop {
            let room = if giving { bulk.room() } else { 0 };
            if room > 0 {
                let batch: Vec<_> = messages.by_ref().take(room).map(Ok).collect();
                giving = batch.len() == room;
                bulk.give(batch);
                if !giving {
                    bulk.end();
                }
            }
            let Some(turn) = bulk.blocking_turn(giving, TICK) else {
                if self.is_interrupted() {
                    giving = false;
                    bulk.cancel();
                }
                continue;
            };
            for done in turn.done {
                let at = usize::try_from(done.index).unwrap_or(usize::MAX);
                if results.len() <= at {
                    results.resize_with(at + 1, || None);
                }
                results[at] = Some(done.result);
            }
            if turn.over {
                return Ok(results.into_iter().flatten().collect());
            }
        }
    }

    /// Any number of messages, given in and taken out in batches.
    ///
    /// # Errors
    /// See [`smpp::SmppClient::submit_many`].
    pub fn submit_many(&self, options: SubmitOptions) -> Result<SmppBulk> {
        self.client.submit_many(options)
    }

    /// What happens on the link.
    ///
    /// # Errors
    /// See [`smpp::SmppClient::events`].
    pub fn events(&self) -> Result<SmppEvents> {
        Ok(SmppEvents { events: self.client.events()?, interrupt: self.interrupt.clone() })
    }

    /// Ends the link, after everything that was given was sent.
    ///
    /// # Errors
    /// See [`smpp::SmppClient::unbind`]; `cancelled` where it was interrupted: the link ends all the same.
    pub fn unbind(&self) -> Result<()> {
        self.client.check_process(Outcome::NotApplicable)?;
        let client = self.client.clone();
        ended(self.on_thread(async move { client.unbind().await }))
    }

    /// The same for who waits for it in a task, on whatever runtime. Dropped before its end, the link ends all the same.
    ///
    /// # Errors
    /// See [`smpp::SmppClient::unbind`].
    pub async fn unbind_in_task(&self) -> Result<()> {
        self.client.check_process(Outcome::NotApplicable)?;
        let client = self.client.clone();
        ended(self.in_task(async move { client.unbind().await }).await)
    }

    fn is_interrupted(&self) -> bool {
        self.interrupt.as_ref().is_some_and(|interrupt| interrupt())
    }

    /// Runs something on the link's thread and waits for it.
    fn on_thread<T: Send + 'static>(&self, what: impl Future<Output = T> + Send + 'static) -> Result<T> {
        let (give, take) = mpsc::channel();
        let task = self.runtime()?.spawn(async move {
            let _ = give.send(what.await);
        });
        loop {
            match take.recv_timeout(TICK) {
                Ok(result) => return Ok(result),
                Err(RecvTimeoutError::Timeout) if self.is_interrupted() => {
                    task.abort();
                    return Err(Error::new(Kind::Cancelled, Outcome::NotApplicable, "cancelled"));
                }
                Err(RecvTimeoutError::Timeout) => {}
                // The link's thread ends with the client.
                Err(RecvTimeoutError::Disconnected) => return Err(closed()),
            }
        }
    }

    /// Runs something on the link's thread. Dropped, it ends it.
    async fn in_task<T: Send + 'static>(&self, what: impl Future<Output = T> + Send + 'static) -> Result<T> {
        struct Aborted(AbortHandle);
        impl Drop for Aborted {
            fn drop(&mut self) {
                self.0.abort();
            }
        }
        let task = self.runtime()?.spawn(what);
        let _aborted = Aborted(task.abort_handle());
        // The link's thread ends with the client, and its tasks with it.
        task.await.map_err(|_| closed())
    }

    /// The runtime of the link's thread, which is started where there is none.
    fn runtime(&self) -> Result<Handle> {
        let mut runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handle) = &*runtime {
            return Ok(handle.clone());
        }
        let failed = |problem: std::io::Error| {
            Error::new(Kind::Internal, Outcome::NotApplicable, format!("no thread could be made: {problem}"))
        };
        // Names are looked up on a thread of the runtime's, which ends when it has nothing to do.
        let mut builder = Builder::new_current_thread();
        builder.enable_all().thread_name("ecall-smpp-names").thread_keep_alive(TICK);
        let own = builder.build().map_err(failed)?;
        let handle = own.handle().clone();
        let ended = self.client.until_ended();
        let thread = std::thread::Builder::new().name("ecall-smpp".to_owned());
        let started = thread.spawn(move || {
            own.block_on(ended);
            // Never waits for a name that is being looked up.
            own.shutdown_background();
        });
        started.map_err(failed)?;
        *runtime = Some(handle.clone());
        Ok(handle)
    }
}

fn closed() -> Error {
    Error::new(Kind::Closed, Outcome::NotApplicable, "the client was closed")
}

/// An unbind: the thread on which it runs ends with the link.
fn ended(unbound: Result<Result<()>>) -> Result<()> {
    match unbound {
        Err(error) if error.kind() == Kind::Closed => Ok(()),
        unbound => unbound?,
    }
}

impl fmt::Debug for SmppClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}

/// What happens on the link, one after the other; made by [`SmppClient::events`]. See [`smpp::SmppEvents`].
pub struct SmppEvents {
    events: smpp::SmppEvents,
    interrupt: Option<Interrupt>,
}

impl SmppEvents {
    /// As [`smpp::SmppEvents::keeping`].
    #[must_use]
    pub fn keeping(mut self) -> Self {
        self.events = self.events.keeping();
        self
    }

    /// As [`smpp::SmppEvents::give_again`].
    pub fn give_again(&mut self) {
        self.events.give_again();
    }

    /// The next event; None once the client is closed and all were read. Asking for it says that the one before is taken.
    ///
    /// # Errors
    /// `cancelled` where it was interrupted.
    pub fn next_event(&mut self) -> Result<Option<SmppEvent>> {
        loop {
            if let Some(mut events) = self.events.blocking_next_batch(1, TICK) {
                return Ok(events.pop());
            }
            if self.interrupt.as_ref().is_some_and(|interrupt| interrupt()) {
                return Err(Error::new(Kind::Cancelled, Outcome::NotApplicable, "cancelled"));
            }
        }
    }

    /// The next event within a time; None where there is none.
    pub fn next_within(&mut self, limit: Duration) -> Option<SmppEvent> {
        self.events.blocking_next_batch(1, limit)?.pop()
    }

    /// Says that the last event is taken.
    pub fn acknowledge(&mut self) {
        self.events.acknowledge();
    }
}

impl Iterator for SmppEvents {
    type Item = SmppEvent;

    /// None also where it was interrupted.
    fn next(&mut self) -> Option<SmppEvent> {
        self.next_event().ok().flatten()
    }
}
