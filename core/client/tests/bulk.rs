//! Sending many messages: each has one result, and nothing but the options decides how many are under way.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use ecall::blocking::Client;
use ecall::{BulkOptions, BulkResult, CancelToken, Kind, LogHook, Message, Options, Outcome};
use mock::Mock;
use serde_json::{Value, json};

struct Bench {
    mock: Mock,
    listener: Value,
    options: Options,
}

impl Bench {
    fn new() -> Self {
        let mock = Mock::start();
        let listener = mock.post("listeners", &json!({})).unwrap();
        let options = Options::new()
            .username("many")
            .password("p")
            .base_url(listener["url"].as_str().unwrap())
            .ca_file(mock.ca_file())
            .default_from("Alarm")
            .timeout(Duration::from_secs(20))
            .backoff_initial(Duration::from_millis(5));
        Self { mock, listener, options }
    }

    fn client(&self) -> Client {
        Client::new(self.options.clone()).unwrap()
    }

    fn script(&self, steps: &Value) {
        self.mock.post("accounts/many/script", steps).unwrap();
    }

    fn arrived(&self) -> usize {
        self.mock.get("accounts/many/requests").unwrap()["requests"].as_array().unwrap().len()
    }

    fn connections(&self) -> u64 {
        let path = format!("listeners/{}", self.listener["id"].as_str().unwrap());
        self.mock.get(&path).unwrap()["connections"].as_u64().unwrap()
    }
}

fn message(index: usize) -> Message {
    Message::sms(format!("+4179{index:07}"), "x")
}

fn messages(count: usize) -> impl Iterator<Item = Message> {
    (0..count).map(message)
}

fn at_a_time(concurrency: u32) -> BulkOptions {
    BulkOptions::new().concurrency(concurrency)
}

fn indices(results: &[BulkResult]) -> BTreeSet<u64> {
    results.iter().map(|result| result.index).collect()
}

fn is_unknown(result: &BulkResult) -> bool {
    result.result.as_ref().is_err_and(|error| error.outcome() == Outcome::Unknown)
}

#[test]
fn every_message_has_one_result_and_no_more_are_under_way_than_allowed() {
    let bench = Bench::new();
    let mut many = bench.client().send_many(messages(500), &at_a_time(5)).unwrap();
    let results: Vec<_> = many.by_ref().collect();
    assert_eq!(results.len(), 500);
    assert_eq!(indices(&results), (0..500).collect());
    assert!(results.iter().all(|result| result.result.is_ok()));
    let counts = many.counts();
    assert_eq!((counts.given, counts.accepted, counts.open()), (500, 500, 0));
    assert_eq!(bench.arrived(), 500);
    // Over HTTP/1.1 each call that is under way has a connection.
    assert_eq!(bench.connections(), 5);
    let sent = bench.mock.get("accounts/many/messages").unwrap();
    let to: BTreeSet<_> =
        sent["messages"].as_array().unwrap().iter().map(|sent| sent["to"].as_str()).collect();
    assert_eq!(to.len(), 500);
}

#[test]
fn messages_are_taken_as_they_are_needed() {
    let bench = Bench::new();
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    let endless = (0..).map(move |index| {
        count.fetch_add(1, Ordering::Relaxed);
        message(index)
    });
    let mut many = bench.client().send_many(endless, &at_a_time(4)).unwrap();
    for done in 1..200 {
        many.next().unwrap().result.unwrap();
        let ahead = taken.load(Ordering::Relaxed) - done;
        // Those under way, those that wait, and results that nobody has taken.
        assert!(ahead <= 4 + 4 + 4 * 4, "{ahead} ahead after {done}");
    }
    let rest = many.stop();
    assert!(rest.len() < 40, "{}", rest.len());
}

#[test]
fn a_message_that_breaks_a_rule_is_its_own_result() {
    let bench = Bench::new();
    let given = [Message::sms("+41790000001", "a"), Message::sms("", ""), Message::sms("+41790000002", "b")];
    let mut results: Vec<_> = bench.client().send_many(given, &at_a_time(2)).unwrap().collect();
    results.sort_by_key(|result| result.index);
    let error = results[1].result.as_ref().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted));
    assert!(results[0].result.is_ok() && results[2].result.is_ok());
    assert_eq!(bench.arrived(), 2);
}

#[test]
fn a_source_that_waits_for_its_next_message_does_not_hold_up_the_last() {
    let bench = Bench::new();
    let patient = (0..3).map(|index| {
        let deadline = Instant::now() + Duration::from_secs(10);
        while bench.arrived() < index && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(bench.arrived(), index, "what was given before waits");
        message(index)
    });
    assert_eq!(bench.client().send_many(patient, &at_a_time(10)).unwrap().count(), 3);
}

#[test]
fn a_cancelled_token_ends_a_source_that_has_no_end() {
    let bench = Bench::new();
    let token = CancelToken::new();
    let mut many = bench.client().send_many((0..).map(message), &at_a_time(4).cancel(token.clone())).unwrap();
    many.next().unwrap().result.unwrap();
    token.cancel();
    let rest = many.by_ref().count();
    assert!(rest < 40, "{rest} after the cancellation");
    let counts = many.counts();
    assert_eq!((counts.given, counts.open()), (rest as u64 + 1, 0));
}

#[test]
fn a_rate_is_kept() {
    let bench = Bench::new();
    let client = bench.client();
    let begun = Instant::now();
    let sent = client.send_many(messages(30), &at_a_time(30).rate(50.0)).unwrap().count();
    let took = begun.elapsed();
    assert_eq!(sent, 30);
    // The first at once, the others 20 ms apart.
    assert!(took >= Duration::from_millis(560), "{took:?}");
}

#[test]
fn where_one_is_asked_to_wait_all_of_them_do() {
    let mut bench = Bench::new();
    bench.script(&json!([{ "respond": { "status": 429, "json": {}, "headers": { "retry-after": "1" } } }]));
    let ends = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&ends);
    bench.options = bench.options.log(LogHook::new(move |event| {
        seen.lock().unwrap().push((Instant::now(), event.event, event.http_status));
    }));
    let results: Vec<_> = bench.client().send_many(messages(200), &at_a_time(4)).unwrap().collect();
    assert_eq!((results.len(), bench.arrived()), (200, 201));
    assert!(results.iter().all(|result| result.result.is_ok()));
    let ends = ends.lock().unwrap();
    let (asked, ..) =
        *ends.iter().find(|(_, event, status)| *event == "attempt" && *status == Some(429)).unwrap();
    let within = |(at, ..): &&(Instant, &str, Option<u16>)| {
        (Duration::from_millis(150)..Duration::from_millis(950))
            .contains(&at.saturating_duration_since(asked))
    };
    assert_eq!(ends.iter().filter(within).count(), 0, "something was sent in the pause");
}

/// Steps that answer 429 and accept in turn.
fn now_and_then_throttled(times: usize) -> Value {
    let throttled = json!({ "respond": { "status": 429, "json": {} } });
    (0..times).flat_map(|_| [throttled.clone(), json!({ "accept": true })]).collect()
}

#[test]
fn a_pause_is_short_again_once_a_request_was_served() {
    let mut bench = Bench::new();
    bench.options =
        bench.options.backoff_initial(Duration::from_millis(40)).backoff_max(Duration::from_secs(20));
    bench.script(&now_and_then_throttled(7));
    let begun = Instant::now();
    assert!(
        bench.client().send_many(messages(7), &at_a_time(1)).unwrap().all(|result| result.result.is_ok())
    );
    // Doubling each time it would take five seconds.
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[test]
fn repetitions_count_towards_the_rate() {
    let bench = Bench::new();
    let unavailable = json!({ "respond": { "status": 408, "json": {} } });
    bench.script(&json!([unavailable, unavailable, unavailable]));
    let begun = Instant::now();
    let sent = bench.client().send_many(messages(2), &at_a_time(2).rate(10.0)).unwrap();
    assert!(sent.into_iter().all(|result| result.result.is_ok()));
    assert_eq!(bench.arrived(), 5);
    assert!(begun.elapsed() >= Duration::from_millis(380), "{:?}", begun.elapsed());
}

#[test]
fn messages_that_never_go_out_cost_no_turn() {
    let bench = Bench::new();
    let given = (0..20).map(|_| Message::sms("", "")).chain([message(1)]);
    let begun = Instant::now();
    let sent = bench.client().send_many(given, &at_a_time(4).rate(2.0)).unwrap();
    assert_eq!(sent.filter(|result| result.result.is_ok()).count(), 1);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[test]
fn texts_may_be_cut_where_that_is_allowed() {
    let bench = Bench::new();
    let long = || [Message::sms("+41790000001", "a".repeat(1531))];
    let ends =
        |options: &BulkOptions| bench.client().send_many(long(), options).unwrap().next().unwrap().result;
    assert_eq!(ends(&BulkOptions::new()).unwrap_err().kind(), Kind::InvalidArgument);
    assert!(ends(&BulkOptions::new().allow_truncation()).unwrap().estimate.as_ref().unwrap().cut.is_some());
}

#[test]
fn stopping_says_what_is_unknown_and_what_was_never_sent() {
    let bench = Bench::new();
    bench.script(&json!([{ "accept": true }, { "accept_then": "silence" }, { "accept_then": "silence" }, { "accept_then": "silence" }]));
    let mut many = bench.client().send_many(messages(100), &at_a_time(3)).unwrap();
    let first = many.next().unwrap();
    assert!(first.result.is_ok());
    let deadline = Instant::now() + Duration::from_secs(10);
    while bench.arrived() < 4 && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    let begun = Instant::now();
    let rest = many.stop();
    let mut unknown_indices: Vec<_> =
        rest.iter().filter(|result| is_unknown(result)).map(|result| result.index).collect();
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    let unknown: Vec<_> = rest.iter().filter_map(|result| result.result.as_ref().err()).collect();
    let (unknown, never): (Vec<_>, Vec<_>) =
        unknown.into_iter().partition(|error| error.outcome() == Outcome::Unknown);
    assert_eq!(unknown.len(), 3);
    unknown_indices.sort_unstable();
    let mut told = many.unknown();
    told.sort_unstable();
    assert_eq!(told, unknown_indices);
    assert!(!never.is_empty());
    assert!(
        never.iter().all(|error| error.kind() == Kind::Cancelled && error.outcome() == Outcome::NotAccepted)
    );
    let mut all = indices(&rest);
    assert!(all.insert(first.index));
    assert_eq!(all, (0..all.len() as u64).collect(), "everything that was taken came out");
    assert_eq!(bench.arrived(), 4);
}

#[test]
fn answers_are_read_in_time_however_slow_the_taker_is() {
    let bench = Bench::new();
    bench.script(&json!([{ "accept": true, "delay_ms": 150 }, { "accept": true, "delay_ms": 150 }]));
    let options = at_a_time(2).timeout(Duration::from_millis(1000)).max_retries(0);
    let mut many = bench.client().send_many(messages(6), &options).unwrap();
    many.next().unwrap().result.unwrap();
    std::thread::sleep(Duration::from_millis(1300));
    assert!(many.all(|result| result.result.is_ok()));
}

#[test]
fn what_is_dropped_sends_no_more() {
    let bench = Bench::new();
    let mut many = bench.client().send_many((0..).map(message), &at_a_time(2)).unwrap();
    many.next().unwrap().result.unwrap();
    drop(many);
    std::thread::sleep(Duration::from_millis(200));
    let arrived = bench.arrived();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(bench.arrived(), arrived);
}

#[test]
fn options_are_checked_all_at_once() {
    let bench = Bench::new();
    let options = BulkOptions::new().concurrency(0).rate(f64::NAN).max_retries(101);
    let error = bench.client().send_many(messages(1), &options).err().unwrap();
    let fields: Vec<_> = error.details().fields.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!((error.kind(), fields), (Kind::InvalidArgument, vec!["concurrency", "rate", "max_retries"]));
}

#[tokio::test]
async fn a_stream_that_takes_its_time_holds_up_nothing() {
    let bench = Bench::new();
    let client = ecall::Client::new(bench.options.clone()).unwrap();
    let slow = futures_util::stream::unfold(0, async |index| {
        if index == 3 {
            // For longer than the test lasts.
            tokio::time::sleep(Duration::from_secs(600)).await;
        }
        Some((message(index), index + 1))
    });
    let mut many = client.send_stream(slow, &at_a_time(2)).unwrap();
    let three = tokio::time::timeout(Duration::from_secs(10), async {
        for _ in 0..3 {
            many.next().await.unwrap().result.unwrap();
        }
    });
    three.await.unwrap();
    assert!(many.stop().await.is_empty());
}

#[tokio::test]
async fn an_iterator_is_sent_to_its_end() {
    let bench = Bench::new();
    let client = ecall::Client::new(bench.options.clone()).unwrap();
    let mut many = client.send_many((0..50).map(message), &at_a_time(7)).unwrap();
    let mut indices = BTreeSet::new();
    while let Some(result) = many.next().await {
        result.result.unwrap();
        assert!(indices.insert(result.index));
    }
    assert_eq!((indices.len(), many.counts().accepted), (50, 50));
}

#[tokio::test]
async fn what_was_taken_out_and_not_yet_handed_over_comes_with_the_stop() {
    let bench = Bench::new();
    let client = ecall::Client::new(bench.options.clone()).unwrap();
    let mut many = client.send_many((0..40).map(message), &at_a_time(20)).unwrap();
    let first = many.next().await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut all = indices(&many.stop().await);
    assert!(all.insert(first.index));
    assert_eq!(all.len() as u64, many.counts().given);
}

#[tokio::test]
async fn nothing_more_is_begun_while_nobody_takes_results() {
    let bench = Bench::new();
    let client = ecall::Client::new(bench.options.clone()).unwrap();
    let (bulk, driver) = client.bulk(&at_a_time(5)).unwrap();
    bulk.give(messages(200).map(Ok).collect());
    tokio::spawn(driver.run());
    tokio::time::sleep(Duration::from_millis(700)).await;
    let arrived = bench.arrived();
    assert!((20..=25).contains(&arrived), "{arrived}");
    bulk.end();
    let mut all = 0;
    loop {
        let turn = bulk.turn(false).await;
        all += turn.done.len();
        if turn.over {
            break;
        }
    }
    assert_eq!((all, bench.arrived()), (200, 200));
}

#[tokio::test]
async fn where_the_driver_is_dropped_everything_that_was_given_comes_out() {
    let bench = Bench::new();
    bench.script(&json!([{ "accept_then": "silence" }, { "accept_then": "silence" }]));
    let client = ecall::Client::new(bench.options.clone()).unwrap();
    let (bulk, driver) = client.bulk(&at_a_time(2)).unwrap();
    bulk.give(messages(5).map(Ok).collect());
    let running = tokio::spawn(driver.run());
    let deadline = Instant::now() + Duration::from_secs(10);
    while bench.arrived() < 2 && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    running.abort();
    let turn = bulk.turn(false).await;
    assert!(turn.over);
    assert_eq!(indices(&turn.done), (0..5).collect());
    assert_eq!(turn.done.iter().filter(|result| is_unknown(result)).count(), 2);
    assert_eq!(bulk.counts().open(), 0);
    bulk.give(vec![Ok(message(9))]);
    assert_eq!(indices(&bulk.turn(false).await.done), [5].into());
}
