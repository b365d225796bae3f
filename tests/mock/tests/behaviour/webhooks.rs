//! Webhooks that are called for real.

use std::net::TcpListener;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Bench, message};
use crate::receiver::Receiver;

fn notifying(kind: &str, url: &str, for_event: &str) -> Value {
    json!({ "addresses": [{ "type": kind, "address": url }], "forEvent": for_event })
}

fn send(bench: &Bench, notification: Value) -> String {
    let mut message = message();
    message["notification"] = notification;
    let answer = bench.connect().send(&message).unwrap();
    answer.json()["messageId"].as_str().unwrap().to_owned()
}

/// The JSON of a POST.
fn body(request: &str) -> Value {
    assert!(request.starts_with("POST "), "{request}");
    assert!(request.to_ascii_lowercase().contains("\r\ncontent-type: application/json\r\n"), "{request}");
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

/// The calls that ended, as soon as there are so many.
fn calls(bench: &Bench, count: usize) -> Vec<Value> {
    let end = Instant::now() + Duration::from_secs(8);
    loop {
        let calls = bench.account("GET", "/webhooks", &Value::Null)["calls"].as_array().unwrap().clone();
        if calls.len() >= count {
            return calls;
        }
        assert!(Instant::now() < end, "{calls:?}");
        sleep(Duration::from_millis(20));
    }
}

fn hold(bench: &Bench) {
    bench.account("PUT", "", &json!({ "progress": { "Sms": [[3_600_000, "Pending"]] } }));
}

#[test]
fn every_state_is_told_when_it_is_entered() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    let id = send(&bench, notifying("UrlPost", &format!("{}/hook?a=b", receiver.url), "All"));
    for status in ["Pending", "Sent", "Delivered"] {
        let request = receiver.next();
        assert!(request.starts_with("POST /hook?a=b HTTP/1.1\r\n"), "{request}");
        let event = body(&request);
        assert_eq!((&event["status"], &event["messageId"]), (&json!(status), &json!(id)));
        assert_eq!((&event["to"], &event["pageTotal"]), (&json!("+41790000000"), &json!(1)));
        assert_eq!(event.get("reason"), None);
        assert_eq!(event.get("messageListId"), None);
    }
    receiver.expect_silence();
    let calls = calls(&bench, 3);
    assert_eq!((&calls[2]["kind"], &calls[2]["status"]), (&json!("status"), &json!(200)));
    assert_eq!((&calls[2]["method"], &calls[2]["error"]), (&json!("POST"), &Value::Null));
    assert_eq!(calls[2]["json"]["status"], "Delivered");
}

#[test]
fn a_url_is_called_with_a_query() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    bench.account("PUT", "", &json!({ "progress": { "Sms": [[0, "Failed"]] }, "reason_code": 5111 }));
    let id = send(&bench, notifying("Url", &format!("{}/hook", receiver.url), "ErrorOnly"));
    let request = receiver.next();
    let line = request.lines().next().unwrap();
    let query = line.strip_prefix("GET /hook?").unwrap().strip_suffix(" HTTP/1.1").unwrap();
    let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("timestamp=20")).collect();
    pairs.sort_unstable();
    let message_id = format!("messageId={id}");
    let expected = [
        "channel=Sms",
        "from=ecall",
        &message_id,
        "pageTotal=1",
        "reason=Reason+5111",
        "reasonCode=5111",
        "status=Failed",
        "to=%2B41790000000",
    ];
    assert_eq!(pairs, expected);
    assert_eq!(calls(&bench, 1)[0]["query"], query);
}

#[test]
fn each_address_hears_what_it_asked_for() {
    let bench = Bench::new();
    hold(&bench);
    let receiver = Receiver::new();
    for (for_event, heard) in [
        (None, &["Delivered"][..]),
        (Some("SuccessOnly"), &["Delivered"]),
        (Some("ErrorOnly"), &["DeliveryFailed"]),
        (Some("FinalOnly"), &["DeliveryFailed", "Delivered"]),
        (Some("All"), &["Sent", "DeliveryFailed", "Delivered"]),
    ] {
        let mut notification = notifying("UrlPost", &receiver.url, for_event.unwrap_or_default());
        if for_event.is_none() {
            notification.as_object_mut().unwrap().remove("forEvent");
        }
        let path = format!("/messages/{}/status", send(&bench, notification));
        let mut heard = heard.iter().peekable();
        for status in ["Sent", "DeliveryFailed", "Delivered"] {
            bench.account("POST", &path, &json!({ "status": status }));
            if heard.next_if_eq(&&status).is_some() {
                assert_eq!(body(&receiver.next())["status"], status);
            }
        }
    }
    receiver.expect_silence();
}

#[test]
fn a_command_stops_what_time_would_tell() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    bench.account("PUT", "", &json!({ "progress": { "Sms": [[200, "Delivered"]] } }));
    let id = send(&bench, notifying("UrlPost", &receiver.url, "All"));
    bench.account(
        "POST",
        &format!("/messages/{id}/status"),
        &json!({ "status": "Failed", "reasonCode": 3020 }),
    );
    let event = body(&receiver.next());
    assert_eq!((&event["status"], &event["reasonCode"]), (&json!("Failed"), &json!(3020)));
    receiver.expect_silence();
}

#[test]
fn a_list_is_told_by_its_own_notification() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    bench.account("PUT", "", &json!({ "progress": { "Sms": [[0, "Delivered"]] } }));
    let list = json!({ "messages": [message()], "notification": notifying("UrlPost", &receiver.url, "SuccessOnly") });
    let answer = bench.connect().post("/api/v2/messagelist", &list).unwrap().json();
    let event = body(&receiver.next());
    assert_eq!(event["messageListId"], answer["messageListId"]);
    assert_eq!(event["messageId"], answer["messages"][0]["messageId"]);
}

#[test]
fn copies_are_lost_or_doubled() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    let progress = json!({ "Sms": [[0, "Delivered"]] });
    bench.account("PUT", "", &json!({ "progress": progress, "webhooks": { "copies": 0 } }));
    send(&bench, notifying("UrlPost", &receiver.url, "All"));
    receiver.expect_silence();
    bench.account("PUT", "", &json!({ "webhooks": { "copies": 2 } }));
    send(&bench, notifying("UrlPost", &receiver.url, "All"));
    assert_eq!(body(&receiver.next()), body(&receiver.next()));
    receiver.expect_silence();
}

#[test]
fn a_call_that_fails_is_told_and_not_repeated() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "progress": { "Sms": [[0, "Delivered"]] } }));
    send(&bench, notifying("UrlPost", "https://localhost/x", "All"));
    send(&bench, notifying("Url", "http://192.0.2.1/x", "All"));
    let skipped = calls(&bench, 2);
    assert!(skipped.iter().all(|call| call["error"] == "skipped" && call["status"].is_null()), "{skipped:?}");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let begun = Instant::now();
    send(&bench, notifying("Url", &format!("http://{}/", silent.local_addr().unwrap()), "All"));
    assert_eq!(calls(&bench, 3)[2]["error"], "timed out");
    assert!(begun.elapsed() >= Duration::from_millis(4900));
    let receiver = Receiver::answering("HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n");
    send(&bench, notifying("Url", &receiver.url, "All"));
    receiver.next();
    receiver.expect_silence();
    assert_eq!(calls(&bench, 4)[3]["status"], 500);
}

#[test]
fn a_message_is_received_by_command() {
    let bench = Bench::new();
    let receiver =
        Receiver::answering("HTTP/1.1 201 Made\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    let command = json!({
        "url": format!("{}/in", receiver.url), "channel": "Sms", "from": "+41790000001", "to": "963",
        "content": { "type": "Text", "text": "Grüezi" }, "headers": { "x-secret": "s" },
    });
    assert_eq!(bench.account("POST", "/receive", &command), json!({ "status": 201, "body": "ok" }));
    let request = receiver.next();
    assert!(request.contains("\r\nx-secret: s\r\n"), "{request}");
    let received = body(&request);
    assert_eq!(received["content"], command["content"]);
    assert_eq!((&received["from"], &received["to"]), (&json!("+41790000001"), &json!("963")));
    assert_eq!(received["messageId"].as_str().unwrap().len(), 36);
    assert!(received["timestamp"].as_str().unwrap().ends_with('Z'));
    assert_eq!(received.as_object().unwrap().len(), 6);
    let calls = calls(&bench, 1);
    assert_eq!((&calls[0]["kind"], &calls[0]["status"]), (&json!("received"), &json!(201)));
    assert_eq!(calls[0]["json"], received);
}

#[test]
fn any_call_is_made_by_command() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    let call = json!({
        "url": format!("{}/x?a", receiver.url), "method": "PUT", "query": "b=%zz", "body": "{odd",
        "headers": { "Content-Type": "text/odd" },
    });
    assert_eq!(bench.account("POST", "/call", &call), json!({ "status": 200, "body": "ok" }));
    let request = receiver.next();
    assert!(request.starts_with("PUT /x?a&b=%zz HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("\r\ncontent-type: text/odd\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{odd"), "{request}");
    let call = json!({ "url": receiver.url, "method": "POST", "json": [null] });
    bench.account("POST", "/call", &call);
    assert_eq!(body(&receiver.next()), json!([null]));
    let path = format!("accounts/{}/call", bench.user);
    for wrong in [
        json!({ "url": "http://example.com", "method": "GET" }),
        json!({ "url": receiver.url, "method": "GET", "json": 1, "body": "" }),
    ] {
        assert_eq!(bench.control_answer("POST", &path, &wrong).status, 400, "{wrong}");
    }
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let failed = bench.account("POST", "/call", &json!({ "url": format!("http://{gone}"), "method": "GET" }));
    assert!(failed["status"].is_null() && failed["error"].is_string(), "{failed}");
}
