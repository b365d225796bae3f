//! Normal behaviour of the REST interface.

mod credentials;
mod error;
mod list;
mod media;
mod send;
mod status;

use std::sync::Arc;

use bytes::Bytes;

use crate::answer::Answer;
use crate::connection::Head;
use crate::state::State;

pub(crate) use credentials::Credentials;

/// A version of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// 2023-02-02.
    V1,
    /// 2023-12-12.
    V2,
}

enum Route<'a> {
    Send(Version),
    Status(Version, &'a str),
    SendList(Version),
    ListStatus(Version, &'a str),
    Upload,
    Download(&'a str),
}

impl Route<'_> {
    fn method(&self) -> &'static str {
        match self {
            Self::Send(_) | Self::SendList(_) | Self::Upload => "POST",
            Self::Status(..) | Self::ListStatus(..) | Self::Download(_) => "GET",
        }
    }
}

/// Answers a request as the service would.
pub(crate) fn answer(state: &Arc<State>, head: &Head, body: &Bytes) -> Answer {
    let Some(credentials) = Credentials::of(head) else {
        return error::unauthorized();
    };
    let (open, disabled) = state.with_account(&credentials.username, |account| {
        (account.opens_with(&credentials.password), account.is_disabled())
    });
    if !open {
        return error::unauthorized();
    }
    if disabled {
        return error::plain(403, "The REST interface is not enabled for this account.");
    }
    let route = match route(head) {
        Ok(route) => route,
        Err(answer) => return answer,
    };
    let method = route.method();
    if head.method != method {
        return error::plain(405, &format!("This path takes {method}.")).with_header("allow", method);
    }
    let username = &credentials.username;
    match route {
        Route::Send(version) => send::answer(state, username, version, head, body),
        Route::Status(version, id) => status::answer(state, username, version, id),
        Route::SendList(version) => list::send(state, username, version, head, body),
        Route::ListStatus(version, id) => list::status(state, username, version, id),
        Route::Upload => media::upload(state, username, head, body),
        Route::Download(id) => media::download(state, username, id),
    }
}

/// The version stands in the path, or in the header `X-API-Version`; without either it is 1.
fn route(head: &Head) -> Result<Route<'_>, Answer> {
    let segments: Vec<&str> = head.path.split('/').skip(1).collect();
    let (version, rest) = match segments.as_slice() {
        ["api", "v1", rest @ ..] => (Version::V1, rest),
        ["api", "v2", rest @ ..] => (Version::V2, rest),
        ["api", rest @ ..] => match head.header("x-api-version").map(str::trim) {
            None | Some("1" | "1.0") => (Version::V1, rest),
            Some("2" | "2.0") => (Version::V2, rest),
            Some(_) => return Err(error::plain(400, "X-API-Version is not a known version.")),
        },
        _ => return Err(error::not_found()),
    };
    match *rest {
        ["message"] => Ok(Route::Send(version)),
        // A path that one might guess for lists, not a message called "list".
        ["message", "list"] => Err(error::not_found()),
        ["message", id] if !id.is_empty() => Ok(Route::Status(version, id)),
        ["messagelist"] => Ok(Route::SendList(version)),
        ["messagelist", id] if !id.is_empty() => Ok(Route::ListStatus(version, id)),
        ["media"] => Ok(Route::Upload),
        ["media", id] if !id.is_empty() => Ok(Route::Download(id)),
        _ => Err(error::not_found()),
    }
}
