//! Texts: functions that need no client. `node/src/text.js` checks the types of their arguments.
//!
//! Octets cross inwards as they are; outwards, and within JSON, as texts with a character for each. An error of core is thrown with
//! the code [`FAILED`] and everything that is known about it as its message.

pub mod column;
pub(crate) mod cost;
pub mod encoding;
pub mod received;

use ecall::text::{self as core, TextOptions, Units};
use ecall::{Outcome, Result};
use napi::bindgen_prelude::{Uint32ArraySlice, Utf16String};
use napi_derive::napi;
use serde_json::json;

use crate::arguments::named;
use crate::failure;
use crate::names::camelled;
use cost::ALPHABETS;

/// Nothing here sends anything.
const OUTCOME: Outcome = Outcome::NotApplicable;
/// The code of what is thrown.
const FAILED: &str = "ECALL";

/// Calls core; its error, or that of a panic, is thrown.
pub(crate) fn called<T>(call: impl FnOnce() -> Result<T>) -> napi::Result<T, &'static str> {
    ecall_runtime::guarded(call).map_err(|error| napi::Error::new(FAILED, failure::text(&error)))
}

fn text_options(json: Option<&str>) -> Result<TextOptions> {
    json.map_or_else(|| Ok(TextOptions::new()), |json| TextOptions::from_json(named(json)?))
}

/// Octets as a text that has a character for each.
fn characters(octets: impl AsRef<[u8]>) -> String {
    core::latin1::decode(octets.as_ref())
}

/// Numbers of texts are below 2^30, because strings of JavaScript are.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The error of a text with half a surrogate pair. `send`: whether the call sends anything.
#[napi]
pub fn not_unicode(field: String, text: Utf16String, send: bool) -> String {
    let outcome = if send { Outcome::NotAccepted } else { OUTCOME };
    let length = char::decode_utf16(text.iter().copied()).count();
    failure::text_as_named(&core::not_unicode(outcome, field, length))
}

/// The alphabets in the order of their numbers.
#[napi]
pub fn alphabets() -> Vec<&'static str> {
    ALPHABETS.iter().map(|alphabet| alphabet.as_str()).collect()
}

/// Writes the numbers of an estimate: alphabet, pages, units, units left, units of a page.
#[napi]
pub fn text_measure(
    text: Utf16String,
    options: Option<String>,
    mut numbers: Uint32ArraySlice<'_>,
) -> napi::Result<(), &'static str> {
    called(|| {
        let options = text_options(options.as_deref())?.for_estimate()?;
        let found = core::measure_units(Units::Utf16(&text), &options)
            .map_err(|problem| core::not_unicode(OUTCOME, "text", problem.length))?;
        let found =
            [cost::number(found.alphabet), found.pages, found.units, found.units_left, found.page_units];
        // SAFETY: `text.js` alone has this memory, and no JavaScript runs meanwhile.
        let numbers = unsafe { numbers.as_mut() };
        for (place, number) in numbers.iter_mut().zip(found) {
            *place = narrow(number);
        }
        Ok(())
    })
}

/// What an estimate has besides its numbers.
#[napi]
pub fn text_details(text: String, options: Option<String>) -> napi::Result<String, &'static str> {
    called(|| {
        let estimate = core::estimate(&text, &text_options(options.as_deref())?.for_estimate()?);
        let mut json = Vec::new();
        cost::details(&estimate, &mut json);
        Ok(String::from_utf8(json).unwrap_or_default())
    })
}

/// Splits a text, as JSON.
#[napi]
pub fn text_split(text: String, options: Option<String>) -> napi::Result<String, &'static str> {
    called(|| {
        let options = text_options(options.as_deref())?.for_split()?;
        Ok(json!(core::split(&text, &options)).to_string())
    })
}

/// Transliterates a text, as JSON.
#[napi]
pub fn text_to_gsm(text: String) -> napi::Result<String, &'static str> {
    called(|| Ok(camelled(json!(core::to_gsm(&text))).to_string()))
}
