//! What eCall sends by itself, from a request to its answer.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};

use ecall::webhook::{self as core, Event, Incoming, IncomingHead, Receiver, ReceiverOptions, Refusal};
use ecall::{Outcome, Result};
use ecall_runtime::guarded;
use serde_json::json;

use crate::boundary::{finish, free, get, get_text, hand_out, items, lend, optional_json, optional_text};
use crate::bytes::ecall_bytes;
use crate::error::ecall_error;
use crate::https::{ecall_inbound_sms, ecall_job_notification};
use crate::received::{ecall_received_message, ecall_status_event};
use crate::reply::Json;

/// Nothing here sends anything.
const OUTCOME: Outcome = Outcome::NotApplicable;

/// The state of a message changed.
pub const ECALL_WEBHOOK_STATUS: i32 = 1;
/// Somebody sent a message to a number of the account.
pub const ECALL_WEBHOOK_RECEIVED: i32 = 2;
/// Somebody replied to a message of the HTTPS or SOAP interface.
pub const ECALL_WEBHOOK_CALLBACK_REPLY: i32 = 3;
/// The state of a job of the HTTPS or SOAP interface changed.
pub const ECALL_WEBHOOK_CALLBACK_NOTIFICATION: i32 = 4;
/// Somebody sent a message to a number of the account whose messages are forwarded.
pub const ECALL_WEBHOOK_CALLBACK_SMS: i32 = 5;

/// HTTP status of a request that is taken.
const TAKEN: i32 = 200;
/// HTTP status of a request that could not be looked at: the sender will try again.
const FAILED: i32 = 500;

/// Reads a status notification: the `length` octets of the query of a GET (with or without the question mark) or of the body of a
/// POST. Free the event with ecall_status_event_free. None of the functions ecall_webhook_... needs a client or the network.
///
/// Returns ECALL_INVALID_ARGUMENT for what is none; the error says what is missing and nothing of what was there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_webhook_parse_status(
    data: *const u8,
    length: usize,
    event: *mut *mut ecall_status_event,
    error: *mut *mut ecall_error,
) -> i32 {
    let parse = || {
        // SAFETY: the caller passes NULL or `length` octets.
        let data = unsafe { items(OUTCOME, "data", data, length) }?;
        core::parse_status(data).map(ecall_status_event::from)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(event, error, parse) }
}

/// Reads a received message: the `length` octets of the body of a POST. Free the message with ecall_received_message_free.
///
/// Returns ECALL_INVALID_ARGUMENT for what is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_webhook_parse_received(
    data: *const u8,
    length: usize,
    message: *mut *mut ecall_received_message,
    error: *mut *mut ecall_error,
) -> i32 {
    let parse = || {
        // SAFETY: the caller passes NULL or `length` octets.
        let data = unsafe { items(OUTCOME, "data", data, length) }?;
        core::parse_received(data).map(ecall_received_message::from)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(message, error, parse) }
}

/// Reads a callback of the HTTPS or SOAP interface: the `length` octets of the query of a GET (with or without the question mark),
/// or the whole URL. `encoding` says how its texts are encoded: "windows-1252", "utf-8" or, where it is NULL, "auto": Windows-1252 in
/// replies, and in the others UTF-8 where their octets are that, else Windows-1252 (provisional). Free the event with
/// ecall_webhook_event_free.
///
/// Returns ECALL_INVALID_ARGUMENT for what is none; the error says what is missing and nothing of what was there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_webhook_parse_callback(
    data: *const u8,
    length: usize,
    encoding: *const c_char,
    event: *mut *mut ecall_webhook_event,
    error: *mut *mut ecall_error,
) -> i32 {
    let parse = || {
        // SAFETY: the caller passes NULL or `length` octets.
        let data = unsafe { items(OUTCOME, "data", data, length) }?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let encoding = unsafe { optional_text(OUTCOME, "encoding", encoding) }?;
        let encoding = encoding.map(str::parse).transpose()?.unwrap_or_default();
        core::parse_callback(data, encoding).map(ecall_webhook_event::from)
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(event, error, parse) }
}

/// Whether an address ("193.93.208.200", also as IPv6) is one that eCall's webhooks come from. False for what is no address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_webhook_is_from_ecall(ip: *const c_char) -> bool {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    let ip = unsafe { lossy(ip) };
    get(Some(&ip), false, |ip| core::is_from_ecall(ip.as_deref().unwrap_or_default()))
}

/// Says which requests to a server are taken. May be used by any number of threads at once.
pub struct ecall_webhook_receiver {
    receiver: Receiver,
}

/// What eCall sent.
pub struct ecall_webhook_event {
    event: Event,
    status: Option<ecall_status_event>,
    received: Option<ecall_received_message>,
    message: Option<ecall_inbound_sms>,
    notification: Option<ecall_job_notification>,
    json: Json,
}

impl From<Event> for ecall_webhook_event {
    fn from(event: Event) -> Self {
        let (mut status, mut received, mut message, mut notification) = (None, None, None, None);
        match &event {
            Event::Status(told) => status = Some(told.clone().into()),
            Event::Received(told) => received = Some(told.clone().into()),
            Event::CallbackReply(told) | Event::CallbackSms(told) => {
                message = Some(told.message.clone().into())
            }
            Event::CallbackNotification(told) => notification = Some(told.notification.clone().into()),
            _ => {}
        }
        Self { event, status, received, message, notification, json: Json::default() }
    }
}

/// A text of a request, as a stranger may have sent it: what is not UTF-8 is replaced.
///
/// # Safety
/// `text` is NULL or ends in NUL, and outlives the result.
unsafe fn lossy<'a>(text: *const c_char) -> Option<Cow<'a, str>> {
    // SAFETY: as the caller promises, and not NULL.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy())
}

/// Makes a receiver. Free it with ecall_webhook_receiver_free. `options_json` is NULL or a JSON object, all of whose members
/// are optional:
/// - "allow": addresses ("192.0.2.7") and networks ("192.0.2.0/24") that may send, instead of eCall's own three;
/// - "any_source": true takes requests from anywhere, for a server behind a firewall that lets eCall alone through; excludes
///   "allow";
/// - "trusted_proxies": addresses and networks of the proxies before this server, whose X-Forwarded-For is believed; none
///   unless set;
/// - "max_body": the longest body or query that is taken, in octets: 1024 to 16777216. 262144 unless set;
/// - "callback_encoding": how the texts of callbacks (HTTPS and SOAP) are encoded: "windows-1252", "utf-8", or "auto", which is
///   the default: Windows-1252 in replies, and in the others UTF-8 where their octets are that, else Windows-1252.
///
/// Returns ECALL_CONFIG where an option is wrong, the error naming each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_webhook_receiver_new(
    options_json: *const c_char,
    receiver: *mut *mut ecall_webhook_receiver,
    error: *mut *mut ecall_error,
) -> i32 {
    let make = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let options = unsafe { optional_json(OUTCOME, "options_json", options_json) }?;
        let options = options.map_or_else(|| Ok(ReceiverOptions::new()), ReceiverOptions::from_json)?;
        Ok(ecall_webhook_receiver { receiver: Receiver::new(options)? })
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(receiver, error, make) }
}

/// The longest body that is taken, in octets: a server stops reading there, because not every request says its length before. 0
/// for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_receiver_max_body(receiver: Option<&ecall_webhook_receiver>) -> usize {
    get(receiver, 0, |receiver| receiver.receiver.max_body())
}

/// Whether the body of a request may be read at all, by source, method and length.
///
/// `peer` is the address of the connection's other end, with or without a port; `method` "POST"; `forwarded_for` the values of
/// all headers X-Forwarded-For in their order, joined by commas, or NULL; `content_length` that header, or -1. These come from
/// a stranger: nothing in them makes this fail.
///
/// Returns the HTTP status: 200 where it may be read; else what to answer: 403 (comes from elsewhere), 405 (to which a header
/// "Allow: GET, POST" belongs), 413 (too long), 500 (receiver is NULL). `reason` is NULL or takes why, in a sentence without
/// anything of the request, or NULL; free it with ecall_bytes_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_webhook_receiver_admit(
    receiver: Option<&ecall_webhook_receiver>,
    peer: *const c_char,
    method: *const c_char,
    forwarded_for: *const c_char,
    content_length: i64,
    reason: *mut *mut ecall_bytes,
) -> i32 {
    // SAFETY: the caller passes NULL or texts that end in NUL.
    let head = unsafe { Head::new(peer, method, forwarded_for) };
    let admit = |receiver: &Receiver| receiver.admit(head.with(u64::try_from(content_length).ok()));
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { answer(receiver, reason, admit) }.0
}

/// Goes from a whole request to its event. `query` is what follows the question mark of the URL, or NULL; `body` has `length`
/// octets. The others, and `reason`, as for ecall_webhook_receiver_admit, which is asked again.
///
/// Returns the HTTP status: 200 where `event` was made, to be answered once the program is done with it (500 where it failed: the
/// service may then send it again); else what to answer, with 400 where the request cannot be read. Free the event with
/// ecall_webhook_event_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_webhook_receiver_open(
    receiver: Option<&ecall_webhook_receiver>,
    peer: *const c_char,
    method: *const c_char,
    forwarded_for: *const c_char,
    query: *const c_char,
    body: *const u8,
    length: usize,
    event: *mut *mut ecall_webhook_event,
    reason: *mut *mut ecall_bytes,
) -> i32 {
    // SAFETY: the caller passes NULL or texts that end in NUL.
    let (head, query) = unsafe { (Head::new(peer, method, forwarded_for), lossy(query)) };
    // SAFETY: the caller passes NULL or `length` octets.
    let body = unsafe { items(OUTCOME, "body", body, length) }.unwrap_or_default();
    let open = |receiver: &Receiver| {
        let head = head.with(None);
        receiver.open(Incoming { head, query: query.as_deref(), body }).map(ecall_webhook_event::from)
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    let (status, opened) = unsafe { answer(receiver, reason, open) };
    // SAFETY: as above.
    unsafe { hand_out(event, opened) };
    status
}

/// The head of a request as it came.
struct Head<'a> {
    peer: Option<Cow<'a, str>>,
    method: Option<Cow<'a, str>>,
    forwarded_for: Option<Cow<'a, str>>,
}

impl Head<'_> {
    /// # Safety
    /// Each is NULL or ends in NUL, and outlives the head.
    unsafe fn new(peer: *const c_char, method: *const c_char, forwarded_for: *const c_char) -> Self {
        // SAFETY: as the caller promises.
        unsafe { Self { peer: lossy(peer), method: lossy(method), forwarded_for: lossy(forwarded_for) } }
    }

    fn with(&self, content_length: Option<u64>) -> IncomingHead<'_> {
        IncomingHead {
            peer: self.peer.as_deref().unwrap_or_default().into(),
            method: self.method.as_deref().unwrap_or_default(),
            forwarded_for: self.forwarded_for.as_deref().into_iter().collect(),
            content_length,
        }
    }
}

/// Asks the receiver: the HTTP status, and what was made where it is 200.
///
/// # Safety
/// `reason` is NULL or points to memory for a pointer.
unsafe fn answer<T>(
    receiver: Option<&ecall_webhook_receiver>,
    reason: *mut *mut ecall_bytes,
    ask: impl FnOnce(&Receiver) -> std::result::Result<T, Refusal>,
) -> (i32, Option<T>) {
    let asked: Result<Option<_>> = guarded(|| Ok(receiver.map(|receiver| ask(&receiver.receiver))));
    let (status, made, why) = match asked {
        Ok(Some(Ok(made))) => (TAKEN, Some(made), None),
        Ok(Some(Err(refusal))) => (i32::from(refusal.status), None, Some(refusal.reason)),
        Ok(None) => (FAILED, None, Some("receiver: must not be NULL".to_owned())),
        Err(defect) => (FAILED, None, Some(defect.to_string())),
    };
    // SAFETY: as the caller promises.
    unsafe { hand_out(reason, why.map(ecall_bytes::from)) };
    (status, made)
}

/// Frees a receiver. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_receiver_free(receiver: Option<Box<ecall_webhook_receiver>>) {
    free(receiver);
}

/// What the event is: ECALL_WEBHOOK_STATUS, ECALL_WEBHOOK_RECEIVED or one of ECALL_WEBHOOK_CALLBACK_... An open set; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_event_kind(event: Option<&ecall_webhook_event>) -> i32 {
    get(event, 0, |event| match event.event {
        Event::Status(_) => ECALL_WEBHOOK_STATUS,
        Event::Received(_) => ECALL_WEBHOOK_RECEIVED,
        Event::CallbackReply(_) => ECALL_WEBHOOK_CALLBACK_REPLY,
        Event::CallbackNotification(_) => ECALL_WEBHOOK_CALLBACK_NOTIFICATION,
        Event::CallbackSms(_) => ECALL_WEBHOOK_CALLBACK_SMS,
        _ => 0,
    })
}

/// The status notification; NULL where the event is none. Lives as long as the event and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_event_status(
    event: Option<&ecall_webhook_event>,
) -> *const ecall_status_event {
    lend(event, |event| event.status.as_ref())
}

/// The received message; NULL where the event is none. Lives as long as the event and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_event_received(
    event: Option<&ecall_webhook_event>,
) -> *const ecall_received_message {
    lend(event, |event| event.received.as_ref())
}

/// The message of a reply or of a forwarded SMS; NULL where the event is neither. Lives as long as the event and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_event_message(
    event: Option<&ecall_webhook_event>,
) -> *const ecall_inbound_sms {
    lend(event, |event| event.message.as_ref())
}

/// What a callback tells of a job; NULL where the event is no ECALL_WEBHOOK_CALLBACK_NOTIFICATION. Lives as long as the event and
/// must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_event_notification(
    event: Option<&ecall_webhook_event>,
) -> *const ecall_job_notification {
    lend(event, |event| event.notification.as_ref())
}

/// Everything that was read, as a JSON object with the service's names, "kind", which is "status", "received", "callback_reply",
/// "callback_notification" or "callback_sms", and of a query "raw", every parameter as it came.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_event_json(event: Option<&ecall_webhook_event>) -> *const c_char {
    get_text(event, |event| Some(event.json.get(|| json!(event.event))))
}

/// Frees an event with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_webhook_event_free(event: Option<Box<ecall_webhook_event>>) {
    free(event);
}
