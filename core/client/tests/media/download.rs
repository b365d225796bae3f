//! What comes in, and where it goes.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use ecall::{DownloadOptions, MediaProgress, MediaTarget, ProgressHook};

use crate::server::{Server, Then};
use crate::{Folder, client, options, pattern, run};

/// A writer that others can look into.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<Vec<u8>>>);

impl Seen {
    pub fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

impl Write for Seen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Less than it is given, as writers may.
        let taken = bytes.len().min(10_000);
        self.0.lock().unwrap().extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Answers every request with a picture.
pub fn giving(file: Vec<u8>) -> Server {
    Server::start(move |exchange| {
        exchange.answer(200, "content-type: image/png\r\nx-f24-request-id: r-1\r\n", &file)
    })
}

fn none() -> DownloadOptions {
    DownloadOptions::new()
}

#[test]
fn into_memory() {
    let server = giving(pattern(300_000));
    let answer = client(&server).download_media("a/b c", MediaTarget::memory(), &none()).unwrap();
    assert_eq!((answer.content_type.as_deref(), answer.length), (Some("image/png"), 300_000));
    assert!(answer.bytes == pattern(300_000));
    assert!(answer.raw_body.is_empty());
    assert_eq!((answer.http_status, answer.request_id.as_deref()), (200, Some("r-1")));
    let seen = &server.seen()[0];
    assert_eq!(seen.head[0], "GET /api/v2/media/a%2Fb%20c HTTP/1.1");
    assert_eq!((seen.header("authorization"), seen.header("accept")), (Some("Basic dTpw"), Some("*/*")));
    assert_eq!(seen.header("content-type"), None);
}

#[test]
fn into_memory_of_an_asynchronous_program() {
    let server = giving(pattern(70_000));
    run(async {
        let client = ecall::Client::new(options(&server)).unwrap();
        let answer = client.download_media("m-1", MediaTarget::memory(), &none()).await.unwrap();
        assert!(answer.bytes == pattern(70_000));
    });
}

#[test]
fn in_chunks_of_unknown_length() {
    let server = Server::start(|exchange| {
        exchange
            .send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        Then::Keep
    });
    let answer = client(&server).download_media("m", MediaTarget::memory(), &none()).unwrap();
    assert_eq!((&answer.bytes[..], answer.length, &answer.content_type), (&b"abcde"[..], 5, &None));
}

#[test]
fn into_a_writer_and_a_sink() {
    let server = giving(pattern(300_000));
    let seen = Seen::default();
    let answer = client(&server).download_media("m", MediaTarget::writer(seen.clone()), &none()).unwrap();
    assert!(seen.bytes() == pattern(300_000));
    assert_eq!((answer.length, answer.bytes.len()), (300_000, 0));

    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = {
        let seen = seen.clone();
        MediaTarget::sink(move |chunk| {
            assert!(chunk.len() <= 64 << 10);
            let seen = seen.clone();
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(1)).await;
                seen.lock().unwrap().extend_from_slice(&chunk);
                Ok(())
            })
        })
    };
    client(&server).download_media("m", sink, &none()).unwrap();
    assert!(*seen.lock().unwrap() == pattern(300_000));
}

/// Nobody sees a part of the file under its name.
#[test]
fn into_a_file_that_takes_its_place_at_the_end() {
    let folder = Folder::new("atomic");
    let path = folder.file("plan.pdf", b"old");
    let (go_on, waiting) = mpsc::channel();
    let waiting = Mutex::new(waiting);
    let server = Server::start(move |exchange| {
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 200000\r\n\r\n");
        exchange.send(&pattern(200_000)[..100_000]);
        waiting.lock().unwrap().recv().unwrap();
        exchange.send(&pattern(200_000)[100_000..]);
        Then::Keep
    });
    let calling = {
        let (client, path) = (client(&server), path.clone());
        std::thread::spawn(move || client.download_media("m", MediaTarget::path(path), &none()).unwrap())
    };
    let part = loop {
        let names = folder.names();
        let part = names.iter().find(|name| name.starts_with("plan.pdf.part-"));
        if let Some(part) =
            part.filter(|part| std::fs::metadata(folder.0.join(part)).unwrap().len() >= 65_536)
        {
            break part.clone();
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert!(part.len() >= "plan.pdf.part-".len() + 8, "{part}");
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
    go_on.send(()).unwrap();
    assert_eq!(calling.join().unwrap().length, 200_000);
    assert!(std::fs::read(&path).unwrap() == pattern(200_000));
    assert_eq!(folder.names(), ["plan.pdf"]);
}

#[test]
fn an_empty_file_is_a_file() {
    let (server, folder) = (giving(Vec::new()), Folder::new("empty"));
    let path = folder.0.join("empty.txt");
    let answer = client(&server).download_media("m", MediaTarget::path(&path), &none()).unwrap();
    assert_eq!((answer.length, std::fs::read(path).unwrap().len()), (0, 0));
}

#[test]
fn progress_is_told_to_its_end() {
    let server = giving(pattern(300_000));
    let told: Arc<Mutex<Vec<MediaProgress>>> = Arc::default();
    let hook = {
        let told = told.clone();
        ProgressHook::new(move |progress| {
            told.lock().unwrap().push(progress);
            panic!("a hook that panics");
        })
    };
    client(&server).download_media("m", MediaTarget::memory(), &none().progress(hook)).unwrap();
    let told = told.lock().unwrap();
    assert!(told.windows(2).all(|pair| pair[0].transferred < pair[1].transferred), "{told:?}");
    let last = told.last().unwrap();
    assert_eq!((last.transferred, last.total), (300_000, Some(300_000)));
}

#[test]
fn redirects_are_followed_on_the_same_origin_only() {
    let elsewhere = giving(b"elsewhere".to_vec());
    let location = elsewhere.url.clone();
    let server = Server::start(move |exchange| match exchange.number {
        0 => exchange.answer(302, "location: /files/1\r\n", "not the file"),
        1 => exchange.answer(200, "", "the file"),
        _ => exchange.answer(302, &format!("location: {location}/x\r\n"), "not the file"),
    });
    let client = client(&server);
    let answer = client.download_media("m", MediaTarget::memory(), &none()).unwrap();
    assert_eq!(&answer.bytes[..], b"the file");
    assert_eq!(server.seen()[1].head[0], "GET /files/1 HTTP/1.1");
    let seen = Seen::default();
    let error = client.download_media("m", MediaTarget::writer(seen.clone()), &none()).unwrap_err();
    assert_eq!(error.details().http_status, Some(302));
    assert!(seen.bytes().is_empty() && elsewhere.seen().is_empty());
}
