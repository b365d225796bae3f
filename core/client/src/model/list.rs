//! What the service answers about a list of messages.

use super::api_error::ApiError;
use super::define::answer;
use super::result::{MessageIdAddressPair, MessageResult};
use super::timestamp::Timestamp;

/// Name of a list's id: in the answer to a send, in that to a status query, and in notifications. Provisional.
pub(crate) const LIST_ID: &str = "messageListId";

answer! {
    /// What became of one message of a list: its id, or why it was refused. Source: REST documentation, "Message list"; the
    /// names of the fields are provisional.
    pub struct MessageListItem {
        /// The id of the message where it was sent with `to`.
        pub message_id: Option<String>,
        /// One id per recipient where it was sent with `toList`.
        pub message_id_list: Option<Vec<MessageIdAddressPair>>,
        /// When the service accepted it.
        pub timestamp: Option<Timestamp>,
        /// Why it was refused.
        pub error: Option<ApiError>,
    }
}

impl MessageResult {
    /// Whether the answer names the message, or one message per recipient: what makes it a success.
    pub(crate) fn names_a_message(&self) -> bool {
        let named = |id: &Option<String>| id.as_ref().is_some_and(|id| !id.is_empty());
        let list = self.message_id_list.as_deref().unwrap_or_default();
        named(&self.message_id) || list.iter().any(|pair| named(&pair.message_id))
    }
}

impl MessageListItem {
    /// The item as the answer to a message of its own, and the refusal beside it, if there is one.
    pub(crate) fn into_parts(self) -> (MessageResult, Option<ApiError>) {
        let Self { message_id, message_id_list, timestamp, error, extra } = self;
        (MessageResult { message_id, message_id_list, timestamp, extra }, error)
    }
}
