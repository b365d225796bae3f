//! The operations of the HTTPS interface.

use ecall::{
    Addresses, CallOptions, CancelToken, HttpsClient, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions,
    Result, blocking,
};
use ecall_runtime::Session;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::{ASKS, Reply, Request, SENDS, addresses, call_options, given, id, items, unknown};
use crate::arguments::{optional_text, text};
use crate::options;
use crate::stream::Items;

/// A call over the HTTPS interface.
pub enum Https {
    /// `send_sms`
    SendSms { to: Addresses, text: String, from: Option<String>, sms: HttpsSmsOptions, options: CallOptions },
    /// `send_fax`
    SendFax { to: Addresses, text: String, fax: HttpsFaxOptions, options: CallOptions },
    /// `send_voice`
    SendVoice { to: String, text: String, voice: HttpsVoiceOptions, options: CallOptions },
    /// `status`
    Status { job_id: String, options: CallOptions },
    /// `resolve`
    Resolve { job_id: String, options: CallOptions },
    /// `next_message`
    NextMessage { number: Option<String>, options: CallOptions },
    /// `delete_message`
    DeleteMessage { message_id: String, options: CallOptions },
    /// The next item of a stream
    Next { items: Items, cancel: CancelToken },
    /// Says that its last item is taken
    Acknowledge { items: Items, cancel: CancelToken },
}

impl Request for Https {
    type Session = Session<blocking::HttpsClient>;

    fn read(operation: &str, arguments: &Bound<'_, PyTuple>, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        let argument = |index| arguments.get_item(index);
        let sends = |known| call_options(SENDS, known, values);
        let asks = || call_options(ASKS, options::READ, values);
        Ok(match operation {
            "send_sms" => Self::SendSms {
                to: addresses(&argument(0)?)?,
                text: text(SENDS, "text", &argument(1)?)?,
                from: optional_text(SENDS, "from_", &argument(2)?)?,
                sms: given(SENDS, options::HTTPS_SMS, &argument(3)?, HttpsSmsOptions::from_json)?,
                options: sends(options::SEND)?,
            },
            "send_fax" => Self::SendFax {
                to: addresses(&argument(0)?)?,
                text: text(SENDS, "text", &argument(1)?)?,
                fax: given(SENDS, options::HTTPS_FAX, &argument(2)?, HttpsFaxOptions::from_json)?,
                options: sends(options::CALL)?,
            },
            "send_voice" => Self::SendVoice {
                to: text(SENDS, "to", &argument(0)?)?,
                text: text(SENDS, "text", &argument(1)?)?,
                voice: given(SENDS, options::HTTPS_VOICE, &argument(2)?, HttpsVoiceOptions::from_json)?,
                options: sends(options::CALL)?,
            },
            "status" => Self::Status { job_id: id("job_id", &argument(0)?)?, options: asks()? },
            "resolve" => Self::Resolve { job_id: id("job_id", &argument(0)?)?, options: asks()? },
            "next_message" => {
                Self::NextMessage { number: optional_text(ASKS, "number", &argument(0)?)?, options: asks()? }
            }
            "delete_message" => {
                Self::DeleteMessage { message_id: id("message_id", &argument(0)?)?, options: asks()? }
            }
            "next" => Self::Next { items: items(&argument(0)?)?, cancel: CancelToken::new() },
            "acknowledge" => Self::Acknowledge { items: items(&argument(0)?)?, cancel: CancelToken::new() },
            _ => return Err(unknown()),
        })
    }

    fn cancelled_by(&mut self, token: CancelToken) {
        match self {
            Self::SendSms { options, .. }
            | Self::SendFax { options, .. }
            | Self::SendVoice { options, .. }
            | Self::Status { options, .. }
            | Self::Resolve { options, .. }
            | Self::NextMessage { options, .. }
            | Self::DeleteMessage { options, .. } => options.cancel = Some(token),
            Self::Next { cancel, .. } | Self::Acknowledge { cancel, .. } => *cancel = token,
        }
    }

    fn block(self, client: &blocking::HttpsClient) -> Result<Reply> {
        match self {
            Self::SendSms { to, text, from, sms, options } => {
                client.send_sms_with(to, &text, from.as_deref(), sms, &options).map(Reply::Job)
            }
            Self::SendFax { to, text, fax, options } => {
                client.send_fax(to, &text, fax, &options).map(Reply::Job)
            }
            Self::SendVoice { to, text, voice, options } => {
                client.send_voice(&to, &text, voice, &options).map(Reply::Job)
            }
            Self::Status { job_id, options } => client.status(&job_id, &options).map(Reply::JobStates),
            Self::Resolve { job_id, options } => client.resolve(&job_id, &options).map(Reply::Resolution),
            Self::NextMessage { number, options } => {
                client.next_message(number.as_deref(), &options).map(Reply::Cached)
            }
            Self::DeleteMessage { message_id, options } => {
                client.delete_message(&message_id, &options).map(Reply::Deleted)
            }
            Self::Next { items, .. } => items.block_next(),
            Self::Acknowledge { items, .. } => items.block_acknowledge(),
        }
    }

    async fn run(self, client: HttpsClient) -> Result<Reply> {
        match self {
            Self::SendSms { to, text, from, sms, options } => {
                client.send_sms_with(to, &text, from.as_deref(), sms, &options).await.map(Reply::Job)
            }
            Self::SendFax { to, text, fax, options } => {
                client.send_fax(to, &text, fax, &options).await.map(Reply::Job)
            }
            Self::SendVoice { to, text, voice, options } => {
                client.send_voice(&to, &text, voice, &options).await.map(Reply::Job)
            }
            Self::Status { job_id, options } => client.status(&job_id, &options).await.map(Reply::JobStates),
            Self::Resolve { job_id, options } => {
                client.resolve(&job_id, &options).await.map(Reply::Resolution)
            }
            Self::NextMessage { number, options } => {
                client.next_message(number.as_deref(), &options).await.map(Reply::Cached)
            }
            Self::DeleteMessage { message_id, options } => {
                client.delete_message(&message_id, &options).await.map(Reply::Deleted)
            }
            Self::Next { items, cancel } => items.next(&cancel).await,
            Self::Acknowledge { items, cancel } => items.acknowledge(&cancel).await,
        }
    }
}
