//! National language tables, for reading received texts. Source: 3GPP TS 23.038, 6.2.1.2 and annex A.
//!
//! A text says in its user data header which locking shift table stands for the default alphabet and which single shift
//! table for the extension table. Sending with them is left out: what eCall does with such a text is not known.
//!
//! Every cell was compared in Android's, CyberChef's and Firefox OS's tables, lib3gpp23038's and those of gsmcodecs (PyPI).
//! Where they differ, the cell has a comment.

mod script;

use script::Script;

use super::table;

/// A language that has tables of its own, or the default alphabet.
/// The number is the national language identifier. Source: 3GPP TS 23.038, 6.2.1.2.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// The default alphabet and its extension table.
    #[default]
    Default = 0,
    /// Turkish.
    Turkish = 1,
    /// Spanish, which has a single shift table only: as a locking shift table it is the default alphabet.
    Spanish = 2,
    /// Portuguese.
    Portuguese = 3,
    /// Bengali and Assamese.
    Bengali = 4,
    /// Gujarati.
    Gujarati = 5,
    /// Hindi.
    Hindi = 6,
    /// Kannada.
    Kannada = 7,
    /// Malayalam.
    Malayalam = 8,
    /// Oriya.
    Oriya = 9,
    /// Punjabi.
    Punjabi = 10,
    /// Tamil.
    Tamil = 11,
    /// Telugu.
    Telugu = 12,
    /// Urdu.
    Urdu = 13,
}

/// Which tables a text is to be read with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shifts {
    /// The locking shift table: what a septet means.
    pub locking: Language,
    /// The single shift table: what a septet after the escape code means.
    pub single: Language,
}

impl Language {
    /// Every language, in the order of its code.
    pub const ALL: [Self; 14] = [
        Self::Default,
        Self::Turkish,
        Self::Spanish,
        Self::Portuguese,
        Self::Bengali,
        Self::Gujarati,
        Self::Hindi,
        Self::Kannada,
        Self::Malayalam,
        Self::Oriya,
        Self::Punjabi,
        Self::Tamil,
        Self::Telugu,
        Self::Urdu,
    ];

    /// The language of a national language identifier, 0 to 13. None for one that is reserved, which the receiver ignores.
    /// Source: 3GPP TS 23.038, 6.2.1.2.4.
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// The national language identifier, 0 (none, the default alphabet) to 13.
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The name that is the same in every language: `default`, `turkish`, and so on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Turkish => "turkish",
            Self::Spanish => "spanish",
            Self::Portuguese => "portuguese",
            Self::Bengali => "bengali",
            Self::Gujarati => "gujarati",
            Self::Hindi => "hindi",
            Self::Kannada => "kannada",
            Self::Malayalam => "malayalam",
            Self::Oriya => "oriya",
            Self::Punjabi => "punjabi",
            Self::Tamil => "tamil",
            Self::Telugu => "telugu",
            Self::Urdu => "urdu",
        }
    }

    /// The character at a code of the locking shift table. The codes are 0 to 127, without the escape code.
    /// A void cell is a space, as phones (Android) and lib3gpp23038 read it; the standard has no word on it.
    pub(super) fn locking_character(self, code: u8) -> char {
        match self.script() {
            Some(script) => script.locking(code).unwrap_or(' '),
            None => find(self.locking_changes(), code)
                .or_else(|| table::DEFAULT.get(usize::from(code)).copied())
                .unwrap_or(char::REPLACEMENT_CHARACTER),
        }
    }

    /// The character at a code of the single shift table (of the extension table for `Default`), 0 to 127.
    /// None where the cell is void: then the locking shift table's character counts. Source: 3GPP TS 23.038, 6.2.1.1.
    pub(super) fn single_character(self, code: u8) -> Option<char> {
        match self.script() {
            Some(script) => script.single(code),
            None => find(self.single_changes(), code).or_else(|| table::extension_character(code)),
        }
    }

    /// The tables of a language that does not use the Latin alphabet.
    fn script(self) -> Option<&'static Script> {
        match self {
            Self::Default | Self::Turkish | Self::Spanish | Self::Portuguese => None,
            Self::Bengali => Some(&script::BENGALI),
            Self::Gujarati => Some(&script::GUJARATI),
            Self::Hindi => Some(&script::HINDI),
            Self::Kannada => Some(&script::KANNADA),
            Self::Malayalam => Some(&script::MALAYALAM),
            Self::Oriya => Some(&script::ORIYA),
            Self::Punjabi => Some(&script::PUNJABI),
            Self::Tamil => Some(&script::TAMIL),
            Self::Telugu => Some(&script::TELUGU),
            Self::Urdu => Some(&script::URDU),
        }
    }

    /// Where the locking shift table is not the default alphabet. Source: 3GPP TS 23.038, A.3.1 to A.3.3.
    #[rustfmt::skip]
    fn locking_changes(self) -> &'static [(u8, char)] {
        match self {
            // 1F: lib3gpp23038 has a space, where all others have the default alphabet's É, as A.3.1 does.
            Self::Turkish => &[
                (0x04, '€'), (0x07, 'ı'), (0x0b, 'Ğ'), (0x0c, 'ğ'), (0x1c, 'Ş'), (0x1d, 'ş'), (0x40, 'İ'), (0x60, 'ç'),
            ],
            Self::Portuguese => &[
                (0x04, 'ê'), (0x06, 'ú'), (0x07, 'í'), (0x08, 'ó'), (0x09, 'ç'), (0x0b, 'Ô'), (0x0c, 'ô'), (0x0e, 'Á'),
                (0x0f, 'á'), (0x12, 'ª'), (0x13, 'Ç'), (0x14, 'À'), (0x15, '∞'), (0x16, '^'), (0x17, '\\'), (0x18, '€'),
                (0x19, 'Ó'), (0x1a, '|'), (0x1c, 'Â'), (0x1d, 'â'), (0x1e, 'Ê'), (0x24, 'º'), (0x40, 'Í'), (0x5b, 'Ã'),
                (0x5c, 'Õ'), (0x5d, 'Ú'), (0x60, '~'), (0x7b, 'ã'), (0x7c, 'õ'), (0x7d, '`'),
            ],
            _ => &[],
        }
    }

    /// What the single shift table has besides the extension table. Source: 3GPP TS 23.038, A.2.1 to A.2.3.
    #[rustfmt::skip]
    fn single_changes(self) -> &'static [(u8, char)] {
        match self {
            Self::Turkish => &[
                (0x47, 'Ğ'), (0x49, 'İ'), (0x53, 'Ş'), (0x63, 'ç'), (0x67, 'ğ'), (0x69, 'ı'), (0x73, 'ş'),
            ],
            Self::Spanish => &[
                (0x09, 'ç'), (0x41, 'Á'), (0x49, 'Í'), (0x4f, 'Ó'), (0x55, 'Ú'), (0x61, 'á'), (0x69, 'í'), (0x6f, 'ó'),
                (0x75, 'ú'),
            ],
            Self::Portuguese => &[
                // 05: void in CyberChef, ê in all others.
                (0x05, 'ê'), (0x09, 'ç'), (0x0b, 'Ô'), (0x0c, 'ô'), (0x0e, 'Á'), (0x0f, 'á'), (0x12, 'Φ'), (0x13, 'Γ'),
                (0x15, 'Ω'), (0x16, 'Π'), (0x17, 'Ψ'), (0x18, 'Σ'), (0x19, 'Θ'), (0x1f, 'Ê'), (0x41, 'À'), (0x49, 'Í'),
                (0x4f, 'Ó'), (0x55, 'Ú'), (0x5b, 'Ã'), (0x5c, 'Õ'), (0x61, 'Â'), (0x69, 'í'), (0x6f, 'ó'), (0x75, 'ú'),
                (0x7b, 'ã'), (0x7c, 'õ'), (0x7f, 'â'),
            ],
            _ => &[],
        }
    }
}

/// The character that a list gives to a code. The lists are short and sorted by code.
fn find(changes: &[(u8, char)], code: u8) -> Option<char> {
    let place = changes.binary_search_by_key(&code, |(code, _)| *code).ok()?;
    Some(changes[place].1)
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn codes_are_the_places_in_the_list() {
        for (code, language) in (0..).zip(Language::ALL) {
            assert_eq!(language.code(), code);
            assert_eq!(Language::from_code(code), Some(language));
        }
        assert_eq!(Language::from_code(14), None);
        assert_eq!(Language::from_code(255), None);
    }

    #[test]
    fn lists_of_changes_can_be_searched() {
        for language in Language::ALL {
            assert!(language.locking_changes().is_sorted_by(|one, other| one.0 < other.0), "{language:?}");
            assert!(language.single_changes().is_sorted_by(|one, other| one.0 < other.0), "{language:?}");
        }
    }

    #[test]
    fn every_code_has_a_character_in_every_language() {
        for language in Language::ALL {
            for code in 0..128 {
                assert_ne!(
                    language.locking_character(code),
                    char::REPLACEMENT_CHARACTER,
                    "{language:?} {code}"
                );
                assert_ne!(language.single_character(code), Some('\0'), "{language:?} {code}");
            }
        }
    }
}
