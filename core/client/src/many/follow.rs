//! Following many messages with one loop: each is looked at ever less often, all of them within one budget, and what a
//! webhook tells ends the waiting sooner.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::bulk::{at, ended_kind};
use super::exchange::{Exchange, Turn};
use super::options::{Together, WaitManyOptions};
use crate::answer::Answer;
use crate::call::{CancelToken, Gate};
use crate::client::Client;
use crate::error::{Error, Kind, Outcome, Result};
use crate::model::{MessageStatusData, Status};
use crate::options::{CallOptions, Problems, millis};
use crate::rest::{Pace, Rest, cancelled_wait, ended_wait, id_problem, is_outage, timed_out};

/// What became of one message of many.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Followed {
    /// The message.
    pub message_id: String,
    /// Its final state, or why none was read. The error of a message whose time was up holds its last state.
    pub state: Result<MessageStatusData>,
}

/// The end of following many messages at which results are taken out and events given in; what
/// [`Client::wait_many`] and every binding are made of. Its other end is a [`FollowDriver`], which has to run somewhere.
///
/// Every message that was asked for comes out exactly once, also after [`cancel`](Self::cancel). Clones are the same following; it is
/// cancelled when the last is dropped.
#[derive(Clone)]
pub struct Following(Arc<Taker>);

/// Cancels when the last clone goes; the driver holds what is in it, but not this.
struct Taker(Arc<Shared>);

struct Shared {
    exchange: Exchange<MessageStatusData, Followed>,
    cancel: CancelToken,
    open: AtomicUsize,
}

impl Following {
    /// What a webhook told of a message. One that is followed comes out at once where the state is final; of others, and of those
    /// that came out already, nothing happens, so that events may come twice or for messages of somebody else.
    pub fn notify(&self, event: MessageStatusData) {
        // Whatever comes after the end is of no use to anybody.
        let _ = self.0.0.exchange.give(vec![event]);
    }

    /// Waits for results.
    pub async fn turn(&self) -> Turn<Followed> {
        self.0.0.exchange.turn(false).await
    }

    /// The same on a thread that may wait, which does so for at most `limit`.
    #[must_use]
    pub fn blocking_turn(&self, limit: Duration) -> Option<Turn<Followed>> {
        self.0.0.exchange.blocking_turn(false, limit)
    }

    /// Ends it: the messages that are still followed come out as `cancelled`.
    pub fn cancel(&self) {
        self.0.0.cancel.cancel();
    }

    /// How many messages are still followed.
    #[must_use]
    pub fn open(&self) -> usize {
        self.0.0.open.load(Ordering::Acquire)
    }
}

/// Shows no state: they hold numbers.
impl fmt::Debug for Following {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Following").field("open", &self.open()).finish_non_exhaustive()
    }
}

impl Drop for Taker {
    fn drop(&mut self) {
        self.0.cancel.cancel();
    }
}

/// The end of following many messages that looks at them.
#[must_use = "nothing is looked at unless it runs"]
pub struct FollowDriver {
    shared: Arc<Shared>,
    client: Client,
    gate: Gate,
    together: Together,
    pace: Pace,
    until: Vec<Status>,
    max_retries: Option<u32>,
    ids: Vec<String>,
}

impl Client {
    /// The two ends of following these messages, for programs and bindings that have a place of their own to run the second;
    /// [`wait_many`](Self::wait_many) is for everybody else. An id that is given twice is followed once.
    ///
    /// # Errors
    /// `invalid_argument`, naming every id (`message_ids[3]`) and option that breaks a rule.
    pub fn follow(
        &self,
        message_ids: impl IntoIterator<Item = impl Into<String>>,
        options: &WaitManyOptions,
    ) -> Result<(Following, FollowDriver)> {
        let mut problems = Problems::default();
        let mut seen = HashMap::new();
        let mut ids = Vec::new();
        for (index, id) in message_ids.into_iter().enumerate() {
            let id: String = id.into();
            id_problem(&format!("message_ids[{index}]"), &id, &mut problems);
            if seen.insert(key(&id), ()).is_none() {
                ids.push(id);
            }
        }
        let pace =
            Pace::read(&mut problems, options.timeout_ms, options.poll_initial_ms, options.poll_max_ms);
        let together = options.together(&mut problems);
        problems.retries(options.max_retries, 0);
        problems.finish(Kind::InvalidArgument, Outcome::NotApplicable)?;

        let settings = self.settings();
        let shared = Arc::new(Shared {
            exchange: Exchange::new(0, together.concurrency),
            cancel: options.cancel.as_ref().map_or_else(CancelToken::new, CancelToken::child),
            open: AtomicUsize::new(ids.len()),
        });
        let driver = FollowDriver {
            shared: Arc::clone(&shared),
            client: self.clone(),
            gate: Gate::new(together.rate, settings.backoff_initial, settings.backoff_max),
            together,
            pace,
            until: options.until.clone(),
            max_retries: options.max_retries,
            ids,
        };
        Ok((Following(Arc::new(Taker(shared))), driver))
    }
}

/// Ids are compared as UUIDs are: without regard to case.
fn key(id: &str) -> String {
    id.to_ascii_lowercase()
}

impl FollowDriver {
    /// Looks until the last message has come out.
    pub async fn run(mut self) {
        let client = self.client.clone();
        let deadline = Instant::now() + self.pace.timeout;
        let ids = std::mem::take(&mut self.ids);
        let rest = client.rest_behind(&self.gate);
        let mut watch = Watch::over(ids, &self, deadline);
        let mut looks = FuturesUnordered::new();
        while !watch.open.is_empty() {
            let shared = &*self.shared;
            let due = watch.next_due().filter(|_| looks.len() < self.together.concurrency);
            let tell = shared.exchange.tell_at();
            tokio::select! {
                biased;
                () = shared.cancel.cancelled() => watch.give_up(|id, last, _| cancelled_wait(id, last)),
                () = shared.exchange.changed() => {
                    while let Some(event) = shared.exchange.take() {
                        watch.told(event);
                    }
                }
                Some((key, looked)) = looks.next(), if !looks.is_empty() => watch.looked(key, looked),
                () = at(tell), if tell.is_some() => shared.exchange.tell(),
                () = at(Some(deadline)) => watch.give_up(|id, last, failed| match failed {
                    // Where nothing was ever read, the reason says more than that the time is up.
                    Some(failed) if last.is_none() => failed,
                    _ => timed_out(id, last),
                }),
                () = turn(due, &self.gate), if due.is_some() => {
                    if let Some((key, id)) = watch.take_due() {
                        looks.push(look(rest, key, id, watch.look_options()));
                    }
                }
            }
        }
    }
}

/// Returns when the next message is due and the budget allows a look.
async fn turn(due: Option<Instant>, gate: &Gate) {
    at(due).await;
    gate.pass().await;
}

async fn look(
    rest: Rest<'_>,
    key: String,
    id: String,
    options: CallOptions,
) -> (String, Result<Answer<MessageStatusData>>) {
    let answer = rest.status(&id, &options).await;
    (key, answer)
}

/// The last state that was read.
type Last = Option<Answer<MessageStatusData>>;

/// The messages that have not come out yet.
struct Watch<'a> {
    driver: &'a FollowDriver,
    deadline: Instant,
    /// By key.
    open: HashMap<String, Watched>,
    /// Those that are not being looked at, by when they are due.
    due: BTreeSet<(Instant, String)>,
}

struct Watched {
    /// As it was given.
    id: String,
    /// When it is due, unless it is being looked at.
    due: Instant,
    pause: Duration,
    last: Last,
    /// Why the last look told nothing.
    failed: Option<Error>,
}

impl<'a> Watch<'a> {
    fn over(ids: Vec<String>, driver: &'a FollowDriver, deadline: Instant) -> Self {
        let now = Instant::now();
        let due = ids.iter().map(|id| (now, key(id))).collect();
        let watched =
            |id: String| Watched { due: now, pause: driver.pace.initial, last: None, failed: None, id };
        let open = ids.into_iter().map(|id| (key(&id), watched(id))).collect();
        Self { driver, deadline, open, due }
    }

    fn next_due(&self) -> Option<Instant> {
        self.due.first().map(|(due, _)| *due)
    }

    /// The message that is due first: its key, and the id as it was given.
    fn take_due(&mut self) -> Option<(String, String)> {
        let (_, key) = self.due.pop_first()?;
        let id = self.open.get(&key)?.id.clone();
        Some((key, id))
    }

    fn look_options(&self) -> CallOptions {
        let left = self.deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        CallOptions {
            timeout_ms: Some(millis(left.min(self.driver.client.settings().timeout))),
            max_retries: self.driver.max_retries,
            cancel: Some(self.driver.shared.cancel.clone()),
            ..CallOptions::default()
        }
    }

    fn looked(&mut self, key: String, looked: Result<Answer<MessageStatusData>>) {
        let Some(watched) = self.open.get_mut(&key) else { return };
        match looked {
            Ok(answer) if answer.ends(&self.driver.until) => return self.out(&key, Ok(answer.value)),
            Ok(answer) => {
                watched.last = Some(answer);
                watched.failed = None;
            }
            // An outage does not end the wait before its time is up.
            Err(error) if is_outage(error.kind()) => watched.failed = Some(error),
            Err(error) => return self.out(&key, Err(error)),
        }
        let pace = &self.driver.pace;
        // The last look is kept for the end; after it there is none.
        if let Some(due) = pace.due(watched.pause, self.deadline) {
            watched.due = due;
            watched.pause = pace.after(watched.pause);
            self.due.insert((due, key));
        }
    }

    /// What a webhook told.
    fn told(&mut self, mut event: MessageStatusData) {
        let Some(key) = event.message_id.as_deref().map(key) else { return };
        let Some(watched) = self.open.get(&key) else { return };
        // Which state is final depends on the channel, which an event may leave out.
        if event.channel.is_none() {
            event.channel = watched.last.as_ref().and_then(|last| last.channel.clone());
        }
        if event.ends(&self.driver.until) {
            self.out(&key, Ok(event));
        }
    }

    fn out(&mut self, key: &str, state: Result<MessageStatusData>) {
        if let Some(watched) = self.open.remove(key) {
            self.due.remove(&(watched.due, key.to_owned()));
            let shared = &self.driver.shared;
            shared.open.store(self.open.len(), Ordering::Release);
            shared.exchange.put(Followed { message_id: watched.id, state });
        }
    }

    /// Nothing more will be looked at.
    fn give_up(&mut self, why: fn(&str, Last, Option<Error>) -> Error) {
        self.due.clear();
        for (_, Watched { id, last, failed, .. }) in std::mem::take(&mut self.open) {
            let state = Err(why(&id, last, failed));
            self.driver.shared.exchange.put(Followed { message_id: id, state });
        }
        self.driver.shared.open.store(0, Ordering::Release);
    }
}

/// Where the driver is dropped, or panics, before its end, everything that is followed comes out: nobody may wait for ever.
impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.give_up(|id, last, _| ended_wait(ended_kind(), id, last));
        self.driver.shared.exchange.close();
    }
}
