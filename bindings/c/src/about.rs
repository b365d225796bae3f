//! What the library says about itself: version, binary interface, the tables of kinds and outcomes.

use std::ffi::{CStr, CString, c_char};
use std::ptr;
use std::sync::LazyLock;

use ecall::{Kind, Outcome};

use crate::boundary::{c_text, get};

/// What a call returns that succeeded. Every other status code is the number of a kind of error.
pub(crate) const ECALL_OK: i32 = 0;

/// Version of the binary interface: grows when programs must be compiled again. Also the number in libecall.so.N.
pub const ECALL_ABI_VERSION: i32 = 0;

const VERSION: &CStr = match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
    Ok(version) => version,
    Err(_) => panic!("a version has no NUL"),
};

/// Word and description of each kind, in the order of Kind::ALL.
static KINDS: LazyLock<Vec<(CString, CString)>> = LazyLock::new(|| {
    Kind::ALL.iter().map(|kind| (c_text(kind.as_str()), c_text(kind.description()))).collect()
});

static OUTCOMES: LazyLock<Vec<CString>> =
    LazyLock::new(|| Outcome::ALL.iter().map(|outcome| c_text(outcome.as_str())).collect());

fn kind_text(number: i32, choose: fn(&(CString, CString)) -> &CString) -> *const c_char {
    let index = Kind::ALL.iter().position(|kind| kind.number() == number);
    get(index.as_ref(), ptr::null(), |index| choose(&KINDS[*index]).as_ptr())
}

/// The word of a kind, for errors and attempts.
pub(crate) fn kind_name(kind: Kind) -> *const c_char {
    kind_text(kind.number(), |(name, _)| name)
}

/// The word of an outcome, for errors and attempts.
pub(crate) fn outcome_name(outcome: Outcome) -> *const c_char {
    ecall_outcome_name(outcome.number())
}

/// The version of the library that is running, "1.2.3". Never NULL; lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_version() -> *const c_char {
    VERSION.as_ptr()
}

/// The version of the binary interface of the library that is running.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_abi_version() -> i32 {
    ECALL_ABI_VERSION
}

/// Whether a program that was compiled with this header can use the library that is running:
/// ecall_abi_matches(ECALL_ABI_VERSION).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_abi_matches(abi_version: i32) -> bool {
    abi_version == ECALL_ABI_VERSION
}

/// How many kinds of error the library that is running knows. It may be more than this header names.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_kind_count() -> usize {
    Kind::ALL.len()
}

/// The number of a kind by its index, from 0; ECALL_OK behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_kind_at(index: usize) -> i32 {
    Kind::ALL.get(index).map_or(ECALL_OK, |kind| kind.number())
}

/// The stable word of a kind, "outcome_unknown"; NULL for a number that is no kind. Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_kind_name(kind: i32) -> *const c_char {
    kind_text(kind, |(name, _)| name)
}

/// One sentence on what a kind means; NULL for a number that is no kind. Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_kind_description(kind: i32) -> *const c_char {
    kind_text(kind, |(_, description)| description)
}

/// The stable word of an outcome, "not_accepted"; NULL for a number that is none. Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_outcome_name(outcome: i32) -> *const c_char {
    let index = Outcome::ALL.iter().position(|known| known.number() == outcome);
    get(index.as_ref(), ptr::null(), |index| OUTCOMES[*index].as_ptr())
}
