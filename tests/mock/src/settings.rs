//! What the control interface sets of an account.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::faults::{self, Share};
use crate::job::ProgressByKind;
use crate::message::ProgressByChannel;
use crate::script::Step;
use crate::smpp;

/// Settings; what is left out stays as it is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    pub(crate) password: Option<String>,
    pub(crate) disabled: Option<bool>,
    pub(crate) progress: Option<ProgressByChannel>,
    pub(crate) reason_code: Option<i32>,
    pub(crate) job_progress: Option<ProgressByKind>,
    pub(crate) error_state: Option<u32>,
    /// How many states one answer of the form interface tells at most.
    pub(crate) state_limit: Option<usize>,
    pub(crate) credit: Option<Credit>,
    /// The code with which messages to an address are refused.
    pub(crate) refuse: Option<BTreeMap<String, Refuse>>,
    pub(crate) refuse_media: Option<bool>,
    pub(crate) webhooks: Option<Webhooks>,
    pub(crate) faults: Option<Vec<Share<Step>>>,
    pub(crate) fault_seed: Option<u64>,
    /// Whether requests are kept, or only counted.
    pub(crate) record: Option<bool>,
    /// Those of the SMPP interface alone.
    pub(crate) smpp: Option<smpp::Given>,
}

/// A code of the interface that refuses: a name over REST, a number over HTTPS.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Refuse {
    Number(u32),
    Name(String),
}

/// Whether an account can pay for what it sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Credit {
    Enough,
    None,
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
        for refuse in self.refuse.iter().flat_map(BTreeMap::values) {
            if let Refuse::Name(name) = refuse
                && name.parse::<u32>().is_ok()
            {
                return Err(format!("refuse: {name} is written as a number, without quotes"));
            }
        }
        self.smpp.as_ref().map_or(Ok(()), smpp::check)?;
        self.faults.as_deref().map_or(Ok(()), faults::check)
    }
}
