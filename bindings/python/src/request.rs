//! The operations: what each takes, and the one function of the library that it calls.

use ecall::model::{Notification, UploadedMedia};
use ecall::{
    Answer, CallOptions, CancelToken, Client, DownloadOptions, ListStatus, Media, Message, MessageStatusData,
    Outcome, ProgressHook, RawResponse, Result, Sent, SentList, SmsOptions, UploadOptions, WaitOptions,
    blocking,
};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use serde_json::Value;

use crate::arguments::{Known, optional_text, options, text};
use crate::convert::to_json;
use crate::error::raised;
use crate::media::{Raised, Source, Target, progress};
use crate::options;

/// A call with its arguments, read and ready to be made without the interpreter.
pub enum Request {
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

/// What a call was answered.
pub enum Reply {
    /// A message was accepted.
    Sent(Answer<Sent>),
    /// What became of each message of a list.
    SentList(Answer<SentList>),
    /// What has become of the messages of a list.
    ListStatus(Answer<ListStatus>),
    /// What has become of a message.
    State(Answer<MessageStatusData>),
    /// A file was taken.
    Uploaded(Answer<UploadedMedia>),
    /// A file was fetched.
    Fetched(Answer<Media>),
    /// The credentials are good.
    Checked(Answer<()>),
    /// The answer to a raw request.
    Raw(Answer<RawResponse>),
}

/// What an argument that cannot be read means for a call that may send something, and for one that does not.
pub const SENDS: Outcome = Outcome::NotAccepted;
pub const ASKS: Outcome = Outcome::NotApplicable;

/// Options as the package gave them.
pub fn given<T: Default>(
    outcome: Outcome,
    known: Known,
    values: &Bound<'_, PyAny>,
    read: impl FnOnce(Value) -> Result<T>,
) -> PyResult<T> {
    match options(outcome, known, values)? {
        None => Ok(T::default()),
        Some(value) => read(value).map_err(|error| raised(values.py(), error)),
    }
}

/// An id as a send returned it. A message to a list has none, which the library refuses like an empty one.
fn id(name: &str, value: &Bound<'_, PyAny>) -> PyResult<String> {
    optional_text(ASKS, name, value).map(Option::unwrap_or_default)
}

/// Several of them. A text would be taken for the ids that its letters are.
pub fn ids(values: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if values.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("message_ids must be several: put the one into a list"));
    }
    let values = values.try_iter()?.enumerate();
    values.map(|(index, value)| id(&format!("message_ids[{index}]"), &value?)).collect()
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

fn call_options(outcome: Outcome, known: Known, values: &Bound<'_, PyAny>) -> PyResult<CallOptions> {
    given(outcome, known, values, CallOptions::from_json)
}

impl Request {
    /// Reads the arguments of `operation`; `values` are its options in the order of [`options`].
    pub fn read(
        operation: &str,
        arguments: &Bound<'_, PyTuple>,
        values: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
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
            _ => return Err(PyValueError::new_err("there is no such operation")),
        })
    }

    /// Makes it end early when `token` is cancelled.
    pub fn cancelled_by(&mut self, token: CancelToken) {
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

    /// Where the exceptions of the caller's own objects are kept.
    pub fn raised(&self) -> Raised {
        match self {
            Self::Upload { own, .. } | Self::Download { own, .. } => own.raised.clone(),
            _ => Raised::default(),
        }
    }

    /// Makes the call on this thread.
    pub fn block(self, client: &blocking::Client) -> Result<Reply> {
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

    /// Makes the call.
    pub async fn run(self, client: Client) -> Result<Reply> {
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
