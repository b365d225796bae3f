//! `GET /api/v2/message/{messageId}`.

use serde_json::json;
use time::OffsetDateTime;

use super::{Version, error};
use crate::answer::Answer;
use crate::state::State;
use crate::timestamp;

/// Says where a message stands.
pub(super) fn answer(state: &State, username: &str, version: Version, id: &str) -> Answer {
    // Ids are compared as UUIDs are: without case.
    let id = id.to_ascii_lowercase();
    let Some(message) = state.with_account(username, |account| account.message_mut(&id).cloned()) else {
        return error::plain(404, "There is no message with this id.");
    };
    let standing = message.standing(OffsetDateTime::now_utc());
    Answer::json(
        200,
        &json!({
            "channel": message.channel,
            "messageId": id,
            "status": standing.status,
            "reasonCode": standing.reason_code,
            "reason": standing.reason,
            "timestamp": timestamp::write(standing.since, version),
            "from": message.from,
            "to": message.to,
            "pageTotal": message.page_total,
        }),
    )
}
