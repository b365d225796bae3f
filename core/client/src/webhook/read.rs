//! Reading what eCall sends. The payloads are documented in outline only, so everything is read leniently: names without
//! regard to case, every field optional, and the whole kept as it came.

use std::fmt;

use serde::de::value::MapDeserializer;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use url::form_urlencoded;

use super::callback::callback;
use super::{CallbackEncoding, Event, StatusEvent};
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::model::{LIST_ID, MessageStatusData, ReceivedMessage, wire};

/// The longest payload that is looked at, in bytes: what no receiver can be told to pass.
pub(super) const LONGEST: usize = 16 * 1024 * 1024;

/// The numbers of a status notification, which are texts in a query.
const NUMBERS: [&str; 2] = ["reasonCode", "pageTotal"];

/// Reads a status notification: the query of a GET (`Url` in a message's notification addresses) or the JSON of a POST
/// (`UrlPost`), told apart by the first character. A query may have its `?`, or be a whole URL.
///
/// # Errors
/// `invalid_argument` for bytes that are neither, for more than 16 MiB, and where both the message id and the status are
/// missing. The error holds nothing of the payload.
pub fn parse_status(data: &[u8]) -> Result<StatusEvent> {
    let data = trimmed(data)?;
    if is_json(data) { status_of_json(members(data)?, STATUS_NEEDS) } else { status_of_query(data) }
}

/// Reads a received message: the JSON of a POST.
///
/// # Errors
/// `invalid_argument` for bytes that are no JSON object, for more than 16 MiB, and where both content and sender are
/// missing. The error holds nothing of the payload.
pub fn parse_received(data: &[u8]) -> Result<ReceivedMessage> {
    let message: ReceivedMessage = model(&members(trimmed(data)?)?)?;
    if !message.has_content() && message.from.as_deref().unwrap_or_default().is_empty() {
        return Err(missing(&["content", "from"]));
    }
    Ok(message)
}

/// Reads a request by what it is: the query of a GET, or the body of a POST. JSON with a `content` is a received message, other
/// JSON a status notification. A query, in a POST too, is a [callback](super::parse_callback) of the HTTPS and SOAP interfaces
/// where its `Function` or, without one, its parameters say so, else a status notification. `encoding` is that of callbacks.
///
/// # Errors
/// `invalid_argument` for another method, for what is none of these, and as [`parse_status`] and [`parse_received`].
pub fn parse(method: &str, query: Option<&str>, body: &[u8], encoding: CallbackEncoding) -> Result<Event> {
    if method.eq_ignore_ascii_case("GET") {
        return event_of_query(trimmed(query.unwrap_or_default().as_bytes())?, encoding);
    }
    if !method.eq_ignore_ascii_case("POST") {
        return Err(refused("method", "one_of", "must be GET or POST"));
    }
    let body = trimmed(body)?;
    if !is_json(body) {
        return event_of_query(body, encoding);
    }
    let members = members(body)?;
    let message: ReceivedMessage = model(&members)?;
    if message.has_content() {
        return Ok(Event::Received(message));
    }
    status_of_json(members, &["messageId", "status", "content"]).map(Event::Status)
}

/// One of these has to be there.
const STATUS_NEEDS: &[&str] = &["messageId", "status"];

fn status_of_json(raw: Vec<(String, Value)>, needed: &[&str]) -> Result<StatusEvent> {
    let known: Vec<_> = raw.iter().map(|(name, value)| (name.clone(), number(name, value))).collect();
    let mut status: MessageStatusData = model(&known)?;
    let list_id = list_id(raw.iter());
    if list_id.is_some() {
        status.extra.retain(|name, _| !same(name, LIST_ID));
    }
    checked(StatusEvent { status, list_id, raw }, needed)
}

fn event_of_query(data: &[u8], encoding: CallbackEncoding) -> Result<Event> {
    match callback(query_of(data), encoding) {
        Some(event) => event,
        None => status_of_query(data).map(Event::Status),
    }
}

/// A parameter without a value is absent. What is not known stays in the raw pairs alone: no notification's URL can be
/// told from what its owner put there.
fn status_of_query(data: &[u8]) -> Result<StatusEvent> {
    let pairs = form_urlencoded::parse(query_of(data));
    let raw: Vec<_> =
        pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect();
    let given = own_first(&raw).filter(|(_, value)| value != "");
    let known: Vec<_> = given.map(|(name, value)| (name.replace('_', ""), number(name, value))).collect();
    let mut status: MessageStatusData = model(&known)?;
    status.extra.clear();
    checked(StatusEvent { status, list_id: list_id(own_first(&raw)), raw }, STATUS_NEEDS)
}

/// The service appends to a URL that may have a query of its own: of two parameters that are called the same, the last is its
/// own (provisional). Reading takes the first.
pub(super) fn own_first<T>(parameters: &[T]) -> impl Iterator<Item = &T> {
    parameters.iter().rev()
}

fn checked(event: StatusEvent, needed: &[&str]) -> Result<StatusEvent> {
    let has_id = event.message_id.as_deref().is_some_and(|id| !id.is_empty());
    let state = event.status.status.as_ref();
    if has_id || state.is_some_and(|state| !state.as_str().is_empty()) {
        return Ok(event);
    }
    Err(missing(needed))
}

/// The value as a number where its field is one and it can be read so.
fn number(name: &str, value: &Value) -> Value {
    let text = value.as_str().filter(|_| NUMBERS.iter().any(|number| same(name, number)));
    match text.and_then(|text| text.trim().parse::<i32>().ok()) {
        Some(number) => number.into(),
        None => value.clone(),
    }
}

fn list_id<'a>(raw: impl Iterator<Item = &'a (String, Value)>) -> Option<String> {
    let mut values = raw.filter(|(name, _)| same(name, LIST_ID)).filter_map(|(_, value)| value.as_str());
    values.find(|id| !id.is_empty()).map(str::to_owned)
}

/// Whether a name means the field, without regard to case and `_`.
pub(super) fn same(name: &str, field: &str) -> bool {
    let letters = name.bytes().filter(|byte| *byte != b'_').map(|byte| byte.to_ascii_lowercase());
    letters.eq(field.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// The payload without the byte order mark and the white space around it.
pub(super) fn trimmed(data: &[u8]) -> Result<&[u8]> {
    if data.len() > LONGEST {
        let problem = FieldError::new("data", "max_length", "is longer than 16 MiB");
        let problem = problem.measured(data.len(), LONGEST);
        return Err(Error::fields(Kind::InvalidArgument, Outcome::NotApplicable, vec![problem]));
    }
    Ok(data.strip_prefix("\u{feff}".as_bytes()).unwrap_or(data).trim_ascii())
}

/// Whether this is meant as JSON. A list is no payload either, but the error should say that.
fn is_json(data: &[u8]) -> bool {
    matches!(data.first(), Some(b'{' | b'['))
}

/// The query of a URL or path; without its `?`.
pub(super) fn query_of(data: &[u8]) -> &[u8] {
    let begins =
        |with: &str| data.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    if ["?", "/", "http://", "https://"].into_iter().any(begins) {
        data.splitn(2, |byte| *byte == b'?').nth(1).unwrap_or_default()
    } else {
        data
    }
}

/// The members of a JSON object in their order.
fn members(json: &[u8]) -> Result<Vec<(String, Value)>> {
    // The path of a problem is spelled as the payload spells it, and is left away with it.
    let read = wire::read::<Members>(json).map_err(|error| refused("data", "json", &error.message))?;
    Ok(read.0)
}

struct Members(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// The model that these members make.
pub(super) fn model<T: DeserializeOwned>(members: &[(String, Value)]) -> Result<T> {
    let members = members.iter().map(|(name, value)| (name.as_str(), value));
    T::deserialize(MapDeserializer::<_, serde_json::Error>::new(members))
        .map_err(|_| refused("data", "json", "cannot be read"))
}

pub(super) fn missing(needed: &[&str]) -> Error {
    let one_of = format!("is missing; one of {} has to be there", needed.join(", "));
    let problems = needed.iter().map(|name| FieldError::new(*name, "required", one_of.as_str())).collect();
    Error::fields(Kind::InvalidArgument, Outcome::NotApplicable, problems)
}

fn refused(field: &str, rule: &'static str, message: &str) -> Error {
    Error::fields(Kind::InvalidArgument, Outcome::NotApplicable, vec![FieldError::new(field, rule, message)])
}
