//! Reading a request's body off an HTTP/1.1 connection.

use std::io;

use bytes::Bytes;
use tokio::io::AsyncReadExt as _;

use super::Head;
use super::http1::Reader;

/// More than any upload needs; a client that sends more is told so by a closed connection.
const LIMIT: usize = 256 * 1024 * 1024;

/// A body, or what arrived of it before the connection ended.
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    pub(crate) complete: bool,
}

/// Reads the body that `head` announces.
pub(crate) async fn read(reader: &mut Reader, head: &Head) -> Body {
    let mut bytes = Vec::new();
    let result = if head.has_token("transfer-encoding", "chunked") {
        read_chunked(reader, &mut bytes).await
    } else {
        match head.header("content-length").map_or(Ok(0), str::parse) {
            Ok(length) => {
                // A large body is read straight into its place: what is held is held once.
                bytes.reserve_exact(length.min(LIMIT));
                read_exactly(reader, length, &mut bytes).await
            }
            Err(_) => Err(io::ErrorKind::InvalidData.into()),
        }
    };
    Body { bytes: bytes.into(), complete: result.is_ok() }
}

async fn read_exactly(reader: &mut Reader, length: usize, bytes: &mut Vec<u8>) -> io::Result<()> {
    if length > LIMIT.saturating_sub(bytes.len()) {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let part = reader.buffer.split_to(length.min(reader.buffer.len()));
    bytes.extend_from_slice(&part);
    let mut missing = length - part.len();
    while missing > 0 {
        let read = (&mut reader.wire).take(missing as u64).read_buf(bytes).await?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        missing -= read;
    }
    Ok(())
}

async fn read_chunked(reader: &mut Reader, bytes: &mut Vec<u8>) -> io::Result<()> {
    loop {
        let line = read_line(reader).await?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| io::ErrorKind::InvalidData)?;
        if size == 0 {
            // Trailers end with an empty line.
            while !read_line(reader).await?.is_empty() {}
            return Ok(());
        }
        read_exactly(reader, size, bytes).await?;
        read_line(reader).await?;
    }
}

async fn read_line(reader: &mut Reader) -> io::Result<String> {
    loop {
        if let Some(end) = reader.buffer.iter().position(|byte| *byte == b'\n') {
            let line = reader.buffer.split_to(end + 1);
            return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
        }
        reader.fill().await?;
    }
}
