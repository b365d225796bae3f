//! Accepted jobs of the HTTPS form interface and of SOAP, and the states they go through.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::timeline::{Progress, Timeline};
use crate::webhook::Subscription;

/// What is sent, and by which operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub(crate) enum Kind {
    #[default]
    Sms,
    Fax,
    Voice,
}

/// The SendState of a job that waits for its date.
pub(crate) const SCHEDULED: u32 = 3;

/// Progress by kind, as an account's settings have it.
pub(crate) type ProgressByKind = BTreeMap<Kind, Progress<u32>>;

/// How many states one answer tells at most.
const MOST_STATES: usize = 1000;

impl Kind {
    /// Through every state to the final one of a success, as in the table of SendState.
    fn default_progress(self) -> Progress<u32> {
        match self {
            Self::Sms => vec![(0, 0), (100, 1), (300, 8)],
            Self::Fax => vec![(0, 101), (100, 401), (300, 41)],
            Self::Voice => vec![(0, 30), (100, 31), (300, 34)],
        }
    }

    /// The state before the first one of its course.
    fn first(self) -> u32 {
        match self {
            Self::Sms => 0,
            Self::Fax => 101,
            Self::Voice => 30,
        }
    }
}

/// The name of a SendState, as far as one is known.
pub(crate) fn state_text(state: u32) -> &'static str {
    match state {
        0 => "Transmitting",
        1 | 31 | 41 => "Sent",
        2 | 42 => "Failed",
        3 => "Scheduled",
        8 => "Reception confirmed",
        9 => "Not yet confirmed",
        10 => "Not confirmed",
        30 => "Handed over",
        33 => "Played without acknowledgement",
        34 => "Played and acknowledged",
        39 => "Hung up, will be repeated",
        101 => "At the gateway",
        201 | 202 => "Converting",
        301 => "Merging",
        401 | 402 => "Sending",
        501 => "Group done",
        _ => "Unknown",
    }
}

/// A state set by command.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Command {
    #[serde(rename = "sendState")]
    send_state: u32,
    #[serde(default, rename = "errorState")]
    error_state: u32,
    /// Of several jobs with one id only the one to this address.
    address: Option<String>,
}

/// Where a job stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) send_state: u32,
    pub(crate) error_state: u32,
    pub(crate) since: OffsetDateTime,
}

/// A file that came with a fax.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentFile {
    pub(crate) file_name: String,
    pub(crate) length: usize,
    pub(crate) sha256: String,
}

/// What was accepted, for one address of it.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) kind: Kind,
    pub(crate) job_id: String,
    pub(crate) address: String,
    /// As they came, without the credentials.
    pub(crate) parameters: Arc<BTreeMap<String, String>>,
    /// Over SOAP alone.
    pub(crate) files: Arc<Vec<SentFile>>,
    /// Where the states are told.
    pub(crate) subscription: Option<Arc<Subscription>>,
    pub(crate) accepted: OffsetDateTime,
    /// When it is to be sent, if not at once.
    pub(crate) send_date: Option<OffsetDateTime>,
}

/// One accepted job to one address.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Its own, for the mock alone: job ids are the caller's and may come again.
    pub(crate) number: u64,
    pub(crate) order: Order,
    timeline: Timeline<u32>,
    error_state: u32,
    commanded: Option<Standing>,
}

/// A job as the control interface shows it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown<'a> {
    job_id: &'a str,
    kind: Kind,
    address: &'a str,
    parameters: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "<[SentFile]>::is_empty")]
    files: &'a [SentFile],
    send_state: u32,
    error_state: u32,
}

impl Job {
    /// Where the job stands at `now`.
    pub(crate) fn standing(&self, now: OffsetDateTime) -> Standing {
        match (&self.commanded, self.timeline.last_begun(now)) {
            (Some(standing), _) => standing.clone(),
            (None, Some(index)) => self.step(index),
            (None, None) => {
                Standing { send_state: self.order.kind.first(), error_state: 0, since: self.timeline.start }
            }
        }
    }

    /// How long after acceptance the state number `index` of its course begins; none without such a state, or when
    /// the course was stopped.
    pub(crate) fn begins(&self, index: usize) -> Option<Duration> {
        self.timeline.begins(index).filter(|_| self.commanded.is_none())
    }

    /// The state number `index` of its course, under the same conditions.
    pub(crate) fn entered(&self, index: usize) -> Option<Standing> {
        (self.commanded.is_none() && self.timeline.has(index)).then(|| self.step(index))
    }

    fn step(&self, index: usize) -> Standing {
        let (send_state, since) = self.timeline.step(index);
        let error_state = if self.timeline.is_last(index) { self.error_state } else { 0 };
        Standing { send_state: *send_state, error_state, since }
    }

    fn shown(&self, now: OffsetDateTime) -> Shown<'_> {
        let Standing { send_state, error_state, .. } = self.standing(now);
        let Order { kind, job_id, address, parameters, files, .. } = &self.order;
        Shown { job_id, kind: *kind, address, parameters, files, send_state, error_state }
    }
}

/// The jobs of one account, and what it wants of those to come.
#[derive(Debug)]
pub(crate) struct Jobs {
    progress: ProgressByKind,
    /// The ErrorState of the last state.
    error_state: u32,
    /// How many states one answer tells at most.
    limit: usize,
    /// In the order of acceptance, which is that of their numbers.
    accepted: Vec<Job>,
    /// The places of the jobs of each id.
    by_id: HashMap<String, Vec<usize>>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            progress: BTreeMap::new(),
            error_state: 0,
            limit: MOST_STATES,
            accepted: Vec::new(),
            by_id: HashMap::new(),
        }
    }
}

impl Jobs {
    /// Takes over what is given; the rest stays as it is.
    pub(crate) fn change(
        &mut self,
        progress: Option<ProgressByKind>,
        error_state: Option<u32>,
        limit: Option<usize>,
    ) {
        self.progress = progress.unwrap_or_else(|| std::mem::take(&mut self.progress));
        self.error_state = error_state.unwrap_or(self.error_state);
        self.limit = limit.unwrap_or(self.limit);
    }

    /// Accepts an order; its course begins at its date, if it has one that is still to come.
    pub(crate) fn accept(&mut self, number: u64, order: Order) {
        let configured = self.progress.get(&order.kind).cloned();
        let mut progress = configured.unwrap_or_else(|| order.kind.default_progress());
        let wait = order.send_date.map_or(0, |date| (date - order.accepted).whole_milliseconds());
        if let Ok(wait @ 1..) = u64::try_from(wait) {
            progress.iter_mut().for_each(|(after, _)| *after = after.saturating_add(wait));
            progress.push((0, SCHEDULED));
        }
        let timeline = Timeline::new(order.accepted, progress);
        self.by_id.entry(order.job_id.clone()).or_default().push(self.accepted.len());
        self.accepted.push(Job { number, order, timeline, error_state: self.error_state, commanded: None });
    }

    pub(crate) fn get(&self, number: u64) -> Option<&Job> {
        let place = self.accepted.binary_search_by_key(&number, |job| job.number).ok()?;
        Some(&self.accepted[place])
    }

    /// The jobs with this id; one for each address.
    pub(crate) fn with_id(&self, id: &str) -> Vec<&Job> {
        self.by_id.get(id).into_iter().flatten().map(|place| &self.accepted[*place]).collect()
    }

    /// The jobs accepted from `start` to `end`, both included; none when they are too many for one answer.
    pub(crate) fn between(&self, start: OffsetDateTime, end: OffsetDateTime) -> Option<Vec<&Job>> {
        let wanted = |job: &&Job| (start..=end).contains(&job.order.accepted);
        let found: Vec<&Job> = self.accepted.iter().filter(wanted).collect();
        (found.len() <= self.limit).then_some(found)
    }

    /// Moves the jobs with this id to a state and stops their course; gives them as they are then.
    pub(crate) fn command(&mut self, id: &str, command: &Command, now: OffsetDateTime) -> Vec<Job> {
        let mut moved = Vec::new();
        for place in self.by_id.get(id).into_iter().flatten() {
            let job = &mut self.accepted[*place];
            if command.address.as_ref().is_none_or(|address| *address == job.order.address) {
                let Command { send_state, error_state, .. } = *command;
                job.commanded = Some(Standing { send_state, error_state, since: now });
                moved.push(job.clone());
            }
        }
        moved
    }

    pub(crate) fn len(&self) -> usize {
        self.accepted.len()
    }

    /// Everything that was accepted, in order, as the control interface shows it.
    pub(crate) fn shown(&self) -> Vec<Shown<'_>> {
        let now = OffsetDateTime::now_utc();
        self.accepted.iter().map(|job| job.shown(now)).collect()
    }
}
