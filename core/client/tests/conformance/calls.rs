//! The calls of the cases, over the blocking and over the asynchronous client.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ecall::model::wire;
use ecall::webhook::{self, Event, Receiver, ReceiverOptions};
use ecall::{
    BulkOptions, CallOptions, CancelToken, Client, DownloadOptions, Error, MediaSource, MediaTarget, Message,
    MessageStatusData, Options, SmsOptions, UploadOptions, WaitManyOptions, WaitOptions, blocking,
};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::adapter::Face;
use crate::results;

/// The client of a case over one of the two faces.
pub enum Caller {
    Blocking(blocking::Client),
    Async(Client, Runtime),
}

/// Makes one call over whichever face.
macro_rules! over {
    ($caller:expr, |$client:ident| $call:expr) => {
        match $caller {
            Caller::Blocking($client) => $call,
            Caller::Async($client, runtime) => runtime.block_on($call),
        }
    };
}

impl Caller {
    pub fn new(face: Face, options: Value) -> Result<Self, Error> {
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

    /// Sleeps on the thread that makes the calls.
    pub fn sleep(&self, pause: Duration) {
        match self {
            Caller::Blocking(_) => std::thread::sleep(pause),
            Caller::Async(_, runtime) => runtime.block_on(async { tokio::time::sleep(pause).await }),
        }
    }

    pub fn call(&self, call: &Value, cancel: Option<CancelToken>) -> Result<Value, Error> {
        let mut arguments = call["arguments"].clone();
        let arguments = &mut arguments;
        let mut options = CallOptions::from_json(call["options"].clone())?;
        options.cancel = cancel.clone();
        let text = |name: &str| arguments[name].as_str().unwrap_or_default().to_owned();
        match call["operation"].as_str().unwrap_or_default() {
            "send_sms" => {
                let (to, body, from) =
                    (text("to"), text("text"), arguments["from"].as_str().map(str::to_owned));
                let sms = SmsOptions::from_json(without(arguments, &["to", "text", "from"]))?;
                over!(self, |client| client.send_sms_with(&to, &body, from.as_deref(), sms, &options))
                    .map(|answer| results::sent(&answer))
            }
            "send" => {
                let message = message(&arguments["message"]);
                over!(self, |client| client.send(message, &options)).map(|answer| results::sent(&answer))
            }
            "status" => {
                let id = text("message_id");
                over!(self, |client| client.status(&id, &options)).map(|answer| results::state(&answer))
            }
            "wait" => {
                let id = text("message_id");
                let mut wait = WaitOptions::from_json(without(arguments, &["message_id"]))?;
                wait.cancel = cancel;
                over!(self, |client| client.wait(&id, &wait)).map(|answer| results::state(&answer))
            }
            "check" => over!(self, |client| client.check(&options)).map(|_| json!({})),
            "request" => {
                let (method, path) = (text("method"), text("path"));
                let json = arguments.get("json");
                over!(self, |client| client.request(&method, &path, json, &options))
                    .map(|answer| results::raw(&answer))
            }
            "send_list" => {
                let messages = messages(&arguments["messages"]);
                let notification = arguments.get("notification").cloned();
                let notification = notification.map(|json| wire::read_value(json).expect("a notification"));
                over!(self, |client| client.send_list(messages, notification, &options))
                    .map(|answer| results::list(&answer))
            }
            "list_status" => {
                let id = text("list_id");
                over!(self, |client| client.list_status(&id, &options))
                    .map(|answer| results::list_status(&answer))
            }
            "send_many" => {
                let mut json = without(arguments, &["messages"]);
                json.as_object_mut().expect("options").extend(given(call));
                let mut bulk = BulkOptions::from_json(json)?;
                bulk.cancel = cancel;
                self.send_many(messages(&arguments["messages"]), &bulk)
            }
            "wait_many" => {
                let read = |event: &Value| wire::read_value(event.clone()).expect("a status");
                let ids = list(&arguments["message_ids"]);
                let ids = ids.iter().map(|id| id.as_str().expect("an id").to_owned()).collect();
                let events = list(&arguments["events"]).iter().map(read).collect();
                let mut wait = WaitManyOptions::from_json(without(arguments, &["message_ids", "events"]))?;
                wait.cancel = cancel;
                self.wait_many(ids, events, &wait)
            }
            "upload_media" => {
                let bytes = match &arguments["base64"] {
                    Value::String(coded) => STANDARD.decode(coded).expect("base64"),
                    _ => text("text").into_bytes(),
                };
                let mut json = without(arguments, &["text", "base64"]);
                json.as_object_mut().expect("options").extend(given(call));
                let mut upload = UploadOptions::from_json(json)?;
                upload.cancel = cancel;
                over!(self, |client| client.upload_media(MediaSource::bytes(bytes), &upload))
                    .map(|answer| results::uploaded(&answer))
            }
            "download_media" => {
                let id = text("media_id");
                let mut download = DownloadOptions::from_json(Value::Object(given(call)))?;
                download.cancel = cancel;
                over!(self, |client| client.download_media(&id, MediaTarget::memory(), &download))
                    .map(|answer| results::downloaded(&answer))
            }
            "parse_status" => webhook::parse_status(text("data").as_bytes())
                .map(|event| results::event(&Event::Status(event))),
            "parse_received" => webhook::parse_received(text("data").as_bytes())
                .map(|message| results::event(&Event::Received(message))),
            "is_from_ecall" => Ok(json!({ "admitted": webhook::is_from_ecall(&text("ip")) })),
            "receive" => receive(arguments),
            other => panic!("no operation {other}"),
        }
    }

    fn send_many(&self, messages: Vec<Message>, options: &BulkOptions) -> Result<Value, Error> {
        match self {
            Caller::Blocking(client) => {
                let mut many = client.send_many(messages, options)?;
                let all = many.by_ref().collect();
                Ok(results::many(all, many.counts()))
            }
            Caller::Async(client, runtime) => runtime.block_on(async {
                let mut many = client.send_many(messages, options)?;
                let mut all = Vec::new();
                while let Some(result) = many.next().await {
                    all.push(result);
                }
                Ok(results::many(all, many.counts()))
            }),
        }
    }

    fn wait_many(
        &self,
        ids: Vec<String>,
        events: Vec<MessageStatusData>,
        options: &WaitManyOptions,
    ) -> Result<Value, Error> {
        match self {
            Caller::Blocking(client) => {
                let many = client.wait_many(ids, options)?;
                events.into_iter().for_each(|event| many.following().notify(event));
                Ok(results::states(&many.collect::<Vec<_>>()))
            }
            Caller::Async(client, runtime) => runtime.block_on(async {
                let mut many = client.wait_many(ids, options)?;
                events.into_iter().for_each(|event| many.following().notify(event));
                let mut all = Vec::new();
                while let Some(followed) = many.next().await {
                    all.push(followed);
                }
                Ok(results::states(&all))
            }),
        }
    }
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
fn given(call: &Value) -> Map<String, Value> {
    call["options"].as_object().cloned().unwrap_or_default()
}

/// The members that are options.
fn without(arguments: &Value, names: &[&str]) -> Value {
    let members = arguments.as_object().into_iter().flatten();
    let members = members.filter(|(name, _)| !names.contains(&name.as_str()));
    Value::Object(members.map(|(name, value)| (name.clone(), value.clone())).collect())
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn message(json: &Value) -> Message {
    wire::read_value(json.clone()).expect("a message that can be read")
}

fn messages(json: &Value) -> Vec<Message> {
    list(json).iter().map(message).collect()
}
