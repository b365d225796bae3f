//! A client as plain as can be: one connection, one request at a time, and it tells how things ended.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ecall_mock::{Mock, Options};
use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::{Value, json};

pub const SEND: &str = "/api/v2/message";

/// A mock and what is needed to talk to it as one account.
pub struct Bench {
    pub mock: Mock,
    pub user: &'static str,
}

/// An answer that arrived whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&self.body));
        })
    }
}

/// What was found where an answer was expected.
#[derive(Debug, PartialEq, Eq)]
pub enum Broken {
    Reset,
    /// Closed in good order.
    Closed,
    /// The end of the stream without TLS's own.
    Torn,
    TimedOut,
    NotHttp(Vec<u8>),
    /// The length that was announced and what came of it before the orderly end.
    Truncated(usize, usize),
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => Self::Reset,
            io::ErrorKind::UnexpectedEof => Self::Torn,
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Self::TimedOut,
            _ => panic!("unexpected: {error:?}"),
        }
    }
}

pub trait Stream: Read + Write + Send {}
impl<T: Read + Write + Send> Stream for T {}

/// One connection.
pub struct Connection {
    stream: Box<dyn Stream>,
    pub socket: TcpStream,
    authorization: String,
}

impl Bench {
    pub fn new() -> Self {
        Self { mock: Mock::start(Options::default()).unwrap(), user: "someone" }
    }

    pub fn tls_config(&self) -> ClientConfig {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(self.mock.ca_file()).unwrap() {
            roots.add(certificate.unwrap()).unwrap();
        }
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth()
    }

    pub fn connect(&self) -> Connection {
        self.connect_to(self.mock.rest_url()).unwrap()
    }

    /// Connects and completes the handshake.
    pub fn connect_to(&self, url: &str) -> io::Result<Connection> {
        let (scheme, authority) = url.split_once("://").unwrap();
        let socket = TcpStream::connect(authority.replace("localhost", "127.0.0.1"))?;
        socket.set_read_timeout(Some(Duration::from_secs(5)))?;
        socket.set_nodelay(true)?;
        let authorization = format!("Basic {}", STANDARD.encode(format!("{}:secret", self.user)));
        let mut stream: Box<dyn Stream> = Box::new(socket.try_clone()?);
        if matches!(scheme, "https" | "smpps") {
            let name = ServerName::try_from("localhost").unwrap();
            let mut session = ClientConnection::new(Arc::new(self.tls_config()), name).unwrap();
            while session.is_handshaking() {
                session.complete_io(&mut socket.try_clone()?)?;
            }
            stream = Box::new(StreamOwned::new(session, socket.try_clone()?));
        }
        Ok(Connection { stream, socket, authorization })
    }

    /// Asks the control interface and expects it to obey.
    pub fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.control_answer(method, path, body);
        assert_eq!(answer.status, 200, "{method} {path}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    pub fn control_answer(&self, method: &str, path: &str, body: &Value) -> Answer {
        let mut connection = self.connect_to(self.mock.control_url()).unwrap();
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        connection.request(method, &format!("/_mock/{path}"), &[], &body).unwrap()
    }

    /// Asks for something under the account.
    pub fn account(&self, method: &str, path: &str, body: &Value) -> Value {
        self.control(method, &format!("accounts/{}{path}", self.user), body)
    }

    pub fn script(&self, steps: &Value) {
        self.account("POST", "/script", steps);
    }

    /// What arrived for the account.
    pub fn requests(&self) -> Vec<Value> {
        self.account("GET", "/requests", &Value::Null)["requests"].as_array().unwrap().clone()
    }

    /// How many messages the account's requests came to.
    pub fn accepted(&self) -> usize {
        self.account("GET", "/messages", &Value::Null)["messages"].as_array().unwrap().len()
    }
}

impl Connection {
    pub fn without_credentials(mut self) -> Self {
        self.authorization.clear();
        self
    }

    pub fn with_password(mut self, user: &str, password: &str) -> Self {
        self.authorization = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        self
    }

    pub fn send(&mut self, message: &Value) -> Result<Answer, Broken> {
        self.post(SEND, message)
    }

    pub fn post(&mut self, path: &str, body: &Value) -> Result<Answer, Broken> {
        self.request("POST", path, &[("content-type", "application/json")], body.to_string().as_bytes())
    }

    pub fn get(&mut self, path: &str) -> Result<Answer, Broken> {
        self.request("GET", path, &[], b"")
    }

    pub fn request(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, Broken> {
        self.write_head(method, path, headers, body.len())?;
        self.write(body)?;
        self.answer(method == "HEAD")
    }

    pub fn write_head(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        length: usize,
    ) -> Result<(), Broken> {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n");
        if !self.authorization.is_empty() {
            head += &format!("Authorization: {}\r\n", self.authorization);
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        self.write(format!("{head}\r\n").as_bytes())
    }

    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        self.stream.write_all(bytes)?;
        Ok(self.stream.flush()?)
    }

    /// One read; empty at the orderly end.
    pub fn read(&mut self) -> Result<Vec<u8>, Broken> {
        let mut buffer = vec![0; 64 * 1024];
        let length = self.stream.read(&mut buffer)?;
        buffer.truncate(length);
        Ok(buffer)
    }

    /// Expects the connection to end and tells how.
    pub fn end(&mut self) -> Broken {
        match self.read() {
            Ok(bytes) if bytes.is_empty() => Broken::Closed,
            Ok(bytes) => Broken::NotHttp(bytes),
            Err(broken) => broken,
        }
    }

    pub fn answer(&mut self, without_body: bool) -> Result<Answer, Broken> {
        let mut bytes = Vec::new();
        let head = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n")
                && bytes.starts_with(b"HTTP/1.1 ")
            {
                break bytes.drain(..end + 4).collect::<Vec<_>>();
            }
            match self.read()? {
                part if part.is_empty() && bytes.is_empty() => return Err(Broken::Closed),
                part if part.is_empty() => return Err(Broken::NotHttp(bytes)),
                part => bytes.extend(part),
            }
        };
        let head = String::from_utf8(head).unwrap();
        let mut lines = head.trim_end().split("\r\n");
        let status = lines.next().unwrap()[9..12].parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .map(|line| line.split_once(": ").expect("a header"))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
        while !without_body && bytes.len() < length {
            match self.read()? {
                part if part.is_empty() => return Err(Broken::Truncated(length, bytes.len())),
                part => bytes.extend(part),
            }
        }
        Ok(Answer { status, headers, body: bytes })
    }
}

/// A body that is valid.
pub fn message() -> Value {
    json!({
        "channel": "Sms",
        "from": "ecall",
        "to": "+41790000000",
        "content": { "type": "Text", "text": "Pump 3 stopped" },
    })
}
