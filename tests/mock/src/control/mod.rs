//! The control interface: plain HTTP on its own port, JSON, `/_mock/…`.

mod accounts;
mod jobs;
mod listeners;
mod media;
mod smpp;
mod webhooks;

use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::answer::Answer;
use crate::connection::{Head, Reader, write_answer};
use crate::state::State;
use crate::wire::Wire;

/// What a control request comes to, or the refusal.
type Outcome = Result<Value, Refusal>;

/// A control request that is not obeyed.
enum Refusal {
    NotFound(&'static str),
    Invalid(String),
    MethodNotAllowed,
}

/// Serves the control interface for ever.
pub(crate) async fn serve(socket: TcpListener, state: Arc<State>) {
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            accepted = socket.accept() => {
                if let Ok((stream, _)) = accepted {
                    running.spawn(serve_connection(stream, Arc::clone(&state)));
                }
            }
            Some(_) = running.join_next(), if !running.is_empty() => {}
        }
    }
}

async fn serve_connection(stream: TcpStream, state: Arc<State>) {
    // Without this the answer would wait for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    let mut reader = Reader::new(Wire::plain(stream));
    while let Ok(head) = reader.head().await {
        let body = reader.body(&head).await;
        if !body.complete {
            return;
        }
        let answer = match handle(&state, &head, &body.bytes).await {
            Ok(answer) => answer,
            Err(Refusal::NotFound(what)) => Answer::json(404, &json!({ "error": what })),
            Err(Refusal::Invalid(what)) => Answer::json(400, &json!({ "error": what })),
            Err(Refusal::MethodNotAllowed) => Answer::json(405, &json!({ "error": "method not allowed" })),
        };
        let last = head.has_token("connection", "close") || head.version == "1.0";
        if write_answer(&mut reader.wire, &answer, last).await.is_err() {
            return;
        }
        if last {
            return reader.wire.close().await;
        }
    }
}

async fn handle(state: &Arc<State>, head: &Head, body: &[u8]) -> Result<Answer, Refusal> {
    let mut segments = Vec::new();
    for segment in head.path.split('/').skip(1) {
        let segment = percent_decode_str(segment).decode_utf8();
        segments.push(segment.map_err(|_| Refusal::Invalid("the path is not UTF-8".to_owned()))?);
    }
    let segments: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    let outcome = match (head.method.as_str(), segments.as_slice()) {
        ("GET", ["_mock", "accounts", username, "messages"]) => {
            return Ok(accounts::messages(state, username));
        }
        ("GET", ["_mock", "accounts", username, "jobs"]) => return Ok(jobs::list(state, username)),
        ("GET", ["_mock", "health"]) => Ok(json!({ "ok": true })),
        (method, ["_mock", "accounts", username, rest @ ..]) => {
            accounts::handle(state, method, username, rest, body).await
        }
        (method, ["_mock", "listeners", rest @ ..]) => listeners::handle(state, method, rest, body).await,
        _ => Err(Refusal::NotFound("unknown path")),
    };
    outcome.map(|json| Answer::json(200, &json))
}

/// Reads a body, which may be empty where every setting is optional.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| Refusal::Invalid(error.to_string()))
}
