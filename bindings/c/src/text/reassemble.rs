//! Long texts, put together from the parts in which they arrive.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use ecall::text::reassemble::{Incomplete, Limits, Part, Pushed, Reassembler};

use super::OUTCOME;
use super::header::ecall_concatenation;
use crate::boundary::{
    c_text, finish, free, get, get_known, get_text, items, lend, make, required, text, wrong,
};
use crate::bytes::ecall_bytes;
use crate::error::ecall_error;

/// The part was the last that was missing.
pub const ECALL_PUSHED_COMPLETE: i32 = 0;
/// Other parts are missing.
pub const ECALL_PUSHED_WAITING: i32 = 1;
/// The part had arrived before, with the same body.
pub const ECALL_PUSHED_DUPLICATE: i32 = 2;
/// The part's numbers make no sense; what it says may be read as a text of its own.
pub const ECALL_PUSHED_INVALID: i32 = 3;

/// Puts long texts together. Nothing that is pushed is lost silently: every part comes out again, in a complete text, in an
/// incomplete one, or at once. Used by one thread at a time. It has no clock: the caller gives the time with every call, in
/// milliseconds from any beginning, never falling.
pub struct ecall_reassembler {
    parts: Reassembler<Vec<u8>>,
}

/// What became of a part.
pub struct ecall_pushed {
    outcome: i32,
    body: Option<ecall_bytes>,
    problem: Option<CString>,
    displaced: Option<ecall_incomplete>,
}

/// A text of which parts are missing. Belongs to what lent it.
pub struct ecall_incomplete {
    from: CString,
    to: CString,
    reference: u16,
    bits: u8,
    total: u8,
    parts: Vec<(u8, ecall_bytes)>,
    missing: Vec<u8>,
}

/// Texts that came out incomplete, the one that waited longest first.
pub struct ecall_incomplete_list {
    texts: Vec<ecall_incomplete>,
}

impl From<Incomplete<Vec<u8>>> for ecall_incomplete {
    fn from(text: Incomplete<Vec<u8>>) -> Self {
        Self {
            from: c_text(&text.from),
            to: c_text(&text.to),
            reference: text.reference,
            bits: text.bits.bits(),
            total: text.total,
            parts: text.parts.into_iter().map(|(number, body)| (number, body.into())).collect(),
            missing: text.missing,
        }
    }
}

impl From<Vec<Incomplete<Vec<u8>>>> for ecall_incomplete_list {
    fn from(texts: Vec<Incomplete<Vec<u8>>>) -> Self {
        Self { texts: texts.into_iter().map(ecall_incomplete::from).collect() }
    }
}

impl From<Pushed<Vec<u8>>> for ecall_pushed {
    fn from(pushed: Pushed<Vec<u8>>) -> Self {
        let (outcome, body, problem, displaced) = match pushed {
            Pushed::Complete { text, displaced } => {
                (ECALL_PUSHED_COMPLETE, Some(text.octets().into()), None, displaced)
            }
            Pushed::Waiting { displaced } => (ECALL_PUSHED_WAITING, None, None, displaced),
            Pushed::Duplicate(part) => (ECALL_PUSHED_DUPLICATE, Some(part.body.into()), None, None),
            Pushed::Invalid { part, problem } => {
                (ECALL_PUSHED_INVALID, Some(part.body.into()), Some(c_text(problem.code())), None)
            }
        };
        Self { outcome, body, problem, displaced: displaced.map(ecall_incomplete::from) }
    }
}

/// A reassembler with the usual limits: 1000 open texts, ten minutes for the next part, one minute for duplicates of a complete
/// text. Free it with ecall_reassembler_free; what is open is lost then, so call ecall_reassembler_drain before.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_reassembler_new() -> *mut ecall_reassembler {
    make(|| ecall_reassembler { parts: Reassembler::new(Limits::default()) })
}

/// A reassembler with limits. `max_open`: the most texts that are open at once, 1 at least; where one more begins, the one that
/// waits longest comes out incomplete. `timeout_ms`: how long an open text waits for its next part, in milliseconds.
/// `duplicate_ms`: how long the parts of a complete text are known again, in milliseconds; 0 is not at all.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_reassembler_new_with(
    max_open: usize,
    timeout_ms: u64,
    duplicate_ms: u64,
) -> *mut ecall_reassembler {
    make(|| ecall_reassembler { parts: Reassembler::new(Limits { max_open, timeout_ms, duplicate_ms }) })
}

/// Takes a part, in any order and more than once. `from` and `to` are the addresses as the network gives them, `concatenation`
/// what ecall_header_concatenation said, `body` the part's octets after the header (unpacked septets or octets of UCS-2: they are
/// decoded after they are put together, because a character may be cut in two). Free what became of it with ecall_pushed_free.
///
/// `body` may be NULL where `length` is 0. Returns ECALL_INVALID_ARGUMENT, taking nothing, for NULL elsewhere (`pushed` included,
/// because a text would be lost), for texts that are not UTF-8 and for bits that are not 8 or 16.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_reassembler_push(
    reassembler: Option<&mut ecall_reassembler>,
    from: *const c_char,
    to: *const c_char,
    concatenation: Option<&ecall_concatenation>,
    body: *const u8,
    length: usize,
    now_ms: u64,
    pushed: *mut *mut ecall_pushed,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        let reassembler = required(OUTCOME, "reassembler", reassembler)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let from = unsafe { text(OUTCOME, "from", from) }?.to_owned();
        // SAFETY: as above.
        let to = unsafe { text(OUTCOME, "to", to) }?.to_owned();
        let concatenation = required(OUTCOME, "concatenation", concatenation)?.try_into()?;
        // SAFETY: the caller passes NULL or `length` octets.
        let body = unsafe { items(OUTCOME, "body", body, length) }?.to_vec();
        wanted("pushed", pushed)?;
        Ok(ecall_pushed::from(reassembler.parts.push(Part { from, to, concatenation, body }, now_ms)))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(pushed, error, call) }
}

/// Refuses to give something out that nobody takes.
fn wanted<T>(name: &str, out: *mut *mut T) -> ecall::Result<()> {
    if out.is_null() { Err(wrong(OUTCOME, name, "must not be NULL")) } else { Ok(()) }
}

/// Gives out what has waited too long for its next part. Nothing happens between calls, so this has to be called now and then. Free
/// the list with ecall_incomplete_list_free.
///
/// Returns ECALL_INVALID_ARGUMENT, giving nothing out, where `reassembler` or `texts` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_reassembler_expire(
    reassembler: Option<&mut ecall_reassembler>,
    now_ms: u64,
    texts: *mut *mut ecall_incomplete_list,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        let reassembler = required(OUTCOME, "reassembler", reassembler)?;
        wanted("texts", texts)?;
        Ok(ecall_incomplete_list::from(reassembler.parts.expire(now_ms)))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(texts, error, call) }
}

/// Gives out all that is open, as at the end of a connection. Free the list with ecall_incomplete_list_free.
///
/// Returns ECALL_INVALID_ARGUMENT, giving nothing out, where `reassembler` or `texts` is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_reassembler_drain(
    reassembler: Option<&mut ecall_reassembler>,
    texts: *mut *mut ecall_incomplete_list,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        let reassembler = required(OUTCOME, "reassembler", reassembler)?;
        wanted("texts", texts)?;
        Ok(ecall_incomplete_list::from(reassembler.parts.drain()))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(texts, error, call) }
}

/// How many texts are open.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_reassembler_open(reassembler: Option<&ecall_reassembler>) -> usize {
    get(reassembler, 0, |reassembler| reassembler.parts.open())
}

/// When ecall_reassembler_expire will next have something to give, in milliseconds. Returns false, writing nothing, where no text
/// is open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_reassembler_next_expiry_ms(
    reassembler: Option<&ecall_reassembler>,
    next_expiry_ms: *mut u64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(reassembler, next_expiry_ms, |reassembler| reassembler.parts.next_expiry_ms()) }
}

/// Frees a reassembler, and what is open with it. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_reassembler_free(reassembler: Option<Box<ecall_reassembler>>) {
    free(reassembler);
}

/// What became of the part: ECALL_PUSHED_...; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_pushed_outcome(pushed: Option<&ecall_pushed>) -> i32 {
    get(pushed, -1, |pushed| pushed.outcome)
}

/// What became of the part, as a word: "complete", "waiting", "duplicate" or "invalid". Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_pushed_outcome_name(pushed: Option<&ecall_pushed>) -> *const c_char {
    let name: Option<&CStr> = match ecall_pushed_outcome(pushed) {
        ECALL_PUSHED_COMPLETE => Some(c"complete"),
        ECALL_PUSHED_WAITING => Some(c"waiting"),
        ECALL_PUSHED_DUPLICATE => Some(c"duplicate"),
        ECALL_PUSHED_INVALID => Some(c"invalid"),
        _ => None,
    };
    name.map_or(ptr::null(), CStr::as_ptr)
}

/// The bodies of all parts of a complete text, put together in their order; of a duplicate or invalid part its own body; NULL for
/// one that waits. Lives as long as the outcome and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_pushed_body(pushed: Option<&ecall_pushed>) -> *const ecall_bytes {
    lend(pushed, |pushed| pushed.body.as_ref())
}

/// What is wrong with an invalid part: "no_parts", "number_zero", "number_over_total" or "reference_over_8_bits", an open set; NULL
/// for all others.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_pushed_problem(pushed: Option<&ecall_pushed>) -> *const c_char {
    get_text(pushed, |pushed| pushed.problem.as_ref())
}

/// A text that had to go: because the part has its reference but does not belong to it, or because too many were open; NULL where
/// there is none. Lives as long as the outcome.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_pushed_displaced(pushed: Option<&ecall_pushed>) -> *const ecall_incomplete {
    lend(pushed, |pushed| pushed.displaced.as_ref())
}

/// Frees what became of a part with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_pushed_free(pushed: Option<Box<ecall_pushed>>) {
    free(pushed);
}

/// How many texts there are.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_list_count(texts: Option<&ecall_incomplete_list>) -> usize {
    get(texts, 0, |texts| texts.texts.len())
}

/// A text, by its index from 0; NULL behind the last. Lives as long as the list.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_list_at(
    texts: Option<&ecall_incomplete_list>,
    index: usize,
) -> *const ecall_incomplete {
    lend(texts, |texts| texts.texts.get(index))
}

/// Frees a list with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_list_free(texts: Option<Box<ecall_incomplete_list>>) {
    free(texts);
}

/// The sender's address.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_from(text: Option<&ecall_incomplete>) -> *const c_char {
    get_text(text, |text| Some(&text.from))
}

/// The recipient's address.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_to(text: Option<&ecall_incomplete>) -> *const c_char {
    get_text(text, |text| Some(&text.to))
}

/// What the parts share.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_reference(text: Option<&ecall_incomplete>) -> u16 {
    get(text, 0, |text| text.reference)
}

/// How long the reference is: 8 or 16 bits; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_bits(text: Option<&ecall_incomplete>) -> u8 {
    get(text, 0, |text| text.bits)
}

/// How many parts there should be.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_total(text: Option<&ecall_incomplete>) -> u8 {
    get(text, 0, |text| text.total)
}

/// How many parts arrived.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_parts_count(text: Option<&ecall_incomplete>) -> usize {
    get(text, 0, |text| text.parts.len())
}

/// The number, from 1, of a part that arrived, by its index from 0; 0 behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_part_number(text: Option<&ecall_incomplete>, index: usize) -> u8 {
    get(text, 0, |text| text.parts.get(index).map_or(0, |(number, _)| *number))
}

/// The body of a part that arrived, by its index from 0; NULL behind the last. Lives as long as the text and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_part_body(
    text: Option<&ecall_incomplete>,
    index: usize,
) -> *const ecall_bytes {
    lend(text, |text| text.parts.get(index).map(|(_, body)| body))
}

/// How many parts did not arrive.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_missing_count(text: Option<&ecall_incomplete>) -> usize {
    get(text, 0, |text| text.missing.len())
}

/// The number, from 1, of a part that did not arrive, by its index from 0; 0 behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_incomplete_missing(text: Option<&ecall_incomplete>, index: usize) -> u8 {
    get(text, 0, |text| text.missing.get(index).copied().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use ecall::text::Reference;
    use ecall::text::udh::Concatenation;

    use super::*;

    #[test]
    fn outcomes_have_the_words_of_the_core() {
        let mut parts = Reassembler::new(Limits::default());
        for (total, number) in [(0, 1), (2, 1), (2, 1), (2, 2)] {
            let concatenation = Concatenation { reference: 1, bits: Reference::Bits8, total, number };
            let part = Part { from: String::new(), to: String::new(), concatenation, body: Vec::new() };
            let pushed = parts.push(part, 0);
            let word = pushed.outcome();
            let name = ecall_pushed_outcome_name(Some(&ecall_pushed::from(pushed)));
            // SAFETY: names live as long as the program.
            assert_eq!(unsafe { CStr::from_ptr(name) }.to_str(), Ok(word));
        }
    }
}
