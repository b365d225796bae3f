//! The operations of the SOAP interface.

use ecall::{
    Addresses, Attachment, CallOptions, CancelToken, Result, SoapClient, SoapFaxOptions, SoapSmsOptions,
    SoapVoiceOptions, WaitOptions, blocking,
};
use ecall_runtime::Session;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::{ASKS, Reply, Request, SENDS, addresses, call_options, given, id, unknown};
use crate::arguments::{optional_text, text};
use crate::attachment::attachments;
use crate::options;

/// A call over the SOAP interface.
pub enum Soap {
    /// `send_sms`
    SendSms { to: Addresses, text: String, from: Option<String>, sms: SoapSmsOptions, options: CallOptions },
    /// `send_fax`
    SendFax {
        to: Addresses,
        text: String,
        files: Vec<Attachment>,
        fax: Box<SoapFaxOptions>,
        options: CallOptions,
    },
    /// `send_voice`
    SendVoice { to: Addresses, text: String, voice: SoapVoiceOptions, options: CallOptions },
    /// `state`
    State { job_id: String, address: Option<String>, options: CallOptions },
    /// `wait`
    Wait { job_id: String, address: Option<String>, options: WaitOptions },
    /// `resolve`
    Resolve { job_id: String, options: CallOptions },
}

impl Request for Soap {
    type Session = Session<blocking::SoapClient>;

    fn read(operation: &str, arguments: &Bound<'_, PyTuple>, values: &Bound<'_, PyAny>) -> PyResult<Self> {
        let argument = |index| arguments.get_item(index);
        let sends = |known| call_options(SENDS, known, values);
        let asks = || call_options(ASKS, options::READ, values);
        let address = || optional_text(ASKS, "address", &argument(1)?);
        Ok(match operation {
            "send_sms" => Self::SendSms {
                to: addresses(&argument(0)?)?,
                text: text(SENDS, "text", &argument(1)?)?,
                from: optional_text(SENDS, "from_", &argument(2)?)?,
                sms: given(SENDS, options::SOAP_SMS, &argument(3)?, SoapSmsOptions::from_json)?,
                options: sends(options::SEND)?,
            },
            "send_fax" => {
                let fax = given(SENDS, options::SOAP_FAX, &argument(3)?, SoapFaxOptions::from_json)?;
                Self::SendFax {
                    to: addresses(&argument(0)?)?,
                    text: text(SENDS, "text", &argument(1)?)?,
                    files: attachments(&argument(2)?)?,
                    fax: Box::new(fax),
                    options: sends(options::CALL)?,
                }
            }
            "send_voice" => Self::SendVoice {
                to: addresses(&argument(0)?)?,
                text: text(SENDS, "text", &argument(1)?)?,
                voice: given(SENDS, options::SOAP_VOICE, &argument(2)?, SoapVoiceOptions::from_json)?,
                options: sends(options::CALL)?,
            },
            "state" => {
                Self::State { job_id: id("job_id", &argument(0)?)?, address: address()?, options: asks()? }
            }
            "wait" => Self::Wait {
                job_id: id("job_id", &argument(0)?)?,
                address: address()?,
                options: given(ASKS, options::WAIT, values, WaitOptions::from_json)?,
            },
            "resolve" => Self::Resolve { job_id: id("job_id", &argument(0)?)?, options: asks()? },
            _ => return Err(unknown()),
        })
    }

    fn cancelled_by(&mut self, token: CancelToken) {
        match self {
            Self::SendSms { options, .. }
            | Self::SendFax { options, .. }
            | Self::SendVoice { options, .. }
            | Self::State { options, .. }
            | Self::Resolve { options, .. } => options.cancel = Some(token),
            Self::Wait { options, .. } => options.cancel = Some(token),
        }
    }

    fn block(self, client: &blocking::SoapClient) -> Result<Reply> {
        match self {
            Self::SendSms { to, text, from, sms, options } => {
                client.send_sms_with(to, &text, from.as_deref(), sms, &options).map(Reply::Job)
            }
            Self::SendFax { to, text, files, fax, options } => {
                client.send_fax(to, &text, files, *fax, &options).map(Reply::Job)
            }
            Self::SendVoice { to, text, voice, options } => {
                client.send_voice(to, &text, voice, &options).map(Reply::Job)
            }
            Self::State { job_id, address, options } => {
                client.state(&job_id, address.as_deref(), &options).map(Reply::JobState)
            }
            Self::Wait { job_id, address, options } => {
                client.wait(&job_id, address.as_deref(), &options).map(Reply::JobState)
            }
            Self::Resolve { job_id, options } => client.resolve(&job_id, &options).map(Reply::SoapResolution),
        }
    }

    async fn run(self, client: SoapClient) -> Result<Reply> {
        match self {
            Self::SendSms { to, text, from, sms, options } => {
                client.send_sms_with(to, &text, from.as_deref(), sms, &options).await.map(Reply::Job)
            }
            Self::SendFax { to, text, files, fax, options } => {
                client.send_fax(to, &text, files, *fax, &options).await.map(Reply::Job)
            }
            Self::SendVoice { to, text, voice, options } => {
                client.send_voice(to, &text, voice, &options).await.map(Reply::Job)
            }
            Self::State { job_id, address, options } => {
                client.state(&job_id, address.as_deref(), &options).await.map(Reply::JobState)
            }
            Self::Wait { job_id, address, options } => {
                client.wait(&job_id, address.as_deref(), &options).await.map(Reply::JobState)
            }
            Self::Resolve { job_id, options } => {
                client.resolve(&job_id, &options).await.map(Reply::SoapResolution)
            }
        }
    }
}
