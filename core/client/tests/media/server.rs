//! A small HTTP server on loopback: a test says what it does with each request, down to the bytes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The lines before the body.
    pub head: Vec<String>,
    pub body: Vec<u8>,
    /// The body came to its end.
    pub complete: bool,
    /// Number of its connection.
    pub connection: usize,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then_some(value.trim())
        })
    }
}

/// A request whose head was read.
pub struct Exchange {
    /// Number of the request, from 0.
    pub number: usize,
    pub seen: Seen,
    stream: BufReader<TcpStream>,
    record: Arc<Mutex<Vec<Seen>>>,
    /// In the record.
    place: usize,
}

/// What becomes of the connection.
#[derive(Clone, Copy, PartialEq)]
pub enum Then {
    Keep,
    Close,
}

impl Server {
    pub fn start(handle: impl Fn(&mut Exchange) -> Then + Send + Sync + 'static) -> Self {
        Self::at(TcpListener::bind("127.0.0.1:0").unwrap(), handle)
    }

    pub fn at(listener: TcpListener, handle: impl Fn(&mut Exchange) -> Then + Send + Sync + 'static) -> Self {
        let address: SocketAddr = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (handle, requests) = (Arc::new(handle), Arc::new(AtomicUsize::new(0)));
        let record = seen.clone();
        std::thread::spawn(move || {
            for (connection, stream) in listener.incoming().map_while(Result::ok).enumerate() {
                let (handle, requests, record) = (handle.clone(), requests.clone(), record.clone());
                std::thread::spawn(move || serve(connection, stream, &*handle, &requests, record));
            }
        });
        Self { url: format!("http://{address}"), seen }
    }

    /// Answers every upload with an id.
    pub fn taking() -> Self {
        Self::start(|exchange| {
            exchange.body();
            exchange.uploaded()
        })
    }

    /// What arrived so far. The body of a request is there once it was answered, or its connection is done.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

fn serve(
    connection: usize,
    stream: TcpStream,
    handle: &(impl Fn(&mut Exchange) -> Then + ?Sized),
    requests: &AtomicUsize,
    record: Arc<Mutex<Vec<Seen>>>,
) {
    let mut stream = BufReader::new(stream);
    while let Some(head) = read_head(&mut stream) {
        let seen = Seen { head, connection, ..Seen::default() };
        let number = requests.fetch_add(1, Ordering::SeqCst);
        // Recorded at once; its body follows.
        let place = {
            let mut record = record.lock().unwrap();
            record.push(seen.clone());
            record.len() - 1
        };
        let mut exchange = Exchange { number, seen, stream, record: record.clone(), place };
        let then = handle(&mut exchange);
        exchange.publish();
        stream = exchange.stream;
        if then == Then::Close {
            break;
        }
    }
}

fn read_head(stream: &mut BufReader<TcpStream>) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let line = read_line(stream)?;
        if line.is_empty() {
            return Some(lines);
        }
        lines.push(line);
    }
}

fn read_line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    match stream.read_line(&mut line) {
        Ok(length) if length > 0 => Some(line.trim_end_matches("\r\n").to_owned()),
        _ => None,
    }
}

impl Exchange {
    /// Reads the body to its end.
    pub fn body(&mut self) {
        self.seen.complete = match self.seen.header("content-length").map(|length| length.parse().unwrap()) {
            Some(length) => self.take(length),
            None if self.seen.header("transfer-encoding") == Some("chunked") => self.chunked().is_some(),
            None => true,
        };
    }

    /// Reads a body of known length to its end and keeps nothing of it.
    pub fn swallow(&mut self) {
        let length: u64 = self.seen.header("content-length").unwrap().parse().unwrap();
        let taken = std::io::copy(&mut self.stream.by_ref().take(length), &mut std::io::sink());
        self.seen.complete = taken.is_ok_and(|taken| taken == length);
    }

    /// Reads so many bytes of the body; false where there are not so many.
    pub fn take(&mut self, length: usize) -> bool {
        let mut part = Vec::new();
        let taken = self.stream.by_ref().take(length as u64).read_to_end(&mut part);
        self.seen.body.extend_from_slice(&part);
        taken.is_ok_and(|taken| taken == length)
    }

    fn chunked(&mut self) -> Option<()> {
        loop {
            let size = usize::from_str_radix(&read_line(&mut self.stream)?, 16).ok()?;
            if !self.take(size) {
                return None;
            }
            read_line(&mut self.stream)?;
            if size == 0 {
                return Some(());
            }
        }
    }

    fn publish(&self) {
        self.record.lock().unwrap()[self.place] = self.seen.clone();
    }

    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.publish();
        self.stream.get_mut().write_all(bytes.as_ref()).is_ok()
    }

    /// A whole answer, with headers that end in `\r\n` each.
    pub fn answer(&mut self, status: u16, headers: &str, body: impl AsRef<[u8]>) -> Then {
        let body = body.as_ref();
        self.send(format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\n\r\n", body.len()));
        self.send(body);
        Then::Keep
    }

    pub fn uploaded(&mut self) -> Then {
        self.answer(200, "content-type: application/json\r\n", r#"{"MediaID":"m-1","size":3}"#)
    }

    /// The other side has closed the connection, or sends no more; waits for that.
    pub fn drained(&mut self) {
        let _ = std::io::copy(&mut self.stream, &mut std::io::sink());
    }
}
