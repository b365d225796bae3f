//! Every schema of the vendor has a model with the same fields, the same required fields and the same known values.

use std::collections::BTreeSet;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::vendor::{Shape, TAGS, Vendor, type_name};
use crate::model::{ApiError, Message, MessageResult, MessageStatusData, ReceivedMessage};

struct Comparison<'a> {
    vendor: &'a Vendor,
    definitions: &'a Value,
    seen: BTreeSet<String>,
    differences: Vec<String>,
}

impl Comparison<'_> {
    /// Follows a reference in our schema; an optional is what it is without `null`.
    fn ours<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.ours(&self.definitions[reference.rsplit('/').next().unwrap()]);
        }
        match schema["anyOf"].as_array() {
            Some(branches) => self.ours(branches.iter().find(|branch| branch["type"] != "null").unwrap()),
            None => schema,
        }
    }

    fn differ(&mut self, path: &str, what: impl std::fmt::Display) {
        self.differences.push(format!("{path}: {what}"));
    }

    fn see(&mut self, schema: &Value) {
        let (name, resolved) = self.vendor.resolve(schema);
        let bases = self.vendor.bases(resolved);
        let names: Vec<String> = name.into_iter().chain(bases).map(str::to_owned).collect();
        self.seen.extend(names);
    }

    fn compare(&mut self, theirs: &Value, ours: &Value, path: &str) {
        self.see(theirs);
        let ours = self.ours(ours).clone();
        let vendor = self.vendor;
        // A `oneOf` of a single schema may be a union that has only one branch as yet.
        if ours["discriminator"].is_object() {
            return self.union(theirs, &ours, path);
        }
        match vendor.shape(theirs) {
            Shape::Union(_) => self.differ(path, "is a union for the vendor"),
            Shape::Object(properties, required) => {
                self.members(&ours, properties.keys().copied(), &required, path);
                for (name, schema) in properties {
                    self.compare(schema, &ours["properties"][name], &format!("{path}.{name}"));
                }
            }
            Shape::List(items) => match ours["items"].is_null() {
                true => self.differ(path, "is a list for the vendor"),
                false => self.compare(items, &ours["items"], &format!("{path}[]")),
            },
            Shape::Enum(values) => {
                let known: Vec<&str> = ours["x-known-values"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect();
                if BTreeSet::from_iter(values) != BTreeSet::from_iter(known) {
                    self.differ(path, "has other known values");
                }
            }
            // The vendor's status has its channel as a plain text.
            Shape::Plain(plain) if ours.is_null() || plain != type_name(&ours) => {
                self.differ(path, "has another type")
            }
            Shape::Plain(_) => {}
        }
    }

    fn members<'a>(
        &mut self,
        ours: &Value,
        names: impl Iterator<Item = &'a str>,
        required: &[&str],
        path: &str,
    ) {
        let names: BTreeSet<&str> = names.collect();
        let empty = serde_json::Map::new();
        let fields: BTreeSet<&str> =
            ours["properties"].as_object().unwrap_or(&empty).keys().map(String::as_str).collect();
        let needed: BTreeSet<&str> =
            ours["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if names != fields {
            self.differ(path, format_args!("fields {fields:?}, vendor {names:?}"));
        }
        if BTreeSet::from_iter(required.iter().copied()) != needed {
            self.differ(path, format_args!("requires {needed:?}, vendor {required:?}"));
        }
        if ours["additionalProperties"] != true {
            self.differ(path, "does not keep unknown fields");
        }
    }

    fn union(&mut self, theirs: &Value, ours: &Value, path: &str) {
        let vendor = self.vendor;
        for branch in
            theirs["oneOf"].as_array().into_iter().flatten().filter(|branch| branch["$ref"].is_string())
        {
            self.see(branch);
        }
        let tags = match vendor.shape(theirs) {
            Shape::Union(tags) => tags,
            Shape::Object(properties, _) => vendor.tags(&properties).expect("an object with a tag"),
            _ => return self.differ(path, "is no union for the vendor"),
        };
        let ours = ours["oneOf"].as_array().unwrap();
        if ours.len() != tags.len() {
            self.differ(path, "has another number of branches");
        }
        for (tag, name) in tags {
            let path = format!("{path}<{tag}>");
            let Some(branch) = ours.iter().find(|branch| branch["properties"]["type"]["const"] == *tag)
            else {
                self.differ(&path, "has no branch");
                continue;
            };
            assert_eq!(branch["required"], serde_json::json!(["type"]));
            let reference = Vendor::reference(name);
            self.see(&reference);
            let Shape::Object(mut properties, mut required) = vendor.shape(&reference) else {
                panic!("{name}")
            };
            let (tag_schema, _) = vendor.resolve(properties["type"]);
            self.seen.extend(tag_schema.map(str::to_owned));
            properties.remove("type");
            required.retain(|name| *name != "type");
            let content = self.ours(branch).clone();
            self.members(&content, properties.keys().copied(), &required, &path);
            for (name, schema) in properties {
                self.compare(schema, &content["properties"][name], &format!("{path}.{name}"));
            }
        }
    }
}

#[test]
fn every_schema_of_the_vendor_has_its_model() {
    let vendor = Vendor::load();
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let pairs = [
        ("MessageRequest", generator.subschema_for::<Message>().to_value()),
        ("MessageResult", generator.subschema_for::<MessageResult>().to_value()),
        ("MessageStatusData", generator.subschema_for::<MessageStatusData>().to_value()),
        ("Error", generator.subschema_for::<ApiError>().to_value()),
    ];
    let definitions = Value::Object(generator.take_definitions(true));
    let mut comparison = Comparison {
        vendor: &vendor,
        definitions: &definitions,
        seen: BTreeSet::new(),
        differences: Vec::new(),
    };
    for (name, ours) in &pairs {
        assert_eq!(ours["$ref"], format!("#/$defs/{name}"));
        comparison.compare(&Vendor::reference(name), ours, name);
    }
    assert_eq!(comparison.differences, Vec::<String>::new());
    let forgotten: Vec<&String> = vendor.0.keys().filter(|name| !comparison.seen.contains(*name)).collect();
    assert_eq!(forgotten, Vec::<&String>::new(), "schemas of the vendor without a model");
}

/// The descriptions become the documentation of other languages, where Rust's names mean nothing.
#[test]
fn descriptions_are_free_of_rust() {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    generator.subschema_for::<(Message, MessageResult, MessageStatusData, ReceivedMessage, ApiError)>();
    let definitions = Value::Object(generator.take_definitions(true));
    let mut found = Vec::new();
    collect_descriptions(&definitions, &mut found);
    assert!(found.len() > 300, "{}", found.len());
    for description in found {
        assert!(!description.contains("::") && !description.contains("[`"), "{description}");
        let quoted = description.split('`').skip(1).step_by(2);
        assert!(quoted.into_iter().all(|name| !name.contains('_')), "{description}");
    }
}

fn collect_descriptions<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
    match schema {
        Value::Object(object) => {
            found.extend(object.get("description").and_then(Value::as_str));
            let meanings = object.get("x-known-values-descriptions").and_then(Value::as_array);
            found.extend(meanings.into_iter().flatten().filter_map(Value::as_str));
            object.values().for_each(|value| collect_descriptions(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| collect_descriptions(value, found)),
        _ => {}
    }
}

#[test]
fn the_table_of_tags_is_the_vendors() {
    let vendor = Vendor::load();
    for (name, tags) in TAGS {
        let Shape::Enum(values) = vendor.shape(&vendor.0[*name]) else { panic!("{name}") };
        let listed: BTreeSet<&str> = tags.iter().map(|(tag, _)| *tag).collect();
        assert_eq!(BTreeSet::from_iter(values), listed, "{name}");
    }
    // Every branch of every union is somebody's, the bases aside, which the documents list among the branches.
    let listed: BTreeSet<&str> =
        TAGS.iter().flat_map(|(_, tags)| tags.iter().map(|(_, name)| *name)).collect();
    let bases = BTreeSet::from(["MediaContent", "TemplateMediaParameter", "TemplateButtonComponent"]);
    let mut found = BTreeSet::new();
    for schema in vendor.0.values() {
        collect_branches(schema, &mut found);
    }
    let left: Vec<&String> = found
        .iter()
        .filter(|name| !listed.contains(name.as_str()) && !bases.contains(name.as_str()))
        .collect();
    assert_eq!(left, ["ParameterErrorDetails"], "branches without a tag");
}

fn collect_branches(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            for branch in object.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
                found.extend(branch["$ref"].as_str().map(|name| name.rsplit('/').next().unwrap().to_owned()));
            }
            object.values().for_each(|value| collect_branches(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| collect_branches(value, found)),
        _ => {}
    }
}
