//! Delivery receipts: when they come, what they say, and in which shapes.

use serde_json::{Value, json};

use super::*;

/// Submits with `registered` and gives the id.
fn send(esme: &mut Esme, registered: u8) -> String {
    esme.connection.write(&submit(5, "41791112233", registered, b"Pump 3 stopped, please come")).unwrap();
    let answer = esme.frame();
    assert_eq!(answer.status, 0);
    answer.text()
}

/// Takes a receipt, answers it, and gives its `esm_class` and what follows the fixed fields.
fn receipt(esme: &mut Esme) -> (u8, Vec<u8>) {
    let frame = esme.frame();
    assert_eq!((frame.id, frame.status), (DELIVER, 0));
    let start = b"\0\x01\x0141791112233\0\x05\x00eCall\0";
    assert!(frame.body.starts_with(start), "{frame:?}");
    esme.write(0x8000_0005, 0, frame.sequence, b"\0");
    let rest = &frame.body[start.len()..];
    assert_eq!(rest[1..9], [0; 8]);
    (rest[0], rest[9..].to_vec())
}

/// The receipt's text, with the digits of its dates as 9.
fn text(esme: &mut Esme) -> String {
    let (_, rest) = receipt(esme);
    assert_eq!(usize::from(rest[0]), rest.len() - 1);
    let text = String::from_utf8(rest[1..].to_vec()).unwrap();
    let mut shown = String::new();
    for (index, part) in text.split("date:").enumerate() {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let date = if index == 0 { String::new() } else { "9".repeat(digits) };
        let rest = if index == 0 { part } else { &part[digits..] };
        shown += &if index == 0 { rest.to_owned() } else { format!("date:{date}{rest}") };
    }
    shown
}

#[test]
fn a_delivery_is_told_as_appendix_b_has_it() {
    let bench = Bench::new();
    set(&bench, &json!({ "progress": [[0, "ENROUTE"], [20, "DELIVRD"]] }));
    let mut esme = Esme::bound(&bench);
    esme.send(SUBMIT);
    esme.frame();
    let frame = esme.frame();
    assert_eq!(frame.head(), (DELIVER, 0, 1));
    let body = String::from_utf8_lossy(&frame.body).into_owned();
    assert!(body.contains("id:1 sub:001 dlvrd:001 submit date:2"), "{body}");
    assert!(body.ends_with(" stat:DELIVRD err:000 text:Hello"), "{body}");
    esme.write(0x8000_0005, 0, 1, b"\0");
    wait_for(&bench, "delivered", 1);
    assert_eq!(send(&mut esme, 1), "2");
    let expected = "id:2 sub:001 dlvrd:001 submit date:9999999999 done date:9999999999 stat:DELIVRD err:000 \
        text:Pump 3 stopped, plea";
    assert_eq!(text(&mut esme), expected);
}

#[test]
fn only_what_was_asked_for_is_told() {
    let bench = Bench::new();
    let progress =
        |last: &str| json!({ "progress": [[0, "ENROUTE"], [10, "ACCEPTD"], [20, last]], "error": "00B" });
    let mut esme = Esme::bound(&bench);
    set(&bench, &progress("DELIVRD"));
    send(&mut esme, 0);
    send(&mut esme, 2);
    esme.expect_silence(100);
    send(&mut esme, 0x11);
    let (class, rest) = receipt(&mut esme);
    assert_eq!(class, 0x20);
    assert!(String::from_utf8_lossy(&rest).contains("stat:ACCEPTD err:000"));
    assert_eq!(receipt(&mut esme).0, 0x04);
    set(&bench, &progress("UNDELIV"));
    send(&mut esme, 2);
    let (class, rest) = receipt(&mut esme);
    assert_eq!(class, 0x04);
    let rest = String::from_utf8_lossy(&rest).into_owned();
    assert!(rest.contains("dlvrd:000") && rest.contains("stat:UNDELIV err:00B"), "{rest}");
    esme.expect_silence(50);
}

#[test]
fn a_command_moves_a_message() {
    let bench = Bench::new();
    set(&bench, &json!({ "progress": [[0, "ENROUTE"]] }));
    let mut esme = Esme::bound(&bench);
    let id = send(&mut esme, 1);
    control(&bench, "POST", &format!("messages/{id}/state"), &json!({ "state": "EXPIRED", "error": "0x1F" }));
    assert!(text(&mut esme).contains("stat:EXPIRED err:0x1F"));
    let messages = control(&bench, "GET", "messages", &Value::Null);
    assert_eq!(messages["messages"][0]["state"], "EXPIRED");
    let path = format!("accounts/{ACCOUNT}/smpp/messages/77/state");
    assert_eq!(bench.control_answer("POST", &path, &json!({ "state": "EXPIRED" })).status, 404);
}

#[test]
fn a_receipt_can_look_in_many_ways() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    let mut shown = |receipt: Value| {
        set(&bench, &json!({ "progress": [[1, "DELIVRD"]], "ids": { "next": 255 }, "receipt": receipt }));
        send(&mut esme, 1);
        text(&mut esme)
    };
    assert_eq!(shown(json!({ "fields": ["Stat", "ID", "err"] })), "Stat:DELIVRD ID:255 err:000");
    assert_eq!(shown(json!({ "lower_case": true })), "Stat:delivrd ID:255 err:000", "the rest stays");
    let dates = shown(json!({ "fields": ["submit date"], "seconds": true }));
    assert_eq!(dates, "submit date:999999999999");
    assert_eq!(shown(json!({ "template": "{stat} of {id}!" })), "delivrd of 255!");
    let forms = json!({ "response": { "base": "hex" }, "receipt": { "base": "hex_upper", "pad": 4 } });
    set(&bench, &json!({ "ids": forms, "receipt": { "template": null, "fields": ["id"], "copies": 2 } }));
    assert_eq!(send(&mut esme, 1), "100");
    assert_eq!((text(&mut esme), text(&mut esme)), ("id:0100".to_owned(), "id:0100".to_owned()));
    let tlvs = json!({ "text": false, "tlvs": true, "more_tlvs": "0423 0002 aabb", "copies": 1 });
    set(&bench, &json!({ "receipt": tlvs }));
    assert_eq!(send(&mut esme, 1), "101");
    let expected = octets("00 001e0004 31303100 04270001 02 04230002 aabb");
    assert_eq!(receipt(&mut esme).1, expected);
    set(&bench, &json!({ "receipt": { "text": true, "tlvs": false, "more_tlvs": "", "in_payload": true } }));
    send(&mut esme, 1);
    assert_eq!(receipt(&mut esme).1, [&octets("00 0424 0007")[..], b"id:0102"].concat());
}

#[test]
fn a_receipt_can_overtake_the_response() {
    let bench = Bench::new();
    set(&bench, &json!({ "progress": [[0, "DELIVRD"]] }));
    let mut esme = Esme::bound(&bench);
    script(&bench, &json!([{ "delay_ms": 150 }]));
    esme.send(SUBMIT);
    assert_eq!(esme.frame().id, DELIVER);
    assert_eq!(esme.frame().head(), (SUBMIT_RESP, 0, 2));
}
