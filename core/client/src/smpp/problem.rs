//! What the codec finds wrong with a PDU, as users are told.

use ecall_codec::smpp::Rule;

use crate::error::FieldError;

/// A rule that an option breaks. The NUL at the end of a string is nothing that a user writes or counts.
pub(super) fn field_error(field: &str, rule: Rule, ends_in_nul: bool) -> FieldError {
    let rule = match rule {
        Rule::TooLong { found, limit } if ends_in_nul => Rule::TooLong { found: found - 1, limit: limit - 1 },
        rule => rule,
    };
    let error = FieldError::new(field, rule.code(), rule.to_string());
    match rule.length_and_limit() {
        Some((length, limit)) => error.measured(length, limit),
        None => error,
    }
}
