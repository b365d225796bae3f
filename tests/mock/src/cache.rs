//! Inbound SMS that wait to be fetched.

use serde::Deserialize;
use time::OffsetDateTime;

use crate::identifier::uuid;
use crate::local_time;

/// An inbound SMS, as the control interface brings it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Inbound {
    #[serde(default = "uuid", rename = "messageId")]
    pub(crate) id: String,
    pub(crate) from: String,
    pub(crate) to: String,
    #[serde(rename = "message")]
    pub(crate) text: String,
    /// As it is written in the answer; the present unless given.
    #[serde(default = "present")]
    pub(crate) timestamp: String,
}

fn present() -> String {
    local_time::write_iso(OffsetDateTime::now_utc())
}

/// The cache of one account, in the order of arrival.
#[derive(Debug, Default)]
pub(crate) struct Cache(Vec<Inbound>);

impl Cache {
    pub(crate) fn add(&mut self, message: Inbound) {
        self.0.push(message);
    }

    /// The oldest message, or the oldest to one number; it stays.
    pub(crate) fn next(&self, is_wanted: impl Fn(&str) -> bool) -> Option<&Inbound> {
        self.0.iter().find(|message| is_wanted(&message.to))
    }

    /// Removes a message; false when there is none with this id.
    pub(crate) fn delete(&mut self, id: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|message| message.id != id);
        self.0.len() < before
    }

    /// The ids of those that wait.
    pub(crate) fn ids(&self) -> Vec<&str> {
        self.0.iter().map(|message| message.id.as_str()).collect()
    }
}
