//! HTTP/1.1 by hand: the faults of a script happen below what a HTTP library lets one reach.

use std::io;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, sleep, sleep_until};

use super::{Connection, Head, body};
use crate::answer::{Afterwards, Answer, Ending, Reply};
use crate::exchange::Exchange;
use crate::state::State;
use crate::wire::Wire;

const MAX_HEAD: usize = 64 * 1024;
const MAX_HEADERS: usize = 100;
/// What is read at a time; without it a buffer grows by a few bytes.
const READ: usize = 16 * 1024;
/// A body up to this length leaves in one write with its head; a longer one is not copied for that.
const MAX_ONE_WRITE: u64 = 64 * 1024;
const GARBAGE: &[u8] = b"\x00\x17\xfe\xca this is not HTTP \xff\xfe\r\n\r\n\x00";

/// A connection with the bytes that were read but not used yet.
pub(crate) struct Reader {
    pub(crate) wire: Wire,
    pub(super) buffer: BytesMut,
}

impl Reader {
    pub(crate) fn new(wire: Wire) -> Self {
        Self { wire, buffer: BytesMut::new() }
    }

    /// Reads some more; an error when there is no more.
    pub(super) async fn fill(&mut self) -> io::Result<()> {
        self.buffer.reserve(READ);
        match self.wire.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// Reads a request's head. Cancelling loses nothing.
    pub(crate) async fn head(&mut self) -> io::Result<Head> {
        loop {
            if let Some((head, length)) = parse_head(&self.buffer)? {
                let _ = self.buffer.split_to(length);
                return Ok(head);
            }
            if self.buffer.len() > MAX_HEAD {
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.fill().await?;
        }
    }

    /// Reads the body that `head` announces, asking for it first when the client waits to be asked.
    pub(crate) async fn body(&mut self, head: &Head) -> body::Body {
        if head.has_token("expect", "100-continue") && self.buffer.is_empty() {
            let asked = self.wire.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await;
            if asked.is_err() || self.wire.flush().await.is_err() {
                return body::Body { bytes: Bytes::new(), complete: false };
            }
        }
        body::read(self, head).await
    }
}

fn parse_head(bytes: &[u8]) -> io::Result<Option<(Head, usize)>> {
    let invalid = |_| io::Error::from(io::ErrorKind::InvalidData);
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(length) = request.parse(bytes).map_err(invalid)? else {
        return Ok(None);
    };
    let target = request.path.unwrap_or_default();
    // A proxy's client may send the absolute form; the mock serves every host.
    let target = match target.split_once("://") {
        Some((_, rest)) if !target.starts_with('/') => rest.find('/').map_or("/", |start| &rest[start..]),
        _ => target,
    };
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let headers = request
        .headers
        .iter()
        .map(|header| (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).into_owned()))
        .collect();
    let head = Head {
        method: request.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query,
        headers,
        version: if request.version == Some(0) { "1.0" } else { "1.1" },
    };
    Ok(Some((head, length)))
}

/// Serves requests until the connection ends.
pub(super) async fn serve(wire: Wire, connection: &Arc<Connection>, state: &Arc<State>) {
    let mut reader = Reader::new(wire);
    let mut idle_end: Option<Instant> = None;
    loop {
        let head = tokio::select! {
            biased;
            () = connection.close.notified() => return reader.wire.close().await,
            head = reader.head() => head,
            () = sleep_until(idle_end.unwrap_or_else(Instant::now)), if idle_end.is_some() => {
                return reader.wire.close().await;
            }
        };
        let Ok(head) = head.map(Arc::new) else { return };
        let last_by_client = head.has_token("connection", "close") || head.version == "1.0";
        let is_head_request = head.method == "HEAD";
        let exchange = Exchange::begin(state, connection, Arc::clone(&head));
        if exchange.resets_after_head() {
            return reader.wire.reset();
        }
        let body = reader.body(&head).await;
        if !body.complete {
            return exchange.broke_off(body.bytes);
        }
        let reply = exchange.finish(body.bytes);
        sleep(reply.delay).await;
        let afterwards = reply.afterwards;
        let answer = match reply.ending {
            Ending::Answer(ref answer) => answer.clone(),
            Ending::Truncate(ref answer) => return truncate(reader.wire, answer).await,
            Ending::Reset | Ending::RefuseStream => return reader.wire.reset(),
            Ending::Close => return reader.wire.close().await,
            Ending::Silence => return reader.wire.stay_silent().await,
            Ending::Garbage => {
                // The end follows in any case.
                let _ = reader.wire.write_all(GARBAGE).await;
                return reader.wire.close().await;
            }
        };
        let last_by_answer =
            answer.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        let announce = last_by_client && !last_by_answer;
        let written = write_paced(&mut reader.wire, &answer, &reply, announce, is_head_request, || {
            connection.end_request();
        });
        if written.await.is_err() {
            return;
        }
        if last_by_client || last_by_answer || afterwards == Afterwards::Close {
            return reader.wire.close().await;
        }
        idle_end = match afterwards {
            Afterwards::CloseIdleAfter(idle) => Some(Instant::now() + idle),
            _ => None,
        };
    }
}

/// Writes an answer at once.
pub(crate) async fn write_answer(wire: &mut Wire, answer: &Answer, close: bool) -> io::Result<()> {
    let mut bytes = head_bytes(answer, close);
    for piece in answer.body.pieces(1) {
        bytes.extend_from_slice(&piece);
    }
    wire.write_all(&bytes).await?;
    wire.flush().await
}

/// Writes an answer at the pace of `reply`; `before_last` is called before the last write.
async fn write_paced(
    wire: &mut Wire,
    answer: &Answer,
    reply: &Reply,
    close: bool,
    without_body: bool,
    before_last: impl FnOnce(),
) -> io::Result<()> {
    let mut head = head_bytes(answer, close);
    let is_short = answer.body.len() <= MAX_ONE_WRITE;
    if without_body || answer.body.len() == 0 || (reply.is_one_write() && is_short) {
        if !without_body {
            head.extend(answer.body.pieces(1).flatten());
        }
        before_last();
        wire.write_all(&head).await?;
        return wire.flush().await;
    }
    wire.write_all(&head).await?;
    wire.flush().await?;
    sleep(reply.body_delay).await;
    let mut before_last = Some(before_last);
    let mut pieces = answer.body.pieces(reply.chunks).peekable();
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none()
            && let Some(call) = before_last.take()
        {
            call();
        }
        wire.write_all(&piece).await?;
        wire.flush().await?;
        if pieces.peek().is_some() {
            sleep(reply.chunk_delay).await;
        }
    }
    Ok(())
}

/// Announces the whole body, writes half of it and closes.
async fn truncate(mut wire: Wire, answer: &Answer) {
    let mut bytes = head_bytes(answer, false);
    bytes.extend(answer.body.first_half().pieces(1).flatten());
    // The end follows in any case.
    let _ = wire.write_all(&bytes).await;
    wire.close().await;
}

fn head_bytes(answer: &Answer, close: bool) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {} {}\r\n", answer.status, reason_phrase(answer.status)).into_bytes();
    for (name, value) in &answer.headers {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(b": ");
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    if close {
        bytes.extend_from_slice(b"connection: close\r\n");
    }
    if !matches!(answer.status, 204 | 304) && answer.header("content-length").is_none() {
        bytes.extend_from_slice(format!("content-length: {}\r\n", answer.body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes
}

fn reason_phrase(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        425 => "Too Early",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Status",
    }
}
