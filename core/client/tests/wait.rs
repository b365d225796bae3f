//! How a wait looks: how often, until when, and what it does when a look fails.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ecall::blocking::Client;
use ecall::model::Status;
use ecall::{Kind, LogHook, Options, Outcome, WaitOptions};
use mock::Mock;
use serde_json::{Value, json};

/// How much later than asked for a look may come on a machine that is busy.
const LATE: Duration = Duration::from_millis(400);

struct Bench {
    mock: Mock,
    client: Client,
    /// When each look was answered.
    looks: Arc<Mutex<Vec<Instant>>>,
}

impl Bench {
    /// With an account whose messages go through `progress`.
    fn new(progress: &Value) -> Self {
        let mock = Mock::start();
        mock.put("accounts/waits", &json!({ "progress": { "Sms": progress } })).unwrap();
        let looks = Arc::new(Mutex::new(Vec::new()));
        let seen = looks.clone();
        let log = LogHook::new(move |event| {
            if event.operation == "status" && event.event == "done" {
                seen.lock().unwrap().push(Instant::now());
            }
        });
        let options = Options::new()
            .username("waits")
            .password("p")
            .base_url(mock.rest_url())
            .ca_file(mock.ca_file())
            .default_from("Alarm")
            .backoff_initial(Duration::from_millis(5))
            .log(log);
        let client = Client::new(options).unwrap();
        Self { mock, client, looks }
    }

    fn sent(&self) -> String {
        let sent = self.client.send_sms("+41790000001", "x", None).unwrap();
        sent.message_id.clone().unwrap()
    }

    /// Waits for a message that never gets anywhere; the times between the looks.
    fn gaps(&self, options: &WaitOptions) -> Vec<Duration> {
        let begun = Instant::now();
        let error = self.client.wait(&self.sent(), options).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::Timeout, Outcome::NotApplicable));
        let timeout = Duration::from_millis(options.timeout_ms.unwrap());
        assert!(begun.elapsed() < timeout + 2 * LATE, "{:?}", begun.elapsed());
        let looks = self.looks.lock().unwrap();
        looks.windows(2).map(|pair| pair[1] - pair[0]).collect()
    }

    fn arrived(&self, method: &str) -> usize {
        let found = self.mock.get("accounts/waits/requests").unwrap();
        found["requests"].as_array().unwrap().iter().filter(|request| request["method"] == method).count()
    }
}

fn stays() -> Value {
    json!([[0, "Pending"]])
}

fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}

fn options(timeout: u64) -> WaitOptions {
    WaitOptions::new().timeout(millis(timeout))
}

/// No gap but the last, which the end of the wait cuts short, is shorter than asked for or much longer.
fn assert_gaps(gaps: &[Duration], wanted: &[u64]) {
    assert!(gaps.len() <= wanted.len(), "{gaps:?} for {wanted:?}");
    for (gap, wanted) in gaps[..gaps.len() - 1].iter().zip(wanted) {
        let wanted = millis(*wanted);
        assert!(*gap >= wanted && *gap < wanted + LATE, "{gaps:?}, wanted {wanted:?}");
    }
}

#[test]
fn pauses_grow_by_half_from_the_first() {
    let gaps = Bench::new(&stays()).gaps(&options(2000).poll_initial(millis(100)));
    // 100 + 150 + 225 + 337 + 506 = 1318 ms, and a last look when nine tenths of the time are over.
    assert_gaps(&gaps, &[100, 150, 225, 337, 506, 482]);
    assert!(gaps.len() >= 4, "{gaps:?}");
}

#[test]
fn pauses_do_not_pass_their_maximum() {
    let options = options(1500).poll_initial(millis(100)).poll_max(millis(150));
    let gaps = Bench::new(&stays()).gaps(&options);
    assert_gaps(&gaps, &[100, 150, 150, 150, 150, 150, 150, 150, 150, 50]);
    assert!(gaps.len() >= 5, "{gaps:?}");
}

#[test]
fn a_first_pause_above_the_maximum_is_the_maximum() {
    let options = options(1000).poll_initial(millis(60_000)).poll_max(millis(100));
    let gaps = Bench::new(&stays()).gaps(&options);
    assert_gaps(&gaps, &[100; 9]);
    assert!(gaps.len() >= 4, "{gaps:?}");
}

#[test]
fn a_state_that_was_asked_for_ends_the_wait() {
    let bench = Bench::new(&json!([[0, "Pending"], [150, "Sent"], [600_000, "Delivered"]]));
    let id = bench.sent();
    let until = options(20_000).poll_initial(millis(50)).poll_max(millis(50)).until([Status::Sent]);
    assert_eq!(bench.client.wait(&id, &until).unwrap().status, Some(Status::Sent));
    assert!(bench.arrived("GET") >= 1);
    let before = bench.arrived("GET");
    let any = options(20_000).until([Status::Delivered, Status::Sent]);
    assert_eq!(bench.client.wait(&id, &any).unwrap().status, Some(Status::Sent));
    assert_eq!(bench.arrived("GET"), before + 1, "the state is there already: one look");
}

#[test]
fn a_final_state_ends_the_wait_though_another_was_asked_for() {
    let bench = Bench::new(&json!([[0, "Pending"], [100, "DeliveryFailed"]]));
    let until = options(20_000).poll_initial(millis(50)).until([Status::Delivered]);
    assert_eq!(bench.client.wait(&bench.sent(), &until).unwrap().status, Some(Status::DeliveryFailed));
}

#[test]
fn each_look_has_the_retries_that_the_wait_was_given() {
    let bench = Bench::new(&json!([[0, "Delivered"]]));
    let id = bench.sent();
    let unavailable = json!([{"respond": {"status": 503}}, {"respond": {"status": 503}}]);
    bench.mock.post("accounts/waits/script", &unavailable).unwrap();
    let mut once = options(20_000);
    once.max_retries = Some(1);
    let error = bench.client.wait(&id, &once).unwrap_err();
    assert_eq!((error.kind(), error.details().attempts.len()), (Kind::Unavailable, 2));
    assert_eq!(bench.arrived("GET"), 2);

    bench.mock.post("accounts/waits/script", &unavailable).unwrap();
    let mut twice = options(20_000);
    twice.max_retries = Some(2);
    let answer = bench.client.wait(&id, &twice).unwrap();
    assert_eq!((answer.status.clone(), answer.attempts.len()), (Some(Status::Delivered), 2));
    assert_eq!(bench.arrived("GET"), 5);
}

#[test]
fn times_and_retries_out_of_range_are_refused_before_a_look() {
    let bench = Bench::new(&stays());
    let mut wrong = options(0).poll_initial(Duration::ZERO).poll_max(Duration::MAX);
    wrong.max_retries = Some(101);
    let error = bench.client.wait("0b7f3c9e-1d5a-4c62-9a57-3f7f0a1b2c3d", &wrong).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplicable));
    let mut fields: Vec<_> = error.details().fields.iter().map(|problem| problem.field.clone()).collect();
    fields.sort();
    assert_eq!(fields, ["max_retries", "poll_initial_ms", "poll_max_ms", "timeout_ms"]);
    assert_eq!(bench.arrived("GET"), 0);
}
