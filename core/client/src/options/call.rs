use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Delivery, millis, read};
use crate::call::CancelToken;
use crate::error::{Kind, Outcome, Result};
use crate::model::Status;

/// What one call does otherwise than its client. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct CallOptions {
    /// Time for the whole call, in milliseconds (1 to 604 800 000).
    pub timeout_ms: Option<u64>,
    /// Attempts after the first, 0 to 100.
    pub max_retries: Option<u32>,
    /// How hard a send is tried.
    pub delivery: Option<Delivery>,
    /// Sends a text that the service would cut, or that `forceGsm` forbids, instead of refusing it; the result's estimate says
    /// what is cut. For sends of messages; has no meaning elsewhere.
    pub allow_truncation: Option<bool>,
    /// Ends the call early.
    #[serde(skip)]
    #[schemars(skip)]
    pub cancel: Option<CancelToken>,
}

/// How `wait` follows a message. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct WaitOptions {
    /// Time for the whole wait, in milliseconds (1 to 604 800 000); 300 000 unless set.
    pub timeout_ms: Option<u64>,
    /// Ends the wait at any of these states too, not only at one that is final for the message's channel.
    pub until: Vec<Status>,
    /// The first pause between two looks, in milliseconds; 500 unless set. Grows by half each time.
    pub poll_initial_ms: Option<u64>,
    /// What the pause never passes, in milliseconds; 15 000 unless set.
    pub poll_max_ms: Option<u64>,
    /// Attempts after the first of each look, 0 to 100.
    pub max_retries: Option<u32>,
    /// Ends the wait early.
    #[serde(skip)]
    #[schemars(skip)]
    pub cancel: Option<CancelToken>,
}

impl CallOptions {
    /// Nothing set: everything as the client has it.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time for the whole call.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout_ms = Some(millis(timeout));
        self
    }

    /// Sets the number of attempts after the first.
    #[must_use]
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = Some(max_retries);
        self
    }

    /// Sets how hard a send is tried.
    #[must_use]
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = Some(delivery);
        self
    }

    /// Sends a text that the service would cut.
    #[must_use]
    pub fn allow_truncation(mut self) -> Self {
        self.allow_truncation = Some(true);
        self
    }

    /// Sets the token that ends the call early.
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
}

impl WaitOptions {
    /// Nothing set: up to 300 seconds, until the state is final.
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

    /// Sets the first pause between two looks.
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

    /// Ends the wait at any of these states too.
    #[must_use]
    pub fn until(mut self, states: impl IntoIterator<Item = Status>) -> Self {
        self.until.extend(states);
        self
    }

    /// Sets the token that ends the wait early.
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
}
