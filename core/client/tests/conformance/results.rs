//! What calls returned, with the names of the cases.

use ecall::webhook::Event;
use ecall::{
    Answer, BulkCounts, BulkResult, Error, Followed, ListStatus, Media, MessageStatusData, RawResponse, Sent,
    SentList, UploadedMedia,
};
use serde_json::{Map, Value, json};

use crate::{https, soap};

/// What every answer says.
pub fn common<T>(answer: &Answer<T>) -> Value {
    json!({
        "http_status": answer.http_status,
        "request_id": answer.request_id,
        "raw_body": String::from_utf8_lossy(&answer.raw_body),
    })
}

pub fn with(mut common: Value, more: Value) -> Value {
    if let (Value::Object(common), Value::Object(more)) = (&mut common, more) {
        common.extend(more);
    }
    common
}

pub fn sent(answer: &Answer<Sent>) -> Value {
    with(with(common(answer), message(answer)), json!({ "possible_duplicate": answer.possible_duplicate }))
}

/// An accepted message without the answer that it came in.
fn message(sent: &Sent) -> Value {
    let pairs = sent.message_id_list.iter().flatten();
    let message_ids: Vec<_> =
        pairs.map(|pair| json!({"message_id": pair.message_id, "address": pair.address})).collect();
    json!({
        "message_id": sent.message_id,
        "message_ids": message_ids,
        "timestamp": sent.timestamp.as_ref().map(|time| time.as_str()),
        "extra": sent.extra,
        "estimate": sent.estimate,
        "replacements": sent.replacements,
    })
}

pub fn list(answer: &Answer<SentList>) -> Value {
    let items = answer.items.iter().map(|item| or_error(item.as_ref().map(message)));
    with(
        common(answer),
        json!({
            "list_id": answer.list_id,
            "items": items.collect::<Value>(),
            "failed": answer.failed().map(|(index, _)| index).collect::<Vec<_>>(),
            "raised": answer.raise_for_failed().err().as_ref().map(failure),
            "possible_duplicate": answer.possible_duplicate,
            "extra": answer.extra,
        }),
    )
}

pub fn list_status(answer: &Answer<ListStatus>) -> Value {
    with(
        common(answer),
        json!({
            "list_id": answer.list_id,
            "messages": answer.messages.iter().map(standing).collect::<Value>(),
            "final": answer.is_final(),
            "extra": answer.extra,
        }),
    )
}

/// Every result of many messages, by index.
pub fn many(mut results: Vec<BulkResult>, counts: BulkCounts) -> Value {
    results.sort_by_key(|result| result.index);
    let items = results.iter().enumerate().map(|(index, result)| {
        assert_eq!(result.index, index as u64, "each message comes out once");
        or_error(result.result.as_ref().map(sent))
    });
    json!({ "items": items.collect::<Value>(), "counts": self::counts(counts) })
}

/// How far many messages have come.
pub fn counts(counts: BulkCounts) -> Value {
    json!({
        "given": counts.given,
        "accepted": counts.accepted,
        "refused": counts.refused,
        "unknown": counts.unknown,
        "possible_duplicates": counts.possible_duplicates,
    })
}

/// The last state of each of many messages.
pub fn states(results: &[Followed]) -> Value {
    let mut states = Map::new();
    for Followed { message_id, state, .. } in results {
        let twice = states.insert(message_id.clone(), or_error(state.as_ref().map(standing)));
        assert!(twice.is_none(), "each message comes out once");
    }
    json!({ "states": states })
}

pub fn uploaded(answer: &Answer<UploadedMedia>) -> Value {
    with(common(answer), json!({ "media_id": answer.media_id }))
}

pub fn downloaded(answer: &Answer<Media>) -> Value {
    with(
        common(answer),
        json!({
            "content_type": answer.content_type,
            "length": answer.length,
            "text": String::from_utf8_lossy(&answer.bytes),
        }),
    )
}

/// What a webhook told.
pub fn event(event: &Event) -> Value {
    match event {
        Event::Status(event) => with(standing(event), json!({ "kind": "status", "list_id": event.list_id })),
        Event::Received(message) => json!({
            "kind": "received",
            "channel": message.channel.as_ref().map(|channel| channel.as_str()),
            "message_id": message.message_id,
            "from": message.from,
            "to": message.to,
            "text": message.text(),
            "reply_id": message.reply_id(),
            "reply_title": message.reply_title(),
            "content_type": message.content.as_ref().and_then(|content| content.tag()),
            "timestamp": message.timestamp.as_ref().map(|time| time.as_str()),
            "extra": message.extra,
        }),
        Event::CallbackReply(event) => callback("callback_reply", https::message(event), &event.raw),
        Event::CallbackSms(event) => callback("callback_sms", https::message(event), &event.raw),
        Event::CallbackNotification(event) => {
            callback("callback_notification", https::notification(event), &event.raw)
        }
        other => panic!("no such event: {other:?}"),
    }
}

fn callback(kind: &str, told: Value, raw: &[(String, Value)]) -> Value {
    with(told, json!({ "kind": kind, "raw": raw }))
}

pub fn or_error(result: Result<Value, &Error>) -> Value {
    result.unwrap_or_else(|error| json!({ "error": failure(error) }))
}

/// An error, with `text` as what a user sees.
pub fn failure(error: &Error) -> Value {
    let details = error.details();
    let body = details.raw_body.as_deref().map(|body| String::from_utf8_lossy(body).into_owned());
    let last = details.last_status.as_ref().and_then(|status| status.status.as_ref());
    let mut found = error.to_json();
    found["attempts"] = json!(details.attempts.len());
    found["raw_body"] = json!(body);
    found["last_status"] = json!(last.map(|status| status.as_str()));
    found["last_job_state"] = json!(details.last_job_state.as_deref().map(soap::state));
    found["text"] = json!(error.to_string());
    found
}

pub fn state(answer: &Answer<MessageStatusData>) -> Value {
    with(common(answer), standing(answer))
}

fn standing(status: &MessageStatusData) -> Value {
    json!({
        "channel": status.channel.as_ref().map(|channel| channel.as_str()),
        "message_id": status.message_id,
        "status": status.status.as_ref().map(|status| status.as_str()),
        "reason_code": status.reason_code,
        "reason": status.reason,
        "timestamp": status.timestamp.as_ref().map(|time| time.as_str()),
        "from": status.from,
        "to": status.to,
        "page_total": status.page_total,
        "final": status.is_final(),
        "extra": status.extra,
    })
}

pub fn raw(answer: &Answer<RawResponse>) -> Value {
    let json: Value = serde_json::from_slice(&answer.raw_body).unwrap_or_default();
    with(common(answer), json!({ "json": json }))
}
