use std::fmt;
use std::sync::Arc;

use crate::answer::Answer;
use crate::call::Gate;
use crate::error::Result;
use crate::model::{Message, MessageStatusData, Notification};
use crate::options::{CallOptions, Interface, Options, Settings, WaitOptions};
use crate::rest::{Endpoint, ListStatus, RawResponse, Rest, Sent, SentList, SmsOptions};
use crate::transport::{HyperTransport, Transport, tls_config};

/// Sends messages over eCall's REST interface and follows them. For programs that run on tokio.
///
/// Cheap to clone; clones share their connections. Its connections belong to the runtime that opened them, so a client
/// is used on one runtime. Dropping a future of a send cancels it without a word on whether the message went out; give a
/// [`CancelToken`](crate::CancelToken) to be told.
#[derive(Clone)]
pub struct Client {
    endpoint: Arc<Endpoint>,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// A client with these options; what they leave out comes from the environment. Opens no connection.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options) -> Result<Self> {
        let settings = Settings::resolve(Interface::Rest, options, |name| std::env::var(name).ok())?;
        let tls = tls_config(&settings)?;
        Ok(Self::over(Arc::new(Endpoint::new(settings)?), tls))
    }

    pub(crate) fn over(endpoint: Arc<Endpoint>, tls: rustls::ClientConfig) -> Self {
        let transport = Arc::new(HyperTransport::new(&endpoint.settings, tls));
        Self { endpoint, transport }
    }

    pub(crate) fn rest(&self) -> Rest<'_> {
        Rest { endpoint: &self.endpoint, transport: &*self.transport, gate: None }
    }

    /// The operations of calls that are held back together.
    pub(crate) fn rest_behind<'a>(&'a self, gate: &'a Gate) -> Rest<'a> {
        Rest { gate: Some(gate), ..self.rest() }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.endpoint.settings
    }

    /// Sends a text by SMS. `from` is the configured sender unless given.
    ///
    /// # Errors
    /// See [`send`](Self::send).
    pub async fn send_sms(&self, to: &str, text: &str, from: Option<&str>) -> Result<Answer<Sent>> {
        self.send_sms_with(to, text, from, SmsOptions::default(), &CallOptions::default()).await
    }

    /// Sends a text by SMS with more than recipient, text and sender.
    ///
    /// # Errors
    /// See [`send`](Self::send).
    pub async fn send_sms_with(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        sms: SmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<Sent>> {
        self.rest().send_sms(to, text, from, sms, options).await
    }

    /// Sends a message.
    ///
    /// # Errors
    /// `invalid_argument` before anything goes out, with every problem of the message; `outcome_unknown` when the
    /// message may have been accepted; every other kind when it certainly was not. A cancelled call says by its outcome
    /// whether the message may have gone out.
    pub async fn send(&self, message: Message, options: &CallOptions) -> Result<Answer<Sent>> {
        self.rest().send(message, options).await
    }

    /// Sends several messages in one call. `notification` says who is told what became of them; the messages have none of
    /// their own.
    ///
    /// Success means that the service looked at the list: [`SentList`] says of each message whether it was accepted.
    ///
    /// # Errors
    /// As [`send`](Self::send), for the list as a whole; `invalid_argument` names every problem of every message
    /// (`messages[3].to`). The path is provisional: `not_found` where the service has it elsewhere.
    pub async fn send_list(
        &self,
        messages: Vec<Message>,
        notification: Option<Notification>,
        options: &CallOptions,
    ) -> Result<Answer<SentList>> {
        self.rest().send_list(messages, notification, options).await
    }

    /// What has become of the messages of a list; the service answers for seven days.
    ///
    /// # Errors
    /// `not_found` for an id that the service does not know.
    pub async fn list_status(&self, list_id: &str, options: &CallOptions) -> Result<Answer<ListStatus>> {
        self.rest().list_status(list_id, options).await
    }

    /// What has become of a message; the service answers for seven days.
    ///
    /// # Errors
    /// `not_found` for an id that the service does not know.
    pub async fn status(&self, message_id: &str, options: &CallOptions) -> Result<Answer<MessageStatusData>> {
        self.rest().status(message_id, options).await
    }

    /// Follows a message until its state is final for its channel.
    ///
    /// # Errors
    /// `timeout` when the time is up; the error holds the last state that was read.
    pub async fn wait(&self, message_id: &str, options: &WaitOptions) -> Result<Answer<MessageStatusData>> {
        self.rest().wait(message_id, options).await
    }

    /// Tells whether the credentials are good, sending nothing. Provisional: asks for a message that does not exist.
    ///
    /// # Errors
    /// `authentication` or `permission` when they are not.
    pub async fn check(&self, options: &CallOptions) -> Result<Answer<()>> {
        self.rest().check(options).await
    }

    /// An authenticated request to a path of the service that this library has no name for. GET and HEAD are reads, all
    /// else is a send and handled with the same care. An answer that is not 2xx is an error.
    ///
    /// # Errors
    /// `invalid_argument` when `path` is not relative.
    pub async fn request(
        &self,
        method: &str,
        path: &str,
        json: Option<&serde_json::Value>,
        options: &CallOptions,
    ) -> Result<Answer<RawResponse>> {
        self.rest().request(method, path, json, options).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.endpoint.settings.base_url.as_str())
            .finish_non_exhaustive()
    }
}
