//! Text to octets and back, and telephone numbers.

use ecall::text::{self as core, gsm, latin1, ucs2};

use super::called;
use crate::failure::Failure;

/// A text as unpacked septets of the GSM alphabet.
#[uniffi::export]
pub fn encode_gsm(text: &str) -> Result<Vec<u8>, Failure> {
    called(|| core::encode_gsm(text))
}

/// The text of septets; `locking` and `single` name the national languages of the shift tables.
#[uniffi::export]
pub fn decode_gsm(
    septets: Vec<u8>,
    locking: Option<String>,
    single: Option<String>,
) -> Result<String, Failure> {
    called(|| Ok(gsm::decode_with(&septets, core::shifts(locking.as_deref(), single.as_deref())?)))
}

/// Septets packed into octets, after so many fill bits.
#[uniffi::export]
pub fn pack(septets: Vec<u8>, fill_bits: i32) -> Result<Vec<u8>, Failure> {
    called(|| core::pack(&septets, unsigned(fill_bits)))
}

/// So many septets out of packed octets, after so many fill bits.
#[uniffi::export]
pub fn unpack(octets: Vec<u8>, septets: i32, fill_bits: i32) -> Result<Vec<u8>, Failure> {
    called(|| core::unpack(&octets, usize::try_from(septets).unwrap_or(0), unsigned(fill_bits)))
}

/// A text as octets of UCS-2 (in fact UTF-16, big-endian).
#[uniffi::export]
pub fn encode_ucs2(text: &str) -> Result<Vec<u8>, Failure> {
    called(|| Ok(ucs2::encode(text)))
}

/// The text of octets of UCS-2.
#[uniffi::export]
pub fn decode_ucs2(octets: Vec<u8>) -> Result<String, Failure> {
    called(|| Ok(ucs2::decode(&octets)))
}

/// A text as octets of Latin-1.
#[uniffi::export]
pub fn encode_latin1(text: &str) -> Result<Vec<u8>, Failure> {
    called(|| core::encode_latin1(text))
}

/// The text of octets of Latin-1.
#[uniffi::export]
pub fn decode_latin1(octets: Vec<u8>) -> Result<String, Failure> {
    called(|| Ok(latin1::decode(&octets)))
}

/// The international form of a telephone number: `+` and up to 15 digits.
#[uniffi::export]
pub fn normalise_msisdn(text: &str, default_country: Option<String>) -> Result<String, Failure> {
    called(|| core::normalise_msisdn(text, default_country.as_deref()))
}

/// A number below 0 is as wrong as one above the limit, which core refuses.
fn unsigned(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
