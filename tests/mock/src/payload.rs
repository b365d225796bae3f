//! The bytes of an answer or a medium: held, or made when they are wanted.

use std::sync::LazyLock;

use bytes::Bytes;
use ring::digest::{Context, Digest, SHA256};

/// After so many bytes a pattern starts anew.
const PERIOD: u64 = 256 * 256;

/// One period of the pattern, of which every piece is a part.
static PATTERN: LazyLock<Bytes> =
    LazyLock::new(|| (0..PERIOD).map(|offset| ((offset * 31 + offset / 256) % 256) as u8).collect());

/// Bytes whose length is known.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    Held(Bytes),
    /// So many bytes, of which that at offset `i` is `(i * 31 + i / 256) % 256`; none of them is held.
    Pattern(u64),
}

/// The pieces of a payload, in order; those of a pattern are never longer than its period.
pub(crate) struct Pieces {
    payload: Payload,
    offset: u64,
    size: u64,
}

impl Payload {
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.len() as u64,
            Self::Pattern(length) => *length,
        }
    }

    pub(crate) fn first_half(&self) -> Self {
        match self {
            Self::Held(bytes) => Self::Held(bytes.slice(..bytes.len() / 2)),
            Self::Pattern(length) => Self::Pattern(length / 2),
        }
    }

    /// Cuts it into `count` pieces of about the same length, without a copy.
    pub(crate) fn pieces(&self, count: usize) -> Pieces {
        let size = self.len().div_ceil(count.max(1) as u64).max(1);
        Pieces { payload: self.clone(), offset: 0, size }
    }

    /// SHA-256 in hexadecimal.
    pub(crate) fn sha256(&self) -> String {
        let mut context = Context::new(&SHA256);
        self.pieces(1).for_each(|piece| context.update(&piece));
        hexadecimal(&context.finish())
    }
}

impl<T: Into<Bytes>> From<T> for Payload {
    fn from(bytes: T) -> Self {
        Self::Held(bytes.into())
    }
}

impl Pieces {
    /// How many bytes are still to come.
    pub(crate) fn remaining(&self) -> u64 {
        self.payload.len() - self.offset
    }
}

impl Iterator for Pieces {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let wanted = self.size.min(self.remaining());
        if wanted == 0 {
            return None;
        }
        let (source, start) = match &self.payload {
            Payload::Held(bytes) => (bytes, self.offset),
            Payload::Pattern(_) => (&*PATTERN, self.offset % PERIOD),
        };
        let end = (start + wanted).min(source.len() as u64);
        self.offset += end - start;
        Some(source.slice(start as usize..end as usize))
    }
}

fn hexadecimal(digest: &Digest) -> String {
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_what_its_formula_says() {
        let bytes: Vec<u8> = Payload::Pattern(200_000).pieces(3).flatten().collect();
        assert_eq!(bytes.len(), 200_000);
        for (offset, byte) in bytes.iter().enumerate() {
            assert_eq!(usize::from(*byte), (offset * 31 + offset / 256) % 256, "{offset}");
        }
        assert_eq!(Payload::from(bytes).sha256(), Payload::Pattern(200_000).sha256());
    }

    #[test]
    fn pieces_are_about_as_long_as_each_other() {
        let pieces: Vec<Bytes> = Payload::from("abcdefgh").pieces(3).collect();
        assert_eq!(pieces, ["abc", "def", "gh"]);
        assert_eq!(Payload::from("").pieces(3).count(), 0);
    }

    #[test]
    fn the_digest_is_that_of_the_standard() {
        // FIPS 180-2, appendix B.1.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Payload::from("abc").sha256(), expected);
    }
}
