//! `/_mock/accounts/U/…`.

use std::sync::Arc;

use serde_json::json;
use time::OffsetDateTime;

use super::{Outcome, Refusal, parse};
use crate::account::Settings;
use crate::message::Command;
use crate::script::Step;
use crate::state::State;

pub(super) async fn handle(
    state: &Arc<State>,
    method: &str,
    username: &str,
    rest: &[&str],
    body: &[u8],
) -> Outcome {
    match (method, rest) {
        ("PUT", []) => {
            let settings: Settings = parse(body)?;
            state.with_account(username, |account| account.configure(settings));
            Ok(json!({ "ok": true }))
        }
        ("DELETE", []) => {
            state.forget_account(username);
            Ok(json!({ "ok": true }))
        }
        ("POST", ["script"]) => append_script(state, username, body),
        ("GET", ["requests"]) => {
            let requests = state.with_existing(username, |account| account.requests());
            Ok(json!({ "requests": requests.unwrap_or_else(|| json!([])) }))
        }
        ("GET", ["messages"]) => {
            let messages = state.with_existing(username, |account| account.messages_json());
            Ok(json!({ "messages": messages.unwrap_or_else(|| json!([])) }))
        }
        ("POST", ["messages", id, "status"]) => {
            let command: Command = parse(body)?;
            let now = OffsetDateTime::now_utc();
            let id = id.to_ascii_lowercase();
            state
                .with_existing(username, |account| {
                    account.message_mut(&id).map(|message| message.command(command, now))
                })
                .flatten()
                .map(|()| json!({ "ok": true }))
                .ok_or(Refusal::NotFound("unknown message"))
        }
        ("POST", ["close_idle"]) => {
            let idle: Vec<_> = state
                .connections()
                .into_iter()
                .filter(|connection| connection.is_idle_of(username))
                .collect();
            for connection in &idle {
                connection.close().await;
            }
            Ok(json!({ "closed": idle.len() }))
        }
        (_, [] | ["script" | "requests" | "messages" | "close_idle"] | ["messages", _, "status"]) => {
            Err(Refusal::MethodNotAllowed)
        }
        _ => Err(Refusal::NotFound("unknown path")),
    }
}

fn append_script(state: &State, username: &str, body: &[u8]) -> Outcome {
    let steps: Vec<Step> = parse(body)?;
    for (index, step) in steps.iter().enumerate() {
        step.check().map_err(|problem| Refusal::Invalid(format!("step {index}: {problem}")))?;
    }
    let count = steps.len();
    state.with_account(username, |account| account.append_script(steps));
    Ok(json!({ "ok": true, "appended": count }))
}
