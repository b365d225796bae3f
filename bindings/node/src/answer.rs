//! Answers as JSON texts with the names of JavaScript.
//!
//! A text is written at once, without a tree of values in between: this is done for every call. A model is written as core does it, under `model`.

use std::mem;

use ecall::model::{ReceivedMessage, Timestamp, UploadedMedia};
use ecall::text::{Estimate, Replacement};
use ecall::webhook::{Event, StatusEvent};
use ecall::{Answer, Error, ListStatus, Media, MessageStatusData, RawResponse, Result, Sent, SentList};
use serde_json::{Map, Value, json};

use crate::names::{camelled, described};
use crate::text::cost;
use crate::{failure, job};

/// A JSON object under construction.
pub(crate) struct Object(pub Vec<u8>);

/// Adds members, given as `"name": value`; a value is anything that serde can write.
macro_rules! members {
    ($object:expr, $($name:literal: $value:expr),+ $(,)?) => {$(
        $object.name($name);
        // Writing to memory cannot fail, and nothing here has a key that is no text.
        let _ = serde_json::to_writer(&mut $object.0, &$value);
    )+};
}

pub(crate) use members;

impl Object {
    pub fn new() -> Self {
        Self(b"{".to_vec())
    }

    /// Begins a member, whose value is to follow.
    pub fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(b',');
        }
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
    }

    /// The text of the object.
    pub fn finish(mut self) -> String {
        self.0.push(b'}');
        String::from_utf8(self.0).unwrap_or_default()
    }

    /// Adds a member whose value is JSON already.
    pub fn json(&mut self, name: &str, value: &str) {
        self.name(name);
        self.0.extend_from_slice(value.as_bytes());
    }

    /// Adds a list of values that are JSON already.
    pub fn list(&mut self, name: &str, values: impl Iterator<Item = String>) {
        let values: Vec<_> = values.collect();
        self.json(name, &format!("[{}]", values.join(",")));
    }

    /// What a text costs, and what was replaced in it.
    pub fn cost(&mut self, estimate: Option<&Estimate>, replacements: &[Replacement]) {
        if let Some(estimate) = estimate {
            self.name("estimate");
            cost::write(estimate, &mut self.0);
        }
        if !replacements.is_empty() {
            members!(self, "replacements": camelled(json!(replacements)));
        }
    }

    /// When something was, in milliseconds since 1970, where the service said of which zone its time is.
    pub fn instant(&mut self, milliseconds: Option<i64>) {
        if let Some(milliseconds) = milliseconds {
            members!(self, "instant": milliseconds);
        }
    }

    /// A text where the bytes are one, else a text with a character for each byte.
    fn body(&mut self, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                members!(self, "rawBody": text);
            }
            Err(_) => {
                members!(self, "rawBytes": bytes.iter().copied().map(char::from).collect::<String>());
            }
        }
    }

    /// The text of the object, with what every answer has.
    pub fn common<T>(mut self, answer: &Answer<T>) -> String {
        members!(self, "httpStatus": answer.http_status);
        if let Some(id) = &answer.request_id {
            members!(self, "requestId": id);
        }
        if !answer.attempts.is_empty() {
            let attempts = answer.attempts.iter().map(|attempt| described(json!(attempt)));
            members!(self, "attempts": Value::from_iter(attempts));
        }
        self.body(&answer.raw_body);
        self.finish()
    }
}

fn milliseconds(timestamp: Option<&Timestamp>) -> Option<i64> {
    timestamp.and_then(Timestamp::instant).map(|instant| instant.as_millisecond())
}

/// The answer to a message.
pub(crate) fn sent(mut answer: Answer<Sent>) -> String {
    let mut object = accepted(&mut answer.value);
    members!(object, "possibleDuplicate": answer.possible_duplicate);
    object.common(&answer)
}

/// An accepted message; what its result has besides its known fields is taken out of it.
fn accepted(sent: &mut Sent) -> Object {
    let extra = mem::take(&mut sent.result.extra);
    let mut object = Object::new();
    members!(object, "model": sent.result, "extra": extra);
    object.cost(sent.estimate.as_ref(), &sent.replacements);
    object.instant(milliseconds(sent.result.timestamp.as_ref()));
    object
}

/// The answer to a list: what became of each message, and the error of all that were not accepted.
pub(crate) fn list(mut answer: Answer<SentList>) -> String {
    let mut object = Object::new();
    if let Err(error) = answer.raise_for_failed() {
        object.json("raised", &failure::text(&error));
    }
    let items = mem::take(&mut answer.value.items).into_iter();
    object.list("items", items.map(|item| end(item, |mut sent| accepted(&mut sent).finish())));
    members!(object, "extra": answer.extra, "possibleDuplicate": answer.possible_duplicate);
    if let Some(id) = &answer.list_id {
        members!(object, "listId": id);
    }
    object.common(&answer)
}

/// The answer with the states of a list's messages.
pub(crate) fn states(mut answer: Answer<ListStatus>) -> String {
    let mut object = Object::new();
    members!(object, "final": answer.is_final(), "extra": answer.extra);
    if let Some(id) = &answer.list_id {
        members!(object, "listId": id);
    }
    let states = mem::take(&mut answer.value.messages).into_iter();
    object.list("messages", states.map(|mut state| status(&mut state).finish()));
    object.common(&answer)
}

/// What became of one of many: `{"ok"}` with what `convert` makes of it, or `{"failed"}` with its error.
pub(crate) fn end<T>(result: Result<T>, convert: impl FnOnce(T) -> String) -> String {
    let mut object = Object::new();
    match result {
        Ok(value) => object.json("ok", &convert(value)),
        Err(error) => object.json("failed", &failure::text(&error)),
    }
    object.finish()
}

/// The answer with the state of a message.
pub(crate) fn state(mut answer: Answer<MessageStatusData>) -> String {
    status(&mut answer.value).common(&answer)
}

/// The answer that tells nothing but that there was one.
pub(crate) fn checked(answer: Answer<()>) -> String {
    Object::new().common(&answer)
}

/// The answer to an upload.
pub(crate) fn uploaded(answer: Answer<UploadedMedia>) -> String {
    let mut object = Object::new();
    members!(object, "mediaId": answer.media_id, "extra": answer.extra);
    object.common(&answer)
}

/// The answer to a download, without the file.
pub(crate) fn media(answer: Answer<Media>) -> String {
    let mut object = Object::new();
    members!(object, "length": answer.length);
    if let Some(content_type) = &answer.content_type {
        members!(object, "contentType": content_type);
    }
    object.common(&answer)
}

/// The answer to a raw request.
pub(crate) fn raw(answer: Answer<RawResponse>) -> String {
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
    let mut object = Object::new();
    members!(object, "headers": headers);
    object.common(&answer)
}

/// The state of a message; what it has besides its known fields is taken out of it.
pub(crate) fn status(status: &mut MessageStatusData) -> Object {
    let extra = mem::take(&mut status.extra);
    let mut object = Object::new();
    members!(object, "model": status, "extra": extra, "final": status.is_final());
    object.instant(milliseconds(status.timestamp.as_ref()));
    object
}

/// What eCall sent by itself.
pub(crate) fn told(event: Event) -> String {
    match event {
        Event::Status(event) => told_status(event),
        Event::Received(message) => told_message(message),
        Event::CallbackReply(message) => job::told_message("callback_reply", message),
        Event::CallbackNotification(notification) => job::told_notification(notification),
        Event::CallbackSms(message) => job::told_message("callback_sms", message),
        // Of a later version; `node/src/webhook.js` hands it over as it is.
        other => json!(other).to_string(),
    }
}

/// A status notification.
pub(crate) fn told_status(mut event: StatusEvent) -> String {
    let mut object = status(&mut event.status);
    members!(object, "kind": "status", "raw": event.raw);
    if let Some(id) = &event.list_id {
        members!(object, "listId": id);
    }
    object.finish()
}

/// A received message.
pub(crate) fn told_message(mut message: ReceivedMessage) -> String {
    let extra = mem::take(&mut message.extra);
    let mut object = Object::new();
    members!(object, "kind": "received", "model": message, "extra": extra);
    object.instant(milliseconds(message.timestamp.as_ref()));
    let content_type = message.content.as_ref().and_then(|content| content.tag());
    let known = [
        ("text", message.text()),
        ("replyId", message.reply_id()),
        ("replyTitle", message.reply_title()),
        ("contentType", content_type),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            object.json(name, &json!(value).to_string());
        }
    }
    object.finish()
}

/// What is told of an error, with what came back from the service.
pub(crate) fn with_body(known: &Value, error: &Error) -> String {
    let details = error.details();
    let mut object = Object::new();
    members!(object, "error": known);
    if let Some(last) = &details.last_status {
        object.json("lastStatus", &status(&mut (**last).clone()).finish());
    }
    if let Some(last) = &details.last_job_state {
        object.json("lastJobState", &job::reported((**last).clone()).finish());
    }
    if let Some(body) = &details.raw_body {
        object.body(body);
    }
    object.finish()
}
