//! Octets, and texts of which nobody knows whether they hold a NUL.

use std::ffi::c_char;
use std::ptr;

use crate::boundary::{free, get};

/// Octets that the library made. What a call writes to a `**` parameter is the caller's, who frees it with ecall_bytes_free; what
/// a getter returns is lent. May be read by any number of threads at once.
pub struct ecall_bytes {
    /// With a NUL at the end, which is not one of them.
    octets: Vec<u8>,
}

impl From<Vec<u8>> for ecall_bytes {
    fn from(mut octets: Vec<u8>) -> Self {
        octets.push(0);
        Self { octets }
    }
}

impl From<String> for ecall_bytes {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

/// The octets; never NULL, also where there are none. NULL for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_bytes_data(bytes: Option<&ecall_bytes>) -> *const u8 {
    get(bytes, ptr::null(), |bytes| bytes.octets.as_ptr())
}

/// How many octets there are; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_bytes_length(bytes: Option<&ecall_bytes>) -> usize {
    get(bytes, 0, |bytes| bytes.octets.len() - 1)
}

/// The same octets where they are a text, as the functions say: UTF-8, which ends in NUL. Of a text that may itself hold a NUL
/// (what was decoded) ecall_bytes_length is the length, and this reads as far as the first one.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_bytes_text(bytes: Option<&ecall_bytes>) -> *const c_char {
    ecall_bytes_data(bytes).cast()
}

/// Frees octets that are the caller's. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_bytes_free(bytes: Option<Box<ecall_bytes>>) {
    free(bytes);
}
