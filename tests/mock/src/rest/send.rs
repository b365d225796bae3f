//! `POST /api/v2/message`, and what a list does for each of its messages.

use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::Version;
use super::error::{self, Problem};
use crate::answer::Answer;
use crate::connection::Head;
use crate::identifier::uuid;
use crate::message::Message;
use crate::state::State;
use crate::validate;
use crate::webhook::{self, Notification};
use crate::{pages, timestamp};

/// The ids of an accepted message: one, or one for each recipient of a `toList`.
pub(super) enum Accepted {
    One(String),
    Many(Vec<(String, String)>),
}

impl Accepted {
    /// The members that tell it on the wire.
    pub(super) fn to_json(&self) -> Value {
        match self {
            Self::One(id) => json!({ "messageId": id, "messageIdList": null }),
            Self::Many(pairs) => {
                let show = |(id, address): &(String, String)| json!({ "messageId": id, "address": address });
                json!({ "messageId": null, "messageIdList": pairs.iter().map(show).collect::<Value>() })
            }
        }
    }

    pub(super) fn into_ids(self) -> Vec<String> {
        match self {
            Self::One(id) => vec![id],
            Self::Many(pairs) => pairs.into_iter().map(|(id, _)| id).collect(),
        }
    }
}

/// Accepts a message, or says what is wrong with it.
pub(super) fn answer(
    state: &Arc<State>,
    username: &str,
    version: Version,
    head: &Head,
    body: &[u8],
) -> Answer {
    let now = OffsetDateTime::now_utc();
    let accepted = read(head, body).and_then(|body| {
        let body =
            validate::message_request(&body).map_err(|refusal| Problem::from(refusal).into_answer())?;
        let notification = Notification::read(&body["notification"], None, version);
        accept(state, username, now, &body, notification.as_ref()).map_err(Problem::into_answer)
    });
    match accepted {
        Ok(accepted) => {
            let mut result = accepted.to_json();
            result["timestamp"] = json!(timestamp::write(now, version));
            Answer::json(200, &result)
        }
        Err(refused) => refused,
    }
}

/// Reads a body that has to be JSON.
pub(super) fn read(head: &Head, body: &[u8]) -> Result<Value, Answer> {
    if body.is_empty() {
        return Err(error::refused("RequestMissing", "The request has no body."));
    }
    if !head.header("content-type").is_some_and(is_json) {
        return Err(error::plain(415, "The body has to be application/json."));
    }
    serde_json::from_slice(body).map_err(|_| error::refused("InvalidContent", "The body is not JSON."))
}

fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Makes a message for every recipient of a valid body, or for none when the account refuses one of them.
pub(super) fn accept(
    state: &Arc<State>,
    username: &str,
    now: OffsetDateTime,
    body: &Value,
    notification: Option<&Arc<Notification>>,
) -> Result<Accepted, Problem> {
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let (channel, from) = (text("channel"), text("from"));
    let page_total = (channel == "Sms").then(|| pages::of_content(&body["content"]));
    let list = body["toList"].as_array();
    let addresses: Vec<&str> = match list {
        None => vec![text("to")],
        Some(recipients) => {
            recipients.iter().map(|recipient| recipient["address"].as_str().unwrap_or_default()).collect()
        }
    };
    let ids: Vec<String> = state.with_account(username, |account| {
        if let Some(code) = addresses.iter().find_map(|address| account.refusal_of(address)) {
            return Err(Problem::new(code, "The message is refused.", &[]));
        }
        let accept_one = |to: &&str| {
            let id = uuid();
            let mut message = Message::new(channel, from, to, now, &account.course);
            message.page_total = page_total;
            message.notification = notification.cloned();
            account.add_message(&id, message);
            id
        };
        Ok(addresses.iter().map(accept_one).collect())
    })?;
    if notification.is_some() {
        ids.iter().for_each(|id| webhook::follow(state, username, id));
    }
    let addresses = addresses.into_iter().map(str::to_owned);
    Ok(match (list, ids) {
        (None, mut ids) => Accepted::One(ids.remove(0)),
        (Some(_), ids) => Accepted::Many(ids.into_iter().zip(addresses).collect()),
    })
}
