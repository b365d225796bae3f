//! What becomes of messages when a link breaks, a response does not come, or the caller ends it.

use std::time::{Duration, Instant};

use ecall::smpp::{LinkState, SmppEvent, SubmitOptions};
use ecall::{CancelToken, Delivery, Kind, Outcome};
use futures_util::future::join_all;

use crate::centre::{Centre, ENQUIRE, RESPONSE, SUBMIT, UNBIND, octets, submit};
use crate::{bound, client, smpp, soon};

const TO: &str = "+41791112233";

#[tokio::test]
async fn what_was_written_is_unknown_and_what_was_not_goes_out_on_the_next_link() {
    let (give, take) = std::sync::mpsc::channel();
    let centre = Centre::start(move |conn| {
        conn.bind();
        if conn.number == 0 {
            // The whole window, of which one is answered; the rest of twelve was never written.
            let all: Vec<_> = (0..5).map(|_| conn.read_command(SUBMIT)).collect();
            conn.accept(&all[0], "first");
            let sixth = conn.read_command(SUBMIT);
            assert_eq!(submit(&sixth.body).message, b"5");
            return;
        }
        while let Some(pdu) = conn.try_read() {
            if pdu.command == SUBMIT {
                give.send(String::from_utf8(submit(&pdu.body).message).unwrap()).unwrap();
                conn.accept(&pdu, "later");
            }
        }
    });
    let client = bound(&centre, smpp().window(5)).await;
    let texts: Vec<_> = (0..12).map(|number| number.to_string()).collect();
    let sent = soon(join_all(texts.iter().map(|text| client.submit(TO, text, None)))).await;
    for (number, sent) in sent.iter().enumerate() {
        match (number, sent) {
            (0, sent) => assert_eq!(sent.as_ref().unwrap().message_id(), Some("first")),
            (1..=5, Err(error)) => {
                assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
                assert_eq!(error.details().attempts[0].kind, Kind::Connect);
            }
            (6.., Ok(sent)) => {
                assert_eq!((sent.message_id(), sent.possible_duplicate), (Some("later"), false))
            }
            (number, sent) => panic!("{number}: {sent:?}"),
        }
    }
    assert_eq!(take.try_iter().collect::<Vec<_>>(), ["6", "7", "8", "9", "10", "11"], "in their order");
}

#[tokio::test]
async fn at_least_once_writes_again_what_has_no_response() {
    let centre = Centre::start(|conn| {
        conn.bind();
        match conn.number {
            0 | 1 => drop(conn.read_command(SUBMIT)),
            _ => conn.serve(),
        }
    });
    let client = bound(&centre, smpp()).await;
    let options = SubmitOptions::new().delivery(Delivery::AtLeastOnce);
    let sent = soon(client.submit_with(TO, "x", None, &options)).await.unwrap();
    assert!(sent.possible_duplicate);
    drop(client);

    let centre = Centre::start(|conn| {
        conn.bind();
        conn.read_command(SUBMIT);
    });
    let client = bound(&centre, smpp()).await;
    let error = soon(client.submit_with(TO, "x", None, &options.max_retries(2))).await.unwrap_err();
    assert_eq!((error.outcome(), error.details().attempts.len()), (Outcome::Unknown, 3));
}

#[tokio::test]
async fn a_response_that_does_not_come_ends_its_request_alone() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let lost = conn.read_command(SUBMIT);
        let other = conn.read_command(SUBMIT);
        conn.accept(&other, "other");
        std::thread::sleep(Duration::from_millis(150));
        conn.accept(&lost, "too late");
        conn.serve();
    });
    let client = bound(&centre, smpp().response_timeout(Duration::from_millis(80))).await;
    let mut events = client.events().unwrap();
    let begun = Instant::now();
    let (lost, other) =
        soon(async { tokio::join!(client.submit(TO, "lost", None), client.submit(TO, "other", None)) }).await;
    assert!(begun.elapsed() >= Duration::from_millis(80));
    assert_eq!(other.unwrap().message_id(), Some("other"));
    let error = lost.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
    assert_eq!(error.details().attempts[0].kind, Kind::Timeout);
    loop {
        match soon(events.next()).await.unwrap() {
            SmppEvent::Response(found) => {
                assert_eq!((found.reason, found.message_id.as_deref()), ("late", Some("too late")));
                break;
            }
            event => assert!(matches!(event, SmppEvent::Link(_)), "{event:?}"),
        }
    }
    assert_eq!(centre.connections(), 1);
}

/// Whoever was told that nobody knows can still learn it.
#[tokio::test]
async fn a_refusal_that_comes_late_is_told() {
    for status in [0x45, 0x58] {
        let centre = Centre::start(move |conn| {
            conn.bind();
            let pdu = conn.read_command(SUBMIT);
            std::thread::sleep(Duration::from_millis(100));
            conn.write(SUBMIT | RESPONSE, status, pdu.sequence, b"");
            conn.serve();
        });
        let client = bound(&centre, smpp()).await;
        let mut events = client.events().unwrap();
        let options = SubmitOptions::new().timeout(Duration::from_millis(30));
        let error = soon(client.submit_with(TO, "x", None, &options)).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown);
        loop {
            if let SmppEvent::Response(found) = soon(events.next()).await.unwrap() {
                assert_eq!((found.reason, found.smpp_status), ("late", status));
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_caller_who_ends_it_is_told_whether_it_went_out() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.drain();
    });
    let client = bound(&centre, smpp().window(1)).await;
    let token = CancelToken::new();
    let options = SubmitOptions::new().cancel(token.clone());
    let in_time = SubmitOptions::new().timeout(Duration::from_millis(30));
    let written = client.submit_with(TO, "written", None, &options);
    let waiting = client.submit_with(TO, "waiting", None, &options);
    let late = async {
        let late = client.submit_with(TO, "late", None, &in_time).await;
        token.cancel();
        late
    };
    let (written, waiting, late) = soon(async { tokio::join!(written, waiting, late) }).await;
    let of = |sent: ecall::Result<ecall::smpp::Submitted>| {
        sent.map_err(|error| (error.kind(), error.outcome())).unwrap_err()
    };
    assert_eq!(of(written), (Kind::Cancelled, Outcome::Unknown));
    assert_eq!(of(waiting), (Kind::Cancelled, Outcome::NotAccepted));
    assert_eq!(of(late), (Kind::Timeout, Outcome::NotAccepted));
    let after = client.submit_with(TO, "x", None, &options).await;
    assert_eq!(of(after), (Kind::Cancelled, Outcome::NotAccepted));
}

#[tokio::test]
async fn unbinding_sends_what_was_given_and_waits_for_its_responses() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let mut answered = 0;
        loop {
            let pdu = conn.read();
            if pdu.command == UNBIND {
                assert_eq!(answered, 30);
                return conn.write(UNBIND | RESPONSE, 0, pdu.sequence, b"");
            }
            std::thread::sleep(Duration::from_millis(2));
            conn.accept(&pdu, "x");
            answered += 1;
        }
    });
    let client = bound(&centre, smpp().window(4)).await;
    let texts: Vec<_> = (0..30).map(|number| number.to_string()).collect();
    let mut sends = std::pin::pin!(join_all(texts.iter().map(|text| client.submit(TO, text, None))));
    // All of them are given, not one more after it.
    tokio::select! {
        biased;
        _ = &mut sends => panic!("there was no time for all of them"),
        () = tokio::time::sleep(Duration::from_millis(5)) => {}
    }
    let (sent, unbound) = soon(async { tokio::join!(sends, client.unbind()) }).await;
    assert!(sent.iter().all(Result::is_ok));
    unbound.unwrap();
}

#[tokio::test]
async fn a_dead_peer_is_noticed_and_another_link_opened() {
    let centre = Centre::start(|conn| {
        conn.bind();
        if conn.number > 0 {
            return conn.serve();
        }
        // Any PDU is a sign of life.
        for round in 0..3 {
            let pdu = conn.read_command(ENQUIRE);
            match round {
                0 => conn.write(ENQUIRE | RESPONSE, 0, pdu.sequence, b""),
                1 => conn.write(ENQUIRE, 0, 900, b""),
                _ => conn.drain(),
            }
            if round == 1 {
                conn.read_command(ENQUIRE | RESPONSE);
            }
        }
    });
    let quick =
        smpp().enquire_link_interval(Duration::from_millis(60)).response_timeout(Duration::from_millis(300));
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
    assert!(begun.elapsed() >= Duration::from_millis(480), "{:?}", begun.elapsed());
    soon(client.submit(TO, "x", None)).await.unwrap();
}

#[tokio::test]
async fn a_centre_that_unbinds_is_answered_and_its_responses_are_read() {
    let centre = Centre::start(|conn| {
        conn.bind();
        if conn.number > 0 {
            return conn.serve();
        }
        let pdu = conn.read_command(SUBMIT);
        conn.write(UNBIND, 0, 5, b"");
        let answer = conn.read_command(UNBIND | RESPONSE);
        assert_eq!(answer.sequence, 5);
        conn.accept(&pdu, "still");
        assert_eq!(conn.try_read(), None);
    });
    let client = bound(&centre, smpp()).await;
    assert_eq!(soon(client.submit(TO, "x", None)).await.unwrap().message_id(), Some("still"));
    assert_eq!(soon(client.submit(TO, "y", None)).await.unwrap().message_id(), Some("m1"));
    assert_eq!(centre.connections(), 2);
}

#[tokio::test]
async fn garbage_ends_the_connection_and_not_the_client() {
    for garbage in [&b"HTTP/1.1 400 Bad Request\r\n\r\n"[..], &[0, 0, 0, 3, 0, 0, 0, 0], &[0; 64]] {
        let garbage = garbage.to_vec();
        let centre = Centre::start(move |conn| {
            conn.bind();
            if conn.number > 0 {
                return conn.serve();
            }
            conn.read_command(SUBMIT);
            conn.write_raw(&garbage);
            conn.drain();
        });
        let client = bound(&centre, smpp()).await;
        assert_eq!(soon(client.submit(TO, "x", None)).await.unwrap_err().outcome(), Outcome::Unknown);
        soon(client.submit(TO, "y", None)).await.unwrap();
    }
}

/// After it was bound once, a client never gives up.
#[tokio::test]
async fn a_bind_that_is_refused_later_is_tried_for_ever() {
    let centre = Centre::start(|conn| {
        let bind = conn.read();
        match conn.number {
            0 => conn.write_raw(&octets(bind.command | RESPONSE, 0, bind.sequence, b"x\0")),
            1..=8 => conn.write(
                bind.command | RESPONSE,
                [0x05, 0x0d, 0x0e, 0x0f][conn.number % 4],
                bind.sequence,
                b"",
            ),
            _ => {
                conn.write(bind.command | RESPONSE, 0, bind.sequence, b"x\0");
                conn.serve();
            }
        }
    });
    let client = bound(&centre, smpp().refused_bind_interval(Duration::from_millis(50))).await;
    let mut events = client.events().unwrap();
    let begun = Instant::now();
    // Not on the first link, which is being closed.
    while centre.connections() < 2 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    soon(client.submit(TO, "x", None)).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(180), "four of them wait for the slow interval");
    let mut refused = Vec::new();
    while refused.len() < 8 {
        if let SmppEvent::Link(event) = soon(events.next()).await.unwrap()
            && event.state == LinkState::Refused
        {
            refused.push((event.smpp_status.unwrap(), event.pause_ms == Some(50)));
        }
    }
    let expected = [(0x0d, false), (0x0e, true), (0x0f, true), (0x05, false)];
    assert_eq!(refused, [expected, expected].concat());
}

#[tokio::test]
async fn a_client_that_was_never_bound_or_is_dropped_leaves_nothing_behind() {
    let (give, take) = std::sync::mpsc::channel();
    let centre = Centre::start(move |conn| {
        conn.bind();
        let pdu = conn.read_command(UNBIND);
        conn.write(UNBIND | RESPONSE, 0, pdu.sequence, b"");
        assert_eq!(conn.try_read(), None);
        give.send(()).unwrap();
    });
    let never = client(&centre, smpp());
    let error = never.submit(TO, "x", None).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Closed, Outcome::NotAccepted));
    soon(never.unbind()).await.unwrap();
    drop(bound(&centre, smpp()).await);
    let unbound = tokio::task::spawn_blocking(move || take.recv_timeout(Duration::from_secs(20)));
    soon(unbound).await.unwrap().unwrap();
}
