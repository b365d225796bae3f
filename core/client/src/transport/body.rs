use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::Progress;

/// The body of a request, which marks the moment the transport first asks for it: before that moment the service
/// cannot have accepted the request, after it nobody knows.
pub(super) struct MarkedBody {
    bytes: Option<Bytes>,
    progress: Progress,
}

impl MarkedBody {
    pub fn new(bytes: Bytes, progress: Progress) -> Self {
        Self { bytes: Some(bytes), progress }
    }
}

impl Body for MarkedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.progress.set_begun();
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
