//! Messages on their way out: what they may have, the PDUs they become, what becomes of them.

mod address;
mod options;
mod outcome;
mod prepare;
mod text;

pub use options::{Alphabet, SubmitOptions, SubmitRequest};
pub use outcome::{PartOutcome, PartState, Submitted};
pub(super) use outcome::{kind_of, sentence};
pub(super) use prepare::Prepared;
