//! Times that are up, whatever else is waited for.

use std::time::{Duration, Instant};

use ecall::smpp::{LinkState, PartState, SmppClient, SmppEvent, SubmitOptions, SubmitRequest};
use ecall::{Delivery, Kind, Outcome};

use crate::centre::{Centre, DELIVER, ENQUIRE, SUBMIT, octets, receipt};
use crate::{bound, options, smpp, soon};

const TO: &str = "+41791112233";

/// Its response comes later all the same: it is told of, and the place in the window is free only then.
#[tokio::test]
async fn a_message_of_many_ends_when_its_time_is_up() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let late = conn.read_command(SUBMIT);
        conn.limit(Some(Duration::from_millis(200)));
        assert_eq!(conn.try_read(), None, "the window is full");
        conn.limit(None);
        conn.accept(&late, "late");
        conn.serve();
    });
    let client = bound(&centre, smpp().window(1)).await;
    let mut events = client.events().unwrap();
    let options = SubmitOptions::new().timeout(Duration::from_millis(60)).delivery(Delivery::AtLeastOnce);
    let bulk = client.submit_many(options).unwrap();
    let begun = Instant::now();
    bulk.give([Ok(SubmitRequest::new(TO, "x"))]);
    let done = soon(bulk.take(10)).await;
    assert!((60..180).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
    let error = done[0].result.as_ref().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
    assert_eq!(error.details().parts[0].state, PartState::Unknown);
    assert_eq!(soon(client.submit(TO, "y", None)).await.unwrap().message_id(), Some("m1"));
    loop {
        if let SmppEvent::Response(found) = soon(events.next()).await.unwrap() {
            assert_eq!((found.reason, found.message_id.as_deref()), ("late", Some("late")));
            break;
        }
    }
}

/// The turn of the second comes after an hour.
#[tokio::test]
async fn a_message_that_is_held_back_ends_when_its_time_is_up() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.serve();
    });
    let client = bound(&centre, smpp().rate(1.0 / 3600.0)).await;
    let bulk = client.submit_many(SubmitOptions::new().timeout(Duration::from_millis(60))).unwrap();
    bulk.give((0..2).map(|_| Ok(SubmitRequest::new(TO, "x"))));
    bulk.end();
    let mut done = Vec::new();
    while done.len() < 2 {
        done.extend(soon(bulk.take(10)).await);
    }
    done.sort_by_key(|done| done.index);
    assert!(done[0].result.is_ok());
    let error = done[1].result.as_ref().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Timeout, Outcome::NotAccepted));
}

/// The receipt of a part that was accepted after all says which it is.
#[tokio::test]
async fn a_part_that_is_accepted_late_is_still_that_part() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let first = conn.read_command(SUBMIT);
        conn.accept(&first, "one");
        let second = conn.read_command(SUBMIT);
        std::thread::sleep(Duration::from_millis(150));
        conn.accept(&second, "two");
        conn.write(DELIVER, 0, 1, &receipt("two", "DELIVRD"));
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    let bulk = client.submit_many(SubmitOptions::new().timeout(Duration::from_millis(60))).unwrap();
    bulk.give([Ok(SubmitRequest::new(TO, "a".repeat(200)))]);
    let done = soon(bulk.take(10)).await;
    let states = done[0].result.as_ref().unwrap_err().details().parts.clone();
    assert_eq!([states[0].state, states[1].state], [PartState::Accepted, PartState::Unknown]);
    loop {
        if let SmppEvent::Receipt(found) = soon(events.next()).await.unwrap() {
            assert_eq!((found.matched, found.part, found.parts), (true, 2, 2));
            break;
        }
    }
}

/// Written on a link that was lost, and not again before its time was up.
#[tokio::test]
async fn a_part_that_waits_to_be_sent_again_may_have_been_accepted() {
    let centre = Centre::start(|conn| {
        conn.bind();
        if conn.number == 0 {
            drop(conn.read_command(SUBMIT));
        } else {
            conn.drain();
        }
    });
    let slow = smpp().reconnect_initial(Duration::from_secs(600)).reconnect_max(Duration::from_secs(600));
    let client = bound(&centre, slow).await;
    let options = SubmitOptions::new().timeout(Duration::from_millis(60)).delivery(Delivery::AtLeastOnce);
    let bulk = client.submit_many(options).unwrap();
    bulk.give([Ok(SubmitRequest::new(TO, "x"))]);
    let done = soon(bulk.take(10)).await;
    let error = done[0].result.as_ref().unwrap_err();
    assert_eq!((error.kind(), error.details().parts[0].state), (Kind::OutcomeUnknown, PartState::Unknown));
}

#[tokio::test]
async fn a_first_bind_has_the_time_of_a_call() {
    let centre = Centre::start(crate::centre::Conn::drain);
    let client = SmppClient::new(options(&centre).timeout(Duration::from_millis(100)), smpp()).unwrap();
    let begun = Instant::now();
    let error = soon(client.bind()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Connect, Outcome::NotApplicable));
    assert!(begun.elapsed() >= Duration::from_millis(100));
}

/// Octets that never become a PDU are no sign of life.
#[tokio::test]
async fn a_trickle_is_silence() {
    let centre = Centre::start(|conn| {
        conn.bind();
        for octet in &octets(ENQUIRE, 0, 5, b"")[..15] {
            conn.write_raw(&[*octet]);
            std::thread::sleep(Duration::from_millis(30));
        }
        conn.drain();
    });
    let quick =
        smpp().enquire_link_interval(Duration::from_millis(60)).response_timeout(Duration::from_millis(60));
    let client = bound(&centre, quick).await;
    let mut events = client.events().unwrap();
    let begun = Instant::now();
    loop {
        let SmppEvent::Link(event) = soon(events.next()).await.unwrap() else { panic!() };
        if event.state == LinkState::Down {
            assert_eq!(event.reason, Some("dead_peer"));
            break;
        }
    }
    assert!(begun.elapsed() < Duration::from_millis(400), "{:?}", begun.elapsed());
}
