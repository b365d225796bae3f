//! The default alphabet and its extension table. Source: 3GPP TS 23.038, 6.2.1 and 6.2.1.1.

/// The code that makes the next one an extension character.
pub(super) const ESCAPE: u8 = 0x1b;

/// The character of every septet, row by row as the standard's columns run. The escape code stands as U+001B and is no character.
#[rustfmt::skip]
pub(super) const DEFAULT: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å',
    'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1b}', 'Æ', 'æ', 'ß', 'É',
    ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/',
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?',
    '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O',
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§',
    '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à',
];

/// The extension table: the septet after the escape code, and its character.
const EXTENSION: [(u8, char); 10] = [
    (0x0a, '\u{c}'),
    (0x14, '^'),
    (0x28, '{'),
    (0x29, '}'),
    (0x2f, '\\'),
    (0x3c, '['),
    (0x3d, '~'),
    (0x3e, ']'),
    (0x40, '|'),
    (0x65, '€'),
];

/// How a character is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code {
    /// The septet, 0 to 127.
    pub septet: u8,
    /// Whether [`ESCAPE`] goes before it.
    pub escaped: bool,
}

impl Code {
    /// What it costs, in septets: 1 or 2.
    pub const fn cost(self) -> usize {
        if self.escaped { 2 } else { 1 }
    }
}

/// What `CODES` holds for a character that GSM does not have; no septet is that large.
const NONE: u8 = 0xff;
/// The bit that tells an extension character in `CODES`.
const ESCAPED: u8 = 0x80;

/// The characters from U+0000 to U+03FF, where all of GSM is but the euro sign, each with its septet.
/// Made from the two tables above, so that there is one list of characters.
static CODES: [u8; 0x400] = codes();

const fn codes() -> [u8; 0x400] {
    let mut codes = [NONE; 0x400];
    let mut septet = 0;
    while septet < DEFAULT.len() {
        if septet as u8 != ESCAPE {
            codes[DEFAULT[septet] as usize] = septet as u8;
        }
        septet += 1;
    }
    let mut index = 0;
    while index < EXTENSION.len() {
        let (septet, character) = EXTENSION[index];
        if (character as usize) < codes.len() {
            codes[character as usize] = septet | ESCAPED;
        }
        index += 1;
    }
    codes
}

/// How a character is written in GSM, None where it cannot be.
pub(super) const fn code(character: char) -> Option<Code> {
    if character == '€' {
        return Some(Code { septet: 0x65, escaped: true });
    }
    if character as usize >= CODES.len() {
        return None;
    }
    match CODES[character as usize] {
        NONE => None,
        found => Some(Code { septet: found & !ESCAPED, escaped: found & ESCAPED != 0 }),
    }
}

/// The character of the extension table at this septet, None where the table is void.
pub(super) fn extension_character(septet: u8) -> Option<char> {
    EXTENSION.iter().find(|(code, _)| *code == septet).map(|(_, character)| *character)
}
