//! What eCall sends by itself, and who it comes from.

use std::time::SystemTime;

use ecall::model::ReceivedMessage as CoreReceived;
use ecall::webhook::{
    self as core, CallbackEncoding, Event as CoreEvent, Incoming, IncomingHead, ReceiverOptions, Refusal,
    StatusEvent as CoreStatus,
};
use serde_json::{Value, json};

use crate::call::optional;
use crate::failure::Failure;
use crate::job::{CallbackMessage, CallbackNotification};
use crate::numbers::{instant, length};
use crate::record::records;
use crate::result::{ReportedStatus, extra};
use crate::words::Channel;

records! {
    /// A status notification.
    StatusEvent from CoreStatus as event {
        /// The list that the message was in, where it was in one.
        list_id: Option<String> = event.list_id,
        /// What became of the message.
        status: ReportedStatus = event.status.into(),
        /// Every parameter as it came, in order; also what the URL's owner put there.
        raw: Vec<RawParameter> = raw(event.raw),
    }

    /// A message that somebody sent to a number of the account. Any field may be missing.
    ReceivedMessage from CoreReceived as message {
        /// When it was received; empty where its text names no zone.
        instant: Option<SystemTime> = instant(message.timestamp.as_ref()),
        /// The text, where the content is one.
        text: Option<String> = message.text().map(str::to_owned),
        /// The id of the button or row that was chosen of an interactive message.
        reply_id: Option<String> = message.reply_id().map(str::to_owned),
        /// The title of the button or row that was chosen of an interactive message.
        reply_title: Option<String> = message.reply_title().map(str::to_owned),
        /// What the content is, where it can be read: `Text`, `Media`.
        content_type: Option<String> =
            message.content.as_ref().and_then(|content| content.tag()).map(str::to_owned),
        /// The content as a JSON object with the names of the wire.
        content: Option<String> = message.content.as_ref().map(|content| json!(content).to_string()),
        /// The channel that it took.
        channel: Option<Channel> = message.channel.map(Channel::from),
        /// The id of the message.
        message_id: Option<String> = message.message_id,
        /// Who sent it.
        from: Option<String> = message.from,
        /// The number it was sent to.
        to: Option<String> = message.to,
        /// When it was received, as the service wrote it.
        timestamp: Option<String> = message.timestamp.map(|time| time.as_str().to_owned()),
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(message.extra),
    }
}

/// A parameter of a request as it came.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RawParameter {
    /// Its name.
    pub name: String,
    /// Its value as JSON.
    pub value: String,
}

pub(crate) fn raw(parameters: Vec<(String, Value)>) -> Vec<RawParameter> {
    parameters.into_iter().map(|(name, value)| RawParameter { name, value: value.to_string() }).collect()
}

/// What a request of eCall's told.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Event {
    /// The state of a message.
    Status {
        /// The notification.
        event: StatusEvent,
    },
    /// A message that was received.
    Received {
        /// The message.
        message: ReceivedMessage,
    },
    /// A reply to a job of the HTTPS or SOAP interface.
    CallbackReply {
        /// The message.
        message: CallbackMessage,
    },
    /// What became of a job of the HTTPS or SOAP interface.
    CallbackNotification {
        /// What is told.
        notification: CallbackNotification,
    },
    /// A message that was forwarded.
    CallbackSms {
        /// The message.
        message: CallbackMessage,
    },
    /// What this version of the package does not know.
    Unknown {
        /// All of it as a JSON object.
        json: String,
    },
}

impl From<CoreEvent> for Event {
    fn from(event: CoreEvent) -> Self {
        match event {
            CoreEvent::Status(event) => Self::Status { event: event.into() },
            CoreEvent::Received(message) => Self::Received { message: message.into() },
            CoreEvent::CallbackReply(message) => Self::CallbackReply { message: message.into() },
            CoreEvent::CallbackNotification(told) => Self::CallbackNotification { notification: told.into() },
            CoreEvent::CallbackSms(message) => Self::CallbackSms { message: message.into() },
            other => Self::Unknown { json: json!(other).to_string() },
        }
    }
}

/// Reads a status notification: JSON, a query, or a URL with one.
#[uniffi::export]
pub fn parse_status(data: Vec<u8>) -> Result<StatusEvent, Failure> {
    Ok(ecall_runtime::guarded(|| core::parse_status(&data))?.into())
}

/// Reads a received message, which is JSON.
#[uniffi::export]
pub fn parse_received(data: Vec<u8>) -> Result<ReceivedMessage, Failure> {
    Ok(ecall_runtime::guarded(|| core::parse_received(&data))?.into())
}

/// Reads a callback of the HTTPS or SOAP interface: the query of a GET, or the whole URL.
#[uniffi::export]
pub fn parse_callback(data: Vec<u8>, encoding: Option<String>) -> Result<Event, Failure> {
    let read = ecall_runtime::guarded(|| {
        let encoding: Option<CallbackEncoding> = encoding.as_deref().map(str::parse).transpose()?;
        core::parse_callback(&data, encoding.unwrap_or_default())
    });
    Ok(read?.into())
}

/// Whether an address is one of those that eCall sends from.
#[uniffi::export]
pub fn is_from_ecall(ip: &str) -> bool {
    core::is_from_ecall(ip)
}

/// Says of each request whether it is taken. May be used by many threads at once.
#[derive(uniffi::Object)]
pub struct Receiver(core::Receiver);

/// What of a request is known before its body is read.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RequestHead {
    /// The address of the connection's other end.
    pub peer: String,
    /// The method, in capital letters.
    pub method: String,
    /// The values of `x-forwarded-for`, in their order.
    pub forwarded_for: Vec<String>,
    /// The length that the request says it has.
    pub content_length: Option<i64>,
}

/// Why a request is not taken.
#[derive(Clone, Debug, uniffi::Record)]
pub struct RequestRefusal {
    /// The HTTP status to answer with.
    pub status: i32,
    /// Why, for the body of the answer.
    pub reason: String,
    /// The value of the header `allow` of the answer, where it has one.
    pub allow: Option<String>,
}

/// What a request told, or why it is not taken.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Opened {
    /// It is taken.
    Told {
        /// What it told.
        event: Box<Event>,
    },
    /// It is not.
    Refused {
        /// Why.
        refusal: RequestRefusal,
    },
}

impl From<Refusal> for RequestRefusal {
    fn from(refusal: Refusal) -> Self {
        Self {
            status: i32::from(refusal.status),
            allow: refusal.allow().map(str::to_owned),
            reason: refusal.reason,
        }
    }
}

impl RequestHead {
    fn of_core(&self) -> IncomingHead<'_> {
        IncomingHead {
            peer: self.peer.as_str().into(),
            method: &self.method,
            forwarded_for: self.forwarded_for.iter().map(String::as_str).collect(),
            content_length: self.content_length.map(length),
        }
    }
}

#[uniffi::export]
impl Receiver {
    /// A receiver with these options, a JSON object in the names of core.
    #[uniffi::constructor]
    pub fn new(options: Option<String>) -> Result<Self, Failure> {
        let options = ReceiverOptions::from_json(optional(options.as_deref())?)?;
        Ok(Self(core::Receiver::new(options)?))
    }

    /// The longest body that is taken, in bytes.
    pub fn max_body(&self) -> i32 {
        crate::numbers::short(self.0.max_body())
    }

    /// Whether the body may be read: nothing, or why not.
    pub fn admit(&self, head: RequestHead) -> Option<RequestRefusal> {
        self.0.admit(head.of_core()).err().map(RequestRefusal::from)
    }

    /// What a request tells.
    pub fn open(&self, head: RequestHead, query: Option<String>, body: Vec<u8>) -> Result<Opened, Failure> {
        let request = Incoming { head: head.of_core(), query: query.as_deref(), body: &body };
        Ok(ecall_runtime::guarded(|| {
            Ok(match self.0.open(request) {
                Ok(event) => Opened::Told { event: Box::new(event.into()) },
                Err(refusal) => Opened::Refused { refusal: refusal.into() },
            })
        })?)
    }
}
