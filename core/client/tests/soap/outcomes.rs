//! What became of a send, by what the server did: the rows of the design's table, and how often a request arrived.

use std::sync::{Arc, Mutex};

use ecall::error::Details;
use ecall::model::ResultCode;
use ecall::{Delivery, Error, Kind, LogHook, Outcome, SoapSmsOptions};

use crate::server::{Exchange, Then};
use crate::{
    PASSWORD, XML, answering, bodies, call, client, element, fault, job, options, result, scripted, state,
};

const DELIVERIES: [Delivery; 3] = [Delivery::Standard, Delivery::AtLeastOnce, Delivery::AtMostOnce];

/// Sends against a server that always does this; the error, and how often it was sent.
fn refused(
    delivery: Delivery,
    answer: impl Fn(&mut Exchange) -> Then + Send + Sync + 'static,
) -> (Error, usize) {
    let server = scripted(move |_, exchange| answer(exchange));
    let mut wanted = SoapSmsOptions::new();
    wanted.job_id = Some("j".to_owned());
    let options = call().delivery(delivery).max_retries(1);
    let error = client(&server).send_sms_with("1", "a", None, wanted, &options).unwrap_err();
    assert_eq!(error.details().job_id.as_deref(), Some("j"));
    let bodies = bodies(&server);
    assert!(bodies.iter().all(|body| element(body, "JobID") == Some("j")), "{bodies:?}");
    (error, bodies.len())
}

/// Under each way of delivery: the kind, the outcome, and how often it was sent.
fn row(
    answer: impl Fn(&mut Exchange) -> Then + Clone + Send + Sync + 'static,
) -> [(Kind, Outcome, usize); 3] {
    DELIVERIES.map(|delivery| {
        let (error, times) = refused(delivery, answer.clone());
        (error.kind(), error.outcome(), times)
    })
}

fn answered(
    status: u16,
    body: impl Into<String>,
) -> impl Fn(&mut Exchange) -> Then + Clone + Send + Sync + 'static {
    let body = body.into();
    move |exchange| exchange.answer(status, XML, &body)
}

const UNKNOWN: [(Kind, Outcome, usize); 3] = [
    (Kind::OutcomeUnknown, Outcome::Unknown, 1),
    (Kind::OutcomeUnknown, Outcome::Unknown, 2),
    (Kind::OutcomeUnknown, Outcome::Unknown, 1),
];

fn not_accepted(kind: Kind, times: [usize; 3]) -> [(Kind, Outcome, usize); 3] {
    times.map(|times| (kind, Outcome::NotAccepted, times))
}

#[test]
fn faults_that_blame_the_request_were_not_processed() {
    for (version, code) in [
        ("1.1", "Client"),
        ("1.1", "Client.Authentication"),
        ("1.1", "CLIENT"),
        ("1.1", "MustUnderstand"),
        ("1.1", "VersionMismatch"),
        ("1.2", "Sender"),
        ("1.2", "MustUnderstand"),
        ("1.2", "VersionMismatch"),
    ] {
        for status in [500, 200] {
            let row = row(answered(status, fault(version, code, "why")));
            assert_eq!(row, not_accepted(Kind::Rejected, [1; 3]), "{code} under {status}");
        }
    }
    assert_eq!(row(answered(400, fault("1.2", "Sender", "why"))), not_accepted(Kind::Rejected, [1; 3]));
}

#[test]
fn faults_that_blame_the_service_and_others_may_have_been_processed() {
    for (version, code) in [
        ("1.1", "Server"),
        ("1.1", "Server.Busy"),
        ("1.2", "Receiver"),
        ("1.2", "DataEncodingUnknown"),
        ("1.1", ""),
    ] {
        for status in [500, 200] {
            assert_eq!(row(answered(status, fault(version, code, "why"))), UNKNOWN, "{code} under {status}");
        }
    }
}

#[test]
fn a_500_without_a_fault_is_unknown_whatever_else_it_says() {
    for body in
        ["", "no", "<html/>", "<!DOCTYPE a []><a/>", &result(0, "OK"), &result(11100, "x"), &state(0, "")]
    {
        assert_eq!(row(answered(500, body)), UNKNOWN, "{body}");
    }
    assert_eq!(row(answered(502, fault("1.1", "Client", "x"))), UNKNOWN);
}

#[test]
fn other_statuses_are_as_everywhere() {
    assert_eq!(row(answered(429, "")), not_accepted(Kind::RateLimited, [2, 2, 2]));
    assert_eq!(row(answered(408, "")), not_accepted(Kind::Unavailable, [2, 2, 2]));
    assert_eq!(row(answered(503, "")), not_accepted(Kind::Unavailable, [2, 2, 1]));
    assert_eq!(row(answered(401, "")), not_accepted(Kind::Authentication, [1; 3]));
    assert_eq!(row(answered(403, "")), not_accepted(Kind::Permission, [1; 3]));
    assert_eq!(row(answered(415, "")), not_accepted(Kind::Rejected, [1; 3]));
    assert_eq!(row(answered(302, "")), not_accepted(Kind::UnexpectedResponse, [1; 3]));
}

#[test]
fn what_cannot_be_read_is_unknown() {
    let cut = |exchange: &mut Exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n<soap:Envelope");
        Then::Close
    };
    assert_eq!(row(cut), UNKNOWN);
    assert_eq!(row(|_: &mut Exchange| Then::Close), UNKNOWN);
    for body in [
        "".to_owned(),
        "OK".to_owned(),
        "<html><body/></html>".to_owned(),
        "<SendSMSBasicResult><ResponseCode>0</ResponseCode></SendSMSBasicResult>".to_owned(),
        "<page><Body><R><ResponseCode>0</ResponseCode></R></Body></page>".to_owned(),
        "<Envelope><Header><ResponseCode>0</ResponseCode></Header></Envelope>".to_owned(),
        crate::envelope(""),
        crate::envelope("<ResponseCode>yes</ResponseCode>"),
        result(0, "OK").replace("</soap:Body>", ""),
    ] {
        assert_eq!(row(answered(200, body.clone())), UNKNOWN, "{body}");
    }
}

#[test]
fn each_result_code_has_its_kind() {
    for code in (11000..11920).chain([1, -1, 99999]) {
        let named = ResultCode(code).name();
        if named.is_none() && code % 100 != 99 {
            continue;
        }
        let answer = result(code, "why");
        let server = answering(200, answer.clone());
        let error = client(&server).send_sms("1", "a", None).unwrap_err();
        assert_eq!(
            (error.kind(), error.outcome()),
            (ResultCode(code).kind(), Outcome::NotAccepted),
            "{code}"
        );
        let Details { http_status, ecall_code, ecall_message, request_id, raw_body, .. } = error.details();
        assert_eq!((*http_status, ecall_code.as_deref()), (Some(200), Some(&*code.to_string())));
        assert_eq!((ecall_message.as_deref(), request_id.as_deref()), (Some("why"), Some("r-1")));
        assert_eq!(raw_body.as_deref(), Some(answer.as_bytes()));
        let shown = named.map_or(code.to_string(), |name| format!("{code} {name}"));
        assert_eq!(error.details().message, format!("the service refused the request ({shown})"));
    }
}

#[test]
fn a_fault_is_told_with_code_and_text() {
    for (version, code) in [("1.1", "Client"), ("1.2", "Sender")] {
        let server = answering(500, fault(version, code, "no &amp; never"));
        let error = client(&server).send_sms("1", "a", None).unwrap_err();
        let details = error.details();
        assert_eq!((details.ecall_code.as_deref(), details.http_status), (Some(code), Some(500)));
        assert_eq!(details.ecall_message.as_deref(), Some("no & never"));
        assert_eq!(details.message, format!("the service answered with a fault ({code})"));
    }
    let server = answering(500, fault("1.1", "", "why").replace("soap:<", "<"));
    let error = client(&server).send_sms("1", "a", None).unwrap_err();
    assert_eq!((&error.details().ecall_code, error.details().ecall_message.as_deref()), (&None, Some("why")));
    assert_eq!(error.details().attempts[0].message, "the service answered with a fault");
    let server = answering(500, fault("1.1", "Server", "why"));
    let error = client(&server).send_sms("1", "a", None).unwrap_err();
    assert_eq!(error.details().ecall_code.as_deref(), Some("Server"));
    assert_eq!(error.details().attempts[0].kind, Kind::Server);
}

#[test]
fn an_unknown_send_is_resolved_by_the_job_id_of_the_error() {
    let server = scripted(|number, exchange| match number {
        0 => Then::Close,
        _ => exchange.answer(200, XML, state(0, &job(1))),
    });
    let error = client(&server).send_sms("1", "a", None).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
    let job_id = error.details().job_id.clone().unwrap();
    let resolved = client(&server).resolve(&job_id, &call()).unwrap();
    assert!(resolved.accepted);
    let asked: Vec<_> =
        bodies(&server).iter().map(|body| element(body, "JobID").unwrap().to_owned()).collect();
    assert_eq!(asked, [job_id.as_str(), job_id.as_str()]);
}

#[test]
fn an_answer_after_an_unknown_attempt_may_be_the_second() {
    let server = scripted(|number, exchange| match number {
        0 => exchange.answer(500, XML, fault("1.2", "Receiver", "x")),
        _ => exchange.answer(200, XML, result(0, "OK")),
    });
    let options = call().delivery(Delivery::AtLeastOnce);
    let sent = client(&server).send_sms_with("1", "a", None, SoapSmsOptions::new(), &options).unwrap();
    assert!(sent.possible_duplicate);
    let bodies = bodies(&server);
    assert_eq!(bodies[0], bodies[1], "one job, whatever happens to it");
}

#[test]
fn no_secret_comes_out() {
    let server = answering(500, fault("1.1", "Server", "x"));
    let events = Arc::new(Mutex::new(String::new()));
    let log = events.clone();
    let hook = LogHook::new(move |event| log.lock().unwrap().push_str(&format!("{event:?}\n")));
    let client = ecall::blocking::SoapClient::new(options(&server).log(hook)).unwrap();
    let error = client.send_sms("+41791234567", "Alarm 4711", Some("eCall")).unwrap_err();
    let events = events.lock().unwrap().clone();
    assert!(events.contains("send_sms"), "{events}");
    let shown =
        format!("{client:?} {:?} {error} {error:?} {} {events}", client.asynchronous(), error.to_json());
    for secret in [PASSWORD, "p&amp;s", "41791234567", "4711"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
