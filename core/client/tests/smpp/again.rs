//! What the centre sends once more, and what has to come again though the centre does not send it.

use std::time::Duration;

use ecall::smpp::{SmppClient, SmppEvent, SmppEvents, SubmitOptions, SubmitRequest};

use crate::centre::{Centre, Conn, DELIVER, RESPONSE, SUBMIT, deliver, receipt};
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

async fn connected(centre: &Centre, times: usize) {
    while centre.connections() < times {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn part(number: u8) -> Vec<u8> {
    deliver("41790000001", "4100", 0x40, 0, &[5, 0, 3, 9, 2, number, b'0' + number])
}

fn bind_and_accept(conn: &mut Conn, id: &str) {
    conn.bind();
    let pdu = conn.read_command(SUBMIT);
    conn.accept(&pdu, id);
}

/// It was final when it came first, and nobody had taken it when the link was lost.
#[tokio::test]
async fn a_receipt_that_comes_again_still_says_whose_it_is() {
    let centre = Centre::start(|conn| {
        if conn.number == 0 {
            bind_and_accept(conn, "id7");
            conn.write(DELIVER, 0, 1, &receipt("id7", "DELIVRD"));
            std::thread::sleep(Duration::from_millis(50));
            return;
        }
        conn.bind();
        conn.write(DELIVER, 0, 1, &receipt("id7", "DELIVRD"));
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "pump").await;
    connected(&centre, 2).await;
    send(&client, "another").await;
    let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
    assert_eq!((found.matched, found.tag.as_deref()), (true, Some("pump")));
    let other = tokio::time::timeout(Duration::from_millis(50), next(&mut events)).await;
    assert!(other.is_err(), "it is there once: {other:?}");
}

/// It may have overtaken a response that will never come.
#[tokio::test]
async fn a_receipt_that_was_held_when_the_link_was_lost_comes_once() {
    let centre = Centre::start(|conn| {
        conn.bind();
        if conn.number == 0 {
            conn.read_command(SUBMIT);
            conn.write(DELIVER, 0, 1, &receipt("another's", "DELIVRD"));
            std::thread::sleep(Duration::from_millis(50));
            return;
        }
        conn.write(DELIVER, 0, 1, &receipt("another's", "DELIVRD"));
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    soon(client.submit(TO, "x", None)).await.unwrap_err();
    connected(&centre, 2).await;
    send(&client, "y").await;
    let SmppEvent::Receipt(_) = next(&mut events).await else { panic!() };
    let other = tokio::time::timeout(Duration::from_millis(50), next(&mut events)).await;
    assert!(other.is_err(), "it is there once: {other:?}");
}

/// A sequence number means another delivery on another link.
#[tokio::test]
async fn what_came_on_a_link_that_is_gone_is_not_answered_on_the_next() {
    let centre = Centre::start(|conn| {
        if conn.number == 0 {
            bind_and_accept(conn, "x");
            conn.write(DELIVER, 0, 1, &receipt("x", "DELIVRD"));
            let pdu = conn.read_command(SUBMIT);
            return conn.accept(&pdu, "y");
        }
        conn.bind();
        conn.write(DELIVER, 0, 1, &receipt("other", "DELIVRD"));
        conn.limit(Some(Duration::from_millis(150)));
        assert_eq!(conn.try_read(), None, "this one was not taken");
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "x").await;
    let SmppEvent::Receipt(_) = next(&mut events).await else { panic!() };
    send(&client, "y").await;
    connected(&centre, 2).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    events.acknowledge();
    tokio::time::sleep(Duration::from_millis(150)).await;
}

/// Of ids that are counted up, "16" is also what 10 is in hexadecimal.
#[tokio::test]
async fn a_receipt_that_comes_twice_is_not_taken_for_anothers() {
    let centre = Centre::start(|conn| {
        conn.bind();
        for id in ["10", "16"] {
            let pdu = conn.read_command(SUBMIT);
            conn.accept(&pdu, id);
        }
        for sequence in [1, 2] {
            conn.write(DELIVER, 0, sequence, &receipt("16", "DELIVRD"));
        }
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "ten").await;
    send(&client, "sixteen").await;
    for _ in 0..2 {
        let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
        assert_eq!((found.tag.as_deref(), found.message_id.as_deref()), (Some("sixteen"), Some("16")));
    }
}

/// Only the last of them can wait for the message to be taken: a centre with a small window would otherwise wait for ever.
#[tokio::test]
async fn of_parts_that_come_again_all_but_the_last_are_answered_at_once() {
    let centre = Centre::start(|conn| {
        if conn.number == 0 {
            bind_and_accept(conn, "x");
            conn.write(DELIVER, 0, 1, &part(1));
            conn.write(DELIVER, 0, 2, &part(2));
            std::thread::sleep(Duration::from_millis(50));
            return;
        }
        conn.bind();
        for (sequence, answered) in [(12, 11), (13, 12)] {
            if sequence == 12 {
                conn.write(DELIVER, 0, 11, &part(1));
            }
            conn.write(DELIVER, 0, sequence, &part(2));
            let pdu = conn.read_command(DELIVER | RESPONSE);
            assert_eq!((pdu.sequence, pdu.status), (answered, 0));
        }
        conn.limit(Some(Duration::from_millis(30)));
        assert_eq!(conn.try_read(), None, "it was not taken");
        conn.limit(None);
        let pdu = conn.read_command(SUBMIT);
        conn.accept(&pdu, "y");
        let pdu = conn.read_command(DELIVER | RESPONSE);
        assert_eq!((pdu.sequence, pdu.status), (13, 0));
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "x").await;
    connected(&centre, 2).await;
    tokio::time::sleep(Duration::from_millis(150)).await;
    send(&client, "y").await;
    let SmppEvent::Message(found) = next(&mut events).await else { panic!() };
    assert_eq!(found.text.as_deref(), Some("12"));
    events.acknowledge();
    soon(client.unbind()).await.unwrap();
}

/// Its parts were answered: nobody else has them.
#[tokio::test]
async fn an_incomplete_message_that_was_not_taken_comes_again() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let pdu = conn.read_command(SUBMIT);
        conn.write(DELIVER, 0, 1, &part(1));
        conn.read_command(DELIVER | RESPONSE);
        conn.accept(&pdu, "x");
        conn.serve();
    });
    let smpp = smpp().reassembly_timeout(Duration::from_millis(20)).event_buffer(1);
    let client = bound(&centre, smpp).await;
    let mut events = client.events().unwrap();
    // The states of the link, so that there is room.
    for _ in 0..2 {
        let state = tokio::time::timeout(Duration::from_millis(50), events.next()).await;
        assert!(matches!(state, Ok(Some(SmppEvent::Link(_))) | Err(_)), "{state:?}");
    }
    events.acknowledge();
    send(&client, "x").await;
    for _ in 0..3 {
        let SmppEvent::Incomplete(found) = next(&mut events).await else { panic!() };
        assert_eq!((found.missing, found.parts), (vec![2], vec![(1, Some("1".to_owned()))]));
        drop(events);
        events = client.events().unwrap();
    }
    let SmppEvent::Incomplete(_) = next(&mut events).await else { panic!() };
    events.acknowledge();
    soon(client.unbind()).await.unwrap();
    while let Some(event) = soon(events.next()).await {
        assert!(matches!(event, SmppEvent::Link(_)), "{event:?}");
    }
}

/// The same when the client ends before its other parts come.
#[tokio::test]
async fn an_incomplete_message_comes_out_at_the_end() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let pdu = conn.read_command(SUBMIT);
        conn.write(DELIVER, 0, 1, &part(2));
        conn.read_command(DELIVER | RESPONSE);
        conn.accept(&pdu, "x");
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    send(&client, "x").await;
    soon(client.unbind()).await.unwrap();
    let SmppEvent::Incomplete(found) = next(&mut events).await else { panic!() };
    assert_eq!((found.missing, found.parts), (vec![1], vec![(2, Some("2".to_owned()))]));
}

/// It may have overtaken the response of a message that is cancelled: then there is nothing left to wait for.
#[tokio::test]
async fn a_receipt_does_not_wait_for_what_was_cancelled() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.read_command(SUBMIT);
        conn.write(DELIVER, 0, 1, &receipt("another's", "DELIVRD"));
        conn.drain();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    let bulk = client.submit_many(SubmitOptions::new()).unwrap();
    bulk.give([Ok(SubmitRequest::new(TO, "x"))]);
    tokio::time::sleep(Duration::from_millis(50)).await;
    bulk.cancel();
    let SmppEvent::Receipt(found) = next(&mut events).await else { panic!() };
    assert!(!found.matched);
}
