//! One call: its attempts within one deadline, and what became of it as a whole.

mod backoff;
mod cancel;
mod gate;
mod judge;
mod record;
mod refusal;
mod transfer;
mod watch;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::LOCATION;
use url::Url;

pub(crate) use backoff::pause;
pub use cancel::CancelToken;
pub(crate) use gate::Gate;
pub(crate) use judge::{Blame, Mode};
use judge::{Failure, judge};
pub(crate) use record::REQUEST_ID;
use record::Record;
pub(crate) use refusal::refusal;
pub(crate) use transfer::{Boxed, Fault, Transfer};
pub(crate) use watch::{Pace, Unfinished, Why, is_outage, watch};

use crate::answer::Answer;
use crate::error::{Outcome, Result};
use crate::options::{CallOptions, Delivery, Limits, Settings};
use crate::transport::{BodyLost, Broken, HttpRequest, HttpResponse, Progress, Transport};

/// Redirects of a read that are followed, all on the same origin.
const MAX_REDIRECTS: usize = 5;

/// A call that is about to be made.
pub(crate) struct Call<'a> {
    pub settings: &'a Settings,
    pub transport: &'a dyn Transport,
    pub operation: &'static str,
    pub mode: Mode,
    /// Statuses that are answers besides 2xx.
    pub also: &'static [u16],
    pub limits: Limits,
    pub cancel: Option<&'a CancelToken>,
    /// What holds this call back together with others; its first attempt has passed already.
    pub gate: Option<&'a Gate>,
    /// What moves in chunks meanwhile.
    pub transfer: Option<&'a dyn Transfer>,
}

/// Why a body that came whole is not the answer that was hoped for.
#[derive(Debug)]
pub(crate) enum Misread {
    /// It cannot be understood: what it lacks, in a sentence.
    Missing(String),
    /// It says no, under whichever status.
    Refused,
    /// It says nothing: its status is the answer.
    Nothing,
    /// It is a fault of SOAP.
    Fault(Blame),
}

impl From<String> for Misread {
    fn from(missing: String) -> Self {
        Self::Missing(missing)
    }
}

/// Gives an exchange up when it goes out of scope.
struct GiveUp<'a>(&'a Progress);

impl Drop for GiveUp<'_> {
    fn drop(&mut self) {
        self.0.give_up();
    }
}

/// How an attempt ended.
enum End {
    Answered(HttpResponse),
    /// The head of an answer was read, and then the time was up.
    Late(HttpResponse),
    Failed(Failure, String),
    Cancelled {
        begun: bool,
    },
}

/// Whether a repetition may begin.
enum Turn {
    Ours,
    TooLate,
    Cancelled,
}

impl<'a> Call<'a> {
    /// A call with these options, by itself and of bytes alone.
    pub fn new(
        settings: &'a Settings,
        transport: &'a dyn Transport,
        operation: &'static str,
        mode: Mode,
        options: &'a CallOptions,
    ) -> Result<Self> {
        let outcome = match mode {
            Mode::Read => Outcome::NotApplicable,
            Mode::Send => Outcome::NotAccepted,
        };
        Ok(Self {
            settings,
            transport,
            operation,
            mode,
            also: &[],
            limits: Limits::of(settings, options, outcome)?,
            cancel: options.cancel.as_ref(),
            gate: None,
            transfer: None,
        })
    }
}

impl Call<'_> {
    /// Sends `request` until it is answered with a 2xx that `read` understands, or must be given up. `read` says what it
    /// misses.
    pub async fn run<T, M: Into<Misread>>(
        &self,
        request: HttpRequest,
        read: impl Fn(&HttpResponse) -> std::result::Result<T, M>,
    ) -> Result<Answer<T>> {
        let deadline = Instant::now() + self.limits.timeout;
        let mut record = Record::new(self);
        loop {
            if self.cancel.is_some_and(CancelToken::is_cancelled) {
                return Err(record.cancelled(None));
            }
            record.begin();
            let end = self.attempt(&request, deadline).await;
            if let Some(fault) = self.fault_of(&end) {
                return Err(record.ended_by(fault));
            }
            let (failure, message, response) = match end {
                End::Cancelled { begun } => return Err(record.cancelled(Some(begun))),
                End::Failed(failure, message) => (failure, message, None),
                End::Late(response) => {
                    let (failure, message) = self.late(response.status);
                    (failure, message, Some(response))
                }
                End::Answered(response) => match self.understand(&response, &read) {
                    Ok(value) => match self.complete().await {
                        Ok(()) => {
                            self.gate.inspect(|gate| gate.served());
                            return Ok(record.answered(response, value));
                        }
                        Err(fault) => return Err(record.ended_by(fault)),
                    },
                    Err((failure, message)) => (failure, message, Some(response)),
                },
            };
            let verdict = judge(self.settings.interface, self.mode, self.limits.delivery, failure);
            record.failed(failure, verdict.outcome, message, response);
            if let (Some(gate), Failure::Status(429 | 503)) = (self.gate, failure) {
                record.paused(gate.throttled(record.asked_pause()));
            }

            let repeatable = self.transfer.is_none_or(Transfer::repeatable);
            let Some(pause) = record.next_pause(verdict.retry && repeatable, deadline) else {
                return Err(record.given_up());
            };
            if !sleep(pause, self.cancel).await {
                return Err(record.cancelled(None));
            }
            match self.turn_before(deadline).await {
                Turn::Ours => {}
                Turn::TooLate => return Err(record.given_up()),
                Turn::Cancelled => return Err(record.cancelled(None)),
            }
        }
    }

    /// Waits until the gate lets one more attempt through.
    async fn turn_before(&self, deadline: Instant) -> Turn {
        let Some(gate) = self.gate else { return Turn::Ours };
        let passed = tokio::time::timeout_at(deadline.into(), gate.pass());
        let passed = match self.cancel {
            None => passed.await,
            Some(token) => tokio::select! {
                biased;
                () = token.cancelled() => return Turn::Cancelled,
                passed = passed => passed,
            },
        };
        if passed.is_ok() { Turn::Ours } else { Turn::TooLate }
    }

    async fn attempt(&self, request: &HttpRequest, deadline: Instant) -> End {
        let progress = Progress::default();
        // Also for a future that is dropped: hyper may hold the request for longer than anybody waits for it.
        let _given_up_in_the_end = GiveUp(&progress);
        let timed = self.timed(request, &progress, deadline);
        let answered = match self.cancel {
            None => timed.await,
            Some(token) => tokio::select! {
                biased;
                () = token.cancelled() => return End::Cancelled { begun: progress.give_up() },
                answered = timed => answered,
            },
        };
        match answered {
            Some(Ok(response)) => End::Answered(response),
            Some(Err(broken)) => End::Failed(Failure::Broken(broken.stage), broken.message),
            // What was answered is an answer, even when its body never came.
            None => match progress.answer() {
                Some(response) => End::Late(response),
                None => End::Failed(
                    Failure::TimedOut { begun: progress.give_up() },
                    "no answer in time".to_owned(),
                ),
            },
        }
    }

    /// One exchange; None where its time was up first.
    async fn timed(
        &self,
        request: &HttpRequest,
        progress: &Progress,
        deadline: Instant,
    ) -> Option<std::result::Result<HttpResponse, Broken>> {
        let Some(transfer) = self.transfer else {
            let end = self.attempt_end(deadline).into();
            return tokio::time::timeout_at(end, self.exchange(request, progress)).await.ok();
        };
        // Boxed, so that other calls are no larger for it.
        let idle = self.settings.attempt_timeout;
        Box::pin(transfer::attempt(transfer, self.exchange(request, progress), idle, deadline)).await
    }

    /// What the caller's end of a transfer did wrong in an attempt. A cancellation is not its fault.
    fn fault_of(&self, end: &End) -> Option<Fault> {
        let transfer = self.transfer.filter(|_| !matches!(end, End::Cancelled { .. }))?;
        transfer.fault()
    }

    async fn complete(&self) -> std::result::Result<(), Fault> {
        match self.transfer {
            None => Ok(()),
            Some(transfer) => transfer.complete().await,
        }
    }

    /// One exchange; a read follows redirects on its own origin, an upload none.
    async fn exchange(
        &self,
        request: &HttpRequest,
        progress: &Progress,
    ) -> std::result::Result<HttpResponse, Broken> {
        let mut response = self.transport.exchange(request, progress.clone()).await?;
        if self.mode == Mode::Send || !request.method.is_safe() {
            return Ok(response);
        }
        let mut request = Cow::Borrowed(request);
        for _ in 0..MAX_REDIRECTS {
            let Some(next) = redirection(&request.url, &response) else { break };
            request.to_mut().url = Arc::new(next);
            progress.set_head(None);
            response = self.transport.exchange(&request, progress.clone()).await?;
        }
        Ok(response)
    }

    /// A 2xx that `read` understands, or how it failed.
    fn understand<T, M: Into<Misread>>(
        &self,
        response: &HttpResponse,
        read: impl Fn(&HttpResponse) -> std::result::Result<T, M>,
    ) -> std::result::Result<T, (Failure, String)> {
        let by_status =
            || (Failure::Status(response.status), format!("the service answered {}", response.status));
        if !self.is_answer(response.status) {
            return Err(by_status());
        }
        match &response.lost {
            Some(BodyLost::Cut(cause)) => Err((Failure::BodyCut, format!("the answer broke off: {cause}"))),
            Some(BodyLost::TooLong) => {
                Err((Failure::Unreadable, "the answer is longer than 16 MiB".to_owned()))
            }
            None => read(response).map_err(|misread| match misread.into() {
                Misread::Missing(missing) => (Failure::Unreadable, missing),
                Misread::Refused => (Failure::Refused, "the service refused the request".to_owned()),
                Misread::Nothing => by_status(),
                Misread::Fault(blame) => {
                    (Failure::Fault(blame), "the service answered with a fault".to_owned())
                }
            }),
        }
    }

    /// Whether a status is one of those whose body is looked at.
    fn is_answer(&self, status: u16) -> bool {
        (200..300).contains(&status) || self.also.contains(&status)
    }

    /// An answer without its body: a status that says no is enough.
    fn late(&self, status: u16) -> (Failure, String) {
        if self.is_answer(status) {
            (Failure::TimedOut { begun: true }, "no whole answer in time".to_owned())
        } else {
            (Failure::Status(status), format!("the service answered {status}"))
        }
    }

    /// Where giving up early would only lose the answer, an attempt may take all the time there is.
    fn attempt_end(&self, deadline: Instant) -> Instant {
        let repeatable = self.mode == Mode::Read || self.limits.delivery == Delivery::AtLeastOnce;
        if repeatable { deadline.min(Instant::now() + self.settings.attempt_timeout) } else { deadline }
    }
}

/// Sleeps; false when it was cancelled before the end.
pub(crate) async fn sleep(pause: Duration, cancel: Option<&CancelToken>) -> bool {
    let slept = tokio::time::sleep(pause);
    match cancel {
        None => {
            slept.await;
            true
        }
        Some(token) => tokio::select! {
            biased;
            () = token.cancelled() => false,
            () = slept => true,
        },
    }
}

/// Where an answer sends us, if it is on the same origin: credentials go nowhere else.
fn redirection(asked: &Url, response: &HttpResponse) -> Option<Url> {
    if !(300..400).contains(&response.status) {
        return None;
    }
    let location = response.headers.get(LOCATION)?.to_str().ok()?;
    asked.join(location).ok().filter(|next| next.origin() == asked.origin())
}
