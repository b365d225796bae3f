//! Texts of several parts, and every field that can be set.

use ecall::smpp::pdu::{Tag, Tlv};
use ecall::smpp::{Alphabet, FlashForm, LongMessage, PartState, Receipts, SubmitOptions};
use ecall::{Delivery, Kind, Outcome};

use crate::centre::{Centre, RESPONSE, SUBMIT, Submit, submit};
use crate::{bound, smpp, soon};

const TO: &str = "+41791112233";

/// What arrives of a text.
async fn arrived(text: &str, options: SubmitOptions) -> Vec<Submit> {
    let (give, take) = std::sync::mpsc::channel();
    let centre = Centre::start(move |conn| {
        conn.bind();
        while let Some(pdu) = conn.try_read() {
            if pdu.command != SUBMIT {
                return;
            }
            give.send(submit(&pdu.body)).unwrap();
            conn.accept(&pdu, "x");
        }
    });
    let client = bound(&centre, smpp()).await;
    let sent = soon(client.submit_with(TO, text, None, &options)).await.unwrap();
    let all: Vec<_> = take.try_iter().collect();
    assert_eq!(sent.parts.len(), all.len());
    all
}

#[tokio::test]
async fn parts_have_a_header_a_reference_and_their_numbers() {
    let text = "a".repeat(400);
    let parts = arrived(&text, SubmitOptions::new()).await;
    let sizes: Vec<_> = parts.iter().map(|part| part.message.len()).collect();
    assert_eq!(sizes, [6 + 153, 6 + 153, 6 + 94]);
    for (number, part) in (1..).zip(&parts) {
        assert_eq!((part.esm_class, part.coding), (0x40, 0));
        assert_eq!(part.message[..3], [5, 0, 3]);
        assert_eq!((part.message[3], part.message[4..6].to_vec()), (parts[0].message[3], vec![3, number]));
    }

    let parts = arrived(&text, SubmitOptions::new().long_message(LongMessage::Udh16)).await;
    assert_eq!(parts[2].message[..3], [6, 8, 4]);
    assert_eq!(parts[2].message[5..7], [3, 3]);

    let parts = arrived(&text, SubmitOptions::new().long_message(LongMessage::Sar)).await;
    assert_eq!((parts.len(), parts[1].esm_class, parts[1].message.len()), (3, 0, 153));
    assert_eq!(parts[1].rest[..4], [2, 0x0c, 0, 2]);
    assert_eq!(parts[1].rest[6..], [2, 0x0e, 0, 1, 3, 2, 0x0f, 0, 1, 2]);

    let parts = arrived(&text, SubmitOptions::new().long_message(LongMessage::Payload)).await;
    assert_eq!((parts.len(), parts[0].message.len()), (1, 0));
    assert_eq!((parts[0].rest[..4].to_vec(), parts[0].rest.len()), (vec![4, 0x24, 1, 144], 404));
}

#[tokio::test]
async fn each_text_has_a_reference_of_its_own() {
    let (give, take) = std::sync::mpsc::channel();
    let centre = Centre::start(move |conn| {
        conn.bind();
        while let Some(pdu) = conn.try_read() {
            give.send(submit(&pdu.body).message[3]).unwrap();
            conn.accept(&pdu, "x");
        }
    });
    let client = bound(&centre, smpp()).await;
    for _ in 0..3 {
        soon(client.submit(TO, &"a".repeat(200), None)).await.unwrap();
    }
    let references: Vec<u8> = take.try_iter().collect();
    let first = references[0];
    let expected = [0, 0, 1, 1, 2, 2].map(|text| first.wrapping_add(text));
    assert_eq!(references, expected);
}

#[tokio::test]
async fn the_fields_are_what_was_asked_for() {
    let one = |parts: Vec<Submit>| parts.into_iter().next().unwrap();
    let flash = |form| async move {
        let centre = Centre::start(|conn| {
            conn.bind();
            let pdu = conn.read_command(SUBMIT);
            let found = submit(&pdu.body);
            conn.accept(&pdu, &format!("{:02x}{:?}", found.coding, found.rest));
            conn.serve();
        });
        let client = bound(&centre, smpp().flash_form(form)).await;
        let options = SubmitOptions::new().flash(true);
        soon(client.submit_with(TO, "x", None, &options)).await.unwrap().message_id().unwrap().to_owned()
    };
    assert_eq!(flash(FlashForm::General).await, "10[]");
    assert_eq!(flash(FlashForm::Class).await, "f0[]");
    assert_eq!(flash(FlashForm::Subunit).await, "00[0, 5, 0, 1, 1]");
    let found = one(arrived("ж", SubmitOptions::new().flash(true)).await);
    assert_eq!((found.coding, found.message), (0x18, vec![0x04, 0x36]));
    let found = one(arrived("ü", SubmitOptions::new().alphabet(Alphabet::Latin1)).await);
    assert_eq!((found.coding, found.message), (3, vec![0xfc]));
    let found = one(arrived("", SubmitOptions::new().user_data(vec![0, 1, 255])).await);
    assert_eq!((found.coding, found.message), (4, vec![0, 1, 255]));
    let options =
        SubmitOptions::new().registered_delivery(Receipts::Failure).tlv(Tlv::UserMessageReference(7));
    let found = one(arrived("x", options).await);
    assert_eq!((found.registered, found.rest), (2, vec![2, 4, 0, 2, 0, 7]));
    assert_eq!(Tag::USER_MESSAGE_REFERENCE.0, 0x0204);
    let json = serde_json::json!({"registered_delivery": "none", "intermediate_notifications": true, "user_data": "00ff",
        "tlvs": [{"tag": "user_message_reference", "value": 9}]});
    let found = one(arrived("", SubmitOptions::from_json(json).unwrap()).await);
    assert_eq!((found.registered, found.message, found.rest), (0x10, vec![0, 255], vec![2, 4, 0, 2, 0, 9]));
}

#[tokio::test]
async fn every_problem_is_told_before_anything_goes_out() {
    let centre = Centre::start(|conn| {
        conn.bind();
        assert_eq!(conn.try_read(), None);
    });
    let client = bound(&centre, smpp()).await;
    let options = SubmitOptions::new().max_retries(101);
    let error = client.submit_with("0791", "", Some("much too long"), &options).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::InvalidArgument, Outcome::NotAccepted));
    let fields: Vec<_> = error.details().fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["to", "from", "text", "max_retries"]);
    let options = SubmitOptions::new().schedule_delivery_time("tomorrow").priority(4);
    let error = client.submit_with("+41791112233", "x", None, &options).await.unwrap_err();
    let fields: Vec<_> = error.details().fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["schedule_delivery_time", "priority"]);
    assert!(!error.to_string().contains("tomorrow"));
    drop(client);
}

#[tokio::test]
async fn the_first_part_that_is_refused_stops_the_rest() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let first = conn.read_command(SUBMIT);
        conn.accept(&first, "p1");
        let second = conn.read_command(SUBMIT);
        conn.write(SUBMIT | RESPONSE, 0x45, second.sequence, b"");
        let other = conn.read_command(SUBMIT);
        assert_eq!(submit(&other.body).message, b"other");
        conn.accept(&other, "o");
    });
    let client = bound(&centre, smpp()).await;
    let error = soon(client.submit(TO, &"a".repeat(400), None)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Rejected, Outcome::NotAccepted));
    let details = error.details();
    let states: Vec<_> = details.parts.iter().map(|part| part.state).collect();
    assert_eq!(states, [PartState::Accepted, PartState::Refused, PartState::NotSent]);
    assert_eq!((details.message_id.as_deref(), details.smpp_status), (Some("p1"), Some(0x45)));
    soon(client.submit(TO, "other", None)).await.unwrap();
}

#[tokio::test]
async fn a_caller_who_ends_it_between_the_parts_is_told_which_were_accepted() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let pdu = conn.read_command(SUBMIT);
        conn.accept(&pdu, "p1");
        conn.drain();
    });
    let client = bound(&centre, smpp()).await;
    let options = SubmitOptions::new().timeout(std::time::Duration::from_millis(100));
    let error = soon(client.submit_with(TO, &"a".repeat(400), None, &options)).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
    let states: Vec<_> = error.details().parts.iter().map(|part| part.state).collect();
    assert_eq!(states, [PartState::Accepted, PartState::Unknown, PartState::NotSent]);
    assert_eq!(error.details().message_id.as_deref(), Some("p1"));
}

/// Cut after the second part went out: what follows has the same reference, and begins with that part.
#[tokio::test]
async fn what_is_sent_again_has_the_same_reference() {
    for delivery in [Delivery::Standard, Delivery::AtLeastOnce] {
        let (give, take) = std::sync::mpsc::channel();
        let centre = Centre::start(move |conn| {
            conn.bind();
            while let Some(pdu) = conn.try_read() {
                let found = submit(&pdu.body);
                give.send((found.message[3], found.message[5])).unwrap();
                if (conn.number, found.message[5]) == (0, 2) {
                    return;
                }
                conn.accept(&pdu, &format!("c{}p{}", conn.number, found.message[5]));
            }
        });
        let client = bound(&centre, smpp()).await;
        let options = SubmitOptions::new().delivery(delivery);
        let sent = soon(client.submit_with(TO, &"a".repeat(400), None, &options)).await;
        let (references, parts): (std::collections::BTreeSet<u8>, Vec<u8>) = take.try_iter().unzip();
        assert_eq!(references.len(), 1);
        if delivery == Delivery::Standard {
            let error = sent.unwrap_err();
            assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
            let states: Vec<_> = error.details().parts.iter().map(|part| part.state).collect();
            assert_eq!(states, [PartState::Accepted, PartState::Unknown, PartState::NotSent]);
            assert_eq!(parts, [1, 2]);
        } else {
            let sent = sent.unwrap();
            assert!(sent.possible_duplicate);
            let ids: Vec<_> = sent.parts.iter().map(|part| part.message_id.as_deref().unwrap()).collect();
            assert_eq!((ids, parts), (vec!["c0p1", "c1p2", "c1p3"], vec![1, 2, 2, 3]));
        }
    }
}
