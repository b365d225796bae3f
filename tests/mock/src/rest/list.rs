//! `POST /api/v2/messagelist` and `GET /api/v2/messagelist/{messageListId}`.

use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::error::{self, Problem};
use super::{Version, send};
use crate::answer::Answer;
use crate::connection::Head;
use crate::identifier::uuid;
use crate::message::Message;
use crate::state::State;
use crate::webhook::Notification;
use crate::{timestamp, validate};

/// Accepts what can be accepted of a list, each message alone.
pub(super) fn send(state: &Arc<State>, username: &str, version: Version, head: &Head, body: &[u8]) -> Answer {
    let list = send::read(head, body).and_then(|body| {
        validate::list_request(&body).map_err(|refusal| Problem::from(refusal).into_answer())
    });
    let list = match list {
        Ok(list) => list,
        Err(refused) => return refused,
    };
    let now = OffsetDateTime::now_utc();
    let list_id = uuid();
    let notification = Notification::read(&list["notification"], Some(&list_id), version);
    let mut ids = Vec::new();
    let mut results = Vec::new();
    for item in list["messages"].as_array().into_iter().flatten() {
        let accepted = validate::list_item(item)
            .map_err(Problem::from)
            .and_then(|()| send::accept(state, username, now, item, notification.as_ref()));
        results.push(match accepted {
            Ok(accepted) => {
                let mut result = accepted.to_json();
                result["error"] = Value::Null;
                ids.extend(accepted.into_ids());
                result
            }
            Err(problem) => json!({ "messageId": null, "messageIdList": null, "error": problem.into_json() }),
        });
    }
    state.with_account(username, |account| account.add_list(&list_id, ids));
    Answer::json(
        200,
        &json!({
            "messageListId": list_id,
            "messages": results,
            "timestamp": timestamp::write(now, version),
        }),
    )
}

/// Says where the accepted messages of a list stand.
pub(super) fn status(state: &State, username: &str, version: Version, id: &str) -> Answer {
    let id = id.to_ascii_lowercase();
    let now = OffsetDateTime::now_utc();
    let found: Option<Value> = state.with_account(username, |account| {
        let list = account.list(&id)?;
        let show = |(id, message): (&str, &Message)| message.status_json(id, &message.standing(now), version);
        Some(list.into_iter().map(show).collect())
    });
    match found {
        Some(messages) => Answer::json(200, &json!({ "messageListId": id, "messages": messages })),
        None => error::plain(404, "There is no message list with this id."),
    }
}
