//! Telephone numbers as people write them, to their international form.

use alloc::string::String;
use core::fmt;

/// The most digits of an international number, the country code included and the `+` not. Source: ITU-T E.164, 6.2.1.
pub const MAX_DIGITS: usize = 15;

/// The fewest digits of an international number that can be right. E.164 has no lower limit; the shortest subscriber numbers in
/// use have four digits after a country code of three (Niue, Tokelau).
pub const MIN_DIGITS: usize = 7;

/// The country codes where a leading 0 belongs to the number, so that it stays: Italy, Côte d'Ivoire, Benin, Congo, San
/// Marino. Source: the example numbers of libphonenumber's metadata.
const ZERO_STAYS: [u16; 5] = [39, 225, 229, 242, 378];

/// The country codes where a national number is the one after the country code with one 0 before it. Elsewhere a leading 0
/// means something else (06 in Hungary, a call abroad in North America) or nothing, and nobody can say what number is meant.
/// Argentina is left out for its mobile numbers, which change in between. Source: the national prefixes of libphonenumber's metadata.
#[rustfmt::skip]
const ZERO_GOES: [u16; 102] = [
    20, 27, 31, 32, 33, 40, 41, 43, 44, 46, 49, 51, 53, 55, 57, 58, 60, 61, 62, 63, 64, 66, 81, 82, 84, 86, 90,
    91, 92, 93, 94, 95, 98, 211, 212, 213, 218, 231, 232, 233, 234, 243, 249, 250, 251, 252, 254, 255, 256,
    260, 261, 262, 263, 264, 265, 291, 353, 355, 358, 359, 370, 373, 374, 377, 380, 381, 382, 383, 385, 386,
    387, 389, 421, 423, 508, 590, 591, 593, 594, 595, 596, 598, 686, 850, 855, 856, 880, 886, 961, 962, 963,
    964, 966, 967, 970, 971, 972, 976, 977, 994, 995, 996,
];

/// Why a text is not a telephone number. Holds lengths and places, never the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MsisdnProblem {
    /// There is no digit.
    Empty,
    /// Something that is neither digit nor separator, or a `+` that is not at the start.
    Character {
        /// Which character it is, counted from 0 in code points.
        code_point: usize,
    },
    /// This many digits, country code included, fewer than [`MIN_DIGITS`].
    TooFewDigits(usize),
    /// This many digits, country code included, more than [`MAX_DIGITS`].
    TooManyDigits(usize),
    /// The country code begins with 0, as none does.
    ZeroCountry,
    /// A national number (with one leading 0), and no default country is given.
    NoDefaultCountry,
    /// A national number of a country whose national numbers are not known to begin with one 0 that is left out abroad.
    NationalPrefix,
    /// A 0 after the country code that belongs to the national form alone. `(0)` is understood and left out.
    TrunkZero,
    /// Neither `+` nor `00` nor `0` at the start, so that nobody can say whether the country code is in it.
    NoPrefix,
    /// The default country is no calling code: 1 to 3 digits, the first not 0.
    DefaultCountry,
}

impl MsisdnProblem {
    /// The name of the rule, which stays the same in every language and version.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Character { .. } => "character",
            Self::TooFewDigits(_) => "too_few_digits",
            Self::TooManyDigits(_) => "too_many_digits",
            Self::ZeroCountry => "zero_country",
            Self::NoDefaultCountry => "no_default_country",
            Self::NationalPrefix => "national_prefix",
            Self::TrunkZero => "trunk_zero",
            Self::NoPrefix => "no_prefix",
            Self::DefaultCountry => "default_country",
        }
    }

    /// The length that was found and the limit it passed, where the problem is one of length.
    pub const fn length_and_limit(self) -> Option<(usize, usize)> {
        match self {
            Self::TooFewDigits(length) => Some((length, MIN_DIGITS)),
            Self::TooManyDigits(length) => Some((length, MAX_DIGITS)),
            _ => None,
        }
    }
}

impl fmt::Display for MsisdnProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a telephone number must have digits"),
            Self::Character { code_point } => write!(
                f,
                "character {code_point} (counted from 0) of the telephone number is neither digit nor separator, \
                 or a + that is not at the start"
            ),
            Self::TooFewDigits(found) => {
                write!(f, "an international telephone number has at least {MIN_DIGITS} digits, not {found}")
            }
            Self::TooManyDigits(found) => {
                write!(f, "an international telephone number has at most {MAX_DIGITS} digits, not {found}")
            }
            Self::ZeroCountry => f.write_str("the country code of a telephone number must not begin with 0"),
            Self::NoDefaultCountry => f.write_str(
                "a telephone number that begins with one 0 is national and needs a default country",
            ),
            Self::NationalPrefix => f.write_str(
                "what a leading 0 means in the default country is not known: write the number internationally",
            ),
            Self::TrunkZero => f.write_str(
                "the 0 after the country code belongs to the national form alone: leave it out, or write (0)",
            ),
            Self::NoPrefix => f.write_str("a telephone number must begin with +, 00 or 0"),
            Self::DefaultCountry => {
                f.write_str("the default country must be a calling code: 1 to 3 digits, the first not 0")
            }
        }
    }
}

impl core::error::Error for MsisdnProblem {}

/// The international form of a telephone number: `+` and 7 to 15 digits. Accepted are, with separators anywhere:
/// - `+41 79 123 45 67` and `0041 79 123 45 67`, also with the `(0)` that some write after the country code;
/// - `079 123 45 67`, where `default_country` is the calling code `41` (a `+` before it is allowed).
///
/// Separators are spaces of all kinds, `-`, `.`, `/`, parentheses, typographic dashes, and what has no width and comes
/// along when a number is copied. No separator are line ends and tabs: they stand between two numbers.
///
/// Digits are ASCII digits: others (full-width, Arabic) are refused, so that what a person sees is what is dialled.
/// A number without any prefix is refused, because it may be national or international; where a country's national
/// numbers do not begin with one 0 that is left out abroad (Denmark, Hungary, North America, …), they have to be written
/// internationally.
///
/// # Errors
/// The [`MsisdnProblem`] of the first rule that is broken.
pub fn normalise(text: &str, default_country: Option<&str>) -> Result<String, MsisdnProblem> {
    let country = default_country.map(calling_code).transpose()?;
    let written = Written::read(text)?;
    let (country, national) = match written.digits.as_bytes() {
        [] => return Err(MsisdnProblem::Empty),
        _ if written.plus => ("", written.international(0)),
        [b'0', b'0', ..] => ("", written.international(2)),
        [b'0', ..] => {
            let country = country.ok_or(MsisdnProblem::NoDefaultCountry)?;
            (country, String::from(&written.digits[leading_zeros(country, &written.digits)?..]))
        }
        _ => return Err(MsisdnProblem::NoPrefix),
    };
    if country.is_empty() && national.starts_with('0') {
        return Err(MsisdnProblem::ZeroCountry);
    }
    if country.is_empty() && has_trunk_zero(&national) {
        return Err(MsisdnProblem::TrunkZero);
    }
    match country.len() + national.len() {
        found if found < MIN_DIGITS => Err(MsisdnProblem::TooFewDigits(found)),
        found if found > MAX_DIGITS => Err(MsisdnProblem::TooManyDigits(found)),
        digits => {
            let mut number = String::with_capacity(1 + digits);
            number.push('+');
            number.push_str(country);
            number.push_str(&national);
            Ok(number)
        }
    }
}

/// How many digits at the start of a national number are left out abroad.
fn leading_zeros(country: &str, digits: &str) -> Result<usize, MsisdnProblem> {
    let code = country.parse().unwrap_or(0);
    // In Japan a call abroad begins with 010.
    if ZERO_GOES.contains(&code) && !(code == 81 && digits.starts_with("010")) {
        Ok(1)
    } else if ZERO_STAYS.contains(&code) {
        Ok(0)
    } else {
        Err(MsisdnProblem::NationalPrefix)
    }
}

/// Whether an international number has the 0 of the national form after its country code. No country code is the beginning
/// of another, so there is one answer.
fn has_trunk_zero(digits: &str) -> bool {
    (1..=3).any(|length| {
        // Few numbers have a 0 there, which is quicker seen than what is before it.
        digits.as_bytes().get(length) == Some(&b'0')
            && digits[..length].parse().is_ok_and(|code| ZERO_GOES.contains(&code))
    })
}

/// The digits of a calling code.
fn calling_code(country: &str) -> Result<&str, MsisdnProblem> {
    let digits = country.strip_prefix('+').unwrap_or(country);
    match digits.as_bytes() {
        [b'1'..=b'9', rest @ ..] if rest.len() < 3 && rest.iter().all(u8::is_ascii_digit) => Ok(digits),
        _ => Err(MsisdnProblem::DefaultCountry),
    }
}

/// A number without its separators.
struct Written {
    /// Whether a `+` goes before the digits.
    plus: bool,
    /// All digits.
    digits: String,
    /// How many digits stand before a `(0)`, if there is one.
    zero_in_parentheses: Option<usize>,
}

impl Written {
    fn read(text: &str) -> Result<Self, MsisdnProblem> {
        let mut written = Self { plus: false, digits: String::new(), zero_in_parentheses: None };
        let mut opened = None;
        for (code_point, character) in text.chars().enumerate() {
            match character {
                '0'..='9' => written.digits.push(character),
                '+' if !written.plus && written.digits.is_empty() => written.plus = true,
                '(' => opened = Some(written.digits.len()),
                ')' => {
                    if let Some(before) = opened.take()
                        && &written.digits[before..] == "0"
                    {
                        written.zero_in_parentheses.get_or_insert(before);
                    }
                }
                _ if is_separator(character) => {}
                _ => return Err(MsisdnProblem::Character { code_point }),
            }
        }
        Ok(written)
    }

    /// The digits from the country code on, without the `(0)` that stands after it. A country code has 1 to 3 digits;
    /// a `(0)` anywhere else is a digit of the number.
    fn international(&self, prefix: usize) -> String {
        let (before, after) = match self.zero_in_parentheses {
            Some(place) if (1..=3).contains(&place.saturating_sub(prefix)) => (place, place + 1),
            _ => (prefix, prefix),
        };
        let mut digits = String::from(&self.digits[prefix..before]);
        digits.push_str(&self.digits[after..]);
        digits
    }
}

/// What may stand between digits.
fn is_separator(character: char) -> bool {
    match character {
        '-' | '.' | '/' | '(' | ')' => true,
        // Hyphens and dashes, the minus sign.
        '\u{2010}'..='\u{2015}' | '\u{2212}' => true,
        // Soft hyphen, zero width, directions, word joiner, byte order mark.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => true,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => false,
        _ => character.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MsisdnProblem, normalise};
    use proptest::prelude::*;

    const SWISS: Option<&str> = Some("41");

    #[test]
    fn every_way_of_writing_comes_to_the_same() {
        for text in [
            "+41791234567",
            "0041791234567",
            "0791234567",
            " +41 79 123 45 67 ",
            "+41 (0)79 123 45 67",
            "+41 ( 0 ) 79 123 45 67",
            "0041 (0) 79 / 123 45 67",
            "(079) 123-45-67",
            "(0)79 123 45 67",
            "079/123.45.67",
            "+41\u{a0}79\u{202f}123\u{2009}45\u{2011}67",
            "\u{202a}+41 79 123 45 67\u{202c}",
            "(+41) 79 123 45 67",
            "+41–79–123–45–67",
        ] {
            assert_eq!(normalise(text, SWISS).as_deref(), Ok("+41791234567"), "{text:?}");
        }
        // The default country is for national numbers only, and may have its plus.
        assert_eq!(normalise("+49 171 1234567", SWISS).as_deref(), Ok("+491711234567"));
        assert_eq!(normalise("0171 1234567", Some("+49")).as_deref(), Ok("+491711234567"));
    }

    #[test]
    fn a_zero_in_parentheses_goes_only_after_the_country_code() {
        assert_eq!(normalise("+41 79 12(0)34 56", None).as_deref(), Ok("+41791203456"));
        assert_eq!(normalise("+44 (0)20 1234 567(0)", None).as_deref(), Ok("+442012345670"));
        assert_eq!(normalise("(0)(0)41 79 1234567", SWISS).as_deref(), Ok("+41791234567"));
    }

    #[test]
    fn a_zero_that_belongs_to_the_number_stays() {
        assert_eq!(normalise("06 1234 5678", Some("39")).as_deref(), Ok("+390612345678"));
        assert_eq!(normalise("07 12 34 56 78", Some("225")).as_deref(), Ok("+2250712345678"));
    }

    #[test]
    fn each_rule_has_its_problem() {
        use MsisdnProblem as P;
        for (text, country, problem) in [
            ("", SWISS, P::Empty),
            (" - ", SWISS, P::Empty),
            ("+", SWISS, P::Empty),
            ("079 abc", SWISS, P::Character { code_point: 4 }),
            ("++41791234567", SWISS, P::Character { code_point: 1 }),
            ("00+41791234567", SWISS, P::Character { code_point: 2 }),
            ("+4179123\n4567", SWISS, P::Character { code_point: 8 }),
            ("٠٧٩١٢٣٤٥٦٧", SWISS, P::Character { code_point: 0 }),
            ("０７９", SWISS, P::Character { code_point: 0 }),
            ("+123456", SWISS, P::TooFewDigits(6)),
            ("00 123456", SWISS, P::TooFewDigits(6)),
            ("079", SWISS, P::TooFewDigits(4)),
            ("+1234567890123456", SWISS, P::TooManyDigits(16)),
            ("012345678901234", SWISS, P::TooManyDigits(16)),
            ("+0791234567", SWISS, P::ZeroCountry),
            ("0000791234567", SWISS, P::ZeroCountry),
            ("0791234567", None, P::NoDefaultCountry),
            ("791234567", SWISS, P::NoPrefix),
            ("41791234567", None, P::NoPrefix),
            ("+41791234567", Some(""), P::DefaultCountry),
            ("0791234567", Some("041"), P::DefaultCountry),
            ("0791234567", Some("4141"), P::DefaultCountry),
            ("0791234567", Some("CH"), P::DefaultCountry),
        ] {
            assert_eq!(normalise(text, country), Err(problem), "{text:?}");
        }
        assert_eq!(normalise("+123456789012345", None).as_deref(), Ok("+123456789012345"));
        assert_eq!(normalise("+1234567", None).as_deref(), Ok("+1234567"));
    }

    /// A number that is wrong all the same would reach somebody else.
    #[test]
    fn zeros_that_mean_something_else_are_refused() {
        use MsisdnProblem as P;
        for (text, country, problem) in [
            ("06 20 123 4567", Some("36"), P::NationalPrefix),
            ("011 41 79 123 45 67", Some("1"), P::NationalPrefix),
            ("011 15-2345-6789", Some("54"), P::NationalPrefix),
            ("077123456", Some("241"), P::NationalPrefix),
            ("012345678", Some("45"), P::NationalPrefix),
            ("010 41 79 123 45 67", Some("81"), P::NationalPrefix),
            ("+41 079 123 45 67", None, P::TrunkZero),
            ("0041 079 123 45 67", SWISS, P::TrunkZero),
            ("+358 040 123 4567", None, P::TrunkZero),
        ] {
            assert_eq!(normalise(text, country), Err(problem), "{text}");
        }
        assert_eq!(normalise("06 1234 5678", Some("39")).as_deref(), Ok("+390612345678"));
        assert_eq!(normalise("+39 06 1234 5678", None).as_deref(), Ok("+390612345678"));
        assert_eq!(normalise("090 1234 5678", Some("81")).as_deref(), Ok("+819012345678"));
    }

    #[test]
    fn a_length_comes_with_its_limit() {
        assert_eq!(MsisdnProblem::TooManyDigits(16).length_and_limit(), Some((16, 15)));
        assert_eq!(MsisdnProblem::TooFewDigits(6).length_and_limit(), Some((6, 7)));
        assert_eq!(MsisdnProblem::Empty.length_and_limit(), None);
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_e164_and_stays(
            text in prop_oneof!["[+]?[0-9 ()./-]{0,22}", any::<alloc::string::String>()],
            country in prop_oneof![Just(None), Just(Some("41")), Just(Some("39")), Just(Some("1"))],
        ) {
            if let Ok(number) = normalise(&text, country) {
                let digits = number.strip_prefix('+').expect("begins with +");
                prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
                prop_assert!((7..=15).contains(&digits.len()) && !digits.starts_with('0'));
                prop_assert_eq!(normalise(&number, None), Ok(number.clone()));
                prop_assert_eq!(normalise(&number, country), Ok(number));
            }
        }

        #[test]
        fn separators_change_nothing(number in "[+][1-9][1-9]{3}[0-9]{3,11}", gaps in proptest::collection::vec("[ ./\u{a0}\u{2013}-]{0,2}", 16)) {
            let mut spaced = alloc::string::String::new();
            for (character, gap) in number.chars().zip(&gaps) {
                spaced.push(character);
                spaced.push_str(gap);
            }
            prop_assert_eq!(normalise(&spaced, None), Ok(number));
        }
    }
}
