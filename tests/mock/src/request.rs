//! What is kept of a request.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::connection::Head;
use crate::payload::Payload;
use crate::soap;

/// A longer body is not kept, only its length and digest.
const LARGEST_KEPT: usize = 1024 * 1024;

/// One request as it arrived.
pub(crate) struct Request {
    pub(crate) number: u64,
    head: Arc<Head>,
    listener: String,
    connection: u64,
    /// None when it was too long to be kept.
    body: Option<Bytes>,
    body_length: usize,
    body_sha256: String,
    complete: bool,
}

impl Request {
    /// A request whose head was read.
    pub(crate) fn new(number: u64, head: &Arc<Head>, listener: &str, connection: u64) -> Self {
        Self {
            number,
            head: Arc::clone(head),
            listener: listener.to_owned(),
            connection,
            body: Some(Bytes::new()),
            body_length: 0,
            body_sha256: Payload::from("").sha256(),
            complete: false,
        }
    }

    /// Takes over the body, or what arrived of it.
    pub(crate) fn set_body(&mut self, body: &Bytes, complete: bool) {
        self.body = (body.len() <= LARGEST_KEPT).then(|| body.clone());
        self.body_length = body.len();
        self.body_sha256 = Payload::from(body.clone()).sha256();
        self.complete = complete;
    }

    /// The parameters of a body that is a form; a name that came more than once has a list of its values.
    fn form(&self) -> Option<Value> {
        let body = self.body.as_ref().filter(|_| self.head.is_form())?;
        let mut form = Map::new();
        for (name, value) in form_urlencoded::parse(body) {
            let value = json!(value);
            match form.get_mut(name.as_ref()) {
                None => drop(form.insert(name.into_owned(), value)),
                Some(Value::Array(values)) => values.push(value),
                Some(earlier) => *earlier = json!([earlier, value]),
            }
        }
        Some(Value::Object(form))
    }

    /// As the control interface shows it.
    pub(crate) fn to_json(&self) -> Value {
        let mut headers = Map::new();
        for (name, value) in &self.head.headers {
            let entry = headers.entry(name.clone()).or_insert_with(|| json!(""));
            *entry = match entry.as_str() {
                Some("") | None => json!(value),
                Some(earlier) => json!(format!("{earlier}, {value}")),
            };
        }
        json!({
            "method": self.head.method,
            "path": self.head.path,
            "query": self.head.query,
            "headers": headers,
            "body_base64": self.body.as_ref().map(|body| STANDARD.encode(body)),
            "body_length": self.body_length,
            "body_sha256": self.body_sha256,
            "form": self.form(),
            "soap": self.body.as_ref().and_then(|body| soap::shown(body)),
            "json": self.body.as_ref().and_then(|body| serde_json::from_slice::<Value>(body).ok()),
            "complete": self.complete,
            "http_version": self.head.version,
            "listener": self.listener,
            "connection": self.connection,
        })
    }
}
