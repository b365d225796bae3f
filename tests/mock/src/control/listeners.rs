//! `/_mock/listeners…`.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::{Outcome, Refusal, parse};
use crate::listener::{Listener, Wanted};
use crate::state::State;

/// How long new connections are refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pause {
    ms: u64,
}

const UNKNOWN: Refusal = Refusal::NotFound("unknown listener");

pub(super) async fn handle(state: &Arc<State>, method: &str, rest: &[&str], body: &[u8]) -> Outcome {
    match (method, rest) {
        ("POST", []) => {
            let wanted: Wanted = parse(body)?;
            let id = format!("l{}", state.next_number());
            let listener = Listener::open(state, &id, wanted)
                .await
                .map_err(|error| Refusal::Invalid(format!("cannot listen: {error}")))?;
            Ok(json!({ "id": listener.id, "url": listener.url }))
        }
        ("GET", [id]) => {
            let listener = state.listener(id).ok_or(UNKNOWN)?;
            Ok(json!({
                "connections": listener.connections.load(Ordering::Relaxed),
                "requests": listener.requests.load(Ordering::Relaxed),
            }))
        }
        ("DELETE", [id]) => {
            let listener = state.remove_listener(id).ok_or(UNKNOWN)?;
            listener.stop(state).await;
            Ok(json!({ "ok": true }))
        }
        ("POST", [id, "pause"]) => {
            let Pause { ms } = parse(body)?;
            state.listener(id).ok_or(UNKNOWN)?.pause(Duration::from_millis(ms)).await;
            Ok(json!({ "ok": true }))
        }
        (_, [] | [_] | [_, "pause"]) => Err(Refusal::MethodNotAllowed),
        _ => Err(Refusal::NotFound("unknown path")),
    }
}
