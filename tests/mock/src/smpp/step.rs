//! Script steps: what an account's next requests meet instead of normal behaviour.

use rusmpp::CommandId;
use serde::Deserialize;

use super::thing::Thing;
use crate::faults::Checked;

/// One step, as the control interface takes it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Step {
    /// The requests that the step is for.
    on: On,
    accept: Option<bool>,
    /// The request is refused with this.
    pub(super) command_status: Option<u32>,
    /// The request is processed, not answered, and this follows.
    accept_then: Option<End>,
    /// The request is not processed, not answered, and this follows.
    fault: Option<End>,
    /// The refusal comes as a `generic_nack`.
    pub(super) nack: bool,
    /// The id that the response tells.
    pub(super) message_id: Option<String>,
    /// The sequence number of the response, in place of the right one.
    pub(super) sequence: Option<u32>,
    /// How often the response is written.
    copies: Option<usize>,
    pub(super) delay_ms: u64,
    /// So many later responses of the link are written before this one.
    pub(super) after_responses: usize,
    /// What is written before the response, or in its place.
    pub(super) before: Vec<Thing>,
    /// What is written after the response.
    pub(super) after: Vec<Thing>,
    /// What follows the response.
    then: Option<End>,
}

/// The requests that a step can be for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum On {
    Bind,
    #[default]
    SubmitSm,
    EnquireLink,
    Unbind,
    /// What is not supported.
    Other,
}

/// How a link goes on, or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum End {
    /// As if nothing had happened.
    Silence,
    /// RST, after what was written before.
    Reset,
    /// RST, and what was not written yet is lost.
    Cut,
    /// FIN without an unbind.
    Close,
    /// Half of the response, then as `close`.
    Truncate,
    /// The server's own `unbind`; closed when that is answered.
    Unbind,
    /// Reads, and never says anything again.
    HalfOpen,
    /// Neither reads nor writes any more.
    Stall,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is processed and answered; then perhaps something follows.
    Answered(Option<End>),
    /// It is processed and not answered.
    Lost(End),
    /// It is not processed.
    Ignored(End),
}

impl Step {
    /// Whether the step is for requests of this command.
    pub(super) fn is_for(&self, id: CommandId) -> bool {
        let on = match id {
            CommandId::BindTransmitter | CommandId::BindReceiver | CommandId::BindTransceiver => On::Bind,
            CommandId::SubmitSm => On::SubmitSm,
            CommandId::EnquireLink => On::EnquireLink,
            CommandId::Unbind => On::Unbind,
            _ => On::Other,
        };
        self.on == on
    }

    pub(super) fn fate(&self) -> Fate {
        match (self.fault, self.accept_then) {
            (Some(end), _) => Fate::Ignored(end),
            (None, Some(end)) => Fate::Lost(end),
            (None, None) => Fate::Answered(self.then),
        }
    }

    pub(super) fn copies(&self) -> usize {
        self.copies.unwrap_or(1)
    }
}

impl Checked for Step {
    fn check(&self) -> Result<(), String> {
        let decisions = usize::from(self.accept.is_some())
            + usize::from(self.command_status.is_some())
            + usize::from(self.accept_then.is_some())
            + usize::from(self.fault.is_some());
        if decisions > 1 {
            return Err("a step takes one of accept, command_status, accept_then and fault".to_owned());
        }
        if self.accept == Some(false) {
            return Err("accept takes only true".to_owned());
        }
        if self.nack && self.command_status.is_none_or(|status| status == 0) {
            return Err("nack goes with a command_status that refuses".to_owned());
        }
        if self.then.is_some() && (self.fault.is_some() || self.accept_then.is_some()) {
            return Err("then follows a response".to_owned());
        }
        if [self.fault, self.then].contains(&Some(End::Truncate)) {
            return Err("truncate stands under accept_then: it cuts the response".to_owned());
        }
        if self.message_id.as_ref().is_some_and(|id| id.len() > 64 || !id.is_ascii() || id.contains('\0')) {
            return Err("message_id is not 64 ASCII characters or fewer".to_owned());
        }
        self.before.iter().chain(&self.after).try_for_each(Thing::check)
    }
}
