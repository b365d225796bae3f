//! `GET /api/v2/message/{messageId}`.

use time::OffsetDateTime;

use super::{Version, error};
use crate::answer::Answer;
use crate::state::State;

/// Says where a message stands.
pub(super) fn answer(state: &State, username: &str, version: Version, id: &str) -> Answer {
    // Ids are compared as UUIDs are: without case.
    let id = id.to_ascii_lowercase();
    let now = OffsetDateTime::now_utc();
    let found = state.with_account(username, |account| {
        account.message(&id).map(|message| message.status_json(&id, &message.standing(now), version))
    });
    match found {
        Some(status) => Answer::json(200, &status),
        None => error::plain(404, "There is no message with this id."),
    }
}
