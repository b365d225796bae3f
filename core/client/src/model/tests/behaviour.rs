//! What the vendor's document says of every field, tried on messages that hold all of them.

use serde_json::{Value, json};

use super::sample::{self, Path, Step, at, shown};
use super::vendor::Vendor;
use crate::error::FieldError;
use crate::model::{ApiError, Message, MessageResult, MessageStatusData, wire};

fn read(value: &Value) -> Message {
    wire::read_value(value.clone()).unwrap_or_else(|error| panic!("{error} in {value}"))
}

/// Calls `visit` with every message, and the path, schema, value and required fields of everything in it.
fn everywhere(mut visit: impl FnMut(&Value, &Path, &Value, &Value, &[&str])) {
    let vendor = Vendor::load();
    let schema = Vendor::reference("MessageRequest");
    let messages = sample::messages(&vendor);
    assert!(messages.len() > 100, "{}", messages.len());
    for message in &messages {
        sample::walk(&vendor, &schema, message, &mut Vec::new(), &mut |path, schema, value, required| {
            visit(message, path, schema, value, required);
        });
    }
}

fn changed(message: &Value, path: &[Step], value: Value) -> Value {
    let mut message = message.clone();
    *at(&mut message, path) = value;
    message
}

fn find<'a>(problems: &'a [FieldError], field: &str, rule: &str) -> Option<&'a FieldError> {
    problems.iter().find(|problem| problem.field == field && problem.rule == rule)
}

fn expect_measured(message: &Value, field: &str, rule: &str, length: usize, limit: usize) {
    let problems = read(message).problems();
    let problem =
        find(&problems, field, rule).unwrap_or_else(|| panic!("{field} {rule}: {problems:?} in {message}"));
    assert_eq!((problem.length, problem.limit), (Some(length as u64), Some(limit as u64)), "{field} {rule}");
}

fn expect_good(message: &Value, field: &str) {
    let problems = read(message).problems();
    assert!(problems.iter().all(|problem| problem.field != field), "{problems:?} in {message}");
}

#[test]
fn good_messages_have_no_problem_and_are_written_as_they_were_read() {
    for message in sample::messages(&Vendor::load()) {
        let model = read(&message);
        assert_eq!(model.problems(), [], "{message}");
        assert_eq!(serde_json::to_value(&model).unwrap(), message);
        let bytes = serde_json::to_vec(&model).unwrap();
        assert_eq!(wire::read::<Message>(&bytes).unwrap(), model);
    }
}

#[test]
fn answers_are_written_as_they_were_read() {
    fn check<T: serde::de::DeserializeOwned + serde::Serialize>(vendor: &Vendor, name: &str) {
        for sample in sample::samples(vendor, &Vendor::reference(name)) {
            let model: T = wire::read_value(sample.clone()).unwrap();
            assert_eq!(serde_json::to_value(&model).unwrap(), sample, "{name}");
            let model: T = wire::read_value(upper(&sample)).unwrap();
            assert_eq!(serde_json::to_value(&model).unwrap(), sample, "{name}");
        }
    }
    let vendor = Vendor::load();
    check::<MessageResult>(&vendor, "MessageResult");
    check::<MessageStatusData>(&vendor, "MessageStatusData");
    check::<ApiError>(&vendor, "Error");
}

#[test]
fn lengths_are_limited_as_the_vendor_says() {
    let mut tried = 0;
    everywhere(|message, path, schema, _, _| {
        let field = shown(path);
        let text = |length: usize| changed(message, path, json!("ä".repeat(length)));
        if let Some(min) = schema["minLength"].as_u64().map(|min| min as usize) {
            expect_measured(&text(min - 1), &field, "min_length", min - 1, min);
            expect_good(&text(min), &field);
            tried += 1;
        }
        if let Some(max) = schema["maxLength"].as_u64().map(|max| max as usize) {
            expect_measured(&text(max + 1), &field, "max_length", max + 1, max);
            expect_good(&text(max), &field);
            tried += 1;
        }
    });
    assert!(tried > 100, "{tried}");
}

#[test]
fn counts_are_limited_as_the_vendor_says() {
    let mut tried = 0;
    everywhere(|message, path, schema, value, _| {
        let field = shown(path);
        let list = |length: usize| changed(message, path, json!(vec![value[0].clone(); length]));
        if let Some(min) = schema["minItems"].as_u64().map(|min| min as usize) {
            expect_measured(&list(min - 1), &field, "min_items", min - 1, min);
            expect_good(&list(min), &field);
            tried += 1;
        }
        if let Some(max) = schema["maxItems"].as_u64().map(|max| max as usize) {
            expect_measured(&list(max + 1), &field, "max_items", max + 1, max);
            expect_good(&list(max), &field);
            tried += 1;
        }
    });
    assert!(tried > 10, "{tried}");
}

#[test]
fn required_fields_are_required() {
    everywhere(|message, path, _, _, required| {
        for name in required {
            let mut without = message.clone();
            at(&mut without, path).as_object_mut().unwrap().remove(*name);
            let model = read(&without);
            let mut place = path.clone();
            place.push(Step::Field((*name).to_owned()));
            let field = shown(&place);
            let reported = model.problems().iter().any(|problem| problem.field.starts_with(&field));
            // A list without a least number of items is sent empty.
            let mut written = serde_json::to_value(&model).unwrap();
            let repaired = *at(&mut written, &place) == json!([]);
            assert!(reported || repaired, "{field} in {without}");
        }
    });
}

#[test]
fn a_wrong_type_is_an_error_that_names_the_place_and_not_the_value() {
    everywhere(|message, path, _, value, _| {
        let wrong = match value {
            Value::String(_) => json!({ "marker-4711": 1 }),
            _ => json!("marker-4711, expected marker-4711"),
        };
        let wrong = changed(message, path, wrong);
        let bytes = serde_json::to_vec(&wrong).unwrap();
        for error in
            [wire::read_value::<Message>(wrong).unwrap_err(), wire::read::<Message>(&bytes).unwrap_err()]
        {
            assert_eq!(error.path, shown(path));
            assert!(error.message.starts_with("expected "), "{error}");
            assert!(!error.to_string().contains("4711"), "{error}");
        }
    });
}

#[test]
fn keys_are_read_without_regard_to_case() {
    for message in sample::messages(&Vendor::load()) {
        assert_eq!(read(&upper(&message)), read(&message));
    }
}

fn upper(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            Value::Object(object.iter().map(|(key, value)| (key.to_uppercase(), upper(value))).collect())
        }
        Value::Array(list) => list.iter().map(upper).collect(),
        other => other.clone(),
    }
}

#[test]
fn null_is_absent() {
    everywhere(|message, path, _, _, _| {
        let Some((Step::Field(name), above)) = path.split_last() else { return };
        let null = changed(message, path, Value::Null);
        let mut absent = message.clone();
        at(&mut absent, above).as_object_mut().unwrap().remove(name);
        // What has no tag is kept as it came.
        if name != "type" {
            assert_eq!(read(&null), read(&absent), "{}", shown(path));
        }
    });
}

#[test]
fn unknown_fields_survive_everywhere() {
    everywhere(|message, path, _, value, _| {
        if value.is_object() {
            let mut more = message.clone();
            at(&mut more, path)["fieldOfTomorrow"] = json!({ "Deep": [1, null, { "Type": "x" }] });
            let model = read(&more);
            assert_eq!(model.problems(), []);
            assert_eq!(serde_json::to_value(model).unwrap(), more);
        }
    });
}

#[test]
fn unknown_values_and_tags_survive_everywhere() {
    everywhere(|message, path, schema, _, _| {
        if schema["enum"].is_array() {
            let other = changed(message, path, json!("of-tomorrow"));
            let model = read(&other);
            assert_eq!(model.problems(), [], "{other}");
            assert_eq!(serde_json::to_value(model).unwrap(), other);
        }
    });
}
