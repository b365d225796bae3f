//! The boundary to C: NULL, UTF-8, panics and ownership, once for all functions.

use std::ffi::{CStr, CString, NulError, c_char, c_void};
use std::{ptr, slice};

use ecall::{Error, Kind, Outcome, Result};
use ecall_runtime::guarded;
use serde_json::Value;

use crate::about::ECALL_OK;
use crate::error::ecall_error;

/// Reads from a handle; `otherwise` where it is NULL or the library has a defect.
pub(crate) fn get<T, R>(handle: Option<&T>, otherwise: R, read: impl FnOnce(&T) -> R) -> R {
    match handle {
        Some(handle) => guarded(|| Ok(read(handle))).unwrap_or(otherwise),
        None => otherwise,
    }
}

/// Reads a text from a handle; NULL where there is none.
pub(crate) fn get_text<T>(handle: Option<&T>, read: impl FnOnce(&T) -> Option<&CString>) -> *const c_char {
    get(handle, ptr::null(), |handle| read(handle).map_or(ptr::null(), |text| text.as_ptr()))
}

/// Lends a part of a handle; NULL where there is none.
pub(crate) fn lend<T, P>(handle: Option<&T>, read: impl FnOnce(&T) -> Option<&P>) -> *const P {
    get(handle, ptr::null(), |handle| read(handle).map_or(ptr::null(), ptr::from_ref))
}

/// Reads a value that may be unknown and writes it to `out` where it is known; tells whether it is.
///
/// # Safety
/// `out` is NULL or points to memory for a `V`.
pub(crate) unsafe fn get_known<T, V>(
    handle: Option<&T>,
    out: *mut V,
    read: impl FnOnce(&T) -> Option<V>,
) -> bool {
    match get(handle, None, read) {
        Some(value) => {
            // SAFETY: as the caller promises.
            unsafe { put(out, value) };
            true
        }
        None => false,
    }
}

/// Lends bytes and writes how many they are; NULL and 0 where there are none.
///
/// # Safety
/// `length` is NULL or points to memory for a `usize`.
pub(crate) unsafe fn get_bytes<T>(
    handle: Option<&T>,
    length: *mut usize,
    read: impl FnOnce(&T) -> Option<&[u8]>,
) -> *const u8 {
    let (start, found) = get(handle, (ptr::null(), 0), |handle| {
        read(handle).map_or((ptr::null(), 0), |bytes| (bytes.as_ptr(), bytes.len()))
    });
    // SAFETY: as the caller promises.
    unsafe { put(length, found) };
    start
}

/// Ends the life of a handle.
pub(crate) fn free<T>(handle: Option<Box<T>>) {
    // A panic while dropping has nobody to be told to.
    let _ = guarded(|| {
        drop(handle);
        Ok(())
    });
}

/// A new handle; NULL where the library has a defect.
pub(crate) fn make<T>(build: impl FnOnce() -> T) -> *mut T {
    guarded(|| Ok(Box::into_raw(Box::new(build())))).unwrap_or(ptr::null_mut())
}

/// Runs a call, hands out its result or its error and returns the status code.
///
/// # Safety
/// `result` and `error` are each NULL or point to memory for a pointer.
pub(crate) unsafe fn finish<T>(
    result: *mut *mut T,
    error: *mut *mut ecall_error,
    call: impl FnOnce() -> Result<T>,
) -> i32 {
    // SAFETY: as the caller promises.
    unsafe { finish_optional(result, error, || call().map(Some)) }
}

/// Like [`finish`] for a call that may succeed without a result.
///
/// # Safety
/// See [`finish`].
pub(crate) unsafe fn finish_optional<T>(
    result: *mut *mut T,
    error: *mut *mut ecall_error,
    call: impl FnOnce() -> Result<Option<T>>,
) -> i32 {
    let (code, value, problem) = match guarded(call) {
        Ok(value) => (ECALL_OK, value, None),
        Err(problem) => (problem.kind().number(), None, Some(problem)),
    };
    // SAFETY: as the caller promises.
    unsafe {
        hand_out(result, value);
        hand_out(error, problem.map(ecall_error::from));
    }
    code
}

/// Like [`finish`] for a call that has no result.
///
/// # Safety
/// `error` is NULL or points to memory for a pointer.
pub(crate) unsafe fn finish_empty(error: *mut *mut ecall_error, call: impl FnOnce() -> Result<()>) -> i32 {
    // SAFETY: NULL is allowed; `error` as the caller promises.
    unsafe { finish(ptr::null_mut(), error, call) }
}

/// Runs a call that has no error object and returns the status code.
pub(crate) fn code(call: impl FnOnce() -> Result<()>) -> i32 {
    guarded(call).map_or_else(|problem| problem.kind().number(), |()| ECALL_OK)
}

/// Makes a handle of `value` and gives it to the caller, who may not want it; NULL where there is none.
///
/// # Safety
/// `out` is NULL or points to memory for a pointer.
pub(crate) unsafe fn hand_out<T>(out: *mut *mut T, value: Option<T>) {
    if !out.is_null() {
        let handle = value.map_or(ptr::null_mut(), |value| Box::into_raw(Box::new(value)));
        // SAFETY: as the caller promises, and not NULL.
        unsafe { out.write(handle) };
    }
}

/// Writes `value` where the caller wants it.
///
/// # Safety
/// `out` is NULL or points to memory for a `T`.
pub(crate) unsafe fn put<T>(out: *mut T, value: T) {
    if !out.is_null() {
        // SAFETY: as the caller promises, and not NULL.
        unsafe { out.write(value) };
    }
}

/// Writes `value` to its place in a column, where the caller wants that column.
///
/// # Safety
/// `column` is NULL or points to memory for more than `index` values.
pub(crate) unsafe fn put_at<T>(column: *mut T, index: usize, value: T) {
    if !column.is_null() {
        // SAFETY: as the caller promises, and not NULL.
        unsafe { column.add(index).write(value) };
    }
}

/// An argument that is not what C code may pass.
pub(crate) fn wrong(outcome: Outcome, name: &str, what: &str) -> Error {
    Error::new(Kind::InvalidArgument, outcome, format!("{name}: {what}"))
}

/// The handle behind an argument.
pub(crate) fn required<T>(outcome: Outcome, name: &str, handle: Option<T>) -> Result<T> {
    handle.ok_or_else(|| wrong(outcome, name, "must not be NULL"))
}

/// Where a result goes that is given once only, so that it may not be refused by NULL as others may: it would be lost.
pub(crate) fn place<T>(outcome: Outcome, name: &str, out: *mut T) -> Result<()> {
    required(outcome, name, (!out.is_null()).then_some(()))
}

/// A text argument.
///
/// # Safety
/// `text` is NULL or points to a text that ends in NUL, which outlives the result.
pub(crate) unsafe fn text<'a>(outcome: Outcome, name: &str, text: *const c_char) -> Result<&'a str> {
    // SAFETY: as the caller promises.
    required(outcome, name, unsafe { optional_text(outcome, name, text) }?)
}

/// A text argument that may be left out as NULL.
///
/// # Safety
/// See [`text`].
pub(crate) unsafe fn optional_text<'a>(
    outcome: Outcome,
    name: &str,
    text: *const c_char,
) -> Result<Option<&'a str>> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: as the caller promises, and not NULL.
    let text = unsafe { CStr::from_ptr(text) };
    text.to_str().map(Some).map_err(|_| wrong(outcome, name, "is not UTF-8"))
}

/// An argument of several items, octets most often. NULL is allowed where there are none.
///
/// # Safety
/// `start` is NULL or points to `count` items, which outlive the result.
pub(crate) unsafe fn items<'a, T>(
    outcome: Outcome,
    name: &str,
    start: *const T,
    count: usize,
) -> Result<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if start.is_null() {
        return Err(wrong(outcome, name, "must not be NULL"));
    }
    if count > isize::MAX as usize / size_of::<T>() {
        return Err(wrong(outcome, name, "is longer than memory"));
    }
    // SAFETY: as the caller promises, not NULL, and not longer than a slice may be.
    Ok(unsafe { slice::from_raw_parts(start, count) })
}

/// An argument of several texts.
///
/// # Safety
/// `start` is NULL or points to `count` pointers, each of which is NULL or points to a text that ends in NUL.
pub(crate) unsafe fn texts(
    outcome: Outcome,
    name: &str,
    start: *const *const c_char,
    count: usize,
) -> Result<Vec<String>> {
    // SAFETY: as the caller promises.
    let texts = unsafe { items(outcome, name, start, count) }?;
    let read = |(index, &text): (usize, &*const c_char)| {
        // SAFETY: as the caller promises.
        unsafe { self::text(outcome, &format!("{name}[{index}]"), text) }.map(str::to_owned)
    };
    texts.iter().enumerate().map(read).collect()
}

/// An argument that holds a JSON document. Its text is not repeated: it may hold a secret.
///
/// # Safety
/// See [`text`].
pub(crate) unsafe fn json(outcome: Outcome, name: &str, text: *const c_char) -> Result<Value> {
    // SAFETY: as the caller promises.
    let text = unsafe { self::text(outcome, name, text) }?;
    parse(outcome, name, text)
}

/// An argument that holds a JSON document, or NULL.
///
/// # Safety
/// See [`text`].
pub(crate) unsafe fn optional_json(
    outcome: Outcome,
    name: &str,
    text: *const c_char,
) -> Result<Option<Value>> {
    // SAFETY: as the caller promises.
    let text = unsafe { optional_text(outcome, name, text) }?;
    text.map(|text| parse(outcome, name, text)).transpose()
}

fn parse(outcome: Outcome, name: &str, text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|problem| {
        let place = format!("is not JSON (line {}, column {})", problem.line(), problem.column());
        wrong(outcome, name, &place)
    })
}

/// A text as C sees it. C texts end at the first NUL, so that one inside is replaced; the JSON form keeps it.
pub(crate) fn c_text(text: &str) -> CString {
    CString::new(text).unwrap_or_else(with_visible_nul)
}

/// The same of a text that nobody else needs, in its own memory.
pub(crate) fn c_text_from(text: String) -> CString {
    CString::new(text).unwrap_or_else(with_visible_nul)
}

fn with_visible_nul(refused: NulError) -> CString {
    let visible = String::from_utf8_lossy(&refused.into_vec()).replace('\0', "\u{FFFD}");
    CString::new(visible).expect("every NUL was replaced")
}

/// A text that may be missing as C sees it.
pub(crate) fn c_text_of(text: Option<&str>) -> Option<CString> {
    text.map(c_text)
}

/// What a C program wants to have back in its callback.
#[derive(Clone, Copy)]
pub(crate) struct UserData(pub *mut c_void);

// SAFETY: the pointer is never followed here. The header says that its callback runs on another thread.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

#[cfg(test)]
mod tests {
    use std::ptr;

    use ecall::{Kind, Outcome};

    use super::*;
    use crate::error::{ecall_error_free, ecall_error_kind};

    /// What a call leaves behind: its code, whether there is a result, and the kind of the error object.
    fn finished(call: impl FnOnce() -> Result<i32>) -> (i32, Option<i32>, i32) {
        let mut result: *mut i32 = ptr::null_mut();
        let mut error = ptr::null_mut();
        // SAFETY: both places are on the stack; what they hold afterwards came from Box::into_raw.
        unsafe {
            let code = finish(&raw mut result, &raw mut error, call);
            let kind = ecall_error_kind(error.as_ref());
            if !error.is_null() {
                ecall_error_free(Some(Box::from_raw(error)));
            }
            (code, (!result.is_null()).then(|| *Box::from_raw(result)), kind)
        }
    }

    #[test]
    fn a_call_leaves_a_result_or_an_error() {
        assert_eq!(finished(|| Ok(7)), (ECALL_OK, Some(7), ECALL_OK));
        let wrong = Kind::InvalidArgument.number();
        assert_eq!(finished(|| Err(wrong_text())), (wrong, None, wrong));
    }

    fn wrong_text() -> Error {
        wrong(Outcome::NotAccepted, "text", "must not be NULL")
    }

    #[test]
    fn a_panic_becomes_an_error_and_never_gets_out() {
        let internal = Kind::Internal.number();
        assert_eq!(finished(|| panic!("a defect")), (internal, None, internal));
        assert_eq!(code(|| panic!("a defect")), internal);
        assert_eq!(get(Some(&1), 5, |_| panic!("a defect")), 5);
        assert!(get_text(Some(&1), |_| panic!("a defect")).is_null());
        assert!(make::<i32>(|| panic!("a defect")).is_null());
        free(Some(Box::new(PanicsWhenDropped)));
    }

    struct PanicsWhenDropped;

    impl Drop for PanicsWhenDropped {
        fn drop(&mut self) {
            panic!("a defect");
        }
    }

    #[test]
    fn results_and_errors_need_not_be_wanted() {
        // SAFETY: NULL is allowed.
        let code = unsafe { finish(ptr::null_mut::<*mut i32>(), ptr::null_mut(), || Ok(7)) };
        assert_eq!(code, ECALL_OK);
        // SAFETY: as above.
        let code = unsafe { finish_empty(ptr::null_mut(), || Err(wrong_text())) };
        assert_eq!(code, Kind::InvalidArgument.number());
    }

    #[test]
    fn texts_are_utf8_and_a_nul_inside_stays_visible() {
        let read = |bytes: &'static [u8]| {
            // SAFETY: every text below ends in NUL.
            unsafe { text(Outcome::NotAccepted, "text", bytes.as_ptr().cast()) }
        };
        assert_eq!(read(b"Z\xc3\xbcrich\0").unwrap(), "Zürich");
        assert!(read(b"Z\xfcrich\0").unwrap_err().to_string().ends_with("text: is not UTF-8"));
        assert_eq!(c_text("a\0b").to_str(), Ok("a\u{FFFD}b"));
    }

    #[test]
    fn items_may_be_null_only_where_there_are_none() {
        let read = |start: *const u16, count: usize| {
            // SAFETY: NULL, or two items on the stack; more are refused before they are read.
            unsafe { items(Outcome::NotApplicable, "octets", start, count) }
                .map_err(|error| error.to_string())
        };
        let two = [1, 2];
        assert_eq!(read(two.as_ptr(), 2), Ok(&two[..]));
        assert_eq!(read(ptr::null(), 0), Ok(&[][..]));
        assert!(read(ptr::null(), 1).unwrap_err().contains("octets: must not be NULL"));
        assert!(read(two.as_ptr(), usize::MAX / 2).unwrap_err().contains("longer than memory"));
    }
}
