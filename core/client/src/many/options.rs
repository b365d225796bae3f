use std::ops::RangeInclusive;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::call::CancelToken;
use crate::error::{Kind, Outcome, Result};
use crate::model::Status;
use crate::options::{CallOptions, Delivery, Limits, Problems, Settings, millis, read};

/// Calls under way at a time.
const CONCURRENCY: RangeInclusive<u32> = 1..=1000;
/// Unless set, for sends.
const SENDS: u32 = 10;
/// Unless set, for looks.
const LOOKS: u32 = 4;
/// Looks a second, unless set: the service documents no limit, and a thousand messages are seen in under two minutes.
const LOOK_RATE: f64 = 10.0;
/// The most attempts a second that can be asked for; the least is one in a day.
const RATES: RangeInclusive<f64> = 1.0 / 86_400.0..=1_000_000.0;

/// How many messages are sent. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BulkOptions {
    /// Messages under way at a time, 1 to 1000; 10 unless set. Each needs a connection.
    pub concurrency: Option<u32>,
    /// Attempts a second at most, evenly spread; no limit unless set. Repetitions count.
    pub rate: Option<f64>,
    /// Time for each message with all its attempts, in milliseconds (1 to 604 800 000).
    pub timeout_ms: Option<u64>,
    /// Attempts after the first of each message, 0 to 100.
    pub max_retries: Option<u32>,
    /// How hard each send is tried.
    pub delivery: Option<Delivery>,
    /// Sends texts that the service would cut, or that `forceGsm` forbids, instead of refusing them; the results' estimates
    /// say what is cut.
    pub allow_truncation: Option<bool>,
    /// Ends it early.
    #[serde(skip)]
    #[schemars(skip)]
    pub cancel: Option<CancelToken>,
}

/// How `wait_many` follows messages. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WaitManyOptions {
    /// Time for the whole wait, in milliseconds (1 to 604 800 000); 300 000 unless set.
    pub timeout_ms: Option<u64>,
    /// Ends the wait for a message at any of these states too, not only at one that is final for its channel.
    pub until: Vec<Status>,
    /// The first pause between two looks at a message, in milliseconds; 500 unless set. Grows by half each time.
    pub poll_initial_ms: Option<u64>,
    /// What the pause never passes, in milliseconds; 15 000 unless set.
    pub poll_max_ms: Option<u64>,
    /// Attempts after the first of each look, 0 to 100.
    pub max_retries: Option<u32>,
    /// Looks under way at a time, 1 to 1000; 4 unless set.
    pub concurrency: Option<u32>,
    /// Looks a second at most, over all messages; 10 unless set.
    pub rate: Option<f64>,
    /// Ends it early.
    #[serde(skip)]
    #[schemars(skip)]
    pub cancel: Option<CancelToken>,
}

/// What holds for the calls together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Together {
    pub concurrency: usize,
    pub rate: Option<f64>,
}

impl Together {
    pub fn checked(
        problems: &mut Problems,
        concurrency: Option<u32>,
        default: u32,
        rate: Option<f64>,
    ) -> Self {
        let concurrency = concurrency.unwrap_or(default);
        if !CONCURRENCY.contains(&concurrency) {
            problems.add("concurrency", "range", "must be from 1 to 1000");
        }
        if rate.is_some_and(|rate| !RATES.contains(&rate)) {
            problems.add("rate", "range", "must be from one in a day (1/86400) to a million a second");
        }
        Self { concurrency: concurrency as usize, rate }
    }
}

impl BulkOptions {
    /// Nothing set: ten at a time, as fast as the service answers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how many messages are under way at a time.
    #[must_use]
    pub fn concurrency(mut self, concurrency: u32) -> Self {
        self.concurrency = Some(concurrency);
        self
    }

    /// Sets how many attempts are made in a second at most.
    #[must_use]
    pub fn rate(mut self, rate: f64) -> Self {
        self.rate = Some(rate);
        self
    }

    /// Sets the time for each message.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout_ms = Some(millis(timeout));
        self
    }

    /// Sets the number of attempts after the first of each message.
    #[must_use]
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = Some(max_retries);
        self
    }

    /// Sets how hard each send is tried.
    #[must_use]
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = Some(delivery);
        self
    }

    /// Sends texts that the service would cut.
    #[must_use]
    pub fn allow_truncation(mut self) -> Self {
        self.allow_truncation = Some(true);
        self
    }

    /// Sets the token that ends it early.
    #[must_use]
    pub fn cancel(mut self, token: CancelToken) -> Self {
        self.cancel = Some(token);
        self
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `invalid_argument`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::InvalidArgument, Outcome::NotAccepted)
    }

    pub(super) fn checked(&self, settings: &Settings) -> Result<Together> {
        let mut problems = Problems::default();
        let together = Together::checked(&mut problems, self.concurrency, SENDS, self.rate);
        Limits::checked(&mut problems, settings, &self.call(CancelToken::new()));
        problems.finish(Kind::InvalidArgument, Outcome::NotAccepted)?;
        Ok(together)
    }

    /// The options of each call.
    pub(super) fn call(&self, cancel: CancelToken) -> CallOptions {
        CallOptions {
            timeout_ms: self.timeout_ms,
            max_retries: self.max_retries,
            delivery: self.delivery,
            allow_truncation: self.allow_truncation,
            cancel: Some(cancel),
        }
    }
}

impl WaitManyOptions {
    /// Nothing set: up to 300 seconds, until every state is final, ten looks a second.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time for the whole wait.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout_ms = Some(millis(timeout));
        self
    }

    /// Sets the first pause between two looks at a message.
    #[must_use]
    pub fn poll_initial(mut self, pause: Duration) -> Self {
        self.poll_initial_ms = Some(millis(pause));
        self
    }

    /// Sets what the pause never passes.
    #[must_use]
    pub fn poll_max(mut self, pause: Duration) -> Self {
        self.poll_max_ms = Some(millis(pause));
        self
    }

    /// Sets the number of attempts after the first of each look.
    #[must_use]
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = Some(max_retries);
        self
    }

    /// Sets how many looks are under way at a time.
    #[must_use]
    pub fn concurrency(mut self, concurrency: u32) -> Self {
        self.concurrency = Some(concurrency);
        self
    }

    /// Sets how many looks there are in a second at most.
    #[must_use]
    pub fn rate(mut self, rate: f64) -> Self {
        self.rate = Some(rate);
        self
    }

    /// Ends the wait for a message at any of these states too.
    #[must_use]
    pub fn until(mut self, states: impl IntoIterator<Item = Status>) -> Self {
        self.until.extend(states);
        self
    }

    /// Sets the token that ends it early.
    #[must_use]
    pub fn cancel(mut self, token: CancelToken) -> Self {
        self.cancel = Some(token);
        self
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `invalid_argument`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::InvalidArgument, Outcome::NotApplicable)
    }

    pub(super) fn together(&self, problems: &mut Problems) -> Together {
        Together::checked(problems, self.concurrency, LOOKS, Some(self.rate.unwrap_or(LOOK_RATE)))
    }
}
