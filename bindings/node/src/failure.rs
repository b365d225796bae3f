//! Errors as JSON texts with the names of JavaScript.

use ecall::{Error, Kind};
use serde_json::{Value, json};

use crate::answer;
use crate::names::{camel, described};

/// Everything that is known about an error.
pub(crate) fn text(error: &Error) -> String {
    let mut known = known(error);
    if matches!(error.kind(), Kind::Config | Kind::InvalidArgument) {
        spell(&mut known);
    }
    answer::with_body(&known, error)
}

/// The same of an error whose fields are named as the caller wrote them.
pub(crate) fn text_as_named(error: &Error) -> String {
    answer::with_body(&known(error), error)
}

/// What core tells of it, but for the last states and the body.
fn known(error: &Error) -> Value {
    let mut json = described(error.to_json());
    for list in ["attempts", "parts"] {
        for item in json.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            *item = described(item.take());
        }
    }
    if let Some(members) = json.as_object_mut() {
        for name in ["lastStatus", "lastJobState"] {
            members.remove(name);
        }
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

#[cfg(test)]
mod tests {
    use super::{known, spell};

    #[test]
    fn options_are_named_as_they_were_written() {
        let error = ecall::Options::from_json(serde_json::json!({ "timeout_ms": "soon" })).unwrap_err();
        let mut json = known(&error);
        spell(&mut json);
        assert_eq!(json["fields"][0]["field"], "timeoutMs");
        assert!(json["message"].as_str().unwrap().starts_with("timeoutMs: "), "{json}");
        assert_eq!(json["code"], "config");
        assert!(json.get("httpStatus").is_none());
    }
}
