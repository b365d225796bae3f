use serde_json::{Value, json};

use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{Channel, Content, ReceivedMessage, Status};
use crate::webhook::{self, CallbackEncoding, Event, StatusEvent, parse_received, parse_status};

/// In every payload; never in what an error says.
const MARKER: &str = "4711";

fn fields(error: &Error) -> Vec<(&str, &str)> {
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplicable));
    assert!(!format!("{error} {error:?} {}", error.to_json()).contains(MARKER), "{error:?}");
    error.details().fields.iter().map(|field| (field.field.as_str(), field.rule.as_ref())).collect()
}

fn parse(method: &str, query: Option<&str>, body: &[u8]) -> Result<Event> {
    webhook::parse(method, query, body, CallbackEncoding::Auto)
}

fn status(data: &str) -> StatusEvent {
    parse_status(data.as_bytes()).unwrap_or_else(|error| panic!("{error} in {data}"))
}

fn received(message: Value) -> ReceivedMessage {
    parse_received(message.to_string().as_bytes()).unwrap_or_else(|error| panic!("{error} in {message}"))
}

fn expect_complete(event: &StatusEvent) {
    assert_eq!(event.channel, Some(Channel::Sms));
    assert_eq!(event.message_id.as_deref(), Some("id-4711"));
    assert_eq!(event.status.status, Some(Status::DeliveryFailed));
    assert_eq!((event.reason_code, event.page_total), (Some(5509), Some(2)));
    assert_eq!(event.reason.as_deref(), Some("Empfänger gesperrt"));
    assert_eq!(event.timestamp.as_ref().unwrap().as_str(), "2026-11-21T10:00:00Z");
    assert_eq!((event.from.as_deref(), event.to.as_deref()), (Some("Alarm"), Some("+41791234711")));
    assert_eq!(event.list_id.as_deref(), Some("list-1"));
    assert!(event.extra.is_empty(), "{:?}", event.extra);
    assert!(event.is_final());
    assert_eq!(event.raw.len(), 10);
}

const QUERY: &str = "channel=Sms&messageId=id-4711&status=DeliveryFailed&reasonCode=5509&\
    reason=Empf%C3%A4nger+gesperrt&timestamp=2026-11-21T10%3A00%3A00Z&from=Alarm&to=%2B41791234711&pageTotal=2&\
    messageListId=list-1";

/// The names of [`QUERY`], changed.
fn renamed(rename: impl Fn(&str) -> String) -> String {
    let pairs = QUERY.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(name, value)| format!("{}={value}", rename(name))).collect::<Vec<_>>().join("&")
}

fn pascal(name: &str) -> String {
    name[..1].to_uppercase() + &name[1..]
}

fn snake(name: &str) -> String {
    name.replace("Id", "_id").replace("List", "_list").replace("Code", "_code").replace("Total", "_total")
}

#[test]
fn a_status_is_read_from_a_query_in_any_spelling() {
    for query in [
        QUERY.to_owned(),
        renamed(pascal),
        renamed(str::to_uppercase),
        renamed(str::to_lowercase),
        renamed(snake),
        renamed(|name| snake(name).to_uppercase()),
        format!("?{QUERY}"),
        format!("/hook/x=y?{QUERY}"),
        format!("HTTPS://example.com/hook?{QUERY}"),
        format!(" {QUERY}\r\n"),
        format!("\u{feff}{QUERY}"),
    ] {
        expect_complete(&status(&query));
    }
}

#[test]
fn a_status_is_read_from_json_in_any_spelling() {
    let json = json!({
        "channel": "Sms", "messageId": "id-4711", "status": "DeliveryFailed", "reasonCode": 5509,
        "reason": "Empfänger gesperrt", "timestamp": "2026-11-21T10:00:00Z", "from": "Alarm",
        "to": "+41791234711", "pageTotal": 2, "messageListId": "list-1",
    });
    let spelled = |rename: &dyn Fn(&str) -> String| {
        let members = json.as_object().unwrap().iter().map(|(name, value)| (rename(name), value.clone()));
        Value::Object(members.collect()).to_string()
    };
    for text in [
        spelled(&str::to_owned),
        spelled(&pascal),
        spelled(&str::to_lowercase),
        spelled(&str::to_uppercase),
        format!("\u{feff}\r\n {json} "),
        json.to_string().replace("5509", "\"5509\""),
    ] {
        expect_complete(&status(&text));
    }
}

#[test]
fn every_field_may_be_missing_but_the_id_or_the_state() {
    for data in ["messageId=a", "{\"messageId\":\"a\"}"] {
        let event = status(data);
        assert_eq!((event.message_id.as_deref(), &event.status.status), (Some("a"), &None));
        assert!(event.list_id.is_none() && event.raw.len() == 1);
    }
    for data in ["Status=Read", "{\"STATUS\":\"Read\",\"messageId\":null,\"reason\":null}"] {
        let event = status(data);
        assert_eq!((&event.message_id, event.status.status.as_ref()), (&None, Some(&Status::Read)));
        assert!(event.extra.is_empty());
    }
    for data in [
        "",
        "?",
        "/hook",
        "https://example.com/hook",
        "from=4711&to=4711",
        "messageId=&status=&reason=4711",
        "4711",
        "{}",
        "{\"messageId\":\"\",\"status\":\"\",\"to\":\"4711\"}",
        "{\"messageListId\":\"4711\"}",
        "{\"messageId\":null}",
    ] {
        let error = parse_status(data.as_bytes()).unwrap_err();
        assert_eq!(fields(&error), [("messageId", "required"), ("status", "required")], "{data}");
    }
}

#[test]
fn an_empty_parameter_is_absent_and_kept() {
    let event = status("messageId=a&status=&reasonCode=&reason=&to");
    assert_eq!((&event.status.status, event.reason_code, &event.reason), (&None, None, &None));
    assert_eq!(event.raw[4], ("to".to_owned(), json!("")));
}

#[test]
fn a_number_that_is_none_stays_raw() {
    let event = status("messageId=a&reasonCode=many&pageTotal=99999999999&token=x");
    assert_eq!((event.reason_code, event.page_total), (None, None));
    assert!(event.extra.is_empty());
    assert_eq!(event.raw[1], ("reasonCode".to_owned(), json!("many")));
    assert_eq!(event.raw[3], ("token".to_owned(), json!("x")));
    let event = status(r#"{"messageId":"a","reasonCode":"many","pageTotal":1.5,"token":{"a":[1]}}"#);
    assert_eq!((event.reason_code, event.page_total), (None, None));
    assert_eq!(
        Value::Object(event.extra.clone()),
        json!({"reasonCode": "many", "pageTotal": 1.5, "token": {"a": [1]}})
    );
}

#[test]
fn of_two_in_a_query_the_last_counts_because_the_service_appends_and_both_are_kept() {
    let event = status("message_id=a&MESSAGEID=b&status=Sent&status=Read&messageListId=l&messagelistid=m");
    assert_eq!(event.message_id.as_deref(), Some("b"));
    assert_eq!(event.status.status, Some(Status::Read));
    assert_eq!(event.list_id.as_deref(), Some("m"));
    let values: Vec<_> = event.raw.iter().map(|(_, value)| value.as_str().unwrap()).collect();
    assert_eq!(values, ["a", "b", "Sent", "Read", "l", "m"]);
    let event = status(r#"{"z":1,"messageId":"a","messageId":"b"}"#);
    assert_eq!(event.message_id.as_deref(), Some("a"));
    let raw: Vec<_> = event.raw.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(raw, ["z=1", "messageId=\"a\"", "messageId=\"b\""]);
}

#[test]
fn unknown_values_are_kept() {
    let event = status("messageId=a&status=delivered&channel=Pigeon&timestamp=yesterday");
    assert_eq!(event.status.status, Some(Status::Unknown("delivered".to_owned())));
    assert_eq!(event.channel, Some(Channel::Unknown("Pigeon".to_owned())));
    assert_eq!(event.timestamp.as_ref().unwrap().as_str(), "yesterday");
    assert!(!event.is_final());
}

#[test]
fn octets_that_are_no_utf_8_do_not_stop_a_query() {
    let event = parse_status(b"messageId=a&reason=gr%FC%DFe+\xfc").unwrap();
    assert_eq!(event.message_id.as_deref(), Some("a"));
    assert!(event.reason.as_ref().unwrap().starts_with("gr\u{fffd}"));
}

#[test]
fn a_received_message_is_read_in_any_spelling() {
    let text = json!({
        "channel": "Sms", "messageId": "m", "from": "+41791234711", "to": "+41790000000",
        "content": {"type": "Text", "text": "Grüezi & +1"}, "timestamp": "2026-11-21T10:00:00Z", "later": [1],
    });
    let message = received(text.clone());
    assert_eq!(message.text(), Some("Grüezi & +1"));
    assert_eq!((message.reply_id(), message.reply_title()), (None, None));
    assert_eq!(serde_json::to_value(&message).unwrap(), text);
    let again = text.to_string();
    for (camel, other) in [
        ("messageId", "MessageID"),
        ("from", "FROM"),
        ("content", "Content"),
        ("text", "Text"),
        ("type", "Type"),
    ] {
        let spelled = again.replace(&format!("\"{camel}\":"), &format!("\"{other}\":"));
        assert_ne!(spelled, again);
        assert_eq!(parse_received(format!("\u{feff}{spelled}").as_bytes()).unwrap(), message, "{other}");
    }
}

#[test]
fn the_choice_of_an_interactive_message_is_at_hand() {
    for (kind, lower) in [("Button", false), ("List", false), ("Button", true), ("List", true)] {
        let reply = json!({"type": kind, "id": "yes-1", "title": "Ja", "description": "d"});
        let mut message = json!({"from": "+4179", "content": {"type": "InteractiveReply", "reply": reply}});
        if lower {
            message = json!({"From": "+4179", "Content": {"Type": "InteractiveReply", "REPLY":
                {"TYPE": kind, "ID": "yes-1", "Title": "Ja"}}});
        }
        let message = received(message);
        assert_eq!((message.reply_id(), message.reply_title()), (Some("yes-1"), Some("Ja")));
        assert_eq!(message.text(), None);
    }
    for content in [
        json!({"type": "InteractiveReply"}),
        json!({"type": "InteractiveReply", "reply": {"type": "Wink", "id": "a", "title": "b"}}),
        json!({"type": "InteractiveReply", "reply": {"type": "Button"}}),
        json!({"type": "Text", "text": "a"}),
    ] {
        let message = received(json!({"content": content}));
        assert_eq!((message.reply_id(), message.reply_title()), (None, None));
    }
}

#[test]
fn contents_and_channels_of_tomorrow_are_kept() {
    let content = json!({"type": "Hologram", "text": "a", "Deep": [{"b": null}]});
    let message = received(json!({"channel": "Pigeon", "content": content}));
    assert_eq!(message.channel, Some(Channel::Unknown("Pigeon".to_owned())));
    assert_eq!(message.content, Some(Content::Unknown(content.as_object().unwrap().clone())));
    assert_eq!(message.text(), None);
    // A content that is not what its type says is kept, and does not lose the message.
    for content in [json!({"type": "Text", "text": 4711}), json!("plain"), json!([1])] {
        let message = received(json!({"Content": content, "messageId": "m"}));
        assert_eq!((message.content, message.message_id.as_deref()), (None, Some("m")));
        assert_eq!(message.extra["Content"], content);
    }
}

#[test]
fn a_received_message_has_a_content_or_a_sender() {
    assert_eq!(received(json!({"from": "+4179"})).from.as_deref(), Some("+4179"));
    for data in ["{}", r#"{"content":null,"from":""}"#, r#"{"to":"4711","messageId":"4711"}"#] {
        let error = parse_received(data.as_bytes()).unwrap_err();
        assert_eq!(fields(&error), [("content", "required"), ("from", "required")]);
    }
}

#[test]
fn what_is_no_json_object_is_refused_without_its_words() {
    let deep = format!("{{\"from\":{}", "[".repeat(100_000));
    for data in [
        "",
        "4711",
        "[\"4711\"]",
        "\"4711\"",
        "{\"4711\":",
        "{\"from\":\"4711",
        "{\"4711\":{\"a\":}}",
        "{} 4711",
        "from=4711",
        &deep,
    ] {
        let error = parse_received(data.as_bytes()).unwrap_err();
        assert_eq!(fields(&error), [("data", "json")], "{}", &data[..data.len().min(20)]);
    }
    for data in ["[4711]", "{4711", "{\"status\":\"4711\"", &deep] {
        assert_eq!(fields(&parse_status(data.as_bytes()).unwrap_err()), [("data", "json")]);
    }
    assert_eq!(fields(&parse_received(b"{\"from\":\"\xff4711\"}").unwrap_err()), [("data", "json")]);
}

#[test]
fn a_payload_beyond_every_limit_is_not_looked_at() {
    let long = vec![b' '; 16 * 1024 * 1024 + 1];
    for error in [parse_status(&long).unwrap_err(), parse_received(&long).unwrap_err()] {
        assert_eq!(fields(&error), [("data", "max_length")]);
        assert_eq!(error.details().fields[0].length, Some(long.len() as u64));
    }
    assert_eq!(fields(&parse_received(&long[1..]).unwrap_err()), [("data", "json")]);
}

#[test]
fn a_request_says_what_it_is() {
    let is_status = |event: Event| matches!(event, Event::Status(event) if event.message_id.is_some());
    let is_received = |event: Event| matches!(event, Event::Received(_));
    assert!(is_status(parse("GET", Some("messageId=a"), b"").unwrap()));
    assert!(is_status(parse("get", Some("messageId=a"), b"{\"content\":{}}").unwrap()));
    assert!(is_status(parse("POST", Some("token=x"), b"{\"MessageID\":\"a\",\"from\":\"b\"}").unwrap()));
    assert!(is_status(parse("POST", None, b"messageId=a").unwrap()));
    assert!(is_status(parse("POST", None, b"{\"messageId\":\"a\",\"content\":null}").unwrap()));
    assert!(is_received(parse("POST", None, b"{\"Content\":{\"type\":\"Text\",\"text\":\"a\"}}").unwrap()));
    assert!(is_received(
        parse("post", None, b"{\"messageId\":\"a\",\"status\":\"b\",\"content\":5}").unwrap()
    ));

    let error = parse("POST", None, b"{\"from\":\"4711\"}").unwrap_err();
    assert_eq!(fields(&error), [("messageId", "required"), ("status", "required"), ("content", "required")]);
    assert!(error.to_string().contains("one of messageId, status, content"));
    for (method, query) in
        [("GET", None), ("GET", Some("{\"messageId\":\"4711\"}")), ("POST", Some("status=4711"))]
    {
        let error = parse(method, query, b"").unwrap_err();
        assert_eq!(fields(&error), [("messageId", "required"), ("status", "required")]);
    }
    let error = parse("PUT4711", None, b"").unwrap_err();
    assert_eq!(fields(&error), [("method", "one_of")]);
}

/// Nothing that can arrive is a panic: every truncation of good payloads, and many of their mutations.
#[test]
fn no_bytes_are_a_panic() {
    let message = r#"{"channel":"Rcs","from":"+41","content":{"type":"InteractiveReply","reply":{"type":"List","id":"ü"}}}"#;
    let state = r#"{"messageId":"a","reasonCode":"1","messageListId":"l","x":[{"y":1e5}]}"#;
    let mut random = fastrand::Rng::with_seed(7);
    let mut events = 0;
    for good in [QUERY, message, state] {
        let good = good.as_bytes();
        let truncated = (0..=good.len()).map(|end| good[..end].to_vec());
        let mutated = (0..3000).map(|_| {
            let mut bytes = good.to_vec();
            for _ in 0..random.usize(1..4) {
                let place = random.usize(..bytes.len());
                match random.u8(..3) {
                    0 => bytes[place] = random.u8(..),
                    1 => drop(bytes.remove(place)),
                    _ => bytes.insert(place, *random.choice(b"{}[]\"\\:,?&=%+\0\xff_").unwrap()),
                }
            }
            bytes
        });
        for bytes in truncated.chain(mutated) {
            let query = String::from_utf8_lossy(&bytes);
            let _ = (parse_status(&bytes), parse_received(&bytes), parse("GET", Some(&query), b""));
            events += usize::from(parse("POST", None, &bytes).is_ok());
        }
    }
    assert!(events > 1000, "{events}");
}

#[test]
fn an_event_has_a_json_form() {
    let event = parse("GET", Some("messageId=m&status=Delivered&messageListId=l"), b"").unwrap();
    let raw = json!([["messageId", "m"], ["status", "Delivered"], ["messageListId", "l"]]);
    let form = json!({ "kind": "status", "messageId": "m", "status": "Delivered", "messageListId": "l", "raw": raw });
    assert_eq!(serde_json::to_value(event).unwrap(), form);
    let event =
        parse("POST", None, br#"{"from": "+41", "content": {"type": "Text", "text": "ja"}}"#).unwrap();
    let form = json!({ "kind": "received", "from": "+41", "content": { "type": "Text", "text": "ja" } });
    assert_eq!(serde_json::to_value(event).unwrap(), form);
}
