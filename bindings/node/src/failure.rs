//! Errors as JSON with the names of JavaScript.

use ecall::{Error, Kind};
use serde_json::{Value, json};

use crate::answer;
use crate::names::{camel, renamed};

/// Everything that is known about an error.
pub(crate) fn to_json(error: &Error) -> Value {
    let details = error.details();
    let mut json = renamed(error.to_json(), camel);
    if let Some(attempts) = json["attempts"].as_array_mut() {
        for attempt in attempts {
            *attempt = renamed(attempt.take(), camel);
        }
    }
    json["lastStatus"] = details.last_status.as_deref().map_or(Value::Null, answer::status);
    json["rawBody"] = details.raw_body.as_deref().map_or(Value::Null, answer::body);
    if matches!(error.kind(), Kind::Config | Kind::InvalidArgument) {
        spell(&mut json);
    }
    json
}

/// Names of options as the caller wrote them, in the fields and in the sentence that was made of them.
fn spell(json: &mut Value) {
    let mut message = json["message"].as_str().unwrap_or_default().to_owned();
    for field in json["fields"].as_array_mut().into_iter().flatten() {
        let name = field["field"].as_str().unwrap_or_default();
        let spelled = camel(name);
        if spelled != name {
            message = message.replace(name, &spelled);
            field["field"] = json!(spelled);
        }
    }
    json["message"] = json!(message);
}
