//! What the REST interface answers.

use std::time::SystemTime;

use ecall::model::{MessageIdAddressPair, MessageStatusData};
use ecall::{ListStatus as CoreListStatus, Media, RawResponse, Sent as CoreSent, SentList as CoreSentList};
use serde_json::Value;

use crate::failure::Problem;
use crate::numbers::{instant, short, signed};
use crate::record::{alone_and_answered, answers, records};
use crate::text::{Estimate, Replacement};
use crate::words::{Channel, Status};

/// Fields that this version does not know, as a JSON object.
pub(crate) fn extra(fields: serde_json::Map<String, Value>) -> String {
    Value::Object(fields).to_string()
}

alone_and_answered! {
    /// A message that the service accepted.
    Sent and MessageResult from CoreSent as sent {
        /// When the service accepted it; empty where its text names no zone.
        instant: Option<SystemTime> = instant(sent.result.timestamp.as_ref()),
        /// The same as the service wrote it.
        timestamp: Option<String> = sent.result.timestamp.map(|time| time.as_str().to_owned()),
        /// The id of the message where it was sent with `to`.
        message_id: Option<String> = sent.result.message_id,
        /// One id per recipient where it was sent with `toList`.
        message_ids: Vec<MessageId> =
            sent.result.message_id_list.unwrap_or_default().into_iter().map(MessageId::from).collect(),
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(sent.result.extra),
        /// What the text costs as it was sent, and where the service cuts it. None for content that is no text.
        estimate: Option<Estimate> = sent.estimate.map(Estimate::from),
        /// What was replaced in the text before it was sent, where `to_gsm` was asked for.
        replacements: Vec<Replacement> = sent.replacements.into_iter().map(Replacement::from).collect(),
    }
}

alone_and_answered! {
    /// What became of a message. The service may leave any field away.
    ReportedStatus and MessageStatus from MessageStatusData as status {
        /// Whether no other state will follow.
        is_final: bool = status.is_final(),
        /// When the state was reached; empty where the text names no zone.
        instant: Option<SystemTime> = instant(status.timestamp.as_ref()),
        /// The same as the service wrote it.
        timestamp: Option<String> = status.timestamp.map(|time| time.as_str().to_owned()),
        /// The channel that the message took.
        channel: Option<Channel> = status.channel.map(Channel::from),
        /// The id of the message.
        message_id: Option<String> = status.message_id,
        /// The state.
        status: Option<Status> = status.status.map(Status::from),
        /// Why: 0 is success. An open set.
        reason_code: Option<i32> = status.reason_code,
        /// Why, as a text.
        reason: Option<String> = status.reason,
        /// The sender.
        from: Option<String> = status.from,
        /// The recipient.
        to: Option<String> = status.to,
        /// How many pages were charged (SMS).
        page_total: Option<i32> = status.page_total,
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(status.extra),
    }
}

records! {
    /// The id of the message to one recipient of a list.
    MessageId from MessageIdAddressPair as pair {
        /// The id of the message.
        message_id: Option<String> = pair.message_id,
        /// The recipient's address.
        address: Option<String> = pair.address,
    }

    /// What became of one message of a list: it was accepted, or there is an error.
    ListItem from ecall::Result<CoreSent> as item {
        /// Why it was not accepted, or that nobody knows.
        error: Option<Problem> = item.as_ref().err().map(Problem::from),
        /// What the service answered.
        sent: Option<Sent> = item.ok().map(Sent::from),
    }
}

answers! {
    /// The answer to a list of messages: what became of each, in the order in which they were given.
    SentList from CoreSentList as list {
        /// An error where not every message was accepted, with the fields of each that was not.
        failure: Option<Problem> = list.raise_for_failed().err().as_ref().map(Problem::from),
        /// The indices of the messages that were not accepted, or of which that is not known.
        failed: Vec<i32> = list.failed().map(|(index, _)| short(index)).collect(),
        /// What the states of its messages are asked for by; the service answers for seven days.
        list_id: Option<String> = list.list_id,
        /// For each message what became of it.
        items: Vec<ListItem> = list.items.into_iter().map(ListItem::from).collect(),
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(list.extra),
    }

    /// What has become of the messages of a list.
    ListStatus from CoreListStatus as list {
        /// Whether no other state will follow for any of the messages. False of a list without messages.
        is_final: bool = list.is_final(),
        /// The list's id, where the answer has it.
        list_id: Option<String> = list.list_id,
        /// The state of each message, one per recipient, in the service's order.
        messages: Vec<ReportedStatus> = list.messages.into_iter().map(ReportedStatus::from).collect(),
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(list.extra),
    }

    /// The answer to a raw request. Its body is `rawBody`.
    Response from RawResponse as response {
        /// The headers of the answer, their names in small letters; one that came several times is there several times.
        headers: Vec<Header> = response
            .headers
            .iter()
            .map(|(name, value)| Header {
                name: name.as_str().to_owned(),
                value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
            })
            .collect(),
    }

    /// The answer that says that the credentials are good.
    Checked from () as _nothing {}

    /// The answer to an upload.
    UploadedMedia from ecall::UploadedMedia as media {
        /// What a content names the file by.
        media_id: String = media.media_id,
        /// Fields that this version does not know, as a JSON object.
        extra: String = extra(media.extra),
    }

    /// A file that was fetched.
    DownloadedMedia from Media as media {
        /// What kind of file the service says it is.
        content_type: Option<String> = media.content_type,
        /// How many bytes it has.
        length: i64 = signed(media.length),
        /// The file itself where it was fetched into memory, else empty.
        content: Vec<u8> = media.bytes.into(),
    }
}

/// A header of an answer.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Header {
    /// Its name, in small letters.
    pub name: String,
    /// Its value.
    pub value: String,
}
