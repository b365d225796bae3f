//! Receipts, inbound messages, and what is answered when.

use std::time::Duration;

use ecall::smpp::{LinkState, SmppClient, SmppEvent, SmppEvents, SubmitOptions};

use crate::centre::{
    Centre, Conn, DELIVER, ENQUIRE, NACK, RESPONSE, SUBMIT, UNBIND, deliver, octets, receipt,
};
use crate::{bound, smpp, soon};

const TO: &str = "+41791112233";

/// The next event that is no state of the link.
async fn next(events: &mut SmppEvents) -> SmppEvent {
    loop {
        match soon(events.next()).await.expect("the events have ended") {
            SmppEvent::Link(_) => {}
            event => return event,
        }
    }
}

async fn send(client: &SmppClient, tag: &str) {
    soon(client.submit_with(TO, "Hello", None, &SubmitOptions::new().tag(tag))).await.unwrap();
}

fn quiet(conn: &mut Conn, why: &str) {
    conn.limit(Some(Duration::from_millis(30)));
    assert_eq!(conn.try_read(), None, "{why}");
    conn.limit(None);
}

/// Waits until the client has its reader: a submit says so.
fn bind_and_start(conn: &mut Conn) {
    conn.bind();
    let pdu = conn.read_command(SUBMIT);
    conn.accept(&pdu, "0000001a2b");
}

fn answer(conn: &mut Conn, status: u32, sequence: u32) {
    let pdu = conn.read_command(DELIVER | RESPONSE);
    assert_eq!((pdu.status, pdu.sequence, &pdu.body[..]), (status, sequence, &b"\0"[..]));
}

#[tokio::test]
async fn a_receipt_is_matched_and_answered_once_it_was_taken() {
    let centre = Centre::start(|conn| {
        bind_and_start(conn);
        for (sequence, id) in [(1, "1A2B"), (2, "unknown")] {
            conn.write(DELIVER, 0, sequence, &receipt(id, "DELIVRD"));
        }
        quiet(conn, "nothing was taken");
        conn.write(ENQUIRE, 0, 9, b"");
        conn.read_command(ENQUIRE | RESPONSE);
        // The client asks for the second, then for the third.
        answer(conn, 0, 1);
        answer(conn, 0, 2);
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "first").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
    assert_eq!(
        (found.message_id.as_deref(), found.receipted_id.as_deref()),
        (Some("0000001a2b"), Some("1A2B"))
    );
    assert_eq!(
        (found.tag.as_deref(), found.state, found.is_final, found.matched),
        (Some("first"), Some("delivered"), true, true)
    );
    assert_eq!((found.part, found.parts, found.done_date.unwrap().minute), (1, 1, 31));
    let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
    assert_eq!((found.message_id.as_deref(), found.matched), (Some("unknown"), false));
    events.acknowledge();
    soon(client.unbind()).await.unwrap();
}

#[tokio::test]
async fn what_did_not_reach_its_taker_comes_again_and_is_answered_only_then() {
    let centre = Centre::start(|conn| {
        bind_and_start(conn);
        for (sequence, id) in [(1, "1A2B"), (2, "second")] {
            conn.write(DELIVER, 0, sequence, &receipt(id, "DELIVRD"));
        }
        quiet(conn, "nothing was taken");
        answer(conn, 0, 1);
        answer(conn, 0, 2);
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap().keeping();
    send(&client, "first").await;
    for _ in 0..3 {
        let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
        assert_eq!((found.receipted_id.as_deref(), found.tag.as_deref()), (Some("1A2B"), Some("first")));
        tokio::time::sleep(Duration::from_millis(50)).await;
        events.give_again();
    }
    let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
    assert_eq!(found.receipted_id.as_deref(), Some("1A2B"));
    let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
    assert_eq!(found.receipted_id.as_deref(), Some("second"));
    events.acknowledge();
    soon(client.unbind()).await.unwrap();
}

#[tokio::test]
async fn what_of_a_batch_was_not_handed_on_comes_again() {
    let centre = Centre::start(|conn| {
        bind_and_start(conn);
        for (sequence, id) in [(1, "one"), (2, "two"), (3, "three")] {
            conn.write(DELIVER, 0, sequence, &receipt(id, "DELIVRD"));
        }
        quiet(conn, "nothing was taken");
        for sequence in 1..=3 {
            answer(conn, 0, sequence);
        }
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap().keeping();
    send(&client, "first").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let batch = soon(events.next_batch(10)).await;
    let of_the_link = batch.iter().filter(|event| matches!(event, SmppEvent::Link(_))).count();
    assert_eq!(batch.len() - of_the_link, 3);
    events.acknowledge_first(of_the_link);
    events.give_again_from(1);
    // Asking for the second says that the first is taken.
    for id in ["two", "three"] {
        let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
        assert_eq!(found.receipted_id.as_deref(), Some(id));
    }
    events.acknowledge();
    soon(client.unbind()).await.unwrap();
}

#[tokio::test]
async fn a_receipt_that_overtakes_its_response_is_matched_all_the_same() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let pdu = conn.read_command(SUBMIT);
        conn.write(DELIVER, 0, 1, &receipt("255", "DELIVRD"));
        conn.write(DELIVER, 0, 2, &receipt("nobody's", "DELIVRD"));
        quiet(conn, "neither was taken");
        conn.accept(&pdu, "FF");
        answer(conn, 0, 1);
        answer(conn, 0, 2);
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "early").await;
    for (tag, id) in [(Some("early"), "FF"), (None, "nobody's")] {
        let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
        assert_eq!((found.tag.as_deref(), found.message_id.as_deref()), (tag, Some(id)));
    }
    events.acknowledge();
    soon(client.unbind()).await.unwrap();
}

/// A centre with a delivery window of 1: it sends a part once the one before was answered.
#[tokio::test]
async fn parts_are_answered_at_once_and_the_last_once_it_was_taken() {
    let part = |number: u8| {
        let text = format!("part {number} ");
        deliver("41790000001", "4100", 0x40, 0, &[&[5, 0, 3, 9, 3, number][..], text.as_bytes()].concat())
    };
    let centre = Centre::start(move |conn| {
        bind_and_start(conn);
        for number in [2, 1] {
            conn.write(DELIVER, 0, number.into(), &part(number));
            answer(conn, 0, number.into());
        }
        conn.write(DELIVER, 0, 3, &part(3));
        quiet(conn, "the last was not taken");
        conn.write(ENQUIRE, 0, 9, b"");
        conn.read_command(ENQUIRE | RESPONSE);
        answer(conn, 0, 3);
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "x").await;
    let SmppEvent::Message(found) = next(&mut events).await else { panic!() };
    assert_eq!((found.text.as_deref(), found.parts), (Some("part 1 part 2 part 3 "), 3));
    assert_eq!((found.from.as_str(), found.to.as_str()), ("41790000001", "4100"));
    tokio::time::sleep(Duration::from_millis(100)).await;
    events.acknowledge();
    soon(client.unbind()).await.unwrap();
}

/// The link is lost after the parts were answered and before the message was taken: it is neither lost nor doubled.
#[tokio::test]
async fn a_message_in_parts_outlives_the_link() {
    let part = |number: u8| deliver("41790000001", "4100", 0x40, 0, &[5, 0, 3, 9, 2, number, b'0' + number]);
    let centre = Centre::start(move |conn| {
        if conn.number == 0 {
            bind_and_start(conn);
            conn.write(DELIVER, 0, 1, &part(1));
            answer(conn, 0, 1);
            return conn.write(DELIVER, 0, 2, &part(2));
        }
        conn.bind();
        // It was not answered, and so it comes again.
        conn.write(DELIVER, 0, 77, &part(2));
        let pdu = conn.read_command(SUBMIT);
        quiet(conn, "it was not taken");
        conn.accept(&pdu, "y");
        answer(conn, 0, 77);
        // Once more, after it was taken: there is nothing to take.
        conn.write(DELIVER, 0, 78, &part(2));
        answer(conn, 0, 78);
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "x").await;
    while centre.connections() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    send(&client, "y").await;
    let SmppEvent::Message(found) = next(&mut events).await else { panic!() };
    assert_eq!(found.text.as_deref(), Some("12"));
    events.acknowledge();
    tokio::time::sleep(Duration::from_millis(100)).await;
    soon(client.unbind()).await.unwrap();
    while let Some(event) = events.next().await {
        assert!(matches!(event, SmppEvent::Link(_)), "{event:?}");
    }
}

#[tokio::test]
async fn without_a_reader_nothing_is_taken_in() {
    let centre = Centre::start(|conn| {
        bind_and_start(conn);
        conn.write(DELIVER, 0, 1, &deliver("41790000001", "4100", 0, 0, b"Hello"));
        answer(conn, 0x64, 1);
        let pdu = conn.read_command(SUBMIT);
        conn.accept(&pdu, "y");
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    send(&client, "x").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    send(&client, "y").await;
}

#[tokio::test]
async fn without_a_reader_or_room_the_centre_is_told_to_try_again() {
    let centre = Centre::start(|conn| {
        bind_and_start(conn);
        conn.write(DELIVER, 0, 1, &receipt("1a2b", "DELIVRD"));
        answer(conn, 0x64, 1);
        // Now there is a reader, whose buffer has room for two.
        let pdu = conn.read_command(SUBMIT);
        conn.accept(&pdu, "x");
        // At once, so that none is taken before the last has come.
        let three = (2..5).flat_map(|sequence| octets(DELIVER, 0, sequence, &receipt("1a2b", "ENROUTE")));
        conn.write_raw(&three.collect::<Vec<_>>());
        answer(conn, 0x64, 4);
        // It takes one and is gone.
        answer(conn, 0, 2);
        answer(conn, 0x64, 3);
        conn.serve();
    });
    let client = bound(&centre, smpp().event_buffer(2)).await;
    send(&client, "x").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut events = client.events().unwrap();
    // The states of the link are taken, so that there is room.
    while let Ok(Some(event)) = tokio::time::timeout(Duration::from_millis(50), events.next()).await {
        assert!(matches!(event, SmppEvent::Link(_)), "{event:?}");
    }
    send(&client, "y").await;
    let SmppEvent::Receipt(_) = next(&mut events).await else { panic!() };
    events.acknowledge();
    let SmppEvent::Receipt(_) = next(&mut events).await else { panic!() };
    drop(events);
    soon(client.unbind()).await.unwrap();
}

#[tokio::test]
async fn an_odd_pdu_is_answered_and_told_and_the_link_lives_on() {
    let centre = Centre::start(|conn| {
        bind_and_start(conn);
        // A message that is cut off, an unknown command, an unsupported one, a type of its own, and responses nobody waits for.
        conn.write(DELIVER, 0, 1, b"\0\x01\x01123");
        let pdu = conn.read_command(DELIVER | RESPONSE);
        assert_eq!((pdu.status, pdu.sequence), (0xc2, 1));
        conn.write(0x77, 0, 2, b"x");
        let pdu = conn.read_command(NACK);
        assert_eq!((pdu.status, pdu.sequence), (3, 2));
        conn.write(0x103, 0, 3, &[0; 30]);
        let pdu = conn.read_command(0x103 | RESPONSE);
        assert_eq!((pdu.status, pdu.sequence), (3, 3));
        conn.write(DELIVER, 0, 4, &deliver("1", "2", 0x10, 0, b"x"));
        answer(conn, 0, 4);
        conn.write(SUBMIT | RESPONSE, 0, 2, b"again\0");
        conn.write(SUBMIT | RESPONSE, 0, 4711, b"who\0");
        conn.write(0x4000_0001 | RESPONSE, 0, 4712, b"");
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "x").await;
    for expected in ["truncated", "unsupported", "unsupported", "type"] {
        let SmppEvent::Raw(raw) = next(&mut events).await else { panic!() };
        assert_eq!(raw.reason, expected);
        assert!(raw.octets.len() > 16);
    }
    for (reason, id) in [("duplicate", Some("again")), ("unsolicited", Some("who")), ("unsolicited", None)] {
        let SmppEvent::Response(found) = next(&mut events).await else { panic!() };
        assert_eq!((found.reason, found.message_id.as_deref()), (reason, id));
    }
    send(&client, "the link lives").await;
    soon(client.unbind()).await.unwrap();
    assert_eq!(centre.connections(), 1);
}

/// Longer than what is read at a time.
#[tokio::test]
async fn a_payload_as_long_as_can_be_comes_in() {
    let centre = Centre::start(|conn| {
        bind_and_start(conn);
        for sequence in 1..=3 {
            let mut body = deliver("41790000001", "4100", 0, 4, b"");
            body.extend([0x04, 0x24, 0xff, 0xff]);
            body.extend(vec![sequence as u8; 65535]);
            conn.write(DELIVER, 0, sequence, &body);
            answer(conn, 0, sequence);
        }
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "x").await;
    for sequence in 1..=3 {
        let SmppEvent::Message(found) = next(&mut events).await else { panic!() };
        assert_eq!((found.octets, found.text), (vec![sequence; 65535], None));
        events.acknowledge();
    }
    soon(client.unbind()).await.unwrap();
}

/// Whatever the centre sends while nobody reads, and whatever a reader leaves: memory is bounded.
#[tokio::test]
async fn what_nobody_reads_makes_room_for_what_is_new() {
    for reads in [false, true] {
        let centre = Centre::start(|conn| {
            conn.bind();
            let pdu = conn.read_command(SUBMIT);
            for sequence in 1000..2000 {
                conn.write(SUBMIT | RESPONSE, 0, sequence, b"who\0");
            }
            conn.accept(&pdu, "x");
            conn.serve();
        });
        let client = bound(&centre, smpp().event_buffer(100)).await;
        let mut events = reads.then(|| client.events().unwrap());
        send(&client, "x").await;
        let mut events = events.take().unwrap_or_else(|| client.events().unwrap());
        let all = events.next_batch(10_000).await;
        assert_eq!(all.len(), if reads { 100 } else { 64 });
        let Some(SmppEvent::Response(last)) = all.last() else { panic!("{:?}", all.last()) };
        assert_eq!(last.sequence, 1999);
    }
}

#[tokio::test]
async fn events_end_with_the_client() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let pdu = conn.read_command(UNBIND);
        conn.write(UNBIND | RESPONSE, 0, pdu.sequence, b"");
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    soon(client.unbind()).await.unwrap();
    let mut states = Vec::new();
    while let Some(SmppEvent::Link(event)) = soon(events.next()).await {
        states.push(event.state);
    }
    assert_eq!(states, [LinkState::Connecting, LinkState::Bound, LinkState::Closed]);
}
