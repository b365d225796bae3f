//! The SMPP client against the mock, over TLS: what arrives there, whom the client trusts, receipts and messages.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::time::Duration;

use ecall::blocking::{SmppClient, SmppEvents};
use ecall::smpp::{BindMode, LongMessage, SmppEvent, SmppOptions, SubmitOptions, SubmitRequest};
use ecall::{Delivery, Kind, Options, Outcome};
use mock::Mock;
use serde_json::{Value, json};

const TO: &str = "+41790000001";

fn options(mock: &Mock, user: &str) -> Options {
    let url = mock.ready["smpp_url"].as_str().unwrap();
    Options::new().username(user).password("p").base_url(url).ca_file(mock.ca_file()).default_from("Alarm")
}

fn bound(mock: &Mock, user: &str, smpp: SmppOptions) -> SmppClient {
    let client = SmppClient::new(options(mock, user), smpp).unwrap();
    client.bind().unwrap();
    client
}

/// The next event that is no state of the link.
fn next(events: &mut SmppEvents) -> SmppEvent {
    loop {
        match events.next_within(Duration::from_secs(20)).expect("an event") {
            SmppEvent::Link(_) => {}
            event => return event,
        }
    }
}

fn summary(mock: &Mock, user: &str) -> Value {
    mock.get(&format!("accounts/{user}/smpp/summary")).unwrap()
}

#[test]
fn a_long_message_goes_out_over_tls_and_its_receipts_come_back() {
    let mock = Mock::start();
    let ids = json!({"smpp": {"ids": {"response": {"base": "hex", "pad": 8}, "receipt": {"base": "decimal", "pad": 0}}}});
    for long in [LongMessage::Udh8, LongMessage::Udh16, LongMessage::Sar] {
        let user = format!("long-{long:?}");
        mock.put(&format!("accounts/{user}"), &ids).unwrap();
        let client = bound(&mock, &user, SmppOptions::new().long_message(long));
        let mut events = client.events().unwrap();
        let options = SubmitOptions::new().tag("three");
        let sent = client.submit_with(TO, &"Grüezi, ".repeat(50), None, &options).unwrap();
        assert_eq!(sent.parts.len(), 3, "{long:?}");
        let mut parts = Vec::new();
        for _ in 0..3 {
            let SmppEvent::Receipt(receipt) = next(&mut events) else { panic!() };
            assert_eq!((receipt.state, receipt.tag.as_deref()), (Some("delivered"), Some("three")));
            let sent = &sent.parts[usize::from(receipt.part) - 1];
            assert_eq!(receipt.message_id, sent.message_id);
            parts.push((receipt.part, receipt.parts));
        }
        parts.sort_unstable();
        assert_eq!(parts, [(1, 3), (2, 3), (3, 3)]);
        events.acknowledge();
        client.unbind().unwrap();
        let summary = summary(&mock, &user);
        assert_eq!(
            (&summary["submits"], &summary["accepted"], &summary["links"]),
            (&json!(3), &json!(3), &json!(0))
        );
    }
}

#[test]
fn a_message_in_parts_comes_in_with_a_delivery_window_of_one() {
    let mock = Mock::start();
    mock.put("accounts/inbound", &json!({"smpp": {"window": 1}})).unwrap();
    let client = bound(&mock, "inbound", SmppOptions::new());
    let mut events = client.events().unwrap();
    let text = "Größe in m² – 🎉 ".repeat(10);
    let inbound = json!({"from": "41790000002", "to": "4100", "text": text, "data_coding": 8});
    let made = mock.post("accounts/inbound/smpp/inbound", &inbound).unwrap();
    let parts = made["deliveries"].as_array().unwrap().len();
    let SmppEvent::Message(message) = next(&mut events) else { panic!() };
    assert_eq!((message.text.as_deref(), usize::from(message.parts)), (Some(&*text), parts));
    assert!(parts > 2);
    events.acknowledge();
    client.unbind().unwrap();
    let found = mock.get("accounts/inbound/smpp/deliveries").unwrap();
    let of = |name: &str| -> Vec<Value> {
        found["deliveries"].as_array().unwrap().iter().map(|one| one[name].clone()).collect()
    };
    assert_eq!(of("state"), vec![json!("delivered"); parts]);
    assert_eq!(of("attempts"), vec![json!(1); parts]);
}

/// `smpps://` is TLS or an error, and the certificate is that of the host.
#[test]
fn nobody_but_the_host_is_trusted() {
    let mock = Mock::start();
    for tls in ["unknown_ca", "wrong_host", "expired", "none"] {
        let listener = mock.post("listeners", &json!({"interface": "smpp", "tls": tls})).unwrap();
        let url = listener["url"].as_str().unwrap().replace("smpp://127.0.0.1", "smpps://localhost");
        let options = options(&mock, "stranger").base_url(url).timeout(Duration::from_secs(2)).max_retries(1);
        let client = SmppClient::new(options, SmppOptions::new()).unwrap();
        let error = client.bind().unwrap_err();
        let expected = if tls == "none" { [Kind::Tls, Kind::Connect] } else { [Kind::Tls; 2] };
        assert!(expected.contains(&error.kind()), "{tls}: {error:?}");
        assert_eq!(error.outcome(), Outcome::NotApplicable);
    }
    for version in ["1.2", "1.3"] {
        let listener = mock.post("listeners", &json!({"interface": "smpp", "tls_version": version})).unwrap();
        let options = options(&mock, "versions").base_url(listener["url"].as_str().unwrap());
        let client = SmppClient::new(options, SmppOptions::new()).unwrap();
        client.bind().unwrap();
        client.submit(TO, "x", None).unwrap();
    }
}

#[test]
fn a_wrong_password_and_missing_credit_have_their_kinds() {
    let mock = Mock::start();
    mock.put("accounts/poor", &json!({"password": "p", "credit": "none"})).unwrap();
    let client = bound(&mock, "poor", SmppOptions::new().bind_mode(BindMode::Transmitter));
    let error = client.submit(TO, "x", None).unwrap_err();
    assert_eq!((error.kind(), error.details().smpp_status), (Kind::InsufficientCredit, Some(0x401)));
    let wrong = SmppClient::new(options(&mock, "poor").password("another"), SmppOptions::new()).unwrap();
    let error = wrong.bind().unwrap_err();
    assert_eq!((error.kind(), error.details().smpp_status), (Kind::Authentication, Some(0x0e)));
    assert!(!format!("{error:?}{error}").contains("another"));
}

/// Links end in every way there is, at random, over TLS; the mock's count agrees with the client's.
#[test]
fn every_message_is_accounted_for_while_links_are_cut() {
    const MESSAGES: usize = 10_000;
    let mock = Mock::start();
    let ends: Vec<_> = ["reset", "cut", "close", "truncate"].map(|end| json!({"accept_then": end})).into();
    let lost: Vec<_> = ["reset", "cut", "close"].map(|end| json!({"fault": end})).into();
    let faults: Vec<_> =
        ends.iter().chain(&lost).map(|step| json!({"share": 0.0005, "step": step})).collect();
    for delivery in [Delivery::Standard, Delivery::AtLeastOnce] {
        let user = format!("weather-{delivery:?}");
        let settings = json!({"smpp": {"faults": faults, "fault_seed": 7}, "record": false});
        mock.put(&format!("accounts/{user}"), &settings).unwrap();
        let quick = SmppOptions::new()
            .window(50)
            .reconnect_initial(Duration::from_millis(1))
            .reconnect_max(Duration::from_millis(5));
        let client = bound(&mock, &user, quick);
        let requests = (0..MESSAGES).map(|number| SubmitRequest::new(TO, number.to_string()));
        let options = SubmitOptions::new().delivery(delivery).max_retries(100);
        let sent = client.submit_all(requests, options).unwrap();
        client.unbind().unwrap();
        let accepted = sent.iter().filter(|sent| sent.is_ok()).count();
        let unknown = sent
            .iter()
            .filter(|sent| matches!(sent, Err(error) if error.outcome() == Outcome::Unknown))
            .count();
        assert_eq!((sent.len(), accepted + unknown), (MESSAGES, MESSAGES), "{delivery:?}");
        let found = summary(&mock, &user);
        let distinct = found["distinct"].as_u64().unwrap() as usize;
        assert!(found["binds"].as_u64().unwrap() > 10, "{found}");
        if delivery == Delivery::Standard {
            assert!((accepted..=MESSAGES).contains(&distinct) && unknown > 0, "{found}");
            assert_eq!(found["repeated"], 0);
        } else {
            assert_eq!((accepted, distinct), (MESSAGES, MESSAGES), "{found}");
        }
    }
}
