//! What became of a send, by what the server did: the rows of the design's table, and how often a request arrived.

use std::time::{Duration, Instant};

use ecall::error::Details;
use ecall::model::ResultCode;
use ecall::{CallOptions, CancelToken, Delivery, Error, HttpsSmsOptions, Kind, Outcome};

use crate::server::{Exchange, Then};
use crate::{XML, answering, bodies, client, result, scripted};

const DELIVERIES: [Delivery; 3] = [Delivery::Standard, Delivery::AtLeastOnce, Delivery::AtMostOnce];

/// Sends against a server that always does this; the error, and how often it was sent.
fn refused(delivery: Delivery, answer: fn(&mut Exchange) -> Then) -> (Error, usize) {
    let server = scripted(move |_, exchange| answer(exchange));
    let mut wanted = HttpsSmsOptions::new();
    wanted.job_id = Some("j".to_owned());
    let options = CallOptions::new().delivery(delivery).max_retries(1).timeout(Duration::from_secs(5));
    let error = client(&server).send_sms_with("1", "a", None, wanted, &options).unwrap_err();
    assert_eq!(error.details().job_id.as_deref(), Some("j"));
    let bodies = bodies(&server);
    assert!(bodies.iter().all(|body| body == "&Address=1&Message=a&JobID=j"), "{bodies:?}");
    (error, bodies.len())
}

/// Under each way of delivery: the kind, the outcome, and how often it was sent.
fn row(answer: fn(&mut Exchange) -> Then) -> [(Kind, Outcome, usize); 3] {
    DELIVERIES.map(|delivery| {
        let (error, times) = refused(delivery, answer);
        (error.kind(), error.outcome(), times)
    })
}

fn unknown_and_repeated_under_at_least_once() -> [(Kind, Outcome, usize); 3] {
    [1, 2, 1].map(|times| (Kind::OutcomeUnknown, Outcome::Unknown, times))
}

fn not_accepted(kind: Kind, times: [usize; 3]) -> [(Kind, Outcome, usize); 3] {
    times.map(|times| (kind, Outcome::NotAccepted, times))
}

#[test]
fn a_500_is_unknown_here_and_not_repeated() {
    assert_eq!(row(|exchange| exchange.answer(500, "", "")), unknown_and_repeated_under_at_least_once());
    assert_eq!(row(|exchange| exchange.answer(502, "", "")), unknown_and_repeated_under_at_least_once());
}

#[test]
fn what_asks_to_come_again_is_repeated() {
    assert_eq!(row(|exchange| exchange.answer(429, "", "")), not_accepted(Kind::RateLimited, [2, 2, 2]));
    assert_eq!(row(|exchange| exchange.answer(408, "", "")), not_accepted(Kind::Unavailable, [2, 2, 2]));
    assert_eq!(row(|exchange| exchange.answer(503, "", "")), not_accepted(Kind::Unavailable, [2, 2, 1]));
}

#[test]
fn a_refusal_is_a_refusal() {
    assert_eq!(row(|exchange| exchange.answer(401, "", "")), not_accepted(Kind::Authentication, [1; 3]));
    assert_eq!(row(|exchange| exchange.answer(403, "", "")), not_accepted(Kind::InsufficientCredit, [1; 3]));
    assert_eq!(row(|exchange| exchange.answer(400, "", "no")), not_accepted(Kind::Rejected, [1; 3]));
    let elsewhere = |exchange: &mut Exchange| exchange.answer(302, "location: /Api/Other\r\n", "");
    assert_eq!(row(elsewhere), not_accepted(Kind::UnexpectedResponse, [1; 3]));
    // A code counts under a status that says yes, too.
    let inside = |exchange: &mut Exchange| exchange.answer(200, XML, result(11100, "AdrAdCInvalid"));
    assert_eq!(row(inside), not_accepted(Kind::Rejected, [1; 3]));
}

#[test]
fn what_breaks_after_the_request_went_out_is_unknown() {
    let cut = |exchange: &mut Exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<Response><ResultCode>0");
        Then::Close
    };
    assert_eq!(row(cut), unknown_and_repeated_under_at_least_once());
    assert_eq!(row(|_| Then::Close), unknown_and_repeated_under_at_least_once());
    let malformed =
        |exchange: &mut Exchange| exchange.answer(200, XML, "<Response><ResultCode>0</ResultCode>");
    assert_eq!(row(malformed), unknown_and_repeated_under_at_least_once());
    // A page of whatever stands between us and the service is no acceptance.
    for page in [
        (|exchange| exchange.answer(200, "content-type: text/html\r\n", "<!DOCTYPE html><p>Log in"))
            as fn(&mut Exchange) -> Then,
        |exchange| exchange.answer(200, "", "<html><body/></html>"),
        |exchange| exchange.answer(200, XML, "<R><ResultCode>yes</ResultCode></R>"),
    ] {
        assert_eq!(row(page), unknown_and_repeated_under_at_least_once());
    }
}

#[test]
fn each_result_code_has_its_kind() {
    for (status, code, kind) in [
        (400, 11000, Kind::Rejected),
        (400, 11001, Kind::Permission),
        (400, 11100, Kind::Rejected),
        (400, 11101, Kind::Rejected),
        (400, 11102, Kind::Rejected),
        (400, 11200, Kind::Rejected),
        (400, 11202, Kind::Rejected),
        (400, 11204, Kind::Rejected),
        (400, 11300, Kind::Authentication),
        (400, 11301, Kind::InsufficientCredit),
        (400, 11303, Kind::InsufficientCredit),
        (400, 99999, Kind::Rejected),
        (401, 11001, Kind::Authentication),
        (403, 11301, Kind::InsufficientCredit),
        (200, 11001, Kind::Permission),
        (200, 11301, Kind::InsufficientCredit),
        (200, 11800, Kind::Rejected),
    ] {
        for names in [("ResultCode", "ResultText"), ("ResponseCode", "ResponseText")] {
            let answer = result(code, "why").replace("ResultCode", names.0).replace("ResultText", names.1);
            let server = answering(status, answer.clone());
            let error = client(&server).send_sms("1", "a", None).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotAccepted), "{status} {code}");
            let Details { http_status, ecall_code, ecall_message, request_id, raw_body, .. } =
                error.details();
            assert_eq!(*http_status, Some(status));
            assert_eq!(ecall_code.as_deref(), Some(&*code.to_string()));
            assert_eq!(ecall_message.as_deref(), Some("why"));
            assert_eq!(request_id.as_deref(), Some("r-1"));
            assert_eq!(raw_body.as_deref(), Some(answer.as_bytes()));
            let said = if status == 200 {
                "the service refused the request"
            } else {
                &format!("the service answered {status}")
            };
            let name = if code == 99999 { "" } else { &format!(" {}", ResultCode(code).name().unwrap()) };
            assert_eq!(error.details().message, format!("{said} ({code}{name})"));
        }
    }
}

#[test]
fn an_answer_after_an_unknown_attempt_may_be_the_second() {
    let server = scripted(
        |number, exchange| {
            if number == 0 { Then::Close } else { exchange.answer(200, XML, result(0, "OK")) }
        },
    );
    let options = CallOptions::new().delivery(Delivery::AtLeastOnce);
    let sent = client(&server).send_sms_with("1", "a", None, HttpsSmsOptions::new(), &options).unwrap();
    assert!(sent.possible_duplicate);
    let ids = bodies(&server);
    assert_eq!((ids.len(), &ids[0]), (2, &ids[1]), "one job, whatever happens to it");
    assert!(ids[0].ends_with(&sent.job_id));
}

#[test]
fn a_cut_answer_is_resolved_by_the_job_id_of_the_error() {
    let server = scripted(|_, exchange| {
        if exchange.seen.head[0].starts_with("POST /Api/Sms ") {
            exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n<a>");
            return Then::Close;
        }
        exchange.answer(200, XML, "<Statuses><Status><StatusCode>1</StatusCode></Status></Statuses>")
    });
    let error = client(&server).send_sms("1", "a", None).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
    let job_id = error.details().job_id.clone().unwrap();
    let resolved = client(&server).resolve(&job_id, &CallOptions::new()).unwrap();
    assert_eq!((resolved.accepted, resolved.states.len()), (true, 1));
    assert_eq!(bodies(&server), [format!("&Address=1&Message=a&JobID={job_id}"), format!("&JobID={job_id}")]);
}

#[test]
fn a_call_ends_with_its_time_or_its_token_and_says_which_job_it_was() {
    let server = scripted(|_, exchange| {
        exchange.drained();
        Then::Close
    });
    let sent = |options: &CallOptions| {
        let begun = Instant::now();
        let error =
            client(&server).send_sms_with("1", "a", None, HttpsSmsOptions::new(), options).unwrap_err();
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert_eq!((error.outcome(), error.details().job_id.is_some()), (Outcome::Unknown, true));
        error.kind()
    };
    assert_eq!(sent(&CallOptions::new().timeout(Duration::from_secs(1))), Kind::OutcomeUnknown);
    let token = CancelToken::new();
    let later = token.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(1));
        later.cancel();
    });
    assert_eq!(sent(&CallOptions::new().cancel(token)), Kind::Cancelled);
}
