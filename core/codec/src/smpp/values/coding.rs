//! The data_coding: alphabet and message class.

use crate::smpp::open::open_type;

open_type! {
    /// How the user data is coded. Source: S34, 5.2.19; the values from 0x10 on: 3GPP TS 23.038, 4, to which S34 refers.
    DataCoding(u8) {
        /// The centre's default alphabet. Whether eCall's is GSM or Latin-1 is not documented.
        DEFAULT = 0x00, "default";
        /// IA5 or ASCII.
        ASCII = 0x01, "ascii";
        /// Octets that are no text.
        BINARY = 0x02, "binary";
        /// Latin-1.
        LATIN1 = 0x03, "latin1";
        /// Octets that are no text, in all networks.
        BINARY_ALL = 0x04, "binary_all";
        /// JIS (X 0208-1990).
        JIS = 0x05, "jis";
        /// Cyrillic (ISO 8859-5).
        CYRILLIC = 0x06, "cyrillic";
        /// Latin and Hebrew (ISO 8859-8).
        HEBREW = 0x07, "hebrew";
        /// UCS-2, big-endian.
        UCS2 = 0x08, "ucs2";
        /// Pictograms.
        PICTOGRAM = 0x09, "pictogram";
        /// ISO 2022-JP (music codes).
        MUSIC = 0x0a, "music";
        /// Extended Kanji JIS (X 0212-1990).
        KANJI = 0x0d, "kanji";
        /// KS C 5601.
        KOREAN = 0x0e, "korean";
        /// The default alphabet, shown at once (class 0).
        FLASH = 0x10, "flash";
        /// UCS-2, shown at once (class 0).
        FLASH_UCS2 = 0x18, "flash_ucs2";
        /// GSM, shown at once (class 0), in the group of message classes.
        FLASH_CLASS = 0xf0, "flash_class";
    }
}

/// What octets of user data are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Charset {
    /// The centre's default alphabet.
    Default,
    /// The GSM default alphabet, one septet to an octet.
    Gsm,
    /// ASCII.
    Ascii,
    /// Latin-1.
    Latin1,
    /// UCS-2, big-endian.
    Ucs2,
    /// No text.
    Binary,
    /// Another alphabet, a compressed text, or a value that is reserved.
    Other,
}

impl DataCoding {
    /// What the octets are.
    pub const fn charset(self) -> Charset {
        match self.0 {
            0x00 => Charset::Default,
            0x01 => Charset::Ascii,
            0x02 | 0x04 => Charset::Binary,
            0x03 => Charset::Latin1,
            0x08 => Charset::Ucs2,
            // General coding and messages marked for deletion, both uncompressed: bits 3 and 2 are the alphabet.
            0x10..=0x1f | 0x40..=0x5f => match self.0 & 0x0c {
                0x00 => Charset::Gsm,
                0x04 => Charset::Binary,
                0x08 => Charset::Ucs2,
                _ => Charset::Other,
            },
            // Message waiting indication.
            0xc0..=0xdf => Charset::Gsm,
            0xe0..=0xef => Charset::Ucs2,
            // Message class, where bit 3 is reserved.
            0xf0..=0xf3 => Charset::Gsm,
            0xf4..=0xf7 => Charset::Binary,
            _ => Charset::Other,
        }
    }

    /// The message class, 0 to 3, None where there is none. Class 0 is shown at once (flash).
    pub const fn message_class(self) -> Option<u8> {
        match self.0 {
            0x10..=0x1f | 0x30..=0x3f | 0x50..=0x5f | 0x70..=0x7f | 0xf0..=0xff => Some(self.0 & 0x03),
            _ => None,
        }
    }

    /// Whether the message is shown at once and not kept.
    pub const fn is_flash(self) -> bool {
        matches!(self.message_class(), Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::{Charset, DataCoding};

    #[test]
    fn flash_is_class_zero() {
        for flash in [DataCoding::FLASH, DataCoding::FLASH_UCS2, DataCoding::FLASH_CLASS, DataCoding(0xf4)] {
            assert!(flash.is_flash(), "{flash:?}");
        }
        for other in [0x00, 0x03, 0x08, 0x11, 0x1a, 0xc0, 0xd0, 0xe0, 0xf1, 0x20] {
            assert!(!DataCoding(other).is_flash(), "{other:#x}");
        }
    }

    #[test]
    fn the_alphabet_is_in_the_groups_bits() {
        let of = |coding| DataCoding(coding).charset();
        assert_eq!(
            [of(0x10), of(0x14), of(0x18), of(0x1c)],
            [Charset::Gsm, Charset::Binary, Charset::Ucs2, Charset::Other]
        );
        assert_eq!([of(0xf0), of(0xf4), of(0xf8)], [Charset::Gsm, Charset::Binary, Charset::Other]);
        assert_eq!([of(0xc8), of(0xd0), of(0xe0)], [Charset::Gsm, Charset::Gsm, Charset::Ucs2]);
        assert_eq!(
            [of(0), of(1), of(3), of(8), of(2), of(4)].map(|charset| charset != Charset::Other),
            [true; 6]
        );
        assert_eq!([of(5), of(0x20), of(0x80)], [Charset::Other; 3]);
    }
}
