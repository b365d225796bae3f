use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::{Kind, Outcome, Result};
use crate::model::{Message, Notification, SmsContentOptions, SmsType};
use crate::options::read;

/// What a text by SMS may have besides recipient, text and sender. Everything is optional.
///
/// Source: REST documentation, `SmsContentOptions` and message schema.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct SmsOptions {
    /// Forbids characters outside the GSM alphabet.
    pub force_gsm: Option<bool>,
    /// Replaces what is not in the GSM alphabet by what is customary in plain text (`text::to_gsm`), before anything is
    /// checked; the result says what was replaced.
    pub to_gsm: Option<bool>,
    /// Pages at most, 1 to 10.
    pub page_limit: Option<i32>,
    /// Standard, flash or priority.
    pub sms_type: Option<SmsType>,
    /// When to send it; at once where it is absent.
    pub send_date: Option<String>,
    /// Who is told what became of it.
    pub notification: Option<Notification>,
}

impl SmsOptions {
    /// Nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `invalid_argument`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::InvalidArgument, Outcome::NotAccepted)
    }

    /// The message that says `text`, as it stands: `to_gsm` is left to the client that sends it.
    #[must_use]
    pub fn message(self, to: &str, text: &str, from: Option<&str>) -> Message {
        let mut message = Message::sms(to, text);
        if let Some(from) = from {
            message.from = from.to_owned();
        }
        message.send_date = self.send_date;
        message.notification = self.notification;
        if self.force_gsm.is_some() || self.page_limit.is_some() || self.sms_type.is_some() {
            message.content = message.content.with_sms_options(SmsContentOptions {
                force_gsm: self.force_gsm,
                page_limit: self.page_limit,
                sms_type: self.sms_type,
                ..SmsContentOptions::default()
            });
        }
        message
    }
}
