//! What the mock does on the wire, seen by a client that shares nothing with it but rustls.

mod accounts;
mod bodies;
mod cached;
mod callbacks;
mod client;
mod faults;
mod form;
mod forms;
mod http2;
mod jobs;
mod listeners;
mod lists;
mod media;
mod pace;
mod program;
mod receiver;
mod smpp;
mod soap;
mod soap_requests;
mod states;
mod volume;
mod webhooks;
