use std::sync::Arc;

use ecall::{
    Attachment, CallOptions, SoapFaxOptions, SoapSmsOptions, SoapVoiceOptions, WaitOptions, blocking,
};
use ecall_runtime::Session;

use crate::call::{Interrupt, asked, operations, optional};
use crate::client::client_options;
use crate::failure::Failure;
use crate::job::{JobState, SentJob, SoapResolution};
use crate::log::Log;

/// Sends SMS, faxes with files and voice messages over the SOAP WebService; as [`Client`](crate::Client).
#[derive(uniffi::Object)]
pub struct SoapClient(Session<blocking::SoapClient>);

/// A file of a fax. It is read while it is sent.
#[derive(uniffi::Enum)]
pub enum FaxFile {
    /// A file in memory, whose type is known by the end of its name.
    Bytes {
        /// Its name.
        name: String,
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// A file on disk.
    Path {
        /// Where it is.
        path: String,
        /// Its name, where it is not the one that it has there.
        name: Option<String>,
    },
}

impl From<FaxFile> for Attachment {
    fn from(file: FaxFile) -> Self {
        match file {
            FaxFile::Bytes { name, bytes } => Self::bytes(name, bytes),
            FaxFile::Path { path, name: Some(name) } => Self::path(path).named(name),
            FaxFile::Path { path, name: None } => Self::path(path),
        }
    }
}

#[uniffi::export]
impl SoapClient {
    /// A client with these options; what they leave out comes from the environment. Opens no connection.
    #[uniffi::constructor]
    pub fn new(
        options: Option<String>,
        interrupt: Option<Arc<dyn Interrupt>>,
        log: Option<Arc<dyn Log>>,
    ) -> Result<Self, Failure> {
        Ok(Self(Session::new(client_options(options.as_deref(), log)?, asked(interrupt))?))
    }

    /// Refuses every later call with `closed`. Not called `close`, which in Kotlin frees the object.
    pub fn shut(&self) {
        self.0.close();
    }
}

operations! { SoapClient:
    /// Sends a text by SMS to one address or several. `sms` are further options of the job.
    send_sms, send_sms_blocking(to: Vec<String>, text: String, from: Option<String>, sms: Option<String>) -> SentJob {
        let sms = SoapSmsOptions::from_json(optional(sms.as_deref())?)?;
        |client, options: CallOptions| client.send_sms_with(to, &text, from.as_deref(), sms, &options)
    }

    /// Sends a text by fax to one address or several, with files or without. `fax` are further options of the job.
    send_fax, send_fax_blocking(to: Vec<String>, text: String, files: Vec<FaxFile>, fax: Option<String>) -> SentJob {
        let fax = SoapFaxOptions::from_json(optional(fax.as_deref())?)?;
        let files = files.into_iter().map(Attachment::from).collect();
        |client, options: CallOptions| client.send_fax(to, &text, files, fax, &options)
    }

    /// Calls telephones and reads a text to them. `voice` are further options of the job.
    send_voice, send_voice_blocking(to: Vec<String>, text: String, voice: Option<String>) -> SentJob {
        let voice = SoapVoiceOptions::from_json(optional(voice.as_deref())?)?;
        |client, options: CallOptions| client.send_voice(to, &text, voice, &options)
    }

    /// Asks what has become of a job at one of its recipients.
    state, state_blocking(job_id: String, address: Option<String>) -> JobState {
        |client, options: CallOptions| client.state(&job_id, address.as_deref(), &options)
    }

    /// Follows a job to a state that ends the wait.
    wait_for, wait_for_blocking(job_id: String, address: Option<String>) -> JobState {
        |client, options: WaitOptions| client.wait(&job_id, address.as_deref(), &options)
    }

    /// Asks whether the service has a job whose sending had no certain end.
    resolve, resolve_blocking(job_id: String) -> SoapResolution {
        |client, options: CallOptions| client.resolve(&job_id, &options)
    }
}
