//! Answers as JSON with the names of JavaScript.

use std::mem;

use ecall::model::Timestamp;
use ecall::{Answer, MessageResult, MessageStatusData, RawResponse};
use serde_json::{Map, Value, json};

use crate::names::described;

/// The answer to a message.
pub(crate) fn sent(mut answer: Answer<MessageResult>) -> Value {
    let extra = mem::take(&mut answer.value.extra);
    let mut value = json!(answer.value);
    let ids = value["messageIdList"].take();
    if let Some(members) = value.as_object_mut() {
        members.remove("messageIdList");
    }
    value["messageIds"] = if ids.is_null() { json!([]) } else { ids };
    value["possibleDuplicate"] = json!(answer.possible_duplicate);
    value["extra"] = extra.into();
    date(&mut value, answer.timestamp.as_ref());
    with_common(value, &answer)
}

/// The answer with the state of a message.
pub(crate) fn state(answer: Answer<MessageStatusData>) -> Value {
    with_common(status(answer.value.clone()), &answer)
}

/// The answer that tells nothing but that there was one.
pub(crate) fn checked(answer: Answer<()>) -> Value {
    with_common(json!({}), &answer)
}

/// The answer to a raw request.
pub(crate) fn raw(answer: Answer<RawResponse>) -> Value {
    let mut headers = Map::new();
    for (name, value) in &answer.headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        match headers.get_mut(name.as_str()) {
            // As `Headers` of the web joins them.
            Some(Value::String(known)) => {
                known.push_str(", ");
                known.push_str(&value);
            }
            _ => {
                headers.insert(name.as_str().to_owned(), json!(value));
            }
        }
    }
    with_common(json!({ "headers": headers }), &answer)
}

/// The state of a message.
pub(crate) fn status(mut status: MessageStatusData) -> Value {
    let extra = mem::take(&mut status.extra);
    let mut value = json!(status);
    value["final"] = json!(status.is_final());
    value["extra"] = extra.into();
    date(&mut value, status.timestamp.as_ref());
    value
}

/// Bytes as a text where they are one, else with a character for each byte.
pub(crate) fn body(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!(text),
        Err(_) => json!({ "latin1": bytes.iter().copied().map(char::from).collect::<String>() }),
    }
}

fn with_common<T>(mut value: Value, answer: &Answer<T>) -> Value {
    value["attempts"] = answer.attempts.iter().map(|attempt| described(json!(attempt))).collect();
    value["httpStatus"] = json!(answer.http_status);
    if let Some(id) = &answer.request_id {
        value["requestId"] = json!(id);
    }
    value["rawBody"] = body(&answer.raw_body);
    value
}

/// Makes of the member `timestamp` the milliseconds since 1970, where the service said of which zone it is, and a text.
fn date(value: &mut Value, timestamp: Option<&Timestamp>) {
    let Some(timestamp) = timestamp else { return };
    value["timestamp"] = json!(timestamp.instant().map(|instant| instant.as_millisecond()));
    value["timestampText"] = json!(timestamp.as_str());
}
