//! What a user sets: of a client, and of one call.

mod call;
mod interface;
mod settings;

use std::fmt;
use std::time::Duration;

use schemars::JsonSchema;
use secrecy::SecretString;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use call::{CallOptions, WaitOptions};
pub(crate) use interface::Interface;
pub(crate) use settings::{Limits, Problems, Proxy, Settings, below};

use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::log::LogHook;
use crate::soap::SoapVersion;

/// How hard a send is tried when it is not known whether an attempt was accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Repeats what was not accepted, and a 500, as the service's documentation advises.
    #[default]
    Standard,
    /// Twice rather than never: repeats also what may have been accepted.
    AtLeastOnce,
    /// Never twice: repeats only what was certainly not accepted.
    AtMostOnce,
}

/// The configuration of a client. What is not given comes from the environment, else from the defaults below.
///
/// The JSON form (every binding's) has the same names in `snake_case`; durations are milliseconds and end in `_ms`.
#[derive(Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Options {
    /// Account name or API sub-user; on REST without a colon. Else `ECALL_USERNAME`.
    pub username: Option<String>,
    /// Its password. Else `ECALL_PASSWORD`.
    #[schemars(with = "Option<String>")]
    pub password: Option<SecretString>,
    /// Root of the interface that the client speaks. Else `ECALL_REST_URL`, else `https://rest.ecall.ch`; for the HTTPS
    /// interface `ECALL_HTTPS_URL`, else `https://url.ecall.ch`; for SOAP `ECALL_SOAP_URL`, else `https://soap.ecall.ch`, where the
    /// path of the service may stand or not; for SMPP `ECALL_SMPP_URL`, else `smpps://smpp.ecall.ch:2776`.
    pub base_url: Option<String>,
    /// Version of the REST interface, 1 or 2; 2 unless set. Has no meaning elsewhere.
    pub api_version: Option<u8>,
    /// Version of SOAP, "1.1" or "1.2"; "1.1" unless set. Has no meaning elsewhere.
    pub soap_version: Option<SoapVersion>,
    /// Time for a whole call with all its attempts, in milliseconds (1 to 604 800 000); 30 000 unless set.
    pub timeout_ms: Option<u64>,
    /// Time for one connection with its TLS handshake, in milliseconds; 5000 unless set.
    pub connect_timeout_ms: Option<u64>,
    /// Time for one attempt, in milliseconds, where a time-out is retried (reads, and sends under `at_least_once`);
    /// 10 000 unless set. Every other send waits for its answer until the call's time is up: to stop listening earlier
    /// would only lose the answer.
    pub attempt_timeout_ms: Option<u64>,
    /// Attempts after the first, 0 to 100; 3 unless set.
    pub max_retries: Option<u32>,
    /// How hard a send is tried; `standard` unless set.
    pub delivery: Option<Delivery>,
    /// Upper bound of the first pause between attempts, in milliseconds; 500 unless set. Doubles with every further
    /// one; the pause itself is drawn evenly between nothing and that bound.
    pub backoff_initial_ms: Option<u64>,
    /// What that bound never passes, in milliseconds; 8000 unless set.
    pub backoff_max_ms: Option<u64>,
    /// Sender of messages that name none. Else `ECALL_FROM`.
    pub default_from: Option<String>,
    /// URL of a proxy for every request, `http://[user:password@]host:port` or `https://…`. Else, for hosts that are not this
    /// machine, `HTTPS_PROXY` or `ALL_PROXY` with `NO_PROXY`, as they are when the client is made.
    #[schemars(with = "Option<String>")]
    pub proxy: Option<SecretString>,
    /// PEM file of the certificate authorities to trust instead of the platform's. Else `ECALL_CA_FILE`.
    pub ca_file: Option<String>,
    /// `User-Agent` of every request; `ecall/VERSION` unless set.
    pub user_agent: Option<String>,
    /// Offers HTTP/2 besides HTTP/1.1. Off unless set: it showed no gain.
    pub http2: Option<bool>,
    /// Allows `http://` for a host that is not this machine: passwords and messages then travel readable by anybody.
    pub allow_plain_http: Option<bool>,
    /// Called for every attempt, pause and end of a call.
    #[serde(skip)]
    #[schemars(skip)]
    pub log: Option<LogHook>,
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty => $field:ident = $value:expr;)*) => {
        impl Options {
            $($(#[$doc])* #[must_use] pub fn $name(mut self, $name: $type) -> Self {
                self.$field = Some($value);
                self
            })*
        }
    };
}

setters! {
    /// Sets the account name.
    username: impl Into<String> => username = username.into();
    /// Sets the password.
    password: impl Into<String> => password = SecretString::from(password.into());
    /// Sets the root of the interface.
    base_url: impl Into<String> => base_url = base_url.into();
    /// Sets the version of the REST interface.
    api_version: u8 => api_version = api_version;
    /// Sets the version of SOAP.
    soap_version: SoapVersion => soap_version = soap_version;
    /// Sets the time for a whole call.
    timeout: Duration => timeout_ms = millis(timeout);
    /// Sets the time for one connection.
    connect_timeout: Duration => connect_timeout_ms = millis(connect_timeout);
    /// Sets the time for one attempt where a time-out is retried.
    attempt_timeout: Duration => attempt_timeout_ms = millis(attempt_timeout);
    /// Sets the number of attempts after the first.
    max_retries: u32 => max_retries = max_retries;
    /// Sets how hard a send is tried.
    delivery: Delivery => delivery = delivery;
    /// Sets the bound of the first pause between attempts.
    backoff_initial: Duration => backoff_initial_ms = millis(backoff_initial);
    /// Sets the bound of every pause between attempts.
    backoff_max: Duration => backoff_max_ms = millis(backoff_max);
    /// Sets the sender of messages that name none.
    default_from: impl Into<String> => default_from = default_from.into();
    /// Sets the proxy.
    proxy: impl Into<String> => proxy = SecretString::from(proxy.into());
    /// Sets the PEM file of trusted certificate authorities.
    ca_file: impl Into<String> => ca_file = ca_file.into();
    /// Sets the `User-Agent`.
    user_agent: impl Into<String> => user_agent = user_agent.into();
    /// Offers HTTP/2.
    http2: bool => http2 = http2;
    /// Allows `http://` to hosts other than this machine.
    allow_plain_http: bool => allow_plain_http = allow_plain_http;
    /// Sets the log hook.
    log: LogHook => log = log;
}

impl Options {
    /// Nothing set: everything from the environment and the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    /// `config`, naming an option that does not exist or has the wrong type.
    pub fn from_json(value: serde_json::Value) -> Result<Self> {
        read(value, Kind::Config, Outcome::NotApplicable)
    }
}

/// Shows no URL: one may hold credentials before it was checked.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options").field("username", &self.username).finish_non_exhaustive()
    }
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Reads options from JSON; the error names the field and never the value, which may be a secret.
pub(crate) fn read<T: DeserializeOwned>(value: serde_json::Value, kind: Kind, outcome: Outcome) -> Result<T> {
    serde_path_to_error::deserialize(&value).map_err(|problem| {
        let path = problem.path().to_string();
        let text = problem.inner().to_string();
        let problem = match text.strip_prefix("unknown field `").and_then(|rest| rest.split_once('`')) {
            Some((name, _)) => FieldError::new(name, "unknown", "there is no such option"),
            None => {
                FieldError::new(path, "type", "has the wrong type, or is none of the values that are allowed")
            }
        };
        Error::fields(kind, outcome, vec![problem])
    })
}
