//! SMPP: a client and its link, what happens on it, and many messages at a time.

mod bulk;
mod events;
mod results;

use std::sync::Arc;

use ecall::Result;
use ecall::blocking::SmppClient;
use ecall::smpp::{SmppOptions, SubmitOptions};
use ecall_runtime::cancellable;
use futures_util::FutureExt as _;
use napi::Either;
use napi_derive::napi;

use crate::arguments::{either, named, optional};
use crate::caller::hooked;
use crate::cancel::CancelToken;
use crate::port::{Port, PortHandle};
use bulk::SubmitBulk;
use events::SmppEvents;

/// An SMPP client; as [`Session`](crate::session::Session).
#[napi]
pub struct SmppSession {
    session: Arc<ecall_runtime::SmppSession>,
    port: Arc<Port>,
}

impl SmppSession {
    fn call<T, C, F>(
        &self,
        id: u32,
        convert: impl FnOnce(T) -> String + Send + 'static,
        begin: impl FnOnce() -> Result<C>,
    ) where
        C: FnOnce(SmppClient) -> F + Send + 'static,
        F: Future<Output = Result<T>> + Send,
        T: Send + 'static,
    {
        let port = Arc::clone(&self.port);
        let begun = ecall_runtime::guarded(|| {
            self.session.spawn(begin()?, move |result| port.answer(id, move || result.map(convert)))
        });
        if let Err(error) = begun {
            self.port.answer(id, || Err(error));
        }
    }
}

#[napi]
impl SmppSession {
    /// A session, or its error as JSON. Its events come through the port under the id `log`, if there is one.
    #[napi]
    pub fn open(port: &PortHandle, options: String, log: Option<u32>) -> Either<SmppSession, String> {
        either(|| {
            let port = port.port();
            let (options, smpp) = SmppOptions::with_common_from_json(named(&options)?)?;
            let session = ecall_runtime::SmppSession::new(hooked(options, &port, log), smpp, None)?;
            Ok(Self { session: Arc::new(session), port })
        })
    }

    /// Opens the link.
    #[napi]
    pub fn bind(&self, id: u32, cancel: Option<&CancelToken>) {
        let token = cancel.map(CancelToken::token).unwrap_or_default();
        self.call(id, results::bound, || {
            Ok(move |client: SmppClient| async move { cancellable(Some(&token), client.bind_in_task()).await })
        });
    }

    /// Ends the link: nothing more is taken from this moment on.
    #[napi]
    pub fn unbind(&self, id: u32, cancel: Option<&CancelToken>) {
        let token = cancel.map(CancelToken::token).unwrap_or_default();
        self.call(
            id,
            |()| "null".to_owned(),
            || {
                if !token.is_cancelled() {
                    // It is asked for at once, and goes on though nobody waits.
                    self.session.blocking(|client| Ok(client.asynchronous().unbind().now_or_never()))?;
                }
                Ok(move |client: SmppClient| async move {
                    cancellable(Some(&token), client.unbind_in_task()).await
                })
            },
        );
    }

    /// Sends a text. What the message has besides, `more`, and the options of the call are one to core; those of the call win.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "plain values cross faster than an object of them")]
    pub fn submit(
        &self,
        id: u32,
        to: String,
        text: String,
        from: Option<String>,
        more: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.call(
            id,
            |submitted| results::submitted(&submitted),
            || {
                let mut all = optional(more)?;
                if let (Some(all), serde_json::Value::Object(own)) = (all.as_object_mut(), optional(options)?)
                {
                    all.extend(own);
                }
                let mut options = SubmitOptions::from_json(all)?;
                options.cancel = cancel.map(CancelToken::token);
                // Given to the link here and now: whatever is called after this is done after it.
                let end = self.session.blocking(|client| {
                    client.asynchronous().submit_at_once(&to, &text, from.as_deref(), &options)
                })?;
                Ok(move |_: SmppClient| end)
            },
        );
    }

    /// Begins to send many messages; or the error as JSON.
    #[napi]
    pub fn submit_many(&self, options: Option<String>) -> Either<SubmitBulk, String> {
        either(|| {
            let options = SubmitOptions::from_json(optional(options)?)?;
            Ok(SubmitBulk::new(self.session.bulk(options)?, Arc::clone(&self.port)))
        })
    }

    /// Begins to read what happens on the link; or the error as JSON.
    #[napi]
    pub fn events(&self) -> Either<SmppEvents, String> {
        either(|| SmppEvents::begin(&self.session, &self.port))
    }

    /// Whether it was unbound.
    #[napi(getter)]
    pub fn closed(&self) -> bool {
        self.session.blocking(|client| Ok(client.asynchronous().is_closed())).unwrap_or(true)
    }
}
