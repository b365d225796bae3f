//! One accepted connection as bytes: plain or TLS, with the two ways it can end.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// A connection whose drop closes it, or resets it when its [`ResetSwitch`] says so.
pub(crate) struct Wire {
    stream: Stream,
    switch: ResetSwitch,
}

/// Decides, from wherever it was cloned to, that a [`Wire`] ends with RST instead of FIN.
#[derive(Clone, Default)]
pub(crate) struct ResetSwitch(Arc<AtomicBool>);

impl ResetSwitch {
    pub(crate) fn arm(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Wire {
    pub(crate) fn plain(stream: TcpStream) -> Self {
        Self { stream: Stream::Plain(stream), switch: ResetSwitch::default() }
    }

    pub(crate) fn tls(stream: TlsStream<TcpStream>) -> Self {
        Self { stream: Stream::Tls(Box::new(stream)), switch: ResetSwitch::default() }
    }

    /// Whether the client chose HTTP/2 by ALPN.
    pub(crate) fn is_http2(&self) -> bool {
        match &self.stream {
            Stream::Plain(_) => false,
            Stream::Tls(stream) => stream.get_ref().1.alpn_protocol() == Some(b"h2"),
        }
    }

    pub(crate) fn reset_switch(&self) -> ResetSwitch {
        self.switch.clone()
    }

    /// Ends the connection with RST: what is unsent is thrown away.
    pub(crate) fn reset(self) {
        self.switch.arm();
    }

    /// Ends the connection in good order: TLS close_notify, then FIN.
    pub(crate) async fn close(mut self) {
        // A peer that is gone already is as good as closed.
        let _ = self.shutdown().await;
    }

    /// As [`Wire::close`], but reads on for a moment: unread bytes would turn the FIN into a RST.
    pub(crate) async fn close_and_drain(mut self) {
        if self.shutdown().await.is_ok() {
            let _ = tokio::time::timeout(Duration::from_secs(1), drain(self.tcp_mut())).await;
        }
    }

    /// Says nothing more, until the peer gives up.
    pub(crate) async fn stay_silent(mut self) {
        self.listen().await;
    }

    /// Reads and forgets until the peer gives up.
    pub(crate) async fn listen(&mut self) {
        drain(self).await;
    }

    fn tcp(&self) -> &TcpStream {
        match &self.stream {
            Stream::Plain(stream) => stream,
            Stream::Tls(stream) => stream.get_ref().0,
        }
    }

    fn tcp_mut(&mut self) -> &mut TcpStream {
        match &mut self.stream {
            Stream::Plain(stream) => stream,
            Stream::Tls(stream) => stream.get_mut().0,
        }
    }
}

/// Reads and forgets until the end of the stream.
async fn drain<R: AsyncRead + Unpin>(reader: &mut R) {
    let mut sink = [0; 4096];
    while matches!(reader.read(&mut sink).await, Ok(length) if length > 0) {}
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.switch.0.load(Ordering::Relaxed) {
            // With no time to linger, the kernel answers the close with RST.
            let _ = self.tcp().set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Stream::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Stream::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(context),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
