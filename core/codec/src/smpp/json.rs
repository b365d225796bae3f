//! The JSON form of octets: strings of characters from U+0000 to U+00FF, or of hex digits.

use alloc::string::String;
use alloc::vec::Vec;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

pub(super) fn as_text<S: Serializer>(octets: &[u8], to: S) -> Result<S::Ok, S::Error> {
    match core::str::from_utf8(octets) {
        Ok(text) if octets.is_ascii() => to.serialize_str(text),
        _ => to.serialize_str(&octets.iter().map(|octet| char::from(*octet)).collect::<String>()),
    }
}

pub(super) fn from_text<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    let octets: Result<Vec<u8>, _> = text.chars().map(u8::try_from).collect();
    octets.map_err(|_| D::Error::custom("a character over U+00FF is no octet"))
}

pub(super) fn as_hex<S: Serializer>(octets: &[u8], to: S) -> Result<S::Ok, S::Error> {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    to.serialize_str(
        &octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 0xf)]).collect::<String>(),
    )
}

pub(super) fn from_hex<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(from)?;
    let digits: Option<Vec<u8>> =
        text.chars().map(|digit| digit.to_digit(16).and_then(|value| u8::try_from(value).ok())).collect();
    match digits {
        Some(digits) if digits.len().is_multiple_of(2) => {
            Ok(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
        }
        _ => Err(D::Error::custom("octets are an even number of hex digits")),
    }
}
