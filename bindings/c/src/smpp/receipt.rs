//! What has become of a message that was sent.

use std::ffi::{CString, c_char};

use ecall::smpp::SmppReceipt;
use ecall::smpp::pdu::{Absolute, NetworkError};
use serde_json::json;

use crate::boundary::{c_text, c_text_of, get, get_known, get_text};
use crate::reply::Json;

/// A delivery receipt or an intermediate notification.
pub struct ecall_smpp_receipt {
    pub(super) value: SmppReceipt,
    message_id: Option<CString>,
    receipted_id: Option<CString>,
    tag: Option<CString>,
    state: Option<CString>,
    word: Option<CString>,
    error: Option<CString>,
    text: Option<CString>,
    from: CString,
    to: CString,
    tlvs: Json,
}

impl From<SmppReceipt> for ecall_smpp_receipt {
    fn from(value: SmppReceipt) -> Self {
        Self {
            message_id: c_text_of(value.message_id.as_deref()),
            receipted_id: c_text_of(value.receipted_id.as_deref()),
            tag: c_text_of(value.tag.as_deref()),
            state: c_text_of(value.state),
            word: c_text_of(value.word.as_deref()),
            error: c_text_of(value.error.as_deref()),
            text: c_text_of(value.text.as_deref()),
            from: c_text(&value.from),
            to: c_text(&value.to),
            tlvs: Json::default(),
            value,
        }
    }
}

/// A time by the centre's clock.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ecall_smpp_time {
    /// 2000 to 2099.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59; 0 where the receipt has none.
    pub second: u8,
    /// 0 to 9; 0 where the receipt has none.
    pub tenths: u8,
    /// Whether the receipt says how far the clock is ahead of UTC.
    pub has_quarters: bool,
    /// By how many quarters of an hour it is, -48 to 48; 0 where the receipt does not say.
    pub quarters: i8,
}

impl From<Absolute> for ecall_smpp_time {
    fn from(time: Absolute) -> Self {
        let Absolute { year, month, day, hour, minute, second, tenths, quarters } = time;
        Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
            tenths,
            has_quarters: quarters.is_some(),
            quarters: quarters.unwrap_or(0),
        }
    }
}

/// An error of a network.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ecall_smpp_network_error {
    /// In which network, 0 where it was not said: 1 ANSI-136, 2 IS-95, 3 GSM. An open set.
    pub network: u8,
    /// The network's own number.
    pub code: u16,
}

impl From<NetworkError> for ecall_smpp_network_error {
    fn from(error: NetworkError) -> Self {
        Self { network: error.network.0, code: error.code }
    }
}

/// The id of the message: where it was matched, as the response to its submit had it. NULL where the receipt has none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_message_id(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| receipt.message_id.as_ref())
}

/// The id as the receipt has it; NULL where it has none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_receipted_id(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| receipt.receipted_id.as_ref())
}

/// Whether it is about a message that this client sent and remembers.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_matched(receipt: Option<&ecall_smpp_receipt>) -> bool {
    get(receipt, false, |receipt| receipt.value.matched)
}

/// What ecall_submit_options_set_tag said of that message; NULL where it said nothing, or the receipt was not matched.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_tag(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| receipt.tag.as_ref())
}

/// Which part of that message it is about, from 1; 0 where it was not matched.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_part(receipt: Option<&ecall_smpp_receipt>) -> u8 {
    get(receipt, 0, |receipt| receipt.value.part)
}

/// How many parts that message has; 0 where it was not matched.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_parts(receipt: Option<&ecall_smpp_receipt>) -> u8 {
    get(receipt, 0, |receipt| receipt.value.parts)
}

/// What has become of it, an open set: "delivered", "expired"; NULL where the receipt does not say it in a way that is known.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_state(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| receipt.state.as_ref())
}

/// The number of the state, as the standard has it. Returns false, writing nothing, where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_receipt_state_number(
    receipt: Option<&ecall_smpp_receipt>,
    state_number: *mut u8,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(receipt, state_number, |receipt| receipt.value.state_number) }
}

/// The word of the state as it was written, "DELIVRD"; NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_word(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| receipt.word.as_ref())
}

/// Whether it is the last word.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_is_final(receipt: Option<&ecall_smpp_receipt>) -> bool {
    get(receipt, false, |receipt| receipt.value.is_final)
}

/// Whether it is an intermediate notification.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_is_intermediate(receipt: Option<&ecall_smpp_receipt>) -> bool {
    get(receipt, false, |receipt| receipt.value.is_intermediate)
}

/// The error as it was written; NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_error(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| receipt.error.as_ref())
}

/// The error as a number. Returns false, writing nothing, where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_receipt_error_code(
    receipt: Option<&ecall_smpp_receipt>,
    error_code: *mut u32,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(receipt, error_code, |receipt| receipt.value.error_code) }
}

/// The network's error. Returns false, writing nothing, where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_receipt_network_error(
    receipt: Option<&ecall_smpp_receipt>,
    network_error: *mut ecall_smpp_network_error,
) -> bool {
    // SAFETY: the caller passes NULL or memory for an error.
    unsafe { get_known(receipt, network_error, |receipt| receipt.value.network_error.map(Into::into)) }
}

/// How many messages were sent. Returns false, writing nothing, where the receipt does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_receipt_submitted(
    receipt: Option<&ecall_smpp_receipt>,
    submitted: *mut u32,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(receipt, submitted, |receipt| receipt.value.submitted) }
}

/// How many were delivered. Returns false, writing nothing, where the receipt does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_receipt_delivered(
    receipt: Option<&ecall_smpp_receipt>,
    delivered: *mut u32,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(receipt, delivered, |receipt| receipt.value.delivered) }
}

/// When it was sent. Returns false, writing nothing, where the receipt does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_receipt_submit_date(
    receipt: Option<&ecall_smpp_receipt>,
    submit_date: *mut ecall_smpp_time,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a time.
    unsafe { get_known(receipt, submit_date, |receipt| receipt.value.submit_date.map(Into::into)) }
}

/// When it came to its state. Returns false, writing nothing, where the receipt does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_receipt_done_date(
    receipt: Option<&ecall_smpp_receipt>,
    done_date: *mut ecall_smpp_time,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a time.
    unsafe { get_known(receipt, done_date, |receipt| receipt.value.done_date.map(Into::into)) }
}

/// The beginning of the message; NULL where the receipt does not have it.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_text(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| receipt.text.as_ref())
}

/// The address that the message was sent to.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_from(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| Some(&receipt.from))
}

/// The sender of the message.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_to(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| Some(&receipt.to))
}

/// The optional parameters, as a JSON array of objects with "tag" and "value".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_receipt_tlvs_json(receipt: Option<&ecall_smpp_receipt>) -> *const c_char {
    get_text(receipt, |receipt| Some(receipt.tlvs.get(|| json!(receipt.value.tlvs))))
}
