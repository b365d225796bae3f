use std::borrow::Cow;

use serde::Serialize;

/// One field that was refused: by this library before anything was sent, or by the service.
///
/// Names the field, the rule and the length of the value, never the value itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FieldError {
    /// Path of the field in the names of the wire: `to`, `toList[0].address`, `content.text`. The service's own
    /// spelling where the service refused it (it was seen to use PascalCase: compare without case).
    pub field: String,
    /// The rule that was broken, a stable word: `required`, `max_length`, `exclusive`; `service` where the service refused it.
    pub rule: Cow<'static, str>,
    /// What is wrong, in a sentence for people.
    pub message: String,
    /// Length of the value where the rule is about a length or a count: Unicode code points of a text, items of a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u64>,
    /// The limit that was passed, in the unit of `length`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

impl FieldError {
    /// A field that broke `rule`.
    pub fn new(
        field: impl Into<String>,
        rule: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), rule: rule.into(), message: message.into(), length: None, limit: None }
    }

    /// The same with the length that was found and the limit it passed.
    #[must_use]
    pub fn measured(mut self, length: usize, limit: usize) -> Self {
        self.length = Some(length as u64);
        self.limit = Some(limit as u64);
        self
    }
}
