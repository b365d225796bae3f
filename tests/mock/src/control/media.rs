//! `/_mock/accounts/U/media`: media that nobody uploaded.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::json;

use super::{Outcome, Refusal, parse};
use crate::media::Medium;
use crate::payload::Payload;
use crate::state::State;

const MIB: u64 = 1024 * 1024;
/// A digest is made of every medium, which takes its time.
const MOST_MIB: u64 = 4096;

/// What the control interface asks of a new medium.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(rename = "contentType")]
    content_type: String,
    body_base64: Option<String>,
    pattern_mib: Option<u64>,
}

pub(super) fn make(state: &State, username: &str, body: &[u8]) -> Outcome {
    let wanted: Wanted = parse(body)?;
    let invalid = |what: &str| Err(Refusal::Invalid(what.to_owned()));
    if wanted.content_type.is_empty() || !wanted.content_type.bytes().all(|byte| (32..127).contains(&byte)) {
        return invalid("contentType cannot be written");
    }
    let payload = match (wanted.body_base64, wanted.pattern_mib) {
        (Some(text), None) => match STANDARD.decode(text) {
            Ok(bytes) => Payload::from(bytes),
            Err(error) => return invalid(&format!("body_base64: {error}")),
        },
        (None, Some(size)) if size <= MOST_MIB => Payload::Pattern(size * MIB),
        (None, Some(_)) => return invalid("pattern_mib is more than 4096"),
        _ => return invalid("a medium takes one of body_base64 and pattern_mib"),
    };
    let medium = Medium { content_type: wanted.content_type, filename: None, encoding: None, payload };
    let id = state.with_account(username, |account| account.media.add(medium));
    Ok(json!({ "mediaId": id }))
}
