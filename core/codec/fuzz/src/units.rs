//! Texts in the units in which other languages store them.

use ecall_codec::text::{
    Channel, EstimateOptions, NotUnicode, Reference, Units, measure_units, measure_with,
};

/// Octets as the units of a text, in every width; the first chooses the options. The measure is that of the same text as
/// UTF-8, or the text is none, and that is said.
pub fn units(octets: &[u8]) {
    let [flags, octets @ ..] = octets else { return };
    let options = EstimateOptions {
        channel: [Channel::Sms, Channel::Sms, Channel::WhatsApp, Channel::Rcs][usize::from(flags & 3)],
        page_limit: Some(1 + usize::from(flags >> 4) % 10),
        force_gsm: flags & 4 != 0,
        reference: if flags & 8 == 0 { Reference::Bits8 } else { Reference::Bits16 },
    };

    let latin1: String = octets.iter().copied().map(char::from).collect();
    assert_eq!(measure_units(Units::Latin1(octets), &options), Ok(measure_with(&latin1, &options)));

    let utf16: Vec<u16> = octets.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    let measured = measure_units(Units::Utf16(&utf16), &options);
    match String::from_utf16(&utf16) {
        Ok(text) => assert_eq!(measured, Ok(measure_with(&text, &options))),
        Err(_) => {
            let length = char::decode_utf16(utf16.iter().copied()).count();
            assert_eq!(measured, Err(NotUnicode { length }));
        }
    }

    // Three octets are enough for every code point, and for some that are none.
    let ucs4: Vec<u32> = octets
        .chunks_exact(3)
        .map(|part| u32::from_be_bytes([0, part[0] & 0x1f, part[1], part[2]]))
        .collect();
    let text: Option<String> = ucs4.iter().copied().map(char::from_u32).collect();
    let expected = match text {
        Some(text) => Ok(measure_with(&text, &options)),
        None => Err(NotUnicode { length: ucs4.len() }),
    };
    assert_eq!(measure_units(Units::Ucs4(&ucs4), &options), expected);
}
