//! Results and events of SMPP as JSON texts with the names of JavaScript.

use ecall::smpp::{PartState, SmppBound, SmppEvent, Submitted};
use serde_json::{Value, json};

use crate::answer::{Object, members};
use crate::names::described;

/// The centre that a client is bound to.
pub(super) fn bound(bound: SmppBound) -> String {
    described(json!(bound)).to_string()
}

/// A message that the centre accepted.
pub(super) fn submitted(submitted: &Submitted) -> String {
    let mut object = Object::new();
    if let Some(id) = submitted.message_id() {
        members!(object, "messageId": id);
    }
    let parts = submitted.parts.iter().map(|part| described(json!(part)));
    members!(object, "parts": Value::from_iter(parts), "possibleDuplicate": submitted.possible_duplicate);
    object.finish()
}

/// The id of a message of which there is nothing else to say: one part, accepted once.
pub(super) fn only_id(submitted: &Submitted) -> Option<&str> {
    match &submitted.parts[..] {
        [part]
            if part.state == PartState::Accepted
                && part.smpp_status == Some(0)
                && !submitted.possible_duplicate =>
        {
            part.message_id.as_deref()
        }
        _ => None,
    }
}

/// Something that happened on the link. Optional parameters and dates within it have the names of core.
pub(super) fn event(event: &SmppEvent) -> String {
    described(json!(event)).to_string()
}
