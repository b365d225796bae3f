//! A text with buttons or a list to choose from.

use super::content::ContentOptions;
use super::define::model;
use super::tagged::tagged;

model! {
    /// A text with buttons or a list to choose from. Source: REST documentation, message schema.
    pub struct InteractiveContent {
        /// What stands above the text.
        pub header: Option<InteractiveHeader>,
        /// The text.
        pub body: Option<InteractiveBody>,
        /// What stands below the text.
        pub footer: Option<InteractiveFooter>,
        /// What the recipient can choose from.
        pub action: InteractiveAction,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// A text as the header of an interactive message.
    pub struct InteractiveTextHeader {
        /// The text, 1 to 60 characters.
        pub text: String,
    }

    /// A file as the header of an interactive message.
    pub struct InteractiveMediaHeader {
        /// The id that the upload returned. Excludes `url`.
        pub media_id: Option<String>,
        /// Where the service fetches the file. Excludes `mediaId`.
        pub url: Option<String>,
    }

    /// The text of an interactive message.
    pub struct InteractiveBody {
        /// The text, 1 to 1024 characters.
        pub text: String,
    }

    /// What stands below the text of an interactive message.
    pub struct InteractiveFooter {
        /// The text, 1 to 60 characters.
        pub text: String,
    }

    /// Buttons to choose from.
    pub struct InteractiveButtonAction {
        /// 1 to 3 buttons.
        pub buttons: Vec<InteractiveButton>,
    }

    /// A button that answers.
    #[schemars(rename = "InteractiveButtonActionReplyButton")]
    pub struct InteractiveReplyButton {
        /// What the answer is told apart by, 1 to 256 characters.
        pub id: String,
        /// What stands on the button, 1 to 20 characters.
        pub title: String,
    }

    /// A list to choose from.
    pub struct InteractiveListAction {
        /// What stands on the button that opens the list, 1 to 20 characters.
        pub button: String,
        /// 1 to 10 sections with at most 10 rows over all of them.
        pub sections: Vec<InteractiveListSection>,
    }

    /// A section of a list.
    #[schemars(rename = "InteractiveListActionSection")]
    pub struct InteractiveListSection {
        /// The title, 1 to 24 characters; required where there is more than one section.
        pub title: Option<String>,
        /// 1 to 10 rows.
        pub rows: Vec<InteractiveListRow>,
    }

    /// A row of a list.
    #[schemars(rename = "InteractiveListActionRow")]
    pub struct InteractiveListRow {
        /// What the answer is told apart by, 1 to 200 characters.
        pub id: String,
        /// The title, 1 to 24 characters.
        pub title: String,
        /// More about it, 1 to 72 characters.
        pub description: Option<String>,
    }
}

tagged! {
    /// The header of an interactive message, told apart by `type`. Source: REST documentation, message schema.
    pub enum InteractiveHeader as "InteractiveHeader" {
        /// A text.
        Text(InteractiveTextHeader) = "Text",
        /// A video.
        Video(InteractiveMediaHeader) = "Video",
        /// An image.
        Image(InteractiveMediaHeader) = "Image",
        /// A document.
        Document(InteractiveMediaHeader) = "Document",
    }

    /// What the recipient can choose from, told apart by `type`. Source: REST documentation, message schema.
    pub enum InteractiveAction as "InteractiveAction" {
        /// Buttons.
        Button(InteractiveButtonAction) = "Button",
        /// A list.
        List(InteractiveListAction) = "List",
    }

    /// A button of an interactive message, told apart by `type`. Source: REST documentation, message schema.
    pub enum InteractiveButton as "InteractiveButton" {
        /// A button that answers.
        Reply(InteractiveReplyButton) = "Reply",
    }
}

impl InteractiveButton {
    /// A button that answers with `id`.
    pub fn reply(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self::Reply(InteractiveReplyButton { id: id.into(), title: title.into(), ..Default::default() })
    }
}
