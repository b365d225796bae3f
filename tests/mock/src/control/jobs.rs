//! `/_mock/accounts/U/jobs…`, `…/cache` and `…/callback`: the other side of the HTTPS form interface and of SOAP.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::webhooks::{add_headers, check, show};
use super::{Outcome, Refusal, parse};
use crate::account::Account;
use crate::answer::Answer;
use crate::cache::Inbound;
use crate::job::{Command, Jobs, Kind, Order};
use crate::local_time;
use crate::state::State;
use crate::webhook::{self, Call, Encoding};

/// A job that nobody sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    #[serde(rename = "jobId")]
    job_id: String,
    #[serde(default)]
    kind: Kind,
    address: String,
    /// When it was accepted; now unless given.
    accepted: Option<String>,
}

/// A callback of any shape.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyCallback {
    url: String,
    function: Option<String>,
    #[serde(default)]
    parameters: BTreeMap<String, String>,
    #[serde(default)]
    encoding: Encoding,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// What the account accepted: written out at once, because there may be very many.
pub(super) fn list(state: &State, username: &str) -> Answer {
    let answer = |jobs: &Jobs| Answer::json(200, &BTreeMap::from([("jobs", jobs.shown())]));
    let written = state.with_existing(username, |account| answer(&account.jobs));
    written.unwrap_or_else(|| answer(&Jobs::default()))
}

/// Adds jobs as if they had been sent, so that some of them can be old.
pub(super) fn add(state: &State, username: &str, body: &[u8]) -> Outcome {
    let given: Vec<Given> = parse(body)?;
    let mut orders = Vec::new();
    for Given { job_id, kind, address, accepted } in given {
        let accepted = match accepted.as_deref().map(local_time::read) {
            None => OffsetDateTime::now_utc(),
            Some(Some(moment)) => moment,
            Some(None) => {
                return Err(Refusal::Invalid("accepted is not an ISO 8601 date and time".to_owned()));
            }
        };
        let (parameters, subscription, send_date) = (Arc::default(), None, None);
        orders.push(Order {
            kind,
            job_id,
            address,
            parameters,
            files: Arc::default(),
            subscription,
            accepted,
            send_date,
        });
    }
    let count = orders.len();
    state.with_account(username, |account| {
        orders.into_iter().for_each(|order| account.add_job(state.next_number(), order));
    });
    Ok(json!({ "ok": true, "added": count }))
}

/// Moves jobs to a state by command, and tells it at once to whoever wants to know.
pub(super) fn move_job(state: &Arc<State>, username: &str, id: &str, body: &[u8]) -> Outcome {
    let command: Command = parse(body)?;
    let now = OffsetDateTime::now_utc();
    let moved = state.with_existing(username, |account| account.jobs.command(id, &command, now));
    let moved = moved.filter(|jobs| !jobs.is_empty()).ok_or(Refusal::NotFound("unknown job"))?;
    for job in &moved {
        webhook::tell_job(state, username, job, &job.standing(now));
    }
    Ok(json!({ "ok": true, "moved": moved.len() }))
}

/// Puts an inbound SMS into the cache.
pub(super) fn fill_cache(state: &State, username: &str, body: &[u8]) -> Outcome {
    let message: Inbound = parse(body)?;
    let id = message.id.clone();
    state.with_account(username, |account| account.cache.add(message));
    Ok(json!({ "messageId": id }))
}

/// The ids of the messages that wait in the cache.
pub(super) fn show_cache(state: &State, username: &str) -> Value {
    let ids = |account: &mut Account| json!(account.cache.ids());
    json!({ "messageIds": state.with_existing(username, ids).unwrap_or_else(|| json!([])) })
}

/// Makes a callback with exactly these parameters, the function first, and answers when it was answered.
pub(super) async fn callback(state: &State, username: &str, body: &[u8]) -> Outcome {
    let AnyCallback { url, function, parameters, encoding, headers } = parse(body)?;
    check(&url)?;
    let function = function.as_deref().map(|function| ("Function", function));
    let parameters = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query = encoding.query(function.into_iter().chain(parameters));
    let mut call = Call::get(&url, &query);
    add_headers(&mut call, headers);
    // The account may be new: nobody has to have sent anything for a callback to come.
    state.with_account(username, |_| ());
    let result = call.make(state).await;
    webhook::record(state, username, "GET", &url, "callback", ("query", json!(query)), &result);
    Ok(show(result))
}
