//! Transliteration to the GSM alphabet.

use std::ffi::{CString, c_char};

use ecall::text::{Position, Replacement, Transliteration};
use serde_json::{Value, json};

use super::estimate::{ecall_position, get_position};
use crate::boundary::{c_text, free, get, get_text, lend};
use crate::reply::Json;

/// One replacement. Belongs to the transliteration or the result of a send that lent it.
pub struct ecall_replacement {
    replacement: Replacement,
    from: CString,
    to: CString,
}

impl From<Replacement> for ecall_replacement {
    fn from(replacement: Replacement) -> Self {
        Self { from: c_text(&replacement.from), to: c_text(replacement.to), replacement }
    }
}

impl ecall_replacement {
    /// Replacements as they can be lent.
    pub fn list(replacements: Vec<Replacement>) -> Vec<Self> {
        replacements.into_iter().map(Self::from).collect()
    }

    /// Their JSON form.
    pub fn json(list: &[Self]) -> Value {
        list.iter().map(|item| json!(item.replacement)).collect()
    }
}

/// The first character that was replaced, at its place in the text that was given. Returns false, writing nothing, for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_replacement_at(
    replacement: Option<&ecall_replacement>,
    position: *mut ecall_position,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a position.
    unsafe { get_position(replacement, position, |replacement| Some(&replacement.replacement.at)) }
}

/// What stood there: a character, or a letter with its combining marks, or marks alone.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_replacement_from(replacement: Option<&ecall_replacement>) -> *const c_char {
    get_text(replacement, |replacement| Some(&replacement.from))
}

/// What stands there now; empty where it was removed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_replacement_to(replacement: Option<&ecall_replacement>) -> *const c_char {
    get_text(replacement, |replacement| Some(&replacement.to))
}

/// What ecall_text_to_gsm made of a text.
pub struct ecall_transliteration {
    text: CString,
    replacements: Vec<ecall_replacement>,
    left: Vec<Position>,
    json: Json,
}

impl From<Transliteration> for ecall_transliteration {
    fn from(transliteration: Transliteration) -> Self {
        let Transliteration { text, replacements, left } = transliteration;
        let replacements = ecall_replacement::list(replacements);
        Self { text: c_text(&text), replacements, left, json: Json::default() }
    }
}

impl ecall_transliteration {
    /// The core's transliteration again.
    fn transliteration(&self) -> Transliteration {
        Transliteration {
            text: self.text.to_string_lossy().into_owned(),
            replacements: self.replacements.iter().map(|item| item.replacement.clone()).collect(),
            left: self.left.clone(),
        }
    }
}

/// The new text: characters of the GSM alphabet, and those that were left.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_transliteration_text(
    transliteration: Option<&ecall_transliteration>,
) -> *const c_char {
    get_text(transliteration, |transliteration| Some(&transliteration.text))
}

/// How many replacements were made.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_transliteration_replacements_count(
    transliteration: Option<&ecall_transliteration>,
) -> usize {
    get(transliteration, 0, |transliteration| transliteration.replacements.len())
}

/// A replacement in the order of the text, by its index from 0; NULL behind the last. Lives as long as the transliteration.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_transliteration_replacement(
    transliteration: Option<&ecall_transliteration>,
    index: usize,
) -> *const ecall_replacement {
    lend(transliteration, |transliteration| transliteration.replacements.get(index))
}

/// How many characters have no substitute and were kept; 0 where the new text is wholly GSM.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_transliteration_left_count(transliteration: Option<&ecall_transliteration>) -> usize {
    get(transliteration, 0, |transliteration| transliteration.left.len())
}

/// A character that was kept, at its place in the text that was given, by its index from 0. Returns false, writing nothing,
/// behind the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_transliteration_left(
    transliteration: Option<&ecall_transliteration>,
    index: usize,
    position: *mut ecall_position,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a position.
    unsafe { get_position(transliteration, position, |transliteration| transliteration.left.get(index)) }
}

/// All of this as a JSON object: "text", "replacements" (each with "at", "from" and "to") and "left".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_transliteration_json(
    transliteration: Option<&ecall_transliteration>,
) -> *const c_char {
    get_text(transliteration, |transliteration| {
        Some(transliteration.json.get(|| json!(transliteration.transliteration())))
    })
}

/// Frees a transliteration with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_transliteration_free(transliteration: Option<Box<ecall_transliteration>>) {
    free(transliteration);
}
