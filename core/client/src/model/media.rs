//! Contents that are a file: each is named by the id of an upload or by a URL, not by both. And what an upload answers.

use super::content::ContentOptions;
use super::define::{answer, model};

model! {
    /// An image. Source: REST documentation, message schema.
    pub struct ImageContent {
        /// The id that the upload returned. Excludes `url`.
        pub media_id: Option<String>,
        /// Where the service fetches the file. Excludes `mediaId`.
        pub url: Option<String>,
        /// A text below it.
        pub caption: Option<String>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// A document. Source: REST documentation, message schema.
    pub struct DocumentContent {
        /// The id that the upload returned. Excludes `url`.
        pub media_id: Option<String>,
        /// Where the service fetches the file. Excludes `mediaId`.
        pub url: Option<String>,
        /// A text below it; not supported by the service at present.
        pub caption: Option<String>,
        /// The name that the recipient sees.
        pub filename: Option<String>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// A sound. Source: REST documentation, message schema.
    pub struct AudioContent {
        /// The id that the upload returned. Excludes `url`.
        pub media_id: Option<String>,
        /// Where the service fetches the file. Excludes `mediaId`.
        pub url: Option<String>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// A video. Source: REST documentation, message schema.
    pub struct VideoContent {
        /// The id that the upload returned. Excludes `url`.
        pub media_id: Option<String>,
        /// Where the service fetches the file. Excludes `mediaId`.
        pub url: Option<String>,
        /// A text below it.
        pub caption: Option<String>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// A sticker. Not supported on WhatsApp. Source: REST documentation, message schema.
    pub struct StickerContent {
        /// The id that the upload returned. Excludes `url`.
        pub media_id: Option<String>,
        /// Where the service fetches the file. Excludes `mediaId`.
        pub url: Option<String>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }
}

answer! {
    /// The answer to an upload. Source: REST documentation, `MediaUploadResult`.
    pub struct UploadedMedia {
        /// What a content names the file by.
        pub media_id: String,
    }
}
