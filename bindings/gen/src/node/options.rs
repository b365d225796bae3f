//! The types of options, each with core's names in the case of JavaScript.

use std::fmt::Write as _;

use ecall::smpp::SubmitOptions;
use ecall::text::{TextOptions, gsm::Language};
use ecall::webhook::ReceiverOptions;
use ecall::{
    BulkOptions, CallOptions, DownloadOptions, HttpsFaxOptions, HttpsSmsOptions, HttpsVoiceOptions,
    MessagesOptions, Options, SmppOptions, SmsOptions, SoapFaxOptions, SoapSmsOptions, SoapVoiceOptions,
    UploadOptions, WaitManyOptions, WaitOptions,
};

use super::typescript::{self, Place, comment};
use super::{MARK, imports, schema_of};
use crate::Result;

/// The types of options.
pub fn types() -> Result<String> {
    let schemas = [
        (
            "ClientOptionValues",
            "The configuration of a client. What is not given comes from the environment, else from the defaults below.",
            schema_of::<Options>(),
        ),
        (
            "CallOptionValues",
            "What one call does otherwise than its client. Everything is optional.",
            schema_of::<CallOptions>(),
        ),
        (
            "WaitOptionValues",
            "How `wait` follows a message or a job. Everything is optional.",
            schema_of::<WaitOptions>(),
        ),
        (
            "SendManyOptionValues",
            "How `sendMany` sends messages. Everything is optional.",
            schema_of::<BulkOptions>(),
        ),
        (
            "WaitManyOptionValues",
            "How `waitMany` follows messages. Everything is optional.",
            schema_of::<WaitManyOptions>(),
        ),
        (
            "UploadOptionValues",
            "What an upload does otherwise than its client. Everything is optional.",
            schema_of::<UploadOptions>(),
        ),
        (
            "DownloadOptionValues",
            "What a download does otherwise than its client. Everything is optional.",
            schema_of::<DownloadOptions>(),
        ),
        (
            "ReceiverOptionValues",
            "What a receiver of webhooks takes, and from whom. Everything is optional.",
            schema_of::<ReceiverOptions>(),
        ),
        (
            "SmsOptionValues",
            "What a text by SMS may have besides recipient, text and sender. Everything is optional.",
            schema_of::<SmsOptions>(),
        ),
        (
            "HttpsSmsOptionValues",
            "What an SMS over the HTTPS interface may have besides addresses, text and sender. Everything is optional.",
            schema_of::<HttpsSmsOptions>(),
        ),
        (
            "HttpsFaxOptionValues",
            "What a fax may have besides addresses and text. Everything is optional.",
            schema_of::<HttpsFaxOptions>(),
        ),
        (
            "HttpsVoiceOptionValues",
            "What a voice message may have besides number and text. Everything is optional.",
            schema_of::<HttpsVoiceOptions>(),
        ),
        (
            "SoapSmsOptionValues",
            "What an SMS over the SOAP interface may have besides addresses, text and sender. Everything is optional.",
            schema_of::<SoapSmsOptions>(),
        ),
        (
            "SoapFaxOptionValues",
            "What a fax over the SOAP interface may have besides addresses, text and files. Everything is optional.",
            schema_of::<SoapFaxOptions>(),
        ),
        (
            "SoapVoiceOptionValues",
            "What a voice message over the SOAP interface may have besides addresses and text. Everything is optional.",
            schema_of::<SoapVoiceOptions>(),
        ),
        (
            "MessagesOptionValues",
            "Which cached messages are read, and for how long. Everything is optional.",
            schema_of::<MessagesOptions>(),
        ),
        (
            "SmppOptionValues",
            "What an SMPP client has besides the options of every client. Everything is optional.",
            schema_of::<SmppOptions>(),
        ),
        (
            "SubmitOptionValues",
            "What a message over SMPP may have besides recipient, text and sender: every field of submit_sm. Everything is optional.",
            schema_of::<SubmitOptions>(),
        ),
        (
            "TextOptionValues",
            "Under which conditions a text is estimated or split. Everything is optional.",
            schema_of::<TextOptions>(),
        ),
    ];
    let mut text = MARK.to_owned();
    let words = [
        ("Delivery", schema_of::<Options>()),
        ("SoapVersion", schema_of::<Options>()),
        ("MediaEncoding", schema_of::<UploadOptions>()),
        ("CallbackEncoding", schema_of::<ReceiverOptions>()),
        ("BindMode", schema_of::<SmppOptions>()),
        ("LongMessage", schema_of::<SmppOptions>()),
        ("DefaultAlphabet", schema_of::<SmppOptions>()),
        ("Receipts", schema_of::<SmppOptions>()),
        ("DestinationPrefix", schema_of::<SmppOptions>()),
        ("FlashForm", schema_of::<SmppOptions>()),
        ("Alphabet", schema_of::<SubmitOptions>()),
    ];
    let mut body = String::new();
    for (name, schema) in &words {
        body += &typescript::definition(name, &schema["$defs"][name])?;
    }
    let mut used = Vec::new();
    for (name, description, schema) in &schemas {
        body += &comment("", description);
        let members = typescript::members(schema, Place::Options, &mut used)?;
        let _ = writeln!(body, "export interface {name} {{\n{members}}}");
    }
    used.retain(|used| !words.iter().any(|(name, _)| typescript::target(name) == *used));
    text += "\n";
    text += &imports(used);
    body += &comment("", "The GSM default alphabet, and the languages that have national tables beside it.");
    let languages = Language::ALL.iter().map(|language| format!("\n  | '{}'", language.as_str()));
    let _ = writeln!(body, "export type Language ={}", languages.collect::<String>());
    Ok(text + &body)
}
