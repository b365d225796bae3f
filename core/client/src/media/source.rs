use std::fmt;
use std::io::{self, Read};
use std::path::PathBuf;
use std::pin::Pin;

use bytes::Bytes;
use futures_util::Stream;

use super::reader::{ReaderChunks, blocking};
use crate::error::FieldError;

pub(crate) type Chunks = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// A file to send.
///
/// Bytes and a path can be read again, so an upload of them is repeated after a transient failure. A reader or a stream is not,
/// once it was asked for its first byte. It is dropped when the call ends, a reader that is blocked when it comes back.
pub struct MediaSource {
    pub(super) origin: Origin,
    pub(super) length: Option<u64>,
}

pub(super) enum Origin {
    Bytes(Bytes),
    Path(PathBuf),
    Chunks(Chunks),
}

impl MediaSource {
    /// A file in memory.
    pub fn bytes(bytes: impl Into<Bytes>) -> Self {
        Self { origin: Origin::Bytes(bytes.into()), length: None }
    }

    /// A file on disk. It must be a regular one: give a reader for pipes and devices.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self { origin: Origin::Path(path.into()), length: None }
    }

    /// What a reader gives until its end. It is read on a thread for what blocks.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::stream(ReaderChunks::new(Box::new(reader)))
    }

    /// What a stream gives until its end.
    pub fn stream(stream: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self { origin: Origin::Chunks(Box::pin(stream)), length: None }
    }

    /// Says how many bytes there are, so that the request has a `content-length`. An upload of any other number fails. Bytes and a
    /// path know theirs.
    #[must_use]
    pub fn with_length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }

    /// The last component of a path.
    pub(super) fn name(&self) -> Option<String> {
        match &self.origin {
            Origin::Path(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
            Origin::Bytes(_) | Origin::Chunks(_) => None,
        }
    }

    /// What can be told to be wrong without reading. The future borrows nothing: a source need not be shared between threads.
    pub(super) fn problem(&self) -> impl Future<Output = Option<FieldError>> + Send + use<> {
        let path = match &self.origin {
            Origin::Path(path) => Some(path.clone()),
            Origin::Bytes(_) | Origin::Chunks(_) => None,
        };
        let in_memory = match &self.origin {
            Origin::Bytes(bytes) => Some(bytes.len() as u64),
            Origin::Path(_) | Origin::Chunks(_) => None,
        };
        let said = self.length;
        async move {
            let known = match path {
                None => in_memory?,
                Some(path) => match blocking(move || std::fs::metadata(path)).await {
                    Ok(found) if found.is_file() => found.len(),
                    Ok(_) => return Some(unreadable("is not a regular file")),
                    Err(problem) => return Some(unreadable(&format!("cannot be read: {problem}"))),
                },
            };
            said.filter(|said| *said != known).map(|_| wrong_length())
        }
    }
}

impl fmt::Debug for MediaSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = match self.origin {
            Origin::Bytes(_) => "bytes",
            Origin::Path(_) => "path",
            Origin::Chunks(_) => "chunks",
        };
        f.debug_struct("MediaSource").field("origin", &origin).field("length", &self.length).finish()
    }
}

pub(super) fn unreadable(message: &str) -> FieldError {
    FieldError::new("source", "readable", message)
}

/// A problem of a source that goes by another name, on its way through the errors of reading.
#[derive(Debug)]
pub(crate) struct NamedProblem(pub FieldError);

impl fmt::Display for NamedProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for NamedProblem {}

impl From<NamedProblem> for io::Error {
    fn from(problem: NamedProblem) -> Self {
        Self::other(problem)
    }
}

/// What is wrong with a source that could not be read.
pub(super) fn problem_of(problem: io::Error) -> FieldError {
    match problem.downcast::<NamedProblem>() {
        Ok(NamedProblem(problem)) => problem,
        Err(problem) => unreadable(&format!("cannot be read: {problem}")),
    }
}

pub(super) fn wrong_length() -> FieldError {
    FieldError::new("source", "length", "has not as many bytes as it was said to have")
}
