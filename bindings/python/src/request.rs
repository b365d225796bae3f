//! The operations: what each takes, and the one function of the library that it calls.

use ecall::model::wire;
use ecall::{
    Answer, CallOptions, CancelToken, Client, Message, MessageStatusData, Outcome, RawResponse, Result, Sent,
    SmsOptions, WaitOptions, blocking,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde_json::Value;

use crate::arguments::{Known, optional_text, options, text, unreadable};
use crate::convert::to_json;
use crate::error::raised;
use crate::options;

/// A call with its arguments, read and ready to be made without the interpreter.
pub enum Request {
    /// `send_sms`
    SendSms { to: String, text: String, from: Option<String>, sms: SmsOptions, options: CallOptions },
    /// `send`
    Send { message: Box<Message>, options: CallOptions },
    /// `status`
    Status { message_id: String, options: CallOptions },
    /// `wait`
    Wait { message_id: String, options: WaitOptions },
    /// `check`
    Check { options: CallOptions },
    /// `request`
    Raw { method: String, path: String, json: Option<Value>, options: CallOptions },
}

/// What a call was answered.
pub enum Reply {
    /// A message was accepted.
    Sent(Answer<Sent>),
    /// What has become of a message.
    State(Answer<MessageStatusData>),
    /// The credentials are good.
    Checked(Answer<()>),
    /// The answer to a raw request.
    Raw(Answer<RawResponse>),
}

/// What an argument that cannot be read means for a call that may send something, and for one that does not.
const SENDS: Outcome = Outcome::NotAccepted;
const ASKS: Outcome = Outcome::NotApplicable;

fn given<T: Default>(
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
fn message_id(value: &Bound<'_, PyAny>) -> PyResult<String> {
    optional_text(ASKS, "message_id", value).map(Option::unwrap_or_default)
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
                let message = to_json(SENDS, "", &argument(0)?)?;
                let message = wire::read_value(message)
                    .map_err(|problem| raised(arguments.py(), unreadable(problem)))?;
                Self::Send {
                    message: Box::new(message),
                    options: call_options(SENDS, options::SEND, values)?,
                }
            }
            "status" => Self::Status {
                message_id: message_id(&argument(0)?)?,
                options: call_options(ASKS, options::CALL, values)?,
            },
            "wait" => Self::Wait {
                message_id: message_id(&argument(0)?)?,
                options: given(ASKS, options::WAIT, values, WaitOptions::from_json)?,
            },
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
            | Self::Status { options, .. }
            | Self::Check { options }
            | Self::Raw { options, .. } => options.cancel = Some(token),
            Self::Wait { options, .. } => options.cancel = Some(token),
        }
    }

    /// Makes the call on this thread.
    pub fn block(self, client: &blocking::Client) -> Result<Reply> {
        match self {
            Self::SendSms { to, text, from, sms, options } => {
                client.send_sms_with(&to, &text, from.as_deref(), sms, &options).map(Reply::Sent)
            }
            Self::Send { message, options } => client.send(*message, &options).map(Reply::Sent),
            Self::Status { message_id, options } => client.status(&message_id, &options).map(Reply::State),
            Self::Wait { message_id, options } => client.wait(&message_id, &options).map(Reply::State),
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
            Self::Status { message_id, options } => {
                client.status(&message_id, &options).await.map(Reply::State)
            }
            Self::Wait { message_id, options } => client.wait(&message_id, &options).await.map(Reply::State),
            Self::Check { options } => client.check(&options).await.map(Reply::Checked),
            Self::Raw { method, path, json, options } => {
                client.request(&method, &path, json.as_ref(), &options).await.map(Reply::Raw)
            }
        }
    }
}
