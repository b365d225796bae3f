//! From the strings of JavaScript to those of core.
//!
//! Reading a string as UTF-8 is the slowest way there is to take it over; as it is stored and made UTF-8 here, it takes about half
//! the time.

/// How JavaScript stores strings: units of 8 bits (Latin-1) where that is enough, else of 16 (UTF-16).
pub(super) trait Unit: Sized {
    /// The text that they are. Half a surrogate pair becomes U+FFFD, as wherever a string crosses as UTF-8. `octets` is scratch.
    fn text<'a>(units: &'a [Self], octets: &'a mut Vec<u8>) -> &'a str;
}

/// So many units are looked at together, and copied whether they are ASCII or not; what is not is written over.
const RUN: usize = 8;

/// Room for a text of so many units, each of which takes `most` octets at most, and for a run that is written over.
fn room(octets: &mut Vec<u8>, units: usize, most: usize) -> &mut [u8] {
    let size = units * most + RUN;
    if octets.len() < size {
        octets.resize(size, 0);
    }
    &mut octets[..size]
}

/// Writes a character of two octets of UTF-8.
fn write_two(octets: &mut [u8], code: u16) {
    octets[0] = 0xc0 | (code >> 6) as u8;
    octets[1] = 0x80 | (code & 0x3f) as u8;
}

impl Unit for u8 {
    fn text<'a>(units: &'a [u8], octets: &'a mut Vec<u8>) -> &'a str {
        if units.is_ascii() {
            // SAFETY: ASCII is UTF-8.
            return unsafe { str::from_utf8_unchecked(units) };
        }
        let octets = room(octets, units.len(), 2);
        let (mut from, mut to) = (0, 0);
        while from < units.len() {
            if let Some(run) = units[from..].first_chunk::<RUN>() {
                octets[to..to + RUN].copy_from_slice(run);
                let wide = u64::from_le_bytes(*run) & 0x8080_8080_8080_8080;
                let ascii = wide.trailing_zeros() as usize / 8;
                from += ascii;
                to += ascii;
                if ascii == RUN {
                    continue;
                }
            }
            let unit = units[from];
            from += 1;
            if unit < 0x80 {
                octets[to] = unit;
                to += 1;
            } else {
                write_two(&mut octets[to..], unit.into());
                to += 2;
            }
        }
        // SAFETY: `to` octets were written: ASCII, and characters of two octets in UTF-8.
        unsafe { str::from_utf8_unchecked(&octets[..to]) }
    }
}

impl Unit for u16 {
    fn text<'a>(units: &'a [u16], octets: &'a mut Vec<u8>) -> &'a str {
        let octets = room(octets, units.len(), 3);
        let (mut from, mut to) = (0, 0);
        while from < units.len() {
            if let Some(run) = units[from..].first_chunk::<RUN>() {
                octets[to..to + RUN].copy_from_slice(&run.map(|unit| unit as u8));
                let ascii = run.iter().position(|unit| *unit >= 0x80).unwrap_or(RUN);
                from += ascii;
                to += ascii;
                if ascii == RUN {
                    continue;
                }
            }
            match units[from] {
                unit @ ..0x80 => {
                    octets[to] = unit as u8;
                    (from, to) = (from + 1, to + 1);
                }
                unit @ 0x80..0x800 => {
                    write_two(&mut octets[to..], unit);
                    (from, to) = (from + 1, to + 2);
                }
                _ => {
                    let character = first(&units[from..]);
                    to += character.encode_utf8(&mut octets[to..]).len();
                    from += character.len_utf16();
                }
            }
        }
        // SAFETY: `to` octets were written: ASCII, and characters in UTF-8.
        unsafe { str::from_utf8_unchecked(&octets[..to]) }
    }
}

/// The first character, one unit or two; U+FFFD for half of one, which is one unit as well.
fn first(units: &[u16]) -> char {
    let mut characters = char::decode_utf16(units.iter().copied());
    characters.next().and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::Unit;

    /// Every character of `of` at every place of a text of `length` units.
    fn texts(of: &[u16], length: usize) -> impl Iterator<Item = Vec<u16>> + '_ {
        (0..length).flat_map(move |place| {
            of.iter().map(move |unit| {
                let mut text: Vec<u16> = (0..length).map(|unit| 0x61 + unit as u16).collect();
                text[place] = *unit;
                text
            })
        })
    }

    #[test]
    fn utf_16_is_read_as_rust_reads_it() {
        let edges = [
            0, 0x7f, 0x80, 0xff, 0x100, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff,
        ];
        let mut octets = Vec::new();
        for length in 0..20 {
            for mut text in texts(&edges, length) {
                assert_eq!(u16::text(&text, &mut octets), String::from_utf16_lossy(&text));
                // With pairs, halves and their reverse beside one another.
                text.extend([0xd83d, 0xde00, 0xde00, 0xd83d, 0xd83d, 0xde00, 0x20ac]);
                assert_eq!(u16::text(&text, &mut octets), String::from_utf16_lossy(&text));
                text.reverse();
                assert_eq!(u16::text(&text, &mut octets), String::from_utf16_lossy(&text));
            }
        }
        for full in [vec![0xffff; 50], vec![0xd800; 50], vec![0xe4; 50]] {
            assert_eq!(u16::text(&full, &mut Vec::new()), String::from_utf16_lossy(&full));
        }
    }

    #[test]
    fn latin_1_is_read_as_it_is() {
        let mut octets = Vec::new();
        let edges: Vec<u16> = (0..=0xff).collect();
        for length in 0..20 {
            for text in texts(&edges, length) {
                let units: Vec<u8> = text.iter().map(|unit| *unit as u8).collect();
                assert_eq!(u8::text(&units, &mut octets), String::from_utf16_lossy(&text));
            }
        }
        assert_eq!(u8::text(&[0xff; 50], &mut Vec::new()), "ÿ".repeat(50));
    }
}
