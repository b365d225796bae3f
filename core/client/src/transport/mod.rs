//! One HTTP exchange: a request goes out, an answer or a reason comes back. Knows nothing of retries or models.
//!
//! The trait is the seam at which the HTTP library can be replaced.

mod body;
mod connect;
mod http;
mod socket;
mod tls;

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};

use ::http::{HeaderMap, Method};
use bytes::Bytes;
use url::Url;

pub(crate) use self::http::{HyperTransport, IDLE, MAX_BODY, find};
pub(crate) use self::socket::Socket;
pub(crate) use self::tls::{random, tls_config};

/// A request that can be sent any number of times. What its client shares with other requests is not copied.
#[derive(Clone)]
pub(crate) struct HttpRequest {
    pub method: Method,
    pub url: Arc<Url>,
    pub headers: Arc<HeaderMap>,
    pub body: RequestBody,
    /// Where the body of a 2xx goes; into memory where it is None.
    pub drain: Option<Arc<dyn Drain>>,
}

/// The body of a request.
#[derive(Clone)]
pub(crate) enum RequestBody {
    Empty,
    Bytes(Bytes),
    /// In chunks, and never in memory as a whole.
    Source(Arc<dyn Source>),
}

/// A body that is made anew for every exchange.
pub(crate) trait Source: Send + Sync {
    /// The body of the exchange that begins.
    fn open(&self) -> Arc<dyn Feed>;
}

/// A body on its way out.
pub(crate) trait Feed: Send + Sync {
    /// How long it is, where that is known.
    fn length(&self) -> Option<u64>;

    /// The next chunk. Asked for only as fast as the connection takes them.
    fn poll_chunk(&self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>>;
}

/// Takes the body of an answer as it comes in.
pub(crate) trait Drain: Send + Sync {
    /// An answer begins whose head is `headers`; a failure refuses its body.
    fn begin(&self, headers: &HeaderMap) -> io::Result<()>;

    /// The next chunk. No further one is read before this is done.
    fn take(&self, chunk: Bytes) -> Draining<'_>;

    /// The body has come to its end.
    fn end(&self) -> Draining<'_>;
}

pub(crate) type Draining<'a> = Pin<Box<dyn Future<Output = io::Result<()>> + Send + 'a>>;

/// An answer whose head was read.
pub(crate) struct HttpResponse {
    pub status: u16,
    pub headers: HeaderMap,
    /// As much of it as was read.
    pub body: Bytes,
    /// Why the body could not be read to its end.
    pub lost: Option<BodyLost>,
}

#[derive(Debug)]
pub(crate) enum BodyLost {
    /// It broke off.
    Cut(String),
    /// It is longer than is taken.
    TooLong,
}

/// No answer: at which point it broke decides whether the service can have seen the request.
#[derive(Debug)]
pub(crate) struct Broken {
    pub stage: Stage,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Name resolution, TCP or proxy.
    Connect,
    /// The peer's certificate was refused.
    Certificate,
    /// Any other failure of the TLS handshake.
    Handshake,
    /// A connection stood, but the request's body was never begun, or the peer says that it did not look at the request.
    NotBegun,
    /// After the body was begun.
    Begun,
}

/// How far an exchange has come; it outlives the exchange when that is dropped for a time-out or a cancellation.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<Marks>);

#[derive(Default)]
struct Marks {
    state: AtomicU8,
    head: Mutex<Option<(u16, HeaderMap)>>,
}

/// Nothing of the body was asked for yet.
const FRESH: u8 = 0;
/// The HTTP library asked for the body.
const BEGUN: u8 = 1;
/// Given up before the body was asked for: it will not be given out any more.
const GIVEN_UP: u8 = 2;

impl Progress {
    /// The HTTP library asks for the body. False where the exchange was given up before: then it must not get it, because
    /// the caller was told that nothing went out. A connection is driven by another task, which may still hold the request.
    pub fn begin(&self) -> bool {
        self.pass_to(BEGUN) != GIVEN_UP
    }

    /// Nobody waits for the exchange any more. Whether it was begun; if not, it never will be.
    pub fn give_up(&self) -> bool {
        self.pass_to(GIVEN_UP) == BEGUN
    }

    pub fn begun(&self) -> bool {
        self.0.state.load(Ordering::Acquire) == BEGUN
    }

    /// Passes from fresh to `state`, once and for all; the state before.
    fn pass_to(&self, state: u8) -> u8 {
        match self.0.state.compare_exchange(FRESH, state, Ordering::AcqRel, Ordering::Acquire) {
            Ok(before) | Err(before) => before,
        }
    }

    /// The head of an answer was read; None where that answer is no longer the one that is waited for.
    pub fn set_head(&self, head: Option<(u16, &HeaderMap)>) {
        let head = head.map(|(status, headers)| (status, headers.clone()));
        *self.0.head.lock().unwrap_or_else(PoisonError::into_inner) = head;
    }

    /// The answer whose head was read, when nothing more will be.
    pub fn answer(&self) -> Option<HttpResponse> {
        let (status, headers) = self.0.head.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        let lost = BodyLost::Cut("the time was up".to_owned());
        Some(HttpResponse { status, headers, body: Bytes::new(), lost: Some(lost) })
    }
}

pub(crate) type Exchange<'a> = Pin<Box<dyn Future<Output = Result<HttpResponse, Broken>> + Send + 'a>>;

/// Sends one request once. Implementations repeat nothing that was begun, follow no redirects, set no time-out of
/// their own but the connect time-out, and hold connections between calls.
pub(crate) trait Transport: Send + Sync {
    fn exchange<'a>(&'a self, request: &'a HttpRequest, progress: Progress) -> Exchange<'a>;
}

/// Every cause of an error in one line, without the URL, which may hold credentials.
pub(crate) fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(cause) = next {
        let line = cause.to_string();
        if !text.ends_with(&line) {
            let separator = if text.is_empty() { "" } else { ": " };
            fmt::Write::write_fmt(&mut text, format_args!("{separator}{line}")).expect("writing to a string");
        }
        next = cause.source();
    }
    text
}
