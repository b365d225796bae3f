//! Listeners with faults of their own.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Bench, Broken, message};

struct Opened {
    id: String,
    url: String,
}

fn open(bench: &Bench, wanted: &Value) -> Opened {
    let opened = bench.control("POST", "listeners", wanted);
    let text = |name: &str| opened[name].as_str().unwrap().to_owned();
    Opened { id: text("id"), url: text("url") }
}

fn raw(url: &str) -> TcpStream {
    let authority = url.split_once("://").unwrap().1.replace("localhost", "127.0.0.1");
    let socket = TcpStream::connect(authority).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    socket
}

/// The handshake's error, as rustls tells it.
fn refusal(bench: &Bench, tls: &str) -> String {
    let listener = open(bench, &json!({ "tls": tls }));
    bench.connect_to(&listener.url).err().expect("a refusal").to_string()
}

#[test]
fn certificates_are_wrong_in_the_way_that_was_asked_for() {
    let bench = Bench::new();
    assert!(refusal(&bench, "unknown_ca").contains("UnknownIssuer"), "{}", refusal(&bench, "unknown_ca"));
    assert!(
        refusal(&bench, "wrong_host").contains("not valid for name"),
        "{}",
        refusal(&bench, "wrong_host")
    );
    assert!(refusal(&bench, "expired").contains("expired"), "{}", refusal(&bench, "expired"));
}

#[test]
fn a_listener_of_its_own_counts_and_ends() {
    let bench = Bench::new();
    let listener = open(&bench, &json!({ "tls": "valid" }));
    let mut connection = bench.connect_to(&listener.url).unwrap();
    assert_eq!(connection.send(&message()).unwrap().status, 200);
    connection.send(&message()).unwrap();
    let path = format!("listeners/{}", listener.id);
    let counts = bench.control("GET", &path, &Value::Null);
    assert_eq!(counts, json!({ "connections": 1, "requests": 2 }));
    assert_eq!(bench.requests()[0]["listener"], json!(listener.id));
    bench.control("DELETE", &path, &Value::Null);
    assert!(connection.send(&message()).is_err());
    assert!(bench.connect_to(&listener.url).is_err());
    assert_eq!(bench.control_answer("GET", &path, &Value::Null).status, 404);
}

#[test]
fn without_tls_it_speaks_plain_http() {
    let bench = Bench::new();
    let listener = open(&bench, &json!({ "tls": "none" }));
    assert!(listener.url.starts_with("http://localhost:"));
    assert_eq!(bench.connect_to(&listener.url).unwrap().send(&message()).unwrap().status, 200);
}

#[test]
fn a_refused_port_refuses() {
    let bench = Bench::new();
    let listener = open(&bench, &json!({ "refuse": true }));
    let error = bench.connect_to(&listener.url).err().unwrap();
    assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
    // The port stays taken, so that no other listener answers on it, until it is given back.
    let port: u16 = listener.url.rsplit(':').next().unwrap().parse().unwrap();
    let bind = || TcpListener::bind(("127.0.0.1", port));
    assert_eq!(bind().unwrap_err().kind(), io::ErrorKind::AddrInUse);
    bench.control("DELETE", &format!("listeners/{}", listener.id), &Value::Null);
    bind().unwrap();
}

#[test]
fn connections_follow_their_script_and_then_are_normal() {
    let bench = Bench::new();
    let plans = json!(["reset_on_accept", "reset_in_handshake", "garbage", "normal", "reset_before_read"]);
    let listener = open(&bench, &json!({ "connections": plans }));
    let broken = || Broken::from(bench.connect_to(&listener.url).err().unwrap());
    assert_eq!(broken(), Broken::Reset);
    assert_eq!(broken(), Broken::Reset);
    let error = bench.connect_to(&listener.url).err().unwrap();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
    assert_eq!(bench.connect_to(&listener.url).unwrap().send(&message()).unwrap().status, 200);
    let ended = match bench.connect_to(&listener.url) {
        Ok(mut connection) => connection.send(&message()).unwrap_err(),
        Err(error) => error.into(),
    };
    assert_eq!(ended, Broken::Reset);
    assert_eq!(bench.connect_to(&listener.url).unwrap().send(&message()).unwrap().status, 200);
    assert_eq!(bench.requests().len(), 2);
    let counts = bench.control("GET", &format!("listeners/{}", listener.id), &Value::Null);
    assert_eq!(counts["connections"], 6);
}

#[test]
fn a_reset_in_the_handshake_waits_for_the_hello() {
    let bench = Bench::new();
    let listener = open(&bench, &json!({ "connections": ["reset_in_handshake"] }));
    let mut socket = raw(&listener.url);
    assert_eq!(socket.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    socket.write_all(&[22, 3, 1]).unwrap();
    assert_eq!(socket.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::ConnectionReset);
}

#[test]
fn a_silent_listener_says_nothing() {
    let bench = Bench::new();
    let listener = open(&bench, &json!({ "connections": ["silent"] }));
    let mut socket = raw(&listener.url);
    socket.write_all(b"hello?").unwrap();
    assert_eq!(socket.read(&mut [0]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
}

#[test]
fn a_close_after_the_handshake_is_orderly() {
    let bench = Bench::new();
    let listener = open(&bench, &json!({ "connections": ["close_after_handshake"] }));
    let mut connection = bench.connect_to(&listener.url).unwrap();
    assert_eq!(connection.send(&message()).unwrap_err(), Broken::Closed);
    assert!(bench.requests().is_empty());
}
