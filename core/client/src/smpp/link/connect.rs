//! A connection to the centre: TCP, and TLS from the first octet.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::error::Kind;
use crate::smpp::settings::SmppSettings;
use crate::transport::{Socket, causes, find};

/// An open connection.
pub(crate) enum Stream {
    Plain(Socket),
    Tls(Box<TlsStream<Counted>>),
}

/// Something that frames are written to.
pub(crate) trait Connection: AsyncRead + AsyncWrite + Unpin {
    /// How many octets a layer below was given, where one call may write to it several times and fail in between.
    fn passed_on(&self) -> u64;
}

impl Connection for Stream {
    fn passed_on(&self) -> u64 {
        match self {
            Self::Plain(_) => 0,
            Self::Tls(stream) => stream.get_ref().0.taken,
        }
    }
}

/// TCP below TLS, and how many octets it took.
pub(crate) struct Counted {
    tcp: Socket,
    taken: u64,
}

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_read(context, into)
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.tcp).poll_write(context, octets);
        if let Poll::Ready(Ok(count)) = &wrote {
            self.taken += *count as u64;
        }
        wrote
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}

/// Why there is no connection.
#[derive(Clone, Debug)]
pub(crate) struct Unreachable {
    pub kind: Kind,
    pub message: String,
    /// It will be the same the next time: the certificate is not good.
    pub lasting: bool,
}

impl Unreachable {
    fn new(problem: &io::Error) -> Self {
        let tls = find::<rustls::Error>(problem);
        let lasting = matches!(
            tls,
            Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
        );
        let kind = if tls.is_some() { Kind::Tls } else { Kind::Connect };
        Self { kind, message: causes(problem), lasting }
    }

    fn in_time(what: &str) -> Self {
        Self { kind: Kind::Connect, message: format!("{what} in time"), lasting: false }
    }
}

/// The addresses of the host, from a different one on each time, so that none hides the others.
pub(crate) async fn addresses(settings: &SmppSettings, turn: usize) -> Result<Vec<SocketAddr>, Unreachable> {
    let looked_up = lookup_host((settings.host.as_str(), settings.port));
    let found = tokio::time::timeout(settings.common.connect_timeout, looked_up).await;
    let found = found.map_err(|_| Unreachable::in_time("the host's name was not found"))?;
    let mut found: Vec<_> = found.map_err(|problem| Unreachable::new(&problem))?.collect();
    if found.is_empty() {
        let message = "the host has no address".to_owned();
        return Err(Unreachable { kind: Kind::Connect, message, lasting: false });
    }
    let turn = turn % found.len();
    found.rotate_left(turn);
    Ok(found)
}

/// Opens a connection to one address.
pub(crate) async fn connect(
    settings: &SmppSettings,
    tls: &Arc<ClientConfig>,
    address: SocketAddr,
) -> Result<Stream, Unreachable> {
    let opened = async {
        let tcp = TcpStream::connect(address).await.map_err(|problem| Unreachable::new(&problem))?;
        // Frames are written in batches: what is written is to go out.
        let _ = tcp.set_nodelay(true);
        let tcp = Socket::from(tcp);
        if !settings.is_tls() {
            return Ok(Stream::Plain(tcp));
        }
        let name = ServerName::try_from(settings.host.clone()).map_err(|_| Unreachable {
            kind: Kind::Tls,
            message: "the host has a name that no certificate can have".to_owned(),
            lasting: true,
        })?;
        let stream = TlsConnector::from(tls.clone()).connect(name, Counted { tcp, taken: 0 }).await;
        let stream = stream.map_err(|problem| Unreachable::new(&problem))?;
        Ok(Stream::Tls(Box::new(stream)))
    };
    let limited = tokio::time::timeout(settings.common.connect_timeout, opened).await;
    limited.unwrap_or_else(|_| Err(Unreachable::in_time("no connection")))
}

macro_rules! either {
    ($this:expr, $stream:ident => $call:expr) => {
        match $this.get_mut() {
            Stream::Plain($stream) => {
                let $stream = Pin::new($stream);
                $call
            }
            Stream::Tls($stream) => {
                let $stream = Pin::new(&mut **$stream);
                $call
            }
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        either!(self, stream => stream.poll_read(context, into))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        either!(self, stream => stream.poll_write(context, octets))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => stream.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(self, stream => stream.poll_shutdown(context))
    }
}
