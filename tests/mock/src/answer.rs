//! An answer before it meets a protocol, and how it is to be delivered.

use std::time::Duration;

use serde::Serialize;

use crate::payload::Payload;

/// Status, headers and body of an answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Payload,
}

impl Answer {
    /// # Panics
    /// When a map of `body` has keys that are no strings.
    pub(crate) fn json(status: u16, body: &impl Serialize) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
            body: Payload::from(serde_json::to_vec(body).expect("JSON has strings as keys")),
        }
    }

    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a header, whose name is compared without case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// How a request ends on the wire.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    Answer(Answer),
    /// The head with the full length, half of the body, then the connection is closed.
    Truncate(Answer),
    Reset,
    Close,
    Silence,
    /// Bytes that are not HTTP, then the connection is closed.
    Garbage,
    /// HTTP/2 only: RST_STREAM with REFUSED_STREAM. HTTP/1.1 has no such thing and resets the connection.
    RefuseStream,
}

/// What happens to the connection after an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Afterwards {
    #[default]
    KeepOpen,
    Close,
    /// Closed when it was idle this long.
    CloseIdleAfter(Duration),
}

/// An ending with its timing.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) ending: Ending,
    /// Before anything is written.
    pub(crate) delay: Duration,
    /// Between the headers and the body.
    pub(crate) body_delay: Duration,
    /// Between the pieces of the body.
    pub(crate) chunk_delay: Duration,
    /// How many pieces the body is written in.
    pub(crate) chunks: usize,
    pub(crate) afterwards: Afterwards,
}

impl Reply {
    /// Whether head and body go out in one write.
    pub(crate) fn is_one_write(&self) -> bool {
        self.chunks <= 1 && self.body_delay.is_zero()
    }
}
