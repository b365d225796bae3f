use std::mem;
use std::sync::Arc;

use ecall::model::Notification;
use ecall::{
    BulkOptions, Client, DownloadOptions, MediaSource, MediaTarget, Message, SmsOptions, UploadOptions,
    WaitManyOptions, WaitOptions, blocking,
};
use napi::Either;
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

use crate::answer;
use crate::arguments::{call_options, defect, either, named, optional, value};
use crate::caller::Caller;
use crate::cancel::CancelToken;
use crate::many::{Bulk, Following};
use crate::media::{self, Feed, Tap};
use crate::port::PortHandle;

/// A client of the REST interface. Every call has an id, and its end comes through the port under that id, exactly once.
///
/// `options`, `sms`, `message` and `json` are JSON texts; the names of options are those of JavaScript.
#[napi]
pub struct Session(Caller<blocking::Client>);

#[napi]
impl Session {
    /// A session, or its error as JSON. Its events come through the port under the id `log`, if there is one.
    #[napi]
    pub fn open(port: &PortHandle, options: String, log: Option<u32>) -> Either<Session, String> {
        either(|| Ok(Self(Caller::open(port.port(), &options, log)?)))
    }

    /// Sends a text by SMS.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "plain values cross faster than an object of them")]
    pub fn send_sms(
        &self,
        id: u32,
        to: String,
        text: String,
        from: Option<String>,
        sms: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, answer::sent, || {
            let sms = match sms {
                Some(sms) => SmsOptions::from_json(named(&sms)?)?,
                None => SmsOptions::default(),
            };
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move {
                client.send_sms_with(&to, &text, from.as_deref(), sms, &options).await
            })
        });
    }

    /// Sends a message.
    #[napi]
    pub fn send(&self, id: u32, message: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.0.call(id, answer::sent, || {
            let message = Message::from_json(value(&message)?)?;
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move { client.send(message, &options).await })
        });
    }

    /// Asks for the state of a message.
    #[napi]
    pub fn status(&self, id: u32, message_id: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.0.call(id, answer::state, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move { client.status(&message_id, &options).await })
        });
    }

    /// Follows a message.
    #[napi]
    pub fn wait(&self, id: u32, message_id: String, options: Option<String>, cancel: Option<&CancelToken>) {
        self.0.call(id, answer::state, || {
            let mut wait = WaitOptions::from_json(optional(options)?)?;
            wait.cancel = cancel.map(CancelToken::token);
            Ok(move |client: Client| async move { client.wait(&message_id, &wait).await })
        });
    }

    /// Sends several messages in one call.
    #[napi]
    pub fn send_list(
        &self,
        id: u32,
        messages: String,
        notification: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, answer::list, || {
            let messages = Message::list_from_json(value(&messages)?)?;
            let notification = match notification {
                Some(notification) => Some(Notification::from_json(value(&notification)?)?),
                None => None,
            };
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move { client.send_list(messages, notification, &options).await })
        });
    }

    /// Asks for the states of a list's messages.
    #[napi]
    pub fn list_status(
        &self,
        id: u32,
        list_id: String,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, answer::states, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move { client.list_status(&list_id, &options).await })
        });
    }

    /// Sends a file: `bytes`, or at a `path`, or from a `feed`. How far it has come is told to the hook `progress` of the port.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "plain values cross faster than an object of them")]
    pub fn upload_media(
        &self,
        id: u32,
        bytes: Option<Uint8ArraySlice<'_>>,
        path: Option<String>,
        feed: Option<&Feed>,
        options: Option<String>,
        progress: Option<u32>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, answer::uploaded, || {
            let source = match (bytes, path) {
                (Some(bytes), _) => Some(MediaSource::bytes(bytes.to_vec())),
                (None, Some(path)) => Some(MediaSource::path(path)),
                (None, None) => feed.and_then(Feed::source),
            };
            let source = source.ok_or_else(|| defect("an upload without a source"))?;
            let mut options = UploadOptions::from_json(optional(options)?)?;
            options.cancel = cancel.map(CancelToken::token);
            options.progress = media::progress(&self.0.port, progress);
            Ok(move |client: Client| async move { client.upload_media(source, &options).await })
        });
    }

    /// Fetches a file: to a `path`, or into the tap, `whole` or a piece at a time.
    #[napi]
    #[allow(clippy::too_many_arguments, reason = "plain values cross faster than an object of them")]
    pub fn download_media(
        &self,
        id: u32,
        media_id: String,
        path: Option<String>,
        tap: &Tap,
        whole: bool,
        options: Option<String>,
        progress: Option<u32>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, answer::media, || {
            let target = match path {
                Some(path) => Some(MediaTarget::path(path)),
                None if whole => Some(MediaTarget::memory()),
                None => tap.target(),
            };
            let target = target.ok_or_else(|| defect("a tap serves one download"))?;
            let mut options = DownloadOptions::from_json(optional(options)?)?;
            options.cancel = cancel.map(CancelToken::token);
            options.progress = media::progress(&self.0.port, progress);
            let place = tap.place();
            Ok(move |client: Client| async move {
                let mut answer = client.download_media(&media_id, target, &options).await?;
                media::hold(&place, mem::take(&mut answer.value.bytes));
                Ok(answer)
            })
        });
    }

    /// Begins to send many messages; or the error as JSON.
    #[napi]
    pub fn send_many(&self, options: Option<String>, cancel: Option<&CancelToken>) -> Either<Bulk, String> {
        either(|| {
            let mut bulk = BulkOptions::from_json(optional(options)?)?;
            bulk.cancel = cancel.map(CancelToken::token);
            Ok(Bulk::new(self.0.session.bulk(&bulk)?, Arc::clone(&self.0.port)))
        })
    }

    /// Begins to follow many messages; or the error as JSON.
    #[napi]
    pub fn wait_many(
        &self,
        message_ids: Vec<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) -> Either<Following, String> {
        either(|| {
            let mut wait = WaitManyOptions::from_json(optional(options)?)?;
            wait.cancel = cancel.map(CancelToken::token);
            Ok(Following::new(self.0.session.follow(message_ids, &wait)?, Arc::clone(&self.0.port)))
        })
    }

    /// Asks whether the credentials are good.
    #[napi]
    pub fn check(&self, id: u32, options: Option<String>, cancel: Option<&CancelToken>) {
        self.0.call(id, answer::checked, || {
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move { client.check(&options).await })
        });
    }

    /// Makes a raw request.
    #[napi]
    pub fn request(
        &self,
        id: u32,
        method: String,
        path: String,
        json: Option<String>,
        options: Option<String>,
        cancel: Option<&CancelToken>,
    ) {
        self.0.call(id, answer::raw, || {
            let json = json.as_deref().map(value).transpose()?;
            let options = call_options(options, cancel)?;
            Ok(move |client: Client| async move {
                client.request(&method, &path, json.as_ref(), &options).await
            })
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
