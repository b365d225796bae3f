use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use secrecy::ExposeSecret;

use super::body::MarkedBody;
use super::{BodyLost, Broken, Exchange, HttpRequest, HttpResponse, Progress, Stage, Transport, causes};
use crate::error::{Error, Kind, Outcome, Result};
use crate::options::Settings;

/// Longer bodies are refused: no documented answer comes near.
pub(crate) const MAX_BODY: usize = 16 << 20;
/// How long a connection is kept for the next call.
pub(crate) const IDLE: Duration = Duration::from_secs(20);
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The transport over reqwest. Its connections belong to the runtime that opened them.
pub(crate) struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    pub fn new(settings: &Settings, tls: rustls::ClientConfig) -> Result<Self> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            // What is left is hyper's own second try of a request that it never took from its queue.
            .retry(reqwest::retry::never())
            .referer(false)
            // Chosen once by the settings, never by the environment of the moment.
            .no_proxy()
            .connect_timeout(settings.connect_timeout)
            .pool_idle_timeout(IDLE)
            .tcp_keepalive(KEEP_ALIVE)
            .tcp_nodelay(true);
        if !settings.http2 {
            builder = builder.http1_only();
        }
        if let Some(proxy) = &settings.proxy {
            let exceptions = reqwest::NoProxy::from_string(&proxy.exceptions);
            let proxy = reqwest::Proxy::all(proxy.url.expose_secret()).map_err(internal)?;
            builder = builder.proxy(proxy.no_proxy(exceptions));
        }
        Ok(Self(builder.build().map_err(internal)?))
    }
}

fn internal(problem: reqwest::Error) -> Error {
    Error::new(Kind::Internal, Outcome::NotApplicable, causes(&problem.without_url()))
}

impl Transport for ReqwestTransport {
    fn exchange<'a>(&'a self, request: &'a HttpRequest, progress: Progress) -> Exchange<'a> {
        Box::pin(async move {
            let mut outgoing = reqwest::Request::new(request.method.clone(), (*request.url).clone());
            *outgoing.headers_mut() = (*request.headers).clone();
            match &request.body {
                Some(bytes) => {
                    *outgoing.body_mut() =
                        Some(reqwest::Body::wrap(MarkedBody::new(bytes.clone(), progress.clone())));
                }
                // Nobody would ask for a body that is not there, so the mark is set on the careful side.
                None => progress.set_begun(),
            }
            // A runtime that sleeps between calls (a lane, or any that is driven by `block_on`) has not seen the server
            // close a connection: one turn of its driver lets it notice, before the request takes that connection.
            tokio::task::yield_now().await;
            let response = self.0.execute(outgoing).await.map_err(|problem| broken(problem, &progress))?;
            Ok(read(response, &progress).await)
        })
    }
}

/// Reads an answer to its end. A short body comes with its head; only one that takes longer needs its head kept for
/// the case that the time is up first.
async fn read(mut response: reqwest::Response, progress: &Progress) -> HttpResponse {
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let mut head_kept = false;
    let mut whole = Bytes::new();
    let mut joined = BytesMut::new();
    let lost = loop {
        let mut next = std::pin::pin!(response.chunk());
        let chunk = match (head_kept, (&mut next).now_or_never()) {
            (_, Some(chunk)) => chunk,
            (true, None) => next.await,
            (false, None) => {
                progress.set_head(status, &headers);
                head_kept = true;
                next.await
            }
        };
        match chunk {
            Ok(None) => break None,
            Err(problem) => break Some(BodyLost::Cut(causes(&problem.without_url()))),
            Ok(Some(chunk)) if whole.len() + joined.len() + chunk.len() > MAX_BODY => {
                break Some(BodyLost::TooLong);
            }
            // Nearly every answer is one chunk, which is kept as it is.
            Ok(Some(chunk)) if whole.is_empty() && joined.is_empty() => whole = chunk,
            Ok(Some(chunk)) => {
                joined.extend_from_slice(&std::mem::take(&mut whole));
                joined.extend_from_slice(&chunk);
            }
        }
    };
    let body = if joined.is_empty() { whole } else { joined.freeze() };
    HttpResponse { status, headers, body, lost }
}

fn broken(problem: reqwest::Error, progress: &Progress) -> Broken {
    let problem = problem.without_url();
    let stage = if let Some(tls) = find::<rustls::Error>(&problem).filter(|_| problem.is_connect()) {
        match tls {
            rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
                Stage::Certificate
            }
            _ => Stage::Handshake,
        }
    } else if problem.is_connect() {
        Stage::Connect
    } else if find::<h2::Error>(&problem).and_then(h2::Error::reason) == Some(h2::Reason::REFUSED_STREAM) {
        Stage::NotBegun
    } else if progress.begun() {
        Stage::Begun
    } else {
        Stage::NotBegun
    };
    Broken { stage, message: causes(&problem) }
}

/// The first cause of type `T`. `io::Error` hides what it wraps from `source`, so it is opened.
fn find<'a, T: std::error::Error + 'static>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a T> {
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
