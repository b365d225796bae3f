//! Normal behaviour of the SOAP interface.

mod account;
mod envelope;
mod request;
mod schema;
mod send;
mod states;

use std::sync::Arc;

use bytes::Bytes;
use serde_json::Value;

use crate::answer::Answer;
use crate::connection::Head;
use crate::https::Code;
use crate::https::xml::Element;
use crate::payload::Payload;
use crate::state::State;

pub(crate) use account::username;

use envelope::{Cause, NAMESPACE, Version};
use request::{Request, Wrong};
use schema::{CREDENTIALS, GET_STATE, Operation};

/// Where the service is.
const PATH: &str = "/eCall.asmx";
/// Its description, with a place for its address.
const WSDL: &str = include_str!("../../eCall.wsdl");

/// Answers a request as the service would; it is served at `origin`.
pub(crate) fn answer(state: &Arc<State>, origin: &str, head: &Head, body: &Bytes) -> Answer {
    if !head.path.eq_ignore_ascii_case(PATH) {
        return plain(404);
    }
    match head.method.as_str() {
        "GET" if head.query.as_deref().is_some_and(|query| query.eq_ignore_ascii_case("wsdl")) => {
            describe(origin)
        }
        "POST" => match Request::read(body) {
            Ok(request) => match mismatch(head, &request) {
                None => process(state, &request),
                Some(Mismatch::MediaType) => plain(415),
                Some(Mismatch::Action) => {
                    let text = "the action of the request is not that of its body";
                    envelope::fault(request.version, Cause::Client, text)
                }
            },
            Err(Wrong { version, cause, text }) => envelope::fault(version, cause, &text),
        },
        _ => plain(405).with_header("allow", "GET, POST"),
    }
}

/// A body as the control interface shows it; none where it is no request.
pub(crate) fn shown(body: &[u8]) -> Option<Value> {
    Request::read(body).ok().map(|request| request.to_json())
}

fn plain(status: u16) -> Answer {
    Answer { status, headers: Vec::new(), body: Payload::from("") }
}

fn describe(origin: &str) -> Answer {
    Answer {
        status: 200,
        headers: vec![("content-type".to_owned(), "text/xml; charset=utf-8".to_owned())],
        body: Payload::from(WSDL.replace("{{origin}}", origin)),
    }
}

/// What the headers of a request say otherwise than its body.
enum Mismatch {
    MediaType,
    Action,
}

fn mismatch(head: &Head, request: &Request) -> Option<Mismatch> {
    let mut parts = head.header("content-type").unwrap_or_default().split(';').map(str::trim);
    let is_right = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case(request.version.media_type()));
    let parameters: Vec<(&str, &str)> = parts.filter_map(|part| part.split_once('=')).collect();
    let parameter = |name: &str| {
        let found = parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim_matches('"'))
    };
    if !is_right || !parameter("charset").is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8")) {
        return Some(Mismatch::MediaType);
    }
    let expected = format!("{NAMESPACE}/{}", request.operation.name);
    let is_named = match request.version {
        Version::Soap11 => {
            head.header("soapaction").map(|action| action.trim_matches('"')) == Some(&*expected)
        }
        Version::Soap12 => parameter("action").is_none_or(|action| action == expected),
    };
    (!is_named).then_some(Mismatch::Action)
}

fn process(state: &Arc<State>, request: &Request) -> Answer {
    let [username, password] = CREDENTIALS.map(|element| request.given(element));
    let is_open = |username: &str, password: &str| {
        state.with_account(username, |account| account.opens_with(password) && !account.is_disabled())
    };
    let username = match (username, password) {
        (Some(username), Some(password)) if is_open(username, password) => Ok(username),
        _ => Err(Code::PERMISSION_DENIED),
    };
    let result = if request.operation.name == GET_STATE.name {
        username.map_or_else(states::refused, |username| states::answer(state, username, request))
    } else {
        let sent = username.and_then(|username| send::send(state, username, request));
        response(sent.err().unwrap_or(Code::OK))
    };
    let Operation { response, result: name, .. } = request.operation;
    envelope::answer(request.version, &Element::of(response, vec![Element::of(name, result)]))
}

/// Code and text of a result.
fn response(code: Code) -> Vec<Element> {
    vec![
        Element::text("ResponseCode", &code.number().to_string()),
        Element::text("ResponseText", code.text()),
    ]
}
