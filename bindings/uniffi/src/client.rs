use std::sync::Arc;

use ecall::model::wire;
use ecall::{CallOptions, Error, Kind, Message, Options, Outcome, SmsOptions};
use ecall_runtime::Session;
use serde_json::Value;

use crate::call::{CancelToken, Interrupt, on_io_thread};
use crate::failure::Failure;
use crate::result::MessageResult;

/// Sends messages over eCall's REST interface. May be used by many threads at once.
///
/// Options are JSON objects in the names of core (`timeout_ms`), messages JSON objects in the names of the wire.
#[derive(uniffi::Object)]
pub struct Client(Session);

#[uniffi::export]
impl Client {
    /// A client with these options; what they leave out comes from the environment. Opens no connection.
    #[uniffi::constructor]
    pub fn new(options: Option<String>, interrupt: Option<Arc<dyn Interrupt>>) -> Result<Self, Failure> {
        let options = match options {
            Some(json) => Options::from_json(read(&json, Kind::Config, Outcome::NotApplicable)?)?,
            None => Options::new(),
        };
        let interrupt = interrupt.map(|asked| Arc::new(move || asked.requested()) as _);
        Ok(Self(Session::new(options, interrupt)?))
    }

    /// Sends a text by SMS, on the I/O thread. `sms` are further options of the message, `call` those of the call.
    pub async fn send_sms(
        &self,
        to: String,
        text: String,
        from: Option<String>,
        sms: Option<String>,
        call: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<MessageResult, Failure> {
        let sms = sms_options(sms)?;
        let options = call_options(call)?;
        let sent = on_io_thread(&self.0, cancel, async move |client, token| {
            client.send_sms_with(&to, &text, from.as_deref(), sms, &options.cancel(token)).await
        });
        Ok(sent.await?.into())
    }

    /// Sends a text by SMS, on the calling thread.
    pub fn send_sms_blocking(
        &self,
        to: &str,
        text: &str,
        from: Option<String>,
        sms: Option<String>,
        call: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<MessageResult, Failure> {
        let sms = sms_options(sms)?;
        let options = cancellable(call_options(call)?, cancel);
        let sent = self.0.blocking(|client| client.send_sms_with(to, text, from.as_deref(), sms, &options));
        Ok(sent?.into())
    }

    /// Sends a message, on the I/O thread.
    pub async fn send(
        &self,
        message: String,
        call: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<MessageResult, Failure> {
        let message = read_message(&message)?;
        let options = call_options(call)?;
        let sent = on_io_thread(&self.0, cancel, async move |client, token| {
            client.send(message, &options.cancel(token)).await
        });
        Ok(sent.await?.into())
    }

    /// Sends a message, on the calling thread.
    pub fn send_blocking(
        &self,
        message: &str,
        call: Option<String>,
        cancel: Option<Arc<CancelToken>>,
    ) -> Result<MessageResult, Failure> {
        let message = read_message(message)?;
        let options = cancellable(call_options(call)?, cancel);
        Ok(self.0.blocking(|client| client.send(message, &options))?.into())
    }

    /// Refuses every later call with `closed`. Not called `close`, which in Kotlin frees the object.
    pub fn shut(&self) {
        self.0.close();
    }
}

fn cancellable(options: CallOptions, cancel: Option<Arc<CancelToken>>) -> CallOptions {
    match cancel {
        Some(cancel) => options.cancel(cancel.0.clone()),
        None => options,
    }
}

fn sms_options(json: Option<String>) -> ecall::Result<SmsOptions> {
    match json {
        Some(json) => SmsOptions::from_json(read(&json, Kind::InvalidArgument, Outcome::NotAccepted)?),
        None => Ok(SmsOptions::new()),
    }
}

fn call_options(json: Option<String>) -> ecall::Result<CallOptions> {
    match json {
        Some(json) => CallOptions::from_json(read(&json, Kind::InvalidArgument, Outcome::NotAccepted)?),
        None => Ok(CallOptions::new()),
    }
}

fn read(json: &str, kind: Kind, outcome: Outcome) -> ecall::Result<Value> {
    wire::read(json.as_bytes()).map_err(|problem| Error::new(kind, outcome, problem.to_string()))
}

fn read_message(json: &str) -> ecall::Result<Message> {
    wire::read(json.as_bytes())
        .map_err(|problem| Error::new(Kind::InvalidArgument, Outcome::NotAccepted, problem.to_string()))
}
