//! When things are written, and when connections are closed.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Bench, Broken, SEND, message};

/// Starts a send without waiting for the answer.
fn begin(bench: &Bench, step: Value) -> (crate::client::Connection, Instant) {
    bench.script(&json!([step]));
    let mut connection = bench.connect();
    let body = message().to_string();
    let begun = Instant::now();
    connection.write_head("POST", SEND, &[("content-type", "application/json")], body.len()).unwrap();
    connection.write(body.as_bytes()).unwrap();
    (connection, begun)
}

#[test]
fn a_small_answer_is_one_write() {
    let bench = Bench::new();
    let (mut connection, _) = begin(&bench, json!({ "accept": true }));
    // One TLS record is read at a time, so one read that holds all was one write.
    let bytes = String::from_utf8(connection.read().unwrap()).unwrap();
    assert!(bytes.starts_with("HTTP/1.1 200 OK\r\n"), "{bytes}");
    assert!(bytes.ends_with('}'), "{bytes}");
}

#[test]
fn a_delay_comes_before_the_headers() {
    let bench = Bench::new();
    let (mut connection, begun) = begin(&bench, json!({ "accept": true, "delay_ms": 800 }));
    while bench.accepted() == 0 {
        assert!(begun.elapsed() < Duration::from_millis(800), "it is accepted before the delay");
    }
    assert_eq!(connection.answer(false).unwrap().status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(800));
}

#[test]
fn a_body_delay_comes_after_the_headers() {
    let bench = Bench::new();
    let (mut connection, begun) = begin(&bench, json!({ "accept": true, "body_delay_ms": 800 }));
    let head = String::from_utf8(connection.read().unwrap()).unwrap();
    assert!(head.ends_with("\r\n\r\n"), "{head}");
    assert!(begun.elapsed() < Duration::from_millis(800));
    assert!(connection.read().unwrap().starts_with(b"{"));
    assert!(begun.elapsed() >= Duration::from_millis(800));
}

#[test]
fn a_slow_body_comes_in_pieces() {
    let bench = Bench::new();
    let step = json!({ "respond": { "body": "abcdefgh" }, "chunks": 4, "chunk_delay_ms": 100 });
    let (mut connection, begun) = begin(&bench, step);
    let head = String::from_utf8(connection.read().unwrap()).unwrap();
    assert!(head.contains("content-length: 8\r\n"), "{head}");
    let mut body = head.split_once("\r\n\r\n").unwrap().1.as_bytes().to_vec();
    let mut reads = 0;
    while body.len() < 8 {
        body.extend(connection.read().unwrap());
        reads += 1;
    }
    assert_eq!(body, b"abcdefgh");
    // A reader that was held up finds several pieces at once, but never all of them.
    assert!((2..=4).contains(&reads), "{reads}");
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

#[test]
fn a_connection_is_closed_after_an_answer_without_a_word() {
    let bench = Bench::new();
    let (mut connection, _) = begin(&bench, json!({ "accept": true, "then": "close" }));
    let answer = connection.answer(false).unwrap();
    assert_eq!((answer.status, answer.header("connection")), (200, None));
    assert_eq!(connection.end(), Broken::Closed);
}

#[test]
fn a_close_that_is_announced_happens() {
    let bench = Bench::new();
    let step = json!({ "respond": { "json": {}, "headers": { "Connection": "close" } } });
    let (mut connection, _) = begin(&bench, step);
    assert_eq!(connection.answer(false).unwrap().header("connection"), Some("close"));
    assert_eq!(connection.end(), Broken::Closed);
    let mut connection = bench.connect();
    let answer = connection.request("GET", "/x", &[("connection", "close")], b"").unwrap();
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(connection.end(), Broken::Closed);
}

#[test]
fn a_connection_is_closed_when_it_was_idle_for_long_enough() {
    let bench = Bench::new();
    let (mut connection, _) = begin(&bench, json!({ "accept": true, "close_idle_after_ms": 800 }));
    connection.answer(false).unwrap();
    assert_eq!(connection.send(&message()).unwrap().status, 200, "it was not idle yet");
    bench.script(&json!([{ "accept": true, "close_idle_after_ms": 150 }]));
    connection.send(&message()).unwrap();
    let begun = Instant::now();
    assert_eq!(connection.end(), Broken::Closed);
    assert!(begun.elapsed() >= Duration::from_millis(100));
}

#[test]
fn idle_connections_are_closed_by_command() {
    let bench = Bench::new();
    let mut idle = bench.connect();
    idle.send(&message()).unwrap();
    let mut others = bench.connect().with_password("other", "x");
    others.send(&message()).unwrap();
    let (mut busy, _) = begin(&bench, json!({ "accept": true, "delay_ms": 1500 }));
    while bench.requests().len() < 2 {}
    assert_eq!(bench.account("POST", "/close_idle", &Value::Null), json!({ "closed": 1 }));
    assert_eq!(idle.end(), Broken::Closed);
    assert_eq!(busy.answer(false).unwrap().status, 200);
    assert_eq!(others.send(&message()).unwrap().status, 200);
    assert_eq!(bench.account("POST", "/close_idle", &Value::Null), json!({ "closed": 1 }));
}

#[test]
fn a_send_on_a_connection_that_was_closed_while_idle_does_not_arrive() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    connection.send(&message()).unwrap();
    bench.account("POST", "/close_idle", &Value::Null);
    assert!(connection.send(&message()).is_err());
    assert_eq!(bench.requests().len(), 1);
}
