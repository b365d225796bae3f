//! Uploads that fail: what is tried again, and whose fault it was.

use std::io::{self, Read};
use std::net::TcpListener;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use bytes::Bytes;
use ecall::{
    CancelToken, Error, Kind, MediaEncoding, MediaSource, Options, Outcome, ProgressHook, UploadOptions,
};
use futures_util::{StreamExt, stream};

use crate::server::{Server, Then};
use crate::{Folder, client, options, pattern, run};

fn raw() -> UploadOptions {
    UploadOptions::new().encoding(MediaEncoding::Raw)
}

/// Fails the first request with `status`, takes the next.
fn failing_once(status: u16) -> Server {
    Server::start(move |exchange| {
        exchange.body();
        if exchange.number > 0 {
            exchange.uploaded()
        } else {
            exchange.answer(status, "location: /api/v2/media\r\n", "")
        }
    })
}

fn refused(error: &Error, field: &str, rule: &str) {
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotApplicable), "{error:?}");
    let fields = &error.details().fields;
    assert_eq!((fields.len(), fields[0].field.as_str(), &*fields[0].rule), (1, field, rule), "{error:?}");
}

/// Gives bytes for ever, and counts them.
struct Endless(Arc<AtomicU64>);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.fetch_add(into.len() as u64, Ordering::SeqCst);
        Ok(into.len())
    }
}

#[test]
fn what_can_be_read_again_is_sent_again_after_what_is_transient() {
    let folder = Folder::new("again");
    let path = folder.file("x.bin", &pattern(100_000));
    for status in [408, 425, 429, 500, 502, 503, 504] {
        for source in [MediaSource::bytes(pattern(100_000)), MediaSource::path(&path)] {
            let server = failing_once(status);
            let answer = client(&server).upload_media(source, &raw()).unwrap();
            assert_eq!((answer.attempts.len(), answer.attempts[0].http_status), (1, Some(status)));
            assert!(!answer.possible_duplicate);
            let seen = server.seen();
            assert_eq!(seen.len(), 2);
            assert!(seen.iter().all(|seen| seen.complete && seen.body == pattern(100_000)));
        }
    }
}

#[test]
fn a_broken_connection_is_transient() {
    let server = Server::start(|exchange| match exchange.number {
        0 => {
            exchange.take(1000);
            Then::Close
        }
        1 => {
            exchange.body();
            Then::Close
        }
        _ => {
            exchange.body();
            exchange.uploaded()
        }
    });
    let source = MediaSource::bytes(pattern(3_000_000));
    let answer = client(&server).upload_media(source, &raw()).unwrap();
    let kinds: Vec<_> = answer.attempts.iter().map(|attempt| (attempt.kind, attempt.outcome)).collect();
    assert_eq!(kinds, [(Kind::Connect, Outcome::NotApplicable); 2]);
    assert!(server.seen()[2].body == pattern(3_000_000));
}

#[test]
fn other_refusals_are_final() {
    for (status, kind) in [
        (302, Kind::UnexpectedResponse),
        (400, Kind::Rejected),
        (401, Kind::Authentication),
        (404, Kind::NotFound),
    ] {
        let server = failing_once(status);
        let error = client(&server).upload_media(MediaSource::bytes("x"), &raw()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotApplicable), "{status}");
        assert_eq!(server.seen().len(), 1, "{status}: no redirect is followed, nothing repeated");
    }
}

#[test]
fn retries_are_those_that_are_allowed() {
    let server = Server::start(|exchange| {
        exchange.body();
        exchange.answer(503, "", "")
    });
    let error = client(&server).upload_media(MediaSource::bytes("x"), &raw().max_retries(1)).unwrap_err();
    assert_eq!((error.kind(), error.details().attempts.len()), (Kind::Unavailable, 2));
}

#[test]
fn a_reader_or_stream_that_was_begun_is_not_sent_again() {
    let sources = [
        MediaSource::reader(&b"once"[..]),
        MediaSource::reader(&b"once"[..]).with_length(4),
        MediaSource::stream(stream::iter([Ok(Bytes::from_static(b"once"))])),
    ];
    for source in sources {
        let server = failing_once(503);
        let error = client(&server).upload_media(source, &raw()).unwrap_err();
        assert_eq!((error.kind(), error.details().attempts.len()), (Kind::Unavailable, 1));
        assert_eq!(server.seen().len(), 1);
    }
}

#[test]
fn a_reader_that_was_not_begun_is_sent_once_there_is_a_connection() {
    let place = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = place.local_addr().unwrap();
    drop(place);
    let options = Options::new()
        .username("u")
        .password("p")
        .base_url(format!("http://{address}"))
        .backoff_initial(Duration::from_millis(50))
        .backoff_max(Duration::from_millis(50))
        .max_retries(100);
    let client = ecall::blocking::Client::new(options).unwrap();
    let calling =
        std::thread::spawn(move || client.upload_media(MediaSource::reader(&b"later"[..]), &raw()).unwrap());
    std::thread::sleep(Duration::from_millis(200));
    let server = Server::at(TcpListener::bind(address).unwrap(), |exchange| {
        exchange.body();
        exchange.uploaded()
    });
    let answer = calling.join().unwrap();
    assert!(!answer.attempts.is_empty());
    assert_eq!(server.seen()[0].body, b"later");
}

#[test]
fn a_file_that_cannot_be_converted_is_rejected_with_its_code() {
    let server = Server::start(|exchange| {
        exchange.body();
        exchange.answer(400, "", r#"{"errorCode":"CannotConvertMediaBody","errorMessage":"no picture"}"#)
    });
    let error = client(&server).upload_media(MediaSource::bytes("x"), &UploadOptions::new()).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Rejected, Outcome::NotApplicable));
    assert_eq!(error.details().ecall_code.as_deref(), Some("CannotConvertMediaBody"));
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn an_answer_that_names_no_media_is_unexpected() {
    for body in ["{}", r#"{"mediaId":null}"#, r#"{"mediaId":""}"#, "ok", ""] {
        let server = Server::start(move |exchange| {
            exchange.body();
            exchange.answer(200, "", body)
        });
        let error = client(&server).upload_media(MediaSource::bytes("x"), &raw()).unwrap_err();
        assert_eq!(error.kind(), Kind::UnexpectedResponse, "{body}");
        assert_eq!(error.details().raw_body.as_deref(), Some(body.as_bytes()));
        assert_eq!(server.seen().len(), 1, "{body}");
    }
}

#[test]
fn a_path_that_cannot_be_read_is_refused_with_everything_else_before_anything_goes_out() {
    let (server, folder) = (Server::taking(), Folder::new("secret-name"));
    for path in [folder.0.join("missing"), folder.0.clone()] {
        let error = client(&server).upload_media(MediaSource::path(&path), &raw()).unwrap_err();
        refused(&error, "source", "readable");
        assert!(!format!("{error} {error:?}").contains("secret-name"), "{error:?}");
        assert!(error.details().attempts.is_empty());
    }
    let wrong = raw().content_type("a\nb").timeout(Duration::ZERO).max_retries(101);
    let error = client(&server).upload_media(MediaSource::path(&folder.0), &wrong).unwrap_err();
    let mut fields: Vec<_> = error.details().fields.iter().map(|problem| problem.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["content_type", "max_retries", "source", "timeout_ms"]);
    assert!(server.seen().is_empty());
}

#[cfg(unix)]
#[test]
fn a_path_that_cannot_be_opened_or_is_a_device_is_refused() {
    let server = Server::taking();
    let error = client(&server).upload_media(MediaSource::path("/dev/zero"), &raw()).unwrap_err();
    refused(&error, "source", "readable");
    assert!(server.seen().is_empty());
}

/// Whatever goes wrong with the source, the service must not take a part for the whole, nor the next request for its rest.
#[test]
fn a_source_that_fails_is_the_callers_and_its_connection_is_not_used_again() {
    let good = || Ok(Bytes::from(pattern(100_000)));
    let bad = || Err(io::Error::other("the disk is gone"));
    let sources = || {
        [
            ("readable", MediaSource::stream(stream::iter([good(), bad()]))),
            ("readable", MediaSource::stream(stream::iter([good(), bad()])).with_length(200_000)),
            ("readable", MediaSource::stream(stream::iter([good()]).map(|_| panic!("in the stream")))),
            ("length", MediaSource::stream(stream::iter([good()])).with_length(100_001)),
            ("length", MediaSource::stream(stream::iter([good()])).with_length(99_999)),
            ("length", MediaSource::stream(stream::iter([good(), good()])).with_length(100_000)),
            ("length", MediaSource::stream(stream::iter([good()])).with_length(0)),
            ("length", MediaSource::reader(&b"four"[..]).with_length(3)),
        ]
    };
    for encoding in [MediaEncoding::Raw, MediaEncoding::Multipart] {
        for (rule, source) in sources() {
            let server = Server::taking();
            let client = client(&server);
            client.upload_media(MediaSource::bytes("before"), &raw()).unwrap();
            let named = format!("{encoding:?} of {source:?}");
            let error = client.upload_media(source, &raw().encoding(encoding)).unwrap_err();
            refused(&error, "source", rule);
            assert_eq!(error.details().attempts.len(), 1, "{named}");
            client.upload_media(MediaSource::bytes("after"), &raw()).unwrap();
            // What is left of the failed request may arrive after the next one.
            let (whole, cut): (Vec<_>, Vec<_>) = server.seen().into_iter().partition(|seen| seen.complete);
            let bodies: Vec<_> = whole.iter().map(|seen| seen.body.as_slice()).collect();
            assert_eq!(bodies, [&b"before"[..], b"after"], "{named}");
            assert_ne!(whole[1].connection, 0, "{named}: the failed one had that");
            assert!(cut.iter().all(|seen| seen.connection == 0), "{named}");
        }
    }
}

#[test]
fn bytes_of_another_length_than_was_said_are_refused_before_anything_goes_out() {
    let server = Server::taking();
    let error = client(&server).upload_media(MediaSource::bytes("four").with_length(5), &raw()).unwrap_err();
    refused(&error, "source", "length");
    assert!(server.seen().is_empty());
}

#[test]
fn a_call_that_is_cancelled_half_way_lets_go_of_source_and_connection() {
    let (half_way, reached) = mpsc::channel();
    let half_way = Mutex::new(half_way);
    let server = Server::start(move |exchange| {
        if exchange.number > 0 {
            exchange.body();
            return exchange.uploaded();
        }
        exchange.seen.complete = exchange.take(1_000_000) && {
            half_way.lock().unwrap().send(()).unwrap();
            exchange.drained();
            false
        };
        Then::Close
    });
    let token = CancelToken::new();
    let client = client(&server);
    let given = Arc::new(AtomicU64::new(0));
    let source = MediaSource::reader(Endless(given.clone())).with_length(u64::MAX / 2);
    let calling = {
        let (client, options) = (client.clone(), raw().cancel(token.clone()));
        std::thread::spawn(move || client.upload_media(source, &options).unwrap_err())
    };
    reached.recv().unwrap();
    token.cancel();
    let error = calling.join().unwrap();
    assert_eq!((error.kind(), error.outcome()), (Kind::Cancelled, Outcome::NotApplicable));
    client.upload_media(MediaSource::bytes("after"), &raw()).unwrap();
    assert_eq!(server.seen()[1].connection, 1);
    // A read may have been under way; after it nobody holds the reader.
    let begun = Instant::now();
    while Arc::strong_count(&given) > 1 {
        assert!(begun.elapsed() < Duration::from_secs(5), "the source is still held");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_answer_that_comes_early_ends_the_upload() {
    let server = Server::start(|exchange| {
        exchange.take(100);
        exchange.answer(400, "", r#"{"errorCode":"CannotConvertMediaBody"}"#);
        exchange.drained();
        Then::Close
    });
    let given = Arc::new(AtomicU64::new(0));
    let source = MediaSource::reader(Endless(given.clone()));
    run(async {
        let client = ecall::Client::new(options(&server)).unwrap();
        let error = client.upload_media(source, &raw()).await.unwrap_err();
        assert_eq!((error.kind(), error.details().http_status), (Kind::Rejected, Some(400)));
        let begun = Instant::now();
        while Arc::strong_count(&given) > 1 {
            assert!(begun.elapsed() < Duration::from_secs(5), "the source is still held");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}

/// The HTTP library waits for the source, and would for ever.
#[test]
fn an_answer_that_comes_while_the_source_has_nothing_ends_the_connection() {
    let (end, ended) = mpsc::channel();
    let end = Mutex::new(end);
    let server = Server::start(move |exchange| {
        exchange.take(1);
        exchange.answer(400, "", "no");
        exchange.drained();
        end.lock().unwrap().send(()).unwrap();
        Then::Close
    });
    let source = MediaSource::stream(stream::iter([Ok(Bytes::from_static(b"x"))]).chain(stream::pending()));
    run(async {
        let client = ecall::Client::new(options(&server)).unwrap();
        assert_eq!(client.upload_media(source, &raw()).await.unwrap_err().kind(), Kind::Rejected);
        let begun = Instant::now();
        while ended.try_recv().is_err() {
            assert!(begun.elapsed() < Duration::from_secs(5), "the connection stands still");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
}

#[test]
fn the_time_of_the_call_ends_it_though_the_hook_or_the_source_blocks() {
    let server = Server::start(|exchange| {
        exchange.body();
        std::thread::sleep(Duration::from_secs(3));
        Then::Close
    });
    let blocking = ProgressHook::new(|_| std::thread::sleep(Duration::from_secs(3)));
    let options = raw().timeout(Duration::from_millis(300)).progress(blocking);
    let begun = Instant::now();
    let error = client(&server).upload_media(MediaSource::bytes("x"), &options).unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());

    struct Stuck;
    impl Read for Stuck {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            std::thread::sleep(Duration::from_secs(3));
            Ok(0)
        }
    }
    let begun = Instant::now();
    let options = raw().timeout(Duration::from_millis(300));
    let error = client(&server).upload_media(MediaSource::reader(Stuck), &options).unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

/// The limit of a read's attempt is not the limit of an upload: it would cut one that is slow, or that the service works on.
#[test]
fn an_upload_may_take_longer_than_an_attempt_of_a_read() {
    let server = Server::start(|exchange| {
        exchange.body();
        std::thread::sleep(Duration::from_millis(400));
        exchange.uploaded()
    });
    let options =
        options(&server).attempt_timeout(Duration::from_millis(100)).timeout(Duration::from_millis(200));
    let client = ecall::blocking::Client::new(options).unwrap();
    let answer = client.upload_media(MediaSource::bytes("x"), &raw()).unwrap();
    assert!(answer.attempts.is_empty(), "and the client's time for a call is not that of an upload");
}
