//! HTTP/2, where it is offered and asked for.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::time::Duration;

use ecall::blocking::Client;
use ecall::{Delivery, Kind, Options, Outcome};
use mock::Mock;
use serde_json::{Value, json};

fn client(mock: &Mock, user: &str, alpn: &Value) -> Client {
    let listener = mock.post("listeners", &json!({ "alpn": alpn })).unwrap();
    let options = Options::new()
        .username(user)
        .password("p")
        .base_url(listener["url"].as_str().unwrap())
        .ca_file(mock.ca_file())
        .default_from("Alarm")
        .backoff_initial(Duration::from_millis(5));
    Client::new(options.http2(true)).unwrap()
}

fn versions(mock: &Mock, user: &str) -> Vec<Value> {
    let found = mock.get(&format!("accounts/{user}/requests")).unwrap();
    found["requests"].as_array().unwrap().iter().map(|request| request["http_version"].clone()).collect()
}

#[test]
fn it_is_spoken_where_the_server_offers_it() {
    let mock = Mock::start();
    client(&mock, "both", &json!(["h2", "http/1.1"])).send_sms("+41790000001", "x", None).unwrap();
    assert_eq!(versions(&mock, "both"), ["2"]);
    client(&mock, "old", &json!(["http/1.1"])).send_sms("+41790000001", "x", None).unwrap();
    assert_eq!(versions(&mock, "old"), ["1.1"]);
}

/// REFUSED_STREAM says that the server did not look at the request (RFC 9113, section 8.7).
#[test]
fn a_refused_stream_was_not_accepted_and_is_repeated() {
    let mock = Mock::start();
    let client = client(&mock, "refused", &json!(["h2"]));
    mock.post("accounts/refused/script", &json!([{"fault": "refuse_stream"}])).unwrap();
    let sent = client.send_sms("+41790000001", "x", None).unwrap();
    assert!(!sent.possible_duplicate);
    let before: Vec<_> = sent.attempts.iter().map(|attempt| (attempt.kind, attempt.outcome)).collect();
    assert_eq!(before, [(Kind::Connect, Outcome::NotAccepted)]);
    assert_eq!(versions(&mock, "refused"), ["2", "2"]);
}

#[test]
fn a_lost_answer_is_as_unknown_as_over_http_1() {
    let mock = Mock::start();
    let client = client(&mock, "lost", &json!(["h2"]));
    mock.post("accounts/lost/script", &json!([{"accept_then": "reset"}])).unwrap();
    let error = client.send_sms("+41790000001", "x", None).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown), "{error:?}");
    assert_eq!(versions(&mock, "lost"), ["2"]);

    mock.post("accounts/lost/script", &json!([{"accept_then": "reset"}])).unwrap();
    let options = ecall::CallOptions::new().delivery(Delivery::AtLeastOnce);
    let message = ecall::Message::sms("+41790000001", "x");
    assert!(client.send(message, &options).unwrap().possible_duplicate);
    assert_eq!(versions(&mock, "lost").len(), 3);
}
