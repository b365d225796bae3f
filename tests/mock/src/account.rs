//! Accounts: one per username, made on first sight.

use std::collections::{HashMap, VecDeque};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::connection::Head;
use crate::message::{Course, Message, ProgressByChannel};
use crate::script::Step;

/// Everything the mock knows of one username.
#[derive(Default)]
pub(crate) struct Account {
    password: Option<String>,
    disabled: bool,
    pub(crate) course: Course,
    script: VecDeque<Step>,
    requests: Vec<Request>,
    messages: HashMap<String, Message>,
    /// The ids in the order of acceptance.
    accepted: Vec<String>,
}

/// What the control interface sets; what is left out stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    password: Option<String>,
    disabled: Option<bool>,
    progress: Option<ProgressByChannel>,
    reason_code: Option<i32>,
}

/// One request as it arrived.
struct Request {
    number: u64,
    head: Head,
    listener: String,
    connection: u64,
    body: Vec<u8>,
    complete: bool,
}

impl Account {
    pub(crate) fn configure(&mut self, settings: Settings) {
        if let Some(password) = settings.password {
            self.password = Some(password);
        }
        if let Some(disabled) = settings.disabled {
            self.disabled = disabled;
        }
        self.course.change(settings.progress, settings.reason_code);
    }

    /// Whether `password` opens the account: any does until one is set.
    pub(crate) fn opens_with(&self, password: &str) -> bool {
        self.password.as_deref().is_none_or(|expected| expected == password)
    }

    pub(crate) fn is_disabled(&self) -> bool {
        self.disabled
    }

    pub(crate) fn append_script(&mut self, steps: Vec<Step>) {
        self.script.extend(steps);
    }

    pub(crate) fn next_step(&mut self) -> Step {
        self.script.pop_front().unwrap_or_default()
    }

    /// Records a request whose head was read; its body follows with [`Account::complete`].
    pub(crate) fn record(&mut self, number: u64, head: &Head, listener: &str, connection: u64) {
        self.requests.push(Request {
            number,
            head: head.clone(),
            listener: listener.to_owned(),
            connection,
            body: Vec::new(),
            complete: false,
        });
    }

    pub(crate) fn complete(&mut self, number: u64, body: &[u8], complete: bool) {
        if let Some(request) = self.requests.iter_mut().rev().find(|request| request.number == number) {
            request.body = body.to_vec();
            request.complete = complete;
        }
    }

    pub(crate) fn add_message(&mut self, id: &str, message: Message) {
        self.accepted.push(id.to_owned());
        self.messages.insert(id.to_owned(), message);
    }

    pub(crate) fn message_mut(&mut self, id: &str) -> Option<&mut Message> {
        self.messages.get_mut(id)
    }

    /// Everything that was accepted, in order, as the control interface shows it.
    pub(crate) fn messages_json(&self) -> Value {
        let now = OffsetDateTime::now_utc();
        let show = |id: &String| {
            let message = &self.messages[id];
            json!({
                "messageId": id,
                "channel": message.channel,
                "from": message.from,
                "to": message.to,
                "status": message.standing(now).status,
            })
        };
        self.accepted.iter().map(show).collect()
    }

    /// Everything that arrived, in order, as the control interface shows it.
    pub(crate) fn requests(&self) -> Value {
        self.requests.iter().map(Request::to_json).collect()
    }
}

impl Request {
    fn to_json(&self) -> Value {
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
            "body_base64": STANDARD.encode(&self.body),
            "json": serde_json::from_slice::<Value>(&self.body).ok(),
            "complete": self.complete,
            "http_version": self.head.version,
            "listener": self.listener,
            "connection": self.connection,
        })
    }
}
