use std::collections::HashMap;

use super::*;

const NO_ENVIRONMENT: [(&str, &str); 0] = [];
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

fn resolve<const N: usize>(options: Options, environment: [(&str, &str); N]) -> Result<Settings> {
    let environment = HashMap::from(environment);
    Settings::resolve(Interface::Rest, options, |name| environment.get(name).map(|value| (*value).to_owned()))
}

fn sound() -> Options {
    Options::new().username("u").password("p")
}

fn settings(options: Options) -> Settings {
    resolve(options, NO_ENVIRONMENT).unwrap()
}

/// Field and rule of every problem, in order.
fn problems(options: Options) -> Vec<(String, String)> {
    let error = resolve(options, NO_ENVIRONMENT).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Config, Outcome::NotApplicable));
    let fields = error.details().fields.iter();
    fields.map(|problem| (problem.field.to_string(), problem.rule.to_string())).collect()
}

fn problem(field: &str, rule: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), rule.to_owned())]
}

#[test]
fn defaults_are_the_documented_ones() {
    let settings = settings(sound());
    assert_eq!(settings.base_url.host_str(), Some("rest.ecall.ch"));
    assert_eq!(settings.base_url.scheme(), "https");
    assert_eq!(settings.api_version, 2);
    assert_eq!(settings.timeout, Duration::from_secs(30));
    assert_eq!(settings.connect_timeout, Duration::from_secs(5));
    assert_eq!(settings.attempt_timeout, Duration::from_secs(10));
    assert_eq!(settings.max_retries, 3);
    assert_eq!(settings.backoff_initial, Duration::from_millis(500));
    assert_eq!(settings.backoff_max, Duration::from_secs(8));
    assert_eq!(settings.delivery, Delivery::Standard);
    assert_eq!(settings.user_agent, concat!("ecall/", env!("CARGO_PKG_VERSION")));
    assert_eq!((settings.default_from, settings.ca_file), (None, None));
    assert!(!settings.http2 && settings.proxy.is_none() && settings.log.is_none());
}

#[test]
fn the_environment_says_what_the_options_do_not() {
    let environment = [
        ("ECALL_USERNAME", "env-user"),
        ("ECALL_PASSWORD", "env-password"),
        ("ECALL_REST_URL", "https://env.example/root/"),
        ("ECALL_FROM", "env-from"),
        ("ECALL_CA_FILE", "/env/ca.pem"),
    ];
    let settings = resolve(Options::new(), environment).unwrap();
    assert_eq!(settings.username, "env-user");
    assert_eq!(settings.password.expose_secret(), "env-password");
    assert_eq!(settings.base_url.as_str(), "https://env.example/root");
    assert_eq!(settings.default_from.as_deref(), Some("env-from"));
    assert_eq!(settings.ca_file, Some(PathBuf::from("/env/ca.pem")));

    let given = sound().base_url("https://given.example").default_from("f").ca_file("/given.pem");
    let settings = resolve(given, environment).unwrap();
    assert_eq!(settings.username, "u");
    assert_eq!(settings.password.expose_secret(), "p");
    assert_eq!(settings.base_url.host_str(), Some("given.example"));
    assert_eq!(settings.default_from.as_deref(), Some("f"));
    assert_eq!(settings.ca_file, Some(PathBuf::from("/given.pem")));
}

#[test]
fn a_variable_that_is_empty_is_not_set() {
    let environment =
        [("ECALL_REST_URL", ""), ("ECALL_FROM", ""), ("ECALL_CA_FILE", ""), ("HTTPS_PROXY", "")];
    let settings = resolve(sound(), environment).unwrap();
    assert_eq!(settings.base_url.host_str(), Some("rest.ecall.ch"));
    assert_eq!((settings.default_from, settings.ca_file), (None, None));
    assert!(settings.proxy.is_none());
    let error = resolve(Options::new(), [("ECALL_USERNAME", ""), ("ECALL_PASSWORD", "")]).unwrap_err();
    let fields: Vec<_> = error.details().fields.iter().map(|problem| problem.field.to_string()).collect();
    assert_eq!(fields, ["username", "password"]);
}

#[test]
fn plain_http_is_for_this_machine_alone() {
    for here in ["http://localhost:1", "http://127.0.0.1:1", "http://127.8.8.8", "http://[::1]:1"] {
        assert_eq!(settings(sound().base_url(here)).base_url.scheme(), "http", "{here}");
    }
    for elsewhere in [
        "http://evil-localhost",
        "http://localhost.evil.com",
        "http://127.0.0.1.evil.com",
        "http://rest.ecall.ch",
        "http://128.0.0.1",
        "http://[::2]",
        "http://0.0.0.0",
    ] {
        assert_eq!(problems(sound().base_url(elsewhere)), problem("base_url", "tls"), "{elsewhere}");
        let allowed = settings(sound().base_url(elsewhere).allow_plain_http(true));
        assert_eq!(allowed.base_url.scheme(), "http", "{elsewhere}");
    }
    assert_eq!(settings(sound().base_url("https://evil-localhost")).base_url.scheme(), "https");
}

/// The environment's proxy is for the world outside; a name that only looks like this machine's is outside.
#[test]
fn only_this_machine_is_reached_past_the_proxy_of_the_environment() {
    let proxy = [("HTTPS_PROXY", "http://proxy.example:3128")];
    let through = |url| resolve(sound().base_url(url), proxy).unwrap().proxy.is_some();
    for here in ["https://localhost:1", "https://127.0.0.1:1", "https://[::1]:1"] {
        assert!(!through(here), "{here}");
    }
    for elsewhere in ["https://evil-localhost", "https://localhost.evil.com", "https://127.0.0.1.evil.com"] {
        assert!(through(elsewhere), "{elsewhere}");
    }
}

#[test]
fn a_base_url_holds_a_host_and_a_path_and_no_more() {
    for wrong in [
        "",
        "rest.ecall.ch",
        "ftp://rest.ecall.ch",
        "https://user@rest.ecall.ch",
        "https://:marker@rest.ecall.ch",
        "https://rest.ecall.ch?marker=1",
        "https://rest.ecall.ch/#marker",
    ] {
        assert_eq!(problems(sound().base_url(wrong)), problem("base_url", "format"), "{wrong}");
        let error = resolve(sound().base_url(wrong), NO_ENVIRONMENT).unwrap_err();
        assert!(!error.to_string().contains("marker"), "its text is not repeated: {error}");
    }
}

#[test]
fn every_time_has_the_same_range() {
    type With = fn(Duration) -> Options;
    let times: [(&str, With); 5] = [
        ("timeout_ms", |time| sound().timeout(time)),
        ("connect_timeout_ms", |time| sound().connect_timeout(time)),
        ("attempt_timeout_ms", |time| sound().attempt_timeout(time)),
        ("backoff_initial_ms", |time| sound().backoff_initial(time)),
        ("backoff_max_ms", |time| sound().backoff_max(time)),
    ];
    for (field, with) in times {
        for good in [Duration::from_millis(1), WEEK] {
            settings(with(good));
        }
        for bad in [Duration::ZERO, WEEK + Duration::from_millis(1), Duration::MAX] {
            assert_eq!(problems(with(bad)), problem(field, "range"), "{bad:?}");
        }
    }
}

#[test]
fn retries_and_versions_have_ranges() {
    for good in [0, 100] {
        assert_eq!(settings(sound().max_retries(good)).max_retries, good);
    }
    assert_eq!(problems(sound().max_retries(101)), problem("max_retries", "range"));
    for good in [1, 2] {
        assert_eq!(settings(sound().api_version(good)).api_version, good);
    }
    for bad in [0, 3] {
        assert_eq!(problems(sound().api_version(bad)), problem("api_version", "range"));
    }
}

#[test]
fn names_that_cannot_travel_in_a_header_are_refused() {
    assert_eq!(problems(sound().username("a:b")), problem("username", "format"));
    assert_eq!(settings(sound().password("a:b")).password.expose_secret(), "a:b");
    assert_eq!(problems(sound().user_agent("two\r\nlines")), problem("user_agent", "format"));
}

#[test]
fn all_problems_are_told_at_once() {
    let options = Options::new()
        .username("a:b")
        .base_url("http://rest.ecall.ch")
        .api_version(3)
        .user_agent("two\nlines")
        .timeout(Duration::ZERO)
        .connect_timeout(Duration::ZERO)
        .attempt_timeout(Duration::ZERO)
        .backoff_initial(Duration::ZERO)
        .backoff_max(Duration::ZERO)
        .max_retries(101);
    let mut fields: Vec<_> = problems(options).into_iter().map(|(field, _)| field).collect();
    fields.sort();
    let mut wanted = [
        "username",
        "password",
        "base_url",
        "api_version",
        "user_agent",
        "timeout_ms",
        "connect_timeout_ms",
        "attempt_timeout_ms",
        "backoff_initial_ms",
        "backoff_max_ms",
        "max_retries",
    ];
    wanted.sort_unstable();
    assert_eq!(fields, wanted);
}

/// A call's own limits are checked as the client's are, and are its own fault.
#[test]
fn the_limits_of_a_call_replace_those_of_its_client() {
    let settings = settings(sound().max_retries(7).delivery(Delivery::AtMostOnce));
    let limits = |options: &CallOptions| Limits::of(&settings, options, Outcome::NotAccepted);
    let unchanged = limits(&CallOptions::new()).unwrap();
    assert_eq!(unchanged.timeout, Duration::from_secs(30));
    assert_eq!((unchanged.max_retries, unchanged.delivery), (7, Delivery::AtMostOnce));
    let own = CallOptions::new().timeout(WEEK).max_retries(0).delivery(Delivery::AtLeastOnce);
    let changed = limits(&own).unwrap();
    assert_eq!((changed.timeout, changed.max_retries, changed.delivery), (WEEK, 0, Delivery::AtLeastOnce));
    let error = limits(&CallOptions::new().timeout(Duration::ZERO).max_retries(101)).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted));
    assert_eq!(error.details().fields.len(), 2);
}

#[test]
fn each_interface_has_its_own_root_and_none_takes_anothers() {
    let environment = |name: &str| match name {
        "ECALL_REST_URL" => Some("https://rest.example.com".to_owned()),
        "ECALL_HTTPS_URL" => Some("https://url.example.com".to_owned()),
        "ECALL_SOAP_URL" => Some("https://soap.example.com".to_owned()),
        _ => None,
    };
    let root = |interface, options, environment: fn(&str) -> Option<String>| {
        Settings::resolve(interface, options, environment).map(|settings| settings.base_url.to_string())
    };
    for (interface, default, from_environment) in [
        (Interface::Rest, "https://rest.ecall.ch/", "https://rest.example.com/"),
        (Interface::Https, "https://url.ecall.ch/", "https://url.example.com/"),
        (Interface::Soap, "https://soap.ecall.ch/", "https://soap.example.com/"),
    ] {
        assert_eq!(root(interface, sound(), |_| None).unwrap(), default);
        assert_eq!(root(interface, sound(), environment).unwrap(), from_environment);
        let given = sound().base_url("https://given.example.com");
        assert_eq!(root(interface, given, environment).unwrap(), "https://given.example.com/");
    }
    // The configuration of one client, given to another, would send its password to the wrong place.
    for (interface, other) in
        [(Interface::Https, "https://rest.ecall.ch"), (Interface::Rest, "https://URL.ecall.ch./x")]
    {
        let error = root(interface, sound().base_url(other), |_| None).unwrap_err();
        assert_eq!(error.details().fields[0].rule, "interface");
    }
    // Basic authentication ends a name at its first colon; a form does not.
    let colon = || Options::new().username("a:b").password("p");
    assert!(root(Interface::Https, colon(), |_| None).is_ok());
    assert!(root(Interface::Rest, colon(), |_| None).is_err());
}
