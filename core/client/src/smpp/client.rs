use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle as Runtime;
use tokio::sync::oneshot;

use super::bulk::SmppBulk;
use super::events::SmppEvents;
use super::job::{Job, Sink};
use super::link::Driver;
use super::options::{BindMode, SmppOptions};
use super::settings::SmppSettings;
use super::shared::{Phase, Shared};
use super::submit::{PartOutcome, PartState, Prepared, SubmitOptions, Submitted};
use super::ticket::{GivenUp, Ticket};
use crate::call::CancelToken;
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::options::Options;
use crate::transport::tls_config;

/// What a client's users hold. When the last of them goes, the link ends.
#[derive(Clone)]
pub(crate) struct Handle(Arc<Guard>);

struct Guard(Arc<Shared>);

impl Handle {
    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.0.0
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // In the child of a fork nothing is touched: a lock may be held by a thread that does not exist there.
        if self.0.is_own_process() {
            if self.0.go(Phase::New, Phase::Closed) {
                self.0.close();
            }
            for phase in [Phase::Running, Phase::Draining, Phase::Binding] {
                self.0.go(phase, Phase::Abandoned);
            }
        }
    }
}

/// The centre that a client is bound to.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct SmppBound {
    /// What it calls itself.
    pub system_id: String,
    /// Its version of the protocol, 0x34 for 3.4; None where it does not say.
    pub interface_version: Option<u8>,
}

/// Sends and receives SMS over eCall's SMPP interface (SMPP 3.4 over TLS), and stays bound: for programs that run on tokio.
///
/// Once bound, a task of the runtime on which [`bind`](Self::bind) was called owns the link: it keeps it alive, opens it again
/// whenever it is lost, and sends as many messages at a time as the window has room for. Cheap to clone and safe to share;
/// clones share the link. When the last clone, bulk sending and reader of events is dropped, the link ends.
#[derive(Clone)]
pub struct SmppClient(pub(super) Handle);

impl SmppClient {
    /// A client with these options; what they leave out comes from the environment (`ECALL_SMPP_URL` for `base_url`,
    /// `smpps://smpp.ecall.ch:2776` where neither says it). Opens no connection.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    pub fn new(options: Options, smpp: SmppOptions) -> Result<Self> {
        let settings = SmppSettings::resolve(options, smpp, |name| std::env::var(name).ok())?;
        let mut tls = tls_config(&settings.common)?;
        // What is spoken over it is not HTTP, and there is no name for what is.
        tls.alpn_protocols.clear();
        Ok(Self(Handle(Arc::new(Guard(Arc::new(Shared::new(settings, tls)))))))
    }

    pub(in crate::smpp) fn shared(&self) -> &Arc<Shared> {
        self.0.shared()
    }

    /// Opens the link, and returns once the centre has taken the bind. Transient failures are tried again, within `timeout` and
    /// `max_retries`. From then on the link is opened again for ever whenever it is lost.
    ///
    /// # Errors
    /// `authentication` where name or password are refused (0x0E, 0x0F), `rejected` where the bind is (0x0D), both at once;
    /// `tls` for a certificate that is not good, at once; `connect`, `tls`, `unavailable` or what else the last attempt ended
    /// with. `closed` where it was closed before, `invalid_argument` where it is bound already, `forked` in a forked child,
    /// `internal` outside a tokio runtime.
    pub async fn bind(&self) -> Result<SmppBound> {
        self.shared().check_process(Outcome::NotApplicable)?;
        let runtime = Runtime::try_current().map_err(|_| {
            let message = "this needs a tokio runtime: use blocking::SmppClient";
            Error::new(Kind::Internal, Outcome::NotApplicable, message)
        })?;
        if !self.shared().go(Phase::New, Phase::Binding) {
            return Err(if self.is_closed() {
                Error::new(Kind::Closed, Outcome::NotApplicable, "the client was closed")
            } else {
                Error::new(Kind::InvalidArgument, Outcome::NotApplicable, "the client is bound already")
            });
        }
        let (first, bound) = oneshot::channel();
        // Whoever drops this before there is an answer does not want the link.
        let unwanted = Unwanted(Some(self.shared().clone()));
        runtime.spawn(Driver::new(self.shared().clone()).run(first));
        let bound = bound.await;
        unwanted.keep();
        bound.unwrap_or_else(|_| Err(Error::new(Kind::Closed, Outcome::NotApplicable, "the runtime ended")))
    }

    /// Sends a text. `from` is the configured sender unless given, else the account's own.
    ///
    /// # Errors
    /// See [`submit_with`](Self::submit_with).
    pub async fn submit(&self, to: &str, text: &str, from: Option<&str>) -> Result<Submitted> {
        self.submit_with(to, text, from, &SubmitOptions::default()).await
    }

    /// Sends a text with more than destination, text and sender. `to` is a number in international form (with `+`, with `00`, or
    /// its digits alone). A text that is too long for one message is sent in parts, each once the one before was accepted.
    ///
    /// Waits while there is no link and while the window is full. A part that was not written when a link was lost is written on
    /// the next one; one that was written is unknown, or under `at_least_once` written again with the same reference.
    ///
    /// # Errors
    /// `invalid_argument` before anything goes out, with every problem; `outcome_unknown` when a part may have been accepted and
    /// nobody knows; every other kind when the message certainly was not: `insufficient_credit` (0x401), `rate_limited` where
    /// the centre throttled until the time was up, `timeout`, `cancelled`, `closed`, and those of the status.
    /// [`Details::parts`](crate::error::Details::parts) has what became of each part.
    pub async fn submit_with(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        options: &SubmitOptions,
    ) -> Result<Submitted> {
        self.submit_at_once(to, text, from, options)?.await
    }

    /// As [`submit_with`](Self::submit_with), but the message is checked and given to the link before this returns: for whoever waits
    /// for its end elsewhere, and ends the link meanwhile. What is returned needs tokio's time, and dropped it does not want the result.
    ///
    /// # Errors
    /// Those of `submit_with`, of which all that is wrong with the message is returned at once.
    pub fn submit_at_once(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        options: &SubmitOptions,
    ) -> Result<impl Future<Output = Result<Submitted>> + Send + use<>> {
        let waiting = self.begin(to, text, from, options)?;
        let cancel = options.cancel.clone();
        Ok(async move {
            let result = tokio::time::timeout(waiting.limit, waiting.result());
            let ended = match cancel {
                None => result.await.map_err(|_| Kind::Timeout),
                Some(token) => tokio::select! {
                    biased;
                    () = token.cancelled() => Err(Kind::Cancelled),
                    result = result => result.map_err(|_| Kind::Timeout),
                },
            };
            ended.unwrap_or_else(|kind| waiting.give_up(kind))
        })
    }

    /// Checks a message and gives it to the link.
    pub(crate) fn begin(
        &self,
        to: &str,
        text: &str,
        from: Option<&str>,
        options: &SubmitOptions,
    ) -> Result<Waiting> {
        let shared = self.shared();
        shared.check_process(Outcome::NotAccepted)?;
        self.check_mode()?;
        let prepared = Prepared::new(&shared.settings, to, text, from, options, || shared.next_reference())?;
        let (limit, parts) = (prepared.limits.timeout, prepared.parts);
        if options.cancel.as_ref().is_some_and(CancelToken::is_cancelled) {
            return Err(given_up(Kind::Cancelled, GivenUp::NotAccepted, Vec::new(), parts));
        }
        let ticket = Ticket::new();
        let tag = options.tag.as_deref().map(Arc::from);
        shared.give(Job::new(prepared, tag, Sink::One(ticket.clone())))?;
        Ok(Waiting { shared: shared.clone(), ticket, limit, parts })
    }

    /// # Errors
    /// `forked` in the child of a fork.
    pub(crate) fn check_process(&self, outcome: Outcome) -> Result<()> {
        self.shared().check_process(outcome)
    }

    /// Returns once the client has ended, and does not keep it from that.
    pub(crate) fn until_ended(&self) -> impl Future<Output = ()> + Send + 'static {
        let shared = self.shared().clone();
        async move { shared.ended().await }
    }

    fn check_mode(&self) -> Result<()> {
        if self.shared().settings.bind_mode != BindMode::Receiver {
            return Ok(());
        }
        let problem = FieldError::new("bind_mode", "receiver", "a receiver sends nothing");
        Err(Error::argument(Outcome::NotAccepted, problem))
    }

    /// Sends any number of messages, given in and taken out in batches. `options` hold for those that have none of their own.
    ///
    /// # Errors
    /// `closed` where the client is not bound, `invalid_argument` where it is a receiver.
    pub fn submit_many(&self, options: SubmitOptions) -> Result<SmppBulk> {
        self.shared().check_process(Outcome::NotAccepted)?;
        self.check_mode()?;
        SmppBulk::new(self.0.clone(), options)
    }

    /// What happens on the link: receipts, messages that come in, its states. While nobody reads, the centre is told to try
    /// again later (0x64).
    ///
    /// # Errors
    /// `forked` in a forked child.
    pub fn events(&self) -> Result<SmppEvents> {
        self.shared().check_process(Outcome::NotApplicable)?;
        Ok(SmppEvents::new(self.0.clone()))
    }

    /// Whether it takes nothing any more: it was unbound, or the bind was given up. In a forked child it never takes anything.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let shared = self.shared();
        !shared.is_own_process()
            || matches!(shared.phase(), Phase::Draining | Phase::Abandoned | Phase::Closed)
    }

    /// Ends the link: takes nothing more, sends what was given (for `timeout` at most), waits for its responses, unbinds and
    /// closes the connection. Without a link what waits is given back as not accepted. May be called again, and dropped.
    ///
    /// # Errors
    /// `forked` in a forked child.
    pub async fn unbind(&self) -> Result<()> {
        self.shared().check_process(Outcome::NotApplicable)?;
        self.close();
        self.shared().ended().await;
        Ok(())
    }

    /// Begins to [unbind](Self::unbind) and waits for nothing: every later call is refused. In a forked child nothing happens, since
    /// the link is its parent's.
    pub fn close(&self) {
        let shared = self.shared();
        if !shared.is_own_process() {
            return;
        }
        if shared.go(Phase::New, Phase::Closed) {
            shared.close();
        }
        shared.go(Phase::Binding, Phase::Draining);
        shared.go(Phase::Running, Phase::Draining);
    }
}

impl fmt::Debug for SmppClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmppClient")
            .field("base_url", &self.shared().settings.common.base_url.as_str())
            .finish_non_exhaustive()
    }
}

/// Ends a link that is bound for nobody.
struct Unwanted(Option<Arc<Shared>>);

impl Unwanted {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Unwanted {
    fn drop(&mut self) {
        if let Some(shared) = self.0.take() {
            shared.go(Phase::Binding, Phase::Draining);
            // It was bound at this moment, and whoever asked for it does not know.
            shared.go(Phase::Running, Phase::Draining);
        }
    }
}

/// A call that waits. Dropped, it does not want its result.
pub(crate) struct Waiting {
    shared: Arc<Shared>,
    ticket: Arc<Ticket>,
    limit: Duration,
    /// How many it has.
    parts: u8,
}

impl Waiting {
    /// How long to wait.
    pub fn limit(&self) -> Duration {
        self.limit
    }

    async fn result(&self) -> Result<Submitted> {
        self.ticket.result().await
    }

    /// The result on a thread that may wait; None where it did not come within the time.
    pub fn blocking_result(&self, limit: Duration) -> Option<Result<Submitted>> {
        self.ticket.blocking_result(limit)
    }

    /// It ends before there is a result, unless that comes at this moment.
    pub fn give_up(self, kind: Kind) -> Result<Submitted> {
        self.ticket.give_up().unwrap_or_else(|how| {
            self.shared.given_up();
            Err(given_up(kind, how, self.ticket.accepted_parts(), self.parts))
        })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.ticket.is_given_up() && self.ticket.give_up().is_err() {
            self.shared.given_up();
        }
    }
}

/// The error of a call that ended by itself. `parts` were accepted before, of so many.
fn given_up(kind: Kind, how: GivenUp, mut parts: Vec<PartOutcome>, total: u8) -> Error {
    let (kind, outcome, message) = match (how, kind) {
        (GivenUp::NotAccepted, Kind::Cancelled) => {
            (kind, Outcome::NotAccepted, "cancelled before it was sent")
        }
        (GivenUp::NotAccepted, _) => (kind, Outcome::NotAccepted, "it could not be sent in time"),
        (GivenUp::Unknown, Kind::Cancelled) => {
            (kind, Outcome::Unknown, "cancelled after it may have been accepted")
        }
        (GivenUp::Unknown, _) => {
            (Kind::OutcomeUnknown, Outcome::Unknown, "it was sent, and no response came in time")
        }
    };
    let state = match how {
        GivenUp::NotAccepted => PartState::NotSent,
        GivenUp::Unknown => PartState::Unknown,
    };
    let mut error = Error::new(kind, outcome, message);
    let details = error.details_mut();
    details.message_id = parts.iter().find_map(|part| part.message_id.clone());
    parts.push(PartOutcome::new(state, None));
    parts.resize(usize::from(total), PartOutcome::new(PartState::NotSent, None));
    details.parts = parts;
    error
}
