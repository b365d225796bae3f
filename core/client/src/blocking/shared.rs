//! What the blocking clients of the interfaces over HTTP have in common.

use std::fmt;
use std::sync::Arc;

use super::lanes::{Interrupt, Lanes};
use crate::call::CancelToken;
use crate::error::Result;
use crate::options::{CallOptions, Interface, Options, Settings};
use crate::transport::{Transport, tls_config};

/// Where an interface is, with what its requests share.
pub(crate) trait Reached {
    /// The operations there.
    type Operations<'a>
    where
        Self: 'a;

    fn settings(&self) -> &Settings;

    fn operations<'a>(&'a self, transport: &'a dyn Transport) -> Self::Operations<'a>;
}

/// An endpoint and the lanes to it, which the clones of a client share.
pub(super) struct Shared<E> {
    endpoint: Arc<E>,
    lanes: Lanes,
}

impl<E: Reached> Shared<E> {
    /// Of these options and, for what they leave out, the environment. Opens no connection.
    pub fn new(
        interface: Interface,
        options: Options,
        interrupt: Option<Interrupt>,
        endpoint: impl FnOnce(Settings) -> Result<E>,
    ) -> Result<Arc<Self>> {
        let settings = Settings::resolve(interface, options, |name| std::env::var(name).ok())?;
        let lanes = Lanes::new(tls_config(&settings)?, interrupt);
        Ok(Arc::new(Self { endpoint: Arc::new(endpoint(settings)?), lanes }))
    }

    /// The same without a connection. Touches no lock.
    pub fn fresh(&self) -> Arc<Self> {
        Arc::new(Self { endpoint: self.endpoint.clone(), lanes: self.lanes.fresh() })
    }

    /// What an asynchronous client of the same settings is made from.
    pub fn parts(&self) -> (Arc<E>, rustls::ClientConfig) {
        (self.endpoint.clone(), self.lanes.fresh_tls())
    }

    /// Drives `call` on a lane. Its token is the caller's or, where an interrupt may come, a child of it.
    pub fn drive<T>(
        &self,
        cancel: Option<&CancelToken>,
        call: impl AsyncFnOnce(E::Operations<'_>, Option<CancelToken>) -> Result<T>,
    ) -> Result<T> {
        let endpoint = &*self.endpoint;
        self.lanes.drive(endpoint.settings(), cancel, async |transport, cancel| {
            call(endpoint.operations(transport), cancel).await
        })
    }

    /// The same with the options of a call, whose token it gets.
    pub fn drive_call<T>(
        &self,
        options: &CallOptions,
        call: impl AsyncFnOnce(E::Operations<'_>, &CallOptions) -> Result<T>,
    ) -> Result<T> {
        self.drive(options.cancel.as_ref(), async |operations, cancel| {
            call(operations, &CallOptions { cancel, ..options.clone() }).await
        })
    }

    /// A client as it is shown: without anything that is secret.
    pub fn show(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base_url = self.endpoint.settings().base_url.as_str();
        f.debug_struct(name).field("base_url", &base_url).finish_non_exhaustive()
    }
}
