//! What the clients of all interfaces share: a session of the runtime, and the port to which its calls end.

use std::sync::Arc;

use ecall::{LogHook, Options, Result};
use ecall_runtime::BlockingClient;
use serde_json::json;

use crate::arguments::named;
use crate::names::described;
use crate::port::Port;

/// A client of core with its port.
pub(crate) struct Caller<B: BlockingClient> {
    pub session: ecall_runtime::Session<B>,
    pub port: Arc<Port>,
}

impl<B: BlockingClient> Caller<B> {
    /// A client with these options. Its events come through the port under the id `log`, if there is one.
    pub fn open(port: Arc<Port>, options: &str, log: Option<u32>) -> Result<Self> {
        let options = hooked(Options::from_json(named(options)?)?, &port, log);
        Ok(Self { session: ecall_runtime::Session::new(options, None)?, port })
    }

    /// Makes a call of core.
    pub fn call<T, C, F>(
        &self,
        id: u32,
        convert: impl FnOnce(T) -> String + Send + 'static,
        begin: impl FnOnce() -> Result<C>,
    ) where
        C: FnOnce(B::Asynchronous) -> F + Send + 'static,
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

/// The options with a log hook that tells JavaScript, under the id `log`, if there is one.
pub(crate) fn hooked(options: Options, port: &Arc<Port>, log: Option<u32>) -> Options {
    let Some(id) = log else { return options };
    let port = Arc::clone(port);
    options.log(LogHook::new(move |event| {
        let event = event.clone();
        port.event(id, move || described(json!(event)).to_string());
    }))
}
