//! The states of jobs.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Bench;
use crate::form::{SMS, STATE, accepted, between, code, post, text};

/// The states that are told of a job, in order.
fn states(bench: &Bench, id: &str) -> Vec<u32> {
    let answer = post(bench, STATE, &format!("JobID={id}"));
    assert_eq!(answer.status, 200, "{}", text(&answer));
    let text = text(&answer);
    let codes = text.split("<StatusCode>").skip(1);
    codes.map(|rest| rest.split('<').next().unwrap().parse().unwrap()).collect()
}

fn wait_for(bench: &Bench, id: &str, wanted: u32) {
    let end = Instant::now() + Duration::from_secs(5);
    while states(bench, id) != [wanted] {
        assert!(Instant::now() < end, "{id} should be in {wanted}: {:?}", states(bench, id));
        sleep(Duration::from_millis(10));
    }
}

fn range(bench: &Bench, start: &str, end: &str) -> Result<Vec<String>, u32> {
    let answer = post(bench, STATE, &format!("StartDate={start}&EndDate={end}"));
    if answer.status != 200 {
        return Err(code(&answer).1);
    }
    let text = text(&answer);
    Ok(text.split("<JobID>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect())
}

#[test]
fn every_kind_goes_to_its_final_state_by_itself() {
    let bench = Bench::new();
    let to = "Address=%2B41790000001&Message=x";
    for (path, id, last) in [(SMS, "s", 8), ("/Api/Fax", "f", 41), ("/Api/Voice", "v", 34)] {
        accepted(&bench, path, &format!("{to}&JobID={id}"));
        wait_for(&bench, id, last);
    }
}

#[test]
fn a_state_is_written_out() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "job_progress": { "Sms": [[0, 2]] }, "error_state": 5112 }));
    let job = json!([{ "jobId": "a<b", "address": "+41790000001", "accepted": "2026-07-01T10:00:00Z" }]);
    bench.account("POST", "/jobs", &job);
    let answer = post(&bench, STATE, "jobid=a%3Cb");
    assert_eq!(
        text(&answer),
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Statuses><Status><JobID>a&lt;b</JobID>\
         <Address>+41790000001</Address><StatusCode>2</StatusCode><StatusText>Failed</StatusText>\
         <TimeStamp>2026-07-01T12:00:00</TimeStamp><ErrorState>5112</ErrorState></Status></Statuses>"
    );
}

#[test]
fn a_job_with_several_addresses_has_a_state_for_each() {
    let bench = Bench::new();
    bench.account("PUT", "", &json!({ "job_progress": { "Sms": [[0, 1]] } }));
    accepted(&bench, SMS, "Address=%2B41790000001%3BPikett&Message=x&JobID=j");
    assert_eq!(states(&bench, "j"), [1, 1]);
    let path = "/jobs/j/state";
    bench.account("POST", path, &json!({ "sendState": 2, "errorState": 5112, "address": "Pikett" }));
    assert_eq!(states(&bench, "j"), [1, 2]);
    let jobs = bench.account("GET", "/jobs", &Value::Null)["jobs"].clone();
    assert_eq!((&jobs[1]["sendState"], &jobs[1]["errorState"]), (&json!(2), &json!(5112)));
    assert_eq!(bench.account("POST", path, &json!({ "sendState": 8 })), json!({ "ok": true, "moved": 2 }));
    assert_eq!(states(&bench, "j"), [8, 8]);
    let unknown = bench.control_answer("POST", "accounts/someone/jobs/k/state", &json!({ "sendState": 8 }));
    assert_eq!(unknown.status, 404);
}

#[test]
fn a_job_waits_for_its_date() {
    let bench = Bench::new();
    let to = "Address=%2B41790000001&Message=x";
    accepted(&bench, SMS, &format!("{to}&JobID=late&SendDate=2999-01-01T00:00:00"));
    accepted(&bench, SMS, &format!("{to}&JobID=past&SendDate=2020-01-01T00:00:00Z"));
    assert_eq!(states(&bench, "late"), [3]);
    wait_for(&bench, "past", 8);
    assert_eq!(states(&bench, "late"), [3]);
}

#[test]
fn what_cannot_be_told_has_its_code() {
    let bench = Bench::new();
    for (parameters, expected) in [
        ("JobID=nobody", 11502),
        ("", 11500),
        ("StartDate=2026-01-01T00:00:00", 11500),
        ("StartDate=yesterday&EndDate=2026-01-01T00:00:00", 11000),
    ] {
        assert_eq!(code(&post(&bench, STATE, parameters)), (400, expected), "{parameters}");
    }
}

#[test]
fn a_range_holds_both_its_ends_and_is_limited() {
    let bench = Bench::new();
    let job = |id: &str, accepted: &str| json!({ "jobId": id, "address": "Pikett", "accepted": accepted });
    bench.account(
        "POST",
        "/jobs",
        &json!([
            job("a", "2026-10-25T00:30:00Z"),
            job("b", "2026-10-25T01:30:00Z"),
            job("c", "2026-10-25T01:30:01Z"),
        ]),
    );
    let all = ("2026-10-25T00:30:00Z", "2026-10-25T01:30:01Z");
    assert_eq!(range(&bench, all.0, all.1).unwrap(), ["a", "b", "c"]);
    assert_eq!(range(&bench, "2026-10-25T00:30:00.001Z", "2026-10-25T01:30:00Z").unwrap(), ["b"]);
    // Local time without a zone: the first of the two hours.
    assert_eq!(range(&bench, "2026-10-25T02:30:00", "2026-10-25T02:30:00").unwrap(), ["a"]);
    assert_eq!(range(&bench, "2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z").unwrap(), [] as [&str; 0]);
    bench.account("PUT", "", &json!({ "state_limit": 2 }));
    assert_eq!(range(&bench, all.0, all.1), Err(11701));
    assert_eq!(range(&bench, "2026-10-25T01:30:00Z", all.1).unwrap(), ["b", "c"]);
    let wrong = bench.control_answer("POST", "accounts/someone/jobs", &json!([job("d", "tomorrow")]));
    assert_eq!(wrong.status, 400);
}

#[test]
fn a_thousand_states_are_told_and_one_more_is_too_many() {
    let bench = Bench::new();
    let addresses: Vec<String> = (0..1000).map(|number| format!("%2B4179{number:07}")).collect();
    let many = format!("Address={}&Message=x&JobID=many", addresses.join("%3B"));
    accepted(&bench, SMS, &many);
    let (start, end) = ("2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z");
    assert_eq!(range(&bench, start, end).unwrap().len(), 1000);
    accepted(&bench, SMS, "Address=%2B41790000001&Message=x");
    let answer = post(&bench, STATE, &format!("StartDate={start}&EndDate={end}"));
    assert_eq!(code(&answer), (400, 11701));
    assert_eq!(between(&text(&answer), "<ResultText>", "<"), Some("TooManyResults"));
    assert_eq!(states(&bench, "many").len(), 1000);
}
