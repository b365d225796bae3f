//! What the service answers to a message it accepted.

use super::define::answer;
use super::timestamp::Timestamp;

answer! {
    /// The answer to an accepted message. Source: REST documentation, message schema.
    pub struct MessageResult {
        /// The id of the message where it was sent with `to`; empty with `toList`.
        pub message_id: Option<String>,
        /// One id per recipient where it was sent with `toList`.
        pub message_id_list: Option<Vec<MessageIdAddressPair>>,
        /// When the service accepted it; UTC in version 2 of the interface.
        pub timestamp: Option<Timestamp>,
    }

    /// The id of the message to one recipient of a list.
    pub struct MessageIdAddressPair {
        /// The id of the message.
        pub message_id: Option<String>,
        /// The recipient's address.
        pub address: Option<String>,
    }
}
