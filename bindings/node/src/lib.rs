//! The Node addon of ecall: converts arguments, calls one function of the core, converts the result.
//!
//! JavaScript in `node/src` makes the public surface of it. Between the two, options, messages and everything that comes back
//! are JSON texts: one text crosses faster than the many values that it is made of.

mod answer;
mod arguments;
mod caller;
mod cancel;
mod failure;
mod https;
mod job;
mod many;
mod media;
mod names;
mod port;
mod session;
mod smpp;
mod soap;
mod stream;
// Public for the compiler, which does not see in tests that JavaScript calls it.
pub mod text;
pub mod webhook;

use napi_derive::napi;
use serde_json::{Value, json};

/// The version of this addon; that of the package must be the same.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// Core's table of error kinds as JSON: `[{"code", "number", "description"}]`.
#[napi]
pub fn kinds() -> String {
    let kinds = ecall::Kind::ALL.iter().map(
        |kind| json!({ "code": kind.as_str(), "number": kind.number(), "description": kind.description() }),
    );
    Value::from_iter(kinds).to_string()
}
