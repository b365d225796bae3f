//! Script steps: what an account's next requests meet instead of normal behaviour.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use crate::answer::{Afterwards, Answer, Ending, Reply};
use crate::faults::Checked;
use crate::payload::Payload;

/// How many pieces a body is cut into when a delay between pieces is given but no number.
const DEFAULT_CHUNKS: usize = 10;
const MIB: usize = 1024 * 1024;

/// One step, as the control interface takes it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Step {
    accept: Option<bool>,
    respond: Option<Respond>,
    accept_then: Option<AcceptThen>,
    fault: Option<Fault>,
    delay_ms: u64,
    body_delay_ms: u64,
    chunk_delay_ms: u64,
    chunks: Option<usize>,
    then: Option<Then>,
    close_idle_after_ms: Option<u64>,
}

/// An answer written out by the test.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Respond {
    status: Option<u16>,
    json: Option<Value>,
    body: Option<String>,
    body_base64: Option<String>,
    huge_mib: Option<usize>,
    /// A header's value, or null to leave out one that the mock would add.
    headers: BTreeMap<String, Option<String>>,
}

/// What happens after a message was processed and counted, instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AcceptThen {
    Reset,
    Close,
    Silence,
    Truncate,
}

/// What happens to a request that is not processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fault {
    ResetAfterHead,
    Reset,
    Close,
    Silence,
    Garbage,
    RefuseStream,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Then {
    Close,
}

/// What may stand in the values of a scripted answer's headers.
pub(crate) struct Origins<'a> {
    pub(crate) own: &'a str,
    pub(crate) other: &'a str,
}

impl Step {
    pub(crate) fn resets_after_head(&self) -> bool {
        self.fault == Some(Fault::ResetAfterHead)
    }

    /// How the request ends; `normal` is called when the step has it processed.
    pub(crate) fn ending(&self, origins: &Origins<'_>, normal: impl FnOnce() -> Answer) -> Ending {
        if let Some(respond) = &self.respond {
            return Ending::Answer(respond.answer(origins));
        }
        if let Some(fault) = self.fault {
            return match fault {
                Fault::ResetAfterHead | Fault::Reset => Ending::Reset,
                Fault::Close => Ending::Close,
                Fault::Silence => Ending::Silence,
                Fault::Garbage => Ending::Garbage,
                Fault::RefuseStream => Ending::RefuseStream,
            };
        }
        let answer = normal();
        match self.accept_then {
            None => Ending::Answer(answer),
            Some(AcceptThen::Reset) => Ending::Reset,
            Some(AcceptThen::Close) => Ending::Close,
            Some(AcceptThen::Silence) => Ending::Silence,
            Some(AcceptThen::Truncate) => Ending::Truncate(answer),
        }
    }

    /// Adds the step's timing to an ending.
    pub(crate) fn reply(&self, ending: Ending) -> Reply {
        let chunks = self.chunks.unwrap_or(if self.chunk_delay_ms > 0 { DEFAULT_CHUNKS } else { 1 });
        let afterwards = match (self.then, self.close_idle_after_ms) {
            (Some(Then::Close), _) => Afterwards::Close,
            (None, Some(idle)) => Afterwards::CloseIdleAfter(Duration::from_millis(idle)),
            (None, None) => Afterwards::KeepOpen,
        };
        Reply {
            ending,
            delay: Duration::from_millis(self.delay_ms),
            body_delay: Duration::from_millis(self.body_delay_ms),
            chunk_delay: Duration::from_millis(self.chunk_delay_ms),
            chunks: chunks.max(1),
            afterwards,
        }
    }
}

impl Checked for Step {
    fn check(&self) -> Result<(), String> {
        let decisions = usize::from(self.accept.is_some())
            + usize::from(self.respond.is_some())
            + usize::from(self.accept_then.is_some())
            + usize::from(self.fault.is_some());
        if decisions > 1 {
            return Err("a step takes one of accept, respond, accept_then and fault".to_owned());
        }
        if self.accept == Some(false) {
            return Err("accept takes only true".to_owned());
        }
        if self.then.is_some() && self.close_idle_after_ms.is_some() {
            return Err("then and close_idle_after_ms exclude each other".to_owned());
        }
        self.respond.as_ref().map_or(Ok(()), Respond::check)
    }
}

impl Respond {
    fn check(&self) -> Result<(), String> {
        let bodies = usize::from(self.json.is_some())
            + usize::from(self.body.is_some())
            + usize::from(self.body_base64.is_some())
            + usize::from(self.huge_mib.is_some());
        if bodies > 1 {
            return Err("respond takes one of json, body, body_base64 and huge_mib".to_owned());
        }
        if let Some(status) = self.status
            && !(200..=599).contains(&status)
        {
            return Err(format!("respond.status {status} is not a final HTTP status"));
        }
        if let Some(text) = &self.body_base64 {
            STANDARD.decode(text).map_err(|error| format!("respond.body_base64: {error}"))?;
        }
        for (name, value) in &self.headers {
            let clean = |text: &str| text.bytes().all(|byte| byte >= 32 && byte != 127);
            if name.is_empty() || !clean(name) || !value.as_deref().is_none_or(clean) {
                return Err(format!("respond.headers: {name:?} cannot be written"));
            }
        }
        Ok(())
    }

    fn answer(&self, origins: &Origins<'_>) -> Answer {
        let mut headers = Vec::new();
        if !self.headers.keys().any(|name| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        for (name, value) in &self.headers {
            if let Some(value) = value {
                let value =
                    value.replace("{{other_origin}}", origins.other).replace("{{origin}}", origins.own);
                headers.push((name.clone(), value));
            }
        }
        Answer { status: self.status.unwrap_or(200), headers, body: self.body() }
    }

    /// Whether the test left this header out on purpose.
    fn leaves_out(&self, header: &str) -> bool {
        self.headers.iter().any(|(name, value)| value.is_none() && name.eq_ignore_ascii_case(header))
    }

    fn body(&self) -> Payload {
        if let Some(json) = &self.json {
            Payload::from(json.to_string())
        } else if let Some(text) = &self.body {
            Payload::from(text.clone())
        } else if let Some(text) = &self.body_base64 {
            // Checked when the step came in.
            Payload::from(STANDARD.decode(text).unwrap_or_default())
        } else if let Some(size) = self.huge_mib {
            let (start, end) = (r#"{"padding":""#, r#""}"#);
            let padding = (size * MIB).saturating_sub(start.len() + end.len());
            Payload::from([start, &"x".repeat(padding), end].concat())
        } else {
            Payload::from(Vec::new())
        }
    }
}

impl Step {
    /// Whether the scripted answer is to go out without the request id that every answer carries.
    pub(crate) fn leaves_out(&self, header: &str) -> bool {
        self.respond.as_ref().is_some_and(|respond| respond.leaves_out(header))
    }
}
