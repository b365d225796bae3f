//! Downloads that fail: what is tried again, and what is left behind.

use std::io::{self, Write};
use std::sync::{Mutex, mpsc};
use std::time::Duration;

use ecall::blocking::Client;
use ecall::{CancelToken, DownloadOptions, Kind, MediaTarget, Outcome};

use crate::download::{Seen, giving};
use crate::server::{Exchange, Server, Then};
use crate::{Folder, client, options, pattern, run};

fn none() -> DownloadOptions {
    DownloadOptions::new()
}

/// Breaks off after `sent` of 200 000 bytes.
fn cut(exchange: &mut Exchange, sent: usize) -> Then {
    exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n");
    exchange.send(&pattern(200_000)[..sent]);
    Then::Close
}

/// Breaks the first answer off after `sent` bytes, gives the next whole.
fn cutting_once(sent: usize) -> Server {
    Server::start(move |exchange| {
        if exchange.number > 0 { exchange.answer(200, "", pattern(200_000)) } else { cut(exchange, sent) }
    })
}

#[test]
fn a_cut_file_is_fetched_again_into_memory_and_to_a_path() {
    let folder = Folder::new("cut");
    for sent in [0, 150_000] {
        let server = cutting_once(sent);
        let answer = client(&server).download_media("m", MediaTarget::memory(), &none()).unwrap();
        assert!(answer.bytes == pattern(200_000));
        assert_eq!(answer.length, 200_000);
        assert_eq!((answer.attempts.len(), answer.attempts[0].kind), (1, Kind::Connect));

        let (server, path) = (cutting_once(sent), folder.0.join(format!("{sent}.bin")));
        let answer = client(&server).download_media("m", MediaTarget::path(&path), &none()).unwrap();
        assert_eq!(answer.attempts.len(), 1);
        assert!(std::fs::read(path).unwrap() == pattern(200_000));
    }
    assert_eq!(folder.names(), ["0.bin", "150000.bin"]);
}

#[test]
fn a_writer_or_sink_that_was_handed_bytes_is_not_handed_them_again() {
    let seen = Seen::default();
    let sink = {
        let seen = seen.clone();
        MediaTarget::sink(move |chunk| {
            let written = seen.clone().write_all(&chunk);
            Box::pin(async { written })
        })
    };
    for target in [MediaTarget::writer(seen.clone()), sink] {
        let (server, before) = (cutting_once(150_000), seen.bytes().len());
        let error = client(&server).download_media("m", target, &none()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::Connect, Outcome::NotApplicable));
        assert_eq!((error.details().attempts.len(), server.seen().len()), (1, 1));
        assert!(seen.bytes()[before..] == pattern(200_000)[..150_000]);
    }
}

#[test]
fn a_writer_or_sink_that_was_handed_nothing_may_have_another_attempt() {
    let unavailable = || {
        Server::start(|exchange| match exchange.number {
            0 => exchange.answer(503, "", "busy"),
            1 => Then::Close,
            2 => cut(exchange, 0),
            _ => exchange.answer(200, "", "file"),
        })
    };
    let (server, seen) = (unavailable(), Seen::default());
    let answer = client(&server).download_media("m", MediaTarget::writer(seen.clone()), &none()).unwrap();
    assert_eq!((answer.attempts.len(), seen.bytes()), (3, b"file".to_vec()));

    let (server, seen) = (unavailable(), Seen::default());
    let sink = {
        let seen = seen.clone();
        MediaTarget::sink(move |chunk| {
            let written = seen.clone().write_all(&chunk);
            Box::pin(async { written })
        })
    };
    let answer = client(&server).download_media("m", sink, &none()).unwrap();
    assert_eq!((answer.attempts.len(), seen.bytes()), (3, b"file".to_vec()));
}

#[test]
fn a_cut_file_leaves_nothing_behind() {
    let (server, folder) = (cutting_once(150_000), Folder::new("nothing"));
    let path = folder.file("kept.bin", b"old");
    let error =
        client(&server).download_media("m", MediaTarget::path(&path), &none().max_retries(0)).unwrap_err();
    assert_eq!(error.kind(), Kind::Connect);
    assert_eq!(
        (folder.names(), std::fs::read(path).unwrap()),
        (vec!["kept.bin".to_owned()], b"old".to_vec())
    );
}

#[test]
fn a_file_too_long_for_memory_is_refused() {
    let said = giving(pattern(1001));
    let unsaid = Server::start(|exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
        exchange.send(format!("3e8\r\n{}\r\n1\r\nx\r\n0\r\n\r\n", "x".repeat(1000)));
        Then::Keep
    });
    // Nobody could send that much here: it is refused by what it says.
    let huge = Server::start(|exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 104857601\r\n\r\n");
        exchange.drained();
        Then::Close
    });
    let small = none().max_bytes(1000);
    for (server, options) in [(&said, &small), (&unsaid, &small), (&huge, &none())] {
        let error = client(server).download_media("m", MediaTarget::memory(), options).unwrap_err();
        assert_eq!(
            (error.kind(), error.details().attempts.len()),
            (Kind::UnexpectedResponse, 1),
            "{error:?}"
        );
        assert_eq!(server.seen().len(), 1);
    }
    for server in [&said, &unsaid] {
        let options = none().max_bytes(1001);
        assert_eq!(client(server).download_media("m", MediaTarget::memory(), &options).unwrap().length, 1001);
        let writer = MediaTarget::writer(io::sink());
        assert_eq!(client(server).download_media("m", writer, &small).unwrap().length, 1001);
    }
}

#[test]
fn an_error_goes_to_the_error_and_not_to_the_target() {
    let folder = Folder::new("error");
    let body = r#"{"errorCode":"InvalidContent","errorMessage":"no such media"}"#;
    for (status, kind) in [(404, Kind::NotFound), (400, Kind::Rejected), (401, Kind::Authentication)] {
        let server = Server::start(move |exchange| exchange.answer(status, "", body));
        let (seen, path) = (Seen::default(), folder.0.join("never"));
        for target in [MediaTarget::writer(seen.clone()), MediaTarget::path(&path), MediaTarget::memory()] {
            let error = client(&server).download_media("m", target, &none()).unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotApplicable));
            assert_eq!(error.details().ecall_code.as_deref(), Some("InvalidContent"));
            assert_eq!(error.details().raw_body.as_deref(), Some(body.as_bytes()));
            assert_eq!(error.details().attempts.len(), 1);
        }
        assert!(seen.bytes().is_empty() && folder.names().is_empty());
    }
}

#[test]
fn what_is_slow_but_moves_is_waited_for() {
    let server = Server::start(|exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n");
        for _ in 0..8 {
            std::thread::sleep(Duration::from_millis(100));
            exchange.send("x");
        }
        Then::Keep
    });
    let options = options(&server).attempt_timeout(Duration::from_millis(400));
    let answer = Client::new(options).unwrap().download_media("m", MediaTarget::memory(), &none()).unwrap();
    assert_eq!((&answer.bytes[..], answer.attempts.len()), (&b"xxxxxxxx"[..], 0));
}

#[test]
fn what_stands_still_is_fetched_again() {
    let server = Server::start(|exchange| {
        match exchange.number {
            0 => exchange.drained(),
            1 => {
                exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nxxxx");
                exchange.drained();
            }
            _ => return exchange.answer(200, "", "whole"),
        }
        Then::Close
    });
    let options = options(&server).attempt_timeout(Duration::from_millis(150));
    let answer = Client::new(options).unwrap().download_media("m", MediaTarget::memory(), &none()).unwrap();
    let kinds: Vec<_> = answer.attempts.iter().map(|attempt| attempt.kind).collect();
    assert_eq!((&answer.bytes[..], kinds), (&b"whole"[..], vec![Kind::Timeout; 2]));
}

/// A writer that takes its time, or fails.
struct Slow(Option<&'static str>);

impl Write for Slow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        std::thread::sleep(Duration::from_millis(400));
        self.0.map_or(Ok(bytes.len()), |failure| Err(io::Error::other(failure)))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_slow_writer_is_not_the_services_fault() {
    let server = giving(pattern(1000));
    let options = options(&server).attempt_timeout(Duration::from_millis(150));
    let writer = MediaTarget::writer(Slow(None));
    let answer = Client::new(options).unwrap().download_media("m", writer, &none()).unwrap();
    assert!(answer.attempts.is_empty());
}

#[test]
fn the_time_of_the_call_ends_it_though_the_writer_blocks() {
    let server = giving(pattern(1000));
    let writer = MediaTarget::writer(Slow(None));
    let short = none().timeout(Duration::from_millis(150));
    let error = client(&server).download_media("m", writer, &short).unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
}

#[test]
fn a_target_that_cannot_be_written_is_the_callers() {
    let (server, folder) = (giving(pattern(1000)), Folder::new("unwritable-secret"));
    let refused = |target, attempts, requests| {
        let before = server.seen().len();
        let error = client(&server).download_media("m", target, &none()).unwrap_err();
        let fields = &error.details().fields;
        assert_eq!(error.kind(), Kind::InvalidArgument, "{error:?}");
        assert_eq!((fields[0].field.as_str(), &*fields[0].rule), ("target", "writable"));
        assert_eq!(error.details().attempts.len(), attempts, "{error:?}");
        assert_eq!(server.seen().len() - before, requests, "{error:?}");
        assert!(!format!("{error} {error:?}").contains("unwritable-secret"));
    };
    refused(MediaTarget::path(&folder.0), 0, 0);
    refused(MediaTarget::path("/"), 0, 0);
    refused(MediaTarget::path(folder.0.join("no-such-folder/file")), 0, 0);
    refused(MediaTarget::writer(Slow(Some("full"))), 1, 1);
    refused(MediaTarget::sink(|_| Box::pin(async { Err(io::Error::other("full")) })), 1, 1);
}

#[test]
fn an_id_that_is_none_is_refused_with_everything_else() {
    let server = giving(Vec::new());
    let wrong = none().timeout(Duration::ZERO);
    let error = client(&server).download_media("", MediaTarget::path("/"), &wrong).unwrap_err();
    let mut fields: Vec<_> = error.details().fields.iter().map(|problem| problem.field.as_str()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["media_id", "target", "timeout_ms"]);
    for id in [".", "..", &"x".repeat(30_000)] {
        let error = client(&server).download_media(id, MediaTarget::memory(), &none()).unwrap_err();
        assert_eq!(error.details().fields[0].field, "media_id");
    }
    assert!(server.seen().is_empty());
}

/// A server that stops half way and says when.
fn stopping() -> (Server, mpsc::Receiver<()>) {
    let (half_way, reached) = mpsc::channel();
    let half_way = Mutex::new(half_way);
    let server = Server::start(move |exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n");
        exchange.send(&pattern(200_000)[..100_000]);
        half_way.lock().unwrap().send(()).unwrap();
        exchange.drained();
        Then::Close
    });
    (server, reached)
}

#[test]
fn a_download_that_is_cancelled_half_way_leaves_nothing_behind() {
    let (server, reached) = stopping();
    let folder = Folder::new("cancel");
    let token = CancelToken::new();
    let calling = {
        let (client, path, options) = (client(&server), folder.0.join("x"), none().cancel(token.clone()));
        std::thread::spawn(move || client.download_media("m", MediaTarget::path(path), &options).unwrap_err())
    };
    reached.recv().unwrap();
    assert_eq!(folder.names().len(), 1);
    token.cancel();
    let error = calling.join().unwrap();
    assert_eq!((error.kind(), error.outcome()), (Kind::Cancelled, Outcome::NotApplicable));
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}

#[test]
fn a_download_whose_future_is_dropped_leaves_nothing_behind() {
    let (server, _reached) = stopping();
    let folder = Folder::new("dropped");
    run(async {
        let client = ecall::Client::new(options(&server)).unwrap();
        let options = none();
        let download = client.download_media("m", MediaTarget::path(folder.0.join("x")), &options);
        assert!(tokio::time::timeout(Duration::from_millis(300), download).await.is_err());
    });
    assert!(folder.names().is_empty(), "{:?}", folder.names());
}
