//! A mock server that behaves as the eCall platform is specified to.
//!
//! It is a program (`ecall-mock serve`, `ecall-mock run -- COMMAND`) and, for Rust tests, this library:
//! [`Mock::start`] runs the server on a thread of its own until the value is dropped. What it does, and how it is
//! told to misbehave, stands in the `README.md` beside this crate.
//!
//! It shares no model, encoder or decoder with the client: what both sides agree on, they agree on independently.

mod account;
mod answer;
mod authority;
mod cache;
mod connection;
mod control;
mod exchange;
mod faults;
mod https;
mod identifier;
mod interface;
mod job;
mod listener;
mod local_time;
mod media;
mod message;
mod mock;
mod multipart;
mod pages;
mod payload;
mod request;
mod rest;
mod script;
mod settings;
mod smpp;
mod soap;
mod state;
mod temp_dir;
mod timeline;
mod timestamp;
mod validate;
mod webhook;
mod wire;

pub use mock::{Mock, Options};
