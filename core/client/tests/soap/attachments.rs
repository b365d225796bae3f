//! Files of a fax: what is taken, and how they go out.

use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ecall::{Attachment, CancelToken, Delivery, Kind, Outcome, SoapClient, SoapFaxOptions};
use serde_json::json;

use crate::server::{Server, Then};
use crate::{XML, answering, bodies, call, client, element, fault, options, result, run, scripted};

const LIMIT: usize = 5 << 20;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ecall-soap-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|place| (place * 31 % 251) as u8).collect()
}

fn fax(json: serde_json::Value) -> SoapFaxOptions {
    SoapFaxOptions::from_json(json).unwrap()
}

/// Field and rule of each problem of a fax with these files, of which nothing may go out.
fn problems(files: Vec<Attachment>, options: serde_json::Value) -> Vec<(String, String)> {
    let server = answering(200, result(0, "OK"));
    let error = client(&server).send_fax("1", "a", files, fax(options), &call()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted), "{error}");
    assert!(server.seen().is_empty());
    let fields = error.details().fields.iter();
    fields.map(|problem| (problem.field.clone(), problem.rule.to_string())).collect()
}

fn pair(field: &str, rule: &str) -> (String, String) {
    (field.to_owned(), rule.to_owned())
}

/// The contents of the files of a body.
fn contents(body: &str) -> Vec<Vec<u8>> {
    let parts = body.split("<FileContent>").skip(1);
    parts.map(|part| STANDARD.decode(part.split_once('<').unwrap().0).unwrap()).collect()
}

#[test]
fn files_of_every_length_arrive_from_memory_and_from_disk() {
    let folder = Folder::new("lengths");
    let server = answering(200, result(0, "OK"));
    let piece = 48 << 10;
    let lengths = [0, 1, 2, 3, 4, piece - 1, piece, piece + 1, 3 * piece, LIMIT];
    let mut files = Vec::new();
    for length in lengths {
        let file = bytes(length);
        let path = folder.file("a.pdf", &file);
        let both = vec![Attachment::bytes("b.pdf", file.clone()), Attachment::path(path)];
        client(&server).send_fax("1", "a", both, fax(json!({})), &call()).unwrap();
        files.push([file.clone(), file]);
    }
    let seen = server.seen();
    for ((seen, files), length) in seen.iter().zip(files).zip(lengths) {
        let body = std::str::from_utf8(&seen.body).unwrap();
        assert!(contents(body) == files, "{length}");
        assert_eq!(seen.header("content-length"), Some(&*seen.body.len().to_string()));
        assert_eq!(element(body, "FileName"), Some("b.pdf"));
        assert!(body.contains("<FileName>a.pdf</FileName>") && body.ends_with("</soap:Envelope>"));
    }
}

#[test]
fn what_is_no_file_for_a_fax_is_refused_before_anything_goes_out() {
    let folder = Folder::new("refused");
    let long = vec![0; LIMIT + 1];
    let files = vec![
        Attachment::bytes("a.pdf", "x"),
        Attachment::bytes("a.exe", "x"),
        Attachment::bytes("pdf", "x"),
        Attachment::bytes("", "x"),
        Attachment::bytes("a\u{1}.pdf", "x"),
        Attachment::bytes("a.pdf", long.clone()),
        Attachment::path(folder.0.join("nowhere.pdf")),
        Attachment::path(&folder.0).named("folder.pdf"),
        Attachment::path(folder.file("long.exe", &long)),
        Attachment::path(folder.file("b.exe", "x")).named("b.TIFF"),
        Attachment::bytes("c.zip", "x"),
    ];
    assert_eq!(
        problems(files, json!({"job_id": ""})),
        [
            pair("files", "max_items"),
            pair("files[1]", "file_type"),
            pair("files[2]", "file_type"),
            pair("files[3]", "file_type"),
            pair("files[4]", "characters"),
            pair("files[5]", "max_length"),
            pair("files[6]", "readable"),
            pair("files[7]", "readable"),
            pair("files[8]", "file_type"),
            pair("files[8]", "max_length"),
            pair("job_id", "min_length"),
        ]
    );
}

#[test]
fn limits_and_types_can_be_others() {
    let two = || vec![Attachment::bytes("a.PNG", "abcd"), Attachment::bytes("b.png", "x")];
    let limits = json!({"max_files": 1, "max_file_bytes": 3, "file_types": ["png"]});
    assert_eq!(problems(two(), limits), [pair("files", "max_items"), pair("files[0]", "max_length")]);
    assert_eq!(
        problems(vec![Attachment::bytes("a.pdf", "x")], json!({"file_types": ["png"]})),
        [pair("files[0]", "file_type")]
    );
    let server = answering(200, result(0, "OK"));
    let limits = json!({"max_files": 2, "max_file_bytes": 4, "file_types": ["png"]});
    client(&server).send_fax("1", "a", two(), fax(limits), &call()).unwrap();
    let eleven = (0..11).map(|number| Attachment::bytes(format!("{number}.pdf"), "x")).collect();
    client(&server).send_fax("1", "a", eleven, fax(json!({"max_files": 11})), &call()).unwrap();
    let eleven = contents(&bodies(&server)[1]).len();
    assert_eq!((contents(&bodies(&server)[0]), eleven), (vec![b"abcd".to_vec(), b"x".to_vec()], 11));
}

#[test]
fn files_are_read_again_where_a_fax_is_sent_again() {
    let folder = Folder::new("again");
    let path = folder.file("a.pdf", bytes(100_000));
    let server = scripted(|number, exchange| match number {
        0 => exchange.answer(503, "", ""),
        1 => exchange.answer(500, XML, fault("1.1", "Server", "x")),
        _ => exchange.answer(200, XML, result(0, "OK")),
    });
    let client = SoapClient::new(options(&server).delivery(Delivery::AtLeastOnce)).unwrap();
    let files = vec![Attachment::path(path), Attachment::bytes("b.txt", "b")];
    let sent = run(client.send_fax("1", "", files, fax(json!({})), &call())).unwrap();
    assert!(sent.possible_duplicate);
    let bodies = bodies(&server);
    assert_eq!((bodies.len(), contents(&bodies[2])[0].len()), (3, 100_000));
    assert!(bodies[0] == bodies[1] && bodies[1] == bodies[2]);
}

#[test]
fn a_file_that_changes_ends_the_call_which_was_not_accepted() {
    for (length, rule) in [(Some(99_999), "length"), (Some(100_001), "length"), (None, "readable")] {
        let folder = Folder::new(&format!("changed-{length:?}").replace(['(', ')'], ""));
        let path = folder.file("a.pdf", bytes(100_000));
        let change = path.clone();
        // Changed between two attempts, which is when somebody can.
        let server = Server::start(move |exchange| {
            exchange.body();
            if exchange.number > 0 {
                return Then::Close;
            }
            match length {
                Some(length) => std::fs::write(&change, bytes(length)).unwrap(),
                None => std::fs::remove_file(&change).unwrap(),
            }
            exchange.answer(503, "", "")
        });
        let files = vec![Attachment::bytes("b.txt", "b"), Attachment::path(path)];
        let error = client(&server).send_fax("1", "a", files, fax(json!({})), &call()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted), "{error}");
        let problem = &error.details().fields[0];
        assert_eq!((problem.field.as_str(), &*problem.rule), ("files[1]", rule));
        assert!(error.details().job_id.is_some());
        assert!(server.seen().iter().skip(1).all(|seen| !seen.complete));
    }
}

#[test]
fn an_empty_file_that_fills_or_vanishes_is_noticed() {
    for (content, rule) in [(Some("late"), "length"), (None, "readable")] {
        let folder = Folder::new(&format!("empty-{rule}"));
        let path = folder.file("a.pdf", "");
        let change = path.clone();
        let server = Server::start(move |exchange| {
            exchange.body();
            if exchange.number > 0 {
                return Then::Close;
            }
            match content {
                Some(content) => std::fs::write(&change, content).unwrap(),
                None => std::fs::remove_file(&change).unwrap(),
            }
            exchange.answer(503, "", "")
        });
        let files = vec![Attachment::path(path)];
        let error = client(&server).send_fax("1", "a", files, fax(json!({})), &call()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted), "{error}");
        assert_eq!(&*error.details().fields[0].rule, rule);
    }
}

/// Whoever mends the file and sends again must know that the fax may be on its way already.
#[test]
fn a_file_that_changes_after_an_unknown_attempt_leaves_the_call_unknown() {
    let folder = Folder::new("unknown");
    let path = folder.file("a.pdf", "abc");
    let change = path.clone();
    let server = Server::start(move |exchange| {
        exchange.body();
        if exchange.number > 0 {
            return Then::Close;
        }
        std::fs::remove_file(&change).unwrap();
        exchange.answer(500, XML, fault("1.1", "Server", "x"))
    });
    let options = call().delivery(Delivery::AtLeastOnce);
    let files = vec![Attachment::path(path)];
    let error = client(&server).send_fax("1", "a", files, fax(json!({"job_id": "f"})), &options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown), "{error}");
    let details = error.details();
    assert_eq!((details.job_id.as_deref(), &*details.fields[0].rule), (Some("f"), "readable"));
    let attempts: Vec<_> = details.attempts.iter().map(|attempt| (attempt.kind, attempt.outcome)).collect();
    let expected = [(Kind::Server, Outcome::Unknown), (Kind::InvalidArgument, Outcome::NotAccepted)];
    assert_eq!(attempts, expected);
}

#[test]
fn files_that_break_off_may_have_been_accepted() {
    let server = Server::start(|exchange| {
        exchange.take(100_000);
        Then::Close
    });
    let files = vec![Attachment::bytes("a.pdf", bytes(LIMIT))];
    let error = client(&server).send_fax("1", "a", files, fax(json!({})), &call()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_fax_that_is_given_up_on_its_way_may_have_been_accepted() {
    let large = || vec![Attachment::bytes("a.pdf", bytes(LIMIT))];
    let token = CancelToken::new();
    let cancelled = token.clone();
    let server = Server::start(move |exchange| {
        exchange.take(100_000);
        cancelled.cancel();
        exchange.drained();
        Then::Close
    });
    let late = call().timeout(Duration::from_millis(500)).delivery(Delivery::AtLeastOnce);
    for (options, kind) in [(call().cancel(token.clone()), Kind::Cancelled), (late, Kind::OutcomeUnknown)] {
        let error = client(&server).send_fax("1", "a", large(), fax(json!({})), &options).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::Unknown), "{error}");
        assert!(error.details().job_id.is_some());
    }
    assert_eq!(server.seen().len(), 2);
    // Nothing of it went out.
    let error =
        client(&server).send_fax("1", "a", large(), fax(json!({})), &call().cancel(token)).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Cancelled, Outcome::NotAccepted));
    assert_eq!(server.seen().len(), 2);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let client = SoapClient::new(options(&server).base_url(format!("http://{nobody}"))).unwrap();
    let error = run(client.send_fax("1", "a", large(), fax(json!({})), &call())).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Connect, Outcome::NotAccepted));
    assert_eq!(error.details().attempts.len(), 4);
}

#[test]
fn a_fax_with_files_can_be_spawned_and_shows_nothing_of_them() {
    fn spawnable<T: Send>(_future: &T) {}
    let server = answering(200, "");
    let client = SoapClient::new(options(&server)).unwrap();
    let file = Attachment::bytes("Kündigung.pdf", "x");
    assert!(!format!("{file:?}").contains("ndigung"));
    let (call, wait) = (call(), ecall::WaitOptions::new());
    spawnable(&client.send_fax("1", "a", vec![file], fax(json!({})), &call));
    spawnable(&client.wait("j", None, &wait));
}
