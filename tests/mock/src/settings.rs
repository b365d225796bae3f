//! What the control interface sets of an account.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::faults::{self, Share};
use crate::message::ProgressByChannel;

/// Settings; what is left out stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    pub(crate) password: Option<String>,
    pub(crate) disabled: Option<bool>,
    pub(crate) progress: Option<ProgressByChannel>,
    pub(crate) reason_code: Option<i32>,
    /// The error code with which messages to an address are refused.
    pub(crate) refuse: Option<BTreeMap<String, String>>,
    pub(crate) refuse_media: Option<bool>,
    pub(crate) webhooks: Option<Webhooks>,
    pub(crate) faults: Option<Vec<Share>>,
    pub(crate) fault_seed: Option<u64>,
    /// Whether requests are kept, or only counted.
    pub(crate) record: Option<bool>,
}

/// How webhooks are called.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Webhooks {
    /// How often each event is told.
    pub(crate) copies: usize,
}

impl Settings {
    /// Says what is wrong with settings that can be read.
    pub(crate) fn check(&self) -> Result<(), String> {
        self.faults.as_deref().map_or(Ok(()), faults::check)
    }
}
