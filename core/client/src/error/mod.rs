//! Errors: one table of kinds, and everything that is known about what went wrong.

mod field;
mod kind;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;

pub use field::FieldError;
pub use kind::{Kind, Outcome};

use crate::model::{JobState, MessageStatusData};
use crate::smpp::PartOutcome;

/// A result of this library.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a call failed, and whether its message may have gone out all the same.
///
/// Holds no password, no Authorization header and no credentials of a URL, neither in `Display` nor in `Debug`.
#[derive(Clone)]
pub struct Error(Box<Details>);

/// What is known about an error. Fields that do not apply are empty.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct Details {
    /// What went wrong.
    pub kind: Kind,
    /// Whether the message may have gone out.
    pub outcome: Outcome,
    /// One sentence for people.
    pub message: String,
    /// HTTP status of the last answer.
    pub http_status: Option<u16>,
    /// The service's own code (`errorCode`, `ResultCode`, `ResponseCode`), or that of a SOAP fault without its prefix: `Server`.
    /// An open set.
    pub ecall_code: Option<String>,
    /// The service's own explanation (`errorMessage`, `ResultText`, `ResponseText`), or the text of a SOAP fault.
    pub ecall_message: Option<String>,
    /// The fields that were refused, by this library or by the service.
    pub fields: Vec<FieldError>,
    /// `x-f24-request-id` of the last answer; the service's support asks for it.
    pub request_id: Option<String>,
    /// The message that the call was about.
    pub message_id: Option<String>,
    /// The job that the call was about (HTTPS and SOAP): what to ask the service for where the outcome is unknown.
    pub job_id: Option<String>,
    /// The `command_status` of the last answer (SMPP). Left away in the JSON form where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smpp_status: Option<u32>,
    /// What became of each part of the message (SMPP), in their order. Left away in the JSON form where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<PartOutcome>,
    /// How long the service asked to wait, in milliseconds.
    #[serde(rename = "retry_after_ms", serialize_with = "as_millis")]
    pub retry_after: Option<Duration>,
    /// What became of each attempt, in order; empty when nothing was attempted.
    pub attempts: Vec<Attempt>,
    /// The last state that was read before the time of a `wait` was up.
    pub last_status: Option<Box<MessageStatusData>>,
    /// The same of a job, on SOAP. Left away in the JSON form where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_job_state: Option<Box<JobState>>,
    /// The body of the last answer as it came, when there was one.
    #[serde(skip)]
    pub raw_body: Option<Bytes>,
}

/// What became of one attempt of a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Attempt {
    /// When it began, in UTC.
    pub time: jiff::Timestamp,
    /// How long it took, in milliseconds.
    #[serde(rename = "duration_ms", serialize_with = "as_millis_always")]
    pub duration: Duration,
    /// What went wrong.
    pub kind: Kind,
    /// Whether this attempt may have been accepted.
    pub outcome: Outcome,
    /// The cause in a sentence.
    pub message: String,
    /// HTTP status, when an answer came.
    pub http_status: Option<u16>,
    /// `x-f24-request-id`, when an answer came.
    pub request_id: Option<String>,
}

impl Error {
    /// An error of `kind` with nothing else known. Bindings make theirs with it; the client itself says more.
    pub fn new(kind: Kind, outcome: Outcome, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            kind,
            outcome,
            message: message.into(),
            http_status: None,
            ecall_code: None,
            ecall_message: None,
            fields: Vec::new(),
            request_id: None,
            message_id: None,
            job_id: None,
            smpp_status: None,
            parts: Vec::new(),
            retry_after: None,
            attempts: Vec::new(),
            last_status: None,
            last_job_state: None,
            raw_body: None,
        }))
    }

    /// Arguments or settings that break rules, all of them at once.
    pub(crate) fn fields(kind: Kind, outcome: Outcome, fields: Vec<FieldError>) -> Self {
        let listed: Vec<_> =
            fields.iter().map(|problem| format!("{}: {}", problem.field, problem.message)).collect();
        let mut error = Self::new(kind, outcome, listed.join("; "));
        error.0.fields = fields;
        error
    }

    /// An argument that is refused before the core is asked. Bindings make theirs with it.
    #[must_use]
    pub fn argument(outcome: Outcome, problem: FieldError) -> Self {
        Self::fields(Kind::InvalidArgument, outcome, vec![problem])
    }

    pub(crate) fn details_mut(&mut self) -> &mut Details {
        &mut self.0
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Whether the message may have gone out.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Everything that is known.
    #[must_use]
    pub fn details(&self) -> &Details {
        &self.0
    }

    /// Everything that is known but the raw body, as a JSON object with the field names of [`Details`]:
    /// what a binding builds its own error from.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::to_value(&*self.0).expect("an error has no key that is not a string")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        write!(f, "{}: {}", details.kind, details.message)?;
        if let Some(id) = &details.request_id {
            write!(f, " (request id {id})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let details = &*self.0;
        f.debug_struct("Error")
            .field("kind", &details.kind)
            .field("outcome", &details.outcome)
            .field("message", &details.message)
            .field("http_status", &details.http_status)
            .field("ecall_code", &details.ecall_code)
            .field("fields", &details.fields)
            .field("request_id", &details.request_id)
            .field("job_id", &details.job_id)
            .field("smpp_status", &details.smpp_status)
            .field("attempts", &details.attempts)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}

fn as_millis<S: serde::Serializer>(
    value: &Option<Duration>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    match value {
        Some(duration) => as_millis_always(duration, serializer),
        None => serializer.serialize_none(),
    }
}

fn as_millis_always<S: serde::Serializer>(
    value: &Duration,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(value.as_millis()).unwrap_or(u64::MAX))
}
