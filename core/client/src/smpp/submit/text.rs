//! A text as the user data of one PDU or several.

use ecall_codec::smpp::DataCoding;
use ecall_codec::text::{
    self, Alphabet as Counted, LimitProblem, PAGE_LIMIT, SplitOptions, gsm, latin1, ucs2,
};

use super::options::Alphabet;
use crate::error::FieldError;
use crate::model::limit_error;
use crate::smpp::options::{DefaultAlphabet, LongMessage};
use crate::smpp::settings::Writing;

/// Octets of user data, and what they are.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UserData {
    pub coding: DataCoding,
    /// One at least.
    pub parts: Vec<Vec<u8>>,
    /// More than one message holds: for the optional parameter message_payload.
    pub is_payload: bool,
}

/// What a message holds, in octets and in octets of a part with a user data header. Source: 3GPP TS 23.040, 9.2.3.16.
const OCTETS: usize = 140;

/// Writes a text in the alphabet that is asked for, in as many parts as it needs.
pub(super) fn write(text: &str, alphabet: Alphabet, writing: &Writing) -> Result<UserData, FieldError> {
    let options = SplitOptions { reference: writing.reference(), ..SplitOptions::default() };
    let whole = writing.long_message == LongMessage::Payload;
    let header = usize::from(writing.reference().bits() / 8) + 5;
    let (coding, parts) = match alphabet {
        Alphabet::Latin1 => {
            let octets = latin1::encode(text).map_err(|problem| refused(problem.count, "Latin-1"))?;
            (DataCoding::LATIN1, cut(octets, OCTETS, OCTETS - header, |_| false))
        }
        Alphabet::Ucs2 => (DataCoding::UCS2, in_ucs2(text, header)),
        Alphabet::Auto | Alphabet::Default => {
            let split = text::split(text, &options);
            let pages = || split.pages.iter();
            let in_default: Option<Vec<_>> = match (split.alphabet, writing.default_alphabet) {
                (Counted::Gsm, DefaultAlphabet::Gsm) => {
                    pages().map(|page| gsm::encode(page.text).ok()).collect()
                }
                (Counted::Gsm, DefaultAlphabet::Latin1) => {
                    pages().map(|page| latin1::encode(page.text).ok()).collect()
                }
                _ => None,
            };
            match in_default {
                Some(parts) => (DataCoding::DEFAULT, parts),
                None if alphabet == Alphabet::Default => {
                    let outside = text.chars().filter(|character| !gsm::is_gsm(*character)).count();
                    return Err(refused(outside.max(1), "the default alphabet"));
                }
                None if split.alphabet == Counted::Ucs2 => {
                    (DataCoding::UCS2, pages().map(|page| ucs2::encode(page.text)).collect())
                }
                None => (DataCoding::UCS2, in_ucs2(text, header)),
            }
        }
    };
    let limit = *PAGE_LIMIT.end();
    if parts.len() > limit {
        let problem = LimitProblem::Pages { found: parts.len(), limit };
        return Err(limit_error(problem, "text".to_owned()));
    }
    let is_payload = whole && parts.len() > 1;
    let parts = if is_payload { vec![parts.concat()] } else { parts };
    Ok(UserData { coding, parts, is_payload })
}

fn refused(count: usize, alphabet: &str) -> FieldError {
    let message = format!("has characters that {alphabet} lacks");
    FieldError::new("text", "alphabet", message).measured(count, 0)
}

/// UCS-2 whatever the text, no surrogate pair broken.
fn in_ucs2(text: &str, header: usize) -> Vec<Vec<u8>> {
    // A whole number of units: what an odd header leaves over stays empty.
    cut(ucs2::encode(text), OCTETS, (OCTETS - header) / 2 * 2, |octets| {
        matches!(octets, [.., 0xd8..=0xdb, _])
    })
}

/// Octets in parts, a unit of two octets less where a part would end inside a pair.
fn cut(octets: Vec<u8>, alone: usize, each: usize, splits: impl Fn(&[u8]) -> bool) -> Vec<Vec<u8>> {
    if octets.len() <= alone {
        return vec![octets];
    }
    let mut parts = Vec::new();
    let mut rest = &octets[..];
    while !rest.is_empty() {
        let full = each.min(rest.len());
        let end = if full < rest.len() && splits(&rest[..full]) { full - 2 } else { full };
        parts.push(rest[..end].to_vec());
        rest = &rest[end..];
    }
    parts
}

#[cfg(test)]
mod tests {
    use ecall_codec::smpp::RegisteredDelivery;

    use super::*;
    use crate::smpp::options::{DestinationPrefix, FlashForm};

    fn writing(default_alphabet: DefaultAlphabet, long_message: LongMessage) -> Writing {
        Writing {
            long_message,
            default_alphabet,
            registered_delivery: RegisteredDelivery::NONE,
            destination_prefix: DestinationPrefix::None,
            flash_form: FlashForm::General,
        }
    }

    fn sizes(text: &str, alphabet: Alphabet, long_message: LongMessage) -> (u8, Vec<usize>) {
        let data = write(text, alphabet, &writing(DefaultAlphabet::Gsm, long_message)).unwrap();
        (data.coding.0, data.parts.iter().map(Vec::len).collect())
    }

    #[test]
    fn pages_have_the_documented_sizes() {
        use LongMessage::{Payload, Sar, Udh8, Udh16};
        let (a, z) = (|n| "a".repeat(n), |n| "ж".repeat(n));
        assert_eq!(sizes(&a(160), Alphabet::Auto, Udh8), (0, vec![160]));
        assert_eq!(sizes(&a(161), Alphabet::Auto, Udh8), (0, vec![153, 8]));
        assert_eq!(sizes(&a(161), Alphabet::Auto, Udh16), (0, vec![152, 9]));
        assert_eq!(sizes(&a(161), Alphabet::Auto, Sar), (0, vec![153, 8]));
        assert_eq!(sizes(&a(161), Alphabet::Auto, Payload), (0, vec![161]));
        assert_eq!(sizes(&z(70), Alphabet::Auto, Udh8), (8, vec![140]));
        assert_eq!(sizes(&z(71), Alphabet::Auto, Udh8), (8, vec![134, 8]));
        assert_eq!(sizes(&z(71), Alphabet::Auto, Udh16), (8, vec![132, 10]));
        assert_eq!(sizes(&a(70), Alphabet::Ucs2, Udh8), (8, vec![140]));
        assert_eq!(sizes(&a(71), Alphabet::Ucs2, Udh16), (8, vec![132, 10]));
        assert_eq!(sizes(&a(140), Alphabet::Latin1, Udh8), (3, vec![140]));
        assert_eq!(sizes(&a(141), Alphabet::Latin1, Udh8), (3, vec![134, 7]));
        assert_eq!(sizes(&a(1530), Alphabet::Auto, Udh8).1.len(), 10);
    }

    #[test]
    fn no_pair_is_broken() {
        let (_, parts) =
            sizes(&format!("{}🎉{}", "a".repeat(66), "a".repeat(10)), Alphabet::Ucs2, LongMessage::Udh8);
        assert_eq!(parts, [132, 24]);
    }

    #[test]
    fn an_alphabet_that_lacks_a_character_is_refused_or_left() {
        let gsm = writing(DefaultAlphabet::Gsm, LongMessage::Udh8);
        let latin = writing(DefaultAlphabet::Latin1, LongMessage::Udh8);
        let error = write("жж", Alphabet::Default, &gsm).unwrap_err();
        assert_eq!((&*error.rule, error.length), ("alphabet", Some(2)));
        assert_eq!(write("ж", Alphabet::Latin1, &gsm).unwrap_err().length, Some(1));
        assert_eq!(write("ü", Alphabet::Auto, &gsm).unwrap().parts, [[0x7e]]);
        assert_eq!(write("ü", Alphabet::Auto, &latin).unwrap().parts, [[0xfc]]);
        let euro = write("€", Alphabet::Auto, &latin).unwrap();
        assert_eq!((euro.coding, euro.parts), (DataCoding::UCS2, vec![vec![0x20, 0xac]]));
        let error = write(&"a".repeat(1531), Alphabet::Auto, &gsm).unwrap_err();
        assert_eq!((&*error.rule, error.length, error.limit), ("page_limit", Some(11), Some(10)));
    }
}
