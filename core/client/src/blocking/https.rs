//! The client of the HTTPS interface for programs that are not asynchronous.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::lanes::{Interrupt, Lanes};
use crate::answer::Answer;
use crate::error::Result;
use crate::https::{
    Addresses, Endpoint, Https, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, Inbox, JobStates,
    MessagesOptions, Range, Resolution, SentJob,
};
use crate::model::{InboundSms, JobStatus};
use crate::options::{CallOptions, Interface, Options, Settings};
use crate::transport::tls_config;

/// Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, and reads what was received, blocking the
/// calling thread.
///
/// What holds of [`blocking::Client`](super::Client) holds of it too: cheap to clone, shared freely between threads, and not
/// for threads on which a tokio runtime is entered. The operations are those of [`ecall::HttpsClient`](crate::HttpsClient).
#[derive(Clone)]
pub struct HttpsClient(Arc<Shared>);

struct Shared {
    endpoint: Arc<Endpoint>,
    lanes: Lanes,
}

impl HttpsClient {
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
        let settings = Settings::resolve(Interface::Https, options, |name| std::env::var(name).ok())?;
        let tls = tls_config(&settings)?;
        Ok(Self::over(Arc::new(Endpoint::new(settings)?), Lanes::new(tls, interrupt)))
    }

    fn over(endpoint: Arc<Endpoint>, lanes: Lanes) -> Self {
        Self(Arc::new(Shared { endpoint, lanes }))
    }

    /// A client with the same settings and none of the connections: what a forked child goes on with. Touches no lock.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self::over(self.0.endpoint.clone(), self.0.lanes.fresh())
    }

    /// The asynchronous client with the same settings, which has connections of its own.
    #[must_use]
    pub fn asynchronous(&self) -> crate::HttpsClient {
        crate::HttpsClient::over(self.0.endpoint.clone(), self.0.lanes.fresh_tls())
    }

    fn drive<T>(
        &self,
        options: &CallOptions,
        call: impl AsyncFnOnce(Https<'_>, &CallOptions) -> Result<T>,
    ) -> Result<T> {
        let Shared { endpoint, lanes } = &*self.0;
        lanes.drive(&endpoint.settings, options.cancel.as_ref(), async |transport, cancel| {
            call(Https { endpoint, transport }, &CallOptions { cancel, ..options.clone() }).await
        })
    }

    /// Sends a text by SMS, to one address or several. `from` is the configured sender unless given.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::send_sms_with`](crate::HttpsClient::send_sms_with).
    pub fn send_sms(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        from: Option<&str>,
    ) -> Result<Answer<SentJob>> {
        self.send_sms_with(to, text, from, HttpsSmsOptions::default(), &CallOptions::default())
    }

    /// Sends a text by SMS with more than addresses, text and sender.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::send_sms_with`](crate::HttpsClient::send_sms_with).
    pub fn send_sms_with(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        from: Option<&str>,
        sms: HttpsSmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let to = to.into();
        self.drive(options, async |https, options| https.send_sms(to, text, from, sms, options).await)
    }

    /// Sends a text by fax, to one address or several.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::send_sms_with`](crate::HttpsClient::send_sms_with).
    pub fn send_fax(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        fax: HttpsFaxOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let to = to.into();
        self.drive(options, async |https, options| https.send_fax(to, text, fax, options).await)
    }

    /// Calls a telephone and reads a text to it.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::send_sms_with`](crate::HttpsClient::send_sms_with).
    pub fn send_voice(
        &self,
        to: &str,
        text: &str,
        voice: HttpsVoiceOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        self.drive(options, async |https, options| https.send_voice(to, text, voice, options).await)
    }

    /// What has become of a job: a state for each of its recipients.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::status`](crate::HttpsClient::status).
    pub fn status(&self, job_id: &str, options: &CallOptions) -> Result<Answer<JobStates>> {
        self.drive(options, async |https, options| https.status(job_id, options).await)
    }

    /// The states of all jobs between two times, read as they are asked for.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::status_range`](crate::HttpsClient::status_range).
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
    /// As [`ecall::HttpsClient::resolve`](crate::HttpsClient::resolve).
    pub fn resolve(&self, job_id: &str, options: &CallOptions) -> Result<Answer<Resolution>> {
        self.drive(options, async |https, options| https.resolve(job_id, options).await)
    }

    /// The next message in the cache, of one leased number or of all; None where there is none. It stays there.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::next_message`](crate::HttpsClient::next_message).
    pub fn next_message(
        &self,
        number: Option<&str>,
        options: &CallOptions,
    ) -> Result<Answer<Option<InboundSms>>> {
        self.drive(options, async |https, options| https.next_message(number, options).await)
    }

    /// Deletes a message from the cache. False where there was none of this id any more (provisional).
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::delete_message`](crate::HttpsClient::delete_message).
    pub fn delete_message(&self, message_id: &str, options: &CallOptions) -> Result<Answer<bool>> {
        self.drive(options, async |https, options| https.delete_message(message_id, options).await)
    }

    /// The messages in the cache, one after the other. A message is deleted when the next is asked for, or it is acknowledged;
    /// never before. An iterator that is collected asks for the next after each: it takes them all.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::messages`](crate::HttpsClient::messages).
    pub fn messages(&self, messages: MessagesOptions, options: &CallOptions) -> Result<Messages> {
        Ok(Messages { client: self.clone(), inbox: Inbox::new(messages)?, options: options.clone() })
    }
}

impl fmt::Debug for HttpsClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base_url = self.0.endpoint.settings.base_url.as_str();
        f.debug_struct("blocking::HttpsClient").field("base_url", &base_url).finish_non_exhaustive()
    }
}

/// The states between two times; made by [`HttpsClient::status_range`]. Ends after an error.
pub struct StatusRange {
    client: HttpsClient,
    range: Range,
    options: CallOptions,
}

impl StatusRange {
    /// As [`ecall::StatusRange::give_again`](crate::StatusRange::give_again).
    pub fn give_again(&mut self) {
        self.range.give_again();
    }
}

impl Iterator for StatusRange {
    type Item = Result<JobStatus>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { client, range, options } = self;
        client.drive(options, async |https, options| range.next(https, options).await.transpose()).transpose()
    }
}

/// The messages in the cache; made by [`HttpsClient::messages`]. After an error the same is tried again.
pub struct Messages {
    client: HttpsClient,
    inbox: Inbox,
    options: CallOptions,
}

impl Messages {
    /// As [`ecall::Messages::give_again`](crate::Messages::give_again).
    pub fn give_again(&mut self) {
        self.inbox.give_again();
    }

    /// Says that the last message is taken, and deletes it.
    ///
    /// # Errors
    /// As [`ecall::Messages::acknowledge`](crate::Messages::acknowledge).
    pub fn acknowledge(&mut self) -> Result<()> {
        let Self { client, inbox, options } = self;
        client.drive(options, async |https, options| inbox.acknowledge(https, options).await)
    }
}

impl Iterator for Messages {
    type Item = Result<InboundSms>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { client, inbox, options } = self;
        client.drive(options, async |https, options| inbox.next(https, options).await).transpose()
    }
}
