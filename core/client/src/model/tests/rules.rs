//! Rules that the documents state in words.

use serde_json::{Value, json};

use crate::error::FieldError;
use crate::model::{Message, wire};

fn problems(json: Value) -> Vec<FieldError> {
    wire::read_value::<Message>(json).unwrap().problems()
}

/// Field and rule of everything that is wrong.
fn broken(json: Value) -> Vec<(String, String)> {
    problems(json).into_iter().map(|problem| (problem.field, problem.rule.into_owned())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(field, rule)| ((*field).to_owned(), (*rule).to_owned())).collect()
}

fn with(channel: &str, content: Value) -> Value {
    json!({ "channel": channel, "from": "1", "to": "1", "content": content })
}

fn sms(change: impl FnOnce(&mut Value)) -> Value {
    let mut message = with("Sms", json!({ "type": "Text", "text": "x" }));
    change(&mut message);
    message
}

#[test]
fn an_empty_message_has_every_problem_at_once() {
    let expected = [("channel", "required"), ("from", "required"), ("to", "one_of"), ("content", "required")];
    assert_eq!(broken(json!({})), pairs(&expected));
    assert_eq!(Message::default().problems().len(), expected.len());
}

#[test]
fn to_and_to_list_exclude_each_other() {
    let list = json!([{ "type": "Number", "address": "1" }]);
    assert_eq!(broken(sms(|message| message["toList"] = list)), pairs(&[("to", "exclusive")]));
    assert_eq!(broken(sms(|message| message["to"] = json!(""))), pairs(&[("to", "min_length")]));
    let empty = sms(|message| {
        message["to"] = Value::Null;
        message["toList"] = json!([]);
    });
    assert_eq!(broken(empty), pairs(&[("toList", "min_items")]));
    let without_type = sms(|message| {
        message["to"] = Value::Null;
        message["toList"] = json!([{ "address": "1" }, {}]);
    });
    assert_eq!(
        broken(without_type),
        pairs(&[("toList[0].type", "required"), ("toList[1].type", "required")])
    );
}

#[test]
fn the_sender_of_an_sms_has_a_form() {
    for good in ["+1234567890123456", "1234567890123456", "ABCDEFGHIJK", "a b~"] {
        assert_eq!(broken(sms(|message| message["from"] = json!(good))), []);
    }
    let long = problems(sms(|message| message["from"] = json!("12345678901234567")));
    assert_eq!((long[0].rule.as_ref(), long[0].length, long[0].limit), ("sender", Some(17), Some(16)));
    let name = problems(sms(|message| message["from"] = json!("ABCDEFGHIJKL")));
    assert_eq!((name[0].rule.as_ref(), name[0].length, name[0].limit), ("sender", Some(12), Some(11)));
    assert_eq!(broken(sms(|message| message["from"] = json!("Zürich"))), pairs(&[("from", "sender")]));
    assert_eq!(broken(sms(|message| message["from"] = json!(""))), pairs(&[("from", "required")]));
    for channel in ["Whatsapp", "Rcs", "Pigeon"] {
        let mut message = with(channel, json!({ "type": "Text", "text": "x" }));
        message["from"] = json!("an opaque sender with äöü");
        assert_eq!(broken(message.clone()), []);
        message["from"] = json!("");
        assert_eq!(broken(message), pairs(&[("from", "required")]));
    }
}

#[test]
fn texts_have_the_length_of_their_channel() {
    for (channel, limit) in [("Whatsapp", 4096), ("whatsapp", 4096), ("Rcs", 1000)] {
        let text = |length: usize| with(channel, json!({ "type": "Text", "text": "ä".repeat(length) }));
        assert_eq!(broken(text(limit)), []);
        let long = problems(text(limit + 1));
        assert_eq!((long[0].field.as_str(), long[0].rule.as_ref()), ("content.text", "max_length"));
        assert_eq!((long[0].length, long[0].limit), (Some(limit as u64 + 1), Some(limit as u64)));
    }
    let pigeon = with("Pigeon", json!({ "type": "Text", "text": "x".repeat(9999) }));
    assert_eq!(broken(pigeon), []);
}

#[test]
fn files_are_named_once() {
    let place = |place: &str| match place {
        "content" => |file: Value| with("Rcs", file),
        "header" => |file: Value| {
            let buttons = json!([{ "type": "Reply", "id": "a", "title": "b" }]);
            let action = json!({ "type": "Button", "buttons": buttons });
            with("Rcs", json!({ "type": "Interactive", "header": file, "action": action }))
        },
        _ => |file: Value| {
            let component = json!({ "type": "Header", "parameters": [file] });
            with(
                "Rcs",
                json!({ "type": "Template", "namespace": "n", "name": "n", "language": { "code": "de" },
                "components": [component] }),
            )
        },
    };
    let places = [
        ("content", "content.mediaId", &["Image", "Document", "Audio", "Video", "Sticker"][..]),
        ("header", "content.header.mediaId", &["Image", "Document", "Video"]),
        ("parameter", "content.components[0].parameters[0].mediaId", &["Image", "Document", "Video"]),
    ];
    for (name, field, tags) in places {
        for tag in tags {
            let make = place(name);
            assert_eq!(broken(make(json!({ "type": tag, "mediaId": "x" }))), []);
            assert_eq!(broken(make(json!({ "type": tag, "url": "x" }))), []);
            assert_eq!(broken(make(json!({ "type": tag }))), pairs(&[(field, "one_of")]));
            let both = json!({ "type": tag, "url": "x", "mediaId": "x" });
            assert_eq!(broken(make(both)), pairs(&[(field, "exclusive")]));
        }
    }
}

#[test]
fn stickers_are_not_for_whatsapp() {
    let sticker = json!({ "type": "Sticker", "mediaId": "x" });
    assert_eq!(broken(with("Whatsapp", sticker)), pairs(&[("content.type", "not_supported")]));
}

#[test]
fn numbers_have_a_range() {
    let limit = |limit: i32| {
        let options = json!({ "type": "SmsContentOptions", "pageLimit": limit });
        with("Sms", json!({ "type": "Text", "text": "x", "options": options }))
    };
    for good in [1, 10] {
        assert_eq!(broken(limit(good)), []);
    }
    for bad in [0, 11, -1] {
        assert_eq!(broken(limit(bad)), pairs(&[("content.options.pageLimit", "range")]));
    }
    let place = |latitude: f64, longitude: f64| {
        broken(with("Rcs", json!({ "type": "Location", "latitude": latitude, "longitude": longitude })))
    };
    assert_eq!(place(90.0, -180.0), []);
    let both = [("content.latitude", "range"), ("content.longitude", "range")];
    assert_eq!(place(-90.1, 180.1), pairs(&both));
}

#[test]
fn what_is_no_number_is_out_of_range() {
    let place = crate::model::LocationContent { latitude: Some(f64::NAN), ..Default::default() };
    let problems = Message::new(crate::model::Channel::Rcs, place).from("x").to("y").problems();
    assert_eq!(problems[0].rule, "range");
}

fn list(sections: Value) -> Value {
    with(
        "Rcs",
        json!({ "type": "Interactive", "action": { "type": "List", "button": "b", "sections": sections } }),
    )
}

#[test]
fn rows_are_counted_over_all_sections() {
    let row = json!({ "id": "a", "title": "b" });
    let section = |rows: usize| json!({ "title": "t", "rows": vec![row.clone(); rows] });
    assert_eq!(broken(list(json!([section(5), section(5)]))), []);
    let many = problems(list(json!([section(5), section(6)])));
    assert_eq!(
        (many[0].field.as_str(), many[0].rule.as_ref()),
        ("content.action.sections", "max_total_items")
    );
    assert_eq!((many[0].length, many[0].limit), (Some(11), Some(10)));
}

#[test]
fn sections_need_a_title_where_there_are_several() {
    let section = json!({ "rows": [{ "id": "a", "title": "b" }] });
    assert_eq!(broken(list(json!([section]))), []);
    let titles =
        [("content.action.sections[0].title", "required"), ("content.action.sections[1].title", "required")];
    assert_eq!(broken(list(json!([section, section]))), pairs(&titles));
}

#[test]
fn notification_addresses_are_limited_together() {
    let notify = |first: usize, second: usize| {
        sms(|message| {
            message["notification"] = json!({ "addresses": [
                { "type": "Email", "address": "ä".repeat(first) }, { "type": "UrlPost", "address": "ä".repeat(second) },
            ] });
        })
    };
    assert_eq!(broken(notify(100, 100)), []);
    let long = problems(notify(100, 101));
    assert_eq!(
        (long[0].field.as_str(), long[0].rule.as_ref()),
        ("notification.addresses", "max_total_length")
    );
    assert_eq!((long[0].length, long[0].limit), (Some(201), Some(200)));
    let none = sms(|message| message["notification"] = json!({}));
    assert_eq!(broken(none), pairs(&[("notification.addresses", "min_items")]));
}

#[test]
fn template_values_have_a_form() {
    let parameter = |parameter: Value| {
        let component = json!({ "type": "Body", "parameters": [parameter] });
        broken(with(
            "Whatsapp",
            json!({ "type": "Template", "namespace": "n", "name": "n", "language": { "code": "de" },
                "components": [component] }),
        ))
    };
    let at = "content.components[0].parameters[0]";
    for good in ["2026-11-21T10:00:00Z", "2026-11-21T10:00:00", "2026-11-21T10:00:00+01:00"] {
        assert_eq!(parameter(json!({ "type": "DateTime", "dateTime": good })), []);
    }
    let field = format!("{at}.dateTime");
    assert_eq!(parameter(json!({ "type": "DateTime", "dateTime": "soon" })), pairs(&[(&field, "format")]));
    assert_eq!(parameter(json!({ "type": "DateTime" })), pairs(&[(&field, "required")]));
    let expected = [("code", "min_length"), ("amount", "required"), ("fallbackValue", "min_length")]
        .map(|(name, rule)| (format!("{at}.{name}"), rule.to_owned()));
    assert_eq!(parameter(json!({ "type": "Currency" })), expected);
    let language = json!({ "type": "Template", "namespace": "n", "name": "n" });
    assert_eq!(broken(with("Whatsapp", language)), pairs(&[("content.language.code", "required")]));
}

#[test]
fn messages_of_problems_hold_no_value() {
    let marker = "marker4711".repeat(500);
    let all = with(
        "Whatsapp",
        json!({ "type": "Interactive", "header": { "type": "Text", "text": marker }, "body": { "text": marker },
            "action": { "type": "Button", "buttons": [{ "type": "Reply", "id": marker, "title": marker }] } }),
    );
    let text = sms(|message| {
        message["channel"] = json!("Rcs");
        message["content"]["text"] = json!(marker);
    });
    let sender = sms(|message| message["from"] = json!(marker));
    for json in [all, text, sender] {
        let problems = problems(json);
        assert!(!problems.is_empty());
        assert!(!format!("{problems:?}").contains("4711"), "{problems:?}");
    }
}
