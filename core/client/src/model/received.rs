//! What recipients write to the account.

use super::channel::Channel;
use super::content::Content;
use super::define::answer;
use super::reply::InteractiveReply;
use super::timestamp::Timestamp;

answer! {
    /// A message that somebody sent to a number of the account. Source: REST documentation, webhooks, schema of received
    /// messages. The names of the fields are provisional; any of them may be missing.
    pub struct ReceivedMessage {
        /// The channel the message took.
        pub channel: Option<Channel>,
        /// The id of the message.
        pub message_id: Option<String>,
        /// Who sent it.
        pub from: Option<String>,
        /// The number it was sent to.
        pub to: Option<String>,
        /// What it says. A content that cannot be read as its `type` asks for is among the unknown fields.
        pub content: Option<Content>,
        /// When it was received.
        pub timestamp: Option<Timestamp>,
    }
}

impl ReceivedMessage {
    /// The text, where the content is one.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Some(Content::Text(content)) => Some(&content.text),
            _ => None,
        }
    }

    /// The id of the button or row that was chosen of an interactive message.
    pub fn reply_id(&self) -> Option<&str> {
        match self.reply()? {
            InteractiveReply::Button(button) => button.id.as_deref(),
            InteractiveReply::List(row) => row.id.as_deref(),
            InteractiveReply::Unknown(_) => None,
        }
    }

    /// The title of the button or row that was chosen of an interactive message.
    pub fn reply_title(&self) -> Option<&str> {
        match self.reply()? {
            InteractiveReply::Button(button) => button.title.as_deref(),
            InteractiveReply::List(row) => row.title.as_deref(),
            InteractiveReply::Unknown(_) => None,
        }
    }

    fn reply(&self) -> Option<&InteractiveReply> {
        match &self.content {
            Some(Content::InteractiveReply(content)) => content.reply.as_ref(),
            _ => None,
        }
    }

    /// Whether it came with a content, even one that could not be read.
    pub(crate) fn has_content(&self) -> bool {
        self.content.is_some() || self.extra.keys().any(|key| key.eq_ignore_ascii_case("content"))
    }
}
