//! Accounts, authentication, routing, and what the control interface tells of it.

use serde_json::{Value, json};

use crate::client::{Bench, SEND, message};

#[test]
fn a_message_is_accepted_and_recorded() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    let answer = connection.send(&message()).unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-f24-request-id").unwrap().len(), 36);
    assert_eq!(answer.json()["messageId"].as_str().unwrap().len(), 36);
    let [request] = &bench.requests()[..] else { panic!() };
    assert_eq!(request["method"], "POST");
    assert_eq!(request["path"], SEND);
    assert_eq!(request["query"], Value::Null);
    assert_eq!(request["json"], message());
    assert_eq!(request["complete"], true);
    assert_eq!(request["http_version"], "1.1");
    assert_eq!(request["listener"], "main");
    assert_eq!(request["headers"]["content-type"], "application/json");
    assert!(request["connection"].is_number());
}

#[test]
fn requests_on_one_connection_name_the_same_connection() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    connection.send(&message()).unwrap();
    connection.get("/api/v2/message/x?y=z").unwrap();
    bench.connect().get("/nowhere").unwrap();
    let requests = bench.requests();
    assert_eq!(requests[0]["connection"], requests[1]["connection"]);
    assert_ne!(requests[0]["connection"], requests[2]["connection"]);
    assert_eq!(requests[1]["query"], "y=z");
}

#[test]
fn missing_and_wrong_credentials_are_401() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "password": "right" }));
    let answer = bench.connect().without_credentials().send(&message()).unwrap();
    assert_eq!(answer.status, 401);
    assert!(answer.header("www-authenticate").unwrap().starts_with("Basic"));
    assert!(answer.json()["errorMessage"].is_string());
    assert_eq!(bench.connect().send(&message()).unwrap().status, 401);
    let answer = bench.connect().with_password(bench.user, "right").send(&message()).unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(bench.requests().len(), 2, "a request without credentials belongs to nobody");
}

#[test]
fn a_disabled_account_is_403() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "disabled": true }));
    assert_eq!(bench.connect().send(&message()).unwrap().status, 403);
    bench.account("PUT", "", &json!({ "disabled": false }));
    assert_eq!(bench.connect().send(&message()).unwrap().status, 200);
}

#[test]
fn accounts_do_not_see_each_other() {
    let bench = Bench::new();
    let id = bench.connect().send(&message()).unwrap().json()["messageId"].clone();
    let path = format!("{SEND}/{}", id.as_str().unwrap());
    assert_eq!(bench.connect().get(&path).unwrap().status, 200);
    let answer = bench.connect().with_password("other: ü", "x").get(&path);
    // The name ends at the first colon.
    assert_eq!(answer.unwrap().status, 404);
    let seen = bench.control("GET", "accounts/other/requests", &Value::Null);
    assert_eq!(seen["requests"].as_array().unwrap().len(), 1);
    bench.connect().with_password("ü/ä", "x").get(&path).unwrap();
    let seen = bench.control("GET", "accounts/%C3%BC%2F%C3%A4/requests", &Value::Null);
    assert_eq!(seen["requests"].as_array().unwrap().len(), 1);
}

#[test]
fn a_forgotten_account_starts_anew() {
    let bench = Bench::new();
    bench.script(&json!([{ "respond": { "status": 500 } }]));
    bench.connect().get("/x").unwrap();
    bench.script(&json!([{ "respond": { "status": 500 } }]));
    bench.account("DELETE", "", &Value::Null);
    assert!(bench.requests().is_empty());
    assert_eq!(bench.connect().send(&message()).unwrap().status, 200);
}

#[test]
fn paths_and_methods_are_told_apart() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    assert_eq!(connection.get("/api/v3/message").unwrap().status, 404);
    assert_eq!(connection.get("/").unwrap().status, 404);
    assert_eq!(connection.get(&format!("{SEND}/00000000-0000-0000-0000-000000000000")).unwrap().status, 404);
    let answer = connection.get(SEND).unwrap();
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
    let answer = connection.post(&format!("{SEND}/x"), &message()).unwrap();
    assert_eq!((answer.status, answer.header("allow")), (405, Some("GET")));
    let answer = connection.request("HEAD", SEND, &[], b"").unwrap();
    assert_eq!(answer.status, 405);
    assert!(answer.body.is_empty(), "HEAD has no body");
    assert_eq!(connection.send(&message()).unwrap().status, 200, "the connection is still in step");
}

#[test]
fn the_version_is_in_the_path_or_in_the_header() {
    let bench = Bench::new();
    let mut connection = bench.connect();
    let body = message().to_string();
    let mut zone = |path: &str, version: &[(&str, &str)]| {
        let headers = [&[("content-type", "application/json")], version].concat();
        let answer = connection.request("POST", path, &headers, body.as_bytes()).unwrap();
        assert_eq!(answer.status, 200, "{path}");
        answer.json()["timestamp"].as_str().unwrap().ends_with('Z')
    };
    assert!(zone("/api/v2/message", &[]));
    assert!(!zone("/api/v1/message", &[]));
    assert!(!zone("/api/message", &[]));
    assert!(zone("/api/message", &[("X-API-Version", "2.0")]));
    assert!(!zone("/api/message", &[("X-API-Version", "1")]));
    let answer = connection.request("POST", "/api/message", &[("X-API-Version", "3")], body.as_bytes());
    assert_eq!(answer.unwrap().status, 400);
}

#[test]
fn control_refuses_what_it_does_not_know() {
    let bench = Bench::new();
    let refused = |method, path, body: Value| bench.control_answer(method, path, &body).status;
    assert_eq!(refused("POST", "accounts/u/script", json!([{ "fault": "resett" }])), 400);
    assert_eq!(refused("POST", "accounts/u/script", json!([{ "accept": true, "fault": "reset" }])), 400);
    assert_eq!(refused("POST", "accounts/u/script", json!([{ "dely_ms": 1 }])), 400);
    assert_eq!(refused("PUT", "accounts/u", json!({ "pasword": "x" })), 400);
    assert_eq!(refused("POST", "listeners", json!({ "connections": ["slow"] })), 400);
    assert_eq!(refused("GET", "listeners/l999", Value::Null), 404);
    assert_eq!(refused("PATCH", "accounts/u", Value::Null), 405);
    assert_eq!(refused("GET", "elsewhere", Value::Null), 404);
    assert_eq!(bench.control("GET", "health", &Value::Null), json!({ "ok": true }));
}
