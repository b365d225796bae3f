//! The link: one task that owns the connection, writes messages, reads responses and what comes in, and binds again.

mod bind;
mod connect;
mod driver;
mod pace;
mod receive;
mod session;
mod tell;
mod window;
mod wire;

pub(super) use driver::Driver;
