//! Accepted messages and the states they go through.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::rest::Version;
use crate::timeline::{Progress, Timeline};
use crate::timestamp;
use crate::webhook::Notification;

/// Progress by channel, as an account's settings have it.
pub(crate) type ProgressByChannel = BTreeMap<String, Progress<String>>;

/// Where a message stands before the first state of its course.
const FIRST: &str = "Pending";

/// What a channel does unless the account says otherwise: through every state to the final one of a success.
fn default_progress(channel: &str) -> Progress<String> {
    let states: &[(u64, &str)] = match channel {
        "Whatsapp" => &[(0, "Pending"), (100, "Sent"), (300, "Delivered"), (500, "Read")],
        "Rcs" => &[(0, "Pending"), (100, "Sent"), (300, "Delivered"), (500, "Displayed")],
        "Pager" => &[(0, "Pending"), (100, "Sent")],
        "Voice" => &[(0, "Pending"), (100, "Sent"), (300, "Played_with_receipt")],
        _ => &[(0, "Pending"), (100, "Sent"), (300, "Delivered")],
    };
    states.iter().map(|(after, status)| (*after, (*status).to_owned())).collect()
}

/// What an account wants of the messages it accepts.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Course {
    progress: ProgressByChannel,
    /// The reason code of the last state.
    reason_code: i32,
}

impl Course {
    /// Takes over what is given; the rest stays as it is.
    pub(crate) fn change(&mut self, progress: Option<ProgressByChannel>, reason_code: Option<i32>) {
        if let Some(progress) = progress {
            self.progress = progress;
        }
        if let Some(reason_code) = reason_code {
            self.reason_code = reason_code;
        }
    }
}

/// A state set by command.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Command {
    status: String,
    #[serde(default, rename = "reasonCode")]
    reason_code: i32,
    #[serde(default)]
    reason: Option<String>,
}

/// Where a message stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) status: String,
    pub(crate) reason_code: i32,
    pub(crate) reason: Option<String>,
    pub(crate) since: OffsetDateTime,
}

/// A message as the control interface shows it; there may be very many.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    #[serde(rename = "messageId")]
    message_id: &'a str,
    channel: &'a str,
    from: &'a str,
    to: &'a str,
    status: &'a str,
}

/// One accepted message to one recipient.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) channel: String,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) page_total: Option<u32>,
    /// Where its states are told.
    pub(crate) notification: Option<Arc<Notification>>,
    timeline: Timeline<String>,
    reason_code: i32,
    commanded: Option<Standing>,
}

impl Message {
    /// A message accepted at `accepted`, whose states are those of `course` from then on.
    pub(crate) fn new(
        channel: &str,
        from: &str,
        to: &str,
        accepted: OffsetDateTime,
        course: &Course,
    ) -> Self {
        let progress = course.progress.get(channel).cloned().unwrap_or_else(|| default_progress(channel));
        Self {
            channel: channel.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            page_total: None,
            notification: None,
            timeline: Timeline::new(accepted, progress),
            reason_code: course.reason_code,
            commanded: None,
        }
    }

    /// Moves the message to a state and stops the course of its own.
    pub(crate) fn command(&mut self, command: Command, now: OffsetDateTime) -> Standing {
        let standing = Standing {
            status: command.status,
            reason_code: command.reason_code,
            reason: command.reason,
            since: now,
        };
        self.commanded = Some(standing.clone());
        standing
    }

    /// Where the message stands at `now`.
    pub(crate) fn standing(&self, now: OffsetDateTime) -> Standing {
        match (&self.commanded, self.timeline.last_begun(now)) {
            (Some(standing), _) => standing.clone(),
            (None, Some(index)) => self.step(index),
            (None, None) => Standing {
                status: FIRST.to_owned(),
                reason_code: 0,
                reason: None,
                since: self.timeline.start,
            },
        }
    }

    /// The message as the control interface shows it at `now`.
    pub(crate) fn shown<'a>(&'a self, id: &'a str, now: OffsetDateTime) -> Shown<'a> {
        let status = match (&self.commanded, self.timeline.last_begun(now)) {
            (Some(standing), _) => &standing.status,
            (None, Some(index)) => self.timeline.step(index).0,
            (None, None) => FIRST,
        };
        Shown { message_id: id, channel: &self.channel, from: &self.from, to: &self.to, status }
    }

    /// How long after acceptance the state number `index` of its course begins; none without such a state, or when
    /// the course was stopped.
    pub(crate) fn begins(&self, index: usize) -> Option<Duration> {
        self.timeline.begins(index).filter(|_| self.commanded.is_none())
    }

    /// The state number `index` of its course, under the same conditions.
    pub(crate) fn entered(&self, index: usize) -> Option<Standing> {
        (self.commanded.is_none() && self.timeline.has(index)).then(|| self.step(index))
    }

    fn step(&self, index: usize) -> Standing {
        let (status, since) = self.timeline.step(index);
        let reason_code = if self.timeline.is_last(index) { self.reason_code } else { 0 };
        Standing {
            status: status.clone(),
            reason_code,
            reason: (reason_code != 0).then(|| format!("Reason {reason_code}")),
            since,
        }
    }

    /// A standing as the interface tells it.
    pub(crate) fn status_json(&self, id: &str, standing: &Standing, version: Version) -> Value {
        json!({
            "channel": self.channel,
            "messageId": id,
            "status": standing.status,
            "reasonCode": standing.reason_code,
            "reason": standing.reason,
            "timestamp": timestamp::write(standing.since, version),
            "from": self.from,
            "to": self.to,
            "pageTotal": self.page_total,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn states(channel: &str, course: &Course) -> Vec<(String, i32)> {
        let start = OffsetDateTime::now_utc();
        let message = Message::new(channel, "a", "b", start, course);
        [0, 100, 300, 500]
            .map(|after| message.standing(start + Duration::from_millis(after)))
            .map(|standing| (standing.status, standing.reason_code))
            .to_vec()
    }

    #[test]
    fn every_channel_ends_in_its_final_state() {
        let last = |channel| states(channel, &Course::default()).pop().unwrap().0;
        assert_eq!(last("Sms"), "Delivered");
        assert_eq!(last("Whatsapp"), "Read");
        assert_eq!(last("Rcs"), "Displayed");
    }

    #[test]
    fn the_reason_belongs_to_the_last_state() {
        let progress =
            BTreeMap::from([("Sms".to_owned(), vec![(0, "Pending".to_owned()), (300, "Failed".to_owned())])]);
        let seen = states("Sms", &Course { progress, reason_code: 5111 });
        assert_eq!(seen[1], ("Pending".to_owned(), 0));
        assert_eq!(seen[2], ("Failed".to_owned(), 5111));
    }

    #[test]
    fn a_command_stops_the_course() {
        let start = OffsetDateTime::now_utc();
        let mut message = Message::new("Sms", "a", "b", start, &Course::default());
        message.command(
            Command { status: "Failed".to_owned(), reason_code: 7, reason: Some("x".to_owned()) },
            start,
        );
        assert_eq!(message.standing(start + Duration::from_secs(60)).status, "Failed");
    }
}
