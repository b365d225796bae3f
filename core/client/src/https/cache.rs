//! Messages that were received and wait at the service.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::Https;
use super::answer::{members, result_in, xml};
use crate::answer::Answer;
use crate::call::{Misread, Mode, sleep};
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::model::{InboundSms, ResultCode};
use crate::options::{CallOptions, Problems, read};
use crate::transport::HttpResponse;

/// How often an empty cache is asked again.
const POLL_MS: u64 = 10_000;

/// Which messages are read, and for how long. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct MessagesOptions {
    /// The leased number whose messages are read; those of all numbers where it is absent.
    pub number: Option<String>,
    /// Goes on where the cache is empty, instead of ending.
    pub follow: Option<bool>,
    /// The pause before an empty cache is asked again, in milliseconds (1 to 604 800 000); 10 000 unless set.
    pub poll_ms: Option<u64>,
}

impl MessagesOptions {
    /// Nothing set: all numbers, until the cache is empty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the messages of one number.
    #[must_use]
    pub fn number(mut self, number: impl Into<String>) -> Self {
        self.number = Some(number.into());
        self
    }

    /// Goes on where the cache is empty, asking again after this pause.
    #[must_use]
    pub fn follow(mut self, poll: Duration) -> Self {
        self.follow = Some(true);
        self.poll_ms = Some(crate::options::millis(poll));
        self
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `invalid_argument`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::InvalidArgument, Outcome::NotApplicable)
    }
}

impl Https<'_> {
    pub async fn next_message(
        &self,
        number: Option<&str>,
        options: &CallOptions,
    ) -> Result<Answer<Option<InboundSms>>> {
        let form = self.form().with_any("MobileNumber", number);
        let request = self.request(&["Cache", "GetNextMessage"], form);
        self.call("next_message", Mode::Read, options)?.run(request, read_message).await
    }

    /// May be repeated freely: a message that is gone already is no error, and no other message has its id.
    pub async fn delete_message(&self, message_id: &str, options: &CallOptions) -> Result<Answer<bool>> {
        if message_id.is_empty() {
            let problem = FieldError::new("message_id", "min_length", "must not be empty").measured(0, 1);
            return Err(Error::argument(Outcome::NotApplicable, problem));
        }
        let request = self.request(&["Cache", "DeleteMessage"], self.form().with("MessageID", message_id));
        let deleted = self.call("delete_message", Mode::Read, options)?.run(request, read_deleted).await;
        deleted.map_err(|mut error| {
            error.details_mut().message_id = Some(message_id.to_owned());
            error
        })
    }
}

fn read_message(response: &HttpResponse) -> std::result::Result<Option<InboundSms>, Misread> {
    let document = xml(response)?;
    match result_in(&document)?.map(|result| result.code) {
        Some(ResultCode::OK) | None => {}
        Some(ResultCode::TOO_LONG_OR_EMPTY) => return Ok(None),
        Some(_) => return Err(Misread::Refused),
    }
    let Some(sms) = document.find(&["SMS"]) else {
        return Err("the answer holds no message".to_owned().into());
    };
    let mut members = members(sms);
    // What the text says is the text, even where it is empty.
    members.retain(|name, value| value != "" || name.eq_ignore_ascii_case("Message"));
    let mut message: InboundSms = serde_json::from_value(members.into()).unwrap_or_default();
    let id = document.find(&["MessageID"]).map(|id| id.trimmed().to_owned());
    message.message_id = id.filter(|id| !id.is_empty());
    Ok(Some(message))
}

/// Whether there was such a message. What the service says of one that is not there is provisional.
fn read_deleted(response: &HttpResponse) -> std::result::Result<bool, Misread> {
    match result_in(&xml(response)?)?.map(|result| result.code) {
        Some(ResultCode::OK) => Ok(true),
        Some(ResultCode::TOO_LONG_OR_EMPTY) => Ok(false),
        Some(code) if code.is_not_found() => Ok(false),
        Some(_) => Err(Misread::Refused),
        None => Err("the answer holds no result".to_owned().into()),
    }
}

/// Messages one after the other. Each is deleted at the service when the caller acknowledges it or asks for the next.
pub(crate) struct Inbox {
    number: Option<String>,
    /// The pause before an empty cache is asked again; None where it ends there.
    poll: Option<Duration>,
    /// Handed over and not yet deleted.
    handed: Option<InboundSms>,
    /// Whether whoever has it asked for more, or acknowledged it.
    taken: bool,
    /// Whether it never reached anybody.
    again: bool,
    /// The last that was deleted.
    deleted: Option<String>,
}

impl Inbox {
    pub fn new(options: MessagesOptions) -> Result<Self> {
        let mut problems = Problems::default();
        let poll = problems.time("poll_ms", options.poll_ms, POLL_MS);
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;
        let poll = (options.follow == Some(true)).then_some(poll);
        Ok(Self { number: options.number, poll, handed: None, taken: false, again: false, deleted: None })
    }

    /// The next message, the one before being taken with that. None where the cache is empty and is not asked again.
    pub async fn next(&mut self, https: Https<'_>, options: &CallOptions) -> Result<Option<InboundSms>> {
        if std::mem::take(&mut self.again) {
            return Ok(self.handed.clone());
        }
        self.acknowledge(https, options).await?;
        loop {
            if let Some(message) = https.next_message(self.number.as_deref(), options).await?.value {
                if message.message_id.is_some() && message.message_id == self.deleted {
                    return Err(unexpected("the service gives a message again that it said was deleted"));
                }
                self.handed = Some(message.clone());
                self.taken = false;
                return Ok(Some(message));
            }
            let Some(pause) = self.poll else { return Ok(None) };
            if !sleep(pause, options.cancel.as_ref()).await {
                return Err(Error::new(Kind::Cancelled, Outcome::NotApplicable, "cancelled"));
            }
        }
    }

    /// Says that the message which was handed over last never reached its taker: the next one is this again. Means nothing where
    /// more was asked for already.
    pub fn give_again(&mut self) {
        self.again = self.handed.is_some() && !self.taken;
    }

    /// Deletes the message that was handed over last. It stays handed over until the service says so: this may be repeated,
    /// and dropped.
    pub async fn acknowledge(&mut self, https: Https<'_>, options: &CallOptions) -> Result<()> {
        // What is to come again was taken by nobody.
        let Some(message) = self.handed.as_ref().filter(|_| !self.again) else { return Ok(()) };
        self.taken = true;
        let Some(id) = message.message_id.clone() else {
            return Err(unexpected("the message has no id: it cannot be deleted, and holds up all others"));
        };
        https.delete_message(&id, options).await?;
        self.handed = None;
        self.deleted = Some(id);
        Ok(())
    }
}

fn unexpected(message: &str) -> Error {
    Error::new(Kind::UnexpectedResponse, Outcome::NotApplicable, message)
}
