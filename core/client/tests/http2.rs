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
    Client::new(options(mock, user, &json!({ "alpn": alpn }))).unwrap()
}

fn options(mock: &Mock, user: &str, listener: &Value) -> Options {
    let listener = mock.post("listeners", listener).unwrap();
    Options::new()
        .username(user)
        .password("p")
        .base_url(listener["url"].as_str().unwrap())
        .ca_file(mock.ca_file())
        .default_from("Alarm")
        .backoff_initial(Duration::from_millis(5))
        .http2(true)
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

/// The connection holds a request for which there is no stream yet. Once its caller was told that nothing went out, nothing may.
#[test]
fn a_send_that_was_given_up_while_it_waited_for_a_stream_never_goes_out() {
    let mock = Mock::start();
    let listener = json!({"alpn": ["h2"], "streams": 1});
    let client = ecall::Client::new(options(&mock, "one-stream", &listener)).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        // The first answer brings the server's settings.
        client.send_sms("+41790000001", "first", None).await.unwrap();
        mock.post("accounts/one-stream/script", &json!([{"accept": true, "delay_ms": 1000}])).unwrap();
        let slow = tokio::spawn({
            let client = client.clone();
            async move { client.send_sms("+41790000001", "slow", None).await.is_ok() }
        });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let short = ecall::CallOptions::new().timeout(Duration::from_millis(200)).max_retries(0);
        let message = ecall::Message::sms("+41790000001", "given up");
        let error = client.send(message, &short).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::Timeout, Outcome::NotAccepted));
        assert!(slow.await.unwrap());
        tokio::time::sleep(Duration::from_millis(300)).await;
    });
    let found = mock.get("accounts/one-stream/requests").unwrap();
    let complete: Vec<_> =
        found["requests"].as_array().unwrap().iter().map(|request| request["complete"] == true).collect();
    // The stream of the third is opened all the same, and reset without its body.
    assert_eq!(complete, [true, true, false]);
}
