//! Answers as JSON with the names of JavaScript.

use ecall::model::Timestamp;
use ecall::{Answer, MessageResult, MessageStatusData, RawResponse};
use serde_json::{Map, Value, json};

use crate::names::{camel, renamed};

/// The answer to a message.
pub(crate) fn sent(answer: Answer<MessageResult>) -> Value {
    let pairs = answer.message_id_list.iter().flatten();
    let ids: Vec<_> =
        pairs.map(|pair| json!({ "messageId": pair.message_id, "address": pair.address })).collect();
    let value = json!({
        "messageId": answer.message_id,
        "messageIds": ids,
        "timestamp": instant(answer.timestamp.as_ref()),
        "timestampText": text(answer.timestamp.as_ref()),
        "possibleDuplicate": answer.possible_duplicate,
        "extra": answer.extra,
    });
    with_common(value, &answer)
}

/// The answer with the state of a message.
pub(crate) fn state(answer: Answer<MessageStatusData>) -> Value {
    with_common(status(&answer), &answer)
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
pub(crate) fn status(status: &MessageStatusData) -> Value {
    json!({
        "channel": status.channel,
        "messageId": status.message_id,
        "status": status.status,
        "reasonCode": status.reason_code,
        "reason": status.reason,
        "timestamp": instant(status.timestamp.as_ref()),
        "timestampText": text(status.timestamp.as_ref()),
        "from": status.from,
        "to": status.to,
        "pageTotal": status.page_total,
        "final": status.is_final(),
        "extra": status.extra,
    })
}

/// Bytes as a text where they are one, else with a character for each byte.
pub(crate) fn body(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => json!(text),
        Err(_) => json!({ "latin1": bytes.iter().copied().map(char::from).collect::<String>() }),
    }
}

fn with_common<T>(mut value: Value, answer: &Answer<T>) -> Value {
    let attempts = answer.attempts.iter().map(|attempt| renamed(json!(attempt), camel));
    value["attempts"] = attempts.collect();
    value["httpStatus"] = json!(answer.http_status);
    value["requestId"] = json!(answer.request_id);
    value["rawBody"] = body(&answer.raw_body);
    value
}

/// Milliseconds since 1970; null where the service did not say of which zone the time is.
fn instant(timestamp: Option<&Timestamp>) -> Option<i64> {
    timestamp.and_then(Timestamp::instant).map(|instant| instant.as_millisecond())
}

fn text(timestamp: Option<&Timestamp>) -> Option<&str> {
    timestamp.map(Timestamp::as_str)
}
