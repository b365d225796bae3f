use std::sync::Arc;

use ecall::model::{SendState, Status, TimeDoubt};
use ecall::{CallOptions, Kind, Outcome, TimeRange};

use crate::{XML, answering, bodies, client, options, result, run, scripted};

fn time(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

const TWO: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Statuses xmlns=\"x\">\r\n\
    <Status><StatusCode>8</StatusCode><StatusText>OK</StatusText><TimeStamp>25.10.2026 02:30:00</TimeStamp>\
    <JobID>j</JobID><Number>+41791234567</Number><More><A>1</A><A>2</A></More></Status>\
    <Status><StatusCode>777</StatusCode><StatusText/><TimeStamp>2026-07-01T12:00:00</TimeStamp></Status></Statuses>";

#[test]
fn the_states_of_a_job_are_read() {
    let server = answering(200, TWO);
    let states = client(&server).status("j/ä", &CallOptions::new()).unwrap();
    assert_eq!(server.seen()[0].head[0], "POST /Api/State HTTP/1.1");
    assert_eq!(bodies(&server), ["&JobID=j%2F%C3%A4"]);
    let [first, second] = &states.states[..] else { panic!("{states:?}") };
    assert!(!states.is_final(), "the second is not");
    let json = serde_json::to_value(&states.value).unwrap();
    assert_eq!((&json["final"], &json["states"][0]["jobId"]), (&false.into(), &"j".into()));
    assert_eq!((first.status_code, first.status()), (Some(SendState(8)), Some(Status::Delivered)));
    assert_eq!((first.is_final(), first.job_id.as_deref()), (true, Some("j")));
    let at = first.time_stamp.as_ref().unwrap();
    assert_eq!((at.text.as_str(), at.doubt), ("25.10.2026 02:30:00", Some(TimeDoubt::Twice)));
    assert_eq!(at.time.as_ref().unwrap().as_str(), "2026-10-25T02:30:00+02:00");
    assert_eq!(first.extra["Number"], "+41791234567");
    assert_eq!(first.extra["More"]["A"], serde_json::json!(["1", "2"]));
    assert_eq!((second.status_code, second.status_text.as_deref()), (Some(SendState(777)), None));
    assert_eq!((second.is_final(), second.status()), (false, Some(Status::Unknown("777".to_owned()))));
}

#[test]
fn one_state_may_come_bare_and_odd_values_are_kept() {
    let server = answering(
        200,
        "<s:Status xmlns:s='x'><StatusCode>soon</StatusCode><TimeStamp>?</TimeStamp></s:Status>",
    );
    let states = client(&server).status("j", &CallOptions::new()).unwrap().value.states;
    assert_eq!((states.len(), states[0].status_code), (1, None));
    assert_eq!(states[0].extra["StatusCode"], "soon");
    assert_eq!(states[0].time_stamp.as_ref().unwrap().text, "?");
}

#[test]
fn answers_without_a_state_are_errors() {
    for (status, body, kind) in [
        (200, "<Statuses/>".to_owned(), Kind::UnexpectedResponse),
        (200, "OK".to_owned(), Kind::UnexpectedResponse),
        (200, "<!DOCTYPE a []><Statuses/>".to_owned(), Kind::UnexpectedResponse),
        (200, result(11502, "IDDoesNotExist"), Kind::NotFound),
        (200, result(11001, "PermissionDenied"), Kind::Permission),
        (400, result(11502, "IDDoesNotExist"), Kind::NotFound),
        (400, result(11910, "?"), Kind::NotFound),
        (400, result(11500, "?"), Kind::Rejected),
        (401, String::new(), Kind::Authentication),
    ] {
        let server = answering(status, body);
        let error = client(&server).status("j", &CallOptions::new()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotApplicable));
        assert_eq!(error.details().job_id.as_deref(), Some("j"));
        assert_eq!(server.seen().len(), 1, "not repeated");
    }
    let error = client(&answering(200, "")).status("", &CallOptions::new()).unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidArgument);
}

#[test]
fn a_read_is_repeated() {
    let server = scripted(|number, exchange| match number {
        0 => exchange.answer(500, "", ""),
        1 => crate::server::Then::Close,
        _ => exchange.answer(200, XML, TWO),
    });
    let states = client(&server).status("j", &CallOptions::new()).unwrap();
    assert_eq!((states.attempts.len(), server.seen().len()), (2, 3));
}

#[test]
fn a_job_is_resolved_by_what_the_service_knows() {
    let scheduled = |status| (status, result(11912, "scheduled"));
    for (status, body) in [(200, TWO.to_owned()), scheduled(200), scheduled(400)] {
        let resolved = client(&answering(status, body)).resolve("j", &CallOptions::new()).unwrap();
        assert!(resolved.accepted);
        assert!([SendState(8), SendState::SCHEDULED].contains(&resolved.states[0].status_code.unwrap()));
    }
    for (status, code) in [(400, 11502), (400, 11910), (200, 11502)] {
        let resolved =
            client(&answering(status, result(code, ""))).resolve("j", &CallOptions::new()).unwrap();
        assert!(!resolved.accepted && resolved.states.is_empty());
    }
    // What may mean anything is no answer to that.
    for (status, body, kind) in [
        (404, String::new(), Kind::NotFound),
        (400, "11502".to_owned(), Kind::Rejected),
        (400, result(11500, ""), Kind::Rejected),
        (200, "<Statuses/>".to_owned(), Kind::UnexpectedResponse),
        (200, "IDDoesNotExist".to_owned(), Kind::UnexpectedResponse),
        (200, result(11001, ""), Kind::Permission),
    ] {
        let error = client(&answering(status, body)).resolve("j", &CallOptions::new()).unwrap_err();
        assert_eq!(error.kind(), kind, "{status}");
        assert_eq!(error.details().job_id.as_deref(), Some("j"));
    }
}

/// A service that holds these states (a second since 1970 and a name each) and tells no more than `most` at once.
fn keeping(states: Vec<(i64, String)>, most: usize) -> crate::server::Server {
    let states = Arc::new(states);
    scripted(move |_, exchange| {
        let form = String::from_utf8(exchange.seen.body.clone()).unwrap().replace("%3A", ":");
        let bound = |name: &str| {
            let (_, rest) = form.split_once(&format!("&{name}=")).unwrap();
            time(rest.split('&').next().unwrap()).as_second()
        };
        let within = bound("StartDate")..=bound("EndDate");
        let found: Vec<_> = states.iter().filter(|(second, _)| within.contains(second)).collect();
        if found.len() > most {
            return exchange.answer(400, XML, result(11701, "too many"));
        }
        let found: String = found
            .iter()
            .map(|(_, name)| format!("<Status><StatusCode>1</StatusCode><JobID>{name}</JobID></Status>"))
            .collect();
        exchange.answer(200, XML, format!("<Statuses>{found}</Statuses>"))
    })
}

#[test]
fn a_range_is_asked_for_as_a_whole_and_written_with_its_zone() {
    let server = keeping(vec![(1_790_000_000, "a".to_owned())], 1000);
    let (start, end) = (time("2026-09-01T00:00:00.5+02:00"), time("2026-10-01T00:00:00.5Z"));
    let all: Vec<_> = client(&server).status_range(start, end, &CallOptions::new()).unwrap().collect();
    assert_eq!(all.len(), 1);
    assert_eq!(bodies(&server), ["&StartDate=2026-08-31T22%3A00%3A00Z&EndDate=2026-10-01T00%3A00%3A01Z"]);
}

#[test]
fn a_range_is_halved_until_all_is_told_and_each_once() {
    // States that look alike stay as many as they are; those of a second at which halves meet come once.
    let mut states: Vec<_> = (0..64).map(|number| (1000 + number, format!("j{number}"))).collect();
    states.extend([1032, 1032, 1033].map(|second| (second, "twin".to_owned())));
    let server = keeping(states, 10);
    let range = client(&server)
        .status_range(
            jiff::Timestamp::from_second(1000).unwrap(),
            jiff::Timestamp::from_second(1064).unwrap(),
            &CallOptions::new(),
        )
        .unwrap();
    let mut names: Vec<_> = range.map(|state| state.unwrap().job_id.unwrap()).collect();
    assert_eq!(names.len(), 67);
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 65);
}

#[test]
fn a_range_is_read_as_it_is_asked_for() {
    let states = (0..64).map(|number| (1000 + number, format!("j{number}"))).collect();
    let server = keeping(states, 10);
    let client = ecall::HttpsClient::new(options(&server)).unwrap();
    run(async {
        let (start, end) =
            (jiff::Timestamp::from_second(1000).unwrap(), jiff::Timestamp::from_second(1064).unwrap());
        let mut range = client.status_range(start, end, &CallOptions::new()).unwrap();
        assert!(server.seen().is_empty());
        for _ in 0..9 {
            range.next().await.unwrap().unwrap();
        }
        assert_eq!(server.seen().len(), 4, "64, 32, 16 and 8 seconds");
    });
}

#[test]
fn one_second_is_the_end_of_halving() {
    let server = keeping((0..11).map(|number| (1003, format!("j{number}"))).collect(), 10);
    let mut range = client(&server)
        .status_range(
            jiff::Timestamp::from_second(1000).unwrap(),
            jiff::Timestamp::from_second(1008).unwrap(),
            &CallOptions::new(),
        )
        .unwrap();
    let error = range.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.details().ecall_code.as_deref()), (Kind::Rejected, Some("11701")));
    assert!(range.next().is_none());
    assert_eq!(server.seen().len(), 5, "8, 4, 2 seconds, the first of these, the second");
    let backwards = client(&server).status_range(
        time("2026-01-02T00:00:00Z"),
        time("2026-01-01T00:00:00Z"),
        &CallOptions::new(),
    );
    assert_eq!(backwards.err().unwrap().kind(), Kind::InvalidArgument);
}

#[test]
fn a_range_ends_with_an_error() {
    for (status, body, kind) in [
        (400, result(11202, ""), Kind::Rejected),
        (401, String::new(), Kind::Authentication),
        (200, "OK".to_owned(), Kind::UnexpectedResponse),
        (200, result(11001, ""), Kind::Permission),
    ] {
        let server = answering(status, body);
        let mut range = client(&server)
            .status_range(time("2026-01-01T00:00:00Z"), time("2026-01-02T00:00:00Z"), &CallOptions::new())
            .unwrap();
        assert_eq!(range.next().unwrap().unwrap_err().kind(), kind);
        assert!(range.next().is_none());
    }
    let empty = client(&answering(200, "<Statuses/>")).status_range(
        time("2026-01-01T00:00:00Z"),
        time("2026-01-01T00:00:00Z"),
        &CallOptions::new(),
    );
    assert!(empty.unwrap().next().is_none());
}

#[test]
fn a_state_that_never_reached_its_taker_comes_again() {
    let server = answering(200, TWO);
    let [start, end] = ["2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"].map(time);
    let mut range = client(&server).status_range(start, end, &CallOptions::new()).unwrap();
    range.give_again();
    let first = range.next().unwrap().unwrap();
    range.give_again();
    assert_eq!(range.next().unwrap().unwrap(), first);
    let second = range.next().unwrap().unwrap();
    assert_ne!(second, first);
    range.give_again();
    assert_eq!(range.next().unwrap().unwrap(), second);
    assert!(range.next().is_none());
    range.give_again();
    assert!(range.next().is_none());
}

#[test]
fn a_range_is_read_from_what_a_program_has() {
    let range = TimeRange::parse("25.10.2026 02:30:00", "2026-10-25T02:30:00").unwrap();
    assert_eq!((range.start, range.end), (time("2026-10-25T00:30:00Z"), time("2026-10-25T01:30:00Z")));
    let range = TimeRange::from_unix_ms(0, 1_500).unwrap();
    assert_eq!((range.start, range.end), (time("1970-01-01T00:00:00Z"), time("1970-01-01T00:00:01.5Z")));
    for (wrong, fields) in [
        (TimeRange::parse("soon", "later"), &["start", "end"][..]),
        (TimeRange::parse("2026-01-01T00:00:00", ""), &["end"]),
        (TimeRange::from_unix_ms(i64::MIN, 0), &["start"]),
    ] {
        let error = wrong.unwrap_err();
        let named: Vec<_> = error.details().fields.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!((error.kind(), &named[..]), (Kind::InvalidArgument, fields));
    }
}
