use std::time::SystemTime;

use ecall::{Error, Kind, error};

use crate::job::ReportedJobState;
use crate::numbers::{millis, signed};
use crate::result::ReportedStatus;
use crate::smpp::PartOutcome;
use crate::words::{ErrorKind, Outcome};

/// A call that failed.
///
/// One variant with one record: kinds are a table of core, and a field `message` of the error itself would clash with
/// Kotlin's `Throwable.message`.
#[derive(Debug, uniffi::Error)]
pub enum Failure {
    /// Why, and whether the message may have gone out all the same.
    Failed {
        /// Everything that is known.
        error: Box<ErrorDetails>,
    },
}

/// Everything that is known about an error. Fields that do not apply are empty.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ErrorDetails {
    /// What went wrong, a word of the table in [`error_kinds`].
    pub kind: ErrorKind,
    /// Whether the message may have gone out: `not_accepted`, `unknown` or `not_applicable`.
    pub outcome: Outcome,
    /// One sentence for people.
    pub message: String,
    /// HTTP status of the last answer.
    pub http_status: Option<i32>,
    /// The service's own code, an open set.
    pub ecall_code: Option<String>,
    /// The service's own explanation.
    pub ecall_message: Option<String>,
    /// The fields that were refused, by this library or by the service.
    pub fields: Vec<FieldError>,
    /// `x-f24-request-id` of the last answer; the service's support asks for it.
    pub request_id: Option<String>,
    /// The message that the call was about.
    pub message_id: Option<String>,
    /// The job that the call was about (HTTPS and SOAP): what to ask the service for where the outcome is unknown.
    pub job_id: Option<String>,
    /// How long the service asked to wait, in milliseconds.
    pub retry_after_ms: Option<i64>,
    /// What became of each attempt, in order.
    pub attempts: Vec<Attempt>,
    /// The last state that was read before the time of a wait was up.
    pub last_status: Option<ReportedStatus>,
    /// The same of a job, on SOAP.
    pub last_job_state: Option<ReportedJobState>,
    /// The `command_status` of the last answer (SMPP).
    pub smpp_status: Option<i64>,
    /// What became of each part of the message (SMPP), in their order.
    pub parts: Vec<PartOutcome>,
    /// The body of the last answer as it came.
    pub raw_body: Option<Vec<u8>>,
    /// All of this but the raw body as JSON, with what has no field here.
    pub json: String,
}

/// One field that was refused.
#[derive(Clone, Debug, uniffi::Record)]
pub struct FieldError {
    /// Path of the field in the names of the wire.
    pub field: String,
    /// The rule that was broken, a stable word.
    pub rule: String,
    /// What is wrong, in a sentence for people.
    pub message: String,
    /// Length of the value where the rule is about one.
    pub length: Option<i64>,
    /// The limit that was passed, in the unit of `length`.
    pub limit: Option<i64>,
}

/// What became of one attempt of a call.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Attempt {
    /// When it began.
    pub time: SystemTime,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// What went wrong.
    pub kind: ErrorKind,
    /// Whether this attempt may have been accepted.
    pub outcome: Outcome,
    /// The cause in a sentence.
    pub message: String,
    /// HTTP status, when an answer came.
    pub http_status: Option<i32>,
    /// `x-f24-request-id`, when an answer came.
    pub request_id: Option<String>,
}

/// One row of the table of errors.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ErrorRow {
    /// The stable word.
    pub name: String,
    /// The stable number.
    pub number: i32,
    /// What it means, in a sentence.
    pub description: String,
}

/// Every kind of error there is, in the order of its number.
#[uniffi::export]
pub fn error_kinds() -> Vec<ErrorRow> {
    let row = |kind: &Kind| ErrorRow {
        name: kind.as_str().to_owned(),
        number: kind.number(),
        description: kind.description().to_owned(),
    };
    Kind::ALL.iter().map(row).collect()
}

/// An error inside a result: what would be thrown if there were nothing else to tell.
#[derive(Clone, Debug)]
pub struct Problem(pub ErrorDetails);

uniffi::custom_newtype!(Problem, ErrorDetails);

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        Self(error.into())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Failed { error: Box::new(ErrorDetails::from(&error)) }
    }
}

impl From<&Error> for ErrorDetails {
    fn from(error: &Error) -> Self {
        let details = error.details();
        Self {
            kind: details.kind.into(),
            outcome: details.outcome.into(),
            message: details.message.clone(),
            http_status: details.http_status.map(i32::from),
            ecall_code: details.ecall_code.clone(),
            ecall_message: details.ecall_message.clone(),
            fields: details.fields.iter().map(FieldError::from).collect(),
            request_id: details.request_id.clone(),
            message_id: details.message_id.clone(),
            job_id: details.job_id.clone(),
            retry_after_ms: details.retry_after.map(millis),
            attempts: details.attempts.iter().map(Attempt::from).collect(),
            last_status: details.last_status.as_deref().cloned().map(ReportedStatus::from),
            last_job_state: details.last_job_state.as_deref().cloned().map(ReportedJobState::from),
            smpp_status: details.smpp_status.map(signed),
            parts: details.parts.iter().map(PartOutcome::from).collect(),
            raw_body: details.raw_body.as_ref().map(|body| body.to_vec()),
            json: error.to_json().to_string(),
        }
    }
}

impl From<&error::FieldError> for FieldError {
    fn from(problem: &error::FieldError) -> Self {
        Self {
            field: problem.field.clone(),
            rule: problem.rule.clone().into_owned(),
            message: problem.message.clone(),
            length: problem.length.map(signed),
            limit: problem.limit.map(signed),
        }
    }
}

impl From<&error::Attempt> for Attempt {
    fn from(attempt: &error::Attempt) -> Self {
        Self {
            time: attempt.time.into(),
            duration_ms: millis(attempt.duration),
            kind: attempt.kind.into(),
            outcome: attempt.outcome.into(),
            message: attempt.message.clone(),
            http_status: attempt.http_status.map(i32::from),
            request_id: attempt.request_id.clone(),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self::Failed { error } = self;
        write!(f, "{}: {}", error.kind.0, error.message)
    }
}

impl std::error::Error for Failure {}
