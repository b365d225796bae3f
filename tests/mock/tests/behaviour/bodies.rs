//! Which bodies are accepted and what is said of the others. All are written by hand from the vendor's documents.

use serde_json::{Value, json};

use crate::client::{Bench, SEND, message};

/// A message on `channel` with this content.
fn with(channel: &str, content: Value) -> Value {
    json!({ "channel": channel, "from": "41790000000", "to": "+41790000000", "content": content })
}

/// A message with one field changed, by JSON pointer to its parent.
fn changed(body: &Value, parent: &str, name: &str, value: Value) -> Value {
    let mut body = body.clone();
    body.pointer_mut(parent).unwrap()[name] = value;
    body
}

fn buttons() -> Value {
    with(
        "Whatsapp",
        json!({
            "type": "Interactive",
            "header": { "type": "Text", "text": "Pump 3" },
            "body": { "text": "Restart?" },
            "footer": { "text": "Plant 7" },
            "action": { "type": "Button", "buttons": [
                { "type": "Reply", "id": "yes", "title": "Yes" },
                { "type": "Reply", "id": "no", "title": "No" },
            ] },
        }),
    )
}

fn list() -> Value {
    with(
        "Whatsapp",
        json!({
            "type": "Interactive",
            "body": { "text": "Which pump?" },
            "action": { "type": "List", "button": "Choose", "sections": [
                { "title": "North", "rows": [{ "id": "1", "title": "One", "description": "old" }] },
                { "title": "South", "rows": [{ "id": "2", "title": "Two" }] },
            ] },
        }),
    )
}

fn template() -> Value {
    with(
        "Whatsapp",
        json!({
            "type": "Template", "namespace": "ns", "name": "alarm",
            "language": { "policy": "Deterministic", "code": "de" },
            "components": [
                { "type": "Header", "parameters": [
                    { "type": "Image", "mediaId": "m" },
                    { "type": "Video", "url": "https://example.com/v" },
                    { "type": "Document", "mediaId": "m", "filename": "f.pdf" },
                ] },
                { "type": "Body", "parameters": [
                    { "type": "Text", "text": "x" },
                    { "type": "DateTime", "dateTime": "2026-11-21T10:00:00Z" },
                    { "type": "Currency", "code": "CHF", "amount": 100_990, "fallbackValue": "CHF 100.99" },
                ] },
                { "type": "QuickReplyButton", "index": 0, "parameters": [{ "type": "Payload", "payload": "p" }] },
                { "type": "UrlButton", "index": 1, "parameters": [{ "type": "Text", "text": "t" }] },
            ],
        }),
    )
}

/// One valid body of every kind that the documents know.
fn valid() -> Vec<Value> {
    let options =
        json!({ "type": "SmsContentOptions", "forceGsm": true, "pageLimit": 3, "smsType": "Flash" });
    let reply = json!({ "type": "List", "id": "1", "title": "One", "description": "d" });
    let contact = json!({
        "name": { "formattedName": "Anna Muster", "firstName": "Anna", "lastName": "Muster" },
        "birthDay": "1990-01-01",
        "organization": { "company": "Muster AG" },
        "addresses": [{ "street": "Weg 1", "city": "Bern", "countryCode": "CH", "type": "HOME" }],
        "phones": [{ "phone": "+41790000000", "type": "WORK" }],
        "urls": [{ "url": "https://example.com" }],
    });
    let notification = json!({ "forEvent": "All", "addresses": [
        { "type": "Email", "address": "a@example.com" },
        { "type": "Sms", "address": "+41790000000" },
        { "type": "Url", "address": "https://example.com/1" },
        { "type": "UrlPost", "address": "https://example.com/2" },
    ] });
    vec![
        message(),
        changed(&message(), "", "sendDate", json!("2026-12-01T08:00:00Z")),
        changed(&message(), "", "toList", Value::Null),
        changed(&message(), "", "from", json!("+41790000000")),
        changed(&message(), "", "notification", notification),
        changed(&message(), "/content", "options", options),
        changed(&message(), "/content", "options", Value::Null),
        with("Rcs", json!({ "type": "Text", "text": "hi" })),
        with("Whatsapp", json!({ "type": "Image", "mediaId": "m", "caption": "c" })),
        with("Whatsapp", json!({ "type": "Document", "url": "https://example.com", "filename": "f.pdf" })),
        with("Whatsapp", json!({ "type": "Audio", "mediaId": "m" })),
        with("Whatsapp", json!({ "type": "Video", "mediaId": "m", "caption": null })),
        with("Rcs", json!({ "type": "Sticker", "mediaId": "m" })),
        with("Whatsapp", json!({ "type": "Location", "longitude": 7.45, "latitude": 46.95, "name": "Bern" })),
        with("Whatsapp", json!({ "type": "Contacts", "contacts": [contact] })),
        with("Whatsapp", json!({ "type": "InteractiveReply", "reply": reply })),
        with("Whatsapp", json!({ "type": "InteractiveReply", "reply": { "type": "Button", "id": "1" } })),
        buttons(),
        changed(&buttons(), "/content", "header", json!({ "type": "Image", "mediaId": "m" })),
        changed(&buttons(), "/content", "header", json!({ "type": "Video", "url": "u" })),
        changed(&buttons(), "/content", "header", json!({ "type": "Document", "mediaId": "m" })),
        list(),
        template(),
    ]
}

#[test]
fn every_kind_of_content_is_accepted() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    for body in valid() {
        let answer = connection.send(&body).unwrap();
        assert_eq!(answer.status, 200, "{} for {body}", String::from_utf8_lossy(&answer.body));
    }
}

/// Sends a body that has to be refused; the parameters that are at fault.
fn refused(bench: &Bench, body: &Value) -> Vec<String> {
    let answer = bench.connect().send(body).unwrap();
    let error = answer.json();
    assert_eq!((answer.status, &error["errorCode"]), (400, &json!("InvalidContent")), "{error} for {body}");
    assert!(error["errorMessage"].is_string());
    assert_eq!(error["errorDetails"]["type"], "Parameter");
    let errors = error["errorDetails"]["errors"].as_array().unwrap();
    assert!(errors.iter().all(|entry| entry["messages"][0].is_string()), "{error}");
    errors.iter().map(|entry| entry["parameter"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_rule_names_its_parameter() {
    let bench = Bench::new();
    let long = |length| json!("x".repeat(length));
    let number = json!([{ "type": "Number", "address": "1" }]);
    let rows = |count| json!(vec![json!({ "id": "1", "title": "t" }); count]);
    let cases = [
        (changed(&message(), "", "to", Value::Null), "to"),
        (changed(&message(), "", "to", json!("")), "to"),
        (changed(&message(), "", "toList", number), "toList"),
        (changed(&changed(&message(), "", "to", Value::Null), "", "toList", json!([])), "toList"),
        (changed(&message(), "", "channel", json!("sms")), "channel"),
        (changed(&message(), "", "from", json!("twelve chars")), "from"),
        (changed(&message(), "", "from", json!("12345678901234567")), "from"),
        (changed(&message(), "", "unknown", json!(1)), "unknown"),
        (changed(&message(), "/content", "text", json!("")), "content.text"),
        (changed(&message(), "/content", "caption", json!("c")), "content.caption"),
        (with("Whatsapp", json!({ "type": "Text" })), "content.text"),
        (with("Whatsapp", json!({ "text": "no type" })), "content.type"),
        (with("Whatsapp", json!("text")), "content"),
        (with("Whatsapp", json!({ "type": "Image" })), "content.mediaId"),
        (with("Whatsapp", json!({ "type": "Audio", "mediaId": "m", "url": "u" })), "content.mediaId"),
        (with("Whatsapp", json!({ "type": "Audio", "mediaId": "m", "caption": "c" })), "content.caption"),
        (with("Whatsapp", json!({ "type": "Sticker", "mediaId": "m" })), "content.type"),
        (with("Whatsapp", json!({ "type": "Contacts", "contacts": [{}] })), "content.contacts[0].name"),
        (
            changed(
                &message(),
                "/content",
                "options",
                json!({ "type": "SmsContentOptions", "pageLimit": 11 }),
            ),
            "content.options.pageLimit",
        ),
        (changed(&message(), "/content", "options", json!({ "pageLimit": 1 })), "content.options.type"),
        (changed(&buttons(), "/content/header", "text", long(61)), "content.header.text"),
        (changed(&buttons(), "/content/header", "type", json!("Audio")), "content.header.type"),
        (changed(&buttons(), "/content/body", "text", long(1025)), "content.body.text"),
        (changed(&buttons(), "/content/footer", "text", long(61)), "content.footer.text"),
        (changed(&buttons(), "/content/action", "buttons", json!([])), "content.action.buttons"),
        (
            changed(&buttons(), "/content/action/buttons/1", "title", long(21)),
            "content.action.buttons[1].title",
        ),
        (changed(&buttons(), "/content/action/buttons/0", "id", long(257)), "content.action.buttons[0].id"),
        (changed(&list(), "/content/action", "button", long(21)), "content.action.button"),
        (changed(&list(), "/content/action", "sections", json!([])), "content.action.sections"),
        (changed(&list(), "/content/action/sections/0", "rows", rows(10)), "content.action.sections"),
        (
            changed(&list(), "/content/action/sections/1", "title", Value::Null),
            "content.action.sections[1].title",
        ),
        (
            changed(&list(), "/content/action/sections/0/rows/0", "description", long(73)),
            "content.action.sections[0].rows[0].description",
        ),
        (changed(&template(), "/content/language", "code", json!("xx")), "content.language.code"),
        (
            changed(&template(), "/content/components/1/parameters/1", "dateTime", json!("soon")),
            "content.components[1].parameters[1].dateTime",
        ),
        (
            changed(&template(), "/content/components/1/parameters/2", "amount", json!(3_000_000_000_u32)),
            "content.components[1].parameters[2].amount",
        ),
        (
            changed(&template(), "/content/components/0", "parameters", json!([{ "type": "Sticker" }])),
            "content.components[0].parameters[0].type",
        ),
        (notified(&[("Url", 100), ("UrlPost", 101)]), "notification.addresses"),
        (changed(&message(), "", "notification", json!({ "addresses": [] })), "notification.addresses"),
    ];
    for (body, parameter) in cases {
        assert_eq!(refused(&bench, &body), [parameter], "for {body}");
    }
    assert_eq!(bench.accepted(), 0);
}

/// A message with notification addresses of these lengths.
fn notified(addresses: &[(&str, usize)]) -> Value {
    let addresses: Vec<Value> = addresses
        .iter()
        .map(|(kind, length)| json!({ "type": kind, "address": "ü".repeat(*length) }))
        .collect();
    changed(&message(), "", "notification", json!({ "addresses": addresses }))
}

#[test]
fn limits_are_inclusive_and_count_characters() {
    let bench = Bench::new();
    let body = notified(&[("Url", 100), ("UrlPost", 100)]);
    assert_eq!(bench.connect().send(&body).unwrap().status, 200);
    let body = changed(&buttons(), "/content/action/buttons/1", "title", json!("ü".repeat(20)));
    assert_eq!(bench.connect().send(&body).unwrap().status, 200);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let bench = Bench::new();
    let body = json!({ "channel": "Fax", "content": { "type": "Text", "text": "", "extra": 1 } });
    let mut parameters = refused(&bench, &body);
    parameters.sort_unstable();
    assert_eq!(parameters, ["channel", "content.extra", "content.text", "from", "to"]);
}

#[test]
fn other_refusals_have_codes_of_their_own() {
    let bench = Bench::new();
    let answer = bench.connect().send(&with("Sms", json!({ "type": "Fax" }))).unwrap();
    assert_eq!((answer.status, &answer.json()["errorCode"]), (400, &json!("UnknownContentType")));
    let json_type = [("content-type", "application/json; charset=utf-8")];
    let answer = bench.connect().request("POST", SEND, &json_type, b"").unwrap();
    assert_eq!((answer.status, &answer.json()["errorCode"]), (400, &json!("RequestMissing")));
    let answer = bench.connect().request("POST", SEND, &json_type, b"{").unwrap();
    assert_eq!((answer.status, &answer.json()["errorCode"]), (400, &json!("InvalidContent")));
    let answer = bench.connect().request("POST", SEND, &[("content-type", "text/plain")], b"{}").unwrap();
    assert_eq!(answer.status, 415);
}
