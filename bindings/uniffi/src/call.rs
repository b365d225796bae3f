use std::sync::Arc;

use ecall::{Error, Kind, Outcome};
use ecall_runtime::Session;
use futures_channel::oneshot;

/// Ends calls early. May be used from any thread and for many calls.
#[derive(Default, uniffi::Object)]
pub struct CancelToken(pub(crate) ecall::CancelToken);

#[uniffi::export]
impl CancelToken {
    /// A token that is not cancelled.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends every call that was given this token, now and from now on.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// Says whether the thread that makes a blocking call was interrupted.
#[uniffi::export(foreign)]
pub trait Interrupt: Send + Sync {
    /// Asked every 100 ms of a blocking call, on the calling thread; true cancels the call.
    fn requested(&self) -> bool;
}

/// Cancels a call whose future is dropped before its end, so that no call outlives the interest in it.
struct Abandoned(ecall::CancelToken);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Makes a call on the I/O thread. The future that waits for it may be polled on any thread and needs no runtime.
///
/// With the caller's token a call ends with what became of it; a future that is dropped ends it too, without a word.
pub(crate) async fn on_io_thread<T, F>(
    session: &Session,
    cancel: Option<Arc<CancelToken>>,
    call: impl FnOnce(ecall::Client, ecall::CancelToken) -> F + Send + 'static,
) -> ecall::Result<T>
where
    F: Future<Output = ecall::Result<T>> + Send,
    T: Send + 'static,
{
    let token = cancel.map_or_else(ecall::CancelToken::new, |cancel| cancel.0.child());
    let _abandoned = Abandoned(token.clone());
    let (done, ended) = oneshot::channel();
    session.spawn(
        move |client| call(client, token),
        move |result| {
            // Nobody waits any more: the call was abandoned.
            let _ = done.send(result);
        },
    )?;
    ended.await.unwrap_or_else(|_| {
        Err(Error::new(Kind::Internal, Outcome::Unknown, "the I/O thread ended before the call did"))
    })
}
