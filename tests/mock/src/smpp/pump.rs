//! Reading and writing one connection at the same time, in pieces as large or as small as asked for.

use std::future::{Future as _, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf as _, BytesMut};
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::wire::Wire;

/// How much one read takes at most.
const PIECE: usize = 64 * 1024;
/// With so much unwritten nothing more is read: whoever does not read his responses has to wait.
const ENOUGH: usize = 1024 * 1024;

/// What a turn of the pump has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    Read,
    /// Everything that was to be written is on its way.
    Flushed,
    /// The peer has ended its stream.
    End,
}

/// One connection with what has arrived and what is to be written.
pub(super) struct Pump {
    pub(super) wire: Wire,
    pub(super) input: BytesMut,
    pub(super) output: BytesMut,
    /// Octets of one write; 0 is as many as there are.
    pub(super) piece: usize,
    pub(super) piece_delay: Duration,
    scratch: Box<[u8]>,
    flushed: bool,
    pause: Option<Pin<Box<Sleep>>>,
}

impl Pump {
    pub(super) fn new(wire: Wire) -> Self {
        Self {
            wire,
            input: BytesMut::new(),
            output: BytesMut::new(),
            piece: 0,
            piece_delay: Duration::ZERO,
            scratch: vec![0; PIECE].into_boxed_slice(),
            flushed: true,
            pause: None,
        }
    }

    pub(super) fn is_flushed(&self) -> bool {
        self.flushed && self.output.is_empty()
    }

    /// Writes what can be written and, if `reads`, reads what can be read; returns when one of them got on.
    pub(super) async fn turn(&mut self, reads: bool) -> io::Result<Moved> {
        poll_fn(|context| self.poll_turn(context, reads)).await
    }

    fn poll_turn(&mut self, context: &mut Context<'_>, reads: bool) -> Poll<io::Result<Moved>> {
        let was_flushed = self.is_flushed();
        if !was_flushed && self.poll_output(context)?.is_ready() {
            return Poll::Ready(Ok(Moved::Flushed));
        }
        if !reads || self.output.len() > ENOUGH {
            return Poll::Pending;
        }
        let mut buffer = ReadBuf::new(&mut self.scratch);
        match Pin::new(&mut self.wire).poll_read(context, &mut buffer)? {
            Poll::Pending => Poll::Pending,
            Poll::Ready(()) if buffer.filled().is_empty() => Poll::Ready(Ok(Moved::End)),
            Poll::Ready(()) => {
                self.input.extend_from_slice(buffer.filled());
                Poll::Ready(Ok(Moved::Read))
            }
        }
    }

    fn poll_output(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            if let Some(pause) = &mut self.pause {
                match pause.as_mut().poll(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(()) => self.pause = None,
                }
            }
            if self.output.is_empty() {
                return self.poll_flush(context);
            }
            let length = if self.piece == 0 { self.output.len() } else { self.piece.min(self.output.len()) };
            match Pin::new(&mut self.wire).poll_write(context, &self.output[..length])? {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(0) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(written) => self.output.advance(written),
            }
            self.flushed = false;
            if self.piece > 0 {
                let _ = self.poll_flush(context)?;
                self.pause = Some(Box::pin(sleep(self.piece_delay)));
            }
        }
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushing = Pin::new(&mut self.wire).poll_flush(context)?;
        self.flushed = flushing.is_ready();
        flushing.map(Ok)
    }
}
