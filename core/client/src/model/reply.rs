//! What was chosen of an interactive message.

use super::content::ContentOptions;
use super::define::model;
use super::tagged::tagged;

model! {
    /// What was chosen of an interactive message. Source: REST documentation, message schema.
    pub struct InteractiveReplyContent {
        /// The choice.
        pub reply: Option<InteractiveReply>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// The button that was chosen.
    pub struct InteractiveButtonReply {
        /// The button's id.
        pub id: Option<String>,
        /// The button's title.
        pub title: Option<String>,
    }

    /// The row that was chosen.
    pub struct InteractiveListReply {
        /// The row's id.
        pub id: Option<String>,
        /// The row's title.
        pub title: Option<String>,
        /// The row's description.
        pub description: Option<String>,
    }
}

tagged! {
    /// A choice, told apart by `type`. Source: REST documentation, message schema.
    pub enum InteractiveReply as "InteractiveReply" {
        /// A button.
        Button(InteractiveButtonReply) = "Button",
        /// A row of a list.
        List(InteractiveListReply) = "List",
    }
}
