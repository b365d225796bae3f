//! The calls of the SOAP cases, and their results.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ecall::model::JobState;
use ecall::{
    Attachment, CallOptions, CancelToken, Error, Options, SoapClient, SoapFaxOptions, SoapSmsOptions,
    SoapVoiceOptions, WaitOptions, blocking,
};
use serde_json::{Value, json};

use crate::adapter::Face;
use crate::calls::{Over, list, over, without};
use crate::jobs::{addresses, sent, time};
use crate::results::{common, with};

/// The client of a case.
pub type Soap = Over<blocking::SoapClient, SoapClient>;

impl Soap {
    pub fn new(face: Face, options: Options) -> Result<Self, Error> {
        Over::made(face, options, blocking::SoapClient::new, SoapClient::new)
    }

    pub fn call(&self, call: &Value, cancel: Option<CancelToken>) -> Result<Value, Error> {
        let arguments = &call["arguments"];
        let mut options = CallOptions::from_json(call["options"].clone())?;
        options.cancel.clone_from(&cancel);
        let text = |name: &str| arguments[name].as_str().unwrap_or_default();
        let address = arguments["address"].as_str();
        Ok(match call["operation"].as_str().unwrap_or_default() {
            "send_sms" => {
                let sms = SoapSmsOptions::from_json(without(arguments, &["to", "text", "from"]))?;
                let (to, from) = (addresses(&arguments["to"]), arguments["from"].as_str());
                sent(&over!(self, |client| client.send_sms_with(to, text("text"), from, sms, &options))?)
            }
            "send_fax" => {
                let fax = SoapFaxOptions::from_json(without(arguments, &["to", "text", "files"]))?;
                let files = list(&arguments["files"]).iter().map(file).collect();
                let to = addresses(&arguments["to"]);
                sent(&over!(self, |client| client.send_fax(to, text("text"), files, fax, &options))?)
            }
            "send_voice" => {
                let voice = SoapVoiceOptions::from_json(without(arguments, &["to", "text"]))?;
                let to = addresses(&arguments["to"]);
                sent(&over!(self, |client| client.send_voice(to, text("text"), voice, &options))?)
            }
            "state" => {
                let answer = over!(self, |client| client.state(text("job_id"), address, &options))?;
                with(common(&answer), state(&answer))
            }
            "wait" => {
                let mut wait = WaitOptions::from_json(without(arguments, &["job_id", "address"]))?;
                wait.cancel = cancel;
                let answer = over!(self, |client| client.wait(text("job_id"), address, &wait))?;
                with(common(&answer), state(&answer))
            }
            "resolve" => {
                let answer = over!(self, |client| client.resolve(text("job_id"), &options))?;
                let known = answer.state.as_ref().map(state);
                with(common(&answer), json!({ "accepted": answer.accepted, "state": known }))
            }
            other => panic!("no operation {other}"),
        })
    }
}

/// A file in memory.
fn file(file: &Value) -> Attachment {
    let bytes = match file["text"].as_str() {
        Some(text) => text.as_bytes().to_vec(),
        None => STANDARD.decode(file["base64"].as_str().unwrap_or_default()).expect("base64"),
    };
    Attachment::bytes(file["name"].as_str().expect("a name"), bytes)
}

pub fn state(state: &JobState) -> Value {
    json!({
        "job_id": state.job_id,
        "address": state.address,
        "job_type": state.job_type,
        "send_state": state.send_state,
        "status": state.status().as_ref().map(|status| status.as_str()),
        "error_state": state.error_state,
        "points_used": state.points_used,
        "finish_date": time(state.finish_date.as_ref()),
        "final": state.is_final(),
        "extra": state.extra,
    })
}
