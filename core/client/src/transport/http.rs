use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use secrecy::ExposeSecret;

use super::body::MarkedBody;
use super::{BodyLost, Broken, Exchange, HttpRequest, HttpResponse, Progress, Stage, Transport, causes};
use crate::error::{Error, Kind, Outcome, Result};
use crate::options::Settings;

/// Longer bodies are refused: no documented answer comes near.
pub(crate) const MAX_BODY: usize = 16 << 20;
/// How long a connection is kept for the next call.
const IDLE: Duration = Duration::from_secs(20);
/// How long after an exchange its connection needs no look, in microseconds: shorter than a packet's way from the service.
const FRESH_MICROS: u64 = 500;
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The transport over reqwest. Its connections belong to the runtime that opened them.
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    made: Instant,
    /// When the last exchange ended, in microseconds after `made`.
    used: AtomicU64,
}

impl ReqwestTransport {
    pub fn new(settings: &Settings, tls: rustls::ClientConfig) -> Result<Self> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            // What is left is hyper's own second try of a request that it never took from its queue.
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(settings.connect_timeout)
            .pool_idle_timeout(IDLE)
            .tcp_keepalive(KEEP_ALIVE)
            .tcp_nodelay(true);
        if !settings.http2 {
            builder = builder.http1_only();
        }
        if let Some(proxy) = &settings.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy.expose_secret()).map_err(internal)?);
        }
        Ok(Self { client: builder.build().map_err(internal)?, made: Instant::now(), used: AtomicU64::new(0) })
    }

    fn age(&self) -> u64 {
        u64::try_from(self.made.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// A runtime that sleeps between calls (a lane, or any that is driven by `block_on`) has not seen the server close a
    /// connection: one turn of its driver lets it notice, before a request takes that connection. Right after an
    /// exchange there was a turn a moment ago.
    async fn notice_closed_connections(&self) {
        if self.age().saturating_sub(self.used.load(Ordering::Relaxed)) > FRESH_MICROS {
            tokio::task::yield_now().await;
        }
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
            self.notice_closed_connections().await;
            let response =
                self.client.execute(outgoing).await.map_err(|problem| broken(problem, &progress))?;
            progress.set_status(response.status().as_u16());
            let response = read(response).await;
            self.used.store(self.age(), Ordering::Relaxed);
            Ok(response)
        })
    }
}

async fn read(mut response: reqwest::Response) -> HttpResponse {
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let (body, lost) = match read_body(&mut response).await {
        Ok(body) => (body, None),
        Err(lost) => (Bytes::new(), Some(lost)),
    };
    HttpResponse { status, headers, body, lost }
}

async fn read_body(response: &mut reqwest::Response) -> std::result::Result<Bytes, BodyLost> {
    let mut whole = Bytes::new();
    let mut joined = BytesMut::new();
    loop {
        let chunk = response.chunk().await;
        let Some(chunk) = chunk.map_err(|problem| BodyLost::Cut(causes(&problem.without_url())))? else {
            break;
        };
        if whole.len() + joined.len() + chunk.len() > MAX_BODY {
            return Err(BodyLost::TooLong);
        }
        // Nearly every answer is one chunk, which is kept as it is.
        if whole.is_empty() && joined.is_empty() {
            whole = chunk;
        } else {
            joined.extend_from_slice(&std::mem::take(&mut whole));
            joined.extend_from_slice(&chunk);
        }
    }
    Ok(if joined.is_empty() { whole } else { joined.freeze() })
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
