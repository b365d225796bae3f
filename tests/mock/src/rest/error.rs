//! Answers with the `Error` schema.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::validate::{Refusal, Violation};

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

/// Why a message is refused: a 400, or the error of its place in a list.
pub(super) struct Problem(Value);

impl Problem {
    /// With a code and, when they are known, the parameters at fault.
    pub(super) fn new(code: &str, message: &str, violations: &[Violation]) -> Self {
        Self(describe(code, message, violations))
    }

    pub(super) fn into_json(self) -> Value {
        self.0
    }

    pub(super) fn into_answer(self) -> Answer {
        Answer::json(400, &self.0)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownContentType(violation) => {
                Self::new("UnknownContentType", "The type of the content is not known.", &[violation])
            }
            Refusal::InvalidContent(violations) => {
                Self::new("InvalidContent", "The content of the message is not valid.", &violations)
            }
        }
    }
}

/// A 400 without a parameter.
pub(super) fn refused(code: &str, message: &str) -> Answer {
    Problem::new(code, message, &[]).into_answer()
}

fn describe(code: &str, message: &str, violations: &[Violation]) -> Value {
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
    json!({ "errorCode": code, "errorMessage": message, "errorDetails": details })
}
