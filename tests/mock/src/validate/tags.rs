//! Which `type` belongs to which schema: the documents name no discriminator.

/// The branches of every `oneOf`, with the values of `type` that choose them. A base without a value of its own stands
/// in the documents' lists too; nothing chooses it.
const TAGS: [(&str, &[&str]); 42] = [
    ("ToAddressNumber", &["Number"]),
    ("ToAddressPerson", &["Person"]),
    ("ToAddressGroup", &["Group"]),
    ("TextContent", &["Text"]),
    ("ImageContent", &["Image"]),
    ("DocumentContent", &["Document"]),
    ("AudioContent", &["Audio"]),
    ("VideoContent", &["Video"]),
    ("StickerContent", &["Sticker"]),
    ("LocationContent", &["Location"]),
    ("ContactContent", &["Contacts"]),
    ("InteractiveContent", &["Interactive"]),
    ("InteractiveReplyContent", &["InteractiveReply"]),
    ("TemplateContent", &["Template"]),
    ("MediaContent", &[]),
    ("SmsContentOptions", &["SmsContentOptions"]),
    ("InteractiveTextHeader", &["Text"]),
    ("InteractiveImageHeader", &["Image"]),
    ("InteractiveVideoHeader", &["Video"]),
    ("InteractiveDocumentHeader", &["Document"]),
    ("InteractiveButtonAction", &["Button"]),
    ("InteractiveListAction", &["List"]),
    ("InteractiveButtonActionReplyButton", &["Reply"]),
    ("InteractiveButtonReply", &["Button"]),
    ("InteractiveListReply", &["List"]),
    ("TemplateHeaderComponent", &["Header"]),
    ("TemplateBodyComponent", &["Body"]),
    ("TemplateQuickReplyButtonComponent", &["QuickReplyButton"]),
    ("TemplateUrlButtonComponent", &["UrlButton"]),
    ("TemplateButtonComponent", &[]),
    ("TemplateTextParameter", &["Text"]),
    ("TemplateImageParameter", &["Image"]),
    ("TemplateVideoParameter", &["Video"]),
    ("TemplateDocumentParameter", &["Document"]),
    ("TemplateDateTimeParameter", &["DateTime"]),
    ("TemplateCurrencyParameter", &["Currency"]),
    ("TemplatePayloadParameter", &["Payload"]),
    ("TemplateMediaParameter", &[]),
    ("EmailNotificationAddress", &["Email"]),
    ("SmsNotificationAddress", &["Sms"]),
    ("UrlNotificationAddress", &["Url", "UrlPost"]),
    ("ParameterErrorDetails", &["Parameter"]),
];

/// The values of `type` that choose `schema`; none for a schema that is no branch.
pub(super) fn of(schema: &str) -> Option<&'static [&'static str]> {
    TAGS.iter().find(|(name, _)| *name == schema).map(|(_, tags)| *tags)
}
