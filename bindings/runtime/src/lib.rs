//! What the bindings share: the I/O thread, the fork guard, the panic guard.
//!
//! A binding holds a [`Session`] per client object. It makes blocking calls through [`Session::blocking`], asynchronous
//! ones through [`Session::spawn`], work on many messages through [`Session::bulk`] and [`Session::follow`], what comes one by
//! one through [`Session::in_turn`] or a [`Stream`], SMPP through a [`SmppSession`], and knows nothing else of threads, runtimes, forks and panics.

mod clients;
mod fork;
mod in_turn;
mod io;
mod many;
mod panic;
mod process;
mod session;
mod smpp;
mod stream;

pub use clients::BlockingClient;
pub use fork::{OneProcess, PerProcess};
pub use in_turn::InTurn;
pub use io::{later, may_wait, park, spawn, unpark};
pub use panic::guarded;
pub use session::Session;
pub use smpp::SmppSession;
pub use stream::{Stream, cancellable};
