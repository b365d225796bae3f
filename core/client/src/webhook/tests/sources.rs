use std::net::IpAddr;

use crate::error::{Kind, Outcome};
use crate::options::Problems;
use crate::webhook::source::{Networks, source};
use crate::webhook::{Receiver, ReceiverOptions, is_from_ecall};

#[test]
fn the_addresses_are_ecalls() {
    for ip in
        ["193.93.208.200", "193.93.208.149", "193.93.208.153", " 193.93.208.200\n", "::ffff:193.93.208.149"]
    {
        assert!(is_from_ecall(ip), "{ip}");
    }
    for ip in [
        "",
        "193.93.208.201",
        "193.93.208",
        "193.93.208.200:443",
        "193.93.208.200, 1.2.3.4",
        "0193.93.208.200",
        "::193.93.208.200",
        "::1",
        "localhost",
        "*",
    ] {
        assert!(!is_from_ecall(ip), "{ip}");
    }
}

fn networks(list: &[&str]) -> Networks {
    let list: Vec<String> = list.iter().map(|text| (*text).to_owned()).collect();
    let mut problems = Problems::default();
    let networks = Networks::read("allow", &list, &mut problems);
    problems.finish(Kind::Config, Outcome::NotApplicable).unwrap();
    networks
}

/// The source of a request over proxies in 10.0.0.0/8 and at ::1.
fn found(peer: &str, forwarded_for: &[&str]) -> Option<String> {
    source(peer, forwarded_for, &networks(&["10.0.0.0/8", "::1"])).map(|ip: IpAddr| ip.to_string())
}

#[test]
fn the_header_is_believed_as_far_as_those_who_wrote_it() {
    let eternal = "9.9.9.9";
    for (peer, header, expected) in [
        ("10.0.0.1", &[][..], Some("10.0.0.1")),
        ("10.0.0.1", &[eternal], Some(eternal)),
        ("10.0.0.1", &["1.1.1.1, 9.9.9.9"], Some(eternal)),
        ("10.0.0.1", &["1.1.1.1,9.9.9.9 , 10.0.0.2"], Some(eternal)),
        ("10.0.0.1", &["1.1.1.1", "9.9.9.9", "10.0.0.2"], Some(eternal)),
        ("10.0.0.1", &["garbage, 9.9.9.9, ::1, 10.0.0.2"], Some(eternal)),
        ("10.0.0.1", &["10.0.0.3, 10.0.0.2"], Some("10.0.0.3")),
        ("10.0.0.1", &["9.9.9.9:567"], Some(eternal)),
        ("10.0.0.1", &["9.9.9.9, [::1]:80, [::1]"], Some(eternal)),
        ("10.0.0.1", &["[2001:db8::1]:80"], Some("2001:db8::1")),
        ("10.0.0.1", &["::ffff:9.9.9.9, ::ffff:10.0.0.2"], Some(eternal)),
        ("::ffff:10.0.0.1", &[eternal], Some(eternal)),
        ("[::1]:4000", &[eternal], Some(eternal)),
        // Written by somebody whom nobody trusts.
        ("8.8.8.8", &[eternal], Some("8.8.8.8")),
        ("8.8.8.8:1", &["garbage"], Some("8.8.8.8")),
        // Unreadable where it counts.
        ("10.0.0.1", &["9.9.9.9, unknown"], None),
        ("10.0.0.1", &["9.9.9.9, "], None),
        ("10.0.0.1", &["9.9.9.9", ""], None),
        ("10.0.0.1", &["9.9.9.9,_hidden, 10.0.0.2"], None),
        ("10.0.0.1", &["9.9.9.9 10.0.0.2"], None),
        ("", &[eternal], None),
        ("unix:", &[eternal], None),
    ] {
        assert_eq!(found(peer, header).as_deref(), expected, "{peer} {header:?}");
    }
}

#[test]
fn without_trusted_proxies_the_header_has_no_meaning() {
    assert_eq!(source("10.0.0.1", &["9.9.9.9"], &networks(&[])), "10.0.0.1".parse().ok());
}

#[test]
fn networks_are_read_as_people_write_them() {
    for (network, inside, outside) in [
        ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
        (" 192.0.2.0/24 ", "192.0.2.255", "192.0.3.0"),
        ("192.0.2.77/24", "192.0.2.1", "192.0.3.1"),
        ("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.8"),
        ("::ffff:192.0.2.0/120", "192.0.2.9", "192.0.3.9"),
        ("2001:db8::/32", "2001:db8:1::1", "2001:db9::1"),
        ("0.0.0.0/0", "1.2.3.4", "2001:db8::1"),
        ("::/0", "2001:db8::1", "1.2.3.4"),
    ] {
        let receiver = Receiver::new(ReceiverOptions::new().allow([network])).unwrap();
        let admitted = |peer: &str| {
            let head = super::super::IncomingHead { peer: peer.into(), method: "GET", ..Default::default() };
            receiver.admit(head).is_ok()
        };
        assert!(admitted(inside) && !admitted(outside), "{network}");
    }
}

#[test]
fn all_wrong_options_are_told_at_once() {
    let options = ReceiverOptions::new()
        .allow(["192.0.2.0/24", "192.0.2.0/33", "example.com"])
        .any_source()
        .trusted_proxies(["", "10.0.0.0/8", "10.0.0.1:80"])
        .max_body(1023);
    let error = Receiver::new(options).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Config, Outcome::NotApplicable));
    let fields: Vec<_> =
        error.details().fields.iter().map(|field| (field.field.as_str(), field.rule.as_ref())).collect();
    let expected = [
        ("allow", "exclusive"),
        ("allow[1]", "format"),
        ("allow[2]", "format"),
        ("trusted_proxies[0]", "format"),
        ("trusted_proxies[2]", "format"),
        ("max_body", "range"),
    ];
    assert_eq!(fields, expected);
    let too_much = ReceiverOptions::new().max_body(16 * 1024 * 1024 + 1);
    assert_eq!(Receiver::new(too_much).unwrap_err().details().fields[0].field, "max_body");
}

#[test]
fn options_have_a_json_form() {
    let json = serde_json::json!({
        "allow": ["192.0.2.0/24"], "any_source": false, "trusted_proxies": ["10.0.0.1"], "max_body": 16_777_216,
    });
    let receiver = Receiver::new(ReceiverOptions::from_json(json).unwrap()).unwrap();
    assert_eq!(receiver.max_body(), 16_777_216);
    let receiver = Receiver::new(ReceiverOptions::from_json(serde_json::json!({})).unwrap()).unwrap();
    assert_eq!(receiver.max_body(), 262_144);
    for (json, field) in
        [(serde_json::json!({"allowed": []}), "allowed"), (serde_json::json!({"allow": "x"}), "allow")]
    {
        let error = ReceiverOptions::from_json(json).unwrap_err();
        assert_eq!((error.kind(), error.details().fields[0].field.as_str()), (Kind::Config, field));
    }
}
