//! `ecall/models.py`: a dataclass for every object of a message, from core's schemas.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ecall::Message;
use ecall::model::{MsgType, NotificationLevel, Status, VoiceLanguage};
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::text::{NOTICE, docstring, plain, snake, wrapped};
use crate::Result;

/// Definitions that have another name in Python than in the vendor's documents.
const NAMES: &[(&str, &str)] = &[("MessageRequest", "Message"), ("MessageStatus", "Status")];
/// Required on the wire, but filled in by the client where a message leaves it away (`default_from`).
const FILLED_IN: &[(&str, &str)] = &[("Message", "from")];

const HEAD: &str = r#""""The messages of eCall, as dataclasses with Python's names.

Wherever one of them is expected, a dict with the names of the wire does as well. Values are open: a channel or status that
this version does not know is sent and returned as it is. Fields that it does not know go into `extra`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Dict, Mapping, Optional, Sequence, Union

from ._model import Model
"#;

/// The names of the known numbers, which core's schema does not tell.
const LEVELS: &[(&str, NotificationLevel, &str)] = &[
    ("AVAILABLE", NotificationLevel::AVAILABLE, "As soon as something is known."),
    ("LAST", NotificationLevel::LAST, "At the last point to which it can be tracked."),
    ("LAST_AND_DELAYED", NotificationLevel::LAST_AND_DELAYED, "As LAST, and where the sending is delayed."),
    ("FAILURES", NotificationLevel::FAILURES, "Failures only."),
];

/// Every definition by its name in Python.
type Definitions = BTreeMap<String, Value>;

/// The module.
pub fn render() -> Result<String> {
    let (names, classes) = parts()?;
    let mut out = format!("# {NOTICE}\n{HEAD}\n__all__ = [\n");
    for name in names {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    out.push_str(&classes);
    Ok(out)
}

/// The names of everything in it, sorted.
pub fn names() -> Result<Vec<String>> {
    Ok(parts()?.0)
}

fn parts() -> Result<(Vec<String>, String)> {
    let definitions = definitions()?;
    let is_union = |(_, schema): &(&String, &Value)| schema["oneOf"].is_array();
    let unions: Definitions =
        definitions.iter().filter(is_union).map(|(name, schema)| (name.clone(), schema.clone())).collect();
    let mut names = Vec::new();
    let mut classes = String::new();
    for (name, schema) in &definitions {
        if let Some(values) = schema["x-known-values"].as_array() {
            names.push(name.clone());
            classes.push_str(&constants(name, schema, values)?);
        } else if name == "NotificationLevel" {
            names.push(name.clone());
            classes.push_str(&levels(name, schema));
        } else if schema["type"] == "object" {
            for class in faces(name, schema, &unions)? {
                names.push(class.name.clone());
                classes.push_str(&dataclass(&class, schema, &definitions)?);
            }
        }
    }
    classes.push('\n');
    for (name, schema) in &unions {
        names.push(name.clone());
        let branches = branches(name, schema, &unions).into_iter();
        let mut members: Vec<_> = branches.map(|branch| branch.class).collect();
        members.push("Mapping[str, Any]".to_owned());
        let _ = write!(classes, "\n{name} = Union[{}]\n", members.join(", "));
        classes.push_str(&docstring(&[plain(description(schema))], 0));
    }
    names.sort();
    Ok((names, classes))
}

fn definitions() -> Result<Definitions> {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<Message>();
    generator.subschema_for::<Status>();
    generator.subschema_for::<MsgType>();
    generator.subschema_for::<VoiceLanguage>();
    generator.subschema_for::<NotificationLevel>();
    let found = generator.take_definitions(true);
    let rename = |name: &str| {
        NAMES.iter().find(|(wire, _)| *wire == name).map_or(name, |(_, python)| python).to_owned()
    };
    let found: Definitions = found.into_iter().map(|(name, schema)| (rename(&name), schema)).collect();
    if found.contains_key("Message") { Ok(found) } else { Err("core's schemas have no Message".to_owned()) }
}

fn description(schema: &Value) -> &str {
    schema["description"].as_str().unwrap_or_default()
}

/// An open enumeration: its known values by name. The type of a field is `str`.
fn constants(name: &str, schema: &Value, values: &[Value]) -> Result<String> {
    let mut paragraphs = description(schema).split("\n\n").map(plain);
    let mut texts = vec![paragraphs.next().unwrap_or_default()];
    texts.extend(paragraphs.filter(|text| !text.starts_with('|')).map(|text| wrapped(&text, 4, 0)));
    let mut out = format!("\n\nclass {name}:\n{}\n", docstring(&texts, 4));
    let docs = schema["x-known-values-descriptions"].as_array();
    for (index, value) in values.iter().enumerate() {
        let value = value.as_str().ok_or_else(|| format!("{name} has a value that is no text"))?;
        let _ = writeln!(out, "    {} = \"{value}\"", constant(value));
        if let Some(doc) = docs.and_then(|docs| docs.get(index)).and_then(Value::as_str) {
            out.push_str(&docstring(&[plain(doc)], 4));
        }
    }
    Ok(out)
}

/// The same of numbers.
fn levels(name: &str, schema: &Value) -> String {
    let mut out = format!("\n\nclass {name}:\n{}\n", docstring(&[plain(description(schema))], 4));
    for (name, level, doc) in LEVELS {
        let _ = write!(out, "    {name} = {level}\n{}", docstring(&[(*doc).to_owned()], 4));
    }
    out
}

/// `DeliveryFailed` as `DELIVERY_FAILED`, `zh_CN` as `ZH_CN`.
fn constant(value: &str) -> String {
    let mut out = String::new();
    let mut before_is_lower = false;
    for letter in value.chars() {
        if before_is_lower && letter.is_ascii_uppercase() {
            out.push('_');
        }
        before_is_lower = letter.is_ascii_lowercase();
        out.push(letter.to_ascii_uppercase());
    }
    out
}

/// A branch of a union and the class that stands for it.
struct Branch {
    class: String,
    tag: String,
    /// The struct that it is made of.
    of: String,
    doc: String,
}

fn reference(schema: &Value) -> Option<String> {
    let name = schema["$ref"].as_str()?.rsplit('/').next()?;
    Some(NAMES.iter().find(|(wire, _)| *wire == name).map_or(name, |(_, python)| python).to_owned())
}

/// A struct of one branch gives the class its name; one of several is named after the tag: `NumberRecipient`.
fn branches(union: &str, schema: &Value, unions: &Definitions) -> Vec<Branch> {
    let uses = |of: &str| {
        let all = unions.values().flat_map(|union| union["oneOf"].as_array().into_iter().flatten());
        all.filter(|branch| reference(branch).as_deref() == Some(of)).count()
    };
    let branch = |schema: &Value| {
        let of = reference(schema)?;
        let tag = schema.pointer("/properties/type/const")?.as_str()?.to_owned();
        let class = if uses(&of) == 1 { of.clone() } else { format!("{tag}{union}") };
        Some(Branch { class, tag, of, doc: description(schema).to_owned() })
    };
    schema["oneOf"].as_array().into_iter().flatten().filter_map(branch).collect()
}

/// One dataclass.
struct Class {
    name: String,
    tag: Option<String>,
    doc: String,
}

/// The classes that a struct becomes: one per branch that it is of, or one.
fn faces(name: &str, schema: &Value, unions: &Definitions) -> Result<Vec<Class>> {
    let all = unions.iter().flat_map(|(union, schema)| branches(union, schema, unions));
    let mut classes: Vec<_> = all
        .filter(|branch| branch.of == name)
        .map(|branch| Class { name: branch.class, tag: Some(branch.tag), doc: branch.doc })
        .collect();
    if classes.is_empty() {
        classes.push(Class { name: name.to_owned(), tag: None, doc: description(schema).to_owned() });
    } else if let [only] = classes.as_mut_slice() {
        description(schema).clone_into(&mut only.doc);
    }
    Ok(classes)
}

struct Field {
    wire: String,
    python: String,
    annotation: String,
    required: bool,
    doc: String,
}

fn fields(class: &Class, schema: &Value, definitions: &Definitions) -> Result<Vec<Field>> {
    let empty = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut fields = Vec::new();
    for (wire, property) in properties {
        let filled_in = FILLED_IN.contains(&(class.name.as_str(), wire.as_str()));
        let required = required.iter().any(|name| name == wire) && !filled_in;
        let annotation =
            annotation(property, definitions).map_err(|why| format!("{}.{wire}: {why}", class.name))?;
        let annotation = if required { annotation } else { format!("Optional[{annotation}]") };
        let python = snake(wire);
        fields.push(Field {
            wire: wire.clone(),
            python,
            annotation,
            required,
            doc: plain(description(property)),
        });
    }
    // What must be there comes first.
    fields.sort_by(|a, b| (!a.required, &a.python).cmp(&(!b.required, &b.python)));
    Ok(fields)
}

fn annotation(property: &Value, definitions: &Definitions) -> Result<String> {
    if let Some(options) = property["anyOf"].as_array() {
        let option = options.iter().find(|option| option["type"] != "null").ok_or("a choice of nothing")?;
        return annotation(option, definitions);
    }
    if let Some(name) = reference(property) {
        let schema = definitions.get(&name).ok_or_else(|| format!("no definition {name}"))?;
        return Ok(if schema["oneOf"].is_array() {
            name
        } else if schema["type"] == "string" {
            "str".to_owned()
        } else {
            format!("Union[{name}, Mapping[str, Any]]")
        });
    }
    let kind = match &property["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null").and_then(Value::as_str),
        kind => kind.as_str(),
    };
    Ok(match kind {
        Some("string") if property["format"] == "date-time" => "Union[str, datetime]".to_owned(),
        Some("string") => "str".to_owned(),
        Some("boolean") => "bool".to_owned(),
        Some("integer") => "int".to_owned(),
        Some("number") => "float".to_owned(),
        Some("array") => format!("Sequence[{}]", annotation(&property["items"], definitions)?),
        _ => return Err(format!("no Python type for {property}")),
    })
}

fn dataclass(class: &Class, schema: &Value, definitions: &Definitions) -> Result<String> {
    let fields = fields(class, schema, definitions)?;
    let required: Vec<_> = fields.iter().filter(|field| field.required).collect();
    // One text that must be there may go without its name: TextContent("Pump 3 stopped").
    let positional = matches!(required.as_slice(), [only] if only.annotation == "str");

    let mut paragraphs = vec![plain(&class.doc)];
    let mut list = "    Args:\n".to_owned();
    for field in &fields {
        list.push_str(&wrapped(&format!("{}: {}", field.python, field.doc), 8, 4));
    }
    list.push_str("        extra: Fields that this version does not know, with the names of the wire.\n");
    paragraphs.push(list);
    let mut out =
        format!("\n\n@dataclass(init=False)\nclass {}(Model):\n{}\n", class.name, docstring(&paragraphs, 4));
    for field in &fields {
        let _ = writeln!(out, "    {}: {}", field.python, field.annotation);
    }
    out.push_str("    extra: Dict[str, Any]\n");
    if let Some(tag) = &class.tag {
        let _ = writeln!(
            out,
            "    type: ClassVar[str] = \"{tag}\"\n    _tag: ClassVar[Optional[str]] = \"{tag}\""
        );
    }
    out.push_str("    _wire: ClassVar[Dict[str, str]] = {\n");
    for field in &fields {
        let _ = writeln!(out, "        \"{}\": \"{}\",", field.python, field.wire);
    }
    out.push_str("    }\n\n    def __init__(\n        self,\n");
    if !positional {
        out.push_str("        *,\n");
    }
    for (index, field) in fields.iter().enumerate() {
        let default = if field.required { "" } else { " = None" };
        let _ = writeln!(out, "        {}: {}{default},", field.python, field.annotation);
        if positional && index == 0 {
            out.push_str("        *,\n");
        }
    }
    out.push_str("        extra: Optional[Mapping[str, Any]] = None,\n    ) -> None:\n");
    for field in &fields {
        let _ = writeln!(out, "        self.{0} = {0}", field.python);
    }
    out.push_str("        self.extra = dict(extra or {})\n");
    Ok(out)
}
