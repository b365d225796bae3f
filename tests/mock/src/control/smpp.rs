//! `/_mock/accounts/U/smpp/…`: the other side of the SMPP interface.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Outcome, Refusal, parse};
use crate::faults::Checked as _;
use crate::smpp::{Center, Command, End, Inbound, Order, Step, Thing};
use crate::state::State;

/// An end for links.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ended {
    /// Only this link; all unless given.
    link: Option<u64>,
    how: End,
}

/// Things for links to write.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    link: Option<u64>,
    things: Vec<Thing>,
}

pub(super) fn handle(state: &State, method: &str, username: &str, rest: &[&str], body: &[u8]) -> Outcome {
    let center = || state.with_account(username, |account| account.smpp());
    match (method, rest) {
        ("POST", ["script"]) => {
            let steps: Vec<Step> = parse(body)?;
            for (index, step) in steps.iter().enumerate() {
                step.check().map_err(|problem| Refusal::Invalid(format!("step {index}: {problem}")))?;
            }
            let count = steps.len();
            center().append_script(steps);
            Ok(json!({ "ok": true, "appended": count }))
        }
        ("POST", ["messages", id, "state"]) => {
            let command: Command = parse(body)?;
            let moved = center().move_message(id, &command);
            if moved { Ok(json!({ "ok": true })) } else { Err(Refusal::NotFound("unknown message")) }
        }
        ("POST", ["inbound"]) => {
            let inbound: Inbound = parse(body)?;
            let bodies = inbound.bodies().map_err(Refusal::Invalid)?;
            Ok(json!({ "deliveries": center().receive(bodies) }))
        }
        ("POST", ["links", "end"]) => {
            let Ended { link, how } = parse(body)?;
            if how == End::Truncate {
                return Err(Refusal::Invalid("truncate needs a response to cut".to_owned()));
            }
            Ok(json!({ "links": center().order(link, &Order::End(how)) }))
        }
        ("POST", ["links", "write"]) => {
            let Written { link, things } = parse(body)?;
            things.iter().try_for_each(Thing::check).map_err(Refusal::Invalid)?;
            Ok(json!({ "links": center().order(link, &Order::Write(things)) }))
        }
        ("GET", [what]) => show(&center(), what),
        (_, ["script" | "inbound"] | ["links", "end" | "write"] | ["messages", _, "state"]) => {
            Err(Refusal::MethodNotAllowed)
        }
        _ => Err(Refusal::NotFound("unknown path")),
    }
}

fn show(center: &Arc<Center>, what: &str) -> Outcome {
    let list = |values: Value| Ok(json!({ what: values }));
    match what {
        "requests" => list(center.arrived_json()),
        "messages" => list(center.messages_json()),
        "deliveries" => list(center.deliveries_json()),
        "links" => list(center.links_json()),
        "summary" => Ok(center.summary()),
        "script" | "inbound" => Err(Refusal::MethodNotAllowed),
        _ => Err(Refusal::NotFound("unknown path")),
    }
}
