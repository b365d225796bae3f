//! What has become of a call so far, and the result or error that follows from it.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::judge::{Failure, Mode, kind};
use super::refusal::Refusal;
use super::{Call, Fault, backoff};
use crate::answer::Answer;
use crate::error::{Attempt, Error, Kind, Outcome};
use crate::log::{LogEvent, LogLevel};
use crate::transport::HttpResponse;

/// Header by which the service names each of its answers.
pub(crate) const REQUEST_ID: &str = "x-f24-request-id";

pub(super) struct Record<'a> {
    call: &'a Call<'a>,
    /// The attempts that failed.
    failed: Vec<Attempt>,
    /// The last of them with its answer, if one came.
    last: Option<(Option<HttpResponse>, Option<Refusal>)>,
    /// When the call was made.
    made: Instant,
    /// When the present attempt was begun.
    begun_at: Instant,
    time: Timestamp,
}

impl<'a> Record<'a> {
    pub fn new(call: &'a Call<'a>) -> Self {
        let now = Instant::now();
        Self { call, failed: Vec::new(), last: None, made: now, begun_at: now, time: Timestamp::UNIX_EPOCH }
    }

    /// A new attempt begins.
    pub fn begin(&mut self) {
        self.begun_at = Instant::now();
        self.time = Timestamp::now();
    }

    /// The attempt was answered as hoped.
    pub fn answered<T>(self, response: HttpResponse, value: T) -> Answer<T> {
        let request_id = request_id(&response);
        self.tell("done", LogLevel::Info, self.begun_at.elapsed(), |event| {
            event.attempt += 1;
            event.http_status = Some(response.status);
            event.request_id.clone_from(&request_id);
        });
        let possible_duplicate = self.failed.iter().any(|attempt| attempt.outcome == Outcome::Unknown);
        Answer {
            value,
            http_status: response.status,
            request_id,
            raw_body: response.body,
            attempts: self.failed,
            possible_duplicate,
        }
    }

    /// The attempt failed.
    pub fn failed(
        &mut self,
        failure: Failure,
        outcome: Outcome,
        message: String,
        response: Option<HttpResponse>,
    ) {
        let interface = self.call.settings.interface;
        let refusal = response.as_ref().and_then(|response| Refusal::read(interface, response));
        let code = refusal.as_ref().and_then(|refusal| refusal.code.as_deref());
        let http_status = match failure {
            Failure::Status(status) => Some(status),
            _ => response.as_ref().map(|response| response.status),
        };
        let attempt = Attempt {
            time: self.time,
            duration: self.begun_at.elapsed(),
            kind: kind(interface, failure, code),
            outcome,
            message: match refusal.as_ref().and_then(Refusal::shown) {
                Some(code) => format!("{message} ({code})"),
                None => message,
            },
            http_status,
            request_id: response.as_ref().and_then(request_id),
        };
        self.keep(attempt);
        self.last = Some((response, refusal));
    }

    /// Keeps an attempt that failed, and tells of it.
    fn keep(&mut self, attempt: Attempt) {
        self.failed.push(attempt);
        let attempt = &self.failed[self.failed.len() - 1];
        self.tell("attempt", LogLevel::Warning, attempt.duration, |event| {
            event.http_status = attempt.http_status;
            event.kind = Some(attempt.kind.as_str());
            event.request_id.clone_from(&attempt.request_id);
        });
    }

    /// All calls that are held back together pause for so long, if they did not before.
    pub fn paused(&self, pause: Option<Duration>) {
        if let Some(pause) = pause {
            self.tell("pause", LogLevel::Warning, pause, |event| {
                event.kind = self.failed.last().map(|attempt| attempt.kind.as_str())
            });
        }
    }

    /// How long the last answer asks to wait.
    pub fn asked_pause(&self) -> Option<Duration> {
        self.last_response().and_then(retry_after)
    }

    /// The pause before the next attempt, if there may be one that begins before the deadline.
    pub fn next_pause(&self, retry: bool, deadline: Instant) -> Option<Duration> {
        let retries = u32::try_from(self.failed.len()).unwrap_or(u32::MAX);
        if !retry || retries > self.call.limits.max_retries {
            return None;
        }
        let settings = self.call.settings;
        let pause = self.asked_pause().unwrap_or_default().max(backoff::pause(
            retries,
            settings.backoff_initial,
            settings.backoff_max,
        ));
        if pause >= deadline.saturating_duration_since(Instant::now()) {
            return None;
        }
        self.tell("retry", LogLevel::Info, pause, |_| {});
        Some(pause)
    }

    /// The call is given up after its last attempt failed.
    pub fn given_up(self) -> Error {
        let (last_kind, message) = match self.failed.last() {
            Some(attempt) => (attempt.kind, attempt.message.clone()),
            None => (Kind::Internal, "a call was given up before it began".to_owned()),
        };
        self.ended_as(last_kind, message)
    }

    /// The error of a call that ends with this, which is not all of it where an attempt before may have been accepted.
    fn ended_as(self, kind: Kind, message: String) -> Error {
        let outcome = self.outcome();
        let (kind, message) = match outcome {
            Outcome::Unknown => {
                (Kind::OutcomeUnknown, format!("the message may have been accepted: {message}"))
            }
            _ => (kind, message),
        };
        self.error(kind, outcome, message)
    }

    /// The call was cancelled, with an attempt under way whose body was begun or not, or between two attempts.
    pub fn cancelled(mut self, under_way: Option<bool>) -> Error {
        if let Some(begun) = under_way {
            let outcome = match self.call.mode {
                Mode::Read => Outcome::NotApplicable,
                Mode::Send if begun => Outcome::Unknown,
                Mode::Send => Outcome::NotAccepted,
            };
            self.keep(Attempt {
                time: self.time,
                duration: self.begun_at.elapsed(),
                kind: Kind::Cancelled,
                outcome,
                message: "cancelled".to_owned(),
                http_status: None,
                request_id: None,
            });
            self.last = None;
        }
        let outcome = self.outcome();
        let message = match outcome {
            Outcome::Unknown => "cancelled after the message may have been accepted",
            _ => "cancelled",
        };
        self.error(Kind::Cancelled, outcome, message.to_owned())
    }

    /// The caller's end of a transfer failed, before its body was whole: this attempt was not accepted.
    pub fn ended_by(mut self, fault: Fault) -> Error {
        if fault.begun {
            let outcome = match self.call.mode {
                Mode::Read => Outcome::NotApplicable,
                Mode::Send => Outcome::NotAccepted,
            };
            self.keep(Attempt {
                time: self.time,
                duration: self.begun_at.elapsed(),
                kind: fault.kind,
                outcome,
                message: fault.message.clone(),
                http_status: None,
                request_id: None,
            });
        }
        self.last = None;
        let mut error = self.ended_as(fault.kind, fault.message);
        error.details_mut().fields.extend(fault.field);
        error
    }

    /// What became of the call as a whole, if it is not accepted now.
    fn outcome(&self) -> Outcome {
        match self.call.mode {
            Mode::Read => Outcome::NotApplicable,
            Mode::Send if self.failed.iter().any(|attempt| attempt.outcome == Outcome::Unknown) => {
                Outcome::Unknown
            }
            Mode::Send => Outcome::NotAccepted,
        }
    }

    fn last_response(&self) -> Option<&HttpResponse> {
        self.last.as_ref().and_then(|(response, _)| response.as_ref())
    }

    fn error(self, kind: Kind, outcome: Outcome, message: String) -> Error {
        self.tell("failed", LogLevel::Warning, self.made.elapsed(), |event| event.kind = Some(kind.as_str()));
        let mut error = Error::new(kind, outcome, message);
        let details = error.details_mut();
        details.http_status = self.failed.last().and_then(|attempt| attempt.http_status);
        if let Some((response, refusal)) = self.last {
            if let Some(response) = response {
                details.request_id = request_id(&response);
                details.retry_after = retry_after(&response);
                details.raw_body = Some(response.body);
            }
            if let Some(refusal) = refusal {
                refusal.note(details);
            }
        }
        details.attempts = self.failed;
        error
    }

    /// Tells the log hook, if there is one, and the program's `tracing` subscriber, if there is one.
    fn tell(
        &self,
        what: &'static str,
        level: LogLevel,
        duration: Duration,
        fill: impl FnOnce(&mut LogEvent),
    ) {
        LogEvent::new(level, what, self.call.operation).tell(self.call.settings.log.as_ref(), |event| {
            event.attempt = u32::try_from(self.failed.len()).unwrap_or(u32::MAX);
            event.duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
            fill(event);
        });
    }
}

fn retry_after(response: &HttpResponse) -> Option<Duration> {
    backoff::retry_after(&response.headers, Timestamp::now())
}

fn request_id(response: &HttpResponse) -> Option<String> {
    response.headers.get(REQUEST_ID).and_then(|value| value.to_str().ok()).map(str::to_owned)
}
