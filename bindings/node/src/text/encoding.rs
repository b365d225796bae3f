//! Text to octets and back, and telephone numbers.

use ecall::text::{self as core, gsm, latin1, ucs2};
use napi::bindgen_prelude::Uint8ArraySlice;
use napi_derive::napi;

use super::{called, characters};

/// A text as septets of GSM.
#[napi]
pub fn encode_gsm(text: String) -> napi::Result<String, &'static str> {
    called(|| core::encode_gsm(&text).map(characters))
}

/// The text of septets.
#[napi]
pub fn decode_gsm(
    septets: Uint8ArraySlice<'_>,
    locking: Option<String>,
    single: Option<String>,
) -> napi::Result<String, &'static str> {
    called(|| Ok(gsm::decode_with(&septets, core::shifts(locking.as_deref(), single.as_deref())?)))
}

/// Packs septets.
#[napi]
pub fn pack(septets: Uint8ArraySlice<'_>, fill_bits: u32) -> napi::Result<String, &'static str> {
    called(|| core::pack(&septets, fill_bits).map(characters))
}

/// Takes so many septets out of octets.
#[napi]
pub fn unpack(
    packed: Uint8ArraySlice<'_>,
    septets: u32,
    fill_bits: u32,
) -> napi::Result<String, &'static str> {
    called(|| core::unpack(&packed, septets as usize, fill_bits).map(characters))
}

/// A text as octets of UCS-2.
#[napi]
pub fn encode_ucs2(text: String) -> napi::Result<String, &'static str> {
    called(|| Ok(characters(ucs2::encode(&text))))
}

/// The text of octets of UCS-2.
#[napi]
pub fn decode_ucs2(octets: Uint8ArraySlice<'_>) -> napi::Result<String, &'static str> {
    called(|| Ok(ucs2::decode(&octets)))
}

/// A text as octets of Latin-1.
#[napi]
pub fn encode_latin1(text: String) -> napi::Result<String, &'static str> {
    called(|| core::encode_latin1(&text).map(characters))
}

/// The text of octets of Latin-1.
#[napi]
pub fn decode_latin1(octets: Uint8ArraySlice<'_>) -> napi::Result<String, &'static str> {
    called(|| Ok(latin1::decode(&octets)))
}

/// The international form of a telephone number.
#[napi]
pub fn normalise_msisdn(text: String, default_country: Option<String>) -> napi::Result<String, &'static str> {
    called(|| core::normalise_msisdn(&text, default_country.as_deref()))
}
