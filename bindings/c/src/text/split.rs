//! A text in pages.

use std::ffi::{CString, c_char};
use std::ptr;

use ecall::text::{Alphabet, Page, Split};
use serde_json::json;

use super::estimate::{alphabet_number, ecall_alphabet_name};
use crate::boundary::{c_text, free, get, get_text};
use crate::reply::Json;

/// A text in pages, one at least. Together they are the text.
pub struct ecall_split {
    alphabet: Alphabet,
    pages: Vec<(CString, usize)>,
    json: Json,
}

impl From<Split<'_>> for ecall_split {
    fn from(split: Split<'_>) -> Self {
        let pages = split.pages.iter().map(|page| (c_text(page.text), page.units)).collect();
        Self { alphabet: split.alphabet, pages, json: Json::default() }
    }
}

impl ecall_split {
    /// The core's split again, whose text is not kept.
    fn split(&self) -> Split<'_> {
        let pages = self.pages.iter();
        let pages =
            pages.map(|(text, units)| Page { text: text.to_str().unwrap_or_default(), units: *units });
        Split { alphabet: self.alphabet, pages: pages.collect() }
    }
}

/// What the text is counted in: ECALL_ALPHABET_...; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_split_alphabet(split: Option<&ecall_split>) -> i32 {
    get(split, -1, |split| alphabet_number(split.alphabet))
}

/// What the text is counted in, as a word: "gsm" or "ucs2". Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_split_alphabet_name(split: Option<&ecall_split>) -> *const c_char {
    get(split, ptr::null(), |split| ecall_alphabet_name(alphabet_number(split.alphabet)))
}

/// How many pages there are.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_split_pages_count(split: Option<&ecall_split>) -> usize {
    get(split, 0, |split| split.pages.len())
}

/// The text of a page, by its index from 0; NULL behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_split_page_text(split: Option<&ecall_split>, index: usize) -> *const c_char {
    get_text(split, |split| split.pages.get(index).map(|(text, _)| text))
}

/// What a page costs, in units of the alphabet, by its index from 0; 0 behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_split_page_units(split: Option<&ecall_split>, index: usize) -> usize {
    get(split, 0, |split| split.pages.get(index).map_or(0, |(_, units)| *units))
}

/// All of this as a JSON object: "alphabet" and "pages", each with "text" and "units".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_split_json(split: Option<&ecall_split>) -> *const c_char {
    get_text(split, |split| Some(split.json.get(|| json!(split.split()))))
}

/// Frees a split. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_split_free(split: Option<Box<ecall_split>>) {
    free(split);
}
