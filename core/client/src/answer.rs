use std::ops::Deref;

use bytes::Bytes;

use crate::error::Attempt;

/// What the service answered, and how the answer came about. Reads like the value that it holds.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer<T> {
    /// What was read.
    pub value: T,
    /// HTTP status.
    pub http_status: u16,
    /// `x-f24-request-id`; the service's support asks for it.
    pub request_id: Option<String>,
    /// The body as it came.
    pub raw_body: Bytes,
    /// The attempts that failed before this answer; empty when the first was answered.
    pub attempts: Vec<Attempt>,
    /// An attempt before the accepted one may have been accepted too: the message may arrive twice.
    pub possible_duplicate: bool,
}

impl<T> Answer<T> {
    /// The same answer, holding something else.
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Answer<U> {
        let Self { value, http_status, request_id, raw_body, attempts, possible_duplicate } = self;
        Answer { value: make(value), http_status, request_id, raw_body, attempts, possible_duplicate }
    }
}

impl<T> Deref for Answer<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
