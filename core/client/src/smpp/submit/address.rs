//! Senders and destinations as the PDU has them.

use std::borrow::Cow;

use ecall_codec::address::sms_sender;
use ecall_codec::msisdn::{self, MsisdnProblem};
use ecall_codec::smpp::{Npi, Ton};

use crate::error::FieldError;
use crate::model::sender_error;
use crate::smpp::options::DestinationPrefix;

/// An address with its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    pub ton: Ton,
    pub npi: Npi,
    pub digits: Cow<'a, str>,
}

/// How many digits an international number has.
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 7..=15;

/// A destination: a number in international form, with `+`, with `00`, or its digits alone.
pub(super) fn destination(to: &str, prefix: DestinationPrefix) -> Result<Address<'_>, FieldError> {
    let is_bare = INTERNATIONAL.contains(&to.len())
        && !to.starts_with('0')
        && to.bytes().all(|octet| octet.is_ascii_digit());
    let digits = if is_bare {
        Cow::Borrowed(to)
    } else {
        let normal = msisdn::normalise(to, None).map_err(|problem| refused("to", problem))?;
        Cow::Owned(normal.strip_prefix('+').unwrap_or(&normal).to_owned())
    };
    let digits = match prefix {
        DestinationPrefix::None => digits,
        DestinationPrefix::Plus => Cow::Owned(format!("+{digits}")),
        DestinationPrefix::Zeros => Cow::Owned(format!("00{digits}")),
    };
    Ok(Address { ton: Ton::INTERNATIONAL, npi: Npi::ISDN, digits })
}

fn refused(field: &str, problem: MsisdnProblem) -> FieldError {
    let error = FieldError::new(field, problem.code(), problem.to_string());
    match problem.length_and_limit() {
        Some((length, limit)) => error.measured(length, limit),
        None => error,
    }
}

/// A sender: a name, a number in international form, or a number of another kind (a short code). None is written where there
/// is none: the centre then uses the account's own.
pub(super) fn source(from: Option<&str>) -> Result<Address<'_>, FieldError> {
    let Some(from) = from else {
        return Ok(Address { ton: Ton::UNKNOWN, npi: Npi::UNKNOWN, digits: Cow::Borrowed("") });
    };
    sms_sender(from).map_err(sender_error)?;
    let digits = from.strip_prefix('+').unwrap_or(from);
    if digits.is_empty() || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return Ok(Address { ton: Ton::ALPHANUMERIC, npi: Npi::UNKNOWN, digits: Cow::Borrowed(from) });
    }
    let international = match digits.strip_prefix("00") {
        Some(rest) if digits.len() == from.len() && INTERNATIONAL.contains(&rest.len()) => Some(rest),
        _ if from.starts_with('+') => Some(digits),
        _ if INTERNATIONAL.contains(&digits.len()) && !digits.starts_with('0') => Some(digits),
        _ => None,
    };
    let (ton, npi) = match international {
        Some(_) => (Ton::INTERNATIONAL, Npi::ISDN),
        None => (Ton::UNKNOWN, Npi::UNKNOWN),
    };
    Ok(Address { ton, npi, digits: Cow::Borrowed(international.unwrap_or(digits)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(number: &str) -> Result<String, String> {
        destination(number, DestinationPrefix::None)
            .map(|address| address.digits.into_owned())
            .map_err(|problem| problem.rule.into_owned())
    }

    #[test]
    fn destinations_are_digits_of_international_numbers() {
        for number in
            ["+41791112233", "0041791112233", "41791112233", "+41 79 111 22 33", "+41 (0)79 111 22 33"]
        {
            assert_eq!(to(number).as_deref(), Ok("41791112233"), "{number}");
        }
        for number in ["0791112233", "", "Alarm", "+4", "12345", "+1234567890123456"] {
            assert!(to(number).is_err(), "{number}");
        }
        let prefixed = |prefix| destination("+41791112233", prefix).unwrap().digits.into_owned();
        assert_eq!(prefixed(DestinationPrefix::Plus), "+41791112233");
        assert_eq!(prefixed(DestinationPrefix::Zeros), "0041791112233");
    }

    #[test]
    fn a_sender_shows_what_it_is() {
        for (from, ton, npi, digits) in [
            ("eCall", 5, 0, "eCall"),
            ("+41791112233", 1, 1, "41791112233"),
            ("0041791112233", 1, 1, "41791112233"),
            ("41791112233", 1, 1, "41791112233"),
            ("1234", 0, 0, "1234"),
            ("0791112233", 0, 0, "0791112233"),
            ("1234567890123456", 0, 0, "1234567890123456"),
            ("+", 5, 0, "+"),
        ] {
            let address = source(Some(from)).unwrap();
            assert_eq!((address.ton.0, address.npi.0, &*address.digits), (ton, npi, digits), "{from}");
        }
        assert_eq!(source(None).unwrap().digits, "");
        assert_eq!(source(Some("ABCDEFGHIJKL")).unwrap_err().limit, Some(11));
        assert_eq!(source(Some("")).unwrap_err().rule, "sender");
    }
}
