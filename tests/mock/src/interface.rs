//! The interfaces of the service, one of which every listener speaks.

use std::sync::Arc;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;

use crate::answer::Answer;
use crate::connection::Head;
use crate::https;
use crate::rest::{self, Credentials};
use crate::soap;
use crate::state::State;

/// An interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Interface {
    #[default]
    Rest,
    Https,
    Soap,
    /// Not over HTTP: its connections never ask for what follows.
    Smpp,
}

impl Interface {
    /// Where a listener on this port is found.
    pub(crate) fn url(self, tls: bool, port: u16) -> String {
        match (self, tls) {
            (Self::Smpp, true) => format!("smpps://localhost:{port}"),
            (Self::Smpp, false) => format!("smpp://127.0.0.1:{port}"),
            (_, true) => format!("https://localhost:{port}"),
            (_, false) => format!("http://localhost:{port}"),
        }
    }

    /// The protocols that are offered unless others are asked for.
    pub(crate) fn alpn(self) -> Vec<String> {
        if self == Self::Smpp { Vec::new() } else { vec!["http/1.1".to_owned()] }
    }

    /// The account of a request, if what has arrived of it says so: a form's body may name it, or its query.
    pub(crate) fn username(self, head: &Head, body: &[u8]) -> Option<String> {
        match self {
            Self::Rest => Credentials::of(head).map(|credentials| credentials.username),
            Self::Https => https::username(head, body),
            Self::Soap => soap::username(head, body),
            Self::Smpp => None,
        }
    }

    /// What may be read of a body that broke off.
    pub(crate) fn readable(self, body: &Bytes) -> Bytes {
        match self {
            // Of an envelope only what has its end tag is read.
            Self::Rest | Self::Soap | Self::Smpp => body.clone(),
            // A value may be cut short unless the next one has begun.
            Self::Https => body.slice(..memchr::memrchr(b'&', body).unwrap_or(0)),
        }
    }

    /// Answers a request as the service would, which is served at `origin`.
    pub(crate) fn answer(self, state: &Arc<State>, origin: &str, head: &Head, body: &Bytes) -> Answer {
        match self {
            Self::Rest => rest::answer(state, head, body),
            Self::Https => https::answer(state, head, body),
            Self::Soap => soap::answer(state, origin, head, body),
            Self::Smpp => Answer::json(404, &Value::Null),
        }
    }
}
