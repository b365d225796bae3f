//! The blocking client on threads.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ecall::blocking::Client;
use ecall::{CallOptions, Kind, Options, Outcome};
use mock::Mock;
use serde_json::{Value, json};

fn options(mock: &Mock, user: &str) -> Options {
    Options::new()
        .username(user)
        .password("p")
        .base_url(mock.rest_url())
        .ca_file(mock.ca_file())
        .default_from("Alarm")
        .backoff_initial(Duration::from_millis(5))
}

fn arrived(mock: &Mock, user: &str) -> Vec<Value> {
    let found = mock.get(&format!("accounts/{user}/requests")).unwrap();
    found["requests"].as_array().unwrap().clone()
}

#[test]
fn a_thread_goes_on_while_another_waits() {
    let mock = Mock::start();
    let client = Client::new(options(&mock, "two")).unwrap();
    mock.post("accounts/two/script", &json!([{"accept": true, "delay_ms": 1500}])).unwrap();
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| client.send_sms("+41790000001", "slow", None).map(|_| Instant::now()));
        while arrived(&mock, "two").is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        for _ in 0..5 {
            client.send_sms("+41790000002", "quick", None).unwrap();
        }
        let quick = Instant::now();
        assert!(slow.join().unwrap().unwrap() > quick, "five calls ended while the first still waited");
    });
    assert_eq!(arrived(&mock, "two").len(), 6);
}

/// 50 sends, each after the server closed the connection that the lane still holds: one arrival each, and success.
#[test]
fn connections_that_were_closed_while_their_lane_slept_are_not_used() {
    let mock = Mock::start();
    let client = Client::new(options(&mock, "slept").max_retries(0)).unwrap();
    for round in 1..=50 {
        client.send_sms("+41790000001", "x", None).unwrap_or_else(|error| panic!("round {round}: {error:?}"));
        mock.post("accounts/slept/close_idle", &json!({})).unwrap();
        assert_eq!(arrived(&mock, "slept").len(), round);
    }
}

#[test]
fn sequential_calls_share_one_connection() {
    let mock = Mock::start();
    let client = Client::new(options(&mock, "shared")).unwrap();
    for _ in 0..5 {
        client.send_sms("+41790000001", "x", None).unwrap();
    }
    let requests = arrived(&mock, "shared");
    assert!(requests.iter().all(|request| request["connection"] == requests[0]["connection"]));
}

#[test]
fn an_interrupt_ends_a_call_and_says_what_became_of_it() {
    let mock = Mock::start();
    let interrupted = Arc::new(AtomicBool::new(false));
    let asked = interrupted.clone();
    let interrupt: ecall::blocking::Interrupt = Arc::new(move || asked.load(Ordering::Relaxed));
    let client = Client::with_interrupt(options(&mock, "stop"), Some(interrupt)).unwrap();
    mock.post("accounts/stop/script", &json!([{"fault": "silence"}])).unwrap();
    let watcher = {
        let interrupted = interrupted.clone();
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            interrupted.store(true, Ordering::Relaxed);
        })
    };
    let begun = Instant::now();
    let error = client.send_sms("+41790000001", "x", None).unwrap_err();
    watcher.join().unwrap();
    assert_eq!((error.kind(), error.outcome()), (Kind::Cancelled, Outcome::Unknown));
    assert!(begun.elapsed() < Duration::from_millis(2000), "{:?}", begun.elapsed());
    interrupted.store(false, Ordering::Relaxed);
    client.send_sms("+41790000001", "the lane is as good as new", None).unwrap();
}

#[test]
fn a_blocking_call_on_a_runtime_is_refused_without_a_panic() {
    let mock = Mock::start();
    let client = Client::new(options(&mock, "inside")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(async { client.check(&CallOptions::new()) }).unwrap_err();
    assert_eq!(error.kind(), Kind::Internal);
    runtime.block_on(async { drop(client) });
    assert!(arrived(&mock, "inside").is_empty());
}

#[test]
fn a_client_whose_connection_hangs_is_dropped_at_once() {
    let mock = Mock::start();
    let listener = mock.post("listeners", &json!({"connections": ["silent"]})).unwrap();
    let url = listener["url"].as_str().unwrap();
    let client =
        Client::new(options(&mock, "gone").base_url(url).timeout(Duration::from_millis(200))).unwrap();
    let error = client.send_sms("+41790000001", "x", None).unwrap_err();
    assert_eq!(error.outcome(), Outcome::NotAccepted, "{error:?}");
    let begun = Instant::now();
    drop(client);
    assert!(begun.elapsed() < Duration::from_millis(500));
}
