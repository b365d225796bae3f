//! Comparing the outcome of a call with what a case expects.

use serde_json::{Value, json};

use crate::calls::Failed;
use crate::compare;
use crate::results::failure;

/// Whether the outcome is the one that is stated.
pub fn check(expect: &Value, outcome: Result<Value, Failed>) -> Result<(), String> {
    match (outcome, expect.get("result"), expect.get("error")) {
        (Ok(found), Some(stated), _) => check_result(stated, &found),
        (Err(Failed { error, states_before }), _, Some(stated)) => {
            let mut found = failure(&error);
            found["states_before"] = json!(states_before);
            check_error(stated, &found)
        }
        (Ok(found), ..) => Err(format!("succeeded: {found}")),
        (Err(Failed { error, .. }), ..) => Err(format!("failed: {error:?}")),
    }
}

fn check_result(stated: &Value, found: &Value) -> Result<(), String> {
    for (key, value) in stated.as_object().into_iter().flatten() {
        match key.as_str() {
            "json" => compare::exactly(key, value, &found[key]),
            "raised" if value.is_object() => check_error(value, &found[key]),
            _ => compare::matches(key, value, &found[key]),
        }?;
    }
    Ok(())
}

fn check_error(stated: &Value, found: &Value) -> Result<(), String> {
    if found.is_null() {
        return Err("there is no error".to_owned());
    }
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = found["text"].as_str().unwrap_or_default();
    for (key, value) in stated.as_object().into_iter().flatten() {
        let result = match key.as_str() {
            "fields" => {
                compare::fields(&list(value), &list(&found["fields"]), stated["fields_exact"] == true)
            }
            "fields_exact" => Ok(()),
            "message_contains" => said(&list(value), |part| text.contains(part))
                .map_err(|part| format!("{text:?} lacks {part:?}")),
            "message_not_contains" => said(&list(value), |part| !text.contains(part))
                .map_err(|part| format!("{text:?} holds {part:?}")),
            _ => compare::matches(key, value, &found[key]),
        };
        result.map_err(|problem| format!("{problem} in {found}"))?;
    }
    Ok(())
}

fn said(parts: &[Value], holds: impl Fn(&str) -> bool) -> Result<(), String> {
    let parts = parts.iter().map(|part| part.as_str().expect("a text"));
    parts.into_iter().find(|part| !holds(part)).map_or(Ok(()), |part| Err(part.to_owned()))
}

/// Whether a number lies between two bounds, each of which may be absent.
pub fn within(what: &str, bounds: &Value, found: &Value) -> Result<(), String> {
    let found = found.as_f64().unwrap_or(f64::NAN);
    let low = bounds["min"].as_f64().is_none_or(|min| found >= min);
    let high = bounds["max"].as_f64().is_none_or(|max| found <= max);
    if low && high { Ok(()) } else { Err(format!("{what}: {found} is not within {bounds}")) }
}
