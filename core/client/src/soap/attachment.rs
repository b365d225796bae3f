//! Files of a fax: what may be one, and how it goes out, as base64 made while it is sent.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};

use crate::error::FieldError;
use crate::media::{Chunks, NamedProblem, Upload, blocking};
use crate::options::Problems;
use crate::xml;

/// The most files of a fax. Provisional: from an older manual.
const MAX_FILES: u32 = 10;
/// The most bytes of a file, "5 MB". Provisional: from an older manual.
const MAX_BYTES: u64 = 5 << 20;
/// The types of files that are taken. Provisional: from an older manual, which has a few more.
const TYPES: &[&str] = &[
    "bmp", "pdf", "doc", "docx", "rtf", "ppt", "pptx", "gif", "tif", "tiff", "html", "txt", "jpg", "jpeg",
    "xls", "xlsx", "zip",
];
/// A file is read in pieces of this size, each of which is 64 KiB in base64: a multiple of 3, so that no padding stands between them.
const PIECE: u64 = 48 << 10;

/// A file that is sent with a fax.
///
/// It is read while it is sent, and again if it has to be sent again. It must not change meanwhile.
#[derive(Clone)]
pub struct Attachment {
    name: String,
    origin: Origin,
}

#[derive(Clone)]
enum Origin {
    Bytes(Bytes),
    Path(PathBuf),
}

impl Attachment {
    /// A file in memory. Its type is known by the end of its name.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { name: name.into(), origin: Origin::Bytes(bytes.into()) }
    }

    /// A regular file on disk, by the name that it has there.
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self { name, origin: Origin::Path(path) }
    }

    /// Gives it another name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// How many bytes it has; for a path, that it can be sent.
    async fn length(&self) -> Result<u64, String> {
        match &self.origin {
            Origin::Bytes(bytes) => Ok(bytes.len() as u64),
            Origin::Path(path) => {
                let path = path.clone();
                match blocking(move || std::fs::metadata(path)).await {
                    Ok(found) if found.is_file() => Ok(found.len()),
                    Ok(_) => Err("is not a regular file".to_owned()),
                    Err(problem) => Err(cannot_read(&problem)),
                }
            }
        }
    }
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let origin = match self.origin {
            Origin::Bytes(_) => "bytes",
            Origin::Path(_) => "path",
        };
        f.debug_struct("Attachment").field("origin", &origin).finish_non_exhaustive()
    }
}

fn cannot_read(problem: &io::Error) -> String {
    format!("cannot be read: {problem}")
}

/// What files may be.
pub(super) struct Rules {
    max_files: u32,
    max_bytes: u64,
    types: Vec<String>,
}

impl Rules {
    pub fn of(max_files: Option<u32>, max_bytes: Option<u64>, types: Option<Vec<String>>) -> Self {
        Self {
            max_files: max_files.unwrap_or(MAX_FILES),
            max_bytes: max_bytes.unwrap_or(MAX_BYTES),
            types: types.unwrap_or_else(|| TYPES.iter().map(|kind| (*kind).to_owned()).collect()),
        }
    }

    fn takes(&self, name: &str) -> bool {
        let (_, end) = name.rsplit_once('.').unwrap_or_default();
        self.types.iter().any(|kind| kind.eq_ignore_ascii_case(end))
    }
}

/// A file that follows the rules.
pub(super) struct Checked {
    pub name: String,
    pub content: Content,
}

/// The bytes of a file, of which there are so many.
#[derive(Clone)]
pub(super) struct Content {
    /// Which one it is, for problems.
    index: usize,
    origin: Origin,
    length: u64,
}

/// Looks at every file without reading it. What comes back is whole only where no problem was found.
pub(super) async fn check_files(
    files: Vec<Attachment>,
    rules: &Rules,
    problems: &mut Problems,
) -> Vec<Checked> {
    if files.len() > rules.max_files as usize {
        let problem = FieldError::new("files", "max_items", "has too many items");
        problems.push(problem.measured(files.len(), rules.max_files as usize));
    }
    let mut checked = Vec::new();
    for (index, file) in files.into_iter().enumerate() {
        let add = |rule, message: String| FieldError::new(field(index), rule, message);
        if !xml::is_text(&file.name) {
            problems.push(add("characters", format!("its name {}", xml::NO_TEXT)));
        } else if !rules.takes(&file.name) {
            problems
                .push(add("file_type", "is of a type that is not taken, by the end of its name".to_owned()));
        }
        match file.length().await {
            Ok(length) if length > rules.max_bytes => {
                let problem = add("max_length", format!("must have at most {} bytes", rules.max_bytes));
                problems.push(problem.measured(
                    usize::try_from(length).unwrap_or(usize::MAX),
                    usize::try_from(rules.max_bytes).unwrap_or(usize::MAX),
                ));
            }
            Ok(length) => {
                let content = Content { index, origin: file.origin, length };
                checked.push(Checked { name: file.name, content });
            }
            Err(message) => problems.push(add("readable", message)),
        }
    }
    checked
}

fn field(index: usize) -> String {
    format!("files[{index}]")
}

/// A part of a body.
#[derive(Clone)]
pub(super) enum Part {
    Text(Bytes),
    File(Content),
}

/// A body of these parts, which can be sent any number of times.
pub(super) fn body_of(parts: Vec<Part>) -> Upload {
    let length = parts.iter().map(Part::length).sum();
    Upload::made(length, move || chunks(parts.clone()))
}

fn chunks(parts: Vec<Part>) -> Chunks {
    Box::pin(stream::iter(parts).flat_map(Part::chunks))
}

impl Part {
    fn length(&self) -> u64 {
        match self {
            Self::Text(text) => text.len() as u64,
            Self::File(content) => content.length.div_ceil(3) * 4,
        }
    }

    fn chunks(self) -> Chunks {
        match self {
            Self::Text(text) => Box::pin(stream::iter([Ok(text)])),
            Self::File(Content { origin: Origin::Bytes(bytes), .. }) => Box::pin(encoded(bytes)),
            Self::File(Content { origin: Origin::Path(path), index, length }) => {
                Box::pin(Reading { index, path, file: None, left: length }.chunks())
            }
        }
    }
}

/// What is in memory, encoded piece by piece.
fn encoded(bytes: Bytes) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::iter((0..bytes.len()).step_by(PIECE as usize)).map(move |start| {
        let end = bytes.len().min(start + PIECE as usize);
        Ok(Bytes::from(STANDARD.encode(&bytes[start..end])))
    })
}

/// A file that is read as it goes out.
struct Reading {
    index: usize,
    path: PathBuf,
    file: Option<File>,
    left: u64,
}

impl Reading {
    fn chunks(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::try_unfold(self, async |reading| {
            // Also an empty file is opened: it may have vanished, or be empty no longer.
            if reading.left == 0 && reading.file.is_some() {
                return Ok(None);
            }
            let index = reading.index;
            let read = blocking(move || reading.piece()).await;
            read.map(Some).map_err(|problem| match problem.kind() {
                io::ErrorKind::UnexpectedEof => changed(index),
                _ => named(index, "readable", cannot_read(&problem)),
            })
        })
    }

    /// Reads the next piece, and after the last looks whether that was all.
    fn piece(mut self) -> io::Result<(Bytes, Self)> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => File::open(&self.path)?,
        };
        let mut piece = vec![0; usize::try_from(self.left.min(PIECE)).unwrap_or_default()];
        file.read_exact(&mut piece)?;
        self.left -= piece.len() as u64;
        if self.left == 0 && file.read(&mut [0])? > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.file = Some(file);
        Ok((Bytes::from(STANDARD.encode(piece)), self))
    }
}

fn changed(index: usize) -> io::Error {
    named(index, "length", "has no longer as many bytes as it had".to_owned())
}

fn named(index: usize, rule: &'static str, message: String) -> io::Error {
    NamedProblem(FieldError::new(field(index), rule, message)).into()
}
