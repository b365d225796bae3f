//! Connections: TCP, a proxy's tunnel where there is one, TLS, all within the connect time-out.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::TokioIo;
use rustls::ClientConfig;
use secrecy::ExposeSecret;
use tower_service::Service;

use super::Socket;
use crate::options::{Proxy, Settings};

/// A connection on which nothing goes on is asked for a sign of life after this time, and again after it.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// So often, before it is given up.
const KEEP_ALIVE_RETRIES: u32 = 3;
/// Data that is not acknowledged for so long has met a dead connection.
#[cfg(any(target_os = "linux", target_os = "android"))]
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(30);

type Failure = Box<dyn std::error::Error + Send + Sync>;
type Connecting<T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send>>;
/// To the service or to its proxy; TLS only where the proxy itself speaks it.
type Near = MaybeHttpsStream<TokioIo<Socket>>;

/// Opens the connections of a client.
#[derive(Clone)]
pub(super) struct Connector {
    service: HttpsConnector<Reach>,
    limit: Duration,
}

impl Connector {
    pub fn new(settings: &Settings, tls: ClientConfig) -> Self {
        let reach = settings.proxy.as_ref().and_then(|proxy| Reach::through(proxy, settings, &tls));
        let reach = reach.unwrap_or_else(|| Reach::Direct(Tcp::new(settings.connect_timeout)));
        Self { service: HttpsConnector::from((reach, tls)), limit: settings.connect_timeout }
    }
}

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<Near>;
    type Error = Failure;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting = self.service.call(target);
        let limit = self.limit;
        Box::pin(async move {
            tokio::time::timeout(limit, connecting).await.unwrap_or_else(|_| {
                Err(io::Error::new(io::ErrorKind::TimedOut, "no connection in time").into())
            })
        })
    }
}

/// How the service is reached, below the TLS that we speak with it.
#[derive(Clone)]
enum Reach {
    Direct(Tcp),
    /// CONNECT, so that the proxy sees nothing but the host's name.
    Proxied(Box<Tunnel<HttpsConnector<Tcp>>>),
}

impl Reach {
    /// None where the exceptions hold the service's host.
    fn through(proxy: &Proxy, settings: &Settings, tls: &ClientConfig) -> Option<Self> {
        let target = settings.base_url.as_str().parse().ok()?;
        let matcher = Matcher::builder().all(proxy.url.expose_secret()).no(&*proxy.exceptions).build();
        // The settings have seen that the matcher can read the proxy's URL.
        let chosen = matcher.intercept(&target)?;
        let mut tls = tls.clone();
        // CONNECT is spoken in HTTP/1.1, whatever goes on inside the tunnel.
        tls.alpn_protocols = vec![b"http/1.1".to_vec()];
        let near = HttpsConnector::from((Tcp::new(settings.connect_timeout), Arc::new(tls)));
        let tunnel = Tunnel::new(chosen.uri().clone(), near);
        let tunnel = match chosen.basic_auth() {
            Some(credentials) => tunnel.with_auth(credentials.clone()),
            None => tunnel,
        };
        Some(Self::Proxied(Box::new(tunnel)))
    }
}

impl Service<Uri> for Reach {
    type Response = Near;
    type Error = Failure;
    type Future = Connecting<Near>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        match self {
            Self::Direct(tcp) => tcp.poll_ready(context),
            Self::Proxied(tunnel) => tunnel.poll_ready(context).map_err(Into::into),
        }
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        match self {
            Self::Direct(tcp) => {
                let connecting = tcp.call(target);
                Box::pin(async move { Ok(MaybeHttpsStream::Http(connecting.await?)) })
            }
            Self::Proxied(tunnel) => {
                let connecting = tunnel.call(with_port(target));
                Box::pin(async move { Ok(connecting.await?) })
            }
        }
    }
}

/// A tunnel leads to port 443 unless its target says otherwise, whatever the scheme.
fn with_port(target: Uri) -> Uri {
    let plain = target.scheme() == Some(&http::uri::Scheme::HTTP) && target.port().is_none();
    let authority = target.host().filter(|_| plain).and_then(|host| format!("{host}:80").parse().ok());
    let mut parts = target.clone().into_parts();
    parts.authority = authority.or(parts.authority);
    Uri::from_parts(parts).unwrap_or(target)
}

/// Opens TCP connections.
#[derive(Clone)]
struct Tcp(HttpConnector);

impl Tcp {
    /// `limit` is divided among the addresses of a host, so that a dead one does not hide the others.
    fn new(limit: Duration) -> Self {
        let mut tcp = HttpConnector::new();
        // It is asked for https too: TLS comes above it.
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(limit));
        tcp.set_keepalive(Some(KEEP_ALIVE));
        tcp.set_keepalive_interval(Some(KEEP_ALIVE));
        tcp.set_keepalive_retries(Some(KEEP_ALIVE_RETRIES));
        #[cfg(any(target_os = "linux", target_os = "android"))]
        tcp.set_tcp_user_timeout(Some(ACKNOWLEDGED_WITHIN));
        Self(tcp)
    }
}

impl Service<Uri> for Tcp {
    type Response = TokioIo<Socket>;
    type Error = Failure;
    type Future = Connecting<Self::Response>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.0.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, target: Uri) -> Self::Future {
        let connecting = self.0.call(target);
        Box::pin(async move { Ok(TokioIo::new(connecting.await?.into_inner().into())) })
    }
}
