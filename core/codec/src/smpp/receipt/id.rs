//! Ids of messages, which centres write one way in the response and another in the receipt.

use crate::smpp::time::trimmed;

/// How many octets of an id count. The standard allows 64. Source: S34, 5.2.23.
const MOST: usize = 64;

/// An id without what centres change: spaces around it, zeros before it, the case of its letters. Of an id of more than 64
/// octets the last 64 count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IdKey {
    octets: [u8; MOST],
    length: u8,
}

/// Whether a receipt's id is the one of a response: the same but for spaces, zeros and case, or one of them the other's
/// number, hexadecimal and decimal (where it is not marked as hexadecimal by `0x`). Two ids may be the same in more than one of these ways, so that whoever looks among
/// many has to try [`IdKey::of`] before [`IdKey::as_number`].
pub fn is_same_id(one: &[u8], other: &[u8]) -> bool {
    let (key, [decimal, hexadecimal]) = (Some(IdKey::of(other)), IdKey::as_number(one));
    // From hexadecimal to decimal is as good as back: either number is tried with the first id.
    Some(IdKey::of(one)) == key || hexadecimal == key || (decimal == key && !bare(other).1)
}

impl IdKey {
    /// The key of an id as it is written.
    pub fn of(id: &[u8]) -> Self {
        let (id, _) = bare(id);
        Self::from_octets(id)
    }

    /// The keys of an id that is a number, in the other system: a hexadecimal one in decimal, then a decimal one in
    /// hexadecimal. None where its digits do not allow it, or it has more than 128 bits.
    pub fn as_number(id: &[u8]) -> [Option<Self>; 2] {
        let (id, is_hexadecimal) = bare(id);
        let decimal = if is_hexadecimal { None } else { number(id, 10) };
        [
            number(id, 16).map(|number| Self::written(number, 10)),
            decimal.map(|number| Self::written(number, 16)),
        ]
    }

    /// The octets: without zeros before them, letters large.
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets[..usize::from(self.length)]
    }

    fn from_octets(id: &[u8]) -> Self {
        let id = &id[id.len().saturating_sub(MOST)..];
        let mut octets = [0; MOST];
        octets[..id.len()].copy_from_slice(id);
        octets.make_ascii_uppercase();
        // At most MOST.
        Self { octets, length: id.len() as u8 }
    }

    /// A number in digits, without zeros before it.
    fn written(mut number: u128, radix: u128) -> Self {
        let mut digits = [0; MOST];
        let mut start = MOST;
        loop {
            start -= 1;
            digits[start] = b"0123456789ABCDEF"[(number % radix) as usize];
            number /= radix;
            if number == 0 {
                break;
            }
        }
        Self::from_octets(&digits[start..])
    }
}

/// An id without spaces around it, `0x` and zeros before it, and whether it had the `0x`.
fn bare(id: &[u8]) -> (&[u8], bool) {
    let id = trimmed(id);
    let (mut id, is_hexadecimal) = match id {
        [b'0', b'x' | b'X', digits @ ..] => (digits, true),
        _ => (id, false),
    };
    // One digit stays: 0 is an id, and nothing is none.
    while let [b'0', rest @ ..] = id
        && !rest.is_empty()
    {
        id = rest;
    }
    (id, is_hexadecimal)
}

/// The number of digits, None where there are none, another character, or more than 128 bits.
fn number(digits: &[u8], radix: u32) -> Option<u128> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0_u128, |number, digit| {
        let digit = char::from(*digit).to_digit(radix)?;
        number.checked_mul(u128::from(radix))?.checked_add(u128::from(digit))
    })
}

#[cfg(test)]
mod tests {
    use super::{IdKey, is_same_id};

    #[test]
    fn zeros_spaces_and_case_do_not_count() {
        for (one, other) in [
            (&b"1a2b"[..], &b"1A2B"[..]),
            (b"0000012345", b"12345"),
            (b" 12345 \0", b"12345"),
            (b"00", b"0"),
            (b"6fa459ea-ee8a-3ca4-894e-db77e160355e", b"6FA459EA-EE8A-3CA4-894E-DB77E160355E"),
        ] {
            assert!(is_same_id(one, other) && is_same_id(other, one), "{one:?} {other:?}");
            assert_eq!(IdKey::of(one), IdKey::of(other));
        }
    }

    #[test]
    fn hexadecimal_is_decimal() {
        for (hexadecimal, decimal) in [
            (&b"1A2B"[..], &b"6699"[..]),
            (b"0x1a2b", b"0000006699"),
            (b"10", b"16"),
            (b"ffffffffffffffffffffffffffffffff", b"340282366920938463463374607431768211455"),
        ] {
            assert!(is_same_id(hexadecimal, decimal) && is_same_id(decimal, hexadecimal), "{hexadecimal:?}");
            assert!(IdKey::of(hexadecimal) != IdKey::of(decimal));
        }
    }

    #[test]
    fn other_ids_are_others() {
        for (one, other) in [
            (&b"12345"[..], &b"12346"[..]),
            (b"1A2B", b"1A2C"),
            (b"", b"1"),
            (b"", b"0"),
            (b"abc-1", b"abc-01"),
            (b"100000000000000000000000000000000", b"0"),
            (b"g", b"16"),
            (b"0xA", b"0x10"),
            (b"A", b"0x10"),
        ] {
            assert!(!is_same_id(one, other) && !is_same_id(other, one), "{one:?} {other:?}");
        }
    }

    #[test]
    fn long_ids_differ_at_their_end() {
        let mut one = [b'a'; 100];
        let key = IdKey::of(&one);
        assert_eq!(key.as_bytes(), [b'A'; 64]);
        one[99] = b'b';
        assert!(IdKey::of(&one) != key);
    }
}
