//! Files that are sent with a fax.

use std::ffi::c_char;

use ecall::{Attachment, Outcome};

use crate::boundary::{code, free, items, make, optional_text, required, text};

const OUTCOME: Outcome = Outcome::NotAccepted;

/// Files for ecall_soap_client_send_fax, in the order in which they were added. Filled by one thread at a time; may then be used for
/// any number of faxes, also at once, and freed as soon as a call was made, asynchronous ones included.
#[derive(Default)]
pub struct ecall_attachments {
    files: Vec<Attachment>,
}

impl ecall_attachments {
    /// The files of an argument; none where it is NULL.
    pub fn of(attachments: Option<&Self>) -> Vec<Attachment> {
        attachments.map_or_else(Vec::new, |attachments| attachments.files.clone())
    }
}

/// A list without files. Free it with ecall_attachments_free.
///
/// The functions below return ECALL_OK, or ECALL_INVALID_ARGUMENT where an argument is NULL that may not be, or a text is not UTF-8;
/// then nothing is added. Files are checked by the call that is given them: their number, size and type, by the end of the name.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attachments_new() -> *mut ecall_attachments {
    make(ecall_attachments::default)
}

/// Adds the regular file at `path`. It is sent as `name`, or where that is NULL by the name that it has there. It is read while it
/// is sent, and again where it has to be sent again; it must not change meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_attachments_add_path(
    attachments: Option<&mut ecall_attachments>,
    path: *const c_char,
    name: *const c_char,
) -> i32 {
    code(|| {
        let attachments = required(OUTCOME, "attachments", attachments)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let file = Attachment::path(unsafe { text(OUTCOME, "path", path) }?);
        // SAFETY: as above.
        attachments.files.push(match unsafe { optional_text(OUTCOME, "name", name) }? {
            Some(name) => file.named(name),
            None => file,
        });
        Ok(())
    })
}

/// Adds a file from memory: `length` octets, which are copied once, however often they are sent. `octets` may be NULL where there are
/// none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_attachments_add_bytes(
    attachments: Option<&mut ecall_attachments>,
    name: *const c_char,
    octets: *const u8,
    length: usize,
) -> i32 {
    code(|| {
        let attachments = required(OUTCOME, "attachments", attachments)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let name = unsafe { text(OUTCOME, "name", name) }?;
        // SAFETY: the caller passes NULL or `length` octets.
        let octets = unsafe { items(OUTCOME, "octets", octets, length) }?;
        attachments.files.push(Attachment::bytes(name, octets.to_vec()));
        Ok(())
    })
}

/// Frees a list. Calls that were given it go on. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_attachments_free(attachments: Option<Box<ecall_attachments>>) {
    free(attachments);
}
