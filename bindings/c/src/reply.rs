//! What every answer of the service has, whatever it says.

use std::ffi::CString;
use std::sync::OnceLock;

use ecall::Answer;
use serde_json::Value;

use crate::attempt::ecall_attempt;
use crate::boundary::{c_text, c_text_of};

/// The parts of an answer that do not depend on what it is about.
#[derive(Default)]
pub(crate) struct Reply {
    pub http_status: i32,
    pub request_id: Option<CString>,
    pub raw_body: Option<Vec<u8>>,
    pub attempts: Vec<ecall_attempt>,
    pub possible_duplicate: bool,
}

impl Reply {
    /// That of a part of the answer: body and attempts stay with the whole.
    pub fn part(&self) -> Self {
        Self {
            http_status: self.http_status,
            request_id: self.request_id.clone(),
            possible_duplicate: self.possible_duplicate,
            ..Self::default()
        }
    }

    pub fn of<T>(answer: &Answer<T>) -> Self {
        Self {
            http_status: i32::from(answer.http_status),
            request_id: c_text_of(answer.request_id.as_deref()),
            raw_body: Some(answer.raw_body.to_vec()),
            attempts: ecall_attempt::list(&answer.attempts),
            possible_duplicate: answer.possible_duplicate,
        }
    }
}

/// A JSON text that is written when it is first asked for.
#[derive(Default)]
pub(crate) struct Json(OnceLock<CString>);

impl Json {
    pub fn get(&self, value: impl FnOnce() -> Value) -> &CString {
        self.0.get_or_init(|| c_text(&value().to_string()))
    }
}
