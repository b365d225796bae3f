//! The operations of the REST interface.

use ecall::model::Notification;
use ecall::{
    CallOptions, CancelToken, Client, DownloadOptions, Message, ProgressHook, Result, SmsOptions,
    UploadOptions, WaitOptions, blocking,
};
use ecall_runtime::Session;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde_json::Value;

use super::{ASKS, Reply, Request, SENDS, call_options, given, id, unknown};
use crate::arguments::{optional_text, text};
use crate::convert::to_json;
use crate::error::raised;
use crate::media::{Raised, Source, Target, progress};
use crate::options;

/// A call over the REST interface.
pub enum Rest {
    /// `send_sms`
    SendSms { to: String, text: String, from: Option<String>, sms: SmsOptions, options: CallOptions },
    /// `send`
    Send { message: Box<Message>, options: CallOptions },
    /// `send_list`
    SendList { messages: Vec<Message>, notification: Option<Notification>, options: CallOptions },
    /// `list_status`
    ListStatus { list_id: String, options: CallOptions },
    /// `status`
    Status { message_id: String, options: CallOptions },
    /// `wait`
    Wait { message_id: String, options: WaitOptions },
    /// `upload_media`
    Upload { source: Source, options: UploadOptions, own: Own },
    /// `download_media`
    Download { media_id: String, target: Target, options: DownloadOptions, own: Own },
    /// `check`
    Check { options: CallOptions },
    /// `request`
    Raw { method: String, path: String, json: Option<Value>, options: CallOptions },
}

/// What a transfer uses of the caller's.
#[derive(Default)]
pub struct Own {
    progress: Option<Py<PyAny>>,
    raised: Raised,
}

impl Own {
    fn new(progress: &Bound<'_, PyAny>) -> Self {
        let progress = if progress.is_none() { None } else { Some(progress.clone().unbind()) };
        Self { progress, raised: Raised::default() }
    }

    /// The hook of a transfer, which cancels it by the token that it has or now gets.
    fn hook(self, cancel: &mut Option<CancelToken>) -> Option<ProgressHook> {
        let token = cancel.get_or_insert_with(CancelToken::new).clone();
        self.progress.map(|hook| progress(hook, token, self.raised))
    }
}

fn messages(values: &Bound<'_, PyAny>) -> PyResult<Vec<Message>> {
    let py = values.py();
    let values = values.try_iter()?.enumerate();
    let values = values.map(|(index, value)| to_json(SENDS, &format!("messages[{index}]"), &value?));
    let values = Value::Array(values.collect::<PyResult<_>>()?);
    Message::list_from_json(values).map_err(|error| raised(py, error))
}

fn notification(value: &Bound<'_, PyAny>) -> PyResult<Option<Notification>> {
    if value.is_none() {
        return Ok(None);
    }
    let read = Notification::from_json(to_json(SENDS, "notification", value)?);
    read.map(Some).map_err(|error| raised(value.py(), error))
}

impl Request for Rest {
    type Session = Session<blocking::Client>;

    fn read(operation: &str, arguments: &Bound<'_, PyTuple>, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        let argument = |index| arguments.get_item(index);
        Ok(match operation {
            "send_sms" => Self::SendSms {
                to: text(SENDS, "to", &argument(0)?)?,
                text: text(SENDS, "text", &argument(1)?)?,
                from: optional_text(SENDS, "from_", &argument(2)?)?,
                sms: given(SENDS, options::SMS, &argument(3)?, SmsOptions::from_json)?,
                options: call_options(SENDS, options::SEND, values)?,
            },
            "send" => {
                let message = Message::from_json(to_json(SENDS, "", &argument(0)?)?);
                let message = Box::new(message.map_err(|error| raised(arguments.py(), error))?);
                Self::Send { message, options: call_options(SENDS, options::SEND, values)? }
            }
            "send_list" => Self::SendList {
                messages: messages(&argument(0)?)?,
                notification: notification(&argument(1)?)?,
                options: call_options(SENDS, options::SEND, values)?,
            },
            "list_status" => Self::ListStatus {
                list_id: id("list_id", &argument(0)?)?,
                options: call_options(ASKS, options::CALL, values)?,
            },
            "status" => Self::Status {
                message_id: id("message_id", &argument(0)?)?,
                options: call_options(ASKS, options::CALL, values)?,
            },
            "wait" => Self::Wait {
                message_id: id("message_id", &argument(0)?)?,
                options: given(ASKS, options::WAIT, values, WaitOptions::from_json)?,
            },
            "upload_media" => {
                let own = Own::new(&argument(1)?);
                let (source, name) = Source::read(&argument(0)?, &own.raised)?;
                let mut options = given(ASKS, options::UPLOAD, values, UploadOptions::from_json)?;
                options.filename = options.filename.or(name);
                Self::Upload { source, options, own }
            }
            "download_media" => {
                let own = Own::new(&argument(2)?);
                Self::Download {
                    media_id: id("media_id", &argument(0)?)?,
                    target: Target::read(&argument(1)?, &own.raised)?,
                    options: given(ASKS, options::DOWNLOAD, values, DownloadOptions::from_json)?,
                    own,
                }
            }
            "check" => Self::Check { options: call_options(ASKS, options::CALL, values)? },
            "request" => {
                let json = argument(2)?;
                Self::Raw {
                    method: text(SENDS, "method", &argument(0)?)?,
                    path: text(SENDS, "path", &argument(1)?)?,
                    json: if json.is_none() { None } else { Some(to_json(SENDS, "json", &json)?) },
                    options: call_options(SENDS, options::CALL, values)?,
                }
            }
            _ => return Err(unknown()),
        })
    }

    fn cancelled_by(&mut self, token: CancelToken) {
        match self {
            Self::SendSms { options, .. }
            | Self::Send { options, .. }
            | Self::SendList { options, .. }
            | Self::ListStatus { options, .. }
            | Self::Status { options, .. }
            | Self::Check { options }
            | Self::Raw { options, .. } => options.cancel = Some(token),
            Self::Wait { options, .. } => options.cancel = Some(token),
            Self::Upload { options, .. } => options.cancel = Some(token),
            Self::Download { options, .. } => options.cancel = Some(token),
        }
    }

    fn raised(&self) -> Raised {
        match self {
            Self::Upload { own, .. } | Self::Download { own, .. } => own.raised.clone(),
            _ => Raised::default(),
        }
    }

    fn block(self, client: &blocking::Client) -> Result<Reply> {
        match self {
            Self::SendSms { to, text, from, sms, options } => {
                client.send_sms_with(&to, &text, from.as_deref(), sms, &options).map(Reply::Sent)
            }
            Self::Send { message, options } => client.send(*message, &options).map(Reply::Sent),
            Self::SendList { messages, notification, options } => {
                client.send_list(messages, notification, &options).map(Reply::SentList)
            }
            Self::ListStatus { list_id, options } => {
                client.list_status(&list_id, &options).map(Reply::ListStatus)
            }
            Self::Status { message_id, options } => client.status(&message_id, &options).map(Reply::State),
            Self::Wait { message_id, options } => client.wait(&message_id, &options).map(Reply::State),
            Self::Upload { source, mut options, own } => {
                options.progress = own.hook(&mut options.cancel);
                client.upload_media(source.open(), &options).map(Reply::Uploaded)
            }
            Self::Download { media_id, target, mut options, own } => {
                options.progress = own.hook(&mut options.cancel);
                client.download_media(&media_id, target.open(), &options).map(Reply::Fetched)
            }
            Self::Check { options } => client.check(&options).map(Reply::Checked),
            Self::Raw { method, path, json, options } => {
                client.request(&method, &path, json.as_ref(), &options).map(Reply::Raw)
            }
        }
    }

    async fn run(self, client: Client) -> Result<Reply> {
        match self {
            Self::SendSms { to, text, from, sms, options } => {
                client.send_sms_with(&to, &text, from.as_deref(), sms, &options).await.map(Reply::Sent)
            }
            Self::Send { message, options } => client.send(*message, &options).await.map(Reply::Sent),
            Self::SendList { messages, notification, options } => {
                client.send_list(messages, notification, &options).await.map(Reply::SentList)
            }
            Self::ListStatus { list_id, options } => {
                client.list_status(&list_id, &options).await.map(Reply::ListStatus)
            }
            Self::Status { message_id, options } => {
                client.status(&message_id, &options).await.map(Reply::State)
            }
            Self::Wait { message_id, options } => client.wait(&message_id, &options).await.map(Reply::State),
            Self::Upload { source, mut options, own } => {
                options.progress = own.hook(&mut options.cancel);
                client.upload_media(source.open(), &options).await.map(Reply::Uploaded)
            }
            Self::Download { media_id, target, mut options, own } => {
                options.progress = own.hook(&mut options.cancel);
                client.download_media(&media_id, target.open(), &options).await.map(Reply::Fetched)
            }
            Self::Check { options } => client.check(&options).await.map(Reply::Checked),
            Self::Raw { method, path, json, options } => {
                client.request(&method, &path, json.as_ref(), &options).await.map(Reply::Raw)
            }
        }
    }
}
