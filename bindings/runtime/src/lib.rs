//! What the bindings share: the I/O thread, the fork guard, the panic guard.
//!
//! A binding holds a [`Session`] per client object. It makes blocking calls through [`Session::blocking`], asynchronous
//! ones through [`Session::spawn`], work on many messages through [`Session::bulk`] and [`Session::follow`], and knows nothing
//! else of threads, runtimes, forks and panics.

mod fork;
mod io;
mod many;
mod panic;
mod session;
#[cfg(unix)]
mod sigpipe;

pub use fork::{OneProcess, PerProcess};
pub use io::{may_wait, park, spawn, unpark};
pub use panic::guarded;
pub use session::Session;
