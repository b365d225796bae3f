//! Versions of TLS, and whom a client trusts.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use ecall::blocking::Client;
use ecall::{Kind, Options, Outcome};
use mock::Mock;
use serde_json::json;

fn options(mock: &Mock, user: &str, tls_version: &str) -> Options {
    let listener = mock.post("listeners", &json!({ "tls_version": tls_version })).unwrap();
    let url = listener["url"].as_str().unwrap();
    Options::new().username(user).password("p").base_url(url).default_from("Alarm").max_retries(0)
}

#[test]
fn servers_of_both_versions_are_spoken_to() {
    let mock = Mock::start();
    for version in ["1.2", "1.3"] {
        let client = Client::new(options(&mock, "versions", version).ca_file(mock.ca_file())).unwrap();
        let sent = client.send_sms("+41790000001", version, None);
        sent.unwrap_or_else(|error| panic!("TLS {version}: {error:?}"));
    }
}

/// Without `ca_file` the platform's roots count, and the mock's authority is none of them.
#[test]
fn an_authority_of_ones_own_is_trusted_only_where_it_is_named() {
    let mock = Mock::start();
    for version in ["1.2", "1.3"] {
        let error = Client::new(options(&mock, "stranger", version))
            .and_then(|client| client.send_sms("+41790000001", "x", None))
            .unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::Tls, Outcome::NotAccepted), "{error:?}");
    }
    let found = mock.get("accounts/stranger/requests").unwrap();
    assert_eq!(found["requests"], json!([]));
}

#[test]
fn a_file_that_holds_no_authority_is_refused_at_once() {
    let here = env!("CARGO_MANIFEST_DIR");
    for (file, rule) in [("Cargo.toml", "format"), ("nothing-here.pem", "readable")] {
        let options = Options::new().username("u").password("p").ca_file(format!("{here}/{file}"));
        let error = Client::new(options).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::Config, Outcome::NotApplicable));
        let fields = &error.details().fields;
        assert_eq!((fields.len(), &*fields[0].field, &*fields[0].rule), (1, "ca_file", rule));
    }
}
