//! Options made complete: defaults and environment filled in, every rule checked, all problems told at once.

use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use super::{CallOptions, Delivery, Interface, Options};
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::log::LogHook;
use crate::soap::SoapVersion;
use crate::xml;

/// Longest time that can be asked for: seven days, as long as the service answers for a message.
const TIMES_MS: RangeInclusive<u64> = 1..=7 * 24 * 3600 * 1000;
const RETRIES: RangeInclusive<u32> = 0..=100;

#[derive(Debug)]
pub(crate) struct Settings {
    pub interface: Interface,
    pub username: String,
    pub password: SecretString,
    pub base_url: Url,
    pub api_version: u8,
    pub soap_version: SoapVersion,
    pub timeout: Duration,
    pub connect_timeout: Duration,
    pub attempt_timeout: Duration,
    pub max_retries: u32,
    pub delivery: Delivery,
    pub backoff_initial: Duration,
    pub backoff_max: Duration,
    pub default_from: Option<String>,
    pub proxy: Option<Proxy>,
    pub ca_file: Option<PathBuf>,
    pub user_agent: String,
    pub http2: bool,
    pub log: Option<LogHook>,
}

impl Settings {
    /// Completes `options` for a client of `interface`; `env` looks a variable up.
    pub fn resolve(
        interface: Interface,
        options: Options,
        env: impl Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        let mut problems = Problems::default();

        let username = options.username.or_else(|| env("ECALL_USERNAME")).unwrap_or_default();
        if username.is_empty() {
            problems.add("username", "required", "is missing, and ECALL_USERNAME is not set");
        } else if interface == Interface::Rest && username.contains(':') {
            problems.add("username", "format", "must not contain a colon (HTTP Basic)");
        }
        let password = options.password.or_else(|| env("ECALL_PASSWORD").map(SecretString::from));
        let password = password.unwrap_or_default();
        if password.expose_secret().is_empty() {
            problems.add("password", "required", "is missing, and ECALL_PASSWORD is not set");
        }
        if interface == Interface::Soap {
            for (field, value) in [("username", username.as_str()), ("password", password.expose_secret())] {
                if !xml::is_text(value) {
                    problems.add(field, "characters", xml::NO_TEXT);
                }
            }
        }
        let base_url = options
            .base_url
            .or_else(|| env(interface.variable()))
            .unwrap_or_else(|| interface.url().to_owned());
        let base_url =
            check_url(interface, &base_url, options.allow_plain_http.unwrap_or(false), &mut problems);
        if Interface::at(base_url.host_str()).is_some_and(|other| other != interface) {
            problems.add("base_url", "interface", "is the address of another of eCall's interfaces");
        }
        let api_version = options.api_version.unwrap_or(2);
        if !(1..=2).contains(&api_version) {
            problems.add("api_version", "range", "must be 1 or 2");
        }
        let user_agent =
            options.user_agent.unwrap_or_else(|| concat!("ecall/", env!("CARGO_PKG_VERSION")).to_owned());
        if http::HeaderValue::from_str(&user_agent).is_err() {
            problems.add("user_agent", "format", "must be one line of visible ASCII");
        }
        let proxy = Proxy::choose(options.proxy, &base_url, options.allow_plain_http, &env, &mut problems);

        let settings = Self {
            timeout: problems.time("timeout_ms", options.timeout_ms, 30_000),
            connect_timeout: problems.time("connect_timeout_ms", options.connect_timeout_ms, 5_000),
            attempt_timeout: problems.time("attempt_timeout_ms", options.attempt_timeout_ms, 10_000),
            backoff_initial: problems.time("backoff_initial_ms", options.backoff_initial_ms, 500),
            backoff_max: problems.time("backoff_max_ms", options.backoff_max_ms, 8_000),
            max_retries: problems.retries(options.max_retries, 3),
            delivery: options.delivery.unwrap_or_default(),
            soap_version: options.soap_version.unwrap_or_default(),
            default_from: options.default_from.or_else(|| env("ECALL_FROM")),
            proxy,
            ca_file: options.ca_file.or_else(|| env("ECALL_CA_FILE")).map(PathBuf::from),
            http2: options.http2.unwrap_or(false),
            log: options.log,
            interface,
            username,
            password,
            base_url,
            api_version,
            user_agent,
        };
        problems.finish(Kind::Config, Outcome::NotApplicable)?;
        Ok(settings)
    }
}

/// The proxy of every request of a client, chosen once.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub url: SecretString,
    /// Hosts that are reached without it, in the form of `NO_PROXY`.
    pub exceptions: String,
}

impl Proxy {
    /// The one that was given, else that of the environment. What the environment says is for the world outside: this
    /// machine is reached without it. Unencrypted requests would show their password to a proxy, so they take none.
    fn choose(
        given: Option<SecretString>,
        base_url: &Url,
        allow_plain: Option<bool>,
        env: &impl Fn(&str) -> Option<String>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let first = |names: &[&str]| names.iter().find_map(|name| env(name));
        let proxy = match given {
            Some(url) => Self { url, exceptions: String::new() },
            None if is_loopback(base_url) || base_url.scheme() != "https" => return None,
            None => Self {
                url: first(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])?.into(),
                exceptions: first(&["NO_PROXY", "no_proxy"]).unwrap_or_default(),
            },
        };
        // The environment's may lack its scheme, as curl's may.
        let text = proxy.url.expose_secret();
        let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url =
            Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        // Percent-encoded where it has to be: a proxy that the HTTP library cannot read would be passed by in silence.
        let text = url.map(String::from).filter(|text| proxy_is_read(text));
        if text.is_none() {
            problems.add("proxy", "format", "must be http://[user:password@]host:port or https://…");
        } else if base_url.scheme() == "http" && allow_plain != Some(true) {
            problems.add("proxy", "tls", "would see unencrypted requests: base_url must begin with https://");
        }
        Some(Self { url: text.unwrap_or_default().into(), ..proxy })
    }
}

/// Whether the HTTP library can read a proxy's URL.
fn proxy_is_read(text: &str) -> bool {
    let anywhere = http::Uri::from_static("https://anywhere.invalid");
    Matcher::builder().all(text).build().intercept(&anywhere).is_some()
}

/// Problems of options as they are found.
#[derive(Default)]
pub(crate) struct Problems(Vec<FieldError>);

impl Problems {
    pub fn add(&mut self, field: &str, rule: &'static str, message: &str) {
        self.0.push(FieldError::new(field, rule, message));
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn push(&mut self, problem: FieldError) {
        self.0.push(problem);
    }

    pub fn time(&mut self, field: &str, given: Option<u64>, default: u64) -> Duration {
        let millis = given.unwrap_or(default);
        if !TIMES_MS.contains(&millis) {
            self.add(field, "range", "must be from 1 millisecond to 7 days");
        }
        Duration::from_millis(millis)
    }

    pub fn retries(&mut self, given: Option<u32>, default: u32) -> u32 {
        let retries = given.unwrap_or(default);
        if !RETRIES.contains(&retries) {
            self.add("max_retries", "range", "must be from 0 to 100");
        }
        retries
    }

    /// What was made beside them, unless it or they are problems of the configuration: then all of them together.
    pub fn with<T>(mut self, made: Result<T>) -> Result<T> {
        match made {
            Ok(made) => self.finish(Kind::Config, Outcome::NotApplicable).map(|()| made),
            Err(error) if error.kind() == Kind::Config => {
                self.0.splice(0..0, error.details().fields.iter().cloned());
                Err(Error::fields(Kind::Config, Outcome::NotApplicable, self.0))
            }
            Err(error) => Err(error),
        }
    }

    pub fn finish(self, kind: Kind, outcome: Outcome) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::fields(kind, outcome, self.0)) }
    }
}

/// The limits of one call: its own where given, else the client's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub timeout: Duration,
    pub max_retries: u32,
    pub delivery: Delivery,
}

impl Limits {
    pub fn of(settings: &Settings, options: &CallOptions, outcome: Outcome) -> Result<Self> {
        let mut problems = Problems::default();
        let limits = Self::checked(&mut problems, settings, options);
        problems.finish(Kind::InvalidArgument, outcome)?;
        Ok(limits)
    }

    pub fn checked(problems: &mut Problems, settings: &Settings, options: &CallOptions) -> Self {
        Self {
            timeout: match options.timeout_ms {
                given @ Some(_) => problems.time("timeout_ms", given, 0),
                None => settings.timeout,
            },
            max_retries: problems.retries(options.max_retries, settings.max_retries),
            delivery: options.delivery.unwrap_or(settings.delivery),
        }
    }
}

/// The URL without a slash at its end. Its text is never repeated in a problem: it may hold a password.
fn check_url(interface: Interface, text: &str, allow_plain: bool, problems: &mut Problems) -> Url {
    let [secure, plain] = interface.schemes();
    let nowhere = || Url::parse("https://invalid.invalid").expect("a constant URL");
    let mut refuse = |rule, message: &str| problems.add("base_url", rule, message);
    let Ok(mut url) = Url::parse(text) else {
        refuse("format", "is not a URL");
        return nowhere();
    };
    if !url.username().is_empty() || url.password().is_some() {
        refuse("format", "must not hold credentials: give username and password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        refuse("format", "must have neither query nor fragment");
    }
    match url.scheme() {
        scheme if scheme == secure => {}
        scheme if scheme == plain && (allow_plain || is_loopback(&url)) => {}
        scheme if scheme == plain => refuse(
            "tls",
            &format!(
                "must begin with {secure}:// unless the host is this machine or allow_plain_{plain} is set"
            ),
        ),
        _ => refuse("format", &format!("must begin with {secure}://")),
    }
    if !url.has_host() {
        refuse("format", "must name a host");
        return nowhere();
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    url
}

/// The URL with these segments after its path, each percent-encoded.
pub(crate) fn below(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    url.path_segments_mut().expect("checked to be http or https").pop_if_empty().extend(segments);
    url
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        // Of a scheme that the standard of URLs does not know, addresses are left as they were written.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => IpAddr::from(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::from(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests;
