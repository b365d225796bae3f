//! Any number of messages, and links that are cut at random.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ecall::smpp::{SubmitOptions, SubmitRequest};
use ecall::{BulkCounts, CancelToken, Delivery, Kind, Outcome};

use crate::centre::{Centre, RESPONSE, SUBMIT, UNBIND, octets, submit};
use crate::{bound, smpp, soon};

const TO: &str = "+41791112233";

/// What the centre accepted: text and how often.
type Accepted = Arc<Mutex<HashMap<Vec<u8>, u32>>>;

#[tokio::test]
async fn every_message_has_its_result() {
    let centre = Centre::start(|conn| {
        conn.bind();
        while let Some(pdu) = conn.try_read() {
            if pdu.command != SUBMIT {
                return conn.write(pdu.command | RESPONSE, 0, pdu.sequence, b"");
            }
            let text = submit(&pdu.body).message;
            if text.ends_with(b"7") {
                conn.write(SUBMIT | RESPONSE, 0x401, pdu.sequence, b"");
            } else {
                conn.accept(&pdu, std::str::from_utf8(&text).unwrap());
            }
        }
    });
    let client = bound(&centre, smpp().window(50)).await;
    let bulk = client.submit_many(SubmitOptions::new()).unwrap();
    let mut seen = vec![false; 5000];
    let mut next = 0;
    loop {
        let room = bulk.room().min(5000 - next);
        if room > 0 {
            bulk.give((next..next + room).map(|number| {
                let to = if number % 10 == 3 { "nobody" } else { TO };
                Ok(SubmitRequest::new(to, number.to_string()))
            }));
            next += room;
            if next == 5000 {
                bulk.end();
            }
        }
        let turn = soon(bulk.turn(next < 5000)).await;
        for done in turn.done {
            let index = usize::try_from(done.index).unwrap();
            assert!(!std::mem::replace(&mut seen[index], true));
            match (index % 10, done.result) {
                (3, Err(error)) => assert_eq!(error.kind(), Kind::InvalidArgument),
                (7, Err(error)) => assert_eq!(error.kind(), Kind::InsufficientCredit),
                (_, sent) => assert_eq!(sent.unwrap().message_id().unwrap(), index.to_string()),
            }
        }
        if turn.over {
            break;
        }
    }
    assert!(seen.iter().all(|seen| *seen));
    let counts = bulk.counts();
    assert_eq!((counts.given, counts.accepted, counts.refused, counts.unknown), (5000, 4000, 1000, 0));
    soon(client.unbind()).await.unwrap();
}

#[tokio::test]
async fn one_that_is_cancelled_gives_everything_back() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.drain();
    });
    let client = bound(&centre, smpp().window(10)).await;
    let token = CancelToken::new();
    let bulk = client.submit_many(SubmitOptions::new().cancel(token.clone())).unwrap();
    bulk.give((0..500).map(|_| Ok(SubmitRequest::new(TO, "x"))));
    tokio::time::sleep(Duration::from_millis(50)).await;
    token.cancel();
    let mut unknown = 0;
    let mut all = 0;
    loop {
        let done = soon(bulk.take(7)).await;
        assert!(done.len() <= 7);
        if done.is_empty() {
            break;
        }
        for done in done {
            let error = done.result.unwrap_err();
            unknown += usize::from(error.outcome() == Outcome::Unknown);
            all += 1;
        }
    }
    assert_eq!((all, unknown), (500, 10));
}

#[tokio::test]
async fn nothing_goes_out_after_its_token_was_cancelled() {
    let (arrived, arrives) = std::sync::mpsc::channel();
    let centre = Centre::start(move |conn| {
        conn.bind();
        while let Some(pdu) = conn.try_read() {
            let _ = arrived.send(pdu.command);
        }
    });
    let client = bound(&centre, smpp().window(10)).await;
    let token = CancelToken::new();
    let bulk = client.submit_many(SubmitOptions::new().cancel(token.clone())).unwrap();
    token.cancel();
    bulk.give((0..50).map(|_| Ok(SubmitRequest::new(TO, "x"))));
    // Nobody takes meanwhile, so that only giving can have looked at the token.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(arrives.try_iter().all(|command| command != SUBMIT));
    let mut refused = 0;
    while refused < 50 {
        for done in soon(bulk.take(50)).await {
            assert_eq!(done.result.unwrap_err().outcome(), Outcome::NotAccepted);
            refused += 1;
        }
    }
}

/// Nor does it hold the end up.
#[tokio::test]
async fn what_is_given_while_the_client_ends_is_not_sent() {
    let centre = Centre::start(|conn| {
        conn.bind();
        for text in ["1", "2"] {
            let pdu = conn.read_command(SUBMIT);
            assert_eq!(submit(&pdu.body).message, text.as_bytes());
            std::thread::sleep(Duration::from_millis(100));
            conn.accept(&pdu, "x");
        }
        let pdu = conn.read_command(UNBIND);
        conn.write(UNBIND | RESPONSE, 0, pdu.sequence, b"");
    });
    let client = bound(&centre, smpp().window(1)).await;
    let bulk = client.submit_many(SubmitOptions::new()).unwrap();
    bulk.give(["1", "2"].map(|text| Ok(SubmitRequest::new(TO, text))));
    let late = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        bulk.give([Ok(SubmitRequest::new(TO, "3"))]);
    };
    let (unbound, ()) = soon(async { tokio::join!(client.unbind(), late) }).await;
    unbound.unwrap();
    let mut found = [None; 3];
    while found.contains(&None) {
        for done in soon(bulk.take(10)).await {
            let kind = done.result.map_err(|error| (error.kind(), error.outcome()));
            found[usize::try_from(done.index).unwrap()] = Some(kind.err());
        }
    }
    assert_eq!(found, [Some(None), Some(None), Some(Some((Kind::Closed, Outcome::NotAccepted)))]);
}

/// Whatever the caller leaves untaken, memory is bounded and the link goes on for others.
#[tokio::test]
async fn results_that_nobody_takes_hold_up_themselves_alone() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.serve();
    });
    let client = bound(&centre, smpp().window(10)).await;
    let bulk = client.submit_many(SubmitOptions::new()).unwrap();
    bulk.give((0..20_000).map(|_| Ok(SubmitRequest::new(TO, "x"))));
    bulk.end();
    let mut before = 0;
    while bulk.counts().accepted != before || before == 0 {
        before = bulk.counts().accepted;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(before < 5000, "{before}");
    soon(client.submit(TO, "another", None)).await.unwrap();
    let mut count = 0;
    while count < 20_000 {
        count += soon(bulk.take(10_000)).await.len();
    }
    assert_eq!(bulk.counts().accepted, 20_000);
}

/// Cuts at any point: before a message is processed, after it and before its response, in the middle of a response.
async fn in_bad_weather(delivery: Delivery, messages: usize, cuts: u64) -> (BulkCounts, Accepted) {
    let accepted = Accepted::default();
    let kept = accepted.clone();
    let centre = Centre::start(move |conn| {
        let mut random = fastrand::Rng::with_seed(conn.number as u64);
        conn.bind();
        let mut left = random.usize(1..2 * messages / cuts as usize);
        while let Some(pdu) = conn.try_read() {
            if pdu.command != SUBMIT {
                return conn.write(pdu.command | RESPONSE, 0, pdu.sequence, b"");
            }
            left -= 1;
            let last = left == 0;
            if last && random.bool() {
                return;
            }
            *kept.lock().unwrap().entry(submit(&pdu.body).message).or_default() += 1;
            let answer = octets(SUBMIT | RESPONSE, 0, pdu.sequence, b"id\0");
            if last {
                return conn.write_raw(&answer[..random.usize(..answer.len())]);
            }
            conn.write_raw(&answer);
        }
    });
    let client = bound(&centre, smpp().window(100)).await;
    let options = SubmitOptions::new().delivery(delivery).max_retries(100);
    let bulk = client.submit_many(options).unwrap();
    let mut next = 0;
    let mut results: Vec<Option<bool>> = vec![None; messages];
    loop {
        let room = bulk.room().min(messages - next);
        bulk.give((next..next + room).map(|number| Ok(SubmitRequest::new(TO, number.to_string()))));
        next += room;
        if next == messages {
            bulk.end();
        }
        let turn = soon(bulk.turn(next < messages)).await;
        for done in turn.done {
            let was = match done.result {
                Ok(_) => true,
                Err(error) => {
                    assert_eq!(error.outcome(), Outcome::Unknown, "{error:?}");
                    false
                }
            };
            let place = &mut results[usize::try_from(done.index).unwrap()];
            assert!(place.replace(was).is_none());
        }
        if turn.over {
            break;
        }
    }
    // Accepted is what the centre took; what it did not take was never called accepted.
    let taken = accepted.lock().unwrap();
    for (number, result) in results.iter().enumerate() {
        let result = result.unwrap_or_else(|| panic!("message {number} was forgotten"));
        assert!(!result || taken.contains_key(number.to_string().as_bytes()), "message {number}");
    }
    drop(taken);
    assert!(centre.connections() as u64 > cuts / 2, "{} connections", centre.connections());
    (bulk.counts(), accepted)
}

#[tokio::test]
async fn in_bad_weather_nothing_is_forgotten_or_guessed() {
    let (counts, accepted) = in_bad_weather(Delivery::Standard, 20_000, 50).await;
    let accepted = accepted.lock().unwrap();
    assert_eq!(counts.accepted + counts.unknown, 20_000);
    assert!(counts.unknown > 0 && counts.possible_duplicates == 0);
    assert!(accepted.values().all(|times| *times == 1), "nothing was sent twice");
    let taken = accepted.len() as u64;
    assert!((counts.accepted..=counts.accepted + counts.unknown).contains(&taken));
}

#[tokio::test]
async fn at_least_once_none_is_missing_in_bad_weather() {
    let (counts, accepted) = in_bad_weather(Delivery::AtLeastOnce, 20_000, 50).await;
    assert_eq!((counts.accepted, counts.unknown, counts.refused), (20_000, 0, 0));
    assert!(counts.possible_duplicates > 0);
    assert_eq!(accepted.lock().unwrap().len(), 20_000);
}
