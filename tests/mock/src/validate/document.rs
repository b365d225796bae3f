//! The vendor's OpenAPI document, made fit for a validator.
//!
//! Read literally it accepts nothing: parents and children of an `allOf` both forbid the other's properties, and the
//! branches of a `oneOf` overlap. So a child takes in its parents' properties, and a `oneOf` becomes a choice by `type`.

use std::collections::BTreeMap;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind;
use serde_json::{Map, Value, json};

use super::{Violation, tags};

const SOURCE: &str = include_str!("../../../vendor/openapi/message-send.json");
const SCHEMAS: &str = "#/components/schemas/";

/// The schemas of the request bodies.
pub(super) struct Document {
    message: Validator,
    list: Validator,
    content_types: Vec<String>,
    /// Every property's name by its lower-case form.
    names: BTreeMap<String, String>,
}

impl Document {
    /// The bodies of `POST /api/v2/message` and `POST /api/v2/messagelist`.
    ///
    /// # Panics
    /// When the document, which is part of this program, does not have the shape that this module was written for.
    pub(super) fn requests() -> Self {
        let source: Value = serde_json::from_str(SOURCE).expect("the vendor's document is JSON");
        let schemas = source["components"]["schemas"].as_object().expect("the document has schemas");
        let normal: Map<String, Value> = schemas
            .iter()
            .map(|(name, schema)| (name.clone(), normalise(&merge_parents(schema, schemas))))
            .collect();
        let content_types = normal["ContentType"]["enum"].as_array().into_iter().flatten();
        let content_types = content_types.filter_map(Value::as_str).map(str::to_owned).collect();
        let mut names = BTreeMap::new();
        for schema in normal.values() {
            for name in schema["properties"].as_object().into_iter().flat_map(Map::keys) {
                let earlier = names.insert(name.to_lowercase(), name.clone());
                assert!(earlier.is_none_or(|earlier| earlier == *name), "{name} has two spellings");
            }
        }
        names.insert("messages".to_owned(), "messages".to_owned());
        let notification = &normal["MessageRequest"]["properties"]["notification"];
        // The vendor's document of the list is not public; this is what its prose says.
        let list = json!({
            "type": "object",
            "required": ["messages"],
            "properties": {
                "messages": { "type": "array", "minItems": 1 },
                "notification": notification,
            },
            "additionalProperties": false,
        });
        let message = json!({ "$ref": format!("{SCHEMAS}MessageRequest") });
        Self { message: validator(message, &normal), list: validator(list, &normal), content_types, names }
    }

    pub(super) fn is_content_type(&self, tag: &str) -> bool {
        self.content_types.iter().any(|known| known == tag)
    }

    /// The spelling of a property that the document has in some spelling.
    pub(super) fn documented_name(&self, name: &str) -> Option<&str> {
        self.names.get(&name.to_lowercase()).map(String::as_str)
    }

    /// All that the schema finds wrong, without quoting any value: bodies hold numbers and texts of people.
    pub(super) fn message_violations(&self, body: &Value) -> Vec<Violation> {
        violations(&self.message, body)
    }

    /// The same for the body of a list, its messages aside.
    pub(super) fn list_violations(&self, body: &Value) -> Vec<Violation> {
        violations(&self.list, body)
    }
}

fn validator(mut root: Value, schemas: &Map<String, Value>) -> Validator {
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["components"] = json!({ "schemas": schemas });
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&root)
        .expect("the normalised document is a schema")
}

fn violations(validator: &Validator, body: &Value) -> Vec<Violation> {
    let mut violations = Vec::new();
    for error in validator.iter_errors(body) {
        let path = wire_path(body, error.instance_path().as_str());
        match error.kind() {
            ValidationErrorKind::Required { property } => {
                let name = property.as_str().unwrap_or_default();
                violations.push(Violation::new(join(&path, name), "is required"));
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => violations
                .extend(unexpected.iter().map(|name| Violation::new(join(&path, name), "is not known"))),
            _ => violations.push(Violation::new(path, error.masked().to_string())),
        }
    }
    violations
}

/// Gives a child of an `allOf` its parents' properties.
fn merge_parents(schema: &Value, schemas: &Map<String, Value>) -> Value {
    let Some(parents) = schema["allOf"].as_array() else { return schema.clone() };
    let mut properties = Map::new();
    let mut required = Vec::new();
    let parents = parents.iter().map(|parent| {
        let name = parent["$ref"].as_str().and_then(|path| path.strip_prefix(SCHEMAS));
        merge_parents(&schemas[name.expect("a parent is a reference to a schema")], schemas)
    });
    for part in parents.chain([schema.clone()]) {
        properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
        required.extend(part["required"].as_array().cloned().unwrap_or_default());
    }
    let mut merged = schema.as_object().cloned().unwrap_or_default();
    merged.remove("allOf");
    merged.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        merged.insert("required".to_owned(), Value::Array(required));
    }
    Value::Object(merged)
}

/// Replaces what a validator would read differently than the service does, in a schema and all below it.
fn normalise(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(normalise).collect(),
        Value::Object(fields) => {
            if let Some(branches) = fields.get("oneOf").and_then(Value::as_array) {
                return choice_by_type(branches);
            }
            let mut normal: Map<String, Value> =
                fields.iter().map(|(name, value)| (name.clone(), normalise(value))).collect();
            if fields.get("format") == Some(&json!("int32")) {
                normal.insert("minimum".to_owned(), json!(i32::MIN));
                normal.insert("maximum".to_owned(), json!(i32::MAX));
            }
            Value::Object(normal)
        }
        other => other.clone(),
    }
}

/// The branch that `type` names, and that one alone, so that only its problems are told.
fn choice_by_type(branches: &[Value]) -> Value {
    let mut known = Vec::new();
    let mut choices = Vec::new();
    for reference in branches.iter().filter_map(|branch| branch["$ref"].as_str()) {
        let name = reference.trim_start_matches(SCHEMAS);
        for tag in tags::of(name).unwrap_or_else(|| panic!("{name} has no tag")) {
            known.push(*tag);
            choices.push(json!({
                "if": { "required": ["type"], "properties": { "type": { "const": tag } } },
                "then": { "$ref": reference },
            }));
        }
    }
    let choice = json!({
        "type": "object",
        "required": ["type"],
        "properties": { "type": { "enum": known } },
        "allOf": choices,
    });
    if branches.contains(&json!({ "type": "null" })) {
        json!({ "if": { "type": "null" }, "else": choice })
    } else {
        choice
    }
}

/// A JSON pointer as the path that parameters are named by: `/toList/0/address` is `toList[0].address`.
fn wire_path(body: &Value, pointer: &str) -> String {
    let mut path = String::new();
    let mut here = Some(body);
    for segment in pointer.split('/').skip(1) {
        let segment = segment.replace("~1", "/").replace("~0", "~");
        if let Some(Value::Array(items)) = here {
            path = format!("{path}[{segment}]");
            here = segment.parse::<usize>().ok().and_then(|index| items.get(index));
        } else {
            path = join(&path, &segment);
            here = here.and_then(|value| value.get(&segment));
        }
    }
    path
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
