//! The client of the SOAP interface for programs that are not asynchronous.

use std::fmt;
use std::sync::Arc;

use super::lanes::Interrupt;
use super::shared::{Reached, Shared};
use crate::answer::Answer;
use crate::error::Result;
use crate::job::{Addresses, SentJob};
use crate::model::JobState;
use crate::options::{CallOptions, Interface, Options, Settings, WaitOptions};
use crate::soap::{
    Attachment, Endpoint, Soap, SoapFaxOptions, SoapResolution, SoapSmsOptions, SoapVoiceOptions,
};
use crate::transport::Transport;

/// Sends SMS, faxes and voice messages over eCall's SOAP WebService, and follows them, blocking the calling thread.
///
/// What holds of [`blocking::Client`](super::Client) holds of it too: cheap to clone, shared freely between threads, and not
/// for threads on which a tokio runtime is entered. The operations are those of [`ecall::SoapClient`](crate::SoapClient).
#[derive(Clone)]
pub struct SoapClient(Arc<Shared<Endpoint>>);

impl SoapClient {
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
        Ok(Self(Shared::new(Interface::Soap, options, interrupt, Endpoint::new)?))
    }

    /// A client with the same settings and none of the connections: what a forked child goes on with. Touches no lock.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self(self.0.fresh())
    }

    /// The asynchronous client with the same settings, which has connections of its own.
    #[must_use]
    pub fn asynchronous(&self) -> crate::SoapClient {
        let (endpoint, tls) = self.0.parts();
        crate::SoapClient::over(endpoint, tls)
    }

    /// Sends a text by SMS, or to a pager, to one address or several. `from` is the configured sender unless given.
    ///
    /// # Errors
    /// As [`ecall::SoapClient::send_sms_with`](crate::SoapClient::send_sms_with).
    pub fn send_sms(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        from: Option<&str>,
    ) -> Result<Answer<SentJob>> {
        self.send_sms_with(to, text, from, SoapSmsOptions::default(), &CallOptions::default())
    }

    /// Sends a text by SMS with more than addresses, text and sender.
    ///
    /// # Errors
    /// As [`ecall::SoapClient::send_sms_with`](crate::SoapClient::send_sms_with).
    pub fn send_sms_with(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        from: Option<&str>,
        sms: SoapSmsOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let to = to.into();
        self.0.drive_call(options, async |soap, options| soap.send_sms(to, text, from, sms, options).await)
    }

    /// Sends a text by fax, to one address or several, with files or without.
    ///
    /// # Errors
    /// As [`ecall::SoapClient::send_fax`](crate::SoapClient::send_fax).
    pub fn send_fax(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        files: Vec<Attachment>,
        fax: SoapFaxOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let to = to.into();
        self.0.drive_call(options, async |soap, options| soap.send_fax(to, text, files, fax, options).await)
    }

    /// Calls telephones and reads a text to them.
    ///
    /// # Errors
    /// As [`ecall::SoapClient::send_sms_with`](crate::SoapClient::send_sms_with).
    pub fn send_voice(
        &self,
        to: impl Into<Addresses>,
        text: &str,
        voice: SoapVoiceOptions,
        options: &CallOptions,
    ) -> Result<Answer<SentJob>> {
        let to = to.into();
        self.0.drive_call(options, async |soap, options| soap.send_voice(to, text, voice, options).await)
    }

    /// What has become of a job at one of its recipients; without an address, of the last job of that id.
    ///
    /// # Errors
    /// As [`ecall::SoapClient::state`](crate::SoapClient::state).
    pub fn state(
        &self,
        job_id: &str,
        address: Option<&str>,
        options: &CallOptions,
    ) -> Result<Answer<JobState>> {
        self.0.drive_call(options, async |soap, options| soap.state(job_id, address, options).await)
    }

    /// Follows a job until its `SendState` is final.
    ///
    /// # Errors
    /// As [`ecall::SoapClient::wait`](crate::SoapClient::wait).
    pub fn wait(
        &self,
        job_id: &str,
        address: Option<&str>,
        options: &WaitOptions,
    ) -> Result<Answer<JobState>> {
        self.0.drive(options.cancel.as_ref(), async |soap, cancel| {
            soap.wait(job_id, address, &WaitOptions { cancel, ..options.clone() }).await
        })
    }

    /// Asks the service what became of a job whose sending had no certain end. Never sends anything again.
    ///
    /// # Errors
    /// As [`ecall::SoapClient::resolve`](crate::SoapClient::resolve).
    pub fn resolve(&self, job_id: &str, options: &CallOptions) -> Result<Answer<SoapResolution>> {
        self.0.drive_call(options, async |soap, options| soap.resolve(job_id, options).await)
    }
}

impl Reached for Endpoint {
    type Operations<'a> = Soap<'a>;

    fn settings(&self) -> &Settings {
        &self.settings
    }

    fn operations<'a>(&'a self, transport: &'a dyn Transport) -> Soap<'a> {
        Soap { endpoint: self, transport }
    }
}

impl fmt::Debug for SoapClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("blocking::SoapClient", f)
    }
}
