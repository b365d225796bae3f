//! The client for programs that are not asynchronous: every call runs on the thread that makes it.

mod https;
mod lanes;
mod many;
mod shared;
mod smpp;
mod soap;

use std::fmt;
use std::sync::Arc;

pub use https::{HttpsClient, Messages, StatusRange};
pub use lanes::Interrupt;
pub use many::{SendMany, WaitMany};
use shared::{Reached, Shared};
pub use smpp::{SmppClient, SmppEvents};
pub use soap::SoapClient;

use crate::answer::Answer;
use crate::call::CancelToken;
use crate::error::Result;
use crate::model::{Message, MessageStatusData, Notification};
use crate::options::{CallOptions, Interface, Options, Settings, WaitOptions};
use crate::rest::{Endpoint, ListStatus, RawResponse, Rest, Sent, SentList, SmsOptions};
use crate::transport::Transport;

/// Sends messages over eCall's REST interface and follows them, blocking the calling thread.
///
/// Cheap to clone and shared freely between threads: as many calls run side by side as there are threads. Not for
/// threads on which a tokio runtime is entered, those of `spawn_blocking` among them: there a call fails with `internal`, and
/// [`ecall::Client`](crate::Client) is what to use.
#[derive(Clone)]
pub struct Client(Arc<Shared<Endpoint>>);

impl Client {
    /// A client with these options; what they leave out comes from the environment. Opens no connection.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options) -> Result<Self> {
        Self::with_interrupt(options, None)
    }

    /// A client that asks `interrupt` every 100 ms of a call, on the calling thread, whether to cancel it.
    ///
    /// # Errors
    /// See [`new`](Self::new).
    pub fn with_interrupt(options: Options, interrupt: Option<Interrupt>) -> Result<Self> {
        Ok(Self(Shared::new(Interface::Rest, options, interrupt, Endpoint::new)?))
    }

    /// A client with the same settings and none of the connections: what a forked child goes on with. Touches no lock.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self(self.0.fresh())
    }

    /// The asynchronous client with the same settings, which has connections of its own.
    #[must_use]
    pub fn asynchronous(&self) -> crate::Client {
        let (endpoint, tls) = self.0.parts();
        crate::Client::over(endpoint, tls)
    }

    /// Drives `call` on a lane. Its token is the caller's or, where an interrupt may come, a child of it.
    pub(crate) fn drive<T>(
        &self,
        cancel: Option<&CancelToken>,
        call: impl AsyncFnOnce(Rest<'_>, Option<CancelToken>) -> Result<T>,
    ) -> Result<T> {
        self.0.drive(cancel, call)
    }

    /// Sends a text by SMS. `from` is the configured sender unless given.
    ///
    /// # Errors
    /// See [`send`](Self::send).
    pub fn send_sms(&self, to: &str, text: &str, from: Option<&str>) -> Result<Answer<Sent>> {
        self.send_sms_with(to, text, from, SmsOptions::default(), &CallOptions::default())
    }

    /// Sends a text by SMS with more than recipient, text and sender.
    ///
    /// # Errors
    /// See [`send`](Self::send).
    pub fn send_sms_with(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        sms: SmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<Sent>> {
        self.0.drive_call(options, async |rest, options| rest.send_sms(to, text, from, sms, options).await)
    }

    /// Sends a message.
    ///
    /// # Errors
    /// As [`ecall::Client::send`](crate::Client::send).
    pub fn send(&self, message: Message, options: &CallOptions) -> Result<Answer<Sent>> {
        self.0.drive_call(options, async |rest, options| rest.send(message, options).await)
    }

    /// Sends several messages in one call, and says of each whether it was accepted.
    ///
    /// # Errors
    /// As [`ecall::Client::send_list`](crate::Client::send_list).
    pub fn send_list(
        &self,
        messages: Vec<Message>,
        notification: Option<Notification>,
        options: &CallOptions,
    ) -> Result<Answer<SentList>> {
        self.0
            .drive_call(options, async |rest, options| rest.send_list(messages, notification, options).await)
    }

    /// What has become of the messages of a list; the service answers for seven days.
    ///
    /// # Errors
    /// `not_found` for an id that the service does not know.
    pub fn list_status(&self, list_id: &str, options: &CallOptions) -> Result<Answer<ListStatus>> {
        self.0.drive_call(options, async |rest, options| rest.list_status(list_id, options).await)
    }

    /// What has become of a message; the service answers for seven days.
    ///
    /// # Errors
    /// `not_found` for an id that the service does not know.
    pub fn status(&self, message_id: &str, options: &CallOptions) -> Result<Answer<MessageStatusData>> {
        self.0.drive_call(options, async |rest, options| rest.status(message_id, options).await)
    }

    /// Follows a message until its state is final for its channel.
    ///
    /// # Errors
    /// `timeout` when the time is up; the error holds the last state that was read.
    pub fn wait(&self, message_id: &str, options: &WaitOptions) -> Result<Answer<MessageStatusData>> {
        self.0.drive(options.cancel.as_ref(), async |rest, cancel| {
            rest.wait(message_id, &WaitOptions { cancel, ..options.clone() }).await
        })
    }

    /// Tells whether the credentials are good, sending nothing. Provisional: asks for a message that does not exist.
    ///
    /// # Errors
    /// `authentication` or `permission` when they are not.
    pub fn check(&self, options: &CallOptions) -> Result<Answer<()>> {
        self.0.drive_call(options, async |rest, options| rest.check(options).await)
    }

    /// An authenticated request to a path of the service that this library has no name for.
    ///
    /// # Errors
    /// As [`ecall::Client::request`](crate::Client::request).
    pub fn request(
        &self,
        method: &str,
        path: &str,
        json: Option<&serde_json::Value>,
        options: &CallOptions,
    ) -> Result<Answer<RawResponse>> {
        self.0.drive_call(options, async |rest, options| rest.request(method, path, json, options).await)
    }
}

impl Reached for Endpoint {
    type Operations<'a> = Rest<'a>;

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn operations<'a>(&'a self, transport: &'a dyn Transport) -> Rest<'a> {
        Rest { endpoint: self, transport, gate: None }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("blocking::Client", f)
    }
}
