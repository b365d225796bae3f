use std::time::{Duration, Instant};

use ecall::model::{ErrorState, SendState, Status};
use ecall::{CancelToken, Kind, Outcome, SoapClient, WaitOptions};
use serde_json::json;

use crate::{XML, answering, bodies, call, client, element, job, options, run, scripted, state};

const ZEROS: &str = "<JobResponse><JobType>0</JobType><SendState>0</SendState><ErrorState>0</ErrorState><PointsUsed>0.0</PointsUsed>\
    <FinishDate>0001-01-01T00:00:00</FinishDate></JobResponse>";
/// The forms of an answer without a state.
const EMPTY: &[&str] = &[
    "",
    "<JobResponse />",
    "<JobResponse xsi:nil=\"true\"/>",
    "<JobResponse><JobID/><Address> </Address><JobType>0</JobType></JobResponse>",
    ZEROS,
];

#[test]
fn the_state_of_a_job_is_read() {
    let all = "<JobResponse><FinishDate>2026-10-25T02:30:00</FinishDate><PointsUsed> 1.5E0 </PointsUsed><ErrorState>6006</ErrorState>\
        <SendState>42</SendState><JobType>6</JobType><Address>0041441234567</Address><JobID>j</JobID><Pages>3</Pages></JobResponse>";
    let found = client(&answering(200, state(0, all))).state("j", None, &call()).unwrap();
    assert_eq!((found.job_id.as_deref(), found.address.as_deref()), (Some("j"), Some("0041441234567")));
    assert_eq!((found.job_type, found.points_used), (Some(6), Some(1.5)));
    assert_eq!((found.send_state, found.error_state), (Some(SendState(42)), Some(ErrorState(6006))));
    assert_eq!((found.is_final(), found.status()), (true, Some(Status::Failed)));
    let finished = found.finish_date.as_ref().unwrap();
    assert_eq!(finished.time.as_ref().unwrap().as_str(), "2026-10-25T02:30:00+02:00");
    assert_eq!(found.extra["Pages"], "3");
    assert_eq!(
        serde_json::to_value(&found.value).unwrap(),
        json!({
            "jobId": "j", "address": "0041441234567", "jobType": 6, "sendState": 42, "errorState": 6006, "pointsUsed": 1.5,
            "finishDate": {"text": "2026-10-25T02:30:00", "time": "2026-10-25T02:30:00+02:00", "doubt": "twice"}, "Pages": "3",
        })
    );
}

#[test]
fn a_job_on_its_way_has_no_date_and_odd_values_are_kept() {
    let fresh = ZEROS.replace("<JobType>", "<JobID>j</JobID><JobType>");
    let found = client(&answering(200, state(0, &fresh))).state("j", None, &call()).unwrap();
    assert_eq!((found.send_state, found.finish_date.as_ref()), (Some(SendState(0)), None));
    assert_eq!((found.is_final(), found.status()), (false, Some(Status::Pending)));
    // A job of the id 0, of which everything else is nothing, is a job.
    let null = ZEROS.replace("<JobType>", "<JobID>0</JobID><JobType>");
    let found = client(&answering(200, state(0, &null))).state("0", None, &call()).unwrap();
    assert_eq!((found.job_id.as_deref(), found.send_state), (Some("0"), Some(SendState(0))));
    let odd = "<JobResponse><JobID>j</JobID><SendState>soon</SendState><PointsUsed>1,5</PointsUsed><JobType>SMS</JobType></JobResponse>";
    let found = client(&answering(200, state(0, odd))).state("j", None, &call()).unwrap();
    assert_eq!((found.send_state, found.points_used, found.job_type), (None, None, None));
    assert_eq!((&found.extra["SendState"], &found.extra["PointsUsed"]), (&json!("soon"), &json!("1,5")));
}

#[test]
fn an_answer_without_a_state_is_what_its_code_says() {
    for empty in EMPTY {
        for (code, kind) in [
            (0, Kind::UnexpectedResponse),
            (11502, Kind::NotFound),
            (11910, Kind::NotFound),
            (11001, Kind::Permission),
            (11300, Kind::Authentication),
            (11911, Kind::Rejected),
        ] {
            let server = answering(200, state(code, empty));
            let error = client(&server).state("j", None, &call()).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotApplicable), "{code} {empty}");
            assert_eq!(error.details().job_id.as_deref(), Some("j"));
            assert_eq!(server.seen().len(), 1, "not repeated");
        }
        let waiting = client(&answering(200, state(11912, empty))).state("j", None, &call()).unwrap();
        assert_eq!((waiting.send_state, waiting.is_final()), (Some(SendState::SCHEDULED), false));
    }
    let sending = client(&answering(200, state(11912, &job(401)))).state("j", None, &call()).unwrap();
    assert_eq!(sending.send_state, Some(SendState(401)), "as it is told");
    // The code counts, whatever stands beside it.
    let error = client(&answering(200, state(11001, &job(8)))).state("j", None, &call()).unwrap_err();
    assert_eq!(error.kind(), Kind::Permission);
}

#[test]
fn a_job_is_resolved_by_what_the_service_knows() {
    for (code, inner, expected) in
        [(0, job(1).as_str(), SendState(1)), (11912, "", SendState(3)), (11912, ZEROS, SendState(3))]
    {
        let resolved = client(&answering(200, state(code, inner))).resolve("j", &call()).unwrap();
        assert!(resolved.accepted);
        assert_eq!(resolved.state.as_ref().unwrap().send_state, Some(expected));
    }
    for code in [11502, 11910] {
        let resolved = client(&answering(200, state(code, ZEROS))).resolve("j", &call()).unwrap();
        assert_eq!((resolved.accepted, resolved.state.as_ref()), (false, None));
        assert_eq!(serde_json::to_value(&resolved.value).unwrap(), json!({"accepted": false, "state": null}));
    }
    // What may mean anything is no answer to that.
    for (status, body, kind) in [
        (404, String::new(), Kind::NotFound),
        (200, state(0, ""), Kind::UnexpectedResponse),
        (200, state(11001, ""), Kind::Permission),
        (200, "IDDoesNotExist".to_owned(), Kind::UnexpectedResponse),
        (500, crate::fault("1.1", "Client", "11910"), Kind::Rejected),
        (500, state(11910, ""), Kind::Server),
    ] {
        let error = client(&answering(status, body)).resolve("j", &call().max_retries(0)).unwrap_err();
        assert_eq!((error.kind(), error.details().job_id.as_deref()), (kind, Some("j")), "{status}");
    }
}

fn quick() -> WaitOptions {
    let millis = Duration::from_millis;
    WaitOptions::new()
        .timeout(Duration::from_secs(5))
        .poll_initial(millis(1))
        .poll_max(millis(5))
        .max_retries(0)
}

#[test]
fn a_job_is_followed_until_its_state_is_final() {
    let server = scripted(|number, exchange| match number {
        0 => exchange.answer(200, XML, state(11912, ZEROS)),
        1 => exchange.answer(500, XML, crate::fault("1.1", "Server", "busy")),
        2 | 3 => exchange.answer(200, XML, state(0, &job(number as i64 - 2))),
        _ => exchange.answer(200, XML, state(0, &job(8))),
    });
    let done = client(&server).wait("j", Some("+41791234567"), &quick()).unwrap();
    assert_eq!((done.send_state, done.is_final()), (Some(SendState(8)), true));
    let bodies = bodies(&server);
    assert_eq!(bodies.len(), 5);
    assert!(bodies.iter().all(|body| element(body, "Address") == Some("0041791234567")));
    // A pager's is done with what is not final for an SMS.
    let server = answering(200, state(0, &job(1)));
    let until = quick().until([Status::Sent]);
    let client = SoapClient::new(options(&server)).unwrap();
    assert_eq!(run(client.wait("j", None, &until)).unwrap().send_state, Some(SendState::SENT));
}

#[test]
fn a_look_that_hangs_is_given_up_within_a_longer_wait() {
    let server = scripted(|number, exchange| match number {
        0 => exchange.answer(200, XML, state(0, &job(0))),
        1 => {
            exchange.drained();
            crate::server::Then::Close
        }
        _ => exchange.answer(200, XML, state(0, &job(8))),
    });
    let client = SoapClient::new(options(&server).timeout(Duration::from_secs(1))).unwrap();
    let wait = quick().timeout(Duration::from_secs(30));
    let begun = Instant::now();
    assert_eq!(run(client.wait("j", None, &wait)).unwrap().send_state, Some(SendState(8)));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn a_look_ends_with_the_wait_for_which_it_is_made() {
    let hanging = || {
        let server = scripted(|number, exchange| match number {
            0 => exchange.answer(200, XML, state(0, &job(0))),
            _ => {
                exchange.drained();
                crate::server::Then::Close
            }
        });
        let client = client(&server);
        (server, client)
    };
    let begun = Instant::now();
    let (_server, client) = hanging();
    let error = client.wait("j", None, &quick().timeout(Duration::from_secs(1))).unwrap_err();
    assert_eq!((error.kind(), &error.to_json()["last_job_state"]["sendState"]), (Kind::Timeout, &json!(0)));
    let (server, client) = hanging();
    let token = CancelToken::new();
    let later = token.clone();
    std::thread::spawn(move || {
        while server.seen().len() < 2 {
            std::thread::sleep(Duration::from_millis(5));
        }
        later.cancel();
    });
    let error = client.wait("j", None, &quick().timeout(Duration::from_secs(60)).cancel(token)).unwrap_err();
    assert_eq!((error.kind(), &error.to_json()["last_job_state"]["sendState"]), (Kind::Cancelled, &json!(0)));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn a_wait_ends_with_its_time_its_token_or_an_error() {
    let server = answering(200, state(0, &job(401)));
    let short = quick().timeout(Duration::from_secs(1));
    let error = client(&server).wait("j", None, &short).unwrap_err();
    assert_eq!((error.kind(), error.details().job_id.as_deref()), (Kind::Timeout, Some("j")));
    assert_eq!(
        error.details().message,
        "the job was still in the state 401 when the time for the wait was up"
    );
    assert_eq!(error.to_json()["last_job_state"]["sendState"], 401);
    assert!(error.to_json()["last_status"].is_null());
    assert_eq!(error.details().request_id.as_deref(), Some("r-1"));
    let token = CancelToken::new();
    let later = token.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        later.cancel();
    });
    let error = client(&server).wait("j", None, &quick().cancel(token)).unwrap_err();
    assert_eq!((error.kind(), error.details().job_id.as_deref()), (Kind::Cancelled, Some("j")));
    for (body, kind) in [(state(11910, ""), Kind::NotFound), (state(0, ""), Kind::UnexpectedResponse)] {
        let error = client(&answering(200, body)).wait("j", None, &quick()).unwrap_err();
        assert_eq!((error.kind(), error.details().job_id.as_deref()), (kind, Some("j")));
        assert!(error.to_json().get("last_job_state").is_none());
    }
    let mut wrong = quick();
    wrong.timeout_ms = Some(0);
    let error = client(&server).wait("", Some(""), &wrong).unwrap_err();
    let fields: Vec<_> = error.details().fields.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, ["job_id", "address", "timeout_ms"]);
}
