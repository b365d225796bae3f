//! `POST /api/v2/media` and `GET /api/v2/media/{mediaId}`.

use bytes::Bytes;
use serde_json::json;

use super::error::{self, Problem};
use crate::answer::Answer;
use crate::connection::Head;
use crate::media::Medium;
use crate::multipart::{self, Part};
use crate::payload::Payload;
use crate::state::State;
use crate::validate::Violation;

/// The one part of a form.
const PART: &str = "file";
/// A type that no channel carries.
const REFUSED_TYPE: &str = "application/x-msdownload";
/// The type of a body that names none.
const UNNAMED_TYPE: &str = "application/octet-stream";
/// The type of a part that names none, RFC 7578 section 4.4.
const UNNAMED_PART_TYPE: &str = "text/plain";

/// Keeps a file, or says what is wrong with it.
pub(super) fn upload(state: &State, username: &str, head: &Head, body: &Bytes) -> Answer {
    if body.is_empty() {
        return error::refused("RequestMissing", "The request has no body.");
    }
    let medium = match read(head.header("content-type").unwrap_or(UNNAMED_TYPE), body) {
        Ok(medium) => medium,
        Err(violation) => {
            let problem = Problem::new("InvalidContent", "The form is not valid.", &[violation]);
            return problem.into_answer();
        }
    };
    let essence = medium.content_type.split(';').next().unwrap_or_default().trim();
    let is_refused = essence.eq_ignore_ascii_case(REFUSED_TYPE) || medium.payload.len() == 0;
    let id = state.with_account(username, |account| {
        (!is_refused && !account.refuses_media()).then(|| account.media.add(medium))
    });
    match id {
        Some(id) => Answer::json(200, &json!({ "mediaId": id })),
        None => error::refused("CannotConvertMediaBody", "The file cannot be processed."),
    }
}

/// The file of a form, or a body that is the file.
fn read(content_type: &str, body: &Bytes) -> Result<Medium, Violation> {
    let Some(boundary) = multipart::boundary(content_type) else {
        return Ok(Medium {
            content_type: content_type.to_owned(),
            filename: None,
            encoding: Some("raw"),
            payload: Payload::from(body.clone()),
        });
    };
    let parts = multipart::parse(body, &boundary)
        .ok_or_else(|| Violation::new(PART, "the form is not well-formed"))?;
    match <[Part; 1]>::try_from(parts) {
        Ok([part]) if part.name == PART => Ok(Medium {
            content_type: part.content_type.unwrap_or_else(|| UNNAMED_PART_TYPE.to_owned()),
            filename: part.filename,
            encoding: Some("multipart"),
            payload: Payload::from(part.body),
        }),
        _ => Err(Violation::new(PART, "the form has to have this part and no other")),
    }
}

/// Gives a file back.
pub(super) fn download(state: &State, username: &str, id: &str) -> Answer {
    let id = id.to_ascii_lowercase();
    let found = state.with_account(username, |account| {
        account.media.get(&id).map(|medium| Answer {
            status: 200,
            headers: vec![("content-type".to_owned(), medium.content_type.clone())],
            body: medium.payload.clone(),
        })
    });
    found.unwrap_or_else(|| error::plain(404, "There is no medium with this id."))
}
