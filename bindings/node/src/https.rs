use std::sync::Arc;

use ecall::{
    HttpsClient, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions, MessagesOptions, TimeRange, blocking,
};
use napi::Either;
use napi_derive::napi;

use crate::arguments::{call_options, either, optional};
use crate::caller::Caller;
use crate::cancel::CancelToken;
use crate::job;
use crate::port::PortHandle;
use crate::stream::{Messages, StatusRange};

/// A client of the interface of HTTPS forms; as [`Session`](crate::session::Session).
#[napi]
pub struct HttpsSession(Arc<Caller<blocking::HttpsClient>>);

#[napi]
impl HttpsSession {
    /// A session, or its error as JSON. Its events come through the port under the id `log`, if there is one.
    #[napi]
    pub fn open(port: &PortHandle, options: String, log: Option<u32>) -> Either<HttpsSession, String> {
        either(|| Ok(Self(Arc::new(Caller::open(port.port(), &options, log)?))))
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
            let sms = HttpsSmsOptions::from_json(optional(sms)?)?;
            let options = call_options(options, cancel)?;
            Ok(move |client: HttpsClient| async move {
                client.send_sms_with(to, &text, from.as_deref(), sms, &options).await
            })
        });
    }

    /// Sends a text by fax.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as for an SMS")]
    pub fn send_fax(
        &self,
        id: u32,
        to: Vec<String>,
        text: String,
        fax: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::sent, || {
            let fax = HttpsFaxOptions::from_json(optional(fax)?)?;
            let options = call_options(options, cancel)?;
            Ok(move |client: HttpsClient| async move { client.send_fax(to, &text, fax, &options).await })
        });
    }

    /// Calls a telephone and reads a text to it.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "as for an SMS")]
    pub fn send_voice(
        &self,
        id: u32,
        to: String,
        text: String,
        voice: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::sent, || {
            let voice = HttpsVoiceOptions::from_json(optional(voice)?)?;
            let options = call_options(options, cancel)?;
            Ok(move |client: HttpsClient| async move { client.send_voice(&to, &text, voice, &options).await })
        });
    }

    /// Asks what has become of a job.
    #[napi]
    pub fn status(&self, id: u32, job_id: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.0.call(id, job::states, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: HttpsClient| async move { client.status(&job_id, &options).await })
        });
    }

    /// Asks whether the service has a job.
    #[napi]
    pub fn resolve(&self, id: u32, job_id: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.0.call(id, job::resolution, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: HttpsClient| async move { client.resolve(&job_id, &options).await })
        });
    }

    /// Asks for the next message in the cache.
    #[napi]
    pub fn next_message(
        &self,
        id: u32,
        number: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::cached, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: HttpsClient| async move { client.next_message(number.as_deref(), &options).await })
        });
    }

    /// Deletes a message from the cache.
    #[napi]
    pub fn delete_message(
        &self,
        id: u32,
        message_id: String,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, job::deleted, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: HttpsClient| async move { client.delete_message(&message_id, &options).await })
        });
    }

    /// The states between two times, or the error as JSON.
    #[napi]
    pub fn status_range(
        &self,
        start: String,
        end: String,
        options: Option<String>,
    ) -> Either<StatusRange, String> {
        either(|| {
            let TimeRange { start, end } = TimeRange::parse(&start, &end)?;
            StatusRange::begin(&self.0, call_options(options, None)?, |client, options| {
                client.status_range(start, end, options)
            })
        })
    }

    /// The messages in the cache, or the error as JSON. `own` are the options of this alone, `options` those of each request.
    #[napi]
    pub fn messages(&self, own: Option<String>, options: Option<String>) -> Either<Messages, String> {
        either(|| {
            let own = MessagesOptions::from_json(optional(own)?)?;
            Messages::begin(&self.0, call_options(options, None)?, |client, options| {
                client.messages(own, options)
            })
        })
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
