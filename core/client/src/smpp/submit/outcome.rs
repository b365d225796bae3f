//! What becomes of a message and of its parts.

use ecall_codec::smpp::Status;
use serde::{Deserialize, Serialize};

use crate::error::Kind;

/// A message that the centre accepted, all parts of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Submitted {
    /// Its parts, in their order; one at least.
    pub parts: Vec<PartOutcome>,
    /// A part may have been accepted twice: an attempt before the accepted one had no certain end.
    pub possible_duplicate: bool,
}

impl Submitted {
    /// The centre's id of the first part, by which receipts name it. None where the centre gave none.
    #[must_use]
    pub fn message_id(&self) -> Option<&str> {
        self.parts.first()?.message_id.as_deref()
    }
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PartState {
    /// The centre took it.
    Accepted,
    /// The centre refused it.
    Refused,
    /// It was written and no response was read.
    Unknown,
    /// It was not written: a part before it was refused or is unknown, or the call ended first.
    NotSent,
}

/// A part of a message and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PartOutcome {
    /// What became of it.
    pub state: PartState,
    /// The centre's id, where it gave one. A receipt may write it another way: the event has it as it is here.
    pub message_id: Option<String>,
    /// The command_status of the response, where one was read.
    pub smpp_status: Option<u32>,
}

impl PartOutcome {
    pub(crate) fn new(state: PartState, status: Option<Status>) -> Self {
        Self { state, message_id: None, smpp_status: status.map(|status| status.0) }
    }

    pub(crate) fn accepted(message_id: Option<String>) -> Self {
        Self { state: PartState::Accepted, message_id, smpp_status: Some(0) }
    }
}

/// The kind of error that a status is.
pub(crate) fn kind_of(status: Status) -> Kind {
    match status {
        Status::RBILLINGFAILED => Kind::InsufficientCredit,
        Status::RTHROTTLED | Status::RMSGQFUL => Kind::RateLimited,
        Status::RINVPASWD | Status::RINVSYSID => Kind::Authentication,
        Status::RINVBNDSTS => Kind::Permission,
        Status::RALYBND | Status::RX_T_APPN => Kind::Unavailable,
        Status::RSYSERR | Status::RUNKNOWNERR => Kind::Server,
        _ => Kind::Rejected,
    }
}

/// A status in a sentence.
pub(crate) fn sentence(status: Status) -> String {
    match status.name() {
        Some(name) => format!("the centre answered {:#010x} {name}", status.0),
        None => format!("the centre answered {:#010x}", status.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_credit_has_its_kind() {
        assert_eq!(kind_of(Status(0x401)), Kind::InsufficientCredit);
        assert_eq!(kind_of(Status(0x402)), Kind::Rejected);
        assert_eq!(sentence(Status(0x401)), "the centre answered 0x00000401 ESME_RBILLINGFAILED");
        assert_eq!(sentence(Status(0x499)), "the centre answered 0x00000499");
    }
}
