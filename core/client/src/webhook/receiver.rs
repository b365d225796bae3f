use std::borrow::Cow;
use std::fmt::{self, Display};
use std::future::Future;
use std::net::IpAddr;

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};

use super::options::ReceiverOptions;
use super::source::{Allowed, Networks, source};
use super::{CallbackEncoding, Event, parse};
use crate::error::Result;

/// Where eCall's requests arrive: says of each whether it is taken, and reads it. Holds nothing between requests; one serves
/// any number of threads.
///
/// It opens no port: it is mounted in a server of any kind. The answer 200 tells eCall that the event was taken, so give it
/// only when it was; what eCall does after another answer is not documented.
#[derive(Clone, Debug)]
pub struct Receiver {
    allowed: Allowed,
    trusted: Networks,
    max_body: usize,
    callback_encoding: CallbackEncoding,
}

/// A request as a server has it before it reads the body.
#[derive(Clone, Debug, Default)]
pub struct IncomingHead<'a> {
    /// The address of the connection's other end, with or without a port. What is no address is a source that is not known.
    pub peer: Cow<'a, str>,
    /// The method: `GET`.
    pub method: &'a str,
    /// Every line of the header `X-Forwarded-For`, in order.
    pub forwarded_for: Vec<&'a str>,
    /// The header `Content-Length`, where there is one.
    pub content_length: Option<u64>,
}

/// A whole request.
#[derive(Clone, Debug, Default)]
pub struct Incoming<'a> {
    /// What came before the body.
    pub head: IncomingHead<'a>,
    /// The query of the URL.
    pub query: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// The answer to a request that is not taken. Holds nothing of the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refusal {
    /// The HTTP status: 403 (comes from elsewhere), 405 (method), 413 (too long), 400 (cannot be read).
    pub status: u16,
    /// Why, in a sentence for people.
    pub reason: String,
}

impl Receiver {
    /// A receiver.
    ///
    /// # Errors
    /// `config`, naming every option that is wrong.
    pub fn new(options: ReceiverOptions) -> Result<Self> {
        let (allowed, trusted, max_body) = options.resolve()?;
        Ok(Self { allowed, trusted, max_body, callback_encoding: options.callback_encoding })
    }

    /// The longest body that is taken, in bytes. A server stops reading there: not every request says its length before.
    pub fn max_body(&self) -> usize {
        self.max_body
    }

    /// Whether the body may be read at all, by source, method and length.
    ///
    /// # Errors
    /// What has to be answered instead.
    pub fn admit(&self, head: IncomingHead<'_>) -> std::result::Result<(), Refusal> {
        if !self.allowed.has(source(&head.peer, &head.forwarded_for, &self.trusted)) {
            return Err(Refusal::new(StatusCode::FORBIDDEN, "requests are not taken from this address"));
        }
        if !["GET", "POST"].contains(&head.method) {
            return Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "the method has to be GET or POST"));
        }
        self.fits(head.content_length.unwrap_or(0))
    }

    /// What a server has to do with a request: hand the event to its user and answer 200 when that was done, or answer the
    /// refusal.
    ///
    /// # Errors
    /// What has to be answered instead.
    pub fn open(&self, request: Incoming<'_>) -> std::result::Result<Event, Refusal> {
        let Incoming { head, query, body } = request;
        let method = head.method;
        self.admit(head)?;
        self.fits(body.len() as u64)?;
        self.fits(query.unwrap_or_default().len() as u64)?;
        parse(method, query, body, self.callback_encoding)
            .map_err(|error| Refusal::new(StatusCode::BAD_REQUEST, error.details().message.as_str()))
    }

    /// From a request to its response: 200 once `handler` returned `Ok`, 500 where it failed. `peer` is the address of the
    /// connection's other end. The handler's error is told to `tracing` (its text at debug level), never to the other side.
    pub fn respond<E: Display>(
        &self,
        request: Request<Bytes>,
        peer: IpAddr,
        handler: impl FnOnce(Event) -> std::result::Result<(), E>,
    ) -> Response<Bytes> {
        match self.open(Incoming::of(&request, peer)) {
            Ok(event) => handled(handler(event)),
            Err(refusal) => refusal.into(),
        }
    }

    /// The same with a handler that is awaited. Dropping the future drops the handler's.
    pub async fn respond_async<E: Display, F: Future<Output = std::result::Result<(), E>>>(
        &self,
        request: Request<Bytes>,
        peer: IpAddr,
        handler: impl FnOnce(Event) -> F,
    ) -> Response<Bytes> {
        match self.open(Incoming::of(&request, peer)) {
            Ok(event) => handled(handler(event).await),
            Err(refusal) => refusal.into(),
        }
    }

    fn fits(&self, length: u64) -> std::result::Result<(), Refusal> {
        if length <= self.max_body as u64 {
            return Ok(());
        }
        let reason = format!("the request is longer than {} bytes", self.max_body);
        Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, reason))
    }
}

impl<'a> IncomingHead<'a> {
    /// The head of a request whose connection has `peer` at its other end.
    pub fn of<B>(request: &'a Request<B>, peer: IpAddr) -> Self {
        let lines = request.headers().get_all(FORWARDED_FOR).iter();
        let length = request.headers().get(CONTENT_LENGTH);
        Self {
            peer: peer.to_string().into(),
            method: request.method().as_str(),
            // A line that is no text has to stay one that cannot be read.
            forwarded_for: lines.map(|line| line.to_str().unwrap_or(UNREADABLE)).collect(),
            content_length: length.and_then(|length| length.to_str().ok()?.parse().ok()),
        }
    }
}

const FORWARDED_FOR: &str = "x-forwarded-for";
const UNREADABLE: &str = "unknown";

impl<'a> Incoming<'a> {
    /// A request whose connection has `peer` at its other end.
    pub fn of(request: &'a Request<Bytes>, peer: IpAddr) -> Self {
        Self { head: IncomingHead::of(request, peer), query: request.uri().query(), body: request.body() }
    }
}

impl Refusal {
    fn new(status: StatusCode, reason: impl Into<String>) -> Self {
        Self { status: status.as_u16(), reason: reason.into() }
    }

    /// The header `Allow`, which belongs to a 405.
    #[must_use]
    pub fn allow(&self) -> Option<&'static str> {
        (self.status == StatusCode::METHOD_NOT_ALLOWED).then_some("GET, POST")
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.status, self.reason)
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for Response<Bytes> {
    fn from(refusal: Refusal) -> Self {
        let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
        let mut response = text(status, refusal.reason.clone());
        if let Some(methods) = refusal.allow() {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
        }
        response
    }
}

fn handled<E: Display>(result: std::result::Result<(), E>) -> Response<Bytes> {
    let Err(error) = result else { return Response::new(Bytes::new()) };
    tracing::warn!("the handler of a webhook failed; the answer is 500");
    tracing::debug!(%error, "why the handler of a webhook failed");
    text(StatusCode::INTERNAL_SERVER_ERROR, "the event could not be handled".to_owned())
}

fn text(status: StatusCode, text: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
