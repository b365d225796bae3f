//! ecall for the JVM and Swift, through uniffi.
//!
//! Only types and functions that cross; the Kotlin and Swift packages put their language's idiom on top. Options and
//! messages come in as JSON in the names of core and of the wire, results and errors go out as records. A call runs on
//! the caller's thread or, where it is asynchronous, on the I/O thread that all bindings share.

mod call;
mod client;
mod failure;
mod result;

pub use call::{CancelToken, Interrupt};
pub use client::Client;
pub use failure::{Attempt, ErrorDetails, ErrorKind, Failure, FieldError, error_kinds};
pub use result::{MessageId, MessageResult};

uniffi::setup_scaffolding!("ecall");

/// The version of the library.
#[uniffi::export]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
