//! What moves in chunks during a call: a file that goes out or comes in, whose other end is the caller's.

use std::io;
use std::pin::Pin;
use std::time::{Duration, Instant};

use tokio::time::timeout_at;

use crate::error::{FieldError, Kind};
use crate::transport::{Broken, Stage};

pub(crate) type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The caller's end of a transfer.
pub(crate) trait Transfer: Send + Sync {
    /// Makes ready for an attempt, from the beginning of the file.
    fn prepare(&self) -> Boxed<'_, Result<(), Fault>>;

    /// The attempt is over, however it ended: nothing of it may touch the caller's end any more.
    fn close(&self);

    /// The answer was understood.
    fn complete(&self) -> Boxed<'_, Result<(), Fault>>;

    /// Why the attempt failed, where that was no fault of the service or the way there.
    fn fault(&self) -> Option<Fault>;

    /// Whether there can be another attempt.
    fn repeatable(&self) -> bool;

    /// Since when the service has not moved a thing; None while that is not its turn.
    fn waiting_since(&self) -> Option<Instant>;
}

/// A call ends because of what the caller gave it, not because of the service.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub kind: Kind,
    pub message: String,
    pub field: Option<FieldError>,
    /// An attempt was under way.
    pub begun: bool,
}

impl Fault {
    /// An argument that breaks a rule.
    pub fn argument(problem: FieldError) -> Self {
        let message = format!("{}: {}", problem.field, problem.message);
        Self { kind: Kind::InvalidArgument, message, field: Some(problem), begun: true }
    }

    /// The same, found before an attempt was made.
    pub fn before(problem: FieldError) -> Self {
        Self { begun: false, ..Self::argument(problem) }
    }

    /// What the HTTP library is told.
    pub fn as_io(&self) -> io::Error {
        io::Error::other(self.message.clone())
    }
}

/// Closes the transfer when an attempt ends, or is dropped.
struct Closing<'a>(&'a dyn Transfer);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// One attempt. As long as something moves it may take until the deadline; None where that is over, or nothing moved for
/// `idle`.
pub(super) async fn attempt<T>(
    transfer: &dyn Transfer,
    exchange: impl Future<Output = Result<T, Broken>>,
    idle: Duration,
    deadline: Instant,
) -> Option<Result<T, Broken>> {
    let _closing = Closing(transfer);
    let exchange = async {
        let ready = transfer.prepare().await;
        ready.map_err(|fault| Broken { stage: Stage::NotBegun, message: fault.message })?;
        exchange.await
    };
    let mut exchange = std::pin::pin!(exchange);
    loop {
        let look = transfer.waiting_since().unwrap_or_else(Instant::now) + idle;
        if let Ok(ended) = timeout_at(look.min(deadline).into(), exchange.as_mut()).await {
            return Some(ended);
        }
        let stalled = transfer.waiting_since().is_some_and(|since| since.elapsed() >= idle);
        if stalled || Instant::now() >= deadline {
            return None;
        }
    }
}
