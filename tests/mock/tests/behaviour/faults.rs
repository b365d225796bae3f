//! The faults of a script, as they arrive.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Bench, Broken, SEND, message};

/// How a send ends that meets `step`.
fn meet(bench: &Bench, step: Value) -> Broken {
    bench.script(&json!([step]));
    bench.connect().send(&message()).unwrap_err()
}

#[test]
fn steps_are_taken_in_order_and_then_all_is_normal() {
    let bench = Bench::new();
    bench.script(&json!([{ "respond": { "status": 503 } }, { "accept": true }]));
    bench.script(&json!([{ "respond": { "status": 429, "headers": { "Retry-After": "2" } } }]));
    let mut connection = bench.connect();
    assert_eq!(connection.send(&message()).unwrap().status, 503);
    assert_eq!(connection.send(&message()).unwrap().status, 200);
    let busy = connection.send(&message()).unwrap();
    assert_eq!((busy.status, busy.header("retry-after")), (429, Some("2")));
    assert_eq!(connection.send(&message()).unwrap().status, 200);
    assert_eq!(bench.accepted(), 2);
}

#[test]
fn an_answer_is_written_as_scripted() {
    let bench = Bench::new();
    bench.script(&json!([
        { "respond": { "status": 200, "json": { "a": 1 } } },
        { "respond": { "body": "plain", "headers": { "content-type": "text/plain" } } },
        { "respond": { "body_base64": "/wA=", "headers": { "Content-Type": null, "x-f24-request-id": null } } },
        { "respond": { "status": 204 } },
    ]));
    let mut connection = bench.connect();
    let answer = connection.send(&message()).unwrap();
    assert_eq!(answer.json(), json!({ "a": 1 }));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert!(answer.header("x-f24-request-id").is_some());
    let answer = connection.send(&message()).unwrap();
    assert_eq!(answer.body, b"plain");
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    let answer = connection.send(&message()).unwrap();
    assert_eq!(answer.body, [0xff, 0]);
    assert_eq!(answer.header("content-type"), None);
    assert_eq!(answer.header("x-f24-request-id"), None);
    assert_eq!(connection.send(&message()).unwrap().status, 204);
    assert_eq!(bench.accepted(), 0);
}

#[test]
fn origins_are_filled_in_and_the_other_one_is_open() {
    let bench = Bench::new();
    bench.script(&json!([{ "respond": {
        "status": 302,
        "headers": { "location": "{{other_origin}}/elsewhere", "x-own": "{{origin}}/here" },
    } }]));
    let answer = bench.connect().get(&format!("{SEND}/x")).unwrap();
    assert_eq!(answer.header("x-own"), Some(&*format!("{}/here", bench.mock.rest_url())));
    let other = answer.header("location").unwrap().strip_suffix("/elsewhere").unwrap();
    assert_ne!(other, bench.mock.rest_url());
    assert_eq!(bench.connect_to(other).unwrap().get("/elsewhere").unwrap().status, 404);
    assert_eq!(bench.requests()[1]["listener"], "other");
    assert_eq!(bench.control("GET", "listeners/other", &Value::Null)["requests"], 1);
}

#[test]
fn a_huge_answer_is_json_of_that_size() {
    let bench = Bench::new();
    bench.script(&json!([{ "respond": { "status": 200, "huge_mib": 17 } }]));
    let answer = bench.connect().send(&message()).unwrap();
    assert_eq!(answer.body.len(), 17 * 1024 * 1024);
    assert!(answer.json()["padding"].is_string());
}

#[test]
fn a_reset_after_acceptance_loses_the_answer_only() {
    let bench = Bench::new();
    assert_eq!(meet(&bench, json!({ "accept_then": "reset" })), Broken::Reset);
    assert_eq!(bench.accepted(), 1);
    assert_eq!(bench.requests()[0]["complete"], true);
}

#[test]
fn a_close_after_acceptance_is_orderly() {
    let bench = Bench::new();
    assert_eq!(meet(&bench, json!({ "accept_then": "close" })), Broken::Closed);
    assert_eq!(bench.accepted(), 1);
}

#[test]
fn silence_keeps_the_connection_open() {
    let bench = Bench::new();
    for (step, accepted) in [(json!({ "fault": "silence" }), 0), (json!({ "accept_then": "silence" }), 1)] {
        bench.script(&json!([step]));
        let mut connection = bench.connect();
        connection.socket.set_read_timeout(Some(Duration::from_millis(250))).unwrap();
        assert_eq!(connection.send(&message()).unwrap_err(), Broken::TimedOut);
        assert_eq!(bench.accepted(), accepted);
    }
}

#[test]
fn a_truncated_answer_announces_all_and_brings_half() {
    let bench = Bench::new();
    let Broken::Truncated(announced, came) = meet(&bench, json!({ "accept_then": "truncate" })) else {
        panic!()
    };
    assert_eq!(came, announced / 2);
    assert_eq!(bench.accepted(), 1);
}

#[test]
fn a_reset_after_the_head_does_not_wait_for_the_body() {
    let bench = Bench::new();
    bench.script(&json!([{ "fault": "reset_after_head" }]));
    let mut connection = bench.connect();
    connection.write_head("POST", SEND, &[("content-type", "application/json")], 100).unwrap();
    assert_eq!(connection.end(), Broken::Reset);
    let request = &bench.requests()[0];
    assert_eq!((&request["complete"], &request["body_base64"]), (&json!(false), &json!("")));
    assert_eq!(bench.accepted(), 0);
}

#[test]
fn a_reset_after_the_request_does_not_process_it() {
    let bench = Bench::new();
    assert_eq!(meet(&bench, json!({ "fault": "reset" })), Broken::Reset);
    assert_eq!(bench.requests()[0]["json"], message());
    assert_eq!(bench.accepted(), 0);
}

#[test]
fn garbage_is_not_http() {
    let bench = Bench::new();
    let Broken::NotHttp(bytes) = meet(&bench, json!({ "fault": "garbage" })) else { panic!() };
    assert!(!bytes.starts_with(b"HTTP"));
    assert_eq!(bench.accepted(), 0);
}

#[test]
fn a_body_that_breaks_off_is_kept_as_incomplete() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    connection.write_head("POST", SEND, &[("content-type", "application/json")], 100).unwrap();
    connection.write(b"{\"channel\"").unwrap();
    assert_eq!(bench.requests().len(), 1, "it is recorded with its head");
    drop(connection);
    let end = std::time::Instant::now() + Duration::from_secs(5);
    while bench.requests()[0]["body_base64"] == "" {
        assert!(std::time::Instant::now() < end);
    }
    assert_eq!(bench.requests()[0]["complete"], false);
    assert_eq!(bench.accepted(), 0);
}

#[test]
fn a_chunked_body_is_read() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    let body = message().to_string();
    let (first, second) = body.split_at(10);
    let chunked =
        format!("{:x}\r\n{first}\r\n{:x};x=y\r\n{second}\r\n0\r\na: b\r\n\r\n", first.len(), second.len());
    let authorization = "Authorization: Basic c29tZW9uZTp4";
    let head = format!("POST {SEND} HTTP/1.1\r\n{authorization}\r\nContent-Type: application/json\r\n");
    connection.write(format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunked}").as_bytes()).unwrap();
    assert_eq!(connection.answer(false).unwrap().status, 200);
    assert_eq!(bench.requests()[0]["json"], message());
}
