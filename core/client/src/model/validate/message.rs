//! Channel, sender and recipients.

use ecall_codec::address::{self, SenderProblem};

use super::check::{Place, Problems};
use crate::error::FieldError;
use crate::model::{Message, Recipient};

pub(super) fn addresses(message: &Message, problems: &mut Problems) {
    if message.channel.as_str().is_empty() {
        problems.required(&Place::field_of_root("channel"));
    }
    sender(message, problems);
    recipients(message, problems);
}

/// A sender is needed on every channel. Its form is known for SMS alone: WhatsApp takes a number, RCS an opaque name.
/// Source: REST documentation, message schema, `from`.
fn sender(message: &Message, problems: &mut Problems) {
    let place = Place::field_of_root("from");
    if message.from.is_empty() {
        return problems.required(&place);
    }
    if !message.channel.is("Sms") {
        return;
    }
    match address::sms_sender(&message.from) {
        Ok(()) | Err(SenderProblem::Empty) => {}
        Err(problem) => problems.push(sender_error(problem)),
    }
}

/// A rule that a sender breaks, as the problem of a field.
pub(crate) fn sender_error(problem: SenderProblem) -> FieldError {
    let error = FieldError::new("from", "sender", problem.to_string());
    match problem.length_and_limit() {
        Some((length, limit)) => error.measured(length, limit),
        None => error,
    }
}

/// Exactly one of `to` and `toList`. Source: REST documentation, message schema.
fn recipients(message: &Message, problems: &mut Problems) {
    let to = Place::field_of_root("to");
    match (&message.to, &message.to_list) {
        (Some(_), Some(_)) => problems.add(&to, "exclusive", "to and toList exclude each other"),
        (None, None) => problems.add(&to, "one_of", "one of to and toList is needed"),
        (Some(address), None) => problems.not_empty(&to, address),
        (None, Some(list)) => to_list(list, problems),
    }
}

fn to_list(list: &[Recipient], problems: &mut Problems) {
    let to_list = Place::field_of_root("toList");
    problems.min_items(&to_list, list);
    for (index, recipient) in list.iter().enumerate() {
        let item = to_list.item(index);
        problems.tag(&item, recipient.tag());
        match recipient {
            Recipient::Number(to) | Recipient::Person(to) | Recipient::Group(to) => {
                problems.not_empty(&item.field("address"), &to.address);
            }
            Recipient::Unknown(_) => {}
        }
    }
}
