//! The calls of the SMPP cases, and their results.

use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ecall::smpp::{BulkSubmitted, SmppBulk, SmppEvent, SmppEvents, SubmitOptions, SubmitRequest, Submitted};
use ecall::{CancelToken, Error, SmppClient, SmppOptions, Turn, blocking};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::adapter::Face;
use crate::calls::{given, list, without};
use crate::results::{counts, or_error};

/// How long an event is waited for.
const LIMIT: Duration = Duration::from_secs(20);
/// How long results are waited for at a time.
const TURN: Duration = Duration::from_secs(20);

/// The client of a case, and the reader of its events.
pub struct Smpp {
    client: Client,
    events: Mutex<Option<Events>>,
}

enum Client {
    /// A blocking read of an event is interrupted at this time.
    Blocking(blocking::SmppClient, Arc<Mutex<Option<Instant>>>),
    Async(SmppClient, Living),
}

enum Events {
    Blocking(blocking::SmppEvents),
    Async(SmppEvents),
}

/// A runtime with a thread of its own: a link lives on while nobody calls.
struct Living {
    handle: Handle,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Living {
    fn start() -> Self {
        let (stop, stopped) = oneshot::channel();
        let (give, take) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
            give.send(runtime.handle().clone()).expect("somebody waits for it");
            let _ = runtime.block_on(stopped);
        });
        Self { handle: take.recv().expect("a runtime"), stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Living {
    fn drop(&mut self) {
        drop(self.stop.take());
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// Makes one call over whichever face.
macro_rules! over {
    ($client:expr, |$name:ident| $call:expr) => {
        match &$client {
            Client::Blocking($name, _) => $call,
            Client::Async($name, runtime) => runtime.handle.block_on($call),
        }
    };
}

impl Smpp {
    pub fn new(face: Face, options: Value) -> Result<Self, Error> {
        let (common, smpp) = SmppOptions::with_common_from_json(options)?;
        let client = match face {
            Face::Blocking => {
                let limit: Arc<Mutex<Option<Instant>>> = Arc::default();
                let until = limit.clone();
                let is_over = move || until.lock().unwrap().is_some_and(|until| Instant::now() >= until);
                let client = blocking::SmppClient::with_interrupt(common, smpp, Some(Arc::new(is_over)))?;
                Client::Blocking(client, limit)
            }
            Face::Async => Client::Async(SmppClient::new(common, smpp)?, Living::start()),
        };
        Ok(Self { client, events: Mutex::default() })
    }

    pub fn call(&self, call: &Value, cancel: Option<CancelToken>) -> Result<Value, Error> {
        let arguments = &call["arguments"];
        let text = |name: &str| arguments[name].as_str().unwrap_or_default();
        match call["operation"].as_str().unwrap_or_default() {
            "bind" => {
                let bound = over!(self.client, |client| client.bind())?;
                Ok(json!({ "system_id": bound.system_id, "interface_version": bound.interface_version }))
            }
            "unbind" => over!(self.client, |client| client.unbind()).map(|()| json!({})),
            "submit" => {
                let options = submit_options(without(arguments, &["to", "text", "from"]), call, cancel)?;
                let (to, text, from) = (text("to"), text("text"), arguments["from"].as_str());
                over!(self.client, |client| client.submit_with(to, text, from, &options))
                    .map(|sent| submitted(&sent))
            }
            "submit_many" => {
                let options = submit_options(without(arguments, &["messages"]), call, cancel)?;
                let messages = list(&arguments["messages"]).into_iter().map(request).collect();
                self.submit_many(messages, options)
            }
            "events" => self.read(arguments),
            other => panic!("no operation {other}"),
        }
    }

    fn submit_many(
        &self,
        messages: Vec<Result<SubmitRequest, Error>>,
        options: SubmitOptions,
    ) -> Result<Value, Error> {
        let bulk = match &self.client {
            Client::Blocking(client, _) => client.submit_many(options),
            Client::Async(client, _) => client.submit_many(options),
        }?;
        let turn = |giving| match &self.client {
            Client::Blocking(..) => bulk.blocking_turn(giving, TURN).expect("results in time"),
            Client::Async(_, runtime) => runtime.handle.block_on(bulk.turn(giving)),
        };
        Ok(taken(&bulk, messages, turn))
    }

    /// Takes events until there are as many as are wanted, or there will be no more.
    fn read(&self, arguments: &Value) -> Result<Value, Error> {
        let mut kept = self.events.lock().unwrap();
        let mut reader = match kept.take() {
            Some(reader) => reader,
            None => match &self.client {
                Client::Blocking(client, _) => Events::Blocking(client.events()?),
                Client::Async(client, _) => Events::Async(client.events()?),
            },
        };
        let only = list(&arguments["only"]);
        let is_wanted = |event: &Value| {
            if only.is_empty() { event["type"] != "link" } else { only.contains(&event["type"]) }
        };
        let wanted = arguments["take"].as_u64().expect("a number") as usize;
        let mut taken: Vec<Value> = Vec::new();
        while taken.len() < wanted {
            let Some(event) = self.next(&mut reader) else { break };
            let event = serde_json::to_value(&event).expect("the JSON form of an event");
            taken.extend(Some(event).filter(is_wanted));
        }
        if arguments["acknowledge"] == true {
            match &mut reader {
                Events::Blocking(events) => events.acknowledge(),
                Events::Async(events) => events.acknowledge(),
            }
        }
        if arguments["leave"] != true {
            *kept = Some(reader);
        }
        Ok(json!({ "events": taken }))
    }

    /// The next event; None where there will be none.
    fn next(&self, events: &mut Events) -> Option<SmppEvent> {
        match (events, &self.client) {
            (Events::Blocking(events), Client::Blocking(_, limit)) => {
                *limit.lock().unwrap() = Some(Instant::now() + LIMIT);
                let event = events.next_event().expect("an event in time");
                *limit.lock().unwrap() = None;
                event
            }
            (Events::Async(events), Client::Async(_, runtime)) => runtime.handle.block_on(async {
                tokio::time::timeout(LIMIT, events.next()).await.expect("an event in time")
            }),
            _ => unreachable!("the reader is of the client's face"),
        }
    }
}

/// Gives all messages in and takes all results out, in their order.
fn taken(
    bulk: &SmppBulk,
    messages: Vec<Result<SubmitRequest, Error>>,
    turn: impl Fn(bool) -> Turn<BulkSubmitted>,
) -> Value {
    let mut messages = messages.into_iter();
    let mut results = Vec::new();
    let mut giving = true;
    loop {
        if giving {
            let batch: Vec<_> = messages.by_ref().take(bulk.room()).collect();
            giving = messages.len() > 0;
            bulk.give(batch);
            if !giving {
                bulk.end();
            }
        }
        let Turn { done, over, .. } = turn(giving);
        results.extend(done);
        if over {
            break;
        }
    }
    results.sort_by_key(|done| done.index);
    let items = results.iter().enumerate().map(|(index, done)| {
        assert_eq!(done.index, index as u64, "each message comes out once");
        or_error(done.result.as_ref().map(submitted))
    });
    json!({ "items": items.collect::<Value>(), "counts": counts(bulk.counts()) })
}

fn submitted(sent: &Submitted) -> Value {
    json!({
        "message_id": sent.message_id(),
        "parts": sent.parts,
        "possible_duplicate": sent.possible_duplicate,
    })
}

/// The options of a submit: its own, and those of a call.
fn submit_options(own: Value, call: &Value, cancel: Option<CancelToken>) -> Result<SubmitOptions, Error> {
    let mut all = with_octets(own);
    all.as_object_mut().expect("an object").extend(given(call));
    let mut options = SubmitOptions::from_json(all)?;
    options.cancel = cancel;
    Ok(options)
}

fn request(mut message: Value) -> Result<SubmitRequest, Error> {
    if let Some(options) = message.get_mut("options") {
        *options = with_octets(options.take());
    }
    SubmitRequest::from_json(message)
}

/// Octets in core's form, which has hex digits.
fn with_octets(options: Value) -> Value {
    let Some(octets) = options["user_data_base64"].as_str() else { return options };
    let octets = STANDARD.decode(octets).expect("base64");
    let hex: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    let mut options = without(&options, &["user_data_base64"]);
    options["user_data"] = hex.into();
    options
}
