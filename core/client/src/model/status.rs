//! What became of a message.

use super::channel::Channel;
use super::define::answer;
use super::open_enum::open_enum;
use super::timestamp::Timestamp;
use super::wire;
use crate::error::{Error, Kind, Outcome};

open_enum! {
    /// The state of a message. Source: REST documentation, message status schema.
    ///
    /// Which state is final depends on the channel.
    pub enum Status as "MessageStatus" {
        /// Accepted, not yet sent.
        Pending = "Pending",
        /// Sent; the network has not yet reported the delivery.
        Sent = "Sent",
        /// Delivered to the recipient's device.
        Delivered = "Delivered",
        /// Read by the recipient (WhatsApp).
        Read = "Read",
        /// Failed.
        Failed = "Failed",
        /// Deleted.
        Deleted = "Deleted",
        /// Transmitted.
        Transmitted = "Transmitted",
        /// Sent, but the network could not deliver it.
        DeliveryFailed = "DeliveryFailed",
        /// Played to a telephone, not acknowledged (voice).
        Played = "Played",
        /// Played with feedback (voice).
        PlayedWithFeedback = "Played_with_feedback",
        /// Played and acknowledged (voice).
        PlayedWithReceipt = "Played_with_receipt",
        /// The next try stands out, 15 minutes after the last (voice).
        NextTryPending = "Next_try_pending",
        /// Displayed to the recipient (RCS).
        Displayed = "Displayed",
        /// Rejected (RCS).
        Rejected = "Rejected",
        /// Expired before it could be delivered (RCS).
        Expired = "Expired",
    }
}

/// The final states per channel. Source: REST documentation, table of states per channel. The names of the channels `Pager`
/// and `Voice` in an answer are provisional.
const FINAL: &[(&str, &[Status])] = &[
    ("Sms", &[Status::Delivered, Status::DeliveryFailed, Status::Failed]),
    ("Pager", &[Status::Sent, Status::Failed]),
    ("Voice", &[Status::PlayedWithReceipt, Status::Failed]),
    ("Whatsapp", &[Status::Read, Status::Failed]),
    ("Rcs", &[Status::Displayed, Status::Rejected, Status::Expired]),
];

impl Status {
    /// Whether no other state will follow on this channel.
    ///
    /// | channel | final |
    /// |---|---|
    /// | Sms | Delivered, DeliveryFailed, Failed |
    /// | Pager | Sent, Failed |
    /// | Voice | Played_with_receipt, Failed |
    /// | Whatsapp | Read, Failed |
    /// | Rcs | Displayed, Rejected, Expired |
    ///
    /// What the documentation leaves open is not final: `Sent` on Sms (nothing may follow for four days), `Played`, states
    /// and channels that this version does not know. The channel's name is compared without regard to case.
    pub fn is_final(&self, channel: &Channel) -> bool {
        FINAL.iter().any(|(name, states)| channel.is(name) && states.contains(self))
    }
}

answer! {
    /// What became of a message. Source: REST documentation, message status schema. The service may leave any field away.
    pub struct MessageStatusData {
        /// The channel the message took.
        pub channel: Option<Channel>,
        /// The id of the message.
        pub message_id: Option<String>,
        /// The state.
        pub status: Option<Status>,
        /// Why: 0 is success. An open set; the known values stand in the documentation of eCall's error states.
        pub reason_code: Option<i32>,
        /// Why, as a text.
        pub reason: Option<String>,
        /// When the state was reached; UTC in version 2 of the interface.
        pub timestamp: Option<Timestamp>,
        /// The sender.
        pub from: Option<String>,
        /// The recipient.
        pub to: Option<String>,
        /// How many pages were charged (SMS).
        pub page_total: Option<i32>,
    }
}

impl MessageStatusData {
    /// Reads the JSON form, as a webhook brings it; a field of the wrong type counts as unknown.
    ///
    /// # Errors
    /// `invalid_argument` where it is no object.
    pub fn from_json(value: serde_json::Value) -> crate::Result<Self> {
        wire::read_value(value).map_err(|problem| {
            Error::fields(Kind::InvalidArgument, Outcome::NotApplicable, vec![problem.below("event")])
        })
    }

    /// Whether no other state will follow: [`Status::is_final`] on the channel of this answer. Not final where the state or
    /// the channel is missing.
    pub fn is_final(&self) -> bool {
        match (&self.status, &self.channel) {
            (Some(status), Some(channel)) => status.is_final(channel),
            _ => false,
        }
    }

    /// Whether a wait ends with it: it is final, or one of the states that were asked for.
    pub(crate) fn ends(&self, until: &[Status]) -> bool {
        self.is_final() || self.status.as_ref().is_some_and(|status| until.contains(status))
    }
}
