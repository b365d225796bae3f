//! Telling how far a transfer has come, without letting a slow listener stop it.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::Notify;

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MediaProgress {
    /// Bytes of the file that went out or came in, in this attempt.
    pub transferred: u64,
    /// How many it has, where that is known.
    pub total: Option<u64>,
}

/// A function that is told how far a transfer has come.
///
/// It is called on a thread of its own, one call after the other, at most once per chunk of 64 KiB. While it is busy the transfer
/// goes on, and values are skipped; the last one of a call that succeeds is told before the call returns, unless the time is up.
/// Where a call ends otherwise, one call of the function may still be under way.
#[derive(Clone)]
pub struct ProgressHook(Arc<dyn Fn(MediaProgress) + Send + Sync>);

impl ProgressHook {
    /// Calls `hook` as the transfer goes on.
    pub fn new(hook: impl Fn(MediaProgress) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hook))
    }
}

impl fmt::Debug for ProgressHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProgressHook")
    }
}

/// Calls the hook of one transfer, on the runtime's threads for what blocks.
pub(super) struct Teller {
    hook: ProgressHook,
    state: Mutex<State>,
    quiet: Notify,
}

#[derive(Default)]
struct State {
    /// What is not told yet.
    next: Option<MediaProgress>,
    /// A thread is telling, and will look for more.
    telling: bool,
    stopped: bool,
}

impl Teller {
    pub fn new(hook: ProgressHook) -> Arc<Self> {
        Arc::new(Self { hook, state: Mutex::default(), quiet: Notify::new() })
    }

    pub fn tell(self: &Arc<Self>, transferred: u64, total: Option<u64>) {
        let mut state = self.state();
        if state.stopped {
            return;
        }
        state.next = Some(MediaProgress { transferred, total });
        if !state.telling {
            state.telling = true;
            drop(state);
            let teller = self.clone();
            tokio::task::spawn_blocking(move || teller.tell_on());
        }
    }

    fn tell_on(&self) {
        loop {
            let mut state = self.state();
            let Some(progress) = state.next.take() else {
                state.telling = false;
                drop(state);
                self.quiet.notify_waiters();
                return;
            };
            drop(state);
            // A panic of the hook must not take the result of a call with it.
            let _ = catch_unwind(AssertUnwindSafe(|| (self.hook.0)(progress)));
        }
    }

    /// Returns once everything was told.
    pub async fn told(&self) {
        loop {
            let quiet = self.quiet.notified();
            if !self.state().telling {
                return;
            }
            quiet.await;
        }
    }

    /// Tells nothing more.
    pub fn stop(&self) {
        let mut state = self.state();
        state.stopped = true;
        state.next = None;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
