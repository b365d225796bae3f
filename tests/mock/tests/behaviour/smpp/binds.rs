//! Binds and unbinds, links that come and go, and listeners.

use serde_json::{Value, json};

use super::*;

fn bind(id: u32, sequence: u32, system_id: &str, password: &str, version: u8) -> Vec<u8> {
    let mut body = format!("{system_id}\0{password}\0\0").into_bytes();
    body.extend([version, 0, 0, 0]);
    pdu(id, 0, sequence, &body)
}

fn bound(bench: &Bench, frame: &[u8]) -> Frame {
    let mut esme = Esme::connect(bench);
    esme.connection.write(frame).unwrap();
    esme.frame()
}

#[test]
fn the_vector_binds_and_all_three_kinds_do() {
    let bench = Bench::new();
    let mut esme = Esme::connect(&bench);
    esme.send(BIND);
    let answer = esme.frame();
    assert_eq!(answer.head(), (BIND_RESP, 0, 1));
    assert_eq!(answer.body, b"ecall-mock\0\x02\x10\x00\x01\x34");
    let arrived = control(&bench, "GET", "requests", &Value::Null)["requests"][0].clone();
    assert_eq!(arrived["hex"], BIND.replace(' ', ""));
    assert_eq!((&arrived["command"], &arrived["sequence"]), (&json!("bind_transceiver"), &json!(1)));
    let fields = &arrived["fields"];
    assert_eq!((&fields["system_id"], &fields["password"]), (&json!("johnsmith"), &json!("s3cr3t")));
    assert_eq!(fields["interface_version"], 0x34);
    for id in [1, 2] {
        assert_eq!(bound(&bench, &bind(id, 7, ACCOUNT, "x", 0x34)).head(), (0x8000_0000 + id, 0, 7));
    }
    assert_eq!(
        bound(&bench, &bind(9, 1, ACCOUNT, "x", 0x33)).body,
        b"ecall-mock\0",
        "no version for old clients"
    );
    assert_eq!(summary(&bench, "binds"), 4);
}

#[test]
fn credentials_are_checked_and_may_be_long() {
    let bench = Bench::new();
    let status = |frame: &[u8]| bound(&bench, frame).status;
    let (long, user) = ("a password of a portal", "a-user-with-a-long-name");
    assert_eq!(status(&bind(9, 1, user, long, 0x34)), 0);
    bench.control("PUT", &format!("accounts/{user}"), &json!({ "password": "other" }));
    assert_eq!(status(&bind(9, 1, user, long, 0x34)), 0x0E);
    assert_eq!(status(&bind(9, 1, "", "x", 0x34)), 0x0F);
    bench.control("PUT", "accounts/off", &json!({ "disabled": true }));
    assert_eq!(status(&bind(9, 1, "off", "x", 0x34)), 0x0D);
    set(&bench, &json!({ "strict_credentials": true }));
    assert_eq!(status(&bind(9, 1, ACCOUNT, "12345678", 0x34)), 0);
    assert_eq!(status(&bind(9, 1, ACCOUNT, "123456789", 0x34)), 0x0E);
    assert_eq!(status(&pdu(9, 0, 1, b"no end")), 2);
}

#[test]
fn what_comes_before_and_after_a_bind_is_refused() {
    let bench = Bench::new();
    let mut esme = Esme::connect(&bench);
    esme.send(SUBMIT);
    assert_eq!(esme.frame().head(), (SUBMIT_RESP, 4, 2));
    esme.write(0x15, 0, 3, b"");
    assert_eq!(esme.frame().head(), (ENQUIRE_RESP, 0, 3));
    script(&bench, &json!([{ "on": "bind", "command_status": 13 }]));
    esme.send(BIND);
    assert_eq!(esme.frame().head(), (BIND_RESP, 13, 1));
    esme.send(BIND);
    assert_eq!(esme.frame().status, 0);
    esme.send(BIND);
    assert_eq!(esme.frame().head(), (BIND_RESP, 5, 1));
    let mut receiver = Esme::connect(&bench);
    receiver.connection.write(&bind(1, 1, ACCOUNT, "x", 0x34)).unwrap();
    receiver.frame();
    receiver.send(SUBMIT);
    assert_eq!(receiver.frame().head(), (SUBMIT_RESP, 4, 2));
    let links = control(&bench, "GET", "links", &Value::Null);
    let kinds: Vec<_> = links["links"].as_array().unwrap().iter().map(|link| link["bind"].clone()).collect();
    assert_eq!(kinds, ["transceiver", "receiver"]);
}

#[test]
fn either_side_unbinds() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    esme.write(UNBIND, 0, 9, b"");
    assert_eq!(esme.frame().head(), (UNBIND_RESP, 0, 9));
    wait_for(&bench, "links", 0);
    esme.send(SUBMIT);
    assert_eq!(esme.frame().head(), (SUBMIT_RESP, 4, 2));
    let mut esme = Esme::bound(&bench);
    control(&bench, "POST", "links/end", &json!({ "how": "unbind" }));
    let asked = esme.frame();
    assert_eq!(asked.head(), (UNBIND, 0, 1));
    esme.send(SUBMIT);
    assert_eq!(esme.frame().status, 0, "what is under way is still answered");
    esme.write(UNBIND_RESP, 0, asked.sequence, b"");
    assert_eq!(esme.try_frame(), Err(Broken::Closed));
    wait_for(&bench, "links", 0);
}

#[test]
fn a_link_can_be_kept_alive_by_either_side() {
    let bench = Bench::new();
    set(&bench, &json!({ "enquire_link_ms": 30, "inactivity_ms": 300, "first_sequence": 0x7FFF_FFFF }));
    let mut esme = Esme::bound(&bench);
    for sequence in [0x7FFF_FFFF, 1, 2] {
        assert_eq!(esme.frame().head(), (0x15, 0, sequence));
        esme.write(0x8000_0015, 0, sequence, b"");
    }
    let ended = std::iter::repeat_with(|| esme.try_frame()).find(Result::is_err);
    assert_eq!(ended, Some(Err(Broken::Closed)), "nothing was heard for long");
}

#[test]
fn listeners_have_the_faults_of_tls_and_can_pause() {
    let bench = Bench::new();
    let open = |wanted: Value| bench.control("POST", "listeners", &wanted);
    let plain = open(json!({ "interface": "smpp", "tls": "none" }));
    let url = plain["url"].as_str().unwrap();
    assert!(url.starts_with("smpp://127.0.0.1:"), "{url}");
    let mut esme = Esme::connect_to(&bench, url);
    esme.send(BIND);
    assert_eq!(esme.frame().status, 0);
    for (tls, reason) in
        [("unknown_ca", "UnknownIssuer"), ("wrong_host", "not valid for name"), ("expired", "expired")]
    {
        let listener = open(json!({ "interface": "smpp", "tls": tls }));
        let url = listener["url"].as_str().unwrap();
        assert!(url.starts_with("smpps://localhost:"), "{url}");
        let refusal = bench.connect_to(url).err().expect("a refusal").to_string();
        assert!(refusal.contains(reason), "{refusal}");
    }
    let path = format!("listeners/{}", plain["id"].as_str().unwrap());
    bench.control("POST", &format!("{path}/pause"), &json!({ "ms": 200 }));
    let refused = bench.connect_to(url).err().expect("a refusal");
    assert_eq!(refused.kind(), std::io::ErrorKind::ConnectionRefused);
    esme.send(SUBMIT);
    assert_eq!(esme.frame().status, 0, "what is open stays open");
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert!(bench.connect_to(url).is_ok());
    let counts = bench.control("GET", &path, &Value::Null);
    assert_eq!(counts, json!({ "connections": 2, "requests": 2 }));
    bench.control("DELETE", &path, &Value::Null);
    while esme.try_frame().is_ok() {}
    assert_eq!(summary(&bench, "links"), 0);
}

#[test]
fn a_forgotten_account_loses_its_links() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    bench.control("DELETE", &format!("accounts/{ACCOUNT}"), &Value::Null);
    assert_eq!(esme.try_frame(), Err(Broken::Closed));
    assert_eq!(summary(&bench, "binds"), 0);
}
