use ecall::{Answer, Sent};
use serde_json::{Value, json};

use crate::failure::Attempt;

/// The answer to an accepted message.
#[derive(Clone, Debug, uniffi::Record)]
pub struct MessageResult {
    /// The id of the message where it was sent with `to`.
    pub message_id: Option<String>,
    /// One id per recipient where it was sent with `toList`.
    pub message_ids: Vec<MessageId>,
    /// When the service accepted it, as the service wrote it.
    pub timestamp: Option<String>,
    /// The same in milliseconds since 1970; empty where the text names no zone.
    pub timestamp_ms: Option<i64>,
    /// An attempt before the accepted one may have been accepted too: the message may arrive twice.
    pub possible_duplicate: bool,
    /// HTTP status.
    pub http_status: i32,
    /// `x-f24-request-id`; the service's support asks for it.
    pub request_id: Option<String>,
    /// The attempts that failed before this answer.
    pub attempts: Vec<Attempt>,
    /// The body as it came.
    pub raw_body: Vec<u8>,
    /// Fields that this version does not know, as a JSON object.
    pub extra: String,
    /// What the text costs as it was sent (alphabet, pages, units) and where the service cuts it, as a JSON object with the
    /// names of core. None for content that is no text.
    pub estimate_json: Option<String>,
    /// What was replaced in the text before it was sent, where `to_gsm` was asked for: a JSON array.
    pub replacements_json: String,
}

/// The id of the message to one recipient of a list.
#[derive(Clone, Debug, uniffi::Record)]
pub struct MessageId {
    /// The id of the message.
    pub message_id: Option<String>,
    /// The recipient's address.
    pub address: Option<String>,
}

impl From<Answer<Sent>> for MessageResult {
    fn from(answer: Answer<Sent>) -> Self {
        let Answer { value: sent, http_status, request_id, raw_body, attempts, possible_duplicate, .. } =
            answer;
        let value = sent.result;
        let pairs = value.message_id_list.unwrap_or_default().into_iter();
        Self {
            message_id: value.message_id,
            message_ids: pairs
                .map(|pair| MessageId { message_id: pair.message_id, address: pair.address })
                .collect(),
            timestamp: value.timestamp.as_ref().map(|time| time.as_str().to_owned()),
            timestamp_ms: value.timestamp.and_then(|time| Some(time.instant()?.as_millisecond())),
            possible_duplicate,
            http_status: i32::from(http_status),
            request_id,
            attempts: attempts.iter().map(Attempt::from).collect(),
            raw_body: raw_body.into(),
            extra: Value::Object(value.extra).to_string(),
            estimate_json: sent.estimate.map(|estimate| json!(estimate).to_string()),
            replacements_json: json!(sent.replacements).to_string(),
        }
    }
}
