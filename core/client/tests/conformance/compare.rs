//! Comparing what came with what a case states, as `tests/conformance/README.md` describes it.

use serde_json::Value;

/// Whether `found` is what `stated` says; the error names the place.
pub fn matches(place: &str, stated: &Value, found: &Value) -> Result<(), String> {
    if let Some(outcome) = special(stated, found) {
        return if outcome { Ok(()) } else { Err(format!("{place}: stated {stated}, found {found}")) };
    }
    match (stated, found) {
        (Value::Object(stated), Value::Object(_)) => {
            for (key, value) in stated {
                matches(&format!("{place}.{key}"), value, &found[key])?;
            }
            Ok(())
        }
        (Value::Array(stated), Value::Array(found)) if stated.len() == found.len() => {
            for (index, (stated, found)) in stated.iter().zip(found).enumerate() {
                matches(&format!("{place}[{index}]"), stated, found)?;
            }
            Ok(())
        }
        _ => exactly(place, stated, found),
    }
}

/// Whether they are the same; numbers by value.
pub fn exactly(place: &str, stated: &Value, found: &Value) -> Result<(), String> {
    if same(stated, found) { Ok(()) } else { Err(format!("{place}: stated {stated}, found {found}")) }
}

fn same(stated: &Value, found: &Value) -> bool {
    match (stated, found) {
        (Value::Number(stated), Value::Number(found)) => stated.as_f64() == found.as_f64(),
        (Value::Array(stated), Value::Array(found)) => {
            stated.len() == found.len() && stated.iter().zip(found).all(|(stated, found)| same(stated, found))
        }
        (Value::Object(stated), Value::Object(found)) => {
            stated.len() == found.len()
                && stated.iter().all(|(key, value)| found.get(key).is_some_and(|found| same(value, found)))
        }
        _ => stated == found,
    }
}

/// `$present`, `$null` and `$regex`; `None` for everything else.
fn special(stated: &Value, found: &Value) -> Option<bool> {
    let object = stated.as_object().filter(|object| object.len() == 1)?;
    let (word, argument) = object.iter().next()?;
    match word.as_str() {
        "$present" => Some(!found.is_null()),
        "$null" => Some(found.is_null()),
        "$regex" => {
            let expression =
                regex_lite::Regex::new(argument.as_str()?).expect("an expression that can be read");
            Some(found.as_str().is_some_and(|text| expression.is_match(text)))
        }
        _ => None,
    }
}

/// Every stated field problem is among the found ones; with `exact` there are no others.
pub fn fields(stated: &[Value], found: &[Value], exact: bool) -> Result<(), String> {
    let same_word = |a: &Value, b: &Value| match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => false,
    };
    for wanted in stated {
        let is_it = |problem: &&Value| {
            same_word(&problem["field"], &wanted["field"])
                && problem["rule"] == wanted["rule"]
                && ["length", "limit"]
                    .iter()
                    .all(|key| wanted.get(key).is_none_or(|value| same(value, &problem[key])))
        };
        if !found.iter().any(|problem| is_it(&problem)) {
            return Err(format!("fields: {wanted} is not among {found:?}"));
        }
    }
    if exact && found.len() != stated.len() {
        return Err(format!("fields: exactly {stated:?} was stated, found {found:?}"));
    }
    Ok(())
}
