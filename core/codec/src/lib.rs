//! Rules of the eCall platform that need no network: what an SMS's text costs, how it is split and encoded, how received
//! parts come together, what an address may be, and what SMPP says in octets.
//!
//! Nothing here does I/O or reads a clock; memory is allocated only where the result needs it.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod address;
pub mod msisdn;
pub mod smpp;
pub mod text;
