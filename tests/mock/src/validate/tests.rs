//! Unit tests of what is not seen over the wire: the shape of the normalised document.

use serde_json::{Value, json};

use super::*;

#[test]
fn every_tag_of_the_document_chooses_exactly_one_branch() {
    let source: Value =
        serde_json::from_str(include_str!("../../../vendor/openapi/message-send.json")).unwrap();
    let schemas = &source["components"]["schemas"];
    let unions = [
        ("ToAddressType", "/MessageRequest/properties/toList/items/oneOf"),
        ("ContentType", "/MessageRequest/properties/content/oneOf"),
        ("OptionType", "/MessageContent/properties/options/oneOf"),
        ("InteractiveHeaderType", "/InteractiveContent/properties/header/oneOf"),
        ("InteractiveActionType", "/InteractiveContent/properties/action/oneOf"),
        ("InteractiveButtonActionButtonType", "/InteractiveButtonAction/properties/buttons/items/oneOf"),
        ("InteractiveReplyType", "/InteractiveReplyContent/properties/reply/oneOf"),
        ("TemplateComponentType", "/TemplateContent/properties/components/items/oneOf"),
        ("TemplateParameterType", "/TemplateComponent/properties/parameters/items/oneOf"),
        ("NotificationAddressType", "/Notification/properties/addresses/items/oneOf"),
    ];
    for (kind, pointer) in unions {
        let branches = schemas.pointer(pointer).and_then(Value::as_array).expect(pointer);
        let mut chosen: Vec<&str> = branches
            .iter()
            .filter_map(|branch| branch["$ref"].as_str())
            .flat_map(|path| tags::of(path.trim_start_matches("#/components/schemas/")).expect(path))
            .copied()
            .collect();
        let mut known: Vec<&str> =
            schemas[kind]["enum"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        chosen.sort_unstable();
        known.sort_unstable();
        assert_eq!(chosen, known, "{kind}");
    }
}

#[test]
fn field_names_are_read_without_case() {
    let body = json!({
        "Channel": "Sms", "FROM": "me", "To": "+41791234567",
        "content": { "TYPE": "Text", "Text": "hi" },
    });
    let read = message_request(&body).unwrap();
    assert_eq!(read["content"], json!({ "type": "Text", "text": "hi" }));
}

#[test]
fn nothing_of_a_value_is_quoted() {
    let body = json!({
        "channel": "marker", "from": 17, "to": ["marker"], "marker2": 1,
        "content": { "type": "Template", "namespace": "", "name": "n", "language": { "code": "marker" } },
    });
    let Err(Refusal::InvalidContent(violations)) = message_request(&body) else { panic!() };
    assert!(violations.len() >= 5, "{violations:?}");
    assert!(violations.iter().all(|violation| !violation.message.contains("marker")), "{violations:?}");
}
