use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use http::{HeaderMap, Request, Response, Uri};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::body::MarkedBody;
use super::connect::Connector;
use super::{
    BodyLost, Broken, Drain, Exchange, HttpRequest, HttpResponse, Progress, Stage, Transport, causes,
};
use crate::options::Settings;

/// Longer bodies are refused: no documented answer comes near.
pub(crate) const MAX_BODY: usize = 16 << 20;
/// How long a connection is kept for the next call.
pub(crate) const IDLE: Duration = Duration::from_secs(20);

/// The transport over hyper. Its connections belong to the runtime that opened them.
pub(crate) struct HyperTransport(Client<Connector, MarkedBody>);

impl HyperTransport {
    pub fn new(settings: &Settings, tls: rustls::ClientConfig) -> Self {
        let connector = Connector::new(settings, tls);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            // A request that hyper never took from its queue, because the connection it waited for turned out to be
            // closed, goes to another one: it was not begun, and nobody can have seen it. Nothing else is repeated here.
            .retry_canceled_requests(true)
            .build(connector);
        Self(client)
    }
}

impl Transport for HyperTransport {
    fn exchange<'a>(&'a self, request: &'a HttpRequest, progress: Progress) -> Exchange<'a> {
        Box::pin(async move {
            let mut outgoing = Request::new(MarkedBody::new(&request.body, progress.clone()));
            *outgoing.method_mut() = request.method.clone();
            *outgoing.uri_mut() = target(request).map_err(|problem| Broken {
                stage: Stage::NotBegun,
                message: format!("the URL cannot be sent: {problem}"),
            })?;
            *outgoing.headers_mut() = (*request.headers).clone();
            // A runtime that sleeps between calls (a lane, or any that is driven by `block_on`) has not seen the server
            // close a connection: one turn of its driver lets it notice, before the request takes that connection.
            tokio::task::yield_now().await;
            let response = self.0.request(outgoing).await.map_err(|problem| broken(&problem, &progress))?;
            Ok(match &request.drain {
                // Any other success is no file.
                Some(drain) if response.status() == http::StatusCode::OK => {
                    pour(response, &**drain, &progress).await
                }
                _ => read(response, &progress).await,
            })
        })
    }
}

fn target(request: &HttpRequest) -> Result<Uri, http::uri::InvalidUri> {
    request.url.as_str().parse()
}

/// Reads an answer to its end. A short body comes with its head; only one that takes longer needs its head kept for
/// the case that the time is up first.
async fn read(response: Response<Incoming>, progress: &Progress) -> HttpResponse {
    let (head, mut body) = response.into_parts();
    let (status, headers) = (head.status.as_u16(), head.headers);
    let mut head_kept = false;
    let mut whole = Bytes::new();
    let mut joined = BytesMut::new();
    let lost = loop {
        let mut next = body.frame();
        let frame = match (head_kept, (&mut next).now_or_never()) {
            (_, Some(frame)) => frame,
            (true, None) => next.await,
            (false, None) => {
                progress.set_head(Some((status, &headers)));
                head_kept = true;
                next.await
            }
        };
        let chunk = match frame {
            None => break None,
            Some(Err(problem)) => break Some(BodyLost::Cut(causes(&problem))),
            // Trailers say nothing that is read.
            Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
        };
        if whole.len() + joined.len() + chunk.len() > MAX_BODY {
            break Some(BodyLost::TooLong);
        }
        // Nearly every answer is one chunk, which is kept as it is.
        if whole.is_empty() && joined.is_empty() {
            whole = chunk;
        } else {
            joined.extend_from_slice(&std::mem::take(&mut whole));
            joined.extend_from_slice(&chunk);
        }
    };
    let body = if joined.is_empty() { whole } else { joined.freeze() };
    HttpResponse { status, headers, body, lost }
}

/// Hands the body of an answer on as it comes, whatever its length.
async fn pour(response: Response<Incoming>, drain: &dyn Drain, progress: &Progress) -> HttpResponse {
    let (head, body) = response.into_parts();
    let (status, headers) = (head.status.as_u16(), head.headers);
    progress.set_head(Some((status, &headers)));
    let lost = pour_body(body, &headers, drain).await.err().map(BodyLost::Cut);
    HttpResponse { status, headers, body: Bytes::new(), lost }
}

async fn pour_body(mut body: Incoming, headers: &HeaderMap, drain: &dyn Drain) -> Result<(), String> {
    let refused = |problem: io::Error| problem.to_string();
    drain.begin(headers).map_err(refused)?;
    while let Some(frame) = body.frame().await {
        // Trailers say nothing that is read.
        let chunk = frame.map_err(|problem| causes(&problem))?.into_data().unwrap_or_default();
        drain.take(chunk).await.map_err(refused)?;
    }
    drain.end().await.map_err(refused)
}

fn broken(problem: &Error, progress: &Progress) -> Broken {
    let stage = if let Some(tls) = find::<rustls::Error>(problem).filter(|_| problem.is_connect()) {
        match tls {
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
                Stage::Certificate
            }
            _ => Stage::Handshake,
        }
    } else if problem.is_connect() {
        Stage::Connect
    } else if find::<h2::Error>(problem).is_some_and(refused_stream) {
        Stage::NotBegun
    } else if progress.begun() {
        Stage::Begun
    } else {
        Stage::NotBegun
    };
    Broken { stage, message: causes(problem) }
}

/// The server says of this one request that it did not look at it (RFC 9113, section 8.7). The same code in a GOAWAY says
/// nothing of the kind.
fn refused_stream(error: &h2::Error) -> bool {
    error.is_reset() && error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM)
}

/// The first cause of type `T`. `io::Error` hides what it wraps from `source`, so it is opened.
pub(crate) fn find<'a, T: std::error::Error + 'static>(
    error: &'a (dyn std::error::Error + 'static),
) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(cause) = next {
        if let Some(found) = cause.downcast_ref::<T>() {
            return Some(found);
        }
        next = match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => cause.source(),
        };
    }
    None
}
