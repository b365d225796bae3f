//! What the mock does on the wire, seen by a client that shares nothing with it but rustls.

mod accounts;
mod bodies;
mod client;
mod faults;
mod http2;
mod listeners;
mod pace;
mod program;
mod states;
