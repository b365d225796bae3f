//! Lanes: a blocking call drives its own small runtime on the thread that made it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::call::CancelToken;
use crate::error::{Error, Kind, Outcome, Result};
use crate::options::Settings;
use crate::transport::{HyperTransport, IDLE, Transport};

/// How often a call looks whether it is interrupted.
const TICK: Duration = Duration::from_millis(100);
/// Lanes kept for later calls. More calls than this may run at once; their lanes are closed afterwards.
const MAX_IDLE: usize = 64;

/// TLS sessions kept for resumption.
const TLS_SESSIONS: usize = 32;

/// Asked every 100 ms of a blocking call, on the calling thread, whether to cancel it.
pub type Interrupt = Arc<dyn Fn() -> bool + Send + Sync>;

/// A call on its lane, which keeps its result.
type Call<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// The idle lanes of a client, the last used on top: its connection is the warmest.
pub(super) struct Lanes {
    idle: Mutex<Vec<Lane>>,
    tls: rustls::ClientConfig,
    interrupt: Option<Interrupt>,
}

/// A current-thread runtime and the connections that were opened on it.
struct Lane {
    /// Empty only while the lane is dropped.
    runtime: Option<Runtime>,
    transport: HyperTransport,
    /// When its last call ended.
    used: Instant,
}

impl Lanes {
    pub fn new(tls: rustls::ClientConfig, interrupt: Option<Interrupt>) -> Self {
        Self { idle: Mutex::default(), tls, interrupt }
    }

    /// The same without a lane.
    pub fn fresh(&self) -> Self {
        Self::new(self.fresh_tls(), self.interrupt.clone())
    }

    /// The same TLS configuration with a session cache of its own: the old one's lock may be held by a thread that does
    /// not exist on this side of a fork.
    pub fn fresh_tls(&self) -> rustls::ClientConfig {
        let mut tls = self.tls.clone();
        tls.resumption = rustls::client::Resumption::in_memory_sessions(TLS_SESSIONS);
        tls
    }

    /// Runs `call` to its end on a lane that nobody else uses.
    pub fn drive<T>(
        &self,
        settings: &Settings,
        cancel: Option<&CancelToken>,
        call: impl AsyncFnOnce(&dyn Transport, Option<CancelToken>) -> Result<T>,
    ) -> Result<T> {
        if Handle::try_current().is_ok() {
            let message = "a blocking call where a tokio runtime is entered (in spawn_blocking too): ecall::Client is for that";
            return Err(Error::new(Kind::Internal, Outcome::NotAccepted, message));
        }
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let lane = match idle {
            Some(lane) => lane,
            None => Lane::new(settings, self.tls.clone())?,
        };
        let interrupt = self.interrupt.as_ref();
        let token = cancel.map(|cancel| if interrupt.is_some() { cancel.child() } else { cancel.clone() });
        let token = token.or_else(|| interrupt.map(|_| CancelToken::new()));
        let mut result = None;
        let (transport, given) = (&lane.transport, token.clone());
        // Boxed, because a runtime moves the future it is given several times, and a call's is large (made here, it is in there
        // only once); and without its type, because each type would be another copy of the runtime's code.
        let call: Call<'_> = Box::pin(async { result = Some(call(transport, given).await) });
        match interrupt.zip(token) {
            None => lane.runtime().block_on(call),
            Some((interrupt, token)) => lane.runtime().block_on(until_interrupted(interrupt, &token, call)),
        }
        let result = result.expect("a runtime goes on until its future has ended");
        self.put_back(lane);
        result
    }
}

impl Lanes {
    /// Keeps the lane for a later call, and lets go of those that nobody took for so long that their connections are of
    /// no use any more: a sleeping lane cannot close them itself.
    fn put_back(&self, mut lane: Lane) {
        lane.used = Instant::now();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = idle.iter().position(|lane| lane.used.elapsed() < IDLE).unwrap_or(idle.len());
        let stale: Vec<_> = idle.drain(..fresh).collect();
        if idle.len() < MAX_IDLE {
            idle.push(lane);
        }
        drop(idle);
        // Closed without the lock: others may want a lane meanwhile.
        drop(stale);
    }
}

/// Runs `call`, cancelling its token once `interrupt` says so. The call then ends by itself and says what became of it.
async fn until_interrupted(interrupt: &Interrupt, token: &CancelToken, mut call: Call<'_>) {
    let mut tick = interval_at(Instant::now() + TICK, TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = &mut call => return,
            _ = tick.tick() => if interrupt() { token.cancel() },
        }
    }
}

impl Lane {
    fn new(settings: &Settings, tls: rustls::ClientConfig) -> Result<Self> {
        let mut builder = Builder::new_current_thread();
        // Names are looked up on a thread of the runtime's. It ends at once: a program that forks has no thread of ours then.
        builder.enable_all().thread_name("ecall-lane").thread_keep_alive(Duration::ZERO);
        let runtime = builder.build().map_err(|problem| {
            Error::new(Kind::Internal, Outcome::NotAccepted, format!("no runtime could be made: {problem}"))
        })?;
        Ok(Self {
            runtime: Some(runtime),
            transport: HyperTransport::new(settings, tls),
            used: Instant::now(),
        })
    }

    fn runtime(&self) -> &Runtime {
        self.runtime.as_ref().expect("only a dropped lane has none")
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Never waits for a name that is being looked up.
            runtime.shutdown_background();
        }
    }
}
