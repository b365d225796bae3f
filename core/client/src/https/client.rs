use std::fmt;
use std::sync::Arc;

use futures_util::{Stream, stream};
use jiff::Timestamp;

use super::{
    Addresses, Endpoint, Https, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, Inbox, JobStates,
    MessagesOptions, Range, Resolution, SentJob,
};
use crate::answer::Answer;
use crate::error::Result;
use crate::model::{InboundSms, JobStatus};
use crate::options::{CallOptions, Interface, Options, Settings};
use crate::transport::{HyperTransport, Transport, tls_config};

/// Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, and reads what was received. For programs that
/// run on tokio.
///
/// It has the same options as [`Client`](crate::Client); `base_url` is the root of this interface, and its variable
/// `ECALL_HTTPS_URL`. Every request is a POST, so that the password stands in no URL. Cheap to clone; clones share their
/// connections, which belong to the runtime that opened them. Source of everything: HTTPS documentation.
#[derive(Clone)]
pub struct HttpsClient {
    endpoint: Arc<Endpoint>,
    transport: Arc<dyn Transport>,
}

impl HttpsClient {
    /// A client with these options; what they leave out comes from the environment. Opens no connection.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options) -> Result<Self> {
        let settings = Settings::resolve(Interface::Https, options, |name| std::env::var(name).ok())?;
        let tls = tls_config(&settings)?;
        Ok(Self::over(Arc::new(Endpoint::new(settings)?), tls))
    }

    pub(crate) fn over(endpoint: Arc<Endpoint>, tls: rustls::ClientConfig) -> Self {
        let transport = Arc::new(HyperTransport::new(&endpoint.settings, tls));
        Self { endpoint, transport }
    }

    fn https(&self) -> Https<'_> {
        Https { endpoint: &self.endpoint, transport: &*self.transport }
    }

    /// Sends a text by SMS, to one address or several. `from` is the configured sender unless given.
    ///
    /// # Errors
    /// See [`send_sms_with`](Self::send_sms_with).
    pub async fn send_sms(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        from: Option<&str>,
    ) -> Result<Answer<SentJob>> {
        self.send_sms_with(to, text, from, HttpsSmsOptions::default(), &CallOptions::default()).await
    }

    /// Sends a text by SMS with more than addresses, text and sender. `from` is an optional `+` and up to 16 digits, or up to
    /// 11 characters.
    ///
    /// The service looks at several addresses in order and stops at the first that is invalid.
    ///
    /// # Errors
    /// `invalid_argument` before anything goes out, with every problem; `outcome_unknown` when the job may have been accepted:
    /// [`resolve`](Self::resolve) asks the service, by the error's `job_id`; every other kind when it certainly was not.
    pub async fn send_sms_with(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        from: Option<&str>,
        sms: HttpsSmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        self.https().send_sms(to.into(), text, from, sms, options).await
    }

    /// Sends a text by fax, to one address or several.
    ///
    /// # Errors
    /// See [`send_sms_with`](Self::send_sms_with).
    pub async fn send_fax(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        fax: HttpsFaxOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        self.https().send_fax(to.into(), text, fax, options).await
    }

    /// Calls a telephone and reads a text to it.
    ///
    /// # Errors
    /// See [`send_sms_with`](Self::send_sms_with).
    pub async fn send_voice(
        &self,
        to: &str,
        text: &str,
        voice: HttpsVoiceOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        self.https().send_voice(to, text, voice, options).await
    }

    /// What has become of a job: a state for each of its recipients.
    ///
    /// # Errors
    /// `not_found` for a job that the service does not know (11502, 11910; provisional).
    pub async fn status(&self, job_id: &str, options: &CallOptions) -> Result<Answer<JobStates>> {
        self.https().status(job_id, options).await
    }

    /// The states of all jobs between two times, read as they are asked for. Where the service says that there are more than
    /// 1000 the range is halved, down to one second. `options` are those of each request.
    ///
    /// # Errors
    /// `invalid_argument` when the end is before the start.
    pub fn status_range(
        &self,
        start: Timestamp,
        end: Timestamp,
        options: &CallOptions,
    ) -> Result<StatusRange> {
        let range = Range::new(start, end)?;
        Ok(StatusRange { client: self.clone(), range, options: options.clone() })
    }

    /// Asks the service what became of a job whose sending had no certain end. Never sends anything again.
    ///
    /// # Errors
    /// As [`status`](Self::status), but for a job that is not known.
    pub async fn resolve(&self, job_id: &str, options: &CallOptions) -> Result<Answer<Resolution>> {
        self.https().resolve(job_id, options).await
    }

    /// The next message in the cache, of one leased number or of all; None where there is none. It stays in the cache until it
    /// is [deleted](Self::delete_message).
    ///
    /// # Errors
    /// `unexpected_response` for an answer that holds no message and does not say that there is none.
    pub async fn next_message(
        &self,
        number: Option<&str>,
        options: &CallOptions,
    ) -> Result<Answer<Option<InboundSms>>> {
        self.https().next_message(number, options).await
    }

    /// Deletes a message from the cache. False where there was none of this id any more (provisional).
    ///
    /// # Errors
    /// Those of a read: it may be repeated freely.
    pub async fn delete_message(&self, message_id: &str, options: &CallOptions) -> Result<Answer<bool>> {
        self.https().delete_message(message_id, options).await
    }

    /// The messages in the cache, one after the other. A message is deleted when the next is asked for, or it is acknowledged;
    /// never before. `options` are those of each request; their token ends it.
    ///
    /// # Errors
    /// `invalid_argument`, naming every option that is out of range.
    pub fn messages(&self, messages: MessagesOptions, options: &CallOptions) -> Result<Messages> {
        Ok(Messages { client: self.clone(), inbox: Inbox::new(messages)?, options: options.clone() })
    }
}

impl fmt::Debug for HttpsClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpsClient")
            .field("base_url", &self.endpoint.settings.base_url.as_str())
            .finish_non_exhaustive()
    }
}

/// The states between two times; made by [`HttpsClient::status_range`].
pub struct StatusRange {
    client: HttpsClient,
    range: Range,
    options: CallOptions,
}

impl StatusRange {
    /// One more state. None once all were told, and after an error.
    ///
    /// # Errors
    /// Those of a read; `rejected` with the code 11701 where one second has more than 1000.
    pub async fn next(&mut self) -> Option<Result<JobStatus>> {
        self.range.next(self.client.https(), &self.options).await
    }

    /// Says that the last state never reached anybody, because whoever asked for it was interrupted: it comes again. For bindings.
    pub fn give_again(&mut self) {
        self.range.give_again();
    }

    /// The states that were read already and not handed over: a binding takes them at once. Asks the service nothing.
    pub fn ready(&mut self) -> impl Iterator<Item = JobStatus> {
        self.range.ready()
    }

    /// The states as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Result<JobStatus>> + Send {
        stream::unfold(self, async |mut range| range.next().await.map(|state| (state, range)))
    }
}

/// The messages in the cache; made by [`HttpsClient::messages`].
pub struct Messages {
    client: HttpsClient,
    inbox: Inbox,
    options: CallOptions,
}

impl Messages {
    /// The next message; None where the cache is empty, unless it is followed. Asking for it says that the one before is
    /// taken, and deletes it. After an error the same is tried again; nothing is lost, and the future may be dropped.
    ///
    /// # Errors
    /// Those of a read; `unexpected_response` where a message has no id or comes again after it was deleted.
    pub async fn next(&mut self) -> Option<Result<InboundSms>> {
        self.inbox.next(self.client.https(), &self.options).await.transpose()
    }

    /// Says that the last message never reached anybody, because whoever asked for it was interrupted: it comes again, undeleted.
    /// For bindings. Means nothing where the next was asked for already.
    pub fn give_again(&mut self) {
        self.inbox.give_again();
    }

    /// Says that the last message is taken, and deletes it.
    ///
    /// # Errors
    /// Those of a read: the message may come again.
    pub async fn acknowledge(&mut self) -> Result<()> {
        self.inbox.acknowledge(self.client.https(), &self.options).await
    }

    /// The messages as a stream: asking it for one more is [`next`](Self::next). It goes on after an error, so it ends where
    /// its reader does.
    pub fn into_stream(self) -> impl Stream<Item = Result<InboundSms>> + Send {
        stream::unfold(self, async |mut messages| messages.next().await.map(|message| (message, messages)))
    }
}
