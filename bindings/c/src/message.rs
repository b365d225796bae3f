//! Messages: setters for the common case, JSON for the full model.

use std::ffi::c_char;
use std::ptr;

use ecall::model::{Channel, Content, Notification, Recipient, wire};
use ecall::{Message, Outcome, Result};
use serde_json::json;

use crate::boundary::{
    code, finish, finish_empty, free, get, get_text, json, make, optional_json, optional_text, required,
    text, wrong,
};
use crate::error::ecall_error;
use crate::reply::Json;

/// A message to send. Filled by one thread at a time; may then be sent any number of times, also at once, and freed as soon
/// as a call was made, asynchronous ones included.
pub struct ecall_message {
    message: Message,
    json: Json,
}

impl ecall_message {
    fn of(message: Message) -> Self {
        Self { message, json: Json::default() }
    }

    /// The message in a call's argument.
    pub fn get(message: Option<&Self>) -> Result<Message> {
        Ok(required(Outcome::NotAccepted, "message", message)?.message.clone())
    }

    /// The message of a handle that is no longer needed.
    pub fn into_message(self) -> Message {
        self.message
    }
}

fn change(message: Option<&mut ecall_message>, set: impl FnOnce(&mut Message) -> Result<()>) -> Result<()> {
    let message = required(Outcome::NotAccepted, "message", message)?;
    set(&mut message.message)?;
    message.json = Json::default();
    Ok(())
}

/// Sets from a text; NULL is given on as none.
unsafe fn change_text(
    message: Option<&mut ecall_message>,
    name: &str,
    value: *const c_char,
    set: impl FnOnce(&mut Message, Option<&str>),
) -> i32 {
    code(|| {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let value = unsafe { optional_text(Outcome::NotAccepted, name, value) }?;
        change(message, |message| {
            set(message, value);
            Ok(())
        })
    })
}

/// A model's error with the argument that it was about.
fn located(name: &'static str) -> impl FnOnce(wire::ReadError) -> ecall::Error {
    move |problem| wrong(Outcome::NotAccepted, name, &problem.to_string())
}

/// An empty message. Free it with ecall_message_free.
///
/// The setters below return ECALL_OK, or ECALL_INVALID_ARGUMENT where message is NULL or a text is not UTF-8. NULL for a text
/// takes the setting back. The message is checked when it is sent, all problems at once.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_new() -> *mut ecall_message {
    make(|| ecall_message::of(Message::default()))
}

/// Reads a whole message from JSON with the service's names, every content type included. Free it with
/// ecall_message_free. Fields and values that this version does not know are kept and sent. An error names the place
/// that could not be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_from_json(
    json: *const c_char,
    message: *mut *mut ecall_message,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let value = unsafe { self::json(Outcome::NotAccepted, "json", json) }?;
        wire::read_value(value).map(ecall_message::of).map_err(located("json"))
    };
    // SAFETY: the caller passes NULL or memory for a pointer, twice.
    unsafe { finish(message, error, call) }
}

/// The same message again; NULL for NULL. Free it with ecall_message_free.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_copy(message: Option<&ecall_message>) -> *mut ecall_message {
    get(message, ptr::null_mut(), |message| make(|| ecall_message::of(message.message.clone())))
}

/// Sets the way that the message takes: "Sms", "Whatsapp" or "Rcs". An open set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_set_channel(
    message: Option<&mut ecall_message>,
    channel: *const c_char,
) -> i32 {
    let set = |message: &mut Message, channel: Option<&str>| {
        message.channel = channel.map(Channel::from).unwrap_or_default();
    };
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { change_text(message, "channel", channel, set) }
}

/// Sets the sender. SMS: an optional + and up to 16 digits, or up to 11 characters of ASCII 32 to 126. WhatsApp: a number.
/// The client's default_from unless set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_set_from(
    message: Option<&mut ecall_message>,
    from: *const c_char,
) -> i32 {
    let set =
        |message: &mut Message, from: Option<&str>| from.unwrap_or_default().clone_into(&mut message.from);
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { change_text(message, "from", from, set) }
}

/// Sets the one recipient. Excludes ecall_message_add_recipient.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_set_to(message: Option<&mut ecall_message>, to: *const c_char) -> i32 {
    let set = |message: &mut Message, to: Option<&str>| message.to = to.map(str::to_owned);
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { change_text(message, "to", to, set) }
}

/// Adds one of several recipients. `type` is "Number", "Person" or "Group" (entries of the address book); an open set.
/// Excludes ecall_message_set_to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_add_recipient(
    message: Option<&mut ecall_message>,
    r#type: *const c_char,
    address: *const c_char,
) -> i32 {
    code(|| {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let r#type = unsafe { text(Outcome::NotAccepted, "type", r#type) }?;
        // SAFETY: as above.
        let address = unsafe { text(Outcome::NotAccepted, "address", address) }?;
        let value = json!({ "type": r#type, "address": address });
        let recipient: Recipient = wire::read_value(value).map_err(located("recipient"))?;
        change(message, |message| {
            message.to_list.get_or_insert_default().push(recipient);
            Ok(())
        })
    })
}

/// Makes the message say a text. At least 1 character; WhatsApp: at most 4096, RCS: at most 1000.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_set_text(
    message: Option<&mut ecall_message>,
    text: *const c_char,
) -> i32 {
    let set = |message: &mut Message, text: Option<&str>| {
        message.content = text.map(Content::text).unwrap_or_default();
    };
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { change_text(message, "text", text, set) }
}

/// Makes the message say any content, as a JSON object with the service's names: {"type": "Location", ...}. An error names
/// the place that could not be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_set_content(
    message: Option<&mut ecall_message>,
    content: *const c_char,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let value = unsafe { json(Outcome::NotAccepted, "content", content) }?;
        let content: Content = wire::read_value(value).map_err(located("content"))?;
        change(message, |message| {
            message.content = content;
            Ok(())
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, call) }
}

/// Sets when to send it, "2026-12-24T18:00:00Z"; at once unless set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_set_send_date(
    message: Option<&mut ecall_message>,
    send_date: *const c_char,
) -> i32 {
    let set =
        |message: &mut Message, send_date: Option<&str>| message.send_date = send_date.map(str::to_owned);
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { change_text(message, "send_date", send_date, set) }
}

/// Sets who is told what became of it, as a JSON object with the service's names: {"forEvent": "All", "addresses":
/// [{"type": "Email", "address": "duty@example.com"}]}. NULL takes the setting back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_message_set_notification(
    message: Option<&mut ecall_message>,
    notification: *const c_char,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        let value = unsafe { optional_json(Outcome::NotAccepted, "notification", notification) }?;
        let read = value.map(wire::read_value::<Notification>).transpose();
        let notification = read.map_err(located("notification"))?;
        change(message, |message| {
            message.notification = notification;
            Ok(())
        })
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, call) }
}

/// The message as it is so far, as a JSON object with the service's names. Lives until the message is changed or freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_json(message: Option<&ecall_message>) -> *const c_char {
    get_text(message, |message| Some(message.json.get(|| json!(message.message))))
}

/// Frees a message. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_message_free(message: Option<Box<ecall_message>>) {
    free(message);
}
