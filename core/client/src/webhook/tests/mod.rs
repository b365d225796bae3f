//! What eCall may send, in every shape, and what a receiver answers.

mod reading;
mod receiving;
mod sources;
