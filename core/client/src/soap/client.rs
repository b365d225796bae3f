use std::fmt;
use std::sync::Arc;

use super::{Attachment, Endpoint, Soap, SoapFaxOptions, SoapResolution, SoapSmsOptions, SoapVoiceOptions};
use crate::answer::Answer;
use crate::error::Result;
use crate::job::{Addresses, SentJob};
use crate::model::JobState;
use crate::options::{CallOptions, Interface, Options, Settings, WaitOptions};
use crate::transport::{HyperTransport, Transport, tls_config};

/// Sends SMS, faxes and voice messages over eCall's SOAP WebService, and follows them. For programs that run on tokio.
///
/// It has the same options as [`Client`](crate::Client); `base_url` is the root of this interface, and its variable
/// `ECALL_SOAP_URL`. Cheap to clone; clones share their connections, which belong to the runtime that opened them. Source of
/// everything: SOAP documentation and WSDL.
#[derive(Clone)]
pub struct SoapClient {
    endpoint: Arc<Endpoint>,
    transport: Arc<dyn Transport>,
}

impl SoapClient {
    /// A client with these options; what they leave out comes from the environment. Opens no connection.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options) -> Result<Self> {
        let settings = Settings::resolve(Interface::Soap, options, |name| std::env::var(name).ok())?;
        let tls = tls_config(&settings)?;
        Ok(Self::over(Arc::new(Endpoint::new(settings)?), tls))
    }

    pub(crate) fn over(endpoint: Arc<Endpoint>, tls: rustls::ClientConfig) -> Self {
        let transport = Arc::new(HyperTransport::new(&endpoint.settings, tls));
        Self { endpoint, transport }
    }

    fn soap(&self) -> Soap<'_> {
        Soap { endpoint: &self.endpoint, transport: &*self.transport }
    }

    /// Sends a text by SMS, or to a pager (`074123456:1234`), to one address or several. `from` is the configured sender unless
    /// given.
    ///
    /// # Errors
    /// See [`send_sms_with`](Self::send_sms_with).
    pub async fn send_sms(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        from: Option<&str>,
    ) -> Result<Answer<SentJob>> {
        self.send_sms_with(to, text, from, SoapSmsOptions::default(), &CallOptions::default()).await
    }

    /// Sends a text by SMS with more than addresses, text and sender. `from` is an optional `+` and up to 16 digits, or up to
    /// 11 characters.
    ///
    /// # Errors
    /// `invalid_argument` before anything goes out, with every problem; `outcome_unknown` when the job may have been accepted:
    /// [`resolve`](Self::resolve) asks the service, by the error's `job_id`; every other kind when it certainly was not.
    pub async fn send_sms_with(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        from: Option<&str>,
        sms: SoapSmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        self.soap().send_sms(to.into(), text, from, sms, options).await
    }

    /// Sends a text by fax, to one address or several, with files or without. The text may be empty where there are files
    /// (provisional).
    ///
    /// Files are read and encoded while they go out, in pieces of 48 KiB. A file that cannot be read or changes ends the call. All
    /// of it has the time of a call, 30 seconds unless set: give more for large files on a slow line.
    ///
    /// # Errors
    /// See [`send_sms_with`](Self::send_sms_with). A file's problem has the field `files[0]` and the rule `file_type`,
    /// `max_length`, `readable`, `length` (it changed) or `characters` (its name). After an attempt whose outcome is unknown it is a
    /// field of `outcome_unknown`.
    pub async fn send_fax(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        files: Vec<Attachment>,
        fax: SoapFaxOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        self.soap().send_fax(to.into(), text, files, fax, options).await
    }

    /// Calls telephones and reads a text to them.
    ///
    /// # Errors
    /// See [`send_sms_with`](Self::send_sms_with).
    pub async fn send_voice(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        voice: SoapVoiceOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        self.soap().send_voice(to.into(), text, voice, options).await
    }

    /// What has become of a job at one of its recipients; without an address, of the last job of that id.
    ///
    /// # Errors
    /// `not_found` for a job that the service does not know (11502, 11910; provisional).
    pub async fn state(
        &self,
        job_id: &str,
        address: Option<&str>,
        options: &CallOptions,
    ) -> Result<Answer<JobState>> {
        self.soap().state(job_id, address, options).await
    }

    /// Follows a job until its `SendState` is final; one for a pager is done with `Sent`, which has to be asked for by `until`.
    ///
    /// # Errors
    /// `timeout` when the time is up; the error holds the last state that was read, as `last_job_state`. Those of
    /// [`state`](Self::state).
    pub async fn wait(
        &self,
        job_id: &str,
        address: Option<&str>,
        options: &WaitOptions,
    ) -> Result<Answer<JobState>> {
        self.soap().wait(job_id, address, options).await
    }

    /// Asks the service what became of a job whose sending had no certain end. Never sends anything again.
    ///
    /// # Errors
    /// As [`state`](Self::state), but for a job that is not known.
    pub async fn resolve(&self, job_id: &str, options: &CallOptions) -> Result<Answer<SoapResolution>> {
        self.soap().resolve(job_id, options).await
    }
}

impl fmt::Debug for SoapClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoapClient")
            .field("base_url", &self.endpoint.settings.base_url.as_str())
            .finish_non_exhaustive()
    }
}
