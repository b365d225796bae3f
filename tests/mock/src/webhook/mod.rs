//! Telling the states of messages and jobs to the addresses of their notification.

mod call;
mod callback;

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until};

pub(crate) use call::{Call, CallError, Called, is_reachable, with_query};
pub(crate) use callback::{Encoding, Subscription, follow_job, tell_job};

use crate::message::{Message, Standing};
use crate::rest::Version;
use crate::state::State;

/// Which states are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ForEvent {
    SuccessOnly,
    FinalOnly,
    All,
    ErrorOnly,
}

/// What a state means for the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Finality {
    NotFinal,
    Success,
    Failure,
}

/// Which states are final depends on the channel.
fn finality(channel: &str, status: &str) -> Finality {
    match (channel, status) {
        ("Sms", "Delivered")
        | ("Pager", "Sent")
        | ("Voice", "Played_with_receipt")
        | ("Whatsapp", "Read")
        | ("Rcs", "Displayed") => Finality::Success,
        ("Sms", "DeliveryFailed" | "Failed")
        | ("Pager" | "Voice" | "Whatsapp", "Failed")
        | ("Rcs", "Rejected" | "Expired") => Finality::Failure,
        _ => Finality::NotFinal,
    }
}

/// An address that is called.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hook {
    /// `GET` with a query, or `POST` with JSON.
    method: &'static str,
    url: String,
}

/// The part of a message's notification that the mock acts on.
#[derive(Debug)]
pub(crate) struct Notification {
    hooks: Vec<Hook>,
    for_event: ForEvent,
    list_id: Option<String>,
    version: Version,
}

impl Notification {
    /// Reads a valid notification; none when it has no address to call.
    pub(crate) fn read(notification: &Value, list_id: Option<&str>, version: Version) -> Option<Arc<Self>> {
        let hook = |entry: &Value| {
            let method = match entry["type"].as_str()? {
                "Url" => "GET",
                "UrlPost" => "POST",
                _ => return None,
            };
            Some(Hook { method, url: entry["address"].as_str()?.to_owned() })
        };
        let hooks: Vec<Hook> = notification["addresses"].as_array()?.iter().filter_map(hook).collect();
        let for_event = match notification["forEvent"].as_str() {
            Some("FinalOnly") => ForEvent::FinalOnly,
            Some("All") => ForEvent::All,
            Some("ErrorOnly") => ForEvent::ErrorOnly,
            _ => ForEvent::SuccessOnly,
        };
        let list_id = list_id.map(str::to_owned);
        (!hooks.is_empty()).then(|| Arc::new(Self { hooks, for_event, list_id, version }))
    }

    fn wants(&self, finality: Finality) -> bool {
        match self.for_event {
            ForEvent::All => true,
            ForEvent::FinalOnly => finality != Finality::NotFinal,
            ForEvent::SuccessOnly => finality == Finality::Success,
            ForEvent::ErrorOnly => finality == Finality::Failure,
        }
    }
}

/// Tells the states of an accepted message as it enters them, until a command stops its course.
pub(crate) fn follow(state: &Arc<State>, username: &str, id: &str) {
    let (state, username, id) = (Arc::clone(state), username.to_owned(), id.to_owned());
    let accepted = Instant::now();
    tokio::spawn(async move {
        for index in 0.. {
            let begins = state.with_existing(&username, |account| account.message(&id)?.begins(index));
            let Some(after) = begins.flatten() else { return };
            sleep_until(accepted + after).await;
            let entered = state.with_existing(&username, |account| {
                let message = account.message(&id)?;
                Some((message.clone(), message.entered(index)?))
            });
            let Some((message, standing)) = entered.flatten() else { return };
            tell(&state, &username, &id, &message, &standing);
        }
    });
}

/// Calls every address of a message that wants to know of `standing`, without waiting for the answers.
pub(crate) fn tell(state: &Arc<State>, username: &str, id: &str, message: &Message, standing: &Standing) {
    let Some(notification) = &message.notification else { return };
    if !notification.wants(finality(&message.channel, &standing.status)) {
        return;
    }
    let mut event = message.status_json(id, standing, notification.version);
    event["messageListId"] = json!(notification.list_id);
    if let Some(members) = event.as_object_mut() {
        members.retain(|_, value| !value.is_null());
    }
    let copies = state.with_existing(username, |account| account.copies()).unwrap_or(0);
    for hook in &notification.hooks {
        let (state, username, hook, event) =
            (Arc::clone(state), username.to_owned(), hook.clone(), event.clone());
        tokio::spawn(async move {
            for _ in 0..copies {
                notify(&state, &username, &hook, &event).await;
            }
        });
    }
}

/// Calls one address once and records what came of it.
async fn notify(state: &State, username: &str, hook: &Hook, event: &Value) {
    let call = if hook.method == "GET" {
        Call::get(&hook.url, &query(event))
    } else {
        Call::post_json(&hook.url, event)
    };
    let result = if is_reachable(&hook.url) { call.make(state).await } else { Err(CallError::Skipped) };
    let payload = if hook.method == "GET" { ("query", json!(query(event))) } else { ("json", event.clone()) };
    record(state, username, hook.method, &hook.url, "status", payload, &result);
}

/// Keeps a call for the control interface.
pub(crate) fn record(
    state: &State,
    username: &str,
    method: &str,
    url: &str,
    kind: &str,
    (name, payload): (&str, Value),
    result: &Result<Called, CallError>,
) {
    let mut call = json!({
        "url": url,
        "method": method,
        "kind": kind,
        "status": result.as_ref().ok().map(|called| called.status),
        "error": result.as_ref().err().map(ToString::to_string),
    });
    call[name] = payload;
    // Nobody asks for the calls of an account that was forgotten meanwhile.
    state.with_existing(username, |account| account.add_call(call));
}

/// The members of an event as a query string.
fn query(event: &Value) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in event.as_object().into_iter().flatten() {
        query.append_pair(name, &value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    query.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_form_urlencoded() {
        let event = json!({ "from": "+41 ä&b", "reasonCode": 0 });
        assert_eq!(query(&event), "from=%2B41+%C3%A4%26b&reasonCode=0");
    }

    #[test]
    fn what_is_final_depends_on_the_channel() {
        assert_eq!(finality("Sms", "Delivered"), Finality::Success);
        assert_eq!(finality("Whatsapp", "Delivered"), Finality::NotFinal);
        assert_eq!(finality("Rcs", "Expired"), Finality::Failure);
        assert_eq!(finality("Voice", "Played"), Finality::NotFinal);
        assert_eq!(finality("Sms", "Sent"), Finality::NotFinal);
        assert_eq!(finality("Pager", "Sent"), Finality::Success);
    }
}
