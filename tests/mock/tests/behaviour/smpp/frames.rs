//! Frames in pieces, frames that cannot be read, and what is told of them.

use serde_json::{Value, json};

use super::*;

#[test]
fn frames_may_arrive_in_any_pieces() {
    let bench = Bench::new();
    let mut esme = Esme::connect(&bench);
    for octet in octets(BIND) {
        esme.connection.write(&[octet]).unwrap();
    }
    assert_eq!(esme.frame().head(), (BIND_RESP, 0, 1));
    let two = octets(&[SUBMIT, SUBMIT].concat());
    esme.connection.write(&two[..70]).unwrap();
    assert_eq!(esme.frame().head(), (SUBMIT_RESP, 0, 2));
    esme.connection.write(&two[70..]).unwrap();
    assert_eq!(esme.frame().head(), (SUBMIT_RESP, 0, 2));
    assert_eq!((summary(&bench, "accepted"), summary(&bench, "distinct")), (2, 1));
    assert_eq!(summary(&bench, "repeated"), 1);
}

#[test]
fn a_length_that_cannot_be_ends_the_link() {
    let bench = Bench::new();
    for length in ["0000000f", "7fffffff"] {
        let mut esme = Esme::bound(&bench);
        esme.send(&format!("{length} 00000015 00000000 00000003"));
        assert_eq!(esme.frame().head(), (NACK, 2, 0));
        assert_eq!(esme.try_frame(), Err(Broken::Closed));
    }
}

#[test]
fn what_cannot_be_read_is_shown_with_the_reason() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    esme.write(4, 0, 8, b"no end");
    assert_eq!(esme.frame().head(), (SUBMIT_RESP, 0x15, 8));
    esme.write(4, 0, 9, b"");
    assert_eq!(esme.frame().head(), (SUBMIT_RESP, 2, 9));
    let requests = control(&bench, "GET", "requests", &Value::Null);
    let arrived = &requests["requests"][1];
    assert_eq!(
        (&arrived["fields"], &arrived["hex"]),
        (&Value::Null, &json!("000000160000000400000000000000086e6f20656e64"))
    );
    assert!(arrived["error"].as_str().unwrap().contains("service_type"), "{arrived}");
}
