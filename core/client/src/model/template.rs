//! Templates that were registered with a channel, and what is filled in.

use super::content::ContentOptions;
use super::define::model;
use super::language::TemplateLanguageCode;
use super::open_enum::open_enum;
use super::tagged::tagged;
use super::timestamp::Timestamp;

model! {
    /// A template that was registered with the channel, and what is filled in. Source: REST documentation, message schema.
    pub struct TemplateContent {
        /// The template's namespace. At least 1 character.
        pub namespace: String,
        /// The template's name. At least 1 character.
        pub name: String,
        /// The template's language.
        pub language: TemplateLanguage,
        /// What is filled in.
        pub components: Option<Vec<TemplateComponent>>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }

    /// The language of a template.
    pub struct TemplateLanguage {
        /// How the language is chosen; `Deterministic` is the only known way.
        pub policy: Option<TemplateLanguagePolicy>,
        /// The language's code.
        pub code: TemplateLanguageCode,
    }

    /// What is filled into the header or the body of a template.
    pub struct TemplateParameters {
        /// The values, in the order of their places.
        pub parameters: Vec<TemplateParameter>,
    }

    /// What is filled into a button of a template.
    pub struct TemplateButtonComponent {
        /// Which button, counted as the template does.
        #[schemars(required)]
        pub index: Option<i32>,
        /// The values, in the order of their places.
        pub parameters: Vec<TemplateParameter>,
    }

    /// A text for a place of a template.
    pub struct TemplateTextParameter {
        /// The text. At least 1 character.
        pub text: String,
    }

    /// A file for a place of a template.
    pub struct TemplateMediaParameter {
        /// The id that the upload returned. Excludes `url`.
        pub media_id: Option<String>,
        /// Where the service fetches the file. Excludes `mediaId`.
        pub url: Option<String>,
    }

    /// A document for a place of a template.
    pub struct TemplateDocumentParameter {
        /// The id that the upload returned. Excludes `url`.
        pub media_id: Option<String>,
        /// Where the service fetches the file. Excludes `mediaId`.
        pub url: Option<String>,
        /// The name that the recipient sees.
        pub filename: Option<String>,
    }

    /// A date and time for a place of a template.
    pub struct TemplateDateTimeParameter {
        /// The date and time, ISO 8601.
        pub date_time: Timestamp,
    }

    /// An amount of money for a place of a template.
    pub struct TemplateCurrencyParameter {
        /// The currency's code, exactly 3 characters (`CHF`).
        pub code: String,
        /// The amount times 1000: CHF 100.99 is 100990.
        #[schemars(required)]
        pub amount: Option<i32>,
        /// What is shown where the amount cannot be formatted. At least 1 character.
        pub fallback_value: String,
    }

    /// What a button of a template answers with.
    pub struct TemplatePayloadParameter {
        /// The answer. At least 1 character.
        pub payload: String,
    }
}

open_enum! {
    /// How the language of a template is chosen. Source: REST documentation, message schema.
    pub enum TemplateLanguagePolicy as "TemplateLanguagePolicy" {
        /// Exactly the language that is asked for.
        Deterministic = "Deterministic",
    }
}

tagged! {
    /// What is filled into one part of a template, told apart by `type`. Source: REST documentation, message schema.
    pub enum TemplateComponent as "TemplateComponent" {
        /// The header.
        Header(TemplateParameters) = "Header",
        /// The body.
        Body(TemplateParameters) = "Body",
        /// A button that answers.
        QuickReplyButton(TemplateButtonComponent) = "QuickReplyButton",
        /// A button that opens a web address.
        UrlButton(TemplateButtonComponent) = "UrlButton",
    }

    /// A value for a place of a template, told apart by `type`. Source: REST documentation, message schema.
    pub enum TemplateParameter as "TemplateParameter" {
        /// A text.
        Text(TemplateTextParameter) = "Text",
        /// An image.
        Image(TemplateMediaParameter) = "Image",
        /// A video.
        Video(TemplateMediaParameter) = "Video",
        /// A document.
        Document(TemplateDocumentParameter) = "Document",
        /// A date and time.
        DateTime(TemplateDateTimeParameter) = "DateTime",
        /// An amount of money.
        Currency(TemplateCurrencyParameter) = "Currency",
        /// What a button answers with.
        Payload(TemplatePayloadParameter) = "Payload",
    }
}

impl TemplateParameter {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(TemplateTextParameter { text: text.into(), ..Default::default() })
    }
}
