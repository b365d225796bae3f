//! The calls of the cases, over the blocking and over the asynchronous client of an interface.

use std::time::Duration;

use ecall::webhook::{self, CallbackEncoding, Event, Receiver, ReceiverOptions};
use ecall::{CancelToken, Error, Options};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::adapter::Face;
use crate::https::Https;
use crate::rest::Rest;
use crate::results;
use crate::smpp::Smpp;
use crate::soap::Soap;

/// A client over one of the two faces.
pub enum Over<B, A> {
    Blocking(B),
    Async(A, Runtime),
}

/// Makes one call over whichever face.
macro_rules! over {
    ($caller:expr, |$client:ident| $call:expr) => {
        match $caller {
            $crate::calls::Over::Blocking($client) => $call,
            $crate::calls::Over::Async($client, runtime) => runtime.block_on($call),
        }
    };
}
pub(crate) use over;

impl<B, A> Over<B, A> {
    pub fn made(
        face: Face,
        options: Options,
        blocking: fn(Options) -> Result<B, Error>,
        asynchronous: fn(Options) -> Result<A, Error>,
    ) -> Result<Self, Error> {
        match face {
            Face::Blocking => blocking(options).map(Over::Blocking),
            Face::Async => {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
                let client = {
                    let _entered = runtime.enter();
                    asynchronous(options)?
                };
                Ok(Over::Async(client, runtime))
            }
        }
    }

    /// Sleeps on the thread that makes the calls.
    fn sleep(&self, pause: Duration) {
        match self {
            Over::Blocking(_) => std::thread::sleep(pause),
            Over::Async(_, runtime) => runtime.block_on(async { tokio::time::sleep(pause).await }),
        }
    }
}

/// Why a call failed.
pub struct Failed {
    pub error: Error,
    /// How many states came before it.
    pub states_before: Option<usize>,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, states_before: None }
    }
}

/// The client of a case.
pub enum Caller {
    Rest(Rest),
    Https(Https),
    Soap(Soap),
    Smpp(Smpp),
}

impl Caller {
    pub fn new(interface: &Value, face: Face, options: Value) -> Result<Self, Error> {
        if interface == "smpp" {
            return Smpp::new(face, options).map(Caller::Smpp);
        }
        let options = Options::from_json(options)?;
        match interface.as_str() {
            Some("rest") => Rest::new(face, options).map(Caller::Rest),
            Some("https") => Https::new(face, options).map(Caller::Https),
            Some("soap") => Soap::new(face, options).map(Caller::Soap),
            _ => panic!("no interface {interface}"),
        }
    }

    /// Sleeps on the thread that makes the calls.
    pub fn sleep(&self, pause: Duration) {
        match self {
            Caller::Rest(client) => client.sleep(pause),
            Caller::Https(client) => client.sleep(pause),
            Caller::Soap(client) => client.sleep(pause),
            Caller::Smpp(_) => std::thread::sleep(pause),
        }
    }

    pub fn call(&self, call: &Value, cancel: Option<CancelToken>) -> Result<Value, Failed> {
        if let Some(read) = read(call) {
            return Ok(read?);
        }
        match self {
            Caller::Rest(client) => Ok(client.call(call, cancel)?),
            Caller::Https(client) => client.call(call, cancel),
            Caller::Soap(client) => Ok(client.call(call, cancel)?),
            Caller::Smpp(client) => Ok(client.call(call, cancel)?),
        }
    }
}

/// The operations that need no client.
fn read(call: &Value) -> Option<Result<Value, Error>> {
    let arguments = &call["arguments"];
    let data = arguments["data"].as_str().unwrap_or_default().as_bytes();
    Some(match call["operation"].as_str().unwrap_or_default() {
        "parse_status" => webhook::parse_status(data).map(|event| results::event(&Event::Status(event))),
        "parse_received" => {
            webhook::parse_received(data).map(|message| results::event(&Event::Received(message)))
        }
        "parse_callback" => {
            let encoding = arguments.get("encoding").cloned();
            let encoding = encoding.map_or(CallbackEncoding::Auto, |encoding| {
                serde_json::from_value(encoding).expect("an encoding")
            });
            webhook::parse_callback(data, encoding).map(|event| results::event(&event))
        }
        "is_from_ecall" => {
            Ok(json!({ "admitted": webhook::is_from_ecall(arguments["ip"].as_str().unwrap_or_default()) }))
        }
        "receive" => receive(arguments),
        _ => return None,
    })
}

/// What a receiver answers, and the event that it hands over.
fn receive(request: &Value) -> Result<Value, Error> {
    let options = request.get("options").cloned().unwrap_or_else(|| json!({}));
    let receiver = Receiver::new(ReceiverOptions::from_json(options)?)?;
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let query = request["query"].as_str().map(|query| format!("?{query}")).unwrap_or_default();
    let mut incoming = http::Request::builder().method(text("method")).uri(format!("/hook{query}"));
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        incoming = incoming.header(name, value.as_str().expect("a header is a text"));
    }
    let incoming = incoming.body(text("body").to_owned().into()).expect("a request");
    let mut event = Value::Null;
    let response = receiver.respond(incoming, text("peer").parse().expect("an address"), |told| {
        event = results::event(&told);
        Ok::<_, Error>(())
    });
    Ok(json!({ "status": response.status().as_u16(), "event": event }))
}

/// The options that the case gives to the call.
pub fn given(call: &Value) -> Map<String, Value> {
    call["options"].as_object().cloned().unwrap_or_default()
}

/// The members that are options.
pub fn without(arguments: &Value, names: &[&str]) -> Value {
    let members = arguments.as_object().into_iter().flatten();
    let members = members.filter(|(name, _)| !names.contains(&name.as_str()));
    Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
}

pub fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}
