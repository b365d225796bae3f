//! Arguments of every object here: options as JSON texts, and what could not be made, as one too.

use ecall::{CallOptions, Error, Kind, Outcome, Result};
use napi::Either;
use serde_json::{Value, json};

use crate::cancel::CancelToken;
use crate::failure;
use crate::names::{renamed, snake};

/// What is made, or why it cannot be, as JSON.
pub(crate) fn either<T>(make: impl FnOnce() -> Result<T>) -> Either<T, String> {
    match ecall_runtime::guarded(make) {
        Ok(made) => Either::A(made),
        Err(error) => Either::B(failure::text(&error)),
    }
}

/// What one call does otherwise than its client.
pub(crate) fn call_options(options: Option<String>, cancel: Option<&CancelToken>) -> Result<CallOptions> {
    let mut options = match options {
        Some(options) => CallOptions::from_json(named(&options)?)?,
        None => CallOptions::default(),
    };
    options.cancel = cancel.map(CancelToken::token);
    Ok(options)
}

/// Options with the names of core, none where they are absent.
pub(crate) fn optional(options: Option<String>) -> Result<Value> {
    options.as_deref().map_or_else(|| Ok(json!({})), named)
}

/// Options with the names of core.
pub(crate) fn named(options: &str) -> Result<Value> {
    Ok(renamed(value(options)?, snake))
}

/// A text of `node/src` that is no JSON would be a defect of it.
pub(crate) fn value(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|_| defect("the addon was given what is no JSON"))
}

/// What a defect of `node/src` brings about.
pub(crate) fn defect(what: &str) -> Error {
    Error::new(Kind::Internal, Outcome::NotAccepted, what)
}
