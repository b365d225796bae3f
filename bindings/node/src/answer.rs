//! Answers as JSON texts with the names of JavaScript.
//!
//! A text is written at once, without a tree of values in between: this is done for every call. A model is written as core does it, under `model`.

use std::mem;

use ecall::model::Timestamp;
use ecall::{Answer, MessageStatusData, RawResponse, Sent};
use serde_json::{Map, Value, json};

use crate::names::{camelled, described};
use crate::text::cost;

/// A JSON object under construction.
pub(crate) struct Object(Vec<u8>);

/// Adds members, given as `"name": value`; a value is anything that serde can write.
macro_rules! members {
    ($object:expr, $($name:literal: $value:expr),+ $(,)?) => {$(
        $object.name($name);
        // Writing to memory cannot fail, and nothing here has a key that is no text.
        let _ = serde_json::to_writer(&mut $object.0, &$value);
    )+};
}

impl Object {
    fn new() -> Self {
        Self(b"{".to_vec())
    }

    fn name(&mut self, name: &str) {
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

    /// When something was, in milliseconds since 1970, where the service said of which zone its time is.
    fn instant(&mut self, timestamp: Option<&Timestamp>) {
        if let Some(instant) = timestamp.and_then(Timestamp::instant) {
            members!(self, "instant": instant.as_millisecond());
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

    fn common<T>(mut self, answer: &Answer<T>) -> String {
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

/// The answer to a message.
pub(crate) fn sent(mut answer: Answer<Sent>) -> String {
    let extra = mem::take(&mut answer.value.result.extra);
    let mut object = Object::new();
    members!(object, "model": answer.value.result, "extra": extra, "possibleDuplicate": answer.possible_duplicate);
    if let Some(estimate) = &answer.estimate {
        object.name("estimate");
        cost::write(estimate, &mut object.0);
    }
    if !answer.replacements.is_empty() {
        members!(object, "replacements": camelled(json!(answer.replacements)));
    }
    object.instant(answer.timestamp.as_ref());
    object.common(&answer)
}

/// The answer with the state of a message.
pub(crate) fn state(mut answer: Answer<MessageStatusData>) -> String {
    status(&mut answer.value).common(&answer)
}

/// The answer that tells nothing but that there was one.
pub(crate) fn checked(answer: Answer<()>) -> String {
    Object::new().common(&answer)
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
    object.instant(status.timestamp.as_ref());
    object
}

/// An error's JSON with what came back from the service.
pub(crate) fn with_body(json: &Value, status: Option<&MessageStatusData>, body: Option<&[u8]>) -> String {
    let mut object = Object::new();
    members!(object, "error": json);
    if let Some(last) = status {
        object.name("lastStatus");
        let text = self::status(&mut last.clone()).finish();
        object.0.extend_from_slice(text.as_bytes());
    }
    if let Some(body) = body {
        object.body(body);
    }
    object.finish()
}
