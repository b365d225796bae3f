//! What may stand in an address.

/// Digits of an international number after its prefix.
const DIGITS: std::ops::RangeInclusive<usize> = 5..=15;
/// Characters of a sender that is text, and digits of one that is a number.
const LONGEST_SENDER_TEXT: usize = 11;
const LONGEST_SENDER_NUMBER: usize = 16;

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of a number in international format: `+41…` or `0041…`.
fn international(text: &str) -> Option<&str> {
    let digits = text.strip_prefix('+').or_else(|| text.strip_prefix("00"))?;
    let is_number = is_digits(digits) && !digits.starts_with('0') && DIGITS.contains(&digits.len());
    is_number.then_some(digits)
}

/// A number as `0041…`, so that both ways of writing one compare; anything else as it is.
pub(crate) fn canonical(address: &str) -> String {
    international(address).map_or_else(|| address.to_owned(), |digits| format!("00{digits}"))
}

pub(crate) fn is_number(address: &str) -> bool {
    international(address).is_some()
}

/// A number, a pager with its code, or the name of a person or group, which begins with a letter.
pub(crate) fn is_recipient(address: &str) -> bool {
    let is_name = address.chars().next().is_some_and(char::is_alphabetic);
    let is_pager = address.split_once(':').is_some_and(|(number, code)| is_digits(number) && is_digits(code));
    is_number(address) || is_pager || is_name
}

/// Whether a notification address is to be called.
pub(crate) fn is_url(address: &str) -> bool {
    let has_scheme =
        |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    has_scheme("http://") || has_scheme("https://")
}

/// A mobile number, an e-mail address or a URL.
pub(crate) fn is_notification_address(address: &str) -> bool {
    let is_email = address.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !address.contains(char::is_whitespace)
    });
    is_number(address) || is_email || is_url(address)
}

/// An optional plus and digits, or a short text.
pub(crate) fn is_sender(sender: &str) -> bool {
    let digits = sender.strip_prefix('+').unwrap_or(sender);
    let is_number = is_digits(digits) && digits.len() <= LONGEST_SENDER_NUMBER;
    let is_text = sender.bytes().all(|byte| (32..127).contains(&byte)) && sender.len() <= LONGEST_SENDER_TEXT;
    is_number || is_text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recipients_are_international_numbers_pagers_and_names() {
        for right in ["+41790000001", "0041790000001", "074123456:1234", "Pikett Nord", "Ärzte"] {
            assert!(is_recipient(right), "{right}");
        }
        for wrong in ["", " ", "0790000001", "+41 79 000 00 01", "41790000001", "+041790000001", "+4179x"] {
            assert!(!is_recipient(wrong), "{wrong}");
        }
    }

    #[test]
    fn both_ways_of_writing_a_number_are_one() {
        assert_eq!(canonical("+41790000001"), "0041790000001");
        assert_eq!(canonical("0041790000001"), "0041790000001");
        assert_eq!(canonical("Pikett"), "Pikett");
    }

    #[test]
    fn notification_addresses_are_numbers_mail_and_urls() {
        for right in ["+41790000001", "a@example.com", "HTTP://localhost/x", "https://example.com/?a=b"] {
            assert!(is_notification_address(right), "{right}");
        }
        for wrong in ["", "someone", "@example.com", "a@b", "ftp://example.com"] {
            assert!(!is_notification_address(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_sender_is_a_number_or_a_short_text() {
        for right in ["+1234567890123456", "1234567890123456", "Elevenchars"] {
            assert!(is_sender(right), "{right}");
        }
        for wrong in ["12345678901234567", "Twelve chars", "Zürich"] {
            assert!(!is_sender(wrong), "{wrong}");
        }
    }
}
