//! Messages made from the vendor's document: together they hold every field and every branch of every union.

use serde_json::{Map, Value, json};

use super::vendor::{Shape, Vendor};

/// Where a value of a sample stands.
pub(super) type Path = Vec<Step>;

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Field(String),
    Item(usize),
}

/// A path as errors write it.
pub(super) fn shown(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) if text.is_empty() => text.push_str(name),
            Step::Field(name) => text.push_str(&format!(".{name}")),
            Step::Item(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

pub(super) fn at<'a>(value: &'a mut Value, path: &[Step]) -> &'a mut Value {
    path.iter().fold(value, |value, step| match step {
        Step::Field(name) => &mut value[name],
        Step::Item(index) => &mut value[index],
    })
}

/// Messages that hold, together, every field and every branch.
pub(super) fn messages(vendor: &Vendor) -> Vec<Value> {
    let schema = Vendor::reference("MessageRequest");
    let mut messages = Vec::new();
    for message in samples(vendor, &schema) {
        // The two exclude each other.
        for other in ["to", "toList"] {
            let mut message = message.clone();
            message.as_object_mut().unwrap().remove(other);
            if !messages.contains(&message) {
                messages.push(message);
            }
        }
    }
    messages
}

/// Values of a schema: the first has the first choice everywhere, the others have one other choice each.
pub(super) fn samples(vendor: &Vendor, schema: &Value) -> Vec<Value> {
    match vendor.shape(schema) {
        Shape::Union(tags) => tags
            .iter()
            .flat_map(|(tag, name)| {
                samples(vendor, &Vendor::reference(name)).into_iter().map(move |sample| tagged(sample, tag))
            })
            .collect(),
        Shape::Object(properties, _) => {
            let tag = vendor.tags(&properties).map(|tags| tags[0].0);
            let choices: Vec<(&str, Vec<Value>)> =
                properties.iter().map(|(name, schema)| (*name, samples(vendor, schema))).collect();
            let mut first: Map<String, Value> =
                choices.iter().map(|(name, choices)| ((*name).to_owned(), choices[0].clone())).collect();
            if first.contains_key("mediaId") {
                first.remove("url");
            }
            let mut all = vec![Value::Object(first.clone())];
            for (name, others) in choices.iter().filter(|(name, _)| *name != "type") {
                for other in &others[1..] {
                    let mut sample = first.clone();
                    sample.insert((*name).to_owned(), other.clone());
                    all.push(Value::Object(sample));
                }
            }
            if first.contains_key("mediaId") {
                let mut sample = first;
                sample.remove("mediaId");
                sample.insert("url".to_owned(), json!("https://files.example.com/a"));
                all.push(Value::Object(sample));
            }
            match tag {
                Some(tag) => all.into_iter().map(|sample| tagged(sample, tag)).collect(),
                None => all,
            }
        }
        Shape::List(items) => samples(vendor, items).into_iter().map(|item| json!([item])).collect(),
        Shape::Enum(values) => values.into_iter().map(Value::from).collect(),
        Shape::Plain(plain) => vec![match plain {
            "string" if vendor.resolve(schema).1["format"] == "date-time" => {
                json!("2026-11-21T10:00:00.123Z")
            }
            "string" => json!("abc"),
            "integer" => json!(1),
            "number" => json!(12.5),
            "boolean" => json!(true),
            other => panic!("no sample for {other}"),
        }],
    }
}

fn tagged(mut sample: Value, tag: &str) -> Value {
    sample["type"] = json!(tag);
    sample
}

/// Calls `visit` with the path, the vendor's schema and the value of everything in a sample, and for objects with the
/// names of the required fields.
pub(super) fn walk(
    vendor: &Vendor,
    schema: &Value,
    value: &Value,
    path: &mut Path,
    visit: &mut impl FnMut(&Path, &Value, &Value, &[&str]),
) {
    match vendor.shape(schema) {
        Shape::Union(tags) => {
            let (_, name) = tags.iter().find(|(tag, _)| value["type"] == *tag).unwrap();
            walk(vendor, &Vendor::reference(name), value, path, visit);
        }
        Shape::Object(properties, required) => {
            visit(path, vendor.resolve(schema).1, value, &required);
            for (name, below) in value.as_object().unwrap() {
                path.push(Step::Field(name.clone()));
                walk(vendor, properties[name.as_str()], below, path, visit);
                path.pop();
            }
        }
        Shape::List(items) => {
            visit(path, vendor.resolve(schema).1, value, &[]);
            for (index, below) in value.as_array().unwrap().iter().enumerate() {
                path.push(Step::Item(index));
                walk(vendor, items, below, path, visit);
                path.pop();
            }
        }
        Shape::Enum(_) | Shape::Plain(_) => visit(path, vendor.resolve(schema).1, value, &[]),
    }
}
