//! What the log hook is told, event by event.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ecall::blocking::Client;
use ecall::{CallOptions, CancelToken, Kind, LogEvent, LogHook, LogLevel, Options, SmsOptions};
use mock::Mock;
use serde_json::{Value, json};

struct Bench {
    mock: Mock,
    client: Client,
    events: Arc<Mutex<Vec<LogEvent>>>,
}

/// Level, event, attempt, HTTP status and kind of an event.
type Told = (LogLevel, &'static str, u32, Option<u16>, Option<&'static str>);

impl Bench {
    fn new(script: &Value) -> Self {
        let mock = Mock::start();
        mock.post("accounts/log/script", script).unwrap();
        let events = Arc::new(Mutex::new(Vec::new()));
        let told = events.clone();
        let options = Options::new()
            .username("log")
            .password("p")
            .base_url(mock.rest_url())
            .ca_file(mock.ca_file())
            .default_from("Alarm")
            .backoff_initial(Duration::from_millis(40))
            .backoff_max(Duration::from_millis(40))
            .log(LogHook::new(move |event| told.lock().unwrap().push(event.clone())));
        let client = Client::new(options).unwrap();
        Self { mock, client, events }
    }

    fn events(&self) -> Vec<LogEvent> {
        self.events.lock().unwrap().clone()
    }

    /// What was told of a send.
    fn told(&self) -> Vec<Told> {
        let events = self.events();
        assert!(events.iter().all(|event| event.operation == "send"), "{events:?}");
        events
            .iter()
            .map(|event| (event.level, event.event, event.attempt, event.http_status, event.kind))
            .collect()
    }
}

#[test]
fn a_call_that_is_answered_at_once_is_one_event() {
    let bench = Bench::new(&json!([{"accept": true, "delay_ms": 100}]));
    let begun = Instant::now();
    let sent = bench.client.send_sms("+41790000001", "x", None).unwrap();
    let took = begun.elapsed().as_millis();
    assert_eq!(bench.told(), [(LogLevel::Info, "done", 1, Some(sent.http_status), None)]);
    let event = &bench.events()[0];
    assert!(event.request_id.is_some() && event.request_id == sent.request_id);
    assert!((100..=took).contains(&event.duration_ms.into()), "{event:?} of a call of {took} ms");
}

#[test]
fn a_call_that_is_repeated_tells_of_each_attempt_and_pause() {
    let unavailable = json!({"respond": {"status": 503}, "delay_ms": 50});
    let bench = Bench::new(&json!([unavailable, unavailable]));
    let sent = bench.client.send_sms("+41790000001", "x", None).unwrap();
    assert_eq!(
        bench.told(),
        [
            (LogLevel::Warning, "attempt", 1, Some(503), Some("unavailable")),
            (LogLevel::Info, "retry", 1, None, None),
            (LogLevel::Warning, "attempt", 2, Some(503), Some("unavailable")),
            (LogLevel::Info, "retry", 2, None, None),
            (LogLevel::Info, "done", 3, Some(sent.http_status), None),
        ]
    );
    let events = bench.events();
    for (event, attempt) in [(&events[0], &sent.attempts[0]), (&events[2], &sent.attempts[1])] {
        assert_eq!(u128::from(event.duration_ms), attempt.duration.as_millis());
        assert!(event.duration_ms >= 50, "{event:?}");
        assert!(event.request_id.is_some() && event.request_id == attempt.request_id);
    }
    for pause in [&events[1], &events[3]] {
        assert!(pause.duration_ms <= 40 && pause.request_id.is_none(), "{pause:?}");
    }
    assert_eq!(events[4].request_id, sent.request_id);
}

#[test]
fn a_pause_that_the_service_asks_for_is_told_as_long_as_it_is() {
    let bench = Bench::new(&json!([{"respond": {"status": 429, "headers": {"retry-after": "1"}}}]));
    bench.client.send_sms("+41790000001", "x", None).unwrap();
    let events = bench.events();
    assert_eq!((events[1].event, events[1].duration_ms), ("retry", 1000));
}

#[test]
fn a_call_that_is_refused_tells_of_its_attempt_and_its_end() {
    let bench = Bench::new(&json!([{"respond": {"status": 400, "json": {"errorCode": "InvalidContent"}}}]));
    let error = bench.client.send_sms("+41790000001", "x", None).unwrap_err();
    assert_eq!(
        bench.told(),
        [
            (LogLevel::Warning, "attempt", 1, Some(400), Some("rejected")),
            (LogLevel::Warning, "failed", 1, None, Some("rejected")),
        ]
    );
    let events = bench.events();
    assert!(events[0].request_id.is_some() && events[0].request_id == error.details().request_id);
    assert!(events[1].duration_ms >= events[0].duration_ms, "a call is as long as its attempt: {events:?}");
}

/// The end says what the caller is told, which is more than the last attempt knows.
#[test]
fn a_call_whose_outcome_is_unknown_says_so_at_its_end() {
    let bench = Bench::new(&json!([{"accept_then": "reset"}]));
    let error = bench.client.send_sms("+41790000001", "x", None).unwrap_err();
    assert_eq!(error.kind(), Kind::OutcomeUnknown);
    assert_eq!(
        bench.told(),
        [
            (LogLevel::Warning, "attempt", 1, None, Some("connect")),
            (LogLevel::Warning, "failed", 1, None, Some("outcome_unknown")),
        ]
    );
}

#[test]
fn a_call_that_is_cancelled_tells_of_the_attempt_that_was_cut_off() {
    let bench = Bench::new(&json!([{"fault": "silence"}]));
    let token = CancelToken::new();
    let options = CallOptions::new().cancel(token.clone());
    let error = std::thread::scope(|scope| {
        let call = scope
            .spawn(|| bench.client.send_sms_with("+41790000001", "x", None, SmsOptions::new(), &options));
        while bench.mock.get("accounts/log/requests").unwrap()["requests"] == json!([]) {
            std::thread::sleep(Duration::from_millis(5));
        }
        token.cancel();
        call.join().unwrap().unwrap_err()
    });
    assert_eq!(
        bench.told(),
        [
            (LogLevel::Warning, "attempt", 1, None, Some("cancelled")),
            (LogLevel::Warning, "failed", 1, None, Some("cancelled")),
        ]
    );
    let events = bench.events();
    assert_eq!(u128::from(events[0].duration_ms), error.details().attempts[0].duration.as_millis());
    assert!(events[1].duration_ms >= events[0].duration_ms);
}

#[test]
fn a_call_that_was_cancelled_before_it_began_has_no_attempt() {
    let bench = Bench::new(&json!([]));
    let token = CancelToken::new();
    token.cancel();
    let options = CallOptions::new().cancel(token);
    bench.client.send_sms_with("+41790000001", "x", None, SmsOptions::new(), &options).unwrap_err();
    assert_eq!(bench.told(), [(LogLevel::Warning, "failed", 0, None, Some("cancelled"))]);
}

#[test]
fn a_message_that_breaks_a_rule_is_no_call() {
    let bench = Bench::new(&json!([]));
    bench.client.send_sms("", "", None).unwrap_err();
    assert_eq!(bench.told(), []);
}

#[test]
fn a_hook_that_panics_takes_no_result_with_it() {
    let mock = Mock::start();
    let options = Options::new()
        .username("panics")
        .password("p")
        .base_url(mock.rest_url())
        .ca_file(mock.ca_file())
        .default_from("Alarm")
        .log(LogHook::new(|_| panic!("a defect of the hook")));
    Client::new(options).unwrap().send_sms("+41790000001", "x", None).unwrap();
}
