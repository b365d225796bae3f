use proptest::prelude::*;
use serde_json::json;

use crate::error::Kind;
use crate::model::{ResultCode, TimeDoubt};
use crate::webhook::{
    CallbackEncoding, CallbackMessage, CallbackNotification, Event, Incoming, IncomingHead, Receiver,
    ReceiverOptions, parse, parse_callback,
};

/// The example of the documentation.
const REPLY: &str = "?Function=Answer&AddressTo=0041766012999&AddressFrom=0041791234567&Message=My+reply&\
    TimeStamp=11%2E12%2E2015+10%3A37%3A00";
const NOTIFICATION: &str = "Function=Notification&ResultCode=0&ResultText=OK&Number=%2B41791234567&\
    TimeStamp=25.10.2026+02:30:00&JobID=j-1";

fn read(query: &str) -> Event {
    parse_callback(query.as_bytes(), CallbackEncoding::Auto)
        .unwrap_or_else(|error| panic!("{error} in {query}"))
}

fn reply(query: &str) -> CallbackMessage {
    let Event::CallbackReply(reply) = read(query) else { panic!("no reply: {query}") };
    reply
}

fn sms(query: &str) -> CallbackMessage {
    let Event::CallbackSms(message) = read(query) else { panic!("no forwarded SMS: {query}") };
    message
}

fn notification(query: &str) -> CallbackNotification {
    let Event::CallbackNotification(notification) = read(query) else { panic!("no notification: {query}") };
    notification
}

#[test]
fn the_example_of_the_documentation_is_a_reply() {
    let url = format!("https://example.com/hook{REPLY}");
    for query in [REPLY, &REPLY[1..], &url] {
        let reply = reply(query);
        assert_eq!(reply.address_to.as_deref(), Some("0041766012999"));
        assert_eq!(reply.address_from.as_deref(), Some("0041791234567"));
        assert_eq!(reply.message.message.as_deref(), Some("My reply"));
        let time = reply.time_stamp.as_ref().unwrap();
        assert_eq!(time.time.as_ref().unwrap().as_str(), "2015-12-11T10:37:00+01:00");
        assert_eq!((time.doubt, reply.job_id.as_deref()), (None, None));
        assert_eq!(reply.raw.len(), 5);
        assert!(reply.extra.is_empty());
    }
}

#[test]
fn a_notification_tells_of_a_job() {
    let told = notification(NOTIFICATION);
    assert_eq!((told.result_code, told.result_text.as_deref()), (Some(ResultCode(0)), Some("OK")));
    assert_eq!((told.number.as_deref(), told.job_id.as_deref()), (Some("+41791234567"), Some("j-1")));
    assert_eq!(told.time_stamp.as_ref().unwrap().doubt, Some(TimeDoubt::Twice));
    let json = serde_json::to_value(read(NOTIFICATION)).unwrap();
    assert_eq!((&json["kind"], &json["jobId"]), (&json!("callback_notification"), &json!("j-1")));
    assert_eq!(json["timeStamp"]["time"], "2026-10-25T02:30:00+02:00");
    assert_eq!(json["raw"][0], json!(["Function", "Notification"]));
}

#[test]
fn without_a_function_the_parameters_tell() {
    assert_eq!(sms("AddressFrom=1&AddressTo=2&Message=a").message.message.as_deref(), Some("a"));
    assert_eq!(sms("Function=Forward&addressfrom=1&MESSAGE=").message.message.as_deref(), Some(""));
    assert_eq!(notification("ResultCode=11100&Number=1").result_code, Some(ResultCode(11100)));
    assert_eq!(notification("resultcode=x&jobid=j&ResultText=y").result_code, None);
    assert_eq!(reply("FUNCTION=answer&Message=a&JobID=j&own=1").job_id.as_deref(), Some("j"));
    // Names and values of the URL's owner stay in the raw pairs alone.
    assert_eq!(reply("own=1&Function=Answer&Message=a").raw[0], ("own".to_owned(), json!("1")));
}

#[test]
fn what_is_no_callback_is_an_error_without_the_payload() {
    for query in [
        "",
        "?",
        "a=4711",
        "Function=Answer&a=4711",
        "Function=Notification&Number=4711",
        "ResultCode=4711",
        "{\"a\":4711}",
    ] {
        let error = parse_callback(query.as_bytes(), CallbackEncoding::Auto).unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidArgument, "{query}");
        assert!(!format!("{error:?} {}", error.to_json()).contains("4711"), "{error:?}");
    }
}

#[test]
fn a_reply_is_windows_1252_and_the_others_what_their_bytes_are() {
    let text = |message: CallbackMessage| message.message.message.unwrap();
    assert_eq!(text(reply("Function=Answer&Message=Gr%FC%DFe+%80+%9c")), "Grüße € œ");
    // Also where it could be UTF-8: that is what the documentation says.
    assert_eq!(text(reply("Function=Answer&Message=%C3%BC")), "Ã¼");
    assert_eq!(text(sms("AddressFrom=1&Message=%C3%BC+%F0%9F%98%80")), "ü 😀");
    assert_eq!(text(sms("AddressFrom=1&Message=%FC")), "ü");
    assert_eq!(notification("Function=Notification&ResultText=f%fcr").result_text.as_deref(), Some("für"));
    // All of a callback is in one encoding.
    assert_eq!(text(sms("AddressFrom=%FC&Message=%C3%BC")), "Ã¼");

    let with = |query: &str, encoding| match parse_callback(query.as_bytes(), encoding).unwrap() {
        Event::CallbackReply(message) | Event::CallbackSms(message) => text(message),
        other => panic!("{other:?}"),
    };
    assert_eq!(with("Function=Answer&Message=%C3%BC", CallbackEncoding::Utf8), "ü");
    assert_eq!(with("AddressFrom=1&Message=%C3%BC", CallbackEncoding::Windows1252), "Ã¼");
    assert_eq!(with("AddressFrom=1&Message=%FC", CallbackEncoding::Utf8), "\u{fffd}");
}

/// What a request tells.
fn requested(method: &str, text: &str, encoding: CallbackEncoding) -> Event {
    let (query, body) = if method == "GET" { (Some(text), &b""[..]) } else { (None, text.as_bytes()) };
    parse(method, query, body, encoding).unwrap_or_else(|error| panic!("{error} in {method} {text}"))
}

#[test]
fn a_request_may_be_a_callback() {
    for method in ["GET", "POST"] {
        for text in
            [REPLY, NOTIFICATION, "AddressFrom=1&AddressTo=2&Message=a", "token=x&ResultCode=0&JobID=j"]
        {
            assert_eq!(requested(method, text, CallbackEncoding::Auto), read(text), "{method} {text}");
        }
        // What REST tells has a message id or a status and no known Function, whatever its URL's owner put before them.
        for text in [
            "messageId=a&status=Read",
            "Function=mine&AddressFrom=1&message_id=a",
            "Number=1&ResultCode=0&Status=Sent",
        ] {
            let event = requested(method, text, CallbackEncoding::Auto);
            assert!(matches!(event, Event::Status(_)), "{method} {text}: {event:?}");
        }
    }
    // A callback that tells nothing is not taken for a notification of REST's either.
    let error = parse("GET", Some("Function=Answer&4711=1"), b"", CallbackEncoding::Auto).unwrap_err();
    let fields: Vec<_> = error.details().fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["AddressFrom", "Message"]);
}

#[test]
fn a_receiver_reads_callbacks_in_the_encoding_it_was_told() {
    for (encoding, expected) in
        [(None, "Ã¼"), (Some("utf-8"), "ü"), (Some("windows-1252"), "Ã¼"), (Some("auto"), "Ã¼")]
    {
        let mut options = json!({ "any_source": true });
        if let Some(encoding) = encoding {
            options["callback_encoding"] = json!(encoding);
        }
        let receiver = Receiver::new(ReceiverOptions::from_json(options).unwrap()).unwrap();
        let head = IncomingHead { method: "GET", ..IncomingHead::default() };
        let query = Some("Function=Answer&Message=%C3%BC");
        let Event::CallbackReply(reply) = receiver.open(Incoming { head, query, body: b"" }).unwrap() else {
            panic!("no reply")
        };
        assert_eq!(reply.message.message.as_deref(), Some(expected), "{encoding:?}");
    }
    let error = ReceiverOptions::from_json(json!({ "callback_encoding": "latin-1" })).unwrap_err();
    assert_eq!((error.kind(), error.details().fields[0].field.as_str()), (Kind::Config, "callback_encoding"));
}

#[test]
fn form_encoding_is_undone_and_what_is_none_stays() {
    let text = |message: &str| sms(&format!("AddressFrom=1&Message={message}")).message.message.unwrap();
    assert_eq!(text("a+b%20c%2Bd%2bd%26e=f"), "a b c+d+d&e=f");
    assert_eq!(text("100%"), "100%");
    assert_eq!(text("%4"), "%4");
    assert_eq!(text("%zz%%41"), "%zz%A");
    assert_eq!(text("roh ü"), "roh ü");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let query = [b"Function=Answer&Message=", &bytes[..]].concat();
        for encoding in [CallbackEncoding::Auto, CallbackEncoding::Windows1252, CallbackEncoding::Utf8] {
            let _ = parse_callback(&bytes, encoding);
            let _ = parse_callback(&query, encoding);
        }
    }
}
