use std::sync::{Mutex, PoisonError};

use ecall::{
    Attachment, SoapClient, SoapFaxOptions, SoapSmsOptions, SoapVoiceOptions, WaitOptions, blocking,
};
use napi::Either;
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

use crate::arguments::{call_options, either, optional};
use crate::caller::Caller;
use crate::cancel::CancelToken;
use crate::job;
use crate::port::PortHandle;

/// Files of a fax, put together for one call.
#[napi]
#[derive(Default)]
pub struct Attachments(Mutex<Vec<Attachment>>);

#[napi]
impl Attachments {
    /// None yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file in memory.
    #[napi]
    pub fn bytes(&self, name: String, data: Uint8ArraySlice<'_>) {
        self.add(Attachment::bytes(name, data.to_vec()));
    }

    /// Adds a file on disk, by the name that it has there unless it is given another.
    #[napi]
    pub fn path(&self, path: String, name: Option<String>) {
        let file = Attachment::path(path);
        self.add(match name {
            Some(name) => file.named(name),
            None => file,
        });
    }

    fn add(&self, file: Attachment) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    }

    fn take(&self) -> Vec<Attachment> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A client of the SOAP interface; as [`Session`](crate::session::Session).
#[napi]
pub struct SoapSession(Caller<blocking::SoapClient>);

#[napi]
impl SoapSession {
    /// A session, or its error as JSON. Its events come through the port under the id `log`, if there is one.
    #[napi]
    pub fn open(port: &PortHandle, options: String, log: Option<u32>) -> Either<SoapSession, String> {
        either(|| Ok(Self(Caller::open(port.port(), &options, log)?)))
    }

    /// Sends a text by SMS.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "plain values cross faster than an object of them")]
    pub fn send_sms(
        &self,
        id: u32,
        to: Vec<String>,
        text: String,
        from: Option<String>,
        sms: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::sent, || {
            let sms = SoapSmsOptions::from_json(optional(sms)?)?;
            let options = call_options(options, cancel)?;
            Ok(move |client: SoapClient| async move {
                client.send_sms_with(to, &text, from.as_deref(), sms, &options).await
            })
        });
    }

    /// Sends a text by fax, with files.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as for an SMS")]
    pub fn send_fax(
        &self,
        id: u32,
        to: Vec<String>,
        text: String,
        files: &Attachments,
        fax: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::sent, || {
            let fax = SoapFaxOptions::from_json(optional(fax)?)?;
            let options = call_options(options, cancel)?;
            let files = files.take();
            Ok(
                move |client: SoapClient| async move { client.send_fax(to, &text, files, fax, &options).await },
            )
        });
    }

    /// Calls telephones and reads a text to them.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as for an SMS")]
    pub fn send_voice(
        &self,
        id: u32,
        to: Vec<String>,
        text: String,
        voice: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::sent, || {
            let voice = SoapVoiceOptions::from_json(optional(voice)?)?;
            let options = call_options(options, cancel)?;
            Ok(move |client: SoapClient| async move { client.send_voice(to, &text, voice, &options).await })
        });
    }

    /// Asks for the state of a job.
    #[napi]
    pub fn state(
        &self,
        id: u32,
        job_id: String,
        address: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::state, || {
            let options = call_options(options, cancel)?;
            Ok(
                move |client: SoapClient| async move { client.state(&job_id, address.as_deref(), &options).await },
            )
        });
    }

    /// Follows a job.
    #[napi]
    pub fn wait(
        &self,
        id: u32,
        job_id: String,
        address: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::state, || {
            let mut wait = WaitOptions::from_json(optional(options)?)?;
            wait.cancel = cancel.map(CancelToken::token);
            Ok(move |client: SoapClient| async move { client.wait(&job_id, address.as_deref(), &wait).await })
        });
    }

    /// Asks whether the service has a job.
    #[napi]
    pub fn resolve(&self, id: u32, job_id: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.0.call(id, job::found, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: SoapClient| async move { client.resolve(&job_id, &options).await })
        });
    }

    /// Refuses every later call.
    #[napi]
    pub fn close(&self) {
        self.0.session.close();
    }

    /// Whether it was closed.
    #[napi(getter)]
    pub fn closed(&self) -> bool {
        self.0.session.is_closed()
    }
}
