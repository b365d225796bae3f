//! Rules of the eCall platform that need no network: at present the rule for an SMS sender's address.
//!
//! Nothing here does I/O, reads a clock or allocates.
#![no_std]

pub mod address;
