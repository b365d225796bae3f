//! Files: what they are taken from, where they go, and their progress.

use std::io::{self, Read, Write};
use std::sync::Arc;

use ecall::{DownloadOptions, MediaProgress, MediaSource, MediaTarget, ProgressHook, UploadOptions};

use crate::call::operations;
use crate::client::Client;
use crate::numbers::{length, short, signed};
use crate::result::{DownloadedMedia, UploadedMedia};

/// Gives a file a piece at a time. Called on threads of the library, one call after the other; must not throw.
#[uniffi::export(foreign)]
pub trait ByteReader: Send + Sync {
    /// The next piece, of at most so many bytes, empty at the end; none where it cannot be read.
    fn read(&self, most: i32) -> Option<Vec<u8>>;
}

/// Takes a file a piece at a time. Called on threads of the library, one call after the other; must not throw.
#[uniffi::export(foreign)]
pub trait ByteWriter: Send + Sync {
    /// Takes a piece; false where it cannot.
    fn write(&self, piece: Vec<u8>) -> bool;

    /// Everything has come; false where it cannot be kept.
    fn flush(&self) -> bool;
}

/// Is told how far a transfer has come. Called on a thread of its own, one call after the other; must not throw.
#[uniffi::export(foreign)]
pub trait Progress: Send + Sync {
    /// So many bytes of the file, and how many it has, where that is known.
    fn told(&self, transferred: i64, total: Option<i64>);
}

/// What an upload is taken from.
#[derive(uniffi::Enum)]
pub enum UploadSource {
    /// A file in memory.
    Bytes {
        /// Its bytes.
        bytes: Vec<u8>,
    },
    /// A file on disk.
    Path {
        /// Where it is.
        path: String,
    },
    /// What a reader gives until its end.
    Reader {
        /// The reader.
        reader: Arc<dyn ByteReader>,
        /// How many bytes it gives, where that is known.
        length: Option<i64>,
    },
}

/// Where a download goes.
#[derive(uniffi::Enum)]
pub enum DownloadTarget {
    /// Into memory.
    Memory,
    /// Into a file, which is there as a whole or not at all.
    Path {
        /// Where it is to be.
        path: String,
    },
    /// Into a writer.
    Writer {
        /// The writer.
        writer: Arc<dyn ByteWriter>,
    },
}

fn theirs() -> io::Error {
    io::Error::other("the caller's own end failed")
}

struct Reader(Arc<dyn ByteReader>);

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let piece = self.0.read(short(buffer.len())).ok_or_else(theirs)?;
        let place = buffer.get_mut(..piece.len()).ok_or_else(theirs)?;
        place.copy_from_slice(&piece);
        Ok(piece.len())
    }
}

struct Writer(Arc<dyn ByteWriter>);

impl Write for Writer {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.0.write(piece.to_vec()) { Ok(piece.len()) } else { Err(theirs()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.0.flush() { Ok(()) } else { Err(theirs()) }
    }
}

impl From<UploadSource> for MediaSource {
    fn from(source: UploadSource) -> Self {
        match source {
            UploadSource::Bytes { bytes } => Self::bytes(bytes),
            UploadSource::Path { path } => Self::path(path),
            UploadSource::Reader { reader, length: Some(count) } => {
                Self::reader(Reader(reader)).with_length(length(count))
            }
            UploadSource::Reader { reader, length: None } => Self::reader(Reader(reader)),
        }
    }
}

impl From<DownloadTarget> for MediaTarget {
    fn from(target: DownloadTarget) -> Self {
        match target {
            DownloadTarget::Memory => Self::memory(),
            DownloadTarget::Path { path } => Self::path(path),
            DownloadTarget::Writer { writer } => Self::writer(Writer(writer)),
        }
    }
}

fn hook(progress: Option<Arc<dyn Progress>>) -> Option<ProgressHook> {
    progress.map(|progress| {
        ProgressHook::new(move |MediaProgress { transferred, total, .. }| {
            progress.told(signed(transferred), total.map(signed));
        })
    })
}

operations! { Client:
    /// Sends a file.
    upload_media, upload_media_blocking(source: UploadSource, progress: Option<Arc<dyn Progress>>) -> UploadedMedia {
        |client, options: UploadOptions { progress: hook(progress) }| client.upload_media(source.into(), &options)
    }

    /// Fetches a file.
    download_media, download_media_blocking(
        media_id: String,
        target: DownloadTarget,
        progress: Option<Arc<dyn Progress>>
    ) -> DownloadedMedia {
        |client, options: DownloadOptions { progress: hook(progress) }| {
            client.download_media(&media_id, target.into(), &options)
        }
    }
}
