//! The callbacks of the HTTPS and SOAP interfaces: a reply, a delivery notification, a forwarded SMS, each the query of a GET.
//! Source: HTTPS documentation, callbacks.

use std::ops::Deref;
use std::str::FromStr;

use encoding_rs::WINDOWS_1252;
use percent_encoding::percent_decode;
use schemars::JsonSchema;
use serde::de::IntoDeserializer;
use serde::de::value::Error as ValueError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Event;
use super::read::{missing, model, own_first, query_of, same, trimmed};
use crate::error::{Error, FieldError, Outcome, Result};
use crate::model::{InboundSms, JobNotification};

/// What names the callback. That a notification has it is provisional.
const FUNCTION: &str = "Function";
const REPLY: &str = "Answer";
const NOTIFICATION: &str = "Notification";

/// How the texts of callbacks are encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[non_exhaustive]
pub enum CallbackEncoding {
    /// Replies are Windows-1252, as documented. Of the others nothing is documented: they are UTF-8 where the bytes are that,
    /// else Windows-1252 (provisional).
    #[default]
    #[serde(rename = "auto")]
    Auto,
    /// Everything is Windows-1252.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Everything is UTF-8; what is not is replaced.
    #[serde(rename = "utf-8")]
    Utf8,
}

impl FromStr for CallbackEncoding {
    type Err = Error;

    /// Reads `auto`, `windows-1252` or `utf-8`.
    fn from_str(name: &str) -> Result<Self> {
        let unknown = |_| FieldError::new("encoding", "one_of", "must be auto, windows-1252 or utf-8");
        Self::deserialize(name.into_deserializer())
            .map_err(|problem: ValueError| Error::argument(Outcome::NotApplicable, unknown(problem)))
    }
}

/// A text message, as a callback tells it. Reads like the message that it holds; any field may be missing. Its JSON form is
/// that of the message, with `raw` besides.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CallbackMessage {
    /// The message.
    #[serde(flatten)]
    pub message: InboundSms,
    /// Every parameter as it came, in order; also what the URL's owner put there.
    pub raw: Vec<(String, Value)>,
}

impl Deref for CallbackMessage {
    type Target = InboundSms;

    fn deref(&self) -> &InboundSms {
        &self.message
    }
}

/// What became of a job, as a callback tells it. Reads like the notification that it holds; any field may be missing. Its JSON
/// form is that of the notification, with `raw` besides.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CallbackNotification {
    /// What is told.
    #[serde(flatten)]
    pub notification: JobNotification,
    /// Every parameter as it came, in order; also what the URL's owner put there.
    pub raw: Vec<(String, Value)>,
}

impl Deref for CallbackNotification {
    type Target = JobNotification;

    fn deref(&self) -> &JobNotification {
        &self.notification
    }
}

/// Reads a callback: the query of a GET, with or without its `?`, or the whole URL. It is one of [`Event::CallbackReply`],
/// [`Event::CallbackNotification`] and [`Event::CallbackSms`], by its `Function`, else by the parameters that are there.
///
/// # Errors
/// `invalid_argument` for what is none of them, and for more than 16 MiB. The error holds nothing of the payload.
pub fn parse_callback(data: &[u8], encoding: CallbackEncoding) -> Result<Event> {
    let query = query_of(trimmed(data)?);
    match callback(query, encoding) {
        Some(event) => event,
        None => Err(missing(&["Function", "AddressFrom", "ResultCode"])),
    }
}

/// The callback that a query is; None where it is none.
pub(super) fn callback(query: &[u8], encoding: CallbackEncoding) -> Option<Result<Event>> {
    let pairs = pairs(query);
    let what = What::of(&pairs)?;
    let raw = decoded(pairs, what, encoding);
    Some(match what {
        What::Notification => notification(raw).map(Event::CallbackNotification),
        What::Reply => message(raw).map(Event::CallbackReply),
        What::Sms => message(raw).map(Event::CallbackSms),
    })
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Reply,
    Notification,
    /// A forwarded message: as a reply, without a name of its own (provisional).
    Sms,
}

impl What {
    fn of(pairs: &[Pair]) -> Option<Self> {
        let value = |name: &str| {
            let found = own_first(pairs).find(|(found, value)| same(found, name) && !value.is_empty());
            found.map(|(_, value)| value)
        };
        let function = value(FUNCTION).map(|function| String::from_utf8_lossy(function));
        let is = |name: &str| function.as_ref().is_some_and(|function| function.eq_ignore_ascii_case(name));
        if is(REPLY) {
            return Some(Self::Reply);
        }
        if is(NOTIFICATION) {
            return Some(Self::Notification);
        }
        // What a status notification of REST has, whatever else its URL's owner put there.
        if value("messageId").is_some() || value("status").is_some() {
            return None;
        }
        if value("AddressFrom").is_some() {
            Some(Self::Sms)
        } else if value("ResultCode").is_some() && (value("Number").is_some() || value("JobID").is_some()) {
            Some(Self::Notification)
        } else {
            None
        }
    }
}

fn message(raw: Vec<(String, Value)>) -> Result<CallbackMessage> {
    let mut message: InboundSms = model(&known(&raw))?;
    message.extra.clear();
    if message.address_from.is_none() && message.message.is_none() {
        return Err(missing(&["AddressFrom", "Message"]));
    }
    Ok(CallbackMessage { message, raw })
}

fn notification(raw: Vec<(String, Value)>) -> Result<CallbackNotification> {
    let mut notification: JobNotification = model(&known(&raw))?;
    notification.extra.clear();
    if notification.result_code.is_none() && notification.result_text.is_none() {
        return Err(missing(&["ResultCode", "ResultText"]));
    }
    Ok(CallbackNotification { notification, raw })
}

/// A parameter without a value is absent; but a message may be empty.
fn known(raw: &[(String, Value)]) -> Vec<(String, Value)> {
    own_first(raw).filter(|(name, value)| value != "" || same(name, "Message")).cloned().collect()
}

/// A name, and a value whose encoding is not decided yet.
type Pair = (String, Vec<u8>);

fn pairs(query: &[u8]) -> Vec<Pair> {
    let parts = query.split(|byte| *byte == b'&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let mut sides = part.splitn(2, |byte| *byte == b'=');
            let name = unescaped(sides.next().unwrap_or_default());
            let value = unescaped(sides.next().unwrap_or_default());
            (String::from_utf8_lossy(&name).into_owned(), value)
        })
        .collect()
}

/// Form encoding undone: `+` is a space, `%41` an octet, and a `%` without two digits stays.
fn unescaped(part: &[u8]) -> Vec<u8> {
    let part: Vec<u8> = part.iter().map(|octet| if *octet == b'+' { b' ' } else { *octet }).collect();
    percent_decode(&part).collect()
}

fn decoded(pairs: Vec<Pair>, what: What, encoding: CallbackEncoding) -> Vec<(String, Value)> {
    let utf8 = match encoding {
        CallbackEncoding::Utf8 => true,
        CallbackEncoding::Windows1252 => false,
        CallbackEncoding::Auto => {
            what != What::Reply && pairs.iter().all(|(_, value)| std::str::from_utf8(value).is_ok())
        }
    };
    let text = |value: Vec<u8>| match utf8 {
        true => String::from_utf8_lossy(&value).into_owned(),
        false => WINDOWS_1252.decode_without_bom_handling(&value).0.into_owned(),
    };
    pairs.into_iter().map(|(name, value)| (name, Value::String(text(value)))).collect()
}
