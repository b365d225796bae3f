//! From a case to calls of the public surface, and back.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ecall::{CancelToken, Error, Kind, Outcome};
use serde_json::{Map, Value, json};

use crate::arrived::Requests;
use crate::calls::{Caller, Failed};
use crate::expect::{check, within};
use crate::mock::Mock;
use crate::results::with;

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

struct Run<'a> {
    mock: &'a Mock,
    username: String,
    password: String,
    listener_url: String,
    requests: Requests<'a>,
    /// What the last calls named: `message_id`, `list_id`, `media_id`, `job_id`.
    named: BTreeMap<&'static str, String>,
    caller: Result<Caller, Error>,
}

/// What operations name, and which.
const NAMED: [(&str, &[&str]); 4] = [
    ("message_id", &["send", "send_sms", "next_message", "messages", "submit"]),
    ("list_id", &["send_list"]),
    ("media_id", &["upload_media"]),
    ("job_id", &["send_sms", "send_fax", "send_voice"]),
];

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
        requests: Requests::new(mock, &account, &case["interface"]),
        named: BTreeMap::from(NAMED.map(|(name, _)| (name, String::new()))),
        caller: Err(no_client()),
    };
    let result = run.case(case, face).and_then(|()| {
        run.requests.check(&run.filled(&case["arrived"]))?;
        match &case["arrived"]["connections"] {
            Value::Null => Ok(()),
            bounds => within("connections", bounds, &mock.get(&listener_path)?["connections"]),
        }
    });
    run.caller = Err(no_client());
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
        let interface = case["interface"].as_str().unwrap_or_default();
        let base_url =
            if self.listener_url.is_empty() { self.mock.url(interface) } else { &self.listener_url };
        let mut options = json!({
            "username": self.username, "password": self.password, "base_url": base_url, "ca_file": self.mock.ca_file(),
            "timeout_ms": 10_000, "max_retries": 3,
        });
        let pauses = match interface {
            "smpp" => json!({
                "reconnect_initial_ms": 10, "reconnect_max_ms": 50, "refused_bind_interval_ms": 50,
                "response_timeout_ms": 5000,
            }),
            _ => json!({ "backoff_initial_ms": 10, "backoff_max_ms": 50 }),
        };
        options = with(options, pauses);
        for (key, value) in self.filled(&case["client"]).as_object().into_iter().flatten() {
            options[key] = value.clone();
        }
        self.caller = Caller::new(&case["interface"], face, options);
        for (index, step) in case["steps"].as_array().into_iter().flatten().enumerate() {
            self.step(step).map_err(|problem| format!("step {index}: {problem}"))?;
        }
        Ok(())
    }

    fn step(&mut self, step: &Value) -> Result<(), String> {
        let account = format!("accounts/{}", self.username);
        if step["mock"].is_array() {
            let script = if matches!(self.caller, Ok(Caller::Smpp(_))) { "smpp/script" } else { "script" };
            self.mock.post(&format!("{account}/{script}"), &self.filled(&step["mock"]))?;
        }
        if let Some(pause) = step["sleep_ms"].as_u64() {
            let pause = Duration::from_millis(pause);
            match &self.caller {
                Ok(caller) => caller.sleep(pause),
                Err(_) => std::thread::sleep(pause),
            }
        }
        if step["close_idle"] == true {
            self.mock.post(&format!("{account}/close_idle"), &json!({}))?;
        }
        if let Some(path) = step["post"]["path"].as_str() {
            let path = self.filled_text(path);
            self.mock.post(&format!("{account}/{path}"), &self.filled(&step["post"]["json"]))?;
        }
        if step["call"].is_null() {
            return Ok(());
        }
        let begun = Instant::now();
        let outcome = self.call(&self.filled(&step["call"]));
        let elapsed = begun.elapsed().as_millis();
        let operation = step["call"]["operation"].as_str().unwrap_or_default();
        for (name, _) in NAMED.iter().filter(|(_, operations)| operations.contains(&operation)) {
            if let Some(id) = named(name, &outcome) {
                self.named.insert(name, id);
            }
        }
        let expect = self.filled(&step["expect"]);
        match &expect["elapsed_ms"] {
            Value::Null => {}
            bounds => within("elapsed_ms", bounds, &json!(elapsed))?,
        }
        check(&expect, outcome)
    }

    /// Makes the call, cancelling it as the case says.
    fn call(&self, call: &Value) -> Result<Value, Failed> {
        let caller = match &self.caller {
            Ok(caller) => caller,
            Err(error) => return Err(error.clone().into()),
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
        self.requests.counted().map_or(0, |requests| requests.len())
    }

    fn filled_text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, filling) in [
            ("{{username}}", self.username.as_str()),
            ("{{password}}", &self.password),
            ("{{rest_url}}", self.mock.rest_url()),
            ("{{https_url}}", self.mock.url("https")),
            ("{{soap_url}}", self.mock.url("soap")),
            ("{{smpp_url}}", self.mock.url("smpp")),
            ("{{control_url}}", self.mock.control_url()),
            ("{{listener_url}}", &self.listener_url),
        ] {
            text = text.replace(name, filling);
        }
        for (name, filling) in &self.named {
            text = text.replace(&format!("{{{{{name}}}}}"), filling);
        }
        text
    }

    /// The value with every placeholder of ours filled in.
    fn filled(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.filled_text(text)),
            Value::Array(items) => items.iter().map(|item| self.filled(item)).collect(),
            Value::Object(members) => members
                .iter()
                .map(|(key, value)| (self.filled_text(key), self.filled(value)))
                .collect::<Map<_, _>>()
                .into(),
            other => other.clone(),
        }
    }
}

/// What a call named: the id of its result, or of its error; of messages the last.
fn named(name: &str, outcome: &Result<Value, Failed>) -> Option<String> {
    match outcome {
        Ok(result) => {
            let last = result["messages"].as_array().and_then(|all| all.last());
            let places = [Some(result), result.get("message"), last];
            places.into_iter().flatten().find_map(|place| place[name].as_str()).map(str::to_owned)
        }
        Err(failed) if name == "job_id" => failed.error.details().job_id.clone(),
        Err(_) => None,
    }
}
