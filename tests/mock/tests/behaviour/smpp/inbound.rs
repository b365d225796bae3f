//! Inbound messages: their parts, the window, and delivery that is tried again.

use serde_json::{Value, json};

use super::*;

fn queue(bench: &Bench, message: Value) -> Value {
    let mut whole = json!({ "from": "41790000001", "to": "4444" });
    whole.as_object_mut().unwrap().extend(message.as_object().unwrap().clone());
    control(bench, "POST", "inbound", &whole)["deliveries"].clone()
}

/// `esm_class`, data coding and what follows it.
fn content(frame: &Frame) -> (u8, u8, Vec<u8>) {
    let start = b"\0\x01\x0141790000001\0\x01\x014444\0";
    assert!(frame.body.starts_with(start), "{frame:?}");
    let rest = &frame.body[start.len()..];
    (rest[0], rest[7], rest[9..].to_vec())
}

fn answer(esme: &mut Esme, frame: &Frame, status: u32) {
    esme.write(0x8000_0005, status, frame.sequence, if status == 0 { b"\0" } else { b"" });
}

#[test]
fn any_coding_and_any_octets_come() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    let mut got = |message: Value| {
        queue(&bench, message);
        let frame = esme.frame();
        answer(&mut esme, &frame, 0);
        content(&frame)
    };
    assert_eq!(got(json!({ "text": "a@€" })), (0, 0, vec![4, 0x61, 0, 0x1B, 0x65]));
    assert_eq!(got(json!({ "text": "ж", "data_coding": 8 })), (0, 8, vec![2, 4, 0x36]));
    assert_eq!(got(json!({ "text": "ü", "data_coding": 3 })), (0, 3, vec![1, 0xFC]));
    assert_eq!(
        got(json!({ "hex": "fffe00", "data_coding": 4, "esm_class": 8 })),
        (8, 4, vec![3, 0xFF, 0xFE, 0])
    );
    let payload = json!({ "text": "abc", "split": "payload" });
    assert_eq!(got(payload), (0, 0, octets("00 0424 0003 616263")));
    queue(&bench, json!({ "body_hex": "ff ff ff" }));
    assert_eq!(esme.frame().body, [255; 3]);
}

#[test]
fn with_a_window_of_one_every_part_waits_for_the_answer_before() {
    let bench = Bench::new();
    set(&bench, &json!({ "window": 1 }));
    let mut esme = Esme::bound(&bench);
    let numbers = queue(&bench, json!({ "text": "onetwothr", "part_octets": 3, "reference": 7 }));
    assert_eq!(numbers, json!([1, 2, 3]));
    for (number, text) in [(1, "one"), (2, "two"), (3, "thr")] {
        let frame = esme.frame();
        let expected = [&[9, 5, 0, 3, 7, 3, number][..], text.as_bytes()].concat();
        assert_eq!(content(&frame), (0x40, 0, expected));
        esme.expect_silence(60);
        answer(&mut esme, &frame, 0);
    }
    wait_for(&bench, "delivered", 3);
    let deliveries = control(&bench, "GET", "deliveries", &Value::Null);
    let last = &deliveries["deliveries"][2];
    assert_eq!(
        (&last["state"], &last["attempts"], &last["sequence"]),
        (&json!("delivered"), &json!(1), &json!(3))
    );
}

#[test]
fn sar_and_wide_references_come_too_and_parts_in_any_order() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    let parts = |split: &str| json!({ "text": "abc", "part_octets": 2, "reference": 258, "split": split, "order": [2, 1] });
    queue(&bench, parts("sar"));
    assert_eq!(content(&esme.frame()), (0, 0, octets("01 63 020c00020102 020e000102 020f000102")));
    assert_eq!(content(&esme.frame()), (0, 0, octets("02 6162 020c00020102 020e000102 020f000101")));
    queue(&bench, parts("udh16"));
    assert_eq!(content(&esme.frame()), (0x40, 0, octets("08 060804 0102 02 02 63")));
}

#[test]
fn what_is_refused_or_not_answered_comes_again() {
    let bench = Bench::new();
    set(&bench, &json!({ "redeliver_ms": 20, "deliver_timeout_ms": 60 }));
    let mut esme = Esme::bound(&bench);
    queue(&bench, json!({ "text": "a" }));
    let first = esme.frame();
    answer(&mut esme, &first, 0x64);
    let second = esme.frame();
    assert_eq!(second.body, first.body);
    assert_ne!(second.sequence, first.sequence);
    let third = esme.frame();
    assert_eq!(third.body, first.body, "nobody answered");
    answer(&mut esme, &third, 0x65);
    esme.expect_silence(100);
    let deliveries = control(&bench, "GET", "deliveries", &Value::Null);
    let delivery = &deliveries["deliveries"][0];
    assert_eq!((&delivery["state"], &delivery["attempts"]), (&json!("refused"), &json!(3)));
    assert_eq!(delivery["command_status"], 0x65);
}

#[test]
fn what_a_lost_link_did_not_answer_goes_to_the_next_in_its_order() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    for text in ["a", "b", "c"] {
        queue(&bench, json!({ "text": text }));
    }
    let first = esme.frame();
    answer(&mut esme, &first, 0);
    esme.frame();
    wait_for(&bench, "delivered", 1);
    drop(esme);
    let mut transmitter = Esme::connect(&bench);
    transmitter.send(&BIND.replacen("00000009", "00000002", 1));
    transmitter.frame();
    transmitter.expect_silence(50);
    let mut receiver = Esme::connect(&bench);
    receiver.send(&BIND.replacen("00000009", "00000001", 1));
    receiver.frame();
    receiver.expect_silence(50);
    let mut esme = Esme::bound(&bench);
    let again: Vec<_> = (0..2).map(|_| content(&esme.frame()).2[1]).collect();
    assert_eq!(again, b"bc");
    set(&bench, &json!({ "inbound_to_receivers": true }));
    drop(esme);
    assert_eq!(content(&receiver.frame()).2[1], b'b', "receivers only where they are told to");
}
