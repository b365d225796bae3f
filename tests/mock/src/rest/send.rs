//! `POST /api/v2/message`.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Version, error};
use crate::answer::Answer;
use crate::connection::Head;
use crate::identifier::uuid;
use crate::message::Message;
use crate::state::State;
use crate::validate::{self, Refusal};
use crate::{pages, timestamp};

/// Accepts a message, or says what is wrong with it.
pub(super) fn answer(state: &State, username: &str, version: Version, head: &Head, body: &[u8]) -> Answer {
    if body.is_empty() {
        return error::refused("RequestMissing", "The request has no body.", &[]);
    }
    if !head.header("content-type").is_some_and(is_json) {
        return error::plain(415, "The body has to be application/json.");
    }
    let Ok(body) = serde_json::from_slice::<Value>(body) else {
        return error::refused("InvalidContent", "The body is not JSON.", &[]);
    };
    match validate::message_request(&body) {
        Ok(body) => accept(state, username, version, &body),
        Err(Refusal::UnknownContentType(violation)) => {
            error::refused("UnknownContentType", "The type of the content is not known.", &[violation])
        }
        Err(Refusal::InvalidContent(violations)) => {
            error::refused("InvalidContent", "The content of the message is not valid.", &violations)
        }
    }
}

fn is_json(content_type: &str) -> bool {
    content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json")
}

/// Makes a message for every recipient of a valid body.
fn accept(state: &State, username: &str, version: Version, body: &Value) -> Answer {
    let now = OffsetDateTime::now_utc();
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    let (channel, from) = (text("channel"), text("from"));
    let page_total = (channel == "Sms").then(|| pages::of_content(&body["content"]));
    let accept_one = |to: &str| {
        let id = uuid();
        state.with_account(username, |account| {
            let mut message = Message::new(channel, from, to, now, &account.course);
            message.page_total = page_total;
            account.add_message(&id, message);
        });
        id
    };
    let timestamp = timestamp::write(now, version);
    let result = match body["toList"].as_array() {
        None => json!({
            "messageId": accept_one(text("to")),
            "messageIdList": null,
            "timestamp": timestamp,
        }),
        Some(recipients) => {
            let list: Vec<Value> = recipients
                .iter()
                .map(|recipient| recipient["address"].as_str().unwrap_or_default())
                .map(|address| json!({ "messageId": accept_one(address), "address": address }))
                .collect();
            json!({ "messageId": null, "messageIdList": list, "timestamp": timestamp })
        }
    };
    Answer::json(200, &result)
}
