//! What a text costs and why.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use ecall::text::{Alphabet, Estimate, LimitProblem, Position};
use serde_json::json;

use crate::boundary::{c_text, free, get, get_known, get_text};
use crate::reply::Json;

/// The GSM 7-bit default alphabet with its extension table, counted in septets.
pub const ECALL_ALPHABET_GSM: i32 = 0;
/// UCS-2 (in fact UTF-16), counted in code units of 16 bits.
pub const ECALL_ALPHABET_UCS2: i32 = 1;
/// Any character, counted in code points: channels that have no pages (WhatsApp, RCS).
pub const ECALL_ALPHABET_UNICODE: i32 = 2;

/// The number of an alphabet; -1 for one that this binding does not know.
pub(crate) fn alphabet_number(alphabet: Alphabet) -> i32 {
    match alphabet {
        Alphabet::Gsm => ECALL_ALPHABET_GSM,
        Alphabet::Ucs2 => ECALL_ALPHABET_UCS2,
        Alphabet::Unicode => ECALL_ALPHABET_UNICODE,
        _ => -1,
    }
}

/// The stable word of an alphabet: "gsm", "ucs2" or "unicode"; NULL for a number that is none. Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_alphabet_name(alphabet: i32) -> *const c_char {
    let name: Option<&CStr> = match alphabet {
        ECALL_ALPHABET_GSM => Some(c"gsm"),
        ECALL_ALPHABET_UCS2 => Some(c"ucs2"),
        ECALL_ALPHABET_UNICODE => Some(c"unicode"),
        _ => None,
    };
    name.map_or(ptr::null(), CStr::as_ptr)
}

/// A place in a text, in the units of every language, each counted from 0.
#[repr(C)]
pub struct ecall_position {
    /// The character that stands there: its code point.
    pub character: u32,
    /// Its offset in octets of UTF-8: what C and C++ count in.
    pub byte: usize,
    /// Its offset in code points.
    pub code_point: usize,
    /// Its offset in UTF-16 code units.
    pub utf16: usize,
}

impl From<&Position> for ecall_position {
    fn from(position: &Position) -> Self {
        let Position { character, byte, code_point, utf16 } = *position;
        Self { character: character.into(), byte, code_point, utf16 }
    }
}

/// What a text would cost after ecall_text_to_gsm.
#[repr(C)]
pub struct ecall_saving {
    /// What it would be counted in: ECALL_ALPHABET_...
    pub alphabet: i32,
    /// How many pages it would take.
    pub pages: usize,
    /// How many units it would have.
    pub units: usize,
}

/// What will become of a text. Made by ecall_text_estimate, or lent by the result of a send.
pub struct ecall_estimate {
    estimate: Estimate,
    problems: Vec<Problem>,
    json: Json,
}

struct Problem {
    code: CString,
    found: usize,
    limit: Option<usize>,
}

impl From<Estimate> for ecall_estimate {
    fn from(estimate: Estimate) -> Self {
        let problems = estimate.problems.iter().map(Problem::from).collect();
        Self { estimate, problems, json: Json::default() }
    }
}

impl From<&LimitProblem> for Problem {
    fn from(problem: &LimitProblem) -> Self {
        Self { code: c_text(problem.code()), found: problem.found(), limit: problem.limit() }
    }
}

/// Reads a position of several.
///
/// # Safety
/// `position` is NULL or points to memory for a position.
pub(crate) unsafe fn get_position<T>(
    handle: Option<&T>,
    position: *mut ecall_position,
    read: impl FnOnce(&T) -> Option<&Position>,
) -> bool {
    // SAFETY: as the caller promises.
    unsafe { get_known(handle, position, |handle| read(handle).map(ecall_position::from)) }
}

/// What the text is counted in: ECALL_ALPHABET_...; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_alphabet(estimate: Option<&ecall_estimate>) -> i32 {
    get(estimate, -1, |estimate| alphabet_number(estimate.estimate.measure.alphabet))
}

/// What the text is counted in, as a word: "gsm", "ucs2" or "unicode". Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_alphabet_name(estimate: Option<&ecall_estimate>) -> *const c_char {
    ecall_alphabet_name(ecall_estimate_alphabet(estimate))
}

/// How many pages it takes, whatever the limits: 1 at least; 1 on channels without pages.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_pages(estimate: Option<&ecall_estimate>) -> usize {
    get(estimate, 0, |estimate| estimate.estimate.measure.pages)
}

/// How long it is: septets in GSM (characters of the extension table two), UTF-16 code units in UCS-2 (most emoji two), code
/// points on channels without pages.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_units(estimate: Option<&ecall_estimate>) -> usize {
    get(estimate, 0, |estimate| estimate.estimate.measure.units)
}

/// The room on the last page, in units: so many one-unit characters of the alphabet can follow before it costs another page
/// (on channels without pages, before the limit).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_units_left(estimate: Option<&ecall_estimate>) -> usize {
    get(estimate, 0, |estimate| estimate.estimate.measure.units_left)
}

/// What a page of this text holds, in units: 160 or 70 alone, 153 or 67 in parts (152 or 66 with a reference of 16 bits). The
/// limit of characters on channels without pages.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_page_units(estimate: Option<&ecall_estimate>) -> usize {
    get(estimate, 0, |estimate| estimate.estimate.measure.page_units)
}

/// How many characters GSM does not have: why the text is UCS-2; 0 where it is not.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_forcing_count(estimate: Option<&ecall_estimate>) -> usize {
    get(estimate, 0, |estimate| estimate.estimate.forcing.len())
}

/// A character that GSM does not have, by its index from 0. Returns false, writing nothing, behind the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_estimate_forcing(
    estimate: Option<&ecall_estimate>,
    index: usize,
    position: *mut ecall_position,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a position.
    unsafe { get_position(estimate, position, |estimate| estimate.estimate.forcing.get(index)) }
}

/// How many characters cost two units: those of the extension table in GSM, those outside the Basic Multilingual Plane (most
/// emoji) in UCS-2.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_doubled_count(estimate: Option<&ecall_estimate>) -> usize {
    get(estimate, 0, |estimate| estimate.estimate.doubled.len())
}

/// A character that costs two units, by its index from 0. Returns false, writing nothing, behind the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_estimate_doubled(
    estimate: Option<&ecall_estimate>,
    index: usize,
    position: *mut ecall_position,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a position.
    unsafe { get_position(estimate, position, |estimate| estimate.estimate.doubled.get(index)) }
}

/// How many rules the text breaks; 0 where it can be sent whole.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_problems_count(estimate: Option<&ecall_estimate>) -> usize {
    get(estimate, 0, |estimate| estimate.problems.len())
}

/// A rule that the text breaks, by its index from 0: "page_limit", "max_length" or "force_gsm", an open set; NULL behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_problem_code(
    estimate: Option<&ecall_estimate>,
    index: usize,
) -> *const c_char {
    get_text(estimate, |estimate| estimate.problems.get(index).map(|problem| &problem.code))
}

/// How many pages or characters that rule is about, by its index from 0; 0 behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_problem_found(estimate: Option<&ecall_estimate>, index: usize) -> usize {
    get(estimate, 0, |estimate| estimate.problems.get(index).map_or(0, |problem| problem.found))
}

/// How many that rule allows, by its index from 0. Returns false, writing nothing, behind the last and for a rule without a
/// limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_estimate_problem_limit(
    estimate: Option<&ecall_estimate>,
    index: usize,
    limit: *mut usize,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(estimate, limit, |estimate| estimate.problems.get(index)?.limit) }
}

/// Where the service would cut the text: the first character that is lost. Returns false, writing nothing, where all of it is
/// sent. (Provisional: the service's documentation says no more than "truncated".)
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_estimate_cut_from(
    estimate: Option<&ecall_estimate>,
    from: *mut ecall_position,
) -> bool {
    let read = |estimate: &ecall_estimate| Some(ecall_position::from(&estimate.estimate.cut.as_ref()?.from));
    // SAFETY: the caller passes NULL or memory for a position.
    unsafe { get_known(estimate, from, read) }
}

/// How many characters (code points) would be lost; 0 where all of the text is sent.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_cut_characters(estimate: Option<&ecall_estimate>) -> usize {
    get(estimate, 0, |estimate| estimate.estimate.cut.map_or(0, |cut| cut.characters))
}

/// What ecall_text_to_gsm would make of the text. Returns false, writing nothing, where that is neither another alphabet nor
/// fewer pages.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_estimate_transliterated(
    estimate: Option<&ecall_estimate>,
    saving: *mut ecall_saving,
) -> bool {
    let read = |estimate: &ecall_estimate| {
        let found = estimate.estimate.transliterated?;
        let alphabet = alphabet_number(found.alphabet);
        Some(ecall_saving { alphabet, pages: found.pages, units: found.units })
    };
    // SAFETY: the caller passes NULL or memory for a saving.
    unsafe { get_known(estimate, saving, read) }
}

/// All of this as a JSON object: "alphabet", "pages", "units", "units_left", "page_units", "forcing", "doubled", "problems", "cut"
/// and "transliterated".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_json(estimate: Option<&ecall_estimate>) -> *const c_char {
    get_text(estimate, |estimate| Some(estimate.json.get(|| json!(estimate.estimate))))
}

/// Frees an estimate of ecall_text_estimate; not one that a result lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_estimate_free(estimate: Option<Box<ecall_estimate>>) {
    free(estimate);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alphabets_have_the_names_of_the_core() {
        for alphabet in [Alphabet::Gsm, Alphabet::Ucs2, Alphabet::Unicode] {
            let name = ecall_alphabet_name(alphabet_number(alphabet));
            // SAFETY: names live as long as the program.
            assert_eq!(unsafe { CStr::from_ptr(name) }.to_str(), Ok(alphabet.as_str()));
        }
        assert!(ecall_alphabet_name(-1).is_null());
    }
}
