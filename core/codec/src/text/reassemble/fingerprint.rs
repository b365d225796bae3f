//! A number that stands for a body, so that a complete text is known again without being kept.

use core::hash::{Hash, Hasher};

/// Equal bodies have equal fingerprints; two that differ have the same one with a chance of 1 in 2^64.
pub(super) fn fingerprint<B: Hash>(body: &B) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    body.hash(&mut hasher);
    hasher.finish()
}

/// FNV-1a with 64 bits, because the core library has no hasher. Source: Fowler, Noll and Vo, parameters for 64 bits.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, octets: &[u8]) {
        for octet in octets {
            self.0 = (self.0 ^ u64::from(*octet)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Fnv;
    use core::hash::Hasher;

    #[test]
    fn it_is_fnv_1a() {
        // Source: the test vectors of FNV's authors.
        for (text, expected) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
            hasher.write(text.as_bytes());
            assert_eq!(hasher.finish(), expected, "{text:?}");
        }
    }
}
