//! Rules of the eCall platform that need no network: what an SMS's text costs, how it is split and encoded, how received
//! parts come together, and what an address may be.
//!
//! Nothing here does I/O or reads a clock; memory is allocated only where the result needs it.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod address;
pub mod msisdn;
pub mod text;
