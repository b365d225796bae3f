//! The messages, results and states of eCall, each written once.
//!
//! The types follow the schemas of the vendor's REST documentation and keep their names. What holds for all of them:
//! - Unknown is not wrong: enumerations keep values, unions objects and structs fields that this version does not know.
//! - Keys are read without regard to case, values are case-sensitive.
//! - Reading never fails because something is missing; [`Message::problems`] finds all of that at once before a message is sent.
//! - A text that is empty, and `Unknown` with nothing in it, stand for a required field that is missing.
//! - Structs are made with `..Default::default()`, because later versions of the service add fields.

mod api_error;
mod channel;
mod contacts;
mod content;
mod define;
mod interactive;
mod job;
mod job_option;
mod job_state;
mod job_status;
mod language;
mod list;
mod local_time;
mod location;
mod media;
mod message;
mod notification;
mod open_enum;
mod received;
mod reply;
mod result;
mod status;
mod tagged;
mod template;
mod timestamp;
mod validate;
pub mod wire;

pub use api_error::{ApiError, ErrorCode, ErrorDetails, ErrorDetailsType, ParameterError};
pub use channel::Channel;
pub use contacts::{
    AddressData, ContactContent, ContactData, NameData, OrganizationData, PhoneData, UrlData,
};
pub use content::{Content, ContentOptions, SmsContentOptions, SmsType, TextContent};
pub use interactive::{
    InteractiveAction, InteractiveBody, InteractiveButton, InteractiveButtonAction, InteractiveContent,
    InteractiveFooter, InteractiveHeader, InteractiveListAction, InteractiveListRow, InteractiveListSection,
    InteractiveMediaHeader, InteractiveReplyButton, InteractiveTextHeader,
};
pub use job::{ErrorState, JobFamily, NotificationLevel, ResultCode, SendState};
pub use job_option::{MsgType, VoiceLanguage};
pub use job_state::JobState;
pub use job_status::{InboundSms, JobNotification, JobStatus};
pub use language::TemplateLanguageCode;
pub(crate) use list::LIST_ID;
pub use list::MessageListItem;
pub use local_time::{LocalTime, TimeDoubt};
pub use location::LocationContent;
pub use media::{AudioContent, DocumentContent, ImageContent, StickerContent, UploadedMedia, VideoContent};
pub use message::{Message, Recipient, ToAddress};
pub use notification::{Notification, NotificationAddress, NotifyAddress, NotifyOn};
pub use received::ReceivedMessage;
pub use reply::{InteractiveButtonReply, InteractiveListReply, InteractiveReply, InteractiveReplyContent};
pub use result::{MessageIdAddressPair, MessageResult};
pub use status::{MessageStatusData, Status};
pub use template::{
    TemplateButtonComponent, TemplateComponent, TemplateContent, TemplateCurrencyParameter,
    TemplateDateTimeParameter, TemplateDocumentParameter, TemplateLanguage, TemplateLanguagePolicy,
    TemplateMediaParameter, TemplateParameter, TemplateParameters, TemplatePayloadParameter,
    TemplateTextParameter,
};
pub use timestamp::Timestamp;
pub(crate) use validate::{limit_error, sender_error};

#[cfg(test)]
mod tests;
