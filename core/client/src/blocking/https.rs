//! The client of the HTTPS interface for programs that are not asynchronous.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::lanes::Interrupt;
use super::shared::{Reached, Shared};
use crate::answer::Answer;
use crate::error::Result;
use crate::https::{
    Addresses, Endpoint, Https, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, Inbox, JobStates,
    MessagesOptions, Range, Resolution, SentJob,
};
use crate::model::{InboundSms, JobStatus};
use crate::options::{CallOptions, Interface, Options, Settings};
use crate::transport::Transport;

/// Sends SMS, faxes and voice messages over eCall's interface of HTTPS forms, and reads what was received, blocking the
/// calling thread.
///
/// What holds of [`blocking::Client`](super::Client) holds of it too: cheap to clone, shared freely between threads, and not
/// for threads on which a tokio runtime is entered. The operations are those of [`ecall::HttpsClient`](crate::HttpsClient).
#[derive(Clone)]
pub struct HttpsClient(Arc<Shared<Endpoint>>);

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
        Ok(Self(Shared::new(Interface::Https, options, interrupt, Endpoint::new)?))
    }

    /// A client with the same settings and none of the connections: what a forked child goes on with. Touches no lock.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self(self.0.fresh())
    }

    /// The asynchronous client with the same settings, which has connections of its own.
    #[must_use]
    pub fn asynchronous(&self) -> crate::HttpsClient {
        let (endpoint, tls) = self.0.parts();
        crate::HttpsClient::over(endpoint, tls)
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
        self.0.drive_call(options, async |https, options| https.send_sms(to, text, from, sms, options).await)
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
        self.0.drive_call(options, async |https, options| https.send_fax(to, text, fax, options).await)
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
        self.0.drive_call(options, async |https, options| https.send_voice(to, text, voice, options).await)
    }

    /// What has become of a job: a state for each of its recipients.
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::status`](crate::HttpsClient::status).
    pub fn status(&self, job_id: &str, options: &CallOptions) -> Result<Answer<JobStates>> {
        self.0.drive_call(options, async |https, options| https.status(job_id, options).await)
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
        self.0.drive_call(options, async |https, options| https.resolve(job_id, options).await)
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
        self.0.drive_call(options, async |https, options| https.next_message(number, options).await)
    }

    /// Deletes a message from the cache. False where there was none of this id any more (provisional).
    ///
    /// # Errors
    /// As [`ecall::HttpsClient::delete_message`](crate::HttpsClient::delete_message).
    pub fn delete_message(&self, message_id: &str, options: &CallOptions) -> Result<Answer<bool>> {
        self.0.drive_call(options, async |https, options| https.delete_message(message_id, options).await)
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

impl Reached for Endpoint {
    type Operations<'a> = Https<'a>;

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn operations<'a>(&'a self, transport: &'a dyn Transport) -> Https<'a> {
        Https { endpoint: self, transport }
    }
}

impl fmt::Debug for HttpsClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("blocking::HttpsClient", f)
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
        client
            .0
            .drive_call(options, async |https, options| range.next(https, options).await.transpose())
            .transpose()
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
        client.0.drive_call(options, async |https, options| inbox.acknowledge(https, options).await)
    }
}

impl Iterator for Messages {
    type Item = Result<InboundSms>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { client, inbox, options } = self;
        client.0.drive_call(options, async |https, options| inbox.next(https, options).await).transpose()
    }
}
