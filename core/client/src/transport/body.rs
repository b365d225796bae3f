use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::{Feed, Progress, RequestBody};

/// The body of a request, which marks the moment the transport first asks for it: before that moment the service
/// cannot have accepted the request, after it nobody knows. It is not given out for a request that was given up.
pub(super) struct MarkedBody {
    content: Content,
    progress: Progress,
}

enum Content {
    /// None once it is given out, and where the request has no body.
    Whole(Option<Bytes>),
    Chunks(Arc<dyn Feed>),
}

impl MarkedBody {
    pub fn new(body: &RequestBody, progress: Progress) -> Self {
        let content = match body {
            RequestBody::Empty => Content::Whole(None),
            RequestBody::Bytes(bytes) => Content::Whole(Some(bytes.clone())),
            RequestBody::Source(source) => Content::Chunks(source.open()),
        };
        Self { content, progress }
    }
}

impl Body for MarkedBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.progress.begin() {
            return Poll::Ready(Some(Err(io::Error::other("the request was given up"))));
        }
        match &mut self.content {
            Content::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Content::Chunks(feed) => feed.poll_chunk(context).map_ok(Frame::data),
        }
    }

    fn is_end_stream(&self) -> bool {
        // Of a request without a body this is all that is ever asked, by hyper's connection when it takes the request
        // from its queue.
        matches!(self.content, Content::Whole(None)) && {
            self.progress.begin();
            true
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            Content::Chunks(feed) => feed.length().map_or_else(SizeHint::default, SizeHint::with_exact),
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http_body::Body;
    use http_body_util::BodyExt;

    use super::MarkedBody;
    use crate::transport::{Progress, RequestBody};

    fn body(bytes: Option<&'static str>) -> (MarkedBody, Progress) {
        let progress = Progress::default();
        let bytes = bytes.map(|text| RequestBody::Bytes(Bytes::from_static(text.as_bytes())));
        (MarkedBody::new(&bytes.unwrap_or(RequestBody::Empty), progress.clone()), progress)
    }

    #[tokio::test]
    async fn a_body_that_is_asked_for_has_begun() {
        let (body, progress) = body(Some("x"));
        assert!(!body.is_end_stream() && !progress.begun());
        assert_eq!(body.collect().await.unwrap().to_bytes(), "x");
        assert!(progress.begun() && progress.give_up());
    }

    #[tokio::test]
    async fn a_body_that_was_given_up_is_not_given_out() {
        let (body, progress) = body(Some("x"));
        assert!(!progress.give_up() && !progress.begun());
        assert!(body.collect().await.is_err());
        assert!(!progress.begun());
    }

    #[test]
    fn a_request_without_a_body_has_begun_when_it_is_taken() {
        let (body, progress) = body(None);
        assert!(!progress.begun());
        assert!(body.is_end_stream() && progress.begun());
    }
}
