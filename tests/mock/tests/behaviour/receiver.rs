//! A webhook's server as plain as can be: it keeps what arrives, byte for byte, and answers as it was told.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{self, Receiver as Inbox};
use std::thread;
use std::time::Duration;

/// A server on loopback, for as long as the test runs.
pub struct Receiver {
    pub url: String,
    inbox: Inbox<String>,
}

impl Receiver {
    /// Answers every request with these bytes.
    pub fn answering(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (kept, inbox) = mpsc::channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut bytes = Vec::new();
                let mut buffer = [0; 4096];
                while !is_whole(&bytes) {
                    let length = stream.read(&mut buffer).unwrap();
                    assert!(length > 0, "the request broke off");
                    bytes.extend_from_slice(&buffer[..length]);
                }
                stream.write_all(answer.as_bytes()).unwrap();
                if kept.send(String::from_utf8(bytes).unwrap()).is_err() {
                    return;
                }
            }
        });
        Self { url, inbox }
    }

    pub fn new() -> Self {
        Self::answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
    }

    /// The next request, whole.
    pub fn next(&self) -> String {
        self.inbox.recv_timeout(Duration::from_secs(5)).expect("a request should have come")
    }

    /// Expects that nothing comes for a while.
    pub fn expect_silence(&self) {
        if let Ok(request) = self.inbox.recv_timeout(Duration::from_millis(300)) {
            panic!("unexpected: {request}");
        }
    }
}

fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.split("content-length: ").nth(1).map_or(0, |rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    });
    body.len() >= length
}
