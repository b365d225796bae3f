//! JSON schemas of the core as TypeScript.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::Result;

/// Names of schemas that are something else in this language.
const RENAMED: &[(&str, &str)] =
    &[("Alphabet", "SmppAlphabet"), ("MessageStatus", "Status"), ("Receipts", "RegisteredDelivery")];
/// Names of members that are something else in this language.
const RENAMED_MEMBERS: &[(&str, &str)] = &[
    ("isFinal", "final"),
    ("isIntermediate", "intermediate"),
    ("kind", "code"),
    ("messageIdList", "messageIds"),
];

/// Open numbers, of which the documentation says what is known.
const NUMBERS: &[&str] = &["ErrorState", "ResultCode", "SendState"];

/// Where members stand.
#[derive(Clone, Copy, PartialEq)]
pub enum Place {
    /// In a model that users write.
    Model,
    /// In options: core's names in another case.
    Options,
    /// In a result, which is only read.
    Result,
}

/// Schemas by their name.
#[derive(Default)]
pub struct Definitions(BTreeMap<String, Value>);

impl Definitions {
    /// Takes everything that a schema refers to.
    pub fn collect(&mut self, schema: &Value) -> Result<()> {
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            match self.0.insert(name.clone(), definition.clone()) {
                Some(other) if other != *definition => return Err(format!("two schemas are called {name}")),
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes a schema that nothing refers to.
    pub fn add(&mut self, name: &str, schema: Value) {
        self.0.insert(name.to_owned(), schema);
    }

    /// All of them, in the order of their names.
    pub fn render(&self) -> Result<String> {
        self.0.iter().map(|(name, schema)| definition(name, schema)).collect()
    }
}

/// A named schema as a type or an interface.
pub fn definition(name: &str, schema: &Value) -> Result<String> {
    let name = renamed(RENAMED, name);
    let description = text(&schema["description"]);
    if let Some(values) = schema["x-known-values"].as_array() {
        let meanings = schema["x-known-values-descriptions"].as_array();
        let known: Vec<_> = values.iter().zip(meanings.into_iter().flatten()).collect();
        let list: String = known
            .iter()
            .map(|(value, meaning)| format!("\n- `{}`: {}", text(value), text(meaning)))
            .collect();
        let head = comment("", &format!("{description}\n\nOther values may come. Known are:{list}"));
        let words: String = known.iter().map(|(value, _)| format!("\n  | '{}'", text(value))).collect();
        return Ok(format!("{head}export type {name} ={words}\n  | (string & {{}})\n"));
    }
    if let Some(branches) = schema["oneOf"].as_array() {
        let mut union = String::new();
        for branch in branches {
            union += &comment("  ", text(&branch["description"]));
            let _ = writeln!(union, "  | {}", branch_type(branch)?);
        }
        return Ok(format!("{}export type {name} =\n{union}", comment("", description)));
    }
    let members = members(schema, Place::Model, &mut Vec::new())?;
    Ok(format!("{}export interface {name} {{\n{members}}}\n", comment("", description)))
}

fn branch_type(branch: &Value) -> Result<String> {
    if let Some(word) = branch["const"].as_str() {
        return Ok(format!("'{word}'"));
    }
    let tag = branch["properties"]["type"]["const"].as_str();
    match (tag, branch["$ref"].as_str()) {
        (Some(tag), Some(reference)) => Ok(format!("({{ type: '{tag}' }} & {})", target(reference))),
        _ => Err(format!("no TypeScript for the branch {branch}")),
    }
}

/// The members of an object's schema; the names of other types go to `used`.
pub fn members(schema: &Value, place: Place, used: &mut Vec<String>) -> Result<String> {
    let empty = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().map(text).collect();
    let mut members = String::new();
    for (key, schema) in properties {
        let name = if place == Place::Model { key.clone() } else { camel_case(key) };
        let name = renamed(RENAMED_MEMBERS, &name);
        let description = spelled(text(&schema["description"]), properties, place);
        let kind = type_of(schema, used)?;
        match place {
            Place::Result => {
                let date = schema["format"] == "date-time";
                let always = kind.starts_with("readonly ") || required.contains(&key.as_str());
                let mark = if always { "" } else { "?" };
                let kind = if date { "Date".to_owned() } else { kind };
                let more =
                    if date { " Absent where the service did not say of which zone it is." } else { "" };
                members += &comment("  ", &format!("{description}{more}"));
                let _ = writeln!(members, "  readonly {name}{mark}: {kind}");
                if date {
                    members += &comment("  ", &format!("`{name}` as the service wrote it."));
                    let _ = writeln!(members, "  readonly {name}Text?: string");
                }
            }
            Place::Model if required.contains(&key.as_str()) => {
                members += &comment("  ", &description);
                let _ = writeln!(members, "  {name}: {kind}");
            }
            Place::Model | Place::Options => {
                members += &comment("  ", &description);
                let _ = writeln!(members, "  {name}?: {kind} | undefined");
            }
        }
    }
    Ok(members)
}

/// The type of a member.
fn type_of(schema: &Value, used: &mut Vec<String>) -> Result<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = target(reference);
        if NUMBERS.contains(&name.as_str()) {
            return Ok("number".to_owned());
        }
        used.push(name.clone());
        return Ok(name);
    }
    if let Some([one, Value::Object(null)]) = schema["anyOf"].as_array().map(Vec::as_slice)
        && null.get("type").is_some_and(|kind| kind == "null")
    {
        return type_of(one, used);
    }
    // Any value.
    if schema.as_object().is_none_or(|members| members.keys().all(|name| name == "description")) {
        return Ok("unknown".to_owned());
    }
    let kind = match &schema["type"] {
        Value::String(kind) => kind.as_str(),
        Value::Array(kinds) => match &kinds[..] {
            [Value::String(kind), Value::String(null)] if null == "null" => kind.as_str(),
            _ => "",
        },
        _ => "",
    };
    match kind {
        "string" => Ok("string".to_owned()),
        "boolean" => Ok("boolean".to_owned()),
        "integer" | "number" => Ok("number".to_owned()),
        "array" => Ok(format!("readonly {}[]", type_of(&schema["items"], used)?)),
        _ => Err(format!("no TypeScript for the schema {schema}")),
    }
}

/// A documentation comment before what it is about.
pub fn comment(indent: &str, text: &str) -> String {
    let text = text.replace("*/", "* /");
    match text.lines().collect::<Vec<_>>()[..] {
        [] => String::new(),
        [line] if indent.is_empty() => format!("\n/** {line} */\n"),
        [line] => format!("{indent}/** {line} */\n"),
        ref lines => {
            let start = if indent.is_empty() { "\n" } else { "" };
            let lines: String =
                lines.iter().map(|line| format!("{indent} * {line}").trim_end().to_owned() + "\n").collect();
            format!("{start}{indent}/**\n{lines}{indent} */\n")
        }
    }
}

/// A description in which other options, and functions of core, have their names of this language.
fn spelled(description: &str, properties: &Map<String, Value>, place: Place) -> String {
    if place != Place::Options {
        return description.to_owned();
    }
    let description = description.replace("[`", "`").replace("`]", "`");
    let words = description.split('`').map(|word| match properties.contains_key(word) {
        true => camel_case(word),
        false if word.contains("::") => camel_case(word).replace("::", "."),
        false => word.to_owned(),
    });
    words.collect::<Vec<_>>().join("`")
}

/// The name here of what a schema is called, or refers to.
pub fn target(reference: &str) -> String {
    renamed(RENAMED, reference.rsplit('/').next().unwrap_or_default())
}

fn renamed(names: &[(&str, &str)], name: &str) -> String {
    names.iter().find(|(from, _)| *from == name).map_or(name, |(_, to)| to).to_owned()
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(1);
        name + &initial.to_uppercase() + rest
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Place, camel_case, comment, members};

    #[test]
    fn options_have_the_names_of_the_language() {
        assert_eq!(camel_case("backoff_initial_ms"), "backoffInitialMs");
        let schema = json!({ "properties": { "a_b": { "type": ["integer", "null"], "description": "See `c_d`, [`a_b`], `e::f_g`." } } });
        let written = members(&schema, Place::Options, &mut Vec::new()).unwrap();
        assert_eq!(written, "  /** See `c_d`, `aB`, `e.fG`. */\n  aB?: number | undefined\n");
    }

    #[test]
    fn a_time_in_a_result_is_a_date_and_a_text() {
        let schema = json!({ "properties": { "at": { "type": "string", "format": "date-time", "description": "When." } } });
        let written = members(&schema, Place::Result, &mut Vec::new()).unwrap();
        assert!(written.contains("readonly at?: Date\n"), "{written}");
        assert!(written.contains("readonly atText?: string\n"), "{written}");
    }

    #[test]
    fn a_comment_cannot_be_ended_by_its_text() {
        assert_eq!(comment("", "a */ b"), "\n/** a * / b */\n");
    }

    #[test]
    fn a_schema_that_cannot_be_written_is_an_error() {
        let schema = json!({ "properties": { "a": { "type": "object" } } });
        assert!(members(&schema, Place::Model, &mut Vec::new()).is_err());
    }
}
