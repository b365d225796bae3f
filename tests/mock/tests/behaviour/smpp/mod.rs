//! The SMPP interface, seen by a client that writes every octet by hand, as S34 and the specification's vectors have them.

mod binds;
mod faults;
mod frames;
mod inbound;
mod receipts;
mod submits;
mod volume;

use serde_json::{Value, json};

use crate::client::{Bench, Broken, Connection};

pub const ACCOUNT: &str = "johnsmith";

/// The vector of the specification: `johnsmith` and `s3cr3t`, sequence number 1.
pub const BIND: &str =
    "00000026 00000009 00000000 00000001 6a6f686e736d69746800 73336372337400 00 34 00 00 00";
/// Likewise: `Hello` from `eCall`, sequence number 2, with a receipt.
pub const SUBMIT: &str = "00000036 00000004 00000000 00000002 00 0500 6543616c6c00 0101 343137393131313232333300 \
    00 00 00 00 00 01 00 00 00 05 48656c6c6f";

pub const BIND_RESP: u32 = 0x8000_0009;
pub const SUBMIT_RESP: u32 = 0x8000_0004;
pub const DELIVER: u32 = 5;
pub const ENQUIRE_RESP: u32 = 0x8000_0015;
pub const UNBIND: u32 = 6;
pub const UNBIND_RESP: u32 = 0x8000_0006;
pub const NACK: u32 = 0x8000_0000;

/// A link.
pub struct Esme {
    pub connection: Connection,
    buffer: Vec<u8>,
}

/// A frame that arrived whole.
#[derive(Debug, PartialEq, Eq)]
pub struct Frame {
    pub id: u32,
    pub status: u32,
    pub sequence: u32,
    pub body: Vec<u8>,
}

impl Frame {
    /// Command, status and sequence number.
    pub fn head(&self) -> (u32, u32, u32) {
        (self.id, self.status, self.sequence)
    }

    /// The text at the beginning of the body, before its NUL.
    pub fn text(&self) -> String {
        let text = self.body.split(|octet| *octet == 0).next().unwrap_or_default();
        String::from_utf8_lossy(text).into_owned()
    }
}

impl Esme {
    pub fn connect(bench: &Bench) -> Self {
        Self::connect_to(bench, bench.mock.smpp_url())
    }

    pub fn connect_to(bench: &Bench, url: &str) -> Self {
        Self { connection: bench.connect_to(url).unwrap(), buffer: Vec::new() }
    }

    /// A transceiver of the account.
    pub fn bound(bench: &Bench) -> Self {
        let mut esme = Self::connect(bench);
        esme.send(BIND);
        assert_eq!(esme.frame().head(), (BIND_RESP, 0, 1));
        esme
    }

    pub fn send(&mut self, hex: &str) {
        self.connection.write(&octets(hex)).unwrap();
    }

    pub fn write(&mut self, id: u32, status: u32, sequence: u32, body: &[u8]) {
        self.connection.write(&pdu(id, status, sequence, body)).unwrap();
    }

    pub fn submit(&mut self, sequence: u32, to: &str) {
        self.connection.write(&submit(sequence, to, 0, b"Hello")).unwrap();
    }

    pub fn frame(&mut self) -> Frame {
        self.try_frame().unwrap()
    }

    pub fn try_frame(&mut self) -> Result<Frame, Broken> {
        loop {
            if self.buffer.len() >= 16 {
                let number =
                    |place: usize| u32::from_be_bytes(self.buffer[place..place + 4].try_into().unwrap());
                let length = number(0) as usize;
                if !(16..=100_000).contains(&length) {
                    return Err(Broken::NotHttp(std::mem::take(&mut self.buffer)));
                }
                if self.buffer.len() >= length {
                    let head = (number(4), number(8), number(12));
                    let body = self.buffer.drain(..length).skip(16).collect();
                    return Ok(Frame { id: head.0, status: head.1, sequence: head.2, body });
                }
            }
            match self.connection.read()? {
                part if part.is_empty() && self.buffer.is_empty() => return Err(Broken::Closed),
                part if part.is_empty() => return Err(Broken::NotHttp(std::mem::take(&mut self.buffer))),
                part => self.buffer.extend(part),
            }
        }
    }

    /// Expects that nothing comes for `ms`.
    pub fn expect_silence(&mut self, ms: u64) {
        let limit = |ms| Some(std::time::Duration::from_millis(ms));
        self.connection.socket.set_read_timeout(limit(ms)).unwrap();
        assert_eq!(self.try_frame(), Err(Broken::TimedOut));
        self.connection.socket.set_read_timeout(limit(5000)).unwrap();
    }
}

/// Octets from hexadecimal digits.
pub fn octets(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

pub fn pdu(id: u32, status: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let mut octets = Vec::new();
    for number in [16 + body.len() as u32, id, status, sequence] {
        octets.extend(number.to_be_bytes());
    }
    octets.extend(body);
    octets
}

/// A `submit_sm` from `eCall` with these `registered_delivery` and text.
pub fn submit(sequence: u32, to: &str, registered: u8, text: &[u8]) -> Vec<u8> {
    let mut body = b"\0\x05\x00eCall\0\x01\x01".to_vec();
    body.extend(to.as_bytes());
    body.extend([0, 0, 0, 0, 0, 0, registered, 0, 0, 0, text.len() as u8]);
    body.extend(text);
    pdu(4, 0, sequence, &body)
}

/// Asks the control interface about the account's SMPP side.
pub fn control(bench: &Bench, method: &str, path: &str, body: &Value) -> Value {
    bench.control(method, &format!("accounts/{ACCOUNT}/smpp/{path}"), body)
}

pub fn set(bench: &Bench, settings: &Value) {
    bench.control("PUT", &format!("accounts/{ACCOUNT}"), &json!({ "smpp": settings }));
}

pub fn script(bench: &Bench, steps: &Value) {
    control(bench, "POST", "script", steps);
}

pub fn summary(bench: &Bench, name: &str) -> u64 {
    control(bench, "GET", "summary", &Value::Null)[name].as_u64().unwrap()
}

/// Asks until the summary has this value.
pub fn wait_for(bench: &Bench, name: &str, value: u64) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(5);
    while summary(bench, name) != value {
        assert!(std::time::Instant::now() < end, "{name}: {}", summary(bench, name));
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
