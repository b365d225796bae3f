//! What a client tells by itself.

use std::ffi::{CString, c_char};
use std::ptr;

use ecall::smpp::{LinkEvent, RawPdu, SmppEvent, SmppIncomplete, StrayResponse};
use serde_json::json;

use super::message::ecall_smpp_message;
use super::receipt::ecall_smpp_receipt;
use crate::about::{ECALL_OK, kind_name};
use crate::boundary::{c_text, c_text_of, free, get, get_bytes, get_known, get_text, lend};
use crate::reply::Json;

/// What has become of a message that was sent.
pub const ECALL_SMPP_RECEIPT: i32 = 1;
/// A message that came in, all parts of it.
pub const ECALL_SMPP_MESSAGE: i32 = 2;
/// Parts of a message whose others did not come in time.
pub const ECALL_SMPP_INCOMPLETE: i32 = 3;
/// The state of the link changed.
pub const ECALL_SMPP_LINK: i32 = 4;
/// A response that nobody waits for any more, or that nobody ever waited for.
pub const ECALL_SMPP_RESPONSE: i32 = 5;
/// A PDU that could not be read, or is of no use to a client. It was answered.
pub const ECALL_SMPP_RAW: i32 = 6;

/// Something that happened on the link.
pub struct ecall_smpp_event {
    what: What,
    json: Json,
}

enum What {
    Receipt(Box<ecall_smpp_receipt>),
    Message(Box<ecall_smpp_message>),
    Incomplete(Box<ecall_smpp_incomplete>),
    Link(Box<ecall_smpp_link>),
    Response(Box<ecall_smpp_response>),
    Raw(Box<ecall_smpp_raw>),
    /// What this library has no type for.
    Other(Box<SmppEvent>),
}

impl From<SmppEvent> for ecall_smpp_event {
    fn from(event: SmppEvent) -> Self {
        let what = match event {
            SmppEvent::Receipt(receipt) => What::Receipt(Box::new((*receipt).into())),
            SmppEvent::Message(message) => What::Message(Box::new((*message).into())),
            SmppEvent::Incomplete(incomplete) => What::Incomplete(Box::new((*incomplete).into())),
            SmppEvent::Link(link) => What::Link(Box::new(link.into())),
            SmppEvent::Response(response) => What::Response(Box::new(response.into())),
            SmppEvent::Raw(raw) => What::Raw(Box::new(raw.into())),
            other => What::Other(Box::new(other)),
        };
        Self { what, json: Json::default() }
    }
}

impl ecall_smpp_event {
    /// The core's event.
    fn value(&self) -> SmppEvent {
        match &self.what {
            What::Receipt(receipt) => SmppEvent::Receipt(Box::new(receipt.value.clone())),
            What::Message(message) => SmppEvent::Message(Box::new(message.value.clone())),
            What::Incomplete(incomplete) => SmppEvent::Incomplete(Box::new(incomplete.value.clone())),
            What::Link(link) => SmppEvent::Link(link.value.clone()),
            What::Response(response) => SmppEvent::Response(response.value.clone()),
            What::Raw(raw) => SmppEvent::Raw(raw.value.clone()),
            What::Other(other) => (**other).clone(),
        }
    }
}

/// What there is of a message whose other parts did not come.
pub struct ecall_smpp_incomplete {
    value: SmppIncomplete,
    from: CString,
    to: CString,
    texts: Vec<Option<CString>>,
}

impl From<SmppIncomplete> for ecall_smpp_incomplete {
    fn from(value: SmppIncomplete) -> Self {
        Self {
            from: c_text(&value.from),
            to: c_text(&value.to),
            texts: value.parts.iter().map(|(_, text)| c_text_of(text.as_deref())).collect(),
            value,
        }
    }
}

/// That the link came into a state, and why.
pub struct ecall_smpp_link {
    value: LinkEvent,
    state: CString,
    reason: Option<CString>,
    message: Option<CString>,
}

impl From<LinkEvent> for ecall_smpp_link {
    fn from(value: LinkEvent) -> Self {
        Self {
            state: c_text(value.state.as_str()),
            reason: c_text_of(value.reason),
            message: c_text_of(value.message.as_deref()),
            value,
        }
    }
}

/// A response without a request that waits.
pub struct ecall_smpp_response {
    value: StrayResponse,
    reason: CString,
    message_id: Option<CString>,
}

impl From<StrayResponse> for ecall_smpp_response {
    fn from(value: StrayResponse) -> Self {
        Self { reason: c_text(value.reason), message_id: c_text_of(value.message_id.as_deref()), value }
    }
}

/// Octets that are no PDU, or one that is of no use to a client.
pub struct ecall_smpp_raw {
    value: RawPdu,
    reason: CString,
    message: CString,
}

impl From<RawPdu> for ecall_smpp_raw {
    fn from(value: RawPdu) -> Self {
        Self { reason: c_text(value.reason), message: c_text(&value.message), value }
    }
}

/// What it is: ECALL_SMPP_RECEIPT and those that follow. A program must expect numbers that its header does not name. 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_type(event: Option<&ecall_smpp_event>) -> i32 {
    get(event, 0, |event| match event.what {
        What::Receipt(_) => ECALL_SMPP_RECEIPT,
        What::Message(_) => ECALL_SMPP_MESSAGE,
        What::Incomplete(_) => ECALL_SMPP_INCOMPLETE,
        What::Link(_) => ECALL_SMPP_LINK,
        What::Response(_) => ECALL_SMPP_RESPONSE,
        What::Raw(_) => ECALL_SMPP_RAW,
        What::Other(_) => 0,
    })
}

/// The receipt; NULL where the event is something else. Lives as long as the event, as what the functions below return.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_receipt(event: Option<&ecall_smpp_event>) -> *const ecall_smpp_receipt {
    lend(event, |event| match &event.what {
        What::Receipt(receipt) => Some(&**receipt),
        _ => None,
    })
}

/// The message that came in; NULL where the event is something else.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_message(event: Option<&ecall_smpp_event>) -> *const ecall_smpp_message {
    lend(event, |event| match &event.what {
        What::Message(message) => Some(&**message),
        _ => None,
    })
}

/// What there is of an incomplete message; NULL where the event is something else.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_incomplete(
    event: Option<&ecall_smpp_event>,
) -> *const ecall_smpp_incomplete {
    lend(event, |event| match &event.what {
        What::Incomplete(incomplete) => Some(&**incomplete),
        _ => None,
    })
}

/// The state of the link; NULL where the event is something else.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_link(event: Option<&ecall_smpp_event>) -> *const ecall_smpp_link {
    lend(event, |event| match &event.what {
        What::Link(link) => Some(&**link),
        _ => None,
    })
}

/// The response that nobody waits for; NULL where the event is something else.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_response(event: Option<&ecall_smpp_event>) -> *const ecall_smpp_response {
    lend(event, |event| match &event.what {
        What::Response(response) => Some(&**response),
        _ => None,
    })
}

/// The octets that are of no use; NULL where the event is something else.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_raw(event: Option<&ecall_smpp_event>) -> *const ecall_smpp_raw {
    lend(event, |event| match &event.what {
        What::Raw(raw) => Some(&**raw),
        _ => None,
    })
}

/// Everything that is known, as a JSON object with "type": "receipt", "message", "incomplete", "link", "response", "raw". Octets are hex
/// digits.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_json(event: Option<&ecall_smpp_event>) -> *const c_char {
    get_text(event, |event| Some(event.json.get(|| json!(event.value()))))
}

/// Frees an event with everything that it lent, which does not say that it is taken. NULL does nothing. Not for one that a callback was
/// lent.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_event_free(event: Option<Box<ecall_smpp_event>>) {
    free(event);
}

/// The sender.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_incomplete_from(incomplete: Option<&ecall_smpp_incomplete>) -> *const c_char {
    get_text(incomplete, |incomplete| Some(&incomplete.from))
}

/// The number that it was sent to.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_incomplete_to(incomplete: Option<&ecall_smpp_incomplete>) -> *const c_char {
    get_text(incomplete, |incomplete| Some(&incomplete.to))
}

/// How many parts there should be.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_incomplete_total(incomplete: Option<&ecall_smpp_incomplete>) -> u8 {
    get(incomplete, 0, |incomplete| incomplete.value.total)
}

/// The numbers of the parts that did not come, `length` of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_incomplete_missing(
    incomplete: Option<&ecall_smpp_incomplete>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(incomplete, length, |incomplete| Some(&incomplete.value.missing)) }
}

/// How many parts came.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_incomplete_parts_count(incomplete: Option<&ecall_smpp_incomplete>) -> usize {
    get(incomplete, 0, |incomplete| incomplete.value.parts.len())
}

/// The number of a part that came, from 1, by its index from 0; 0 behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_incomplete_part_number(
    incomplete: Option<&ecall_smpp_incomplete>,
    index: usize,
) -> u8 {
    get(incomplete, 0, |incomplete| incomplete.value.parts.get(index).map_or(0, |(number, _)| *number))
}

/// The text of a part that came, by its index from 0; NULL where it cannot be read, and behind the last.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_incomplete_part_text(
    incomplete: Option<&ecall_smpp_incomplete>,
    index: usize,
) -> *const c_char {
    get_text(incomplete, |incomplete| incomplete.texts.get(index)?.as_ref())
}

/// The state, an open set: "connecting", "bound" (messages go out), "refused" (the bind was), "throttled" (the centre asked for fewer
/// messages), "resumed", "down" (another connection is tried after a pause), "closed".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_link_state(link: Option<&ecall_smpp_link>) -> *const c_char {
    get_text(link, |link| Some(&link.state))
}

/// Why, an open set: "connect", "tls", "bind_refused", "bind_timeout", "closed_by_peer", "broken", "unbound_by_peer", "dead_peer",
/// "garbage", "throttled", "unbound"; NULL where nothing went wrong.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_link_reason(link: Option<&ecall_smpp_link>) -> *const c_char {
    get_text(link, |link| link.reason.as_ref())
}

/// Why, in a sentence; NULL where nothing went wrong.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_link_message(link: Option<&ecall_smpp_link>) -> *const c_char {
    get_text(link, |link| link.message.as_ref())
}

/// The number of the kind of the error; ECALL_OK where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_link_kind(link: Option<&ecall_smpp_link>) -> i32 {
    get(link, ECALL_OK, |link| link.value.kind.map_or(ECALL_OK, |kind| kind.number()))
}

/// The word of the kind of the error; NULL where there is none. Lives as long as the program.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_link_kind_name(link: Option<&ecall_smpp_link>) -> *const c_char {
    get(link, ptr::null(), |link| link.value.kind.map_or(ptr::null(), kind_name))
}

/// The command_status that came. Returns false, writing nothing, where none did.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_link_smpp_status(
    link: Option<&ecall_smpp_link>,
    smpp_status: *mut u32,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(link, smpp_status, |link| link.value.smpp_status) }
}

/// How long the pause is that follows, in milliseconds. Returns false, writing nothing, where none does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_link_pause_ms(
    link: Option<&ecall_smpp_link>,
    pause_ms: *mut u64,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(link, pause_ms, |link| link.value.pause_ms) }
}

/// Where a link went down: how many requests were written whose outcome nobody knows.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_link_unknown(link: Option<&ecall_smpp_link>) -> u32 {
    get(link, 0, |link| link.value.unknown)
}

/// Why nobody waits, an open set: "late", "duplicate" or "unsolicited".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_response_reason(response: Option<&ecall_smpp_response>) -> *const c_char {
    get_text(response, |response| Some(&response.reason))
}

/// The command_id.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_response_command(response: Option<&ecall_smpp_response>) -> u32 {
    get(response, 0, |response| response.value.command)
}

/// The sequence number.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_response_sequence(response: Option<&ecall_smpp_response>) -> u32 {
    get(response, 0, |response| response.value.sequence)
}

/// The command_status.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_response_smpp_status(response: Option<&ecall_smpp_response>) -> u32 {
    get(response, 0, |response| response.value.smpp_status)
}

/// The id that it gives a message; NULL where it gives none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_response_message_id(response: Option<&ecall_smpp_response>) -> *const c_char {
    get_text(response, |response| response.message_id.as_ref())
}

/// Why it is not read, an open set: "no_header", "length", "truncated", "dest_flag" (it cannot be); "too_short", "too_long" (and the
/// connection had to end); "unsupported" (a command that the service does not have either); "type" (a deliver_sm that is neither a
/// message nor a receipt).
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_raw_reason(raw: Option<&ecall_smpp_raw>) -> *const c_char {
    get_text(raw, |raw| Some(&raw.reason))
}

/// What is wrong, in a sentence.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_raw_message(raw: Option<&ecall_smpp_raw>) -> *const c_char {
    get_text(raw, |raw| Some(&raw.message))
}

/// The octets, the header included, `length` of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_raw_octets(
    raw: Option<&ecall_smpp_raw>,
    length: *mut usize,
) -> *const u8 {
    // SAFETY: the caller passes NULL or memory for a length.
    unsafe { get_bytes(raw, length, |raw| Some(&raw.value.octets)) }
}
