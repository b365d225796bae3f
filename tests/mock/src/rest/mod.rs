//! Normal behaviour of the REST interface.

mod error;
mod send;
mod status;

use crate::answer::Answer;
use crate::connection::Head;
use crate::exchange::Credentials;
use crate::state::State;

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
}

/// Answers a request as the service would.
pub(crate) fn answer(state: &State, head: &Head, credentials: Option<&Credentials>, body: &[u8]) -> Answer {
    let Some(credentials) = credentials else {
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
    match route(head) {
        Err(answer) => answer,
        Ok(Route::Send(version)) if head.method == "POST" => {
            send::answer(state, &credentials.username, version, head, body)
        }
        Ok(Route::Send(_)) => error::plain(405, "This path takes POST.").with_header("allow", "POST"),
        Ok(Route::Status(version, id)) if head.method == "GET" => {
            status::answer(state, &credentials.username, version, id)
        }
        Ok(Route::Status(..)) => error::plain(405, "This path takes GET.").with_header("allow", "GET"),
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
        ["message", id] if !id.is_empty() => Ok(Route::Status(version, id)),
        _ => Err(error::not_found()),
    }
}
