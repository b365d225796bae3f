//! Comparing what arrived at the mock with what a case expects.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::calls::{list, without};
use crate::compare;
use crate::expect::within;
use crate::mock::Mock;

/// The requests of an account.
pub struct Requests<'a> {
    mock: &'a Mock,
    account: String,
    is_smpp: bool,
    is_soap: bool,
}

/// How long the mock may take until it has counted everything.
const SETTLED: Duration = Duration::from_secs(5);

impl<'a> Requests<'a> {
    pub fn new(mock: &'a Mock, account: &str, interface: &Value) -> Self {
        let account = account.to_owned();
        Self { mock, account, is_smpp: interface == "smpp", is_soap: interface == "soap" }
    }

    fn all(&self) -> Result<Vec<Value>, String> {
        let folder = if self.is_smpp { "/smpp" } else { "" };
        self.mock.get(&format!("{}{folder}/requests", self.account)).map(|found| list(&found["requests"]))
    }

    /// Those that a case counts.
    pub fn counted(&self) -> Result<Vec<Value>, String> {
        let all = self.all()?.into_iter();
        Ok(all.filter(|request| !self.is_smpp || request["command"] == "submit_sm").collect())
    }

    pub fn check(&self, stated: &Value) -> Result<(), String> {
        let counted = self.counted()?;
        arrived(stated, &counted)?;
        if self.is_soap {
            keep_envelopes(&self.account, &counted);
        }
        if !stated["binds"].is_null() {
            let is_bind = |request: &Value| {
                request["command"].as_str().is_some_and(|command| command.starts_with("bind_"))
            };
            let binds: Value = self.all()?.into_iter().filter(is_bind).collect();
            compare::matches("binds", &stated["binds"], &binds)?;
        }
        if stated["summary"].is_null() { Ok(()) } else { self.summary(&stated["summary"]) }
    }

    /// What the client wrote last may still be on its way.
    fn summary(&self, stated: &Value) -> Result<(), String> {
        let until = Instant::now() + SETTLED;
        loop {
            let found = self.mock.get(&format!("{}/smpp/summary", self.account))?;
            let result = compare::matches("summary", stated, &found);
            if result.is_ok() || Instant::now() >= until {
                return result;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

/// Where `SOAP_ENVELOPES` names a folder, every envelope that was posted is kept there, for a validator that others wrote.
fn keep_envelopes(account: &str, requests: &[Value]) {
    let Some(folder) = std::env::var_os("SOAP_ENVELOPES").map(PathBuf::from) else { return };
    let name = account.rsplit('/').next().unwrap_or_default();
    for (index, request) in requests.iter().enumerate().filter(|(_, request)| request["method"] == "POST") {
        let file = folder.join(format!("{name}-{index}.xml"));
        std::fs::write(file, body(request)).expect("writing an envelope");
    }
}

fn arrived(stated: &Value, found: &[Value]) -> Result<(), String> {
    within("arrived", &stated["count"], &json!(found.len()))?;
    for (index, stated) in stated["requests"].as_array().into_iter().flatten().enumerate() {
        let found = found.get(index).ok_or_else(|| format!("request {index} never arrived"))?;
        for (key, value) in stated.as_object().into_iter().flatten() {
            let compare =
                if ["json", "form"].contains(&key.as_str()) { compare::exactly } else { compare::matches };
            let found = match key.as_str() {
                "form" => without(&found[key], &["UserName", "Password"]),
                "body_text" => body_text(found),
                _ => found[key].clone(),
            };
            compare(&format!("request {index}: {key}"), value, &found)?;
        }
    }
    Ok(())
}

fn body_text(request: &Value) -> Value {
    String::from_utf8(body(request)).expect("a body that is text").into()
}

fn body(request: &Value) -> Vec<u8> {
    STANDARD.decode(request["body_base64"].as_str().unwrap_or_default()).expect("base64")
}
