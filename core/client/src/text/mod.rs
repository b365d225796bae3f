//! Texts and telephone numbers: what a text costs and why, its pages, the octets of an alphabet, and received parts.
//!
//! Everything is the codec's; here are the forms in which other languages give their options, and the errors.
//! Nothing needs a client or the network.

mod options;

pub use ecall_codec::msisdn;
pub use ecall_codec::text::*;
pub use options::TextOptions;

use ecall_codec::text::gsm::{Language, Shifts};

use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::options::Problems;

/// The international form of a telephone number, `+` and up to 15 digits. See [`msisdn::normalise`].
///
/// # Errors
/// `invalid_argument`, naming the rule and the lengths, never the number.
pub fn normalise_msisdn(text: &str, default_country: Option<&str>) -> Result<String> {
    msisdn::normalise(text, default_country).map_err(|problem| {
        let field = match problem {
            msisdn::MsisdnProblem::DefaultCountry => "default_country",
            _ => "text",
        };
        let error = FieldError::new(field, problem.code(), problem.to_string());
        refused(match problem.length_and_limit() {
            Some((length, limit)) => error.measured(length, limit),
            None => error,
        })
    })
}

/// A text as unpacked septets of the GSM alphabet. See [`gsm::encode`].
///
/// # Errors
/// `invalid_argument` where the text has characters outside GSM.
pub fn encode_gsm(text: &str) -> Result<Vec<u8>> {
    gsm::encode(text).map_err(not_encodable)
}

/// A text as octets of Latin-1. See [`latin1::encode`].
///
/// # Errors
/// `invalid_argument` where the text has characters outside Latin-1.
pub fn encode_latin1(text: &str) -> Result<Vec<u8>> {
    latin1::encode(text).map_err(not_encodable)
}

/// Septets packed into octets, after 0 to 6 zero bits. See [`gsm::pack`].
///
/// # Errors
/// `invalid_argument` where there are more fill bits.
pub fn pack(septets: &[u8], fill_bits: u32) -> Result<Vec<u8>> {
    Ok(gsm::pack(septets, checked_fill_bits(fill_bits)?))
}

/// So many septets out of packed octets, after 0 to 6 bits; fewer where the octets do not hold them. See [`gsm::unpack`].
///
/// # Errors
/// `invalid_argument` where there are more fill bits.
pub fn unpack(octets: &[u8], septets: usize, fill_bits: u32) -> Result<Vec<u8>> {
    Ok(gsm::unpack(octets, septets, checked_fill_bits(fill_bits)?))
}

fn checked_fill_bits(fill_bits: u32) -> Result<u8> {
    let known = u8::try_from(fill_bits).ok().filter(|bits| *bits <= gsm::MAX_FILL_BITS);
    let message = || format!("must be a whole number from 0 to {}", gsm::MAX_FILL_BITS);
    known.ok_or_else(|| refused(FieldError::new("fill_bits", "range", message())))
}

/// The user data header at the start of received octets, and what follows it. See [`udh::Udh::parse`].
///
/// # Errors
/// `invalid_argument` where the octets are no header.
pub fn parse_header(octets: &[u8]) -> Result<(udh::Udh<'_>, &[u8])> {
    udh::Udh::parse(octets)
        .map_err(|problem| refused(FieldError::new("octets", problem.code(), problem.to_string())))
}

/// The reference of so many bits.
///
/// # Errors
/// `invalid_argument` for other bits than 8 and 16.
pub fn reference(bits: u32) -> Result<Reference> {
    Reference::of(bits).ok_or_else(|| refused(FieldError::new("bits", "one_of", options::REFERENCE_BITS)))
}

/// The shift tables of these languages by their names, `default` unless given.
///
/// # Errors
/// `invalid_argument` for a name that is none.
pub fn shifts(locking: Option<&str>, single: Option<&str>) -> Result<Shifts> {
    let mut problems = Problems::default();
    let mut language = |field: &str, name: Option<&str>| {
        let Some(name) = name else { return Language::Default };
        let known = Language::ALL.into_iter().find(|language| language.as_str().eq_ignore_ascii_case(name));
        known.unwrap_or_else(|| {
            problems.add(field, "one_of", "is not the name of a language with national tables");
            Language::Default
        })
    };
    let shifts = Shifts { locking: language("locking", locking), single: language("single", single) };
    problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
    Ok(shifts)
}

/// The error of a text that is none in Unicode, which only some languages can hold: it has half a surrogate pair. `length` is in
/// code points, of which a half is one.
#[must_use]
pub fn not_unicode(outcome: Outcome, field: impl Into<String>, length: usize) -> Error {
    let mut problem = FieldError::new(field, "unicode", "has half a surrogate pair, which is no character");
    problem.length = Some(length as u64);
    Error::argument(outcome, problem)
}

fn not_encodable(problem: NotEncodable) -> Error {
    refused(FieldError::new("text", "alphabet", problem.to_string()).measured(problem.count, 0))
}

fn refused(problem: FieldError) -> Error {
    Error::argument(Outcome::NotApplicable, problem)
}

#[cfg(test)]
mod tests;
