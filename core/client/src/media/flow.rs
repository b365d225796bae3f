//! The body of one attempt of an upload, as the HTTP library asks for it.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;

use super::CHUNK;
use super::progress::Teller;
use super::reader::panicked;
use super::source::{Chunks, problem_of, wrong_length};
use crate::call::Fault;
use crate::transport::Feed;

/// One way of a file through its envelope. It ends with its attempt: the HTTP library may hold it for longer.
pub(super) struct Flow {
    state: Mutex<State>,
    file_length: Option<u64>,
    body_length: Option<u64>,
    teller: Option<Arc<Teller>>,
}

/// What a flow is made from.
pub(super) struct Contents {
    /// The part of the file that is in memory; comes first.
    pub memory: Bytes,
    /// The rest of it.
    pub chunks: Option<Chunks>,
    pub length: Option<u64>,
}

struct State {
    phase: Phase,
    head: Bytes,
    tail: Bytes,
    contents: Contents,
    /// The last piece of a file whose length is known waits until it is known to be the last.
    held: Bytes,
    taken: u64,
    given: u64,
    /// The file was asked for.
    begun: bool,
    fault: Option<Fault>,
    /// Who waits for the file.
    waker: Option<Waker>,
}

#[derive(Clone, Copy)]
enum Phase {
    Head,
    File,
    Tail,
    Ended,
    Closed,
}

impl Flow {
    pub fn new(contents: Contents, around: Option<(Bytes, Bytes)>, teller: Option<Arc<Teller>>) -> Self {
        let (head, tail) = around.unwrap_or_default();
        let file_length = contents.length;
        let whole = file_length.map(|length| length + (head.len() + tail.len()) as u64);
        // Nobody asks for a body without a byte, so one of which that is only said would not be found out.
        let body_length = whole.filter(|whole| *whole > 0 || contents.chunks.is_none());
        let state = State {
            phase: Phase::Head,
            head,
            tail,
            contents,
            held: Bytes::new(),
            taken: 0,
            given: 0,
            begun: false,
            fault: None,
            waker: None,
        };
        Self { state: Mutex::new(state), file_length, body_length, teller }
    }

    /// Gives nothing out any more, and lets go of a file that was begun.
    pub fn close(&self) {
        let mut state = self.state();
        state.phase = Phase::Closed;
        state.contents.memory = Bytes::new();
        state.held = Bytes::new();
        if state.begun {
            state.contents.chunks = None;
        }
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
    }

    /// What was never asked for, for another attempt.
    pub fn take_chunks(&self) -> Option<Chunks> {
        self.state().contents.chunks.take()
    }

    pub fn begun(&self) -> bool {
        self.state().begun
    }

    pub fn fail(&self, fault: Fault) {
        self.state().fault = Some(fault);
    }

    pub fn fault(&self) -> Option<Fault> {
        self.state().fault.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Feed for Flow {
    fn length(&self) -> Option<u64> {
        self.body_length
    }

    fn poll_chunk(&self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let mut state = self.state();
        loop {
            match state.phase {
                Phase::Head => {
                    state.phase = Phase::File;
                    if !state.head.is_empty() {
                        return Poll::Ready(Some(Ok(state.head.clone())));
                    }
                }
                Phase::File => match ready!(state.poll_file(self.file_length, context)) {
                    None => state.phase = Phase::Tail,
                    Some(Ok(piece)) => {
                        state.given += piece.len() as u64;
                        if let Some(teller) = &self.teller {
                            teller.tell(state.given, self.file_length);
                        }
                        return Poll::Ready(Some(Ok(piece)));
                    }
                    Some(Err(fault)) => {
                        let problem = fault.as_io();
                        state.fault = Some(fault);
                        state.phase = Phase::Closed;
                        return Poll::Ready(Some(Err(problem)));
                    }
                },
                Phase::Tail => {
                    state.phase = Phase::Ended;
                    if !state.tail.is_empty() {
                        return Poll::Ready(Some(Ok(state.tail.clone())));
                    }
                }
                Phase::Ended => return Poll::Ready(None),
                Phase::Closed => return Poll::Ready(Some(Err(io::Error::other("the upload has ended")))),
            }
        }
    }
}

impl State {
    /// The next piece of the file.
    fn poll_file(
        &mut self,
        length: Option<u64>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Fault>>> {
        self.begun = true;
        loop {
            if self.contents.memory.is_empty() {
                match ready!(self.poll_source(context)) {
                    None => {
                        let held = std::mem::take(&mut self.held);
                        return Poll::Ready(match length {
                            Some(length) if length > self.taken => Some(Err(Fault::argument(wrong_length()))),
                            _ => Some(Ok(held)).filter(|_| self.given < self.taken),
                        });
                    }
                    Some(Err(problem)) => {
                        return Poll::Ready(Some(Err(Fault::argument(problem_of(problem)))));
                    }
                    Some(Ok(chunk)) => self.contents.memory = chunk,
                }
                continue;
            }
            let size = self.contents.memory.len().min(CHUNK);
            let piece = self.contents.memory.split_to(size);
            self.taken += size as u64;
            match length {
                Some(length) if self.taken > length => {
                    return Poll::Ready(Some(Err(Fault::argument(wrong_length()))));
                }
                Some(length) if self.taken == length => self.held = piece,
                _ => return Poll::Ready(Some(Ok(piece))),
            }
        }
    }

    fn poll_source(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        let Some(chunks) = &mut self.contents.chunks else { return Poll::Ready(None) };
        let polled = catch_unwind(AssertUnwindSafe(|| chunks.as_mut().poll_next(context)));
        let polled = polled.unwrap_or_else(|_| Poll::Ready(Some(Err(panicked()))));
        match &polled {
            Poll::Pending => self.waker = Some(context.waker().clone()),
            Poll::Ready(None | Some(Err(_))) => self.contents.chunks = None,
            Poll::Ready(Some(Ok(_))) => {}
        }
        polled
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::poll_fn;
    use futures_util::stream::{self, StreamExt};

    use super::*;

    fn flow(memory: &'static [u8], chunks: Option<Chunks>, length: Option<u64>) -> Flow {
        Flow::new(Contents { memory: Bytes::from_static(memory), chunks, length }, None, None)
    }

    async fn next(flow: &Flow) -> Option<io::Result<Bytes>> {
        poll_fn(|context| flow.poll_chunk(context)).await
    }

    #[tokio::test]
    async fn long_chunks_go_out_in_short_pieces() {
        static FILE: [u8; 150_000] = [7; 150_000];
        let flow = flow(&FILE, None, Some(150_000));
        let mut sizes = Vec::new();
        while let Some(piece) = next(&flow).await {
            sizes.push(piece.unwrap().len());
        }
        assert_eq!(sizes, [65_536, 65_536, 18_928]);
    }

    #[tokio::test]
    async fn a_source_is_asked_for_no_more_than_the_connection_takes() {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = asked.clone();
        let chunks = stream::repeat_with(move || {
            count.fetch_add(1, Ordering::SeqCst);
            Ok(Bytes::from_static(&[7; CHUNK]))
        });
        let flow = flow(b"", Some(chunks.boxed()), None);
        assert!(!flow.begun());
        for taken in 1..=100 {
            assert_eq!(next(&flow).await.unwrap().unwrap().len(), CHUNK);
            assert_eq!(asked.load(Ordering::SeqCst), taken);
        }
        assert!(flow.begun());
    }

    #[tokio::test]
    async fn a_flow_that_was_closed_gives_nothing_and_keeps_only_what_was_not_begun() {
        let chunks = || Some(stream::iter([Ok(Bytes::from_static(b"x"))]).boxed());
        let fresh = flow(b"", chunks(), None);
        fresh.close();
        assert!(next(&fresh).await.unwrap().is_err());
        assert!(fresh.take_chunks().is_some() && fresh.fault().is_none());
        let begun = flow(b"", chunks(), None);
        assert_eq!(next(&begun).await.unwrap().unwrap(), "x");
        begun.close();
        assert!(begun.take_chunks().is_none());
    }

    #[tokio::test]
    async fn who_waits_for_a_source_hears_of_the_end() {
        let flow = Arc::new(flow(b"", Some(stream::pending().boxed()), None));
        let waiting = tokio::spawn({
            let flow = flow.clone();
            async move { next(&flow).await.unwrap().is_err() }
        });
        tokio::task::yield_now().await;
        flow.close();
        let heard = tokio::time::timeout(std::time::Duration::from_secs(5), waiting).await;
        assert!(heard.expect("it was woken").unwrap());
    }
}
