//! From a case to calls of the public surface, and back.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ecall::model::wire;
use ecall::{
    Answer, CallOptions, CancelToken, Client, Error, Kind, Message, MessageStatusData, Options, Outcome,
    RawResponse, Sent, SmsOptions, WaitOptions, blocking,
};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::compare;
use crate::mock::Mock;

#[derive(Clone, Copy)]
pub enum Face {
    Blocking,
    Async,
}

impl Face {
    pub fn name(self) -> &'static str {
        match self {
            Face::Blocking => "blocking",
            Face::Async => "async",
        }
    }
}

/// The client of a case over one of the two faces.
enum Caller {
    Blocking(blocking::Client),
    Async(Client, Runtime),
}

struct Run<'a> {
    mock: &'a Mock,
    username: String,
    password: String,
    listener_url: String,
    message_id: String,
    caller: Result<Caller, Error>,
}

pub fn run(case: &Value, face: Face, mock: &Mock) -> Result<(), String> {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    let number = RUNS.fetch_add(1, Ordering::Relaxed);
    let username = format!("rust-{}-{}-{number}", face.name(), case["name"].as_str().unwrap_or_default());
    let account = format!("accounts/{username}");
    let listener = match &case["listener"] {
        Value::Null => Value::Null,
        listener => mock.post("listeners", listener)?,
    };
    let listener_path = format!("listeners/{}", listener["id"].as_str().unwrap_or_default());
    let mut run = Run {
        mock,
        password: format!("secret-{username}"),
        username,
        listener_url: listener["url"].as_str().unwrap_or_default().to_owned(),
        message_id: String::new(),
        caller: Err(no_client()),
    };
    let result = run.case(case, face).and_then(|()| {
        arrived(&run.filled(&case["arrived"]), &mock.get(&format!("{account}/requests"))?)?;
        match &case["arrived"]["connections"] {
            Value::Null => Ok(()),
            bounds => within("connections", bounds, &mock.get(&listener_path)?["connections"]),
        }
    });
    mock.delete(&account)?;
    if !listener.is_null() {
        mock.delete(&listener_path)?;
    }
    result
}

fn no_client() -> Error {
    Error::new(Kind::Internal, Outcome::NotApplicable, "no client was made")
}

impl Run<'_> {
    fn case(&mut self, case: &Value, face: Face) -> Result<(), String> {
        if case["account"].is_object() {
            self.mock.put(&format!("accounts/{}", self.username), &self.filled(&case["account"]))?;
        }
        let base_url = if self.listener_url.is_empty() { self.mock.rest_url() } else { &self.listener_url };
        let mut options = json!({
            "username": self.username, "password": self.password, "base_url": base_url, "ca_file": self.mock.ca_file(),
            "backoff_initial_ms": 10, "backoff_max_ms": 50, "timeout_ms": 10_000, "max_retries": 3,
        });
        for (key, value) in self.filled(&case["client"]).as_object().into_iter().flatten() {
            options[key] = value.clone();
        }
        self.caller = Caller::new(face, options);
        for (index, step) in case["steps"].as_array().into_iter().flatten().enumerate() {
            self.step(step).map_err(|problem| format!("step {index}: {problem}"))?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Value) -> Result<(), String> {
        let account = format!("accounts/{}", self.username);
        if step["mock"].is_array() {
            self.mock.post(&format!("{account}/script"), &self.filled(&step["mock"]))?;
        }
        if let Some(pause) = step["sleep_ms"].as_u64() {
            let pause = Duration::from_millis(pause);
            match &self.caller {
                Ok(Caller::Async(_, runtime)) => runtime.block_on(async { tokio::time::sleep(pause).await }),
                _ => std::thread::sleep(pause),
            }
        }
        if step["close_idle"] == true {
            self.mock.post(&format!("{account}/close_idle"), &json!({}))?;
        }
        if step["call"].is_null() {
            return Ok(());
        }
        let begun = Instant::now();
        let outcome = self.call(&self.filled(&step["call"]));
        let elapsed = begun.elapsed().as_millis();
        if let Ok(result) = &outcome
            && let Some(id) =
                result["message_id"].as_str().filter(|_| result.get("possible_duplicate").is_some())
        {
            self.message_id = id.to_owned();
        }
        let expect = self.filled(&step["expect"]);
        match &expect["elapsed_ms"] {
            Value::Null => {}
            bounds => within("elapsed_ms", bounds, &json!(elapsed))?,
        }
        check(&expect, outcome)
    }

    /// Makes the call, cancelling it as the case says.
    fn call(&self, call: &Value) -> Result<Value, Error> {
        let caller = match &self.caller {
            Ok(caller) => caller,
            Err(error) => return Err(error.clone()),
        };
        let token = CancelToken::new();
        let cancel = match call["cancel"]["when"].as_str() {
            None => return caller.call(call, None),
            Some("before") => {
                token.cancel();
                None
            }
            Some(_) => Some(Duration::from_millis(call["cancel"]["after_ms"].as_u64().unwrap_or(0))),
        };
        std::thread::scope(|scope| {
            if let Some(pause) = cancel {
                let before = self.arrived_so_far();
                let token = token.clone();
                scope.spawn(move || {
                    let deadline = Instant::now() + Duration::from_secs(20);
                    while self.arrived_so_far() <= before && Instant::now() < deadline {
                        std::thread::sleep(Duration::from_millis(5));
                    }
                    std::thread::sleep(pause);
                    token.cancel();
                });
            }
            caller.call(call, Some(token))
        })
    }

    fn arrived_so_far(&self) -> usize {
        let requests = self.mock.get(&format!("accounts/{}/requests", self.username));
        requests.ok().and_then(|found| found["requests"].as_array().map(Vec::len)).unwrap_or(0)
    }

    /// The value with every placeholder of ours filled in.
    fn filled(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => {
                let mut text = text.clone();
                for (name, filling) in [
                    ("{{username}}", self.username.as_str()),
                    ("{{password}}", &self.password),
                    ("{{rest_url}}", self.mock.rest_url()),
                    ("{{control_url}}", self.mock.control_url()),
                    ("{{listener_url}}", &self.listener_url),
                    ("{{message_id}}", &self.message_id),
                ] {
                    text = text.replace(name, filling);
                }
                Value::String(text)
            }
            Value::Array(items) => items.iter().map(|item| self.filled(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| (key.clone(), self.filled(value)))
                .collect::<Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }
}

impl Caller {
    fn new(face: Face, options: Value) -> Result<Self, Error> {
        let options = Options::from_json(options)?;
        match face {
            Face::Blocking => blocking::Client::new(options).map(Caller::Blocking),
            Face::Async => {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                let client = {
                    let _entered = runtime.enter();
                    Client::new(options)?
                };
                Ok(Caller::Async(client, runtime))
            }
        }
    }

    fn call(&self, call: &Value, cancel: Option<CancelToken>) -> Result<Value, Error> {
        let mut arguments = call["arguments"].clone();
        let mut options = CallOptions::from_json(call["options"].clone())?;
        options.cancel = cancel.clone();
        let take = |arguments: &mut Value, key: &str| {
            arguments.as_object_mut().and_then(|members| members.remove(key)).unwrap_or(Value::Null)
        };
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let arguments = &mut arguments;
        match call["operation"].as_str().unwrap_or_default() {
            "send_sms" => {
                let (to, body, from) =
                    (take(arguments, "to"), take(arguments, "text"), take(arguments, "from"));
                let sms = SmsOptions::from_json(arguments.clone())?;
                let (to, body) = (text(&to), text(&body));
                let answer = match self {
                    Caller::Blocking(client) => {
                        client.send_sms_with(&to, &body, from.as_str(), sms, &options)
                    }
                    Caller::Async(client, runtime) => {
                        runtime.block_on(client.send_sms_with(&to, &body, from.as_str(), sms, &options))
                    }
                };
                answer.map(sent)
            }
            "send" => {
                let message: Message =
                    wire::read_value(take(arguments, "message")).expect("a message that can be read");
                let answer = match self {
                    Caller::Blocking(client) => client.send(message, &options),
                    Caller::Async(client, runtime) => runtime.block_on(client.send(message, &options)),
                };
                answer.map(sent)
            }
            "status" => {
                let id = text(&arguments["message_id"]);
                let answer = match self {
                    Caller::Blocking(client) => client.status(&id, &options),
                    Caller::Async(client, runtime) => runtime.block_on(client.status(&id, &options)),
                };
                answer.map(state)
            }
            "wait" => {
                let id = text(&take(arguments, "message_id"));
                let mut wait = WaitOptions::from_json(arguments.clone())?;
                wait.cancel = cancel;
                let answer = match self {
                    Caller::Blocking(client) => client.wait(&id, &wait),
                    Caller::Async(client, runtime) => runtime.block_on(client.wait(&id, &wait)),
                };
                answer.map(state)
            }
            "check" => {
                let answer = match self {
                    Caller::Blocking(client) => client.check(&options),
                    Caller::Async(client, runtime) => runtime.block_on(client.check(&options)),
                };
                answer.map(|_| json!({}))
            }
            "request" => {
                let (method, path) = (text(&arguments["method"]), text(&arguments["path"]));
                let json = arguments.get("json");
                let answer = match self {
                    Caller::Blocking(client) => client.request(&method, &path, json, &options),
                    Caller::Async(client, runtime) => {
                        runtime.block_on(client.request(&method, &path, json, &options))
                    }
                };
                answer.map(raw)
            }
            other => panic!("no operation {other}"),
        }
    }
}

/// What every answer says.
fn common<T>(answer: &Answer<T>) -> Value {
    json!({
        "http_status": answer.http_status,
        "request_id": answer.request_id,
        "raw_body": String::from_utf8_lossy(&answer.raw_body),
    })
}

fn with(mut common: Value, more: Value) -> Value {
    if let (Value::Object(common), Value::Object(more)) = (&mut common, more) {
        common.extend(more);
    }
    common
}

fn sent(answer: Answer<Sent>) -> Value {
    let pairs = answer.message_id_list.iter().flatten();
    let message_ids: Vec<_> =
        pairs.map(|pair| json!({"message_id": pair.message_id, "address": pair.address})).collect();
    with(
        common(&answer),
        json!({
            "message_id": answer.message_id,
            "message_ids": message_ids,
            "timestamp": answer.timestamp.as_ref().map(|time| time.as_str()),
            "possible_duplicate": answer.possible_duplicate,
            "extra": answer.extra,
            "estimate": answer.estimate,
            "replacements": answer.replacements,
        }),
    )
}

fn state(answer: Answer<MessageStatusData>) -> Value {
    with(
        common(&answer),
        json!({
            "channel": answer.channel.as_ref().map(|channel| channel.as_str()),
            "message_id": answer.message_id,
            "status": answer.status.as_ref().map(|status| status.as_str()),
            "reason_code": answer.reason_code,
            "reason": answer.reason,
            "timestamp": answer.timestamp.as_ref().map(|time| time.as_str()),
            "from": answer.from,
            "to": answer.to,
            "page_total": answer.page_total,
            "final": answer.is_final(),
            "extra": answer.extra,
        }),
    )
}

fn raw(answer: Answer<RawResponse>) -> Value {
    let json: Value = serde_json::from_slice(&answer.raw_body).unwrap_or_default();
    with(common(&answer), json!({ "json": json }))
}

/// Compares the outcome of a call with what the case expects.
fn check(expect: &Value, outcome: Result<Value, Error>) -> Result<(), String> {
    match (outcome, expect.get("result"), expect.get("error")) {
        (Ok(found), Some(stated), _) => {
            for (key, value) in stated.as_object().into_iter().flatten() {
                let compare = if key == "json" { compare::exactly } else { compare::matches };
                compare(key, value, &found[key])?;
            }
            Ok(())
        }
        (Err(error), _, Some(stated)) => check_error(stated, &error),
        (Ok(found), ..) => Err(format!("succeeded: {found}")),
        (Err(error), ..) => Err(format!("failed: {error:?}")),
    }
}

fn check_error(stated: &Value, error: &Error) -> Result<(), String> {
    let found = error.to_json();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = error.to_string();
    for (key, value) in stated.as_object().into_iter().flatten() {
        let result = match key.as_str() {
            "fields" => {
                compare::fields(&list(value), &list(&found["fields"]), stated["fields_exact"] == true)
            }
            "fields_exact" => Ok(()),
            "attempts" => compare::exactly(key, value, &json!(list(&found["attempts"]).len())),
            "raw_body" => {
                let body = error
                    .details()
                    .raw_body
                    .as_deref()
                    .map(|body| String::from_utf8_lossy(body).into_owned());
                compare::matches(key, value, &json!(body))
            }
            "last_status" => compare::matches(key, value, &last_status(error)),
            "message_contains" => said(&list(value), |part| text.contains(part))
                .map_err(|part| format!("{text:?} lacks {part:?}")),
            "message_not_contains" => said(&list(value), |part| !text.contains(part))
                .map_err(|part| format!("{text:?} holds {part:?}")),
            _ => compare::matches(key, value, &found[key]),
        };
        result.map_err(|problem| format!("{problem} in {error:?}"))?;
    }
    Ok(())
}

fn said(parts: &[Value], holds: impl Fn(&str) -> bool) -> Result<(), String> {
    let parts = parts.iter().map(|part| part.as_str().expect("a text"));
    parts.into_iter().find(|part| !holds(part)).map_or(Ok(()), |part| Err(part.to_owned()))
}

/// The state in an error, its keys as those of a result.
fn last_status(error: &Error) -> Value {
    match &error.details().last_status {
        None => Value::Null,
        Some(status) => json!(status.status.as_ref().map(|status| status.as_str())),
    }
}

fn arrived(stated: &Value, found: &Value) -> Result<(), String> {
    let found = found["requests"].as_array().cloned().unwrap_or_default();
    within("arrived", &stated["count"], &json!(found.len()))?;
    for (index, stated) in stated["requests"].as_array().into_iter().flatten().enumerate() {
        let found = found.get(index).ok_or_else(|| format!("request {index} never arrived"))?;
        for (key, value) in stated.as_object().into_iter().flatten() {
            let compare = if key == "json" { compare::exactly } else { compare::matches };
            compare(&format!("request {index}: {key}"), value, &found[key])?;
        }
    }
    Ok(())
}

fn within(what: &str, bounds: &Value, found: &Value) -> Result<(), String> {
    let found = found.as_f64().unwrap_or(f64::NAN);
    let low = bounds["min"].as_f64().is_none_or(|min| found >= min);
    let high = bounds["max"].as_f64().is_none_or(|max| found <= max);
    if low && high { Ok(()) } else { Err(format!("{what}: {found} is not within {bounds}")) }
}
