//! Settings that are one of a few: their numbers in C, and the core's words.

use serde_json::{Number, Value};

/// Sends and receives.
pub const ECALL_BIND_TRANSCEIVER: i32 = 0;
/// Sends only: receipts and messages do not come.
pub const ECALL_BIND_TRANSMITTER: i32 = 1;
/// Receives only. At eCall such a session carries delivery receipts alone.
pub const ECALL_BIND_RECEIVER: i32 = 2;

/// In parts with a user data header and a reference of 8 bits: 153 septets or 67 UCS-2 units each.
pub const ECALL_LONG_UDH8: i32 = 0;
/// In parts with a user data header and a reference of 16 bits: 152 or 66.
pub const ECALL_LONG_UDH16: i32 = 1;
/// In parts with the optional parameters sar_...: 153 or 67.
pub const ECALL_LONG_SAR: i32 = 2;
/// As one PDU with the optional parameter message_payload; the centre splits it.
pub const ECALL_LONG_PAYLOAD: i32 = 3;

/// The GSM alphabet, one septet to an octet.
pub const ECALL_DEFAULT_ALPHABET_GSM: i32 = 0;
/// Latin-1. A text of the GSM alphabet that Latin-1 lacks a character of is then sent in UCS-2.
pub const ECALL_DEFAULT_ALPHABET_LATIN1: i32 = 1;

/// No receipts.
pub const ECALL_RECEIPTS_NONE: i32 = 0;
/// Of success and of failure.
pub const ECALL_RECEIPTS_ALL: i32 = 1;
/// Of failure only.
pub const ECALL_RECEIPTS_FAILURE: i32 = 2;

/// Nothing before the digits: 41791234567.
pub const ECALL_PREFIX_NONE: i32 = 0;
/// +41791234567.
pub const ECALL_PREFIX_PLUS: i32 = 1;
/// 0041791234567.
pub const ECALL_PREFIX_ZEROS: i32 = 2;

/// data_coding 0x10, or 0x18 in UCS-2.
pub const ECALL_FLASH_GENERAL: i32 = 0;
/// data_coding 0xF0, or 0x18 in UCS-2, which has no other.
pub const ECALL_FLASH_CLASS: i32 = 1;
/// The optional parameter dest_addr_subunit with 1.
pub const ECALL_FLASH_SUBUNIT: i32 = 2;

/// The default alphabet where all of the text is in it, else UCS-2.
pub const ECALL_SUBMIT_ALPHABET_AUTO: i32 = 0;
/// The default alphabet; a text with other characters is refused.
pub const ECALL_SUBMIT_ALPHABET_DEFAULT: i32 = 1;
/// Latin-1 by its own data_coding (3), 140 octets alone and 134 in parts; a text with other characters is refused.
pub const ECALL_SUBMIT_ALPHABET_LATIN1: i32 = 2;
/// UCS-2, whatever the text.
pub const ECALL_SUBMIT_ALPHABET_UCS2: i32 = 3;

/// The core's words for numbers.
type Words = &'static [(i32, &'static str)];

pub(super) const BIND_MODES: Words = &[
    (ECALL_BIND_TRANSCEIVER, "transceiver"),
    (ECALL_BIND_TRANSMITTER, "transmitter"),
    (ECALL_BIND_RECEIVER, "receiver"),
];
pub(super) const LONG_MESSAGES: Words = &[
    (ECALL_LONG_UDH8, "udh8"),
    (ECALL_LONG_UDH16, "udh16"),
    (ECALL_LONG_SAR, "sar"),
    (ECALL_LONG_PAYLOAD, "payload"),
];
pub(super) const DEFAULT_ALPHABETS: Words =
    &[(ECALL_DEFAULT_ALPHABET_GSM, "gsm"), (ECALL_DEFAULT_ALPHABET_LATIN1, "latin1")];
pub(super) const RECEIPTS: Words =
    &[(ECALL_RECEIPTS_NONE, "none"), (ECALL_RECEIPTS_ALL, "all"), (ECALL_RECEIPTS_FAILURE, "failure")];
pub(super) const PREFIXES: Words =
    &[(ECALL_PREFIX_NONE, "none"), (ECALL_PREFIX_PLUS, "plus"), (ECALL_PREFIX_ZEROS, "zeros")];
pub(super) const FLASH_FORMS: Words =
    &[(ECALL_FLASH_GENERAL, "general"), (ECALL_FLASH_CLASS, "class"), (ECALL_FLASH_SUBUNIT, "subunit")];
pub(super) const ALPHABETS: Words = &[
    (ECALL_SUBMIT_ALPHABET_AUTO, "auto"),
    (ECALL_SUBMIT_ALPHABET_DEFAULT, "default"),
    (ECALL_SUBMIT_ALPHABET_LATIN1, "latin1"),
    (ECALL_SUBMIT_ALPHABET_UCS2, "ucs2"),
];

/// The core's word. A number that is none becomes a word that is none, which the core refuses by name.
pub(super) fn word(number: i32, words: Words) -> Value {
    let known = words.iter().find(|(known, _)| *known == number);
    known.map_or_else(|| number.to_string().into(), |(_, word)| (*word).into())
}

/// A number. What JSON has none for goes on as a text, which the core refuses by name; null would mean that it is not set.
pub(super) fn number(number: f64) -> Value {
    Number::from_f64(number).map_or_else(|| number.to_string().into(), Value::Number)
}

#[cfg(test)]
mod tests {
    use ecall::smpp::{SmppOptions, SubmitOptions};
    use serde_json::json;

    use super::*;

    /// How many words the core reads for this setting, counted from the first number on.
    fn read(words: Words, read: impl Fn(Value) -> bool) -> usize {
        (0..i32::MAX).take_while(|number| read(word(*number, words))).count()
    }

    #[test]
    fn the_core_reads_every_word_and_no_other_number() {
        let client = [
            ("bind_mode", BIND_MODES),
            ("long_message", LONG_MESSAGES),
            ("default_alphabet", DEFAULT_ALPHABETS),
            ("registered_delivery", RECEIPTS),
            ("destination_prefix", PREFIXES),
            ("flash_form", FLASH_FORMS),
        ];
        for (name, words) in client {
            let count = read(words, |word| SmppOptions::from_json(json!({ name: word })).is_ok());
            assert_eq!(count, words.len(), "{name}");
        }
        for (name, words) in
            [("alphabet", ALPHABETS), ("long_message", LONG_MESSAGES), ("registered_delivery", RECEIPTS)]
        {
            let count = read(words, |word| SubmitOptions::from_json(json!({ name: word })).is_ok());
            assert_eq!(count, words.len(), "{name}");
        }
        let refused = SmppOptions::from_json(json!({ "bind_mode": word(-1, BIND_MODES) })).unwrap_err();
        assert_eq!(refused.details().fields[0].field, "bind_mode");
    }
}
