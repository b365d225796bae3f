//! SMPP: what holds of every PDU, and what an independent codec says of it.

mod compared;
mod edges;
mod parameters;
mod properties;
mod strategies;
