//! A centre of hand-made octets: each connection is served by a function on a thread of its own.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const SUBMIT: u32 = 0x04;
pub const DELIVER: u32 = 0x05;
pub const UNBIND: u32 = 0x06;
pub const ENQUIRE: u32 = 0x15;
pub const NACK: u32 = 0x8000_0000;
pub const RESPONSE: u32 = 0x8000_0000;

/// A PDU as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdu {
    pub command: u32,
    pub status: u32,
    pub sequence: u32,
    pub body: Vec<u8>,
}

pub fn octets(command: u32, status: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let mut all = ((body.len() + 16) as u32).to_be_bytes().to_vec();
    for number in [command, status, sequence] {
        all.extend(number.to_be_bytes());
    }
    all.extend(body);
    all
}

/// The fields of a submit_sm that tests look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submit {
    pub source: (u8, u8, String),
    pub destination: (u8, u8, String),
    pub esm_class: u8,
    pub registered: u8,
    pub coding: u8,
    pub message: Vec<u8>,
    pub rest: Vec<u8>,
}

pub fn submit(body: &[u8]) -> Submit {
    let mut at = 0;
    let string = |at: &mut usize| {
        let end = *at + body[*at..].iter().position(|octet| *octet == 0).unwrap();
        let text = String::from_utf8(body[*at..end].to_vec()).unwrap();
        *at = end + 1;
        text
    };
    string(&mut at);
    let address = |at: &mut usize| {
        let (ton, npi) = (body[*at], body[*at + 1]);
        *at += 2;
        (ton, npi, string(at))
    };
    let source = address(&mut at);
    let destination = address(&mut at);
    let esm_class = body[at];
    at += 3;
    string(&mut at);
    string(&mut at);
    let (registered, coding, length) = (body[at], body[at + 2], usize::from(body[at + 4]));
    at += 5;
    let (message, rest) = body[at..].split_at(length);
    Submit {
        source,
        destination,
        esm_class,
        registered,
        coding,
        message: message.to_vec(),
        rest: rest.to_vec(),
    }
}

/// The body of a deliver_sm.
pub fn deliver(from: &str, to: &str, esm_class: u8, coding: u8, message: &[u8]) -> Vec<u8> {
    let mut body = vec![0, 1, 1];
    body.extend(from.bytes());
    body.extend([0, 1, 1]);
    body.extend(to.bytes());
    body.extend([0, esm_class, 0, 0, 0, 0, 0, 0, coding, 0, message.len() as u8]);
    body.extend(message);
    body
}

pub fn receipt(id: &str, word: &str) -> Vec<u8> {
    let text = format!(
        "id:{id} sub:001 dlvrd:001 submit date:2611211530 done date:2611211531 stat:{word} err:000 text:Hello"
    );
    deliver("41791112233", "4100", 0x04, 0, text.as_bytes())
}

pub struct Conn {
    stream: TcpStream,
    input: Vec<u8>,
    /// Which connection of the centre it is, from 0.
    pub number: usize,
}

impl Conn {
    /// The next PDU; None where the other side has closed.
    pub fn try_read(&mut self) -> Option<Pdu> {
        loop {
            if self.input.len() >= 4 {
                let length = u32::from_be_bytes(self.input[..4].try_into().unwrap()) as usize;
                if self.input.len() >= length {
                    let all: Vec<u8> = self.input.drain(..length).collect();
                    let number = |at: usize| u32::from_be_bytes(all[at..at + 4].try_into().unwrap());
                    let (command, status, sequence) = (number(4), number(8), number(12));
                    return Some(Pdu { command, status, sequence, body: all[16..].to_vec() });
                }
            }
            let mut buffer = [0; 65536];
            match self.stream.read(&mut buffer) {
                Ok(0) | Err(_) => return None,
                Ok(count) => self.input.extend(&buffer[..count]),
            }
        }
    }

    pub fn read(&mut self) -> Pdu {
        self.try_read().expect("the client has closed the connection")
    }

    /// The next PDU that is neither enquire_link, which is answered, nor its response.
    pub fn read_command(&mut self, command: u32) -> Pdu {
        let pdu = self.read();
        assert_eq!(pdu.command, command, "{pdu:x?}");
        pdu
    }

    pub fn write(&mut self, command: u32, status: u32, sequence: u32, body: &[u8]) {
        self.write_raw(&octets(command, status, sequence, body));
    }

    pub fn write_raw(&mut self, octets: &[u8]) {
        let _ = self.try_write(octets);
    }

    pub fn try_write(&mut self, octets: &[u8]) -> io::Result<()> {
        self.stream.write_all(octets)
    }

    /// Takes the bind.
    pub fn bind(&mut self) -> Pdu {
        let pdu = self.read();
        assert!(matches!(pdu.command, 1 | 2 | 9), "{pdu:x?}");
        self.write(pdu.command | RESPONSE, 0, pdu.sequence, b"centre\0");
        pdu
    }

    /// Accepts a submit with this id.
    pub fn accept(&mut self, pdu: &Pdu, id: &str) {
        assert_eq!(pdu.command, SUBMIT);
        self.write(SUBMIT | RESPONSE, 0, pdu.sequence, format!("{id}\0").as_bytes());
    }

    /// Answers everything as a centre does, until the other side closes or unbinds. Ids are `m` and a number.
    pub fn serve(&mut self) {
        let mut count = 0;
        while let Some(pdu) = self.try_read() {
            match pdu.command {
                SUBMIT => {
                    count += 1;
                    self.accept(&pdu, &format!("m{count}"));
                }
                ENQUIRE => self.write(ENQUIRE | RESPONSE, 0, pdu.sequence, b""),
                UNBIND => return self.write(UNBIND | RESPONSE, 0, pdu.sequence, b""),
                _ => {}
            }
        }
    }

    /// Reads until the other side closes.
    pub fn drain(&mut self) {
        while self.try_read().is_some() {}
    }

    pub fn close(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Both);
    }

    /// Nothing more is read by this time.
    pub fn limit(&mut self, limit: Option<Duration>) {
        self.stream.set_read_timeout(limit).unwrap();
    }
}

pub struct Centre {
    pub address: SocketAddr,
    pub connections: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    open: Arc<Mutex<Vec<TcpStream>>>,
    failed: Arc<Mutex<Vec<String>>>,
}

impl Centre {
    /// Serves every connection with `serve`.
    pub fn start(serve: impl Fn(&mut Conn) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, serve) = (Arc::new(AtomicBool::new(false)), Arc::new(serve));
        let connections = Arc::new(AtomicUsize::new(0));
        let open: Arc<Mutex<Vec<TcpStream>>> = Arc::default();
        let failed: Arc<Mutex<Vec<String>>> = Arc::default();
        let (stopped, count, kept, wrong) = (stop.clone(), connections.clone(), open.clone(), failed.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let stream = stream.unwrap();
                stream.set_nodelay(true).unwrap();
                kept.lock().unwrap().push(stream.try_clone().unwrap());
                let (serve, wrong) = (serve.clone(), wrong.clone());
                let number = count.fetch_add(1, Ordering::SeqCst);
                std::thread::spawn(move || {
                    let mut conn = Conn { stream, input: Vec::new(), number };
                    let served = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| serve(&mut conn)));
                    if let Err(panic) = served {
                        let text = panic.downcast_ref::<String>().cloned().unwrap_or_default();
                        wrong.lock().unwrap().push(text);
                    }
                    conn.close();
                });
            }
        });
        Self { address, connections, stop, open, failed }
    }

    pub fn url(&self) -> String {
        format!("smpp://{}", self.address)
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// Cuts every connection that is open.
    pub fn cut(&self) {
        for stream in self.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Centre {
    fn drop(&mut self) {
        // What has come by now is still looked at.
        std::thread::sleep(Duration::from_millis(30));
        let failed = self.failed.lock().unwrap().clone();
        self.stop.store(true, Ordering::SeqCst);
        self.cut();
        let _ = TcpStream::connect(self.address);
        if !std::thread::panicking() {
            assert!(failed.is_empty(), "the centre saw what it must not: {failed:?}");
        }
    }
}
