//! What eCall may send, in every shape, and what a receiver answers.

mod calling;
mod reading;
mod receiving;
mod sources;
