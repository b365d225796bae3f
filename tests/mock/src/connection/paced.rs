//! The body of a HTTP/2 answer, written at the pace of its reply.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::answer::{Answer, Reply};
use crate::payload::Pieces;

/// A stream's reset overtakes what was not sent yet.
const BEFORE_CUT: Duration = Duration::from_millis(50);

type Call = Box<dyn FnOnce() + Send>;

/// Pieces with delays before them; one that is cut off ends in an error, which resets the stream.
pub(super) struct PacedBody {
    pieces: Pieces,
    wait: Option<Pin<Box<Sleep>>>,
    between: Duration,
    cut_off: bool,
    before_last: Option<Call>,
}

impl PacedBody {
    pub(super) fn new(
        answer: &Answer,
        reply: &Reply,
        cut_off: bool,
        before_last: impl FnOnce() + Send + 'static,
    ) -> Self {
        let payload = if cut_off { answer.body.first_half() } else { answer.body.clone() };
        let mut body = Self {
            pieces: payload.pieces(reply.chunks),
            wait: (!reply.body_delay.is_zero()).then(|| Box::pin(sleep(reply.body_delay))),
            between: reply.chunk_delay,
            cut_off,
            before_last: Some(Box::new(before_last)),
        };
        if body.pieces.remaining() == 0 {
            // Nothing will be asked of an empty body.
            body.call();
        }
        body
    }

    fn call(&mut self) {
        if let Some(call) = self.before_last.take() {
            call();
        }
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let body = self.get_mut();
        if let Some(wait) = &mut body.wait {
            std::task::ready!(wait.as_mut().poll(context));
            body.wait = None;
        }
        let piece = body.pieces.next();
        if body.pieces.remaining() == 0 {
            body.call();
            if body.cut_off && piece.is_some() {
                body.wait = Some(Box::pin(sleep(BEFORE_CUT)));
            }
        } else if !body.between.is_zero() {
            body.wait = Some(Box::pin(sleep(body.between)));
        }
        Poll::Ready(match piece {
            Some(piece) => Some(Ok(Frame::data(piece))),
            None if body.cut_off => Some(Err("cut off by the script")),
            None => None,
        })
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.remaining() == 0 && !self.cut_off
    }

    fn size_hint(&self) -> SizeHint {
        if self.cut_off {
            return SizeHint::default();
        }
        SizeHint::with_exact(self.pieces.remaining())
    }
}
