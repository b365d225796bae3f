//! What a message says: the union of all contents, texts and the options of a channel.

use serde_json::{Map, Value};

use super::contacts::ContactContent;
use super::define::model;
use super::interactive::InteractiveContent;
use super::location::LocationContent;
use super::media::{AudioContent, DocumentContent, ImageContent, StickerContent, VideoContent};
use super::open_enum::open_enum;
use super::reply::InteractiveReplyContent;
use super::tagged::tagged;
use super::template::TemplateContent;

tagged! {
    /// What a message says, told apart by `type`. Source: REST documentation, message schema.
    pub enum Content as "Content" {
        /// A text.
        Text(TextContent) = "Text",
        /// An image.
        Image(ImageContent) = "Image",
        /// A document.
        Document(DocumentContent) = "Document",
        /// A sound.
        Audio(AudioContent) = "Audio",
        /// A video.
        Video(VideoContent) = "Video",
        /// A sticker. Not supported on WhatsApp.
        Sticker(StickerContent) = "Sticker",
        /// A place.
        Location(LocationContent) = "Location",
        /// Contacts, as of an address book.
        Contacts(ContactContent) = "Contacts",
        /// A text with buttons or a list to choose from.
        Interactive(InteractiveContent) = "Interactive",
        /// What was chosen of an interactive message.
        InteractiveReply(InteractiveReplyContent) = "InteractiveReply",
        /// A template that was registered with the channel, and what is filled in.
        Template(TemplateContent) = "Template",
    }

    /// Options of one channel, told apart by `type`. Source: REST documentation, message schema.
    pub enum ContentOptions as "ContentOptions" {
        /// Options of SMS.
        SmsContentOptions(SmsContentOptions) = "SmsContentOptions",
    }
}

model! {
    /// A text.
    pub struct TextContent {
        /// The text: at least 1 character. SMS: at most 10 pages, 1530 characters of the GSM alphabet or 670 others.
        /// WhatsApp: at most 4096 characters. RCS: at most 1000.
        pub text: String,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// Options of SMS. Source: REST documentation, message schema.
    pub struct SmsContentOptions {
        /// Forbids characters outside the GSM alphabet.
        pub force_gsm: Option<bool>,
        /// The most pages the text may take, 1 to 10. The service cuts a longer text off.
        pub page_limit: Option<i32>,
        /// The kind of SMS; `Standard` where it is absent.
        pub sms_type: Option<SmsType>,
    }
}

open_enum! {
    /// The kind of SMS. Source: REST documentation, message schema, `smsType`.
    pub enum SmsType as "MessageType" {
        /// An ordinary SMS.
        Standard = "Standard",
        /// Shown at once and not stored.
        Flash = "Flash",
        /// With priority.
        PrioPlus = "PrioPlus",
    }
}

impl Content {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(TextContent { text: text.into(), ..TextContent::default() })
    }

    /// The same with options of SMS. A content whose `type` this version does not know stays as it is.
    #[must_use]
    pub fn with_sms_options(mut self, options: SmsContentOptions) -> Self {
        if let Some(place) = self.options_mut() {
            *place = Some(ContentOptions::SmsContentOptions(options));
        }
        self
    }

    /// The options of the channel, where there are any.
    pub fn options(&self) -> Option<&ContentOptions> {
        match self {
            Self::Text(content) => content.options.as_ref(),
            Self::Image(content) => content.options.as_ref(),
            Self::Document(content) => content.options.as_ref(),
            Self::Audio(content) => content.options.as_ref(),
            Self::Video(content) => content.options.as_ref(),
            Self::Sticker(content) => content.options.as_ref(),
            Self::Location(content) => content.options.as_ref(),
            Self::Contacts(content) => content.options.as_ref(),
            Self::Interactive(content) => content.options.as_ref(),
            Self::InteractiveReply(content) => content.options.as_ref(),
            Self::Template(content) => content.options.as_ref(),
            Self::Unknown(_) => None,
        }
    }

    /// The place of the options; `None` for a content that is not known.
    pub fn options_mut(&mut self) -> Option<&mut Option<ContentOptions>> {
        match self {
            Self::Text(content) => Some(&mut content.options),
            Self::Image(content) => Some(&mut content.options),
            Self::Document(content) => Some(&mut content.options),
            Self::Audio(content) => Some(&mut content.options),
            Self::Video(content) => Some(&mut content.options),
            Self::Sticker(content) => Some(&mut content.options),
            Self::Location(content) => Some(&mut content.options),
            Self::Contacts(content) => Some(&mut content.options),
            Self::Interactive(content) => Some(&mut content.options),
            Self::InteractiveReply(content) => Some(&mut content.options),
            Self::Template(content) => Some(&mut content.options),
            Self::Unknown(_) => None,
        }
    }
}

/// Every content converts into the union.
macro_rules! into_content {
    ($($variant:ident($content:ty)),+ $(,)?) => {$(
        impl From<$content> for Content {
            fn from(content: $content) -> Self {
                Self::$variant(content)
            }
        }
    )+};
}

into_content! {
    Text(TextContent),
    Image(ImageContent),
    Document(DocumentContent),
    Audio(AudioContent),
    Video(VideoContent),
    Sticker(StickerContent),
    Location(LocationContent),
    Contacts(ContactContent),
    Interactive(InteractiveContent),
    InteractiveReply(InteractiveReplyContent),
    Template(TemplateContent),
    Unknown(Map<String, Value>),
}
