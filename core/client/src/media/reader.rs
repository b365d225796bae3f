//! What blocks, on the runtime's threads for it.

use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::Stream;
use tokio::task::{JoinHandle, spawn_blocking};

use super::CHUNK;

/// Runs `work` where it may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.unwrap_or_else(|_| Err(panicked()))
}

pub(super) fn panicked() -> io::Error {
    io::Error::other("it panicked")
}

type Reader = Box<dyn Read + Send>;

/// The chunks of a reader, read one at a time as they are asked for.
pub(super) enum ReaderChunks {
    Idle(Reader),
    Reading(JoinHandle<(Reader, io::Result<Bytes>)>),
    Ended,
}

impl ReaderChunks {
    pub fn new(reader: Reader) -> Self {
        Self::Idle(reader)
    }
}

impl Stream for ReaderChunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            match std::mem::replace(&mut *self, Self::Ended) {
                Self::Ended => return Poll::Ready(None),
                Self::Idle(reader) => *self = Self::Reading(spawn_blocking(move || read(reader))),
                Self::Reading(mut reading) => {
                    let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
                        *self = Self::Reading(reading);
                        return Poll::Pending;
                    };
                    return Poll::Ready(match read {
                        Ok((_, Ok(chunk))) if chunk.is_empty() => None,
                        Ok((reader, Ok(chunk))) => {
                            *self = Self::Idle(reader);
                            Some(Ok(chunk))
                        }
                        Ok((_, Err(problem))) => Some(Err(problem)),
                        Err(_) => Some(Err(panicked())),
                    });
                }
            }
        }
    }
}

/// One read: what a pipe has at the moment goes out at once.
fn read(mut reader: Reader) -> (Reader, io::Result<Bytes>) {
    let mut buffer = vec![0; CHUNK];
    let read = loop {
        match reader.read(&mut buffer) {
            Err(problem) if problem.kind() == io::ErrorKind::Interrupted => {}
            read => break read,
        }
    };
    let chunk = read.map(|length| {
        buffer.truncate(length);
        Bytes::from(buffer)
    });
    (reader, chunk)
}
