//! The C library of ecall: opaque handles, status codes and getters over the core's client.
//!
//! Nothing is decided here: every function converts its arguments, calls one function of the core, and converts the
//! result. `include/ecall.h` is generated from this crate, its documentation included, which is therefore written for
//! C programmers.

#![allow(non_camel_case_types, reason = "the types carry the names that they have in C")]
#![allow(clippy::missing_safety_doc, reason = "what callers promise is said once, at the head of ecall.h")]
#![allow(clippy::too_many_arguments, reason = "C has neither optional arguments nor builders")]

mod about;
mod asynchronous;
mod attempt;
mod boundary;
mod bulk;
mod bytes;
mod cancel;
mod client;
mod config;
mod error;
mod following;
mod https;
mod job;
mod lent;
mod list;
mod list_status;
mod local_time;
mod log;
mod media;
mod media_asynchronous;
mod message;
mod options;
mod received;
mod reply;
mod response;
mod result;
mod sent_list;
mod smpp;
mod soap;
mod status;
mod text;
mod webhook;
