use std::ops::RangeInclusive;

use schemars::JsonSchema;
use serde::Deserialize;

use super::callback::CallbackEncoding;
use super::read::LONGEST;
use super::source::{Allowed, Networks};
use crate::error::{Kind, Outcome, Result};
use crate::options::{Problems, read};

const MAX_BODY: RangeInclusive<u64> = 1024..=LONGEST as u64;

/// What a [`Receiver`](super::Receiver) takes, and from whom. Everything is optional.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct ReceiverOptions {
    /// Addresses (`192.0.2.7`) and networks (`192.0.2.0/24`) that may send, instead of eCall's own three. For tests, and for
    /// the day on which eCall's change.
    pub allow: Vec<String>,
    /// Takes requests from anywhere: for a server behind a firewall or proxy that lets eCall alone through. Excludes `allow`.
    pub any_source: Option<bool>,
    /// Addresses and networks of the proxies before this server: what they write into `X-Forwarded-For` is believed. Only
    /// theirs; without any the header has no meaning.
    pub trusted_proxies: Vec<String>,
    /// The longest body or query that is taken, in bytes (1024 to 16 777 216); 262 144 unless set.
    pub max_body: Option<u64>,
    /// How the texts of callbacks are encoded: those of the HTTPS and SOAP interfaces.
    pub callback_encoding: CallbackEncoding,
}

impl ReceiverOptions {
    /// Nothing set: eCall's own addresses, no proxy, bodies up to 256 KiB.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds addresses and networks that may send, instead of eCall's own.
    #[must_use]
    pub fn allow(mut self, networks: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.allow.extend(networks.into_iter().map(Into::into));
        self
    }

    /// Takes requests from anywhere.
    #[must_use]
    pub fn any_source(mut self) -> Self {
        self.any_source = Some(true);
        self
    }

    /// Adds addresses and networks of proxies that are believed.
    #[must_use]
    pub fn trusted_proxies(mut self, networks: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.trusted_proxies.extend(networks.into_iter().map(Into::into));
        self
    }

    /// Sets the longest body or query that is taken, in bytes.
    #[must_use]
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Sets how the texts of callbacks are encoded.
    #[must_use]
    pub fn callback_encoding(mut self, encoding: CallbackEncoding) -> Self {
        self.callback_encoding = encoding;
        self
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `config`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::Config, Outcome::NotApplicable)
    }

    /// Who may send, which proxies are trusted, and the longest body.
    pub(super) fn resolve(&self) -> Result<(Allowed, Networks, usize)> {
        let mut problems = Problems::default();
        let any_source = self.any_source.unwrap_or(false);
        if any_source && !self.allow.is_empty() {
            problems.add("allow", "exclusive", "has no meaning where any_source is set");
        }
        let networks = Networks::read("allow", &self.allow, &mut problems);
        let allowed = match (any_source, self.allow.is_empty()) {
            (true, _) => Allowed::Anybody,
            (false, true) => Allowed::Ecall,
            (false, false) => Allowed::Networks(networks),
        };
        let trusted = Networks::read("trusted_proxies", &self.trusted_proxies, &mut problems);
        let max_body = self.max_body.unwrap_or(256 * 1024);
        if !MAX_BODY.contains(&max_body) {
            problems.add("max_body", "range", "must be from 1024 bytes to 16 MiB");
        }
        problems.finish(Kind::Config, Outcome::NotApplicable)?;
        Ok((allowed, trusted, usize::try_from(max_body).unwrap_or(LONGEST)))
    }
}
