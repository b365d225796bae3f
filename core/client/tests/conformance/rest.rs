//! The calls of the REST cases.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ecall::model::wire;
use ecall::{
    BulkOptions, CallOptions, CancelToken, Client, DownloadOptions, Error, MediaSource, MediaTarget, Message,
    MessageStatusData, Options, SmsOptions, UploadOptions, WaitManyOptions, WaitOptions, blocking,
};
use serde_json::{Value, json};

use crate::adapter::Face;
use crate::calls::{Over, given, list, over, without};
use crate::results;

/// The client of a case.
pub type Rest = Over<blocking::Client, Client>;

impl Rest {
    pub fn new(face: Face, options: Options) -> Result<Self, Error> {
        Over::made(face, options, blocking::Client::new, Client::new)
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
            other => panic!("no operation {other}"),
        }
    }

    fn send_many(&self, messages: Vec<Message>, options: &BulkOptions) -> Result<Value, Error> {
        match self {
            Over::Blocking(client) => {
                let mut many = client.send_many(messages, options)?;
                let all = many.by_ref().collect();
                Ok(results::many(all, many.counts()))
            }
            Over::Async(client, runtime) => runtime.block_on(async {
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
            Over::Blocking(client) => {
                let many = client.wait_many(ids, options)?;
                events.into_iter().for_each(|event| many.following().notify(event));
                Ok(results::states(&many.collect::<Vec<_>>()))
            }
            Over::Async(client, runtime) => runtime.block_on(async {
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

fn message(json: &Value) -> Message {
    wire::read_value(json.clone()).expect("a message that can be read")
}

fn messages(json: &Value) -> Vec<Message> {
    list(json).iter().map(message).collect()
}
