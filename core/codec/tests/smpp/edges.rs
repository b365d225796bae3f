//! What vectors cannot state: values that are too large for a file, and what must not be shown.

use ecall_codec::smpp::{At, Bind, Body, Frames, Message, Pdu, Problem, Rule, Tag, Tlv, Tlvs};

#[test]
fn a_payload_that_its_length_cannot_count_is_refused() {
    let payload = vec![b'a'; 65_536];
    let mut pdu = Pdu::new(1, Body::SubmitSm(Message::default()));
    pdu.tlvs = Tlvs::NONE.with(&Tlv::SourcePort(1)).with(&Tlv::MessagePayload(payload.into()));
    let rule = Rule::TooLong { found: 65_536, limit: 65_535 };
    let problem = Problem { at: At { field: "message_payload", index: None }, rule };
    let mut octets = Vec::new();
    assert_eq!(pdu.encode(&mut octets).unwrap_err().problems, [problem]);
    assert!(octets.is_empty());

    pdu.tlvs = Tlvs::NONE.with(&Tlv::MessagePayload(vec![b'a'; 65_535].into()));
    pdu.encode(&mut octets).unwrap();
    let read = Pdu::decode(&octets).unwrap();
    assert_eq!(read.pdu.tlvs.value(Tag::MESSAGE_PAYLOAD).map(<[u8]>::len), Some(65_535));
}

#[test]
fn a_password_is_not_shown() {
    let bind = Pdu::new(1, Body::BindTransceiver(Bind::new("johnsmith", "s3cr3t-and-too-long")));
    let shown = format!("{bind:?}");
    assert!(shown.contains("johnsmith") && !shown.contains("s3cr3t"), "{shown}");
    let error = bind.encode(&mut Vec::new()).unwrap_err();
    let said = format!("{error} {error:?}");
    assert!(said.contains("password has at most 9 octets, not 20") && !said.contains("s3cr3t"), "{said}");
    let mut octets = Vec::new();
    Pdu::new(1, Body::BindReceiver(Bind::new("johnsmith", "s3cr3t"))).encode(&mut octets).unwrap();
    octets.pop();
    let unreadable = Pdu::decode(&octets).unwrap_err();
    let mut frames = Frames::default();
    frames.push(&octets);
    let said = format!("{unreadable} {unreadable:?} {frames:?}");
    // Octets are shown as numbers: 115 is `s`.
    assert!(!said.contains("s3cr3t") && !said.contains("115, 51, 99"), "{said}");
}
