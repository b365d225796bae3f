//! Text to octets and back.

use std::ffi::c_char;

use ecall::Result;
use ecall::text::{self as core, gsm, latin1, ucs2};

use super::OUTCOME;
use crate::boundary::{finish, items, optional_text, text};
use crate::bytes::ecall_bytes;
use crate::error::ecall_error;

/// Makes octets of a text.
///
/// # Safety
/// `text` is NULL or ends in NUL; `result` and `error` are NULL or memory for a pointer.
unsafe fn encode(
    text: *const c_char,
    result: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
    encode: impl FnOnce(&str) -> Result<Vec<u8>>,
) -> i32 {
    // SAFETY: as the caller promises.
    let call = || encode(unsafe { self::text(OUTCOME, "text", text) }?).map(ecall_bytes::from);
    // SAFETY: as the caller promises.
    unsafe { finish(result, error, call) }
}

/// Makes something of octets.
///
/// # Safety
/// `octets` is NULL or `length` octets; `result` and `error` are NULL or memory for a pointer.
unsafe fn decode<T: Into<ecall_bytes>>(
    name: &str,
    octets: *const u8,
    length: usize,
    result: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
    decode: impl FnOnce(&[u8]) -> Result<T>,
) -> i32 {
    // SAFETY: as the caller promises.
    let call = || decode(unsafe { items(OUTCOME, name, octets, length) }?).map(Into::into);
    // SAFETY: as the caller promises.
    unsafe { finish(result, error, call) }
}

/// A text as unpacked septets of the GSM alphabet, one to an octet (0 to 127); characters of the extension table are two. Free
/// what this and the functions below make with ecall_bytes_free.
///
/// Returns ECALL_INVALID_ARGUMENT for a text that is NULL or not UTF-8, and where it has characters outside GSM: the error's field
/// has the rule "alphabet" and their number as its length.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_encode_gsm(
    text: *const c_char,
    septets: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { encode(text, septets, error, core::encode_gsm) }
}

/// The text of unpacked septets, one to an octet; what is void becomes what 3GPP TS 23.038 says, an octet over 127 U+FFFD. Read it
/// with ecall_bytes_text. `locking` and `single` are the languages of the national tables that the header names
/// (ecall_header_locking, ecall_header_single): "turkish"; NULL for the default alphabet.
///
/// `septets` may be NULL where `length` is 0. Returns ECALL_INVALID_ARGUMENT for a language that has no tables.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_decode_gsm(
    septets: *const u8,
    length: usize,
    locking: *const c_char,
    single: *const c_char,
    text: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    let read = |septets: &[u8]| {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let locking = unsafe { optional_text(OUTCOME, "locking", locking) }?;
        // SAFETY: as above.
        let single = unsafe { optional_text(OUTCOME, "single", single) }?;
        Ok(gsm::decode_with(septets, core::shifts(locking, single)?))
    };
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { decode("septets", septets, length, text, error, read) }
}

/// Packs septets, one to an octet, as SMS carries them: seven bits each. `fill_bits`: zero bits before the first, 0 to 6, so that
/// a header ends on a septet's border (ecall_header_fill_bits); 0 where there is no header.
///
/// `septets` may be NULL where `length` is 0. Returns ECALL_INVALID_ARGUMENT for more fill bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_pack(
    septets: *const u8,
    length: usize,
    fill_bits: u8,
    octets: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function.
    unsafe {
        decode("septets", septets, length, octets, error, |septets| core::pack(septets, fill_bits.into()))
    }
}

/// Takes `count` septets out of packed octets; fewer where the octets do not hold so many. `fill_bits`: bits before the first that
/// are passed over, 0 to 6.
///
/// `octets` may be NULL where `length` is 0. Returns ECALL_INVALID_ARGUMENT for more fill bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_unpack(
    octets: *const u8,
    length: usize,
    count: usize,
    fill_bits: u8,
    septets: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    let unpack = |octets: &[u8]| core::unpack(octets, count, fill_bits.into());
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { decode("octets", octets, length, septets, error, unpack) }
}

/// A text as octets of UCS-2: two for each UTF-16 code unit, the higher first, without a byte order mark.
///
/// Returns ECALL_INVALID_ARGUMENT for a text that is NULL or not UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_encode_ucs2(
    text: *const c_char,
    octets: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { encode(text, octets, error, |text| Ok(ucs2::encode(text))) }
}

/// The text of octets of UCS-2; half a surrogate pair and an odd octet at the end become U+FFFD. Read it with ecall_bytes_text.
///
/// `octets` may be NULL where `length` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_decode_ucs2(
    octets: *const u8,
    length: usize,
    text: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { decode("octets", octets, length, text, error, |octets| Ok(ucs2::decode(octets))) }
}

/// A text as octets of Latin-1 (ISO 8859-1).
///
/// Returns ECALL_INVALID_ARGUMENT as ecall_text_encode_gsm.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_encode_latin1(
    text: *const c_char,
    octets: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { encode(text, octets, error, core::encode_latin1) }
}

/// The text of octets of Latin-1. Read it with ecall_bytes_text.
///
/// `octets` may be NULL where `length` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_text_decode_latin1(
    octets: *const u8,
    length: usize,
    text: *mut *mut ecall_bytes,
    error: *mut *mut ecall_error,
) -> i32 {
    // SAFETY: the caller keeps the same promises to this function.
    unsafe { decode("octets", octets, length, text, error, |octets| Ok(latin1::decode(octets))) }
}
