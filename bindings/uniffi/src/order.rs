use std::sync::Arc;

use ecall::Result;
use ecall_runtime::{BlockingClient, Session, Stream};
use futures_util::future::BoxFuture;

use crate::call::{CancelToken, awaited};

/// What a client gives one by one, asked for on the I/O thread. A call that is cancelled leaves it usable.
pub(crate) struct InOrder<C: BlockingClient, S> {
    session: Arc<Session<C>>,
    stream: Arc<Stream<S>>,
}

impl<C: BlockingClient, S: Send + 'static> InOrder<C, S> {
    pub fn of(session: &Arc<Session<C>>, stream: S) -> Self {
        Self { session: Arc::clone(session), stream: Arc::new(Stream::new(stream)) }
    }

    /// Asks for more. A client that was closed asks for nothing.
    pub async fn ask<T: Send + 'static>(
        &self,
        cancel: Option<Arc<CancelToken>>,
        ask: fn(&mut S) -> BoxFuture<'_, Result<T>>,
    ) -> Result<T> {
        let stream = Arc::clone(&self.stream);
        let asked = awaited(cancel, |token, done| {
            self.session.asynchronous()?;
            ecall_runtime::spawn(async move { done(stream.run(&token, ask).await) })
        });
        asked.await
    }
}
