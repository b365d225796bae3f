use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;

use super::part::Part;
use super::reader::blocking;
use super::writer::BlockingWriter;
use crate::error::FieldError;

type Sink = Box<dyn FnMut(Bytes) -> BoxFuture<'static, io::Result<()>> + Send>;

/// Where a file that is fetched goes.
///
/// A download into memory or to a path is repeated after a transient failure. One to a writer or a sink is not, once it was handed
/// a byte. They are dropped when the call ends, a writer that is blocked when it comes back.
pub struct MediaTarget(pub(super) Place);

pub(super) enum Place {
    Memory(BytesMut),
    Path { path: PathBuf, part: Option<BlockingWriter<Part>> },
    Writer(BlockingWriter<Box<dyn Write + Send>>),
    Sink(Sink),
}

impl MediaTarget {
    /// Into memory, up to `max_bytes` of [`DownloadOptions`](crate::DownloadOptions).
    #[must_use]
    pub fn memory() -> Self {
        Self(Place::Memory(BytesMut::new()))
    }

    /// Into a file. It is written beside its place and takes it at the end, so there is the whole file or, where the call fails,
    /// what was there before.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Place::Path { path: path.into(), part: None })
    }

    /// Into a writer, which is flushed at the end. It is written on a thread for what blocks.
    pub fn writer(writer: impl Write + Send + 'static) -> Self {
        Self(Place::Writer(BlockingWriter::new(Box::new(writer))))
    }

    /// Into a function that takes the chunks one after the other.
    pub fn sink(sink: impl FnMut(Bytes) -> BoxFuture<'static, io::Result<()>> + Send + 'static) -> Self {
        Self(Place::Sink(Box::new(sink)))
    }

    /// What can be told to be wrong without writing. The future borrows nothing: a target need not be shared between threads.
    pub(super) fn problem(&self) -> impl Future<Output = Option<FieldError>> + Send + use<> {
        let path = match &self.0 {
            Place::Path { path, .. } => Some(path.clone()),
            Place::Memory(_) | Place::Writer(_) | Place::Sink(_) => None,
        };
        async move {
            let path = path?;
            if path.file_name().is_none() {
                return Some(unwritable("is no path of a file"));
            }
            let folder = blocking(move || Ok(path.is_dir())).await.unwrap_or_default();
            folder.then(|| unwritable("is a folder"))
        }
    }
}

impl Place {
    /// Nothing in it, for an attempt.
    pub async fn empty(&mut self) -> io::Result<()> {
        match self {
            Self::Memory(bytes) => bytes.clear(),
            Self::Path { path, part } => {
                *part = None;
                let path = path.clone();
                *part = Some(BlockingWriter::new(blocking(move || Part::create(&path)).await?));
            }
            Self::Writer(_) | Self::Sink(_) => {}
        }
        Ok(())
    }

    pub async fn write(&mut self, chunk: Bytes) -> io::Result<()> {
        match self {
            Self::Memory(bytes) => {
                bytes.extend_from_slice(&chunk);
                Ok(())
            }
            Self::Path { part, .. } => match part {
                Some(part) => part.run(move |part| part.write_all(&chunk)).await,
                None => Err(io::Error::other("it was given up")),
            },
            Self::Writer(writer) => writer.run(move |writer| writer.write_all(&chunk)).await,
            Self::Sink(sink) => sink(chunk).await,
        }
    }

    pub async fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Writer(writer) => writer.run(|writer| writer.flush()).await,
            Self::Memory(_) | Self::Path { .. } | Self::Sink(_) => Ok(()),
        }
    }

    /// A file on disk takes its place.
    pub async fn keep(&mut self) -> io::Result<()> {
        match self {
            Self::Path { part: Some(part), .. } => part.run(Part::keep).await,
            _ => Ok(()),
        }
    }

    /// A file on disk that was not kept goes, before this returns.
    pub async fn discard(&mut self) {
        if let Self::Path { part, .. } = self
            && let Some(mut part) = part.take()
        {
            // It may be writing still; whether that works does not matter.
            let _ = part.settle().await;
            let _ = blocking(move || {
                drop(part);
                Ok(())
            })
            .await;
        }
    }

    /// Whether another attempt would double what it was handed.
    pub fn doubles(&self) -> bool {
        matches!(self, Self::Writer(_) | Self::Sink(_))
    }
}

impl fmt::Debug for MediaTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.0 {
            Place::Memory(_) => "memory",
            Place::Path { .. } => "path",
            Place::Writer(_) => "writer",
            Place::Sink(_) => "sink",
        };
        f.debug_tuple("MediaTarget").field(&place).finish()
    }
}

pub(super) fn unwritable(message: &str) -> FieldError {
    FieldError::new("target", "writable", message)
}
