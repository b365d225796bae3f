//! The callbacks of the HTTPS and SOAP interfaces: a reply, a delivery notification, a forwarded SMS, each the query of a GET.
//! Source: HTTPS documentation, callbacks.

use std::ops::Deref;

use encoding_rs::WINDOWS_1252;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Event;
use super::read::{missing, model, query_of, same, trimmed};
use crate::error::Result;
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
fn callback(query: &[u8], encoding: CallbackEncoding) -> Option<Result<Event>> {
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
            let found = pairs.iter().find(|(found, value)| same(found, name) && !value.is_empty());
            found.map(|(_, value)| value)
        };
        // What a status notification of REST has, whatever else its URL's owner put there.
        if value("messageId").is_some() || value("status").is_some() {
            return None;
        }
        let function = value(FUNCTION).map(|function| String::from_utf8_lossy(function));
        let is = |name: &str| function.as_ref().is_some_and(|function| function.eq_ignore_ascii_case(name));
        if is(REPLY) {
            Some(Self::Reply)
        } else if is(NOTIFICATION) {
            Some(Self::Notification)
        } else if value("AddressFrom").is_some() {
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
    raw.iter().filter(|(name, value)| value != "" || same(name, "Message")).cloned().collect()
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
    let mut octets = Vec::with_capacity(part.len());
    let mut rest = part;
    while let [first, after @ ..] = rest {
        rest = after;
        octets.push(match (first, escaped(after)) {
            (b'+', _) => b' ',
            (b'%', Some(octet)) => {
                rest = &after[2..];
                octet
            }
            _ => *first,
        });
    }
    octets
}

fn escaped(after: &[u8]) -> Option<u8> {
    let digit = |place: usize| char::from(*after.get(place)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
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
