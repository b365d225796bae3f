//! Addresses: what an SMS may name as its sender.

use core::fmt;

/// The most digits of a sender that is a number, the leading `+` not counted. Source: REST documentation, message schema.
pub const MAX_SENDER_DIGITS: usize = 16;

/// The most characters of a sender that is a name. Source: REST documentation, message schema.
pub const MAX_SENDER_CHARACTERS: usize = 11;

/// Why a text cannot be the sender of an SMS. Holds no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SenderProblem {
    /// There is no character.
    Empty,
    /// A number of this many digits, more than [`MAX_SENDER_DIGITS`].
    TooManyDigits(usize),
    /// A name of this many characters (Unicode code points), more than [`MAX_SENDER_CHARACTERS`].
    TooManyCharacters(usize),
    /// A name with a character outside ASCII 32 to 126.
    Character,
}

impl SenderProblem {
    /// The length that was found and the limit it passed, where the problem is one of length.
    pub fn length_and_limit(self) -> Option<(usize, usize)> {
        match self {
            Self::TooManyDigits(length) => Some((length, MAX_SENDER_DIGITS)),
            Self::TooManyCharacters(length) => Some((length, MAX_SENDER_CHARACTERS)),
            Self::Empty | Self::Character => None,
        }
    }
}

impl fmt::Display for SenderProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("an SMS sender must not be empty"),
            Self::TooManyDigits(found) => {
                write!(
                    f,
                    "an SMS sender that is a number has at most {MAX_SENDER_DIGITS} digits, not {found}"
                )
            }
            Self::TooManyCharacters(found) => {
                write!(
                    f,
                    "an SMS sender that is a name has at most {MAX_SENDER_CHARACTERS} characters, not {found}"
                )
            }
            Self::Character => {
                f.write_str("an SMS sender that is a name has ASCII characters 32 to 126 only")
            }
        }
    }
}

impl core::error::Error for SenderProblem {}

/// Checks the sender of an SMS: an optional `+` and 1 to 16 digits, or 1 to 11 characters of ASCII 32 to 126.
/// Source: REST documentation, message schema; the `+` stands in the vendor's examples.
///
/// # Errors
/// The [`SenderProblem`], where it is neither.
pub fn sms_sender(sender: &str) -> Result<(), SenderProblem> {
    if sender.is_empty() {
        return Err(SenderProblem::Empty);
    }
    let digits = sender.strip_prefix('+').unwrap_or(sender);
    // A lone `+` is a name of one character.
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return match digits.len() {
            found if found > MAX_SENDER_DIGITS => Err(SenderProblem::TooManyDigits(found)),
            _ => Ok(()),
        };
    }
    if !sender.bytes().all(|byte| matches!(byte, 32..=126)) {
        return Err(SenderProblem::Character);
    }
    match sender.len() {
        found if found > MAX_SENDER_CHARACTERS => Err(SenderProblem::TooManyCharacters(found)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{SenderProblem, sms_sender};

    #[test]
    fn numbers_have_up_to_sixteen_digits() {
        for good in ["1", "+1", "1234567890123456", "+1234567890123456", "0041791234567"] {
            assert_eq!(sms_sender(good), Ok(()), "{good}");
        }
        assert_eq!(sms_sender("12345678901234567"), Err(SenderProblem::TooManyDigits(17)));
        assert_eq!(sms_sender("+12345678901234567"), Err(SenderProblem::TooManyDigits(17)));
    }

    #[test]
    fn names_have_up_to_eleven_ascii_characters() {
        for good in ["eCall", "a", "+", " ", "~", "12345 78901", "ABCDEFGHIJK", "+4179x"] {
            assert_eq!(sms_sender(good), Ok(()), "{good}");
        }
        assert_eq!(sms_sender("ABCDEFGHIJKL"), Err(SenderProblem::TooManyCharacters(12)));
        assert_eq!(sms_sender("+41 79 123 45 67"), Err(SenderProblem::TooManyCharacters(16)));
        for bad in ["Zürich", "tab\t", "\u{7f}", "nul\0", "line\n", "٣"] {
            assert_eq!(sms_sender(bad), Err(SenderProblem::Character), "{bad:?}");
        }
    }

    #[test]
    fn empty_is_no_sender() {
        assert_eq!(sms_sender(""), Err(SenderProblem::Empty));
    }

    #[test]
    fn a_length_comes_with_its_limit() {
        assert_eq!(sms_sender("12345678901234567").unwrap_err().length_and_limit(), Some((17, 16)));
        assert_eq!(sms_sender("ABCDEFGHIJKL").unwrap_err().length_and_limit(), Some((12, 11)));
        assert_eq!(SenderProblem::Character.length_and_limit(), None);
    }
}
