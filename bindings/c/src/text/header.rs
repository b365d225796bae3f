//! What stands before the text of a received part.

use std::ffi::{CString, c_char};

use ecall::Result;
use ecall::text::udh::{Concatenation, Udh};

use super::OUTCOME;
use crate::boundary::{c_text, finish, free, get, get_known, get_text, items, lend};
use crate::bytes::ecall_bytes;
use crate::error::ecall_error;

/// Which part of which text.
#[repr(C)]
pub struct ecall_concatenation {
    /// What the parts of one text share: 0 to 255 or, with 16 bits, to 65535.
    pub reference: u16,
    /// How long the reference is: 8 or 16 bits.
    pub bits: u8,
    /// How many parts there are, 1 to 255.
    pub total: u8,
    /// Which one this is, 1 to total.
    pub number: u8,
}

impl From<Concatenation> for ecall_concatenation {
    fn from(concatenation: Concatenation) -> Self {
        let Concatenation { reference, bits, total, number } = concatenation;
        Self { reference, bits: bits.bits(), total, number }
    }
}

impl TryFrom<&ecall_concatenation> for Concatenation {
    type Error = ecall::Error;

    fn try_from(concatenation: &ecall_concatenation) -> Result<Self> {
        let ecall_concatenation { reference, bits, total, number } = *concatenation;
        Ok(Self { reference, bits: ecall::text::reference(bits.into())?, total, number })
    }
}

/// A user data header that was read, and what follows it.
pub struct ecall_header {
    concatenation: Option<Concatenation>,
    locking: CString,
    single: CString,
    fill_bits: u8,
    elements: Vec<(u8, ecall_bytes)>,
    body: ecall_bytes,
}

impl ecall_header {
    fn of(header: &Udh<'_>, body: &[u8]) -> Self {
        let shifts = header.shifts();
        let elements = header.elements().map(|element| (element.id, element.data.to_vec().into()));
        Self {
            concatenation: header.concatenation(),
            locking: c_text(shifts.locking.as_str()),
            single: c_text(shifts.single.as_str()),
            fill_bits: header.fill_bits(),
            elements: elements.collect(),
            body: body.to_vec().into(),
        }
    }
}

/// Reads the user data header at the start of a received part's octets. Free it with ecall_header_free.
///
/// `octets` may be NULL where `length` is 0. Returns ECALL_INVALID_ARGUMENT for octets that are no header; a receiver then ignores
/// the header as a whole.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_parse_header(
    octets: *const u8,
    length: usize,
    header: *mut *mut ecall_header,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or `length` octets.
        let octets = unsafe { items(OUTCOME, "octets", octets, length) }?;
        let (header, body) = ecall::text::parse_header(octets)?;
        Ok(ecall_header::of(&header, body))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(header, error, call) }
}

/// Of which text this is a part, and which. Returns false, writing nothing, where the header does not say so in a valid element.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_header_concatenation(
    header: Option<&ecall_header>,
    concatenation: *mut ecall_concatenation,
) -> bool {
    let read = |header: &ecall_header| header.concatenation.map(ecall_concatenation::from);
    // SAFETY: the caller passes NULL or memory for a concatenation.
    unsafe { get_known(header, concatenation, read) }
}

/// The language whose table stands for the default alphabet, "turkish"; "default" where the header names none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_header_locking(header: Option<&ecall_header>) -> *const c_char {
    get_text(header, |header| Some(&header.locking))
}

/// The language whose table stands for the extension table, "turkish"; "default" where the header names none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_header_single(header: Option<&ecall_header>) -> *const c_char {
    get_text(header, |header| Some(&header.single))
}

/// How many bits, 0 to 6, stand between the header and the first septet of packed GSM text: for ecall_text_unpack.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_header_fill_bits(header: Option<&ecall_header>) -> u8 {
    get(header, 0, |header| header.fill_bits)
}

/// How many elements the header has, unknown and repeated ones included.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_header_elements_count(header: Option<&ecall_header>) -> usize {
    get(header, 0, |header| header.elements.len())
}

/// The identifier of an element, 0 to 255, by its index from 0; -1 behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_header_element_id(header: Option<&ecall_header>, index: usize) -> i32 {
    get(header, -1, |header| header.elements.get(index).map_or(-1, |(id, _)| i32::from(*id)))
}

/// What an element says, by its index from 0; NULL behind the last. Lives as long as the header and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_header_element_data(
    header: Option<&ecall_header>,
    index: usize,
) -> *const ecall_bytes {
    lend(header, |header| header.elements.get(index).map(|(_, data)| data))
}

/// The octets after the header. Lives as long as the header and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_header_body(header: Option<&ecall_header>) -> *const ecall_bytes {
    lend(header, |header| Some(&header.body))
}

/// Frees a header with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_header_free(header: Option<Box<ecall_header>>) {
    free(header);
}
