//! Following many messages: one loop, one budget, each final state once.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use ecall::blocking::Client;
use ecall::model::{Channel, Status};
use ecall::{Kind, MessageStatusData, Options, WaitManyOptions};
use mock::Mock;
use serde_json::{Value, json};

struct Bench {
    mock: Mock,
    client: Client,
}

impl Bench {
    fn new(progress: &Value) -> Self {
        let mock = Mock::start();
        mock.put("accounts/follows", &json!({ "progress": { "Sms": progress } })).unwrap();
        let options = Options::new()
            .username("follows")
            .password("p")
            .base_url(mock.rest_url())
            .ca_file(mock.ca_file())
            .default_from("Alarm")
            .max_retries(0)
            .backoff_initial(Duration::from_millis(5));
        let client = Client::new(options).unwrap();
        Self { mock, client }
    }

    fn sent(&self, count: usize) -> Vec<String> {
        let send = |_| self.client.send_sms("+41790000001", "x", None).unwrap().message_id.clone().unwrap();
        (0..count).map(send).collect()
    }

    fn looks(&self) -> usize {
        let requests = self.mock.get("accounts/follows/requests").unwrap();
        requests["requests"].as_array().unwrap().iter().filter(|request| request["method"] == "GET").count()
    }
}

fn fast() -> WaitManyOptions {
    WaitManyOptions::new()
        .timeout(Duration::from_secs(10))
        .poll_initial(Duration::from_millis(10))
        .poll_max(Duration::from_millis(20))
        .rate(1000.0)
}

fn delivered(id: &str) -> MessageStatusData {
    MessageStatusData {
        channel: Some(Channel::Sms),
        message_id: Some(id.to_owned()),
        status: Some(Status::Delivered),
        ..MessageStatusData::default()
    }
}

#[test]
fn each_message_comes_out_once_in_its_final_state() {
    let bench = Bench::new(&json!([[0, "Pending"], [50, "Delivered"]]));
    let mut ids = bench.sent(20);
    ids.push(ids[3].to_uppercase());
    let mut seen = BTreeMap::new();
    for followed in bench.client.wait_many(&ids, &fast()).unwrap() {
        assert_eq!(followed.state.unwrap().status, Some(Status::Delivered));
        *seen.entry(followed.message_id).or_insert(0) += 1;
    }
    assert_eq!(seen, ids[..20].iter().map(|id| (id.clone(), 1)).collect());
}

#[test]
fn an_event_ends_the_wait_and_may_come_twice_or_be_of_somebody_else() {
    let bench = Bench::new(&json!([[0, "Pending"]]));
    let ids = bench.sent(2);
    let mut many = bench.client.wait_many(&ids, &fast().poll_initial(Duration::from_secs(5))).unwrap();
    let following = many.following().clone();
    let begun = Instant::now();
    following.notify(delivered("00000000-0000-0000-0000-000000000000"));
    following.notify(MessageStatusData { status: Some(Status::Sent), ..delivered(&ids[0]) });
    for id in &ids {
        following.notify(delivered(&id.to_uppercase()));
        following.notify(delivered(id));
    }
    let mut out: Vec<_> = many.by_ref().map(|followed| followed.message_id).collect();
    out.sort();
    let mut expected = ids.clone();
    expected.sort();
    assert_eq!(out, expected);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(following.open(), 0);
    following.notify(delivered(&ids[0]));
    assert!(many.next().is_none());
}

#[test]
fn when_the_time_is_up_the_last_state_is_told() {
    let bench = Bench::new(&json!([[0, "Sent"]]));
    let ids = bench.sent(3);
    let results: Vec<_> =
        bench.client.wait_many(&ids, &fast().timeout(Duration::from_millis(400))).unwrap().collect();
    assert_eq!(results.len(), 3);
    for followed in results {
        let error = followed.state.unwrap_err();
        let details = error.details();
        assert_eq!((error.kind(), details.message_id.as_ref()), (Kind::Timeout, Some(&followed.message_id)));
        assert_eq!(details.last_status.as_ref().unwrap().status, Some(Status::Sent));
    }
}

#[test]
fn the_budget_holds_over_all_messages() {
    let bench = Bench::new(&json!([[0, "Pending"]]));
    let ids = bench.sent(10);
    let options = fast().rate(20.0).timeout(Duration::from_millis(1500));
    assert_eq!(bench.client.wait_many(&ids, &options).unwrap().count(), 10);
    let looks = bench.looks();
    assert!((15..=31).contains(&looks), "{looks} looks in 1.5 s at 20 a second");
}

#[test]
fn an_unknown_message_fails_alone_and_an_outage_fails_nothing() {
    let bench = Bench::new(&json!([[0, "Delivered"]]));
    let mut ids = bench.sent(2);
    ids.push("11111111-1111-1111-1111-111111111111".to_owned());
    let outage = json!({ "respond": { "status": 503, "json": {} } });
    bench.mock.post("accounts/follows/script", &json!([outage, outage])).unwrap();
    let mut ends = BTreeMap::new();
    for followed in bench.client.wait_many(&ids, &fast()).unwrap() {
        ends.insert(
            followed.message_id,
            followed.state.map_err(|error| error.kind()).map(|state| state.status),
        );
    }
    assert_eq!(ends[&ids[0]], Ok(Some(Status::Delivered)));
    assert_eq!(ends[&ids[1]], Ok(Some(Status::Delivered)));
    assert_eq!(ends[&ids[2]], Err(Kind::NotFound));
}

#[test]
fn where_nothing_was_ever_read_the_reason_is_told() {
    let bench = Bench::new(&json!([[0, "Delivered"]]));
    let ids = bench.sent(1);
    let outage = json!({ "respond": { "status": 503, "json": {}, "headers": { "retry-after": "60" } } });
    bench.mock.post("accounts/follows/script", &json!([outage])).unwrap();
    let options = fast().timeout(Duration::from_millis(300));
    let results: Vec<_> = bench.client.wait_many(&ids, &options).unwrap().collect();
    assert_eq!(results[0].state.as_ref().unwrap_err().kind(), Kind::Unavailable);
    assert_eq!(bench.looks(), 1, "the pause that was asked for holds for every look");
}

#[test]
fn cancelling_lets_out_what_is_still_followed() {
    let bench = Bench::new(&json!([[0, "Pending"]]));
    let ids = bench.sent(3);
    let many = bench.client.wait_many(&ids, &fast()).unwrap();
    many.following().notify(delivered(&ids[1]));
    std::thread::sleep(Duration::from_millis(50));
    many.following().cancel();
    let results: Vec<_> = many.collect();
    let cancelled = |state: &ecall::Result<_>| matches!(state, Err(error) if error.kind() == Kind::Cancelled);
    assert_eq!(results.len(), 3);
    assert_eq!(results.iter().filter(|followed| cancelled(&followed.state)).count(), 2);
}

#[test]
fn ids_and_options_are_checked_all_at_once_and_no_ids_are_no_wait() {
    let bench = Bench::new(&json!([[0, "Pending"]]));
    let error = bench.client.wait_many(["a", "", ".."], &fast().concurrency(0)).err().unwrap();
    let fields: Vec<_> = error.details().fields.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, ["message_ids[1]", "message_ids[2]", "concurrency"]);
    assert_eq!(bench.client.wait_many(Vec::<String>::new(), &fast()).unwrap().count(), 0);
}

#[test]
fn the_last_look_is_kept_for_the_end() {
    let bench = Bench::new(&json!([[0, "Pending"], [300, "Delivered"]]));
    let ids = bench.sent(1);
    let options = fast()
        .timeout(Duration::from_millis(1500))
        .poll_initial(Duration::from_secs(10))
        .poll_max(Duration::from_secs(10));
    let results: Vec<_> = bench.client.wait_many(&ids, &options).unwrap().collect();
    assert_eq!(results[0].state.as_ref().unwrap().status, Some(Status::Delivered));
    assert_eq!(bench.looks(), 2);
}

#[test]
fn an_event_may_be_one_that_was_asked_for_or_leave_out_its_channel() {
    let bench = Bench::new(&json!([[0, "Pending"]]));
    let ids = bench.sent(2);
    let options = fast().poll_initial(Duration::from_secs(5)).until([Status::Sent]);
    let many = bench.client.wait_many(&ids, &options).unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    while bench.looks() < 2 && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(5));
    }
    // Until the answers were read too.
    std::thread::sleep(Duration::from_millis(100));
    many.following().notify(MessageStatusData { status: Some(Status::Sent), ..delivered(&ids[0]) });
    many.following().notify(MessageStatusData { channel: None, ..delivered(&ids[1]) });
    let begun = Instant::now();
    let ends: BTreeMap<_, _> =
        many.map(|followed| (followed.message_id, followed.state.unwrap().status)).collect();
    assert_eq!((&ends[&ids[0]], &ends[&ids[1]]), (&Some(Status::Sent), &Some(Status::Delivered)));
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
}

#[test]
fn a_look_is_repeated_as_often_as_is_asked_for() {
    let bench = Bench::new(&json!([[0, "Delivered"]]));
    let ids = bench.sent(1);
    bench
        .mock
        .post("accounts/follows/script", &json!([{ "respond": { "status": 500, "json": {} } }]))
        .unwrap();
    let options = fast().poll_initial(Duration::from_secs(8)).poll_max(Duration::from_secs(8)).max_retries(1);
    let begun = Instant::now();
    assert!(bench.client.wait_many(&ids, &options).unwrap().all(|followed| followed.state.is_ok()));
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
}

#[test]
fn what_is_dropped_looks_no_more() {
    let bench = Bench::new(&json!([[0, "Pending"]]));
    let many = bench.client.wait_many(bench.sent(2), &fast()).unwrap();
    let following = many.following().clone();
    drop(many);
    let before = bench.looks();
    std::thread::sleep(Duration::from_millis(200));
    assert!(bench.looks() > before, "a clone goes on");
    drop(following);
    std::thread::sleep(Duration::from_millis(100));
    let looks = bench.looks();
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(bench.looks(), looks);
}

#[tokio::test]
async fn where_the_driver_is_dropped_everything_that_is_followed_comes_out() {
    let bench = Bench::new(&json!([[0, "Pending"]]));
    let ids = ["11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"];
    let step = json!({ "respond": { "status": 200, "json": { "channel": "Sms", "status": "Pending" } } });
    bench.mock.post("accounts/follows/script", &Value::from(vec![step; 50])).unwrap();
    let (following, driver) = bench.client.asynchronous().follow(ids, &fast()).unwrap();
    let running = tokio::spawn(driver.run());
    tokio::time::sleep(Duration::from_millis(50)).await;
    running.abort();
    let turn = following.turn().await;
    assert!(turn.over && following.open() == 0);
    assert_eq!(turn.done.len(), 2);
    assert!(turn.done.iter().all(|followed| followed.state.is_err()));
}
