//! The calls of the HTTPS cases, and their results.

use ecall::model::{InboundSms, JobNotification, JobStatus};
use ecall::{
    CallOptions, CancelToken, Error, HttpsClient, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions,
    MessagesOptions, Options, blocking,
};
use serde_json::{Value, json};

use crate::adapter::Face;
use crate::calls::{Failed, Over, over, without};
use crate::jobs::{addresses, sent, time};
use crate::results::{common, with};

/// The client of a case.
pub type Https = Over<blocking::HttpsClient, HttpsClient>;

impl Https {
    pub fn new(face: Face, options: Options) -> Result<Self, Error> {
        Over::made(face, options, blocking::HttpsClient::new, HttpsClient::new)
    }

    pub fn call(&self, call: &Value, cancel: Option<CancelToken>) -> Result<Value, Failed> {
        let arguments = &call["arguments"];
        let mut options = CallOptions::from_json(call["options"].clone())?;
        options.cancel = cancel;
        let text = |name: &str| arguments[name].as_str().unwrap_or_default();
        Ok(match call["operation"].as_str().unwrap_or_default() {
            "send_sms" => {
                let sms = HttpsSmsOptions::from_json(without(arguments, &["to", "text", "from"]))?;
                let (to, from) = (addresses(&arguments["to"]), arguments["from"].as_str());
                sent(&over!(self, |client| client.send_sms_with(to, text("text"), from, sms, &options))?)
            }
            "send_fax" => {
                let fax = HttpsFaxOptions::from_json(without(arguments, &["to", "text"]))?;
                let to = addresses(&arguments["to"]);
                sent(&over!(self, |client| client.send_fax(to, text("text"), fax, &options))?)
            }
            "send_voice" => {
                let voice = HttpsVoiceOptions::from_json(without(arguments, &["to", "text"]))?;
                sent(&over!(self, |client| client.send_voice(text("to"), text("text"), voice, &options))?)
            }
            "status" => {
                let answer = over!(self, |client| client.status(text("job_id"), &options))?;
                with(common(&answer), json!({ "states": states(&answer.states), "final": answer.is_final() }))
            }
            "resolve" => {
                let answer = over!(self, |client| client.resolve(text("job_id"), &options))?;
                with(
                    common(&answer),
                    json!({ "accepted": answer.accepted, "states": states(&answer.states) }),
                )
            }
            "status_range" => self.status_range(text("start"), text("end"), &options)?,
            "next_message" => {
                let number = arguments["number"].as_str();
                let answer = over!(self, |client| client.next_message(number, &options))?;
                with(common(&answer), json!({ "message": answer.as_ref().map(message) }))
            }
            "delete_message" => {
                let answer = over!(self, |client| client.delete_message(text("message_id"), &options))?;
                with(common(&answer), json!({ "deleted": answer.value }))
            }
            "messages" => self.messages(arguments, &options)?,
            other => panic!("no operation {other}"),
        })
    }

    fn status_range(&self, start: &str, end: &str, options: &CallOptions) -> Result<Value, Failed> {
        let [start, end] = [start, end].map(|time| time.parse().expect("a time"));
        let told: Vec<Result<JobStatus, Error>> = match self {
            Over::Blocking(client) => client.status_range(start, end, options)?.collect(),
            Over::Async(client, runtime) => {
                let mut range = client.status_range(start, end, options)?;
                let mut told = Vec::new();
                while let Some(state) = runtime.block_on(range.next()) {
                    told.push(state);
                }
                told
            }
        };
        let mut states = Vec::new();
        for told in told {
            match told {
                Ok(told) => states.push(state(&told)),
                Err(error) => return Err(Failed { error, states_before: Some(states.len()) }),
            }
        }
        Ok(json!({ "states": states }))
    }

    fn messages(&self, arguments: &Value, options: &CallOptions) -> Result<Value, Failed> {
        let take = arguments["take"].as_u64().map_or(usize::MAX, |take| take as usize);
        let acknowledge = arguments["acknowledge"] == true;
        let wanted = MessagesOptions::from_json(without(arguments, &["take", "acknowledge"]))?;
        let mut taken = Vec::new();
        match self {
            Over::Blocking(client) => {
                let mut messages = client.messages(wanted, options)?;
                while taken.len() < take
                    && let Some(one) = messages.next()
                {
                    taken.push(message(&one?));
                }
                if acknowledge {
                    messages.acknowledge()?;
                }
            }
            Over::Async(client, runtime) => {
                let mut messages = client.messages(wanted, options)?;
                while taken.len() < take
                    && let Some(one) = runtime.block_on(messages.next())
                {
                    taken.push(message(&one?));
                }
                if acknowledge {
                    runtime.block_on(messages.acknowledge())?;
                }
            }
        }
        Ok(json!({ "messages": taken }))
    }
}

fn states(states: &[JobStatus]) -> Value {
    states.iter().map(state).collect()
}

fn state(state: &JobStatus) -> Value {
    json!({
        "job_id": state.job_id,
        "address": state.address,
        "status_code": state.status_code,
        "status": state.status().as_ref().map(|status| status.as_str()),
        "status_text": state.status_text,
        "time_stamp": time(state.time_stamp.as_ref()),
        "final": state.is_final(),
        "extra": state.extra,
    })
}

/// A message from the cache or of a callback.
pub fn message(sms: &InboundSms) -> Value {
    json!({
        "message_id": sms.message_id,
        "job_id": sms.job_id,
        "address_from": sms.address_from,
        "address_to": sms.address_to,
        "message": sms.message,
        "time_stamp": time(sms.time_stamp.as_ref()),
        "extra": sms.extra,
    })
}

pub fn notification(told: &JobNotification) -> Value {
    json!({
        "job_id": told.job_id,
        "result_code": told.result_code,
        "result_text": told.result_text,
        "number": told.number,
        "time_stamp": time(told.time_stamp.as_ref()),
        "extra": told.extra,
    })
}
