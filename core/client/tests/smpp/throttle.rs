//! Throttling and the rate.

use std::time::{Duration, Instant};

use ecall::smpp::{LinkState, SmppClient, SmppEvent, SubmitOptions};
use ecall::{Kind, Outcome};
use futures_util::future::join_all;

use crate::centre::{Centre, RESPONSE, SUBMIT, submit};
use crate::{bound, options, smpp, soon};

const TO: &str = "+41791112233";

#[tokio::test]
async fn throttling_pauses_the_link_keeps_the_order_and_recovers() {
    for status in [0x58, 0x14] {
        let (give, take) = std::sync::mpsc::channel();
        let centre = Centre::start(move |conn| {
            conn.bind();
            // The whole window is throttled.
            let all: Vec<_> = (0..8).map(|_| conn.read_command(SUBMIT)).collect();
            for pdu in &all {
                conn.write(SUBMIT | RESPONSE, status, pdu.sequence, b"");
            }
            let begun = Instant::now();
            let mut first = Some(conn.read_command(SUBMIT));
            assert!(begun.elapsed() >= Duration::from_millis(95), "{:?}", begun.elapsed());
            // Half as many wait at a time, then one more with each round.
            for expected in [4, 5, 6, 7, 8, 8] {
                let mut round: Vec<_> = first.take().into_iter().collect();
                while round.len() < expected {
                    round.push(conn.read_command(SUBMIT));
                }
                conn.limit(Some(Duration::from_millis(20)));
                assert_eq!(conn.try_read(), None, "more than {expected}");
                conn.limit(None);
                for pdu in round {
                    let number: u32 = String::from_utf8(submit(&pdu.body).message).unwrap().parse().unwrap();
                    give.send(number).unwrap();
                    conn.accept(&pdu, "x");
                }
            }
            conn.serve();
        });
        let client =
            SmppClient::new(options(&centre).backoff_initial(Duration::from_millis(100)), smpp().window(8))
                .unwrap();
        client.bind().await.unwrap();
        let mut events = client.events().unwrap();
        let texts: Vec<_> = (0..60).map(|number| number.to_string()).collect();
        let sent = soon(join_all(texts.iter().map(|text| client.submit(TO, text, None)))).await;
        assert!(sent.iter().all(|sent| sent.as_ref().is_ok_and(|sent| !sent.possible_duplicate)));
        assert_eq!(take.try_iter().collect::<Vec<_>>(), (0..38).collect::<Vec<_>>());
        let mut states = Vec::new();
        while states.len() < 4 {
            if let SmppEvent::Link(event) = soon(events.next()).await.unwrap() {
                states.push((event.state, event.pause_ms));
            }
        }
        assert_eq!(states[2..], [(LinkState::Throttled, Some(100)), (LinkState::Resumed, None)]);
    }
}

#[tokio::test]
async fn what_is_throttled_until_its_time_is_up_says_so() {
    let centre = Centre::start(|conn| {
        conn.bind();
        while let Some(pdu) = conn.try_read() {
            conn.write(SUBMIT | RESPONSE, 0x58, pdu.sequence, b"");
        }
    });
    let client =
        SmppClient::new(options(&centre).backoff_initial(Duration::from_millis(20)), smpp()).unwrap();
    client.bind().await.unwrap();
    let bulk = client.submit_many(SubmitOptions::new().timeout(Duration::from_millis(500))).unwrap();
    bulk.give((0..20).map(|_| Ok(ecall::smpp::SubmitRequest::new(TO, "x"))));
    bulk.end();
    let mut count = 0;
    loop {
        let turn = soon(bulk.turn(false)).await;
        for done in turn.done {
            let error = done.result.unwrap_err();
            assert_eq!(error.outcome(), Outcome::NotAccepted);
            assert!(matches!(error.kind(), Kind::RateLimited | Kind::Timeout));
            count += 1;
        }
        if turn.over {
            break;
        }
    }
    assert_eq!(count, 20);
}

#[tokio::test]
async fn a_rate_is_kept() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.serve();
    });
    let client = bound(&centre, smpp().rate(200.0).window(100)).await;
    let begun = Instant::now();
    let sent = soon(join_all((0..80).map(|_| client.submit(TO, "x", None)))).await;
    let took = begun.elapsed();
    assert!(sent.iter().all(Result::is_ok));
    assert!((Duration::from_millis(380)..Duration::from_millis(1500)).contains(&took), "{took:?}");
}
