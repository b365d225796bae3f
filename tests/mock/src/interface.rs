//! The interfaces of the service, one of which every listener speaks.

use std::sync::Arc;

use bytes::Bytes;
use serde::Deserialize;

use crate::answer::Answer;
use crate::connection::Head;
use crate::https;
use crate::rest::{self, Credentials};
use crate::state::State;

/// An interface over HTTP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Interface {
    #[default]
    Rest,
    Https,
}

impl Interface {
    /// The account of a request, if what has arrived of it says so: a form's body may name it, or its query.
    pub(crate) fn username(self, head: &Head, body: &[u8]) -> Option<String> {
        match self {
            Self::Rest => Credentials::of(head).map(|credentials| credentials.username),
            Self::Https => https::username(head, body),
        }
    }

    /// What may be read of a body that broke off.
    pub(crate) fn readable(self, body: &Bytes) -> Bytes {
        match self {
            Self::Rest => body.clone(),
            // A value may be cut short unless the next one has begun.
            Self::Https => body.slice(..memchr::memrchr(b'&', body).unwrap_or(0)),
        }
    }

    /// Answers a request as the service would.
    pub(crate) fn answer(self, state: &Arc<State>, head: &Head, body: &Bytes) -> Answer {
        match self {
            Self::Rest => rest::answer(state, head, body),
            Self::Https => https::answer(state, head, body),
        }
    }
}
