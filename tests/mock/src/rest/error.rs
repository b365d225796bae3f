//! Answers with the `Error` schema.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::validate::Violation;

/// An error without a documented code.
pub(super) fn plain(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({ "errorMessage": message }))
}

pub(super) fn unauthorized() -> Answer {
    plain(401, "Username or password is wrong.").with_header("www-authenticate", "Basic realm=\"eCall\"")
}

pub(super) fn not_found() -> Answer {
    plain(404, "There is nothing here.")
}

/// A 400 with a code and, when they are known, the parameters at fault.
pub(super) fn refused(code: &str, message: &str, violations: &[Violation]) -> Answer {
    let mut entries: Vec<(&str, Vec<&str>)> = Vec::new();
    for Violation { parameter, message } in violations {
        match entries.iter_mut().find(|(name, _)| name == parameter) {
            Some((_, messages)) => messages.push(message),
            None => entries.push((parameter, vec![message])),
        }
    }
    let details = if entries.is_empty() {
        Value::Null
    } else {
        let errors: Vec<Value> = entries
            .iter()
            .map(|(parameter, messages)| json!({ "parameter": parameter, "messages": messages }))
            .collect();
        json!({ "type": "Parameter", "errors": errors })
    };
    Answer::json(400, &json!({ "errorCode": code, "errorMessage": message, "errorDetails": details }))
}
