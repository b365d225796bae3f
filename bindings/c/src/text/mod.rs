//! What a text costs and how it is sent: functions that need no client. The types of their results are beside this file.

pub(crate) mod encoding;
pub(crate) mod estimate;
mod header;
mod reassemble;
mod split;
pub(crate) mod to_gsm;

use std::ffi::c_char;

use ecall::text::{self as core, TextOptions};
use ecall::{Outcome, Result};

use crate::boundary::{finish, finish_empty, items, optional_json, optional_text, put_at, text};
use crate::bytes::ecall_bytes;
use crate::error::ecall_error;
use estimate::{alphabet_number, ecall_estimate};
use split::ecall_split;
use to_gsm::ecall_transliteration;

/// Nothing here sends anything.
pub(crate) const OUTCOME: Outcome = Outcome::NotApplicable;

/// Options in the JSON of the core.
///
/// # Safety
/// `json` is NULL or a text that ends in NUL.
unsafe fn options(json: *const c_char) -> Result<TextOptions> {
    // SAFETY: as the caller promises.
    let options = unsafe { optional_json(OUTCOME, "options_json", json) }?;
    options.map_or_else(|| Ok(TextOptions::new()), TextOptions::from_json)
}

/// Says what a text costs and why, which limits it breaks, and where the service would cut it. Free the estimate with
/// ecall_estimate_free. None of the functions ecall_text_... needs a client or the network; all may be called by any number of
/// threads at once.
///
/// `options_json` is NULL or a JSON object, all of whose members are optional:
/// - "channel": what the text is sent over, "sms" (unless set), "whatsapp" or "rcs";
/// - "page_limit": pages at most, 1 to 10 (unless set 10); SMS only;
/// - "force_gsm": whether characters outside the GSM alphabet are forbidden; SMS only;
/// - "reference_bits": bits of the number that the pages of one text share: 8 (153 septets or 67 UCS-2 units on a page; unless set)
///   or 16 (152 or 66);
/// - "whole_words", which is for ecall_text_split.
///
/// Returns ECALL_INVALID_ARGUMENT for a text that is NULL or not UTF-8, and for wrong options, naming each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_estimate(
    text: *const c_char,
    options_json: *const c_char,
    estimate: *mut *mut ecall_estimate,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let text = unsafe { self::text(OUTCOME, "text", text) }?;
        // SAFETY: as above.
        let options = unsafe { options(options_json) }?.for_estimate()?;
        Ok(ecall_estimate::from(core::estimate(text, &options)))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(estimate, error, call) }
}

/// Says what each of `count` texts costs: much faster than ecall_text_estimate where it is many. `options_json` as there (of a
/// limit that is broken nothing is said). `pages`, `units` and `alphabets` (ECALL_ALPHABET_...) are NULL or have room for `count`
/// values each; see ecall_estimate_pages, ecall_estimate_units and ecall_estimate_alphabet for what they are.
///
/// Returns ECALL_INVALID_ARGUMENT as ecall_text_estimate, naming the first text that is wrong by its index; what stands in the
/// columns then means nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_estimate_many(
    texts: *const *const c_char,
    count: usize,
    options_json: *const c_char,
    pages: *mut usize,
    units: *mut usize,
    alphabets: *mut i32,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let options = unsafe { options(options_json) }?.for_estimate()?;
        // SAFETY: the caller passes NULL or `count` pointers.
        let texts = unsafe { items(OUTCOME, "texts", texts, count) }?;
        let texts = texts.iter().enumerate().map(|(index, &item)| {
            // SAFETY: the caller's pointers are NULL or texts that end in NUL.
            unsafe { text(OUTCOME, "texts", item) }
                // SAFETY: as above; again, with the name that a text that is right need not have.
                .or_else(|_| unsafe { self::text(OUTCOME, &format!("texts[{index}]"), item) })
        });
        let found = core::estimate_many(texts.collect::<Result<Vec<_>>>()?, &options);
        for index in 0..count {
            // SAFETY: the caller passes NULL or memory for `count` values, three times.
            unsafe {
                put_at(pages, index, found.pages[index] as usize);
                put_at(units, index, found.units[index] as usize);
                put_at(alphabets, index, alphabet_number(found.alphabet[index]));
            }
        }
        Ok(())
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, call) }
}

/// Splits an SMS's text into its pages: as many as ecall_estimate_pages says. What reads as one character (an emoji with its
/// modifiers, a letter with its marks) is kept whole wherever that costs no page. Free the split with ecall_split_free.
///
/// `options_json` is NULL or a JSON object as for ecall_text_estimate; "reference_bits" and "whole_words" (whether words are kept
/// whole where that costs no page) count.
///
/// Returns ECALL_INVALID_ARGUMENT as ecall_text_estimate.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_split(
    text: *const c_char,
    options_json: *const c_char,
    split: *mut *mut ecall_split,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let text = unsafe { self::text(OUTCOME, "text", text) }?;
        // SAFETY: as above.
        let options = unsafe { options(options_json) }?.for_split()?;
        Ok(ecall_split::from(core::split(text, &options)))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(split, error, call) }
}

/// Replaces what is not in the GSM alphabet by what is customary in plain text: typographic quotes, dashes, letters with
/// diacritics, ligatures, fractions. What has no customary substitute (emoji, other alphabets) stays. Free the transliteration
/// with ecall_transliteration_free.
///
/// Returns ECALL_INVALID_ARGUMENT for a text that is NULL or not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_to_gsm(
    text: *const c_char,
    transliteration: *mut *mut ecall_transliteration,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let text = unsafe { self::text(OUTCOME, "text", text) }?;
        Ok(ecall_transliteration::from(core::to_gsm(text)))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(transliteration, error, call) }
}

/// Brings a telephone number into the international form, + and up to 15 digits: a text (ecall_bytes_text). `default_country` is
/// the country's calling code ("41") for numbers that are written without one, or NULL, with which they are refused.
///
/// Returns ECALL_INVALID_ARGUMENT for what is no such number, with the rule and the lengths in the error's field, never the number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_normalise_msisdn(
    text: *const c_char,
    default_country: *const c_char,
    number: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let text = unsafe { self::text(OUTCOME, "text", text) }?;
        // SAFETY: as above.
        let default_country = unsafe { optional_text(OUTCOME, "default_country", default_country) }?;
        core::normalise_msisdn(text, default_country).map(ecall_bytes::from)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(number, error, call) }
}
