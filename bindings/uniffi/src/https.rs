use std::sync::Arc;

use ecall::{
    CallOptions, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, MessagesOptions, TimeRange, blocking,
};
use ecall_runtime::Session;
use futures_util::FutureExt;

use crate::call::{CancelToken, Cancelled, Interrupt, asked, operations, optional};
use crate::client::client_options;
use crate::failure::Failure;
use crate::job::{CachedMessage, Deletion, InboundSms, JobStates, JobStatus, Resolution, SentJob};
use crate::log::Log;
use crate::order::InOrder;

/// Sends SMS, faxes and voice messages over the interface of HTTPS forms; as [`Client`](crate::Client).
#[derive(uniffi::Object)]
pub struct HttpsClient(Arc<Session<blocking::HttpsClient>>);

#[uniffi::export]
impl HttpsClient {
    /// A client with these options; what they leave out comes from the environment. Opens no connection.
    #[uniffi::constructor]
    pub fn new(
        options: Option<String>,
        interrupt: Option<Arc<dyn Interrupt>>,
        log: Option<Arc<dyn Log>>,
    ) -> Result<Self, Failure> {
        Ok(Self(Arc::new(Session::new(client_options(options.as_deref(), log)?, asked(interrupt))?)))
    }

    /// The states of all jobs between two times (RFC 3339). `options` are those of each request.
    pub fn status_range(
        &self,
        start: &str,
        end: &str,
        options: Option<String>,
    ) -> Result<Arc<StatusRange>, Failure> {
        let TimeRange { start, end, .. } = TimeRange::parse(start, end)?;
        let options = CallOptions::given(options.as_deref())?;
        let range = self.0.asynchronous()?.status_range(start, end, &options)?;
        Ok(Arc::new(StatusRange(InOrder::of(&self.0, range))))
    }

    /// The messages in the cache, one after the other. `messages` are the options of this alone, `options` those of each request.
    pub fn messages(
        &self,
        messages: Option<String>,
        options: Option<String>,
    ) -> Result<Arc<Messages>, Failure> {
        let messages = MessagesOptions::from_json(optional(messages.as_deref())?)?;
        let options = CallOptions::given(options.as_deref())?;
        let messages = self.0.asynchronous()?.messages(messages, &options)?;
        Ok(Arc::new(Messages(InOrder::of(&self.0, messages))))
    }

    /// Refuses every later call with `closed`. Not called `close`, which in Kotlin frees the object.
    pub fn shut(&self) {
        self.0.close();
    }
}

operations! { HttpsClient:
    /// Sends a text by SMS to one address or several. `sms` are further options of the job.
    send_sms, send_sms_blocking(to: Vec<String>, text: String, from: Option<String>, sms: Option<String>) -> SentJob {
        let sms = HttpsSmsOptions::from_json(optional(sms.as_deref())?)?;
        |client, options: CallOptions| client.send_sms_with(to, &text, from.as_deref(), sms, &options)
    }

    /// Sends a text by fax to one address or several. `fax` are further options of the job.
    send_fax, send_fax_blocking(to: Vec<String>, text: String, fax: Option<String>) -> SentJob {
        let fax = HttpsFaxOptions::from_json(optional(fax.as_deref())?)?;
        |client, options: CallOptions| client.send_fax(to, &text, fax, &options)
    }

    /// Calls a telephone and reads a text to it. `voice` are further options of the job.
    send_voice, send_voice_blocking(to: String, text: String, voice: Option<String>) -> SentJob {
        let voice = HttpsVoiceOptions::from_json(optional(voice.as_deref())?)?;
        |client, options: CallOptions| client.send_voice(&to, &text, voice, &options)
    }

    /// Asks what has become of a job.
    status, status_blocking(job_id: String) -> JobStates {
        |client, options: CallOptions| client.status(&job_id, &options)
    }

    /// Asks whether the service has a job whose sending had no certain end.
    resolve, resolve_blocking(job_id: String) -> Resolution {
        |client, options: CallOptions| client.resolve(&job_id, &options)
    }

    /// Asks for the next message in the cache, of one leased number or of all.
    next_message, next_message_blocking(number: Option<String>) -> CachedMessage {
        |client, options: CallOptions| client.next_message(number.as_deref(), &options)
    }

    /// Deletes a message from the cache.
    delete_message, delete_message_blocking(message_id: String) -> Deletion {
        |client, options: CallOptions| client.delete_message(&message_id, &options)
    }
}

/// The states between two times.
#[derive(uniffi::Object)]
pub struct StatusRange(InOrder<blocking::HttpsClient, ecall::StatusRange>);

/// The messages in the cache.
#[derive(uniffi::Object)]
pub struct Messages(InOrder<blocking::HttpsClient, ecall::Messages>);

#[uniffi::export]
impl StatusRange {
    /// The next states: those that one answer told, none at the end. A call that is cancelled loses none.
    pub async fn next(&self, cancel: Option<Arc<CancelToken>>) -> Result<Vec<JobStatus>, Failure> {
        let next = self.0.ask(cancel, |range| {
            let next = async {
                let Some(first) = range.next().await.transpose()? else { return Ok(Vec::new()) };
                Ok([first].into_iter().chain(range.ready()).collect())
            };
            next.boxed()
        });
        Ok(next.await?.into_iter().map(JobStatus::from).collect())
    }
}

#[uniffi::export]
impl Messages {
    /// The next message, none at the end; the one before is taken with that. A call that is cancelled loses none.
    pub async fn next(&self, cancel: Option<Arc<CancelToken>>) -> Result<Option<InboundSms>, Failure> {
        let next = self.0.ask(cancel, |messages| messages.next().map(Option::transpose).boxed());
        Ok(next.await?.map(InboundSms::from))
    }

    /// Says that the last message is taken.
    pub async fn acknowledge(&self, cancel: Option<Arc<CancelToken>>) -> Result<(), Failure> {
        Ok(self.0.ask(cancel, |messages| messages.acknowledge().boxed()).await?)
    }
}
