//! `/_mock/accounts/U/…`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use time::OffsetDateTime;

use super::{Outcome, Refusal, jobs, media, parse, smpp, webhooks};
use crate::account::Account;
use crate::answer::Answer;
use crate::faults::Checked as _;
use crate::message::{Command, Shown};
use crate::script::Step;
use crate::settings::Settings;
use crate::state::State;
use crate::webhook;

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
            settings.check().map_err(Refusal::Invalid)?;
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
        ("POST", ["messages", id, "status"]) => move_message(state, username, id, body),
        ("GET", ["summary"]) => {
            let summary = state.with_existing(username, |account| account.summary());
            Ok(summary.unwrap_or_else(|| Account::default().summary()))
        }
        ("GET", ["media"]) => {
            let media = state.with_existing(username, |account| account.media.to_json());
            Ok(json!({ "media": media.unwrap_or_else(|| json!([])) }))
        }
        ("POST", ["media"]) => media::make(state, username, body),
        ("GET", ["webhooks"]) => {
            let calls = state.with_existing(username, |account| account.calls_json());
            Ok(json!({ "calls": calls.unwrap_or_else(|| json!([])) }))
        }
        ("POST", ["receive"]) => webhooks::receive(state, username, body).await,
        ("POST", ["call"]) => webhooks::call(state, body).await,
        ("POST", ["jobs"]) => jobs::add(state, username, body),
        ("POST", ["jobs", id, "state"]) => jobs::move_job(state, username, id, body),
        ("POST", ["cache"]) => jobs::fill_cache(state, username, body),
        ("GET", ["cache"]) => Ok(jobs::show_cache(state, username)),
        ("POST", ["callback"]) => jobs::callback(state, username, body).await,
        (method, ["smpp", rest @ ..]) => smpp::handle(state, method, username, rest, body),
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
        (_, ["script" | "requests" | "messages" | "summary" | "media" | "webhooks" | "receive" | "call"])
        | (_, ["jobs" | "cache" | "callback" | "close_idle"])
        | (_, [] | ["messages", _, "status"] | ["jobs", _, "state"]) => Err(Refusal::MethodNotAllowed),
        _ => Err(Refusal::NotFound("unknown path")),
    }
}

/// What the account accepted: written out at once, because there may be very many.
pub(super) fn messages(state: &State, username: &str) -> Answer {
    let answer = |messages: Vec<Shown<'_>>| Answer::json(200, &BTreeMap::from([("messages", messages)]));
    let written = state.with_existing(username, |account| answer(account.messages()));
    written.unwrap_or_else(|| answer(Vec::new()))
}

/// Moves a message to a state by command, and tells it at once to whoever wants to know.
fn move_message(state: &Arc<State>, username: &str, id: &str, body: &[u8]) -> Outcome {
    let command: Command = parse(body)?;
    let now = OffsetDateTime::now_utc();
    let id = id.to_ascii_lowercase();
    let moved = state.with_existing(username, |account| {
        let message = account.message_mut(&id)?;
        let standing = message.command(command, now);
        Some((message.clone(), standing))
    });
    let (message, standing) = moved.flatten().ok_or(Refusal::NotFound("unknown message"))?;
    webhook::tell(state, username, &id, &message, &standing);
    Ok(json!({ "ok": true }))
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
