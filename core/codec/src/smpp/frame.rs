//! Frames: octets as a connection gives them, cut where one PDU ends and the next begins.

use alloc::vec::Vec;
use core::fmt;

use super::read::HEADER_LENGTH;

/// The most octets of a PDU that are taken where nothing else is said: twice the longest optional parameter.
pub const DEFAULT_FRAME_LIMIT: usize = 128 * 1024;

/// A command_length that cannot be: what follows is not known to be anything, so the connection has to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// Shorter than a header.
    TooShort {
        /// The command_length.
        length: usize,
    },
    /// Longer than what is taken.
    TooLong {
        /// The command_length.
        length: usize,
        /// The most that is taken.
        limit: usize,
    },
}

impl FrameError {
    /// The name of the rule, which stays the same in every language and version.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
        }
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { length } => write!(f, "a PDU has at least {HEADER_LENGTH} octets, not {length}"),
            Self::TooLong { length, limit } => write!(f, "a PDU may have {limit} octets, not {length}"),
        }
    }
}

impl core::error::Error for FrameError {}

/// The first frame of some octets, None where it is not whole yet. Of a `limit` below 16 nothing is taken.
///
/// # Errors
/// [`FrameError`], as soon as its length is there and cannot be.
pub fn first_frame(octets: &[u8], limit: usize) -> Result<Option<&[u8]>, FrameError> {
    let Some(length) = octets.first_chunk().map(|length| u32::from_be_bytes(*length)) else {
        return Ok(None);
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length < HEADER_LENGTH {
        return Err(FrameError::TooShort { length });
    }
    if length > limit {
        return Err(FrameError::TooLong { length, limit });
    }
    Ok(octets.get(..length))
}

/// Takes octets in pieces of any size and gives frames. Does not resynchronise: after an error there is nothing but it.
/// `Debug` shows how many octets wait: there may be a password among them.
#[derive(Clone)]
pub struct Frames {
    buffer: Vec<u8>,
    /// Where the octets begin that have not been given out.
    start: usize,
    limit: usize,
}

impl fmt::Debug for Frames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Frames").field("waiting", &self.waiting()).field("limit", &self.limit).finish()
    }
}

impl Default for Frames {
    fn default() -> Self {
        Self::new(DEFAULT_FRAME_LIMIT)
    }
}

impl Frames {
    /// Takes frames of at most `limit` octets.
    pub const fn new(limit: usize) -> Self {
        Self { buffer: Vec::new(), start: 0, limit }
    }

    /// Adds what came.
    pub fn push(&mut self, octets: &[u8]) {
        // Moving what is left costs no more than what was given out since, which lies before it.
        if self.start >= self.buffer.len() - self.start {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        self.buffer.extend_from_slice(octets);
    }

    /// The next whole frame, None until more comes.
    ///
    /// # Errors
    /// [`FrameError`], now and from now on, where its length cannot be.
    #[expect(
        clippy::should_implement_trait,
        reason = "a frame borrows the buffer, which an iterator cannot say"
    )]
    pub fn next(&mut self) -> Result<Option<&[u8]>, FrameError> {
        let Some(frame) = first_frame(&self.buffer[self.start..], self.limit)? else { return Ok(None) };
        self.start += frame.len();
        Ok(Some(frame))
    }

    /// How many octets came and have not been given out.
    pub fn waiting(&self) -> usize {
        self.buffer.len() - self.start
    }
}
