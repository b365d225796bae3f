//! Octets to and from the centre: what waits to be written, and frames of what was read.

use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ecall_codec::smpp::{DEFAULT_FRAME_LIMIT, EncodeError, FrameError, Pdu, first_frame};
use tokio::io::ReadBuf;
use tokio::time::Instant;

use super::connect::{Connection, Stream};

/// What is read at a time. A longer PDU makes the buffer grow, up to the longest there may be.
const READ: usize = 64 * 1024;
/// Octets that may wait to be written before no more requests are added: so much that a batch is worth its call, so little
/// that what was added can still be said not to have gone out.
const WRITE: usize = 64 * 1024;
/// Octets that may wait to be written before nothing more is read: what is read has to be answered.
const CHOKED: usize = 1024 * 1024;
/// Where the sequence number stands in a PDU. Source: S34, 3.2.
const SEQUENCE: Range<usize> = 12..16;

/// What is wanted of the output, besides that it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    Nothing,
    /// There was no room for more requests, and is again.
    Room,
    /// Everything went out.
    Idle,
}

pub(super) struct Wire<S = Stream> {
    stream: S,
    out: Vec<u8>,
    /// How much of `out` went out.
    gone: usize,
    /// Octets that went out since the connection was opened, or were handed to TLS.
    written: u64,
    unflushed: bool,
    /// Why nothing more can be written: what came before may still be read.
    write_failed: Option<io::Error>,
    input: Vec<u8>,
    /// What was read and not yet looked at.
    unread: Range<usize>,
    /// When a PDU was last read.
    pub heard: Instant,
}

impl<S: Connection> Wire<S> {
    pub fn new(stream: S) -> Self {
        Self {
            stream,
            out: Vec::with_capacity(WRITE),
            gone: 0,
            written: 0,
            unflushed: false,
            write_failed: None,
            input: vec![0; READ],
            unread: 0..0,
            heard: Instant::now(),
        }
    }

    /// Adds a PDU that is written already, with this sequence number.
    pub fn push(&mut self, frame: &[u8], sequence: u32) {
        let at = self.out.len();
        self.out.extend_from_slice(frame);
        self.out[at..][SEQUENCE].copy_from_slice(&sequence.to_be_bytes());
    }

    /// Adds a PDU.
    pub fn push_pdu(&mut self, pdu: &Pdu<'_>) -> Result<(), EncodeError> {
        pdu.encode(&mut self.out)
    }

    /// Whether more requests may be added now.
    pub fn has_room(&self) -> bool {
        self.out.len() - self.gone < WRITE
    }

    /// Whether nothing waits to be written.
    pub fn is_idle(&self) -> bool {
        self.out.len() == self.gone && !self.unflushed
    }

    /// How many octets will have gone out once everything that was added has.
    pub fn end(&self) -> u64 {
        self.written + (self.out.len() - self.gone) as u64
    }

    /// How many octets went out.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Writes what waits. Ready where there is nothing left, or nothing can be.
    fn poll_write(&mut self, context: &mut Context<'_>) -> Poll<()> {
        while self.write_failed.is_none() && self.gone < self.out.len() {
            let before = self.stream.passed_on();
            match ready!(Pin::new(&mut self.stream).poll_write(context, &self.out[self.gone..])) {
                Ok(0) => self.write_failed = Some(io::ErrorKind::WriteZero.into()),
                Ok(count) => {
                    self.gone += count;
                    self.written += count as u64;
                    self.unflushed = true;
                }
                Err(problem) => {
                    // TLS may have passed a part on before it failed, and does not say how much.
                    if self.stream.passed_on() != before {
                        self.written = self.end();
                    }
                    self.write_failed = Some(problem);
                }
            }
        }
        if self.write_failed.is_none() {
            self.out.clear();
            self.gone = 0;
            if self.unflushed {
                match ready!(Pin::new(&mut self.stream).poll_flush(context)) {
                    Ok(()) => self.unflushed = false,
                    Err(problem) => self.write_failed = Some(problem),
                }
            }
        }
        Poll::Ready(())
    }

    /// Writes what waits and reads what came. Ready once something was read, or what is wanted of the output has come.
    pub fn poll(&mut self, context: &mut Context<'_>, want: Want) -> Poll<io::Result<()>> {
        let wrote = self.poll_write(context).is_ready();
        let room = self.write_failed.is_none()
            && match want {
                Want::Nothing => false,
                Want::Room => wrote || self.has_room(),
                Want::Idle => wrote,
            };
        if self.out.len() - self.gone > CHOKED && self.write_failed.is_none() {
            return if room { Poll::Ready(Ok(())) } else { Poll::Pending };
        }
        self.make_room();
        let mut into = ReadBuf::new(&mut self.input[self.unread.end..]);
        match Pin::new(&mut self.stream).poll_read(context, &mut into) {
            Poll::Ready(Ok(())) if into.filled().is_empty() => {
                Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()))
            }
            Poll::Ready(Ok(())) => {
                self.unread.end += into.filled().len();
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(problem)) => Poll::Ready(Err(problem)),
            Poll::Pending => match self.write_failed.take() {
                Some(problem) => Poll::Ready(Err(problem)),
                None if room => Poll::Ready(Ok(())),
                None => Poll::Pending,
            },
        }
    }

    /// Moves what is left of the input to its beginning, and makes it larger where one PDU fills it.
    fn make_room(&mut self) {
        if self.unread.is_empty() {
            self.unread = 0..0;
        }
        if self.unread.end < self.input.len() {
            return;
        }
        if self.unread.start > 0 {
            self.input.copy_within(self.unread.clone(), 0);
            self.unread = 0..self.unread.len();
        } else {
            self.input.resize((self.input.len() * 2).min(DEFAULT_FRAME_LIMIT + READ), 0);
        }
    }

    /// The next whole PDU of what was read: where it is.
    pub fn next(&mut self) -> Result<Option<Range<usize>>, FrameError> {
        let Some(frame) = first_frame(&self.input[self.unread.clone()], DEFAULT_FRAME_LIMIT)? else {
            return Ok(None);
        };
        let range = self.unread.start..self.unread.start + frame.len();
        self.unread.start = range.end;
        Ok(Some(range))
    }

    /// The octets of a PDU.
    pub fn frame(&self, range: Range<usize>) -> &[u8] {
        &self.input[range]
    }

    /// Lends the input out, so that a PDU can be looked at while others are written. Until it is given back nothing is read.
    pub fn lend(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.input)
    }

    /// Takes the input back.
    pub fn give_back(&mut self, input: Vec<u8>) {
        self.input = input;
    }

    /// Says to TCP and TLS that nothing more comes.
    pub fn poll_shutdown(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncRead, AsyncWrite};

    use super::*;

    /// Fails, after it passed so many octets on.
    struct Failing(u64, u64);

    impl Connection for Failing {
        fn passed_on(&self) -> u64 {
            self.0
        }
    }

    impl AsyncRead for Failing {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }

    impl AsyncWrite for Failing {
        fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
            self.0 += self.1;
            Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[test]
    fn what_a_failing_write_passed_on_in_part_may_have_gone_out() {
        let mut context = Context::from_waker(std::task::Waker::noop());
        for (passed_on, written) in [(0, 0), (1, 32)] {
            let mut wire = Wire::new(Failing(0, passed_on));
            wire.push(&[0; 16], 1);
            wire.push(&[0; 16], 2);
            assert!(matches!(wire.poll(&mut context, Want::Nothing), Poll::Ready(Err(_))));
            assert_eq!(wire.written(), written);
        }
    }
}
