//! `submit_sm`: what is accepted, what is refused, and with which status.

use serde_json::{Value, json};

use super::*;

/// The fields of a `submit_sm` in their order, to be changed one at a time.
#[derive(Clone)]
struct Fields {
    service_type: &'static str,
    source: (u8, u8, &'static str),
    destination: (u8, u8, &'static str),
    esm_class: u8,
    priority: u8,
    schedule: &'static str,
    validity: &'static str,
    registered: u8,
    replace: u8,
    data_coding: u8,
    default_message: u8,
    text: Vec<u8>,
    tlvs: Vec<u8>,
}

fn right() -> Fields {
    Fields {
        service_type: "",
        source: (5, 0, "eCall"),
        destination: (1, 1, "41791112233"),
        esm_class: 0,
        priority: 0,
        schedule: "",
        validity: "",
        registered: 0,
        replace: 0,
        data_coding: 0,
        default_message: 0,
        text: b"Hello".to_vec(),
        tlvs: Vec::new(),
    }
}

impl Fields {
    fn pdu(&self) -> Vec<u8> {
        let mut body = Vec::new();
        let text = |body: &mut Vec<u8>, text: &str| body.extend(text.bytes().chain([0]));
        text(&mut body, self.service_type);
        for (ton, npi, address) in [self.source, self.destination] {
            body.extend([ton, npi]);
            text(&mut body, address);
        }
        body.extend([self.esm_class, 0, self.priority]);
        text(&mut body, self.schedule);
        text(&mut body, self.validity);
        body.extend([self.registered, self.replace, self.data_coding, self.default_message]);
        body.push(self.text.len() as u8);
        body.extend(&self.text);
        body.extend(&self.tlvs);
        pdu(4, 0, 8, &body)
    }
}

/// The status of a submit with one thing changed.
fn status(esme: &mut Esme, change: impl FnOnce(&mut Fields)) -> u32 {
    let mut fields = right();
    change(&mut fields);
    esme.connection.write(&fields.pdu()).unwrap();
    let answer = esme.frame();
    assert_eq!((answer.id, answer.sequence), (SUBMIT_RESP, 8));
    assert!(answer.status == 0 || answer.body.is_empty(), "a refusal has no body");
    answer.status
}

#[test]
fn the_vector_is_accepted_and_shown() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    esme.send(SUBMIT);
    let answer = esme.frame();
    assert_eq!((answer.head(), answer.body), ((SUBMIT_RESP, 0, 2), b"1\0".to_vec()));
    let requests = control(&bench, "GET", "requests", &Value::Null);
    let arrived = &requests["requests"][1];
    assert_eq!(arrived["hex"], SUBMIT.replace(' ', ""));
    assert_eq!((&arrived["command"], &arrived["error"]), (&json!("submit_sm"), &Value::Null));
    assert_eq!(
        arrived["fields"],
        json!({
            "service_type": "", "source_addr_ton": 5, "source_addr_npi": 0, "source_addr": "eCall",
            "dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": "41791112233", "esm_class": 0,
            "protocol_id": 0, "priority_flag": 0, "schedule_delivery_time": "", "validity_period": "",
            "registered_delivery": 1, "replace_if_present_flag": 0, "data_coding": 0, "sm_default_msg_id": 0,
            "short_message": "48656c6c6f", "tlvs": [],
        })
    );
    let messages = control(&bench, "GET", "messages", &Value::Null);
    let message = &messages["messages"][0];
    assert_eq!((&message["messageId"], &message["to"]), (&json!("1"), &json!("41791112233")));
}

#[test]
fn every_field_has_its_status() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    let esme = &mut esme;
    assert_eq!(status(esme, |f| f.service_type = "toolong"), 0x15);
    assert_eq!(status(esme, |f| f.source.0 = 7), 0x48);
    assert_eq!(status(esme, |f| f.source.1 = 2), 0x49);
    assert_eq!(status(esme, |f| f.source.2 = "twelve chars"), 0x0A);
    assert_eq!(status(esme, |f| f.source.2 = "a sender of more than twenty"), 0x0A);
    assert_eq!(status(esme, |f| f.source = (1, 1, "+41791112233")), 0x0A);
    assert_eq!(status(esme, |f| f.destination.0 = 9), 0x50);
    assert_eq!(status(esme, |f| f.destination.1 = 5), 0x51);
    for wrong in ["", "+41791112233", "0041791112233", "4179x", "417911122334455667788"] {
        assert_eq!(status(esme, |f| f.destination.2 = wrong), 0x0B, "{wrong}");
    }
    assert_eq!(status(esme, |f| f.esm_class = 0x04), 0x43);
    assert_eq!(status(esme, |f| f.priority = 4), 0x06);
    for wrong in ["2611211000", "261321100000000+", "000001000000100R"] {
        assert_eq!(status(esme, |f| f.schedule = wrong), 0x61, "{wrong}");
        assert_eq!(status(esme, |f| f.validity = wrong), 0x62, "{wrong}");
    }
    assert_eq!(status(esme, |f| f.validity = "000001000000000R"), 0);
    assert_eq!(status(esme, |f| f.registered = 3), 0x07);
    assert_eq!(status(esme, |f| f.replace = 2), 0x54);
    assert_eq!(status(esme, |f| f.default_message = 1), 0x63);
    assert_eq!(status(esme, |_| ()), 0);
    set(&bench, &json!({ "any_prefix": true, "refuse": { "41790000001": 0x14 } }));
    assert_eq!(status(esme, |f| f.destination.2 = "+41791112233"), 0);
    assert_eq!(status(esme, |f| f.destination.2 = "41790000001"), 0x14);
    bench.control("PUT", &format!("accounts/{ACCOUNT}"), &json!({ "credit": "none" }));
    assert_eq!(status(esme, |_| ()), 0x401);
    assert_eq!(summary(&bench, "accepted"), 3);
}

#[test]
fn texts_have_the_room_of_their_alphabet() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    let esme = &mut esme;
    let header = [5, 0, 3, 1, 2, 1];
    let sar = octets("020c00020007 020e000102 020f000101");
    for (data_coding, esm_class, sar, room) in [
        (0, 0, &[][..], 160),
        (0x10, 0, &[], 160),
        (0, 0x40, &[], 159),
        (0, 0, &sar, 153),
        (8, 0, &[], 140),
        (8, 0x40, &[], 140),
        (3, 0, &[], 140),
        (4, 0, &sar, 134),
    ] {
        let text = |length: usize| {
            let header: &[u8] = if esm_class == 0 { &[] } else { &header };
            [header, &vec![b'a'; length - header.len()]].concat()
        };
        let mut of = |length| {
            status(esme, |f| {
                (f.data_coding, f.esm_class, f.text, f.tlvs) =
                    (data_coding, esm_class, text(length), sar.to_vec());
            })
        };
        assert_eq!(of(room), 0, "{data_coding:#x} {esm_class:#x}");
        assert_eq!(of(room + 2), 1, "{data_coding:#x} {esm_class:#x}");
    }
    assert_eq!(status(esme, |f| (f.data_coding, f.text) = (8, vec![0; 3])), 1, "half a character");
    assert_eq!(
        status(esme, |f| (f.esm_class, f.text) = (0x40, vec![9, 0, 3])),
        0x45,
        "a header without an end"
    );
    let payload =
        |length: usize| [&octets("0424")[..], &(length as u16).to_be_bytes(), &vec![b'a'; length]].concat();
    assert_eq!(status(esme, |f| (f.text, f.tlvs) = (vec![], payload(1530))), 0);
    assert_eq!(status(esme, |f| (f.text, f.tlvs) = (vec![], payload(1531))), 1);
    assert_eq!(status(esme, |f| f.tlvs = payload(10)), 1, "twice a text");
    assert_eq!(status(esme, |f| f.tlvs = octets("020c00020007")), 0xC3);
    assert_eq!(status(esme, |f| f.tlvs = octets("020c00020007 020e000102 020f000103")), 0xC4);
    assert_eq!(status(esme, |f| f.tlvs = octets("020400020007")), 0);
    assert_eq!(status(esme, |f| f.tlvs = octets("14030002aabb")), 0, "a TLV that nobody knows");
    assert_eq!(status(esme, |f| f.tlvs = octets("02040002")), 0xC0, "a TLV without an end");
}

#[test]
fn ids_are_written_as_wanted() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    let mut id = |settings: Value| {
        set(&bench, &json!({ "ids": settings }));
        esme.submit(5, "41791112233");
        esme.frame().text()
    };
    assert_eq!(id(json!({ "next": 48879 })), "48879");
    assert_eq!(id(json!({ "response": { "base": "hex", "pad": 8 } })), "0000bef0");
    assert_eq!(id(json!({ "response": { "base": "hex_upper" } })), "BEF1");
    script(&bench, &json!([{ "message_id": "x".repeat(64) }]));
    assert_eq!(id(json!({})), "x".repeat(64));
    assert_eq!(id(json!({})), "BEF3");
}

#[test]
fn what_is_not_supported_is_refused_in_its_way() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    for id in [3, 7, 8, 0x21, 0x103] {
        esme.write(id, 0, 6, b"anything at all");
        assert_eq!(esme.frame().head(), (0x8000_0000 + id, 3, 6));
    }
    esme.write(0x4711, 0, 7, b"");
    assert_eq!(esme.frame().head(), (NACK, 3, 7));
    set(&bench, &json!({ "unsupported": "generic_nack", "error_body": true }));
    esme.write(3, 0, 8, b"");
    assert_eq!(esme.frame().head(), (NACK, 3, 8));
    esme.submit(9, "");
    let answer = esme.frame();
    assert_eq!((answer.head(), answer.body), ((SUBMIT_RESP, 0x0B, 9), vec![0]));
    esme.send("00000010 00000015 00000000 00000003");
    assert_eq!(esme.frame().head(), (ENQUIRE_RESP, 0, 3));
}
