//! Faults by chance, requests that are only counted, and what is known of many messages.

use serde_json::{Value, json};

use crate::client::{Bench, message};

fn statuses(bench: &Bench, count: usize) -> Vec<u16> {
    let mut connection = bench.connect();
    (0..count).map(|_| connection.send(&message()).unwrap().status).collect()
}

#[test]
fn the_same_seed_draws_the_same_faults() {
    let bench = Bench::new();
    let faults = json!([
        { "share": 0.3, "step": { "respond": { "status": 503 } } },
        { "share": 0.2, "step": { "respond": { "status": 429 } } },
    ]);
    let settings = |seed: u64| json!({ "faults": faults, "fault_seed": seed });
    bench.account("PUT", "", &settings(1));
    let first = statuses(&bench, 200);
    for status in [200, 429, 503] {
        assert!(first.contains(&status), "{status}");
    }
    bench.account("PUT", "", &settings(1));
    bench.script(&json!([{ "respond": { "status": 418 } }]));
    let again = statuses(&bench, 201);
    assert_eq!(again[0], 418, "a step that waits comes first");
    assert_eq!(again[1..], first, "and draws nothing");
    bench.account("PUT", "", &settings(2));
    assert_ne!(statuses(&bench, 200), first);
    bench.account("PUT", "", &json!({ "faults": [] }));
    assert_eq!(statuses(&bench, 20), [200; 20]);
}

#[test]
fn a_share_of_one_is_every_request_and_wrong_shares_are_refused() {
    let bench = Bench::new();
    bench.account(
        "PUT",
        "",
        &json!({ "faults": [{ "share": 1, "step": { "respond": { "status": 503 } } }] }),
    );
    assert_eq!(statuses(&bench, 20), [503; 20]);
    assert_eq!(bench.connect().get("/api/v2/message/x").unwrap().status, 503);
    let path = format!("accounts/{}", bench.user);
    for wrong in [
        json!([{ "share": 0.7, "step": {} }, { "share": 0.7, "step": {} }]),
        json!([{ "share": -1, "step": {} }]),
        json!([{ "share": 0.1, "step": { "accept": true, "fault": "reset" } }]),
    ] {
        assert_eq!(bench.control_answer("PUT", &path, &json!({ "faults": wrong })).status, 400, "{wrong}");
    }
}

#[test]
fn a_summary_counts_what_is_not_kept() {
    let bench = Bench::new();
    let summary = || bench.account("GET", "/summary", &Value::Null);
    assert_eq!(summary(), json!({ "requests": 0, "messages": 0, "recipients": 0, "repeated": 0 }));
    bench.account("PUT", "", &json!({ "record": false }));
    let mut connection = bench.connect();
    for to in ["+41790000001", "+41790000002", "+41790000001", "+41790000001", ""] {
        let mut message = message();
        message["to"] = json!(to);
        connection.send(&message).unwrap();
    }
    assert!(bench.requests().is_empty());
    assert_eq!(summary(), json!({ "requests": 5, "messages": 4, "recipients": 2, "repeated": 1 }));
    bench.account("PUT", "", &json!({ "record": true }));
    connection.send(&message()).unwrap();
    assert_eq!(bench.requests().len(), 1);
}
