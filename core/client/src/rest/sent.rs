use std::ops::Deref;

use ecall_codec::text::{Estimate, Replacement};

use crate::model::MessageResult;

/// A message that the service accepted, and what its text costs. Reads like the service's answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Sent {
    /// What the service answered.
    pub result: MessageResult,
    /// What the text costs as it was sent, and where the service cuts it, if it does. None for content that is no text.
    pub estimate: Option<Estimate>,
    /// What was replaced in the text before it was sent, where `to_gsm` was asked for; positions are those of the text that was
    /// given.
    pub replacements: Vec<Replacement>,
}

impl Deref for Sent {
    type Target = MessageResult;

    fn deref(&self) -> &MessageResult {
        &self.result
    }
}
