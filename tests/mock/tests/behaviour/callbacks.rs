//! Callbacks of the form interface, made for real.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Bench;
use crate::form::{SMS, accepted};
use crate::receiver::Receiver;

/// Sends an SMS whose states the receiver wants to know.
fn send(bench: &Bench, receiver: &Receiver, more: &str) {
    let url = receiver.url.replace(':', "%3A").replace('/', "%2F");
    let addresses = format!("a%40example.com%3B{url}%2Fhook%3Fa%3Db");
    accepted(bench, SMS, &format!("Address=%2B41790000001&Message=x&NotificationAddress={addresses}&{more}"));
}

/// The query of a callback, without what it was given and without the time, which is checked.
fn query(request: &str) -> String {
    let line = request.lines().next().unwrap();
    let query = line.strip_prefix("GET /hook?a=b&").expect(line).strip_suffix(" HTTP/1.1").unwrap();
    let (before, rest) = query.split_once("&TimeStamp=").unwrap();
    let (time, after) = rest.split_once('&').unwrap_or((rest, ""));
    let digits = time.replace("%2E", ".").replace("%3A", ":").replace(|c: char| c.is_ascii_digit(), "9");
    assert_eq!(digits, "99.99.9999+99:99:99", "{time}");
    format!("{before}|{after}")
}

fn calls(bench: &Bench, count: usize) -> Vec<Value> {
    let end = Instant::now() + Duration::from_secs(5);
    loop {
        let calls = bench.account("GET", "/webhooks", &Value::Null)["calls"].as_array().unwrap().clone();
        if calls.len() >= count {
            return calls;
        }
        assert!(Instant::now() < end, "{calls:?}");
        sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_delivery_is_told_once_by_default() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    send(&bench, &receiver, "JobID=j%C3%A41");
    let told = query(&receiver.next());
    assert_eq!(told, "Function=Notification&ResultCode=0&ResultText=OK&Number=0041790000001|JobID=j%E41");
    receiver.expect_silence();
    let calls = calls(&bench, 1);
    assert_eq!((&calls[0]["kind"], &calls[0]["status"]), (&json!("notification"), &json!(200)));
    assert_eq!((&calls[0]["method"], &calls[0]["error"]), (&json!("GET"), &Value::Null));
}

#[test]
fn the_level_and_the_course_decide_what_is_told() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    bench.account("PUT", "", &json!({ "job_progress": { "Sms": [[0, 0]] } }));
    send(&bench, &receiver, "NotificationLevel=3&JobID=a");
    bench.account("POST", "/jobs/a/state", &json!({ "sendState": 8 }));
    receiver.expect_silence();
    bench.account("POST", "/jobs/a/state", &json!({ "sendState": 2, "errorState": 5112 }));
    let told = query(&receiver.next());
    assert_eq!(told, "Function=Notification&ResultCode=5112&ResultText=Failed&Number=0041790000001|JobID=a");
    send(&bench, &receiver, "NotificationLevel=2&SendDate=2999-01-01T00:00:00");
    let told = query(&receiver.next());
    assert_eq!(told, "Function=Notification&ResultCode=3&ResultText=Scheduled&Number=0041790000001|");
    bench.account("PUT", "", &json!({ "webhooks": { "copies": 2 }, "job_progress": { "Sms": [[0, 10]] } }));
    send(&bench, &receiver, "");
    assert_eq!(query(&receiver.next()), query(&receiver.next()));
    receiver.expect_silence();
}

#[test]
fn what_is_not_on_this_machine_is_skipped() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "job_progress": { "Sms": [[0, 8]] } }));
    let url = "https%3A%2F%2Flocalhost%2Fx%3Bhttp%3A%2F%2F192.0.2.1%2Fx%3B%2B41790000009";
    accepted(&bench, SMS, &format!("Address=%2B41790000001&Message=x&NotificationAddress={url}"));
    let calls = calls(&bench, 2);
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|call| call["error"] == "skipped"), "{calls:?}");
}

#[test]
fn any_callback_is_made_by_command() {
    let bench = Bench::new();
    let receiver = Receiver::new();
    let mut command = json!({
        "url": format!("{}/in", receiver.url), "function": "Answer", "headers": { "x-secret": "s" },
        "parameters": { "Message": "Grüezi €", "AddressFrom": "0041790000001" },
    });
    let callback = |command: &Value| bench.account("POST", "/callback", command);
    assert_eq!(callback(&command), json!({ "status": 200, "body": "ok" }));
    let request = receiver.next();
    let start = "GET /in?Function=Answer&AddressFrom=0041790000001&Message=Gr%FCezi+%80 HTTP/1.1\r\n";
    assert!(request.starts_with(start), "{request}");
    assert!(request.contains("\r\nx-secret: s\r\n"), "{request}");
    command["encoding"] = json!("utf-8");
    command.as_object_mut().unwrap().remove("function");
    callback(&command);
    let request = receiver.next();
    let start = "GET /in?AddressFrom=0041790000001&Message=Gr%C3%BCezi+%E2%82%AC HTTP/1.1\r\n";
    assert!(request.starts_with(start), "{request}");
    let calls = calls(&bench, 2);
    assert_eq!(calls[0]["kind"], "callback");
    assert_eq!(calls[0]["query"], "Function=Answer&AddressFrom=0041790000001&Message=Gr%FCezi+%80");
    let elsewhere = json!({ "url": "http://example.com" });
    assert_eq!(bench.control_answer("POST", "accounts/someone/callback", &elsewhere).status, 400);
}
