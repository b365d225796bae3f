//! Is a body valid? The vendor's documents decide, and the rules that their prose adds.

mod document;
mod rules;
mod tags;

use std::sync::LazyLock;

use serde_json::{Map, Value};

use document::Document;

static DOCUMENT: LazyLock<Document> = LazyLock::new(Document::requests);

/// What is wrong with one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The parameter's path as it stands on the wire, `content.action.buttons[0].title`.
    pub(crate) parameter: String,
    pub(crate) message: String,
}

impl Violation {
    pub(crate) fn new(parameter: impl Into<String>, message: impl Into<String>) -> Self {
        Self { parameter: parameter.into(), message: message.into() }
    }
}

/// Why a body is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    UnknownContentType(Violation),
    /// All that is wrong.
    InvalidContent(Vec<Violation>),
}

/// Reads the documents before the first request, so that none of them has to wait.
pub(crate) fn prepare() {
    LazyLock::force(&DOCUMENT);
}

/// Checks the body of a send; gives it back with its field names as the documents write them.
pub(crate) fn message_request(body: &Value) -> Result<Value, Refusal> {
    let body = with_documented_names(body, &DOCUMENT);
    check(&body)?;
    Ok(body)
}

/// Checks the body of a list but not its messages, which stand or fall alone; gives it back as [`message_request`] does.
pub(crate) fn list_request(body: &Value) -> Result<Value, Refusal> {
    let body = with_documented_names(body, &DOCUMENT);
    let mut violations = DOCUMENT.list_violations(&body);
    violations.extend(rules::list_violations(&body));
    if violations.is_empty() { Ok(body) } else { Err(Refusal::InvalidContent(violations)) }
}

/// Checks one message of a list that [`list_request`] gave back.
pub(crate) fn list_item(item: &Value) -> Result<(), Refusal> {
    if item["notification"].is_null() {
        return check(item);
    }
    let mut violations = vec![Violation::new("notification", "belongs to the list")];
    let mut without = item.clone();
    without.as_object_mut().expect("what has a member is an object").remove("notification");
    match check(&without) {
        Ok(()) => {}
        Err(Refusal::InvalidContent(others)) => violations.extend(others),
        Err(unknown) => return Err(unknown),
    }
    Err(Refusal::InvalidContent(violations))
}

/// Checks a message whose field names are as the documents write them.
fn check(body: &Value) -> Result<(), Refusal> {
    if let Some(tag) = body["content"]["type"].as_str()
        && !DOCUMENT.is_content_type(tag)
    {
        return Err(Refusal::UnknownContentType(Violation::new("content.type", "is not a known type")));
    }
    let mut violations = DOCUMENT.message_violations(body);
    violations.extend(rules::violations(body));
    if violations.is_empty() { Ok(()) } else { Err(Refusal::InvalidContent(violations)) }
}

/// Field names are compared without case, as the service does.
fn with_documented_names(value: &Value, document: &Document) -> Value {
    match value {
        Value::Object(fields) => {
            let mut renamed = Map::new();
            for (name, value) in fields {
                let name = document.documented_name(name).unwrap_or(name);
                renamed.insert(name.to_owned(), with_documented_names(value, document));
            }
            Value::Object(renamed)
        }
        Value::Array(items) => items.iter().map(|item| with_documented_names(item, document)).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests;
