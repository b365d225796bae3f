//! `/_mock/accounts/U/receive` and `/_mock/accounts/U/call`: calls to webhooks by command.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Outcome, Refusal, parse};
use crate::identifier::uuid;
use crate::rest::Version;
use crate::state::State;
use crate::timestamp;
use crate::webhook::{self, Call, CallError, Called};

/// A message that somebody sent to the account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Received {
    url: String,
    channel: String,
    from: String,
    to: String,
    content: Value,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// A call of any shape.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyCall {
    url: String,
    method: String,
    query: Option<String>,
    json: Option<Value>,
    body: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// Forwards a message to the URL and answers when it was answered.
pub(super) async fn receive(state: &State, username: &str, body: &[u8]) -> Outcome {
    let Received { url, channel, from, to, content, headers } = parse(body)?;
    check(&url)?;
    let message = json!({
        "channel": channel,
        "messageId": uuid(),
        "from": from,
        "to": to,
        "content": content,
        "timestamp": timestamp::write(OffsetDateTime::now_utc(), Version::V2),
    });
    let mut call = Call::post_json(&url, &message);
    add_headers(&mut call, headers);
    // The account may be new: nobody has to have sent anything for a message to come.
    state.with_account(username, |_| ());
    let result = call.make(state).await;
    webhook::record(state, username, "POST", &url, "received", ("json", message), &result);
    Ok(show(result))
}

/// Calls the URL exactly so.
pub(super) async fn call(state: &State, body: &[u8]) -> Outcome {
    let AnyCall { url, method, query, json, body, headers } = parse(body)?;
    check(&url)?;
    let mut call = match (&json, body) {
        (Some(_), Some(_)) => return Err(Refusal::Invalid("json and body exclude each other".to_owned())),
        (Some(json), None) => Call::post_json(&url, json),
        (None, body) => Call {
            method: String::new(),
            url,
            headers: Vec::new(),
            body: Bytes::from(body.unwrap_or_default()),
        },
    };
    call.method = method;
    if let Some(query) = query {
        call.url = webhook::with_query(&call.url, &query);
    }
    add_headers(&mut call, headers);
    Ok(show(call.make(state).await))
}

pub(super) fn check(url: &str) -> Result<(), Refusal> {
    if webhook::is_reachable(url) {
        return Ok(());
    }
    Err(Refusal::Invalid("url: only plain http to this machine is called".to_owned()))
}

/// Headers that are given take the place of those that a call has.
pub(super) fn add_headers(call: &mut Call, headers: BTreeMap<String, String>) {
    call.headers.retain(|(name, _)| !headers.keys().any(|given| given.eq_ignore_ascii_case(name)));
    call.headers.extend(headers);
}

pub(super) fn show(result: Result<Called, CallError>) -> Value {
    match result {
        Ok(Called { status, body }) => json!({ "status": status, "body": String::from_utf8_lossy(&body) }),
        Err(error) => json!({ "status": null, "body": null, "error": error.to_string() }),
    }
}
