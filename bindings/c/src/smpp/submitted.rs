//! What became of a message that was sent over SMPP, and of its parts.

use std::ffi::{CString, c_char};

use ecall::smpp::{PartOutcome, PartState, Submitted};
use serde_json::{Value, json};

use crate::boundary::{c_text_from, free, get, get_known, get_text, lend};
use crate::reply::Json;

/// The centre took the part.
pub const ECALL_PART_ACCEPTED: i32 = 0;
/// The centre refused it.
pub const ECALL_PART_REFUSED: i32 = 1;
/// It was written and no response was read: it may have been accepted.
pub const ECALL_PART_UNKNOWN: i32 = 2;
/// It was not written: a part before it was refused or is unknown, or the call ended first.
pub const ECALL_PART_NOT_SENT: i32 = 3;

/// A part of a message and what became of it. Belongs to the object that lent it.
pub struct ecall_smpp_part {
    state: PartState,
    message_id: Option<CString>,
    smpp_status: Option<u32>,
}

impl ecall_smpp_part {
    /// Parts as they can be lent.
    pub fn list(parts: Vec<PartOutcome>) -> Vec<Self> {
        let of = |part: PartOutcome| Self {
            state: part.state,
            message_id: part.message_id.map(c_text_from),
            smpp_status: part.smpp_status,
        };
        parts.into_iter().map(of).collect()
    }

    /// The core's JSON form.
    fn json(&self) -> Value {
        let message_id = self.message_id.as_deref().map(|id| id.to_string_lossy());
        json!({ "state": self.state, "message_id": message_id, "smpp_status": self.smpp_status })
    }
}

/// A message that the centre accepted, all parts of it.
pub struct ecall_smpp_submitted {
    parts: Vec<ecall_smpp_part>,
    possible_duplicate: bool,
    json: Json,
}

impl From<Submitted> for ecall_smpp_submitted {
    fn from(submitted: Submitted) -> Self {
        Self {
            parts: ecall_smpp_part::list(submitted.parts),
            possible_duplicate: submitted.possible_duplicate,
            json: Json::default(),
        }
    }
}

/// What became of the part: ECALL_PART_...; -1 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_part_state(part: Option<&ecall_smpp_part>) -> i32 {
    get(part, -1, |part| match part.state {
        PartState::Accepted => ECALL_PART_ACCEPTED,
        PartState::Refused => ECALL_PART_REFUSED,
        PartState::NotSent => ECALL_PART_NOT_SENT,
        // Also whatever this library does not know.
        _ => ECALL_PART_UNKNOWN,
    })
}

/// The centre's id of the part; NULL where it gave none. A receipt may write it another way: its event has it as it is here.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_part_message_id(part: Option<&ecall_smpp_part>) -> *const c_char {
    get_text(part, |part| part.message_id.as_ref())
}

/// The command_status of the response. Returns false, writing nothing, where none was read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_smpp_part_smpp_status(
    part: Option<&ecall_smpp_part>,
    smpp_status: *mut u32,
) -> bool {
    // SAFETY: the caller passes NULL or memory for a number.
    unsafe { get_known(part, smpp_status, |part| part.smpp_status) }
}

/// The centre's id of the first part, by which receipts name it; NULL where the centre gave none.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_submitted_message_id(submitted: Option<&ecall_smpp_submitted>) -> *const c_char {
    get_text(submitted, |submitted| submitted.parts.first()?.message_id.as_ref())
}

/// How many parts the message was sent in: one at least; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_submitted_parts_count(submitted: Option<&ecall_smpp_submitted>) -> usize {
    get(submitted, 0, |submitted| submitted.parts.len())
}

/// A part, by its index from 0; NULL behind the last. Lives as long as the result and must not be freed.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_submitted_part(
    submitted: Option<&ecall_smpp_submitted>,
    index: usize,
) -> *const ecall_smpp_part {
    lend(submitted, |submitted| submitted.parts.get(index))
}

/// Whether a part may have been accepted twice: an attempt before the accepted one had no certain end.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_submitted_possible_duplicate(submitted: Option<&ecall_smpp_submitted>) -> bool {
    get(submitted, false, |submitted| submitted.possible_duplicate)
}

/// The result as a JSON object with "parts" and "possible_duplicate".
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_submitted_json(submitted: Option<&ecall_smpp_submitted>) -> *const c_char {
    get_text(submitted, |submitted| {
        Some(submitted.json.get(|| {
            let parts: Value = submitted.parts.iter().map(ecall_smpp_part::json).collect();
            json!({ "parts": parts, "possible_duplicate": submitted.possible_duplicate })
        }))
    })
}

/// Frees a result with everything that it lent. NULL does nothing. Not for one of many, which belongs to them.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_smpp_submitted_free(submitted: Option<Box<ecall_smpp_submitted>>) {
    free(submitted);
}
