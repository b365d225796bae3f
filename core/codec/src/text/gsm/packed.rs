//! Septets packed into octets, as SMS carries them. Source: 3GPP TS 23.038, 6.1.2.1.

use alloc::vec;
use alloc::vec::Vec;

use super::MAX_SEPTET;

/// The most bits before the first septet: with seven there is room for a septet more.
pub const MAX_FILL_BITS: u8 = 6;

/// Packs septets into octets: the first septet in the lowest bits of the first octet, the next above it and on into the
/// next octet. Source: 3GPP TS 23.038, 6.1.2.1.1.
///
/// - `septets`: one to an octet; only the lower seven bits of each are used.
/// - `fill_bits`: zero bits before the first septet, 0 to [`MAX_FILL_BITS`]: what a user data header needs to end on a septet's border
///   (3GPP TS 23.040, 9.2.3.24). Nothing is packed where there is no septet, whatever the fill bits.
///
/// The bits that are left over in the last octet are zero. Seven of them (8n-1 septets) look like one more `@`; SMS needs no
/// padding against that, because it counts septets (TP-UDL). USSD, which counts octets and pads with a carriage return
/// (6.1.2.3.1), is not done here.
pub fn pack(septets: &[u8], fill_bits: u8) -> Vec<u8> {
    if septets.is_empty() {
        return Vec::new();
    }
    let mut octets = vec![0; octets_for(septets.len(), fill_bits)];
    let mut bit = usize::from(fill_bits);
    for septet in septets {
        let bits = u16::from(septet & MAX_SEPTET) << (bit % 8);
        let [low, high] = bits.to_le_bytes();
        octets[bit / 8] |= low;
        if let Some(next) = octets.get_mut(bit / 8 + 1) {
            *next |= high;
        }
        bit += 7;
    }
    octets
}

/// Takes septets out of octets; the reverse of [`pack`]. Source: 3GPP TS 23.038, 6.1.2.1.1.
///
/// - `septets`: how many there are. What the octets do not hold is not made up: the result is shorter then.
/// - `fill_bits`: how many bits before the first septet are passed over, 0 to [`MAX_FILL_BITS`].
pub fn unpack(octets: &[u8], septets: usize, fill_bits: u8) -> Vec<u8> {
    let first = usize::from(fill_bits);
    let held = (octets.len().saturating_mul(8)).saturating_sub(first) / 7;
    (0..septets.min(held))
        .map(|index| {
            let bit = first + index * 7;
            let low = octets[bit / 8];
            let high = octets.get(bit / 8 + 1).copied().unwrap_or(0);
            let bits = u16::from_le_bytes([low, high]) >> (bit % 8);
            bits as u8 & MAX_SEPTET
        })
        .collect()
}

/// How many octets so many septets take after the fill bits.
fn octets_for(septets: usize, fill_bits: u8) -> usize {
    (usize::from(fill_bits) + septets * 7).div_ceil(8)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::{pack, unpack};
    use crate::text::samples::cases;

    // "hellohello" is the example that is found everywhere (Dreamfabric, smspdudecoder).
    #[test]
    fn hellohello_is_what_it_always_was() {
        let octets = [0xe8, 0x32, 0x9b, 0xfd, 0x46, 0x97, 0xd9, 0xec, 0x37];
        assert_eq!(pack(b"hellohello", 0), octets);
        assert_eq!(unpack(&octets, 10, 0), b"hellohello");
    }

    #[test]
    fn fill_bits_move_the_septets_up() {
        // By hand: 1000001 from bit 0, 1 and 6 on.
        assert_eq!(pack(b"A", 0), [0b0100_0001]);
        assert_eq!(pack(b"A", 1), [0b1000_0010]);
        assert_eq!(pack(b"A", 6), [0b0100_0000, 0b0001_0000]);
        assert!(pack(b"", 5).is_empty());
        assert_eq!(unpack(&[0b1000_0010], 1, 1), b"A");
    }

    #[test]
    fn no_more_septets_come_out_than_went_in() {
        assert_eq!(unpack(&[0xff; 7], usize::MAX, 0), [0x7f; 8]);
        assert_eq!(unpack(&[0xff; 7], 9, 1), [0x7f; 7]);
        assert!(unpack(&[], 3, 0).is_empty());
        assert!(unpack(&[0xff], 1, 255).is_empty());
    }

    #[test]
    fn seven_spare_bits_are_an_at_sign_only_to_who_does_not_count() {
        let octets = pack(b"1234567", 0);
        assert_eq!(octets.len(), 7);
        assert_eq!(unpack(&octets, 7, 0), b"1234567");
        assert_eq!(unpack(&octets, 8, 0), b"1234567\0");
    }

    /// The same through the bits one by one.
    fn pack_bits(septets: &[u8], fill_bits: u8) -> Vec<u8> {
        let bits = core::iter::repeat_n(0, usize::from(fill_bits))
            .chain(septets.iter().flat_map(|septet| (0..7).map(move |bit| septet >> bit & 1)));
        bits.collect::<Vec<_>>()
            .chunks(8)
            .map(|octet| octet.iter().rev().fold(0, |value, bit| value << 1 | bit))
            .collect()
    }

    proptest! {
        #![proptest_config(cases(128))]

        #[test]
        fn septets_come_back(septets in proptest::collection::vec(0_u8..128, 0..200), fill_bits in 0_u8..=6) {
            prop_assert_eq!(unpack(&pack(&septets, fill_bits), septets.len(), fill_bits), septets);
        }

        #[test]
        fn bits_stand_where_they_belong(septets in proptest::collection::vec(any::<u8>(), 1..50), fill_bits: u8) {
            prop_assert_eq!(pack(&septets, fill_bits), pack_bits(&septets, fill_bits));
        }
    }
}
