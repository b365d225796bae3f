//! What eCall tells by webhooks: status notifications and received messages.

use std::ffi::{CString, c_char};

use ecall::model::ReceivedMessage;
use ecall::webhook::StatusEvent;
use serde_json::json;

use crate::boundary::{c_text, c_text_of, free, get_known, get_text, lend};
use crate::reply::Json;
use crate::status::ecall_message_status;

/// The state of a message, as a status notification tells it.
pub struct ecall_status_event {
    value: StatusEvent,
    status: ecall_message_status,
    list_id: Option<CString>,
    json: Json,
}

/// A message that somebody sent to a number of the account. The service may leave any field away.
pub struct ecall_received_message {
    value: ReceivedMessage,
    channel: Option<CString>,
    message_id: Option<CString>,
    from: Option<CString>,
    to: Option<CString>,
    content_type: Option<CString>,
    text: Option<CString>,
    reply_id: Option<CString>,
    reply_title: Option<CString>,
    timestamp: Option<CString>,
    content: Json,
    extra: Json,
    json: Json,
}

impl From<StatusEvent> for ecall_status_event {
    fn from(value: StatusEvent) -> Self {
        Self {
            status: value.status.clone().into(),
            list_id: c_text_of(value.list_id.as_deref()),
            json: Json::default(),
            value,
        }
    }
}

impl From<ReceivedMessage> for ecall_received_message {
    fn from(value: ReceivedMessage) -> Self {
        Self {
            channel: value.channel.as_ref().map(|channel| c_text(channel.as_str())),
            message_id: c_text_of(value.message_id.as_deref()),
            from: c_text_of(value.from.as_deref()),
            to: c_text_of(value.to.as_deref()),
            content_type: value.content.as_ref().and_then(|content| c_text_of(content.tag())),
            text: c_text_of(value.text()),
            reply_id: c_text_of(value.reply_id()),
            reply_title: c_text_of(value.reply_title()),
            timestamp: value.timestamp.as_ref().map(|timestamp| c_text(timestamp.as_str())),
            content: Json::default(),
            extra: Json::default(),
            json: Json::default(),
            value,
        }
    }
}

/// The message and its state; HTTP status, body and attempts are none. Lives as long as the event and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_status_event_status(
    event: Option<&ecall_status_event>,
) -> *const ecall_message_status {
    lend(event, |event| Some(&event.status))
}

/// The id of the list that the message was sent with; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_status_event_list_id(event: Option<&ecall_status_event>) -> *const c_char {
    get_text(event, |event| event.list_id.as_ref())
}

/// Everything that was read, as a JSON object with the service's names; "raw" is an array of every parameter or member as it
/// came, name and value.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_status_event_json(event: Option<&ecall_status_event>) -> *const c_char {
    get_text(event, |event| Some(event.json.get(|| json!(event.value))))
}

/// Frees an event with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_status_event_free(event: Option<Box<ecall_status_event>>) {
    free(event);
}

/// The channel that the message took, "Sms". An open set; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_channel(message: Option<&ecall_received_message>) -> *const c_char {
    get_text(message, |message| message.channel.as_ref())
}

/// The id of the message; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_message_id(
    message: Option<&ecall_received_message>,
) -> *const c_char {
    get_text(message, |message| message.message_id.as_ref())
}

/// Who sent it; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_from(message: Option<&ecall_received_message>) -> *const c_char {
    get_text(message, |message| message.from.as_ref())
}

/// The number it was sent to; NULL where the service does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_to(message: Option<&ecall_received_message>) -> *const c_char {
    get_text(message, |message| message.to.as_ref())
}

/// The type of its content, "Text". An open set; NULL where there is no content, or none that could be read.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_content_type(
    message: Option<&ecall_received_message>,
) -> *const c_char {
    get_text(message, |message| message.content_type.as_ref())
}

/// Its content, as a JSON object with the service's names; NULL where there is none, or none that could be read.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_content_json(
    message: Option<&ecall_received_message>,
) -> *const c_char {
    get_text(message, |message| {
        let content = message.value.content.as_ref()?;
        Some(message.content.get(|| json!(content)))
    })
}

/// Its text; NULL where the content is none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_text(message: Option<&ecall_received_message>) -> *const c_char {
    get_text(message, |message| message.text.as_ref())
}

/// The id of the button or row that was chosen of an interactive message; NULL where the content is no such choice.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_reply_id(message: Option<&ecall_received_message>) -> *const c_char {
    get_text(message, |message| message.reply_id.as_ref())
}

/// The title of the button or row that was chosen; see ecall_received_message_reply_id.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_reply_title(
    message: Option<&ecall_received_message>,
) -> *const c_char {
    get_text(message, |message| message.reply_title.as_ref())
}

/// When it was received, as the service wrote it; NULL where it does not say.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_timestamp(
    message: Option<&ecall_received_message>,
) -> *const c_char {
    get_text(message, |message| message.timestamp.as_ref())
}

/// The timestamp in milliseconds since 1970-01-01 UTC. Returns false, writing nothing, where it has no zone or is missing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_received_message_timestamp_unix_ms(
    message: Option<&ecall_received_message>,
    unix_ms: *mut i64,
) -> bool {
    let read = |message: &ecall_received_message| {
        message.value.timestamp.as_ref()?.instant().map(|instant| instant.as_millisecond())
    };
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(message, unix_ms, read) }
}

/// The fields that this version does not know, as a JSON object.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_extra_json(
    message: Option<&ecall_received_message>,
) -> *const c_char {
    get_text(message, |message| Some(message.extra.get(|| json!(message.value.extra))))
}

/// Everything that was read, unknown fields included, as a JSON object with the service's names.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_json(message: Option<&ecall_received_message>) -> *const c_char {
    get_text(message, |message| Some(message.json.get(|| json!(message.value))))
}

/// Frees a received message with everything that it lent. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_received_message_free(message: Option<Box<ecall_received_message>>) {
    free(message);
}
