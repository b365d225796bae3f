//! A message that came in.

use std::ffi::{CString, c_char};

use ecall::smpp::SmppMessage;
use serde_json::json;

use crate::boundary::{c_text, c_text_of, get, get_bytes, get_text};
use crate::reply::Json;

/// A message that came in, all parts of it.
pub struct ecall_smpp_message {
    pub(super) value: SmppMessage,
    from: CString,
    to: CString,
    text: Option<CString>,
    tlvs: Json,
}

impl From<SmppMessage> for ecall_smpp_message {
    fn from(value: SmppMessage) -> Self {
        Self {
            from: c_text(&value.from),
            to: c_text(&value.to),
            text: c_text_of(value.text.as_deref()),
            tlvs: Json::default(),
            value,
        }
    }
}

/// The sender, digits of international numbers without "+".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_message_from(message: Option<&ecall_smpp_message>) -> *const c_char {
    get_text(message, |message| Some(&message.from))
}

/// Type of number of the sender.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_message_from_ton(message: Option<&ecall_smpp_message>) -> u8 {
    get(message, 0, |message| message.value.from_ton)
}

/// The number that it was sent to.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_message_to(message: Option<&ecall_smpp_message>) -> *const c_char {
    get_text(message, |message| Some(&message.to))
}

/// The text; NULL where the octets are none that can be read.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_message_text(message: Option<&ecall_smpp_message>) -> *const c_char {
    get_text(message, |message| message.text.as_ref())
}

/// The octets without headers, those of all parts together, `length` of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_message_octets(
    message: Option<&ecall_smpp_message>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(message, length, |message| Some(&message.value.octets)) }
}

/// How the octets are coded.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_message_data_coding(message: Option<&ecall_smpp_message>) -> u8 {
    get(message, 0, |message| message.value.data_coding)
}

/// The esm_class of the last part.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_message_esm_class(message: Option<&ecall_smpp_message>) -> u8 {
    get(message, 0, |message| message.value.esm_class)
}

/// How many parts it came in.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_message_parts(message: Option<&ecall_smpp_message>) -> u8 {
    get(message, 0, |message| message.value.parts)
}

/// The optional parameters of the last part, as a JSON array of objects with "tag" and "value".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_message_tlvs_json(message: Option<&ecall_smpp_message>) -> *const c_char {
    get_text(message, |message| Some(message.tlvs.get(|| json!(message.value.tlvs))))
}
