//! Errors: one table of kinds, and everything that is known about what went wrong.

mod field;

pub use field::FieldError;
