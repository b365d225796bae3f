//! The configuration of a client, until it is made.

use std::ffi::{c_char, c_void};

use ecall::{LogHook, Options, Outcome, Result, SmppOptions};
use serde_json::{Map, Value};

use crate::boundary::{code, finish_empty, free, json, make, optional_text, required, wrong};
use crate::error::ecall_error;
use crate::log::{ecall_log_callback, ecall_release_callback, hook};

/// Repeats what was not accepted, and a 500, as the service's documentation advises.
pub const ECALL_DELIVERY_STANDARD: i32 = 0;
/// Twice rather than never: repeats also what may have been accepted.
pub const ECALL_DELIVERY_AT_LEAST_ONCE: i32 = 1;
/// Never twice: repeats only what was certainly not accepted.
pub const ECALL_DELIVERY_AT_MOST_ONCE: i32 = 2;

/// The core's word for a delivery. A number that is none becomes a word that is none, which the core refuses by name.
pub(crate) fn delivery_word(number: i32) -> Value {
    match number {
        ECALL_DELIVERY_STANDARD => "standard".into(),
        ECALL_DELIVERY_AT_LEAST_ONCE => "at_least_once".into(),
        ECALL_DELIVERY_AT_MOST_ONCE => "at_most_once".into(),
        other => other.to_string().into(),
    }
}

/// What a client is made with, whichever its interface. Made and filled by one thread at a time; may be freed as soon as the client is made, and
/// used for several.
pub struct ecall_config {
    values: Map<String, Value>,
    log: Option<LogHook>,
}

impl ecall_config {
    /// The core's options; everything from the environment where there is no config.
    pub fn options(config: Option<&Self>) -> Result<Options> {
        let Some(config) = config else { return Ok(Options::new()) };
        let mut options = Options::from_json(Value::Object(config.values.clone()))?;
        options.log.clone_from(&config.log);
        Ok(options)
    }

    /// The core's options of an SMPP client, of which `own` are set besides, over what is set here.
    pub fn smpp_options(config: Option<&Self>, own: Map<String, Value>) -> Result<(Options, SmppOptions)> {
        let mut values = config.map(|config| config.values.clone()).unwrap_or_default();
        values.extend(own);
        let (mut options, smpp) = SmppOptions::with_common_from_json(Value::Object(values))?;
        options.log = config.and_then(|config| config.log.clone());
        Ok((options, smpp))
    }
}

fn set(config: Option<&mut ecall_config>, name: &str, value: Value) -> i32 {
    code(|| {
        let config = required(Outcome::NotApplicable, "config", config)?;
        config.values.insert(name.to_owned(), value);
        Ok(())
    })
}

/// Sets a text; NULL takes the setting back.
unsafe fn set_text(config: Option<&mut ecall_config>, name: &str, text: *const c_char) -> i32 {
    code(|| {
        let config = required(Outcome::NotApplicable, "config", config)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        match unsafe { optional_text(Outcome::NotApplicable, name, text) }? {
            Some(text) => config.values.insert(name.to_owned(), text.into()),
            None => config.values.remove(name),
        };
        Ok(())
    })
}

/// An empty configuration: everything comes from the environment and the defaults. Free it with ecall_config_free.
///
/// The setters below return ECALL_OK, or ECALL_INVALID_ARGUMENT where config is NULL or a text is not UTF-8. NULL for a text
/// takes the setting back. Values are checked when a client is made, all at once.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_new() -> *mut ecall_config {
    make(|| ecall_config { values: Map::new(), log: None })
}

/// Sets the account name or API sub-user, without a colon. Else ECALL_USERNAME of the environment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_username(
    config: Option<&mut ecall_config>,
    username: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(config, "username", username) }
}

/// Sets the password. Else ECALL_PASSWORD of the environment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_password(
    config: Option<&mut ecall_config>,
    password: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(config, "password", password) }
}

/// Sets the root of the client's interface. Else, for an ecall_client, ECALL_REST_URL of the environment, else
/// https://rest.ecall.ch; for an ecall_https_client ECALL_HTTPS_URL, else https://url.ecall.ch; for an ecall_soap_client
/// ECALL_SOAP_URL, else https://soap.ecall.ch; for an ecall_smpp_client ECALL_SMPP_URL, else smpps://smpp.ecall.ch:2776.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_base_url(
    config: Option<&mut ecall_config>,
    base_url: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(config, "base_url", base_url) }
}

/// Sets the version of the REST interface: 1 or 2. 2 unless set. Has no meaning but for an ecall_client.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_api_version(config: Option<&mut ecall_config>, api_version: i32) -> i32 {
    set(config, "api_version", api_version.into())
}

/// Sets the version of SOAP, "1.1" or "1.2". "1.1" unless set. Has no meaning but for an ecall_soap_client.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_soap_version(
    config: Option<&mut ecall_config>,
    soap_version: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(config, "soap_version", soap_version) }
}

/// Sets the time for a whole call with all its attempts, in milliseconds: 1 to 604800000 (7 days). 30000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_timeout_ms(config: Option<&mut ecall_config>, timeout_ms: u64) -> i32 {
    set(config, "timeout_ms", timeout_ms.into())
}

/// Sets the time for one connection with its TLS handshake, in milliseconds: 1 to 604800000. 5000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_connect_timeout_ms(
    config: Option<&mut ecall_config>,
    connect_timeout_ms: u64,
) -> i32 {
    set(config, "connect_timeout_ms", connect_timeout_ms.into())
}

/// Sets the time for one attempt where a time-out is retried (reads, and sends under ECALL_DELIVERY_AT_LEAST_ONCE), in
/// milliseconds: 1 to 604800000. 10000 unless set. Every other send waits for its answer until the call's time is up.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_attempt_timeout_ms(
    config: Option<&mut ecall_config>,
    attempt_timeout_ms: u64,
) -> i32 {
    set(config, "attempt_timeout_ms", attempt_timeout_ms.into())
}

/// Sets the number of attempts after the first: 0 to 100. 3 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_max_retries(config: Option<&mut ecall_config>, max_retries: u32) -> i32 {
    set(config, "max_retries", max_retries.into())
}

/// Sets how hard a send is tried: ECALL_DELIVERY_... ECALL_DELIVERY_STANDARD unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_delivery(config: Option<&mut ecall_config>, delivery: i32) -> i32 {
    set(config, "delivery", delivery_word(delivery))
}

/// Sets the upper bound of the first pause between attempts, in milliseconds: 1 to 604800000. 500 unless set. It doubles
/// with every further pause; the pause itself is drawn evenly between nothing and that bound.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_backoff_initial_ms(
    config: Option<&mut ecall_config>,
    backoff_initial_ms: u64,
) -> i32 {
    set(config, "backoff_initial_ms", backoff_initial_ms.into())
}

/// Sets what the bound of a pause never passes, in milliseconds: 1 to 604800000. 8000 unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_backoff_max_ms(
    config: Option<&mut ecall_config>,
    backoff_max_ms: u64,
) -> i32 {
    set(config, "backoff_max_ms", backoff_max_ms.into())
}

/// Sets the sender of messages that name none. Else ECALL_FROM of the environment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_default_from(
    config: Option<&mut ecall_config>,
    default_from: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(config, "default_from", default_from) }
}

/// Sets the proxy for every request, "http://[user:password@]host:port". Else HTTPS_PROXY, ALL_PROXY and NO_PROXY of the
/// environment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_proxy(
    config: Option<&mut ecall_config>,
    proxy: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(config, "proxy", proxy) }
}

/// Sets the PEM file of the certificate authorities to trust instead of the platform's. Else ECALL_CA_FILE of the
/// environment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_ca_file(
    config: Option<&mut ecall_config>,
    ca_file: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(config, "ca_file", ca_file) }
}

/// Sets the User-Agent of every request. "ecall/VERSION" unless set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_user_agent(
    config: Option<&mut ecall_config>,
    user_agent: *const c_char,
) -> i32 {
    // SAFETY: the caller passes NULL or a text that ends in NUL.
    unsafe { set_text(config, "user_agent", user_agent) }
}

/// Offers HTTP/2 besides HTTP/1.1. Off unless set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_http2(config: Option<&mut ecall_config>, http2: bool) -> i32 {
    set(config, "http2", http2.into())
}

/// Allows http:// for a host that is not this machine: passwords and messages then travel readable by anybody. Off unless
/// set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_allow_plain_http(
    config: Option<&mut ecall_config>,
    allow_plain_http: bool,
) -> i32 {
    set(config, "allow_plain_http", allow_plain_http.into())
}

/// Sets everything that a JSON object holds, over what was set before, null taking a setting back. The names are those of
/// the setters: {"username": "u", "timeout_ms": 5000, "delivery": "at_least_once"}. Names and types are checked when a client is
/// made.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ecall_config_set_json(
    config: Option<&mut ecall_config>,
    settings: *const c_char,
    error: *mut *mut ecall_error,
) -> i32 {
    let call = || {
        let config = required(Outcome::NotApplicable, "config", config)?;
        // SAFETY: the caller passes NULL or a text that ends in NUL.
        match unsafe { json(Outcome::NotApplicable, "settings", settings) }? {
            Value::Object(values) => config.values.extend(values),
            _ => return Err(wrong(Outcome::NotApplicable, "settings", "is not a JSON object")),
        }
        Ok(())
    };
    // SAFETY: the caller passes NULL or memory for a pointer.
    unsafe { finish_empty(error, call) }
}

/// Sets what is called for every attempt, pause and end of a call; NULL for none. `release` (may be NULL) is called once with
/// `user_data` when the library will not use it any more: when the config, every client made with it and every asynchronous
/// call of these clients are gone, or at once where nothing was set.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_set_log(
    config: Option<&mut ecall_config>,
    callback: ecall_log_callback,
    user_data: *mut c_void,
    release: ecall_release_callback,
) -> i32 {
    code(|| {
        let hook = hook(callback, user_data, release);
        required(Outcome::NotApplicable, "config", config)?.log = hook;
        Ok(())
    })
}

/// Frees a config. Clients that were made with it live on. NULL does nothing.
#[unsafe(no_mangle)]
pub extern "C" fn ecall_config_free(config: Option<Box<ecall_config>>) {
    free(config);
}
