use std::sync::{Arc, Mutex};
use std::time::Duration;

use ecall::model::TimeDoubt;
use ecall::{CallOptions, CancelToken, Kind, MessagesOptions};
use futures_util::StreamExt;

use crate::server::{Server, Then};
use crate::{XML, answering, bodies, client, options, result, run, scripted};

const EMPTY: &str = "<IncomingSMS><Result><ResultCode>11204</ResultCode><ResultText>no message</ResultText></Result></IncomingSMS>";

fn message(id: &str) -> String {
    format!(
        "<IncomingSMS><Result><ResultCode>0</ResultCode><ResultText>OK</ResultText></Result><MessageID>{id}</MessageID><SMS>\
         <Message> Gr\u{fc}sse &amp; &#x20AC; </Message><AddressTo>+41766012999</AddressTo><AddressFrom>+41791234567</AddressFrom>\
         <TimeStamp>29.03.2026 02:30:00</TimeStamp><More>x</More></SMS></IncomingSMS>"
    )
}

/// A cache with these messages.
struct Cache(Arc<Mutex<Vec<String>>>);

impl Cache {
    fn serving(ids: &[&str]) -> (Self, Server) {
        let left = Arc::new(Mutex::new(ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>()));
        let cache = left.clone();
        let server = scripted(move |_, exchange| {
            let mut left = cache.lock().unwrap();
            let body = if exchange.seen.head[0].starts_with("POST /Api/Cache/GetNextMessage ") {
                left.first().map_or(EMPTY.to_owned(), |id| message(id))
            } else {
                let form = String::from_utf8(exchange.seen.body.clone()).unwrap();
                let before = left.len();
                left.retain(|id| !form.ends_with(&format!("&MessageID={id}")));
                result(if left.len() < before { 0 } else { 11204 }, "")
            };
            drop(left);
            exchange.answer(200, XML, body)
        });
        (Self(left), server)
    }

    fn left(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

#[test]
fn the_next_message_is_read_and_stays() {
    let (cache, server) = Cache::serving(&["m1"]);
    let client = client(&server);
    let found = client.next_message(Some("+41766012999"), &CallOptions::new()).unwrap().value.unwrap();
    assert_eq!(found.message.as_deref(), Some(" Grüsse & € "));
    assert_eq!((found.message_id.as_deref(), found.job_id.as_deref()), (Some("m1"), None));
    assert_eq!(found.address_to.as_deref(), Some("+41766012999"));
    assert_eq!(found.address_from.as_deref(), Some("+41791234567"));
    assert_eq!(found.time_stamp.as_ref().unwrap().doubt, Some(TimeDoubt::Never));
    assert_eq!(found.extra["More"], "x");
    assert_eq!(cache.left(), 1);
    assert!(client.delete_message("m1", &CallOptions::new()).unwrap().value);
    assert!(!client.delete_message("m1", &CallOptions::new()).unwrap().value);
    assert!(client.next_message(None, &CallOptions::new()).unwrap().is_none());
    assert_eq!(bodies(&server), ["&MobileNumber=%2B41766012999", "&MessageID=m1", "&MessageID=m1", ""]);
    assert_eq!(server.seen()[1].head[0], "POST /Api/Cache/DeleteMessage HTTP/1.1");
}

#[test]
fn every_other_answer_is_an_error() {
    for (status, body, kind) in [
        (200, result(11001, ""), Kind::Permission),
        (200, result(0, "OK"), Kind::UnexpectedResponse),
        (200, "<IncomingSMS/>".to_owned(), Kind::UnexpectedResponse),
        (200, String::new(), Kind::UnexpectedResponse),
        (400, result(11204, ""), Kind::Rejected),
        (401, String::new(), Kind::Authentication),
    ] {
        let error = client(&answering(status, body)).next_message(None, &CallOptions::new()).unwrap_err();
        assert_eq!(error.kind(), kind);
    }
    for (status, body, kind) in [
        (200, result(11000, ""), Kind::Rejected),
        (200, "<a/>".to_owned(), Kind::UnexpectedResponse),
        (500, String::new(), Kind::Server),
    ] {
        let options = CallOptions::new().max_retries(0);
        let error = client(&answering(status, body)).delete_message("m", &options).unwrap_err();
        assert_eq!((error.kind(), error.details().message_id.as_deref()), (kind, Some("m")));
    }
    let error = client(&answering(200, "")).delete_message("", &CallOptions::new()).unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidArgument);
}

#[test]
fn a_message_is_deleted_when_the_next_is_asked_for() {
    let (cache, server) = Cache::serving(&["m1", "m2"]);
    let mut messages = client(&server).messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
    for left in [2, 1] {
        messages.next().unwrap().unwrap();
        assert_eq!(cache.left(), left, "the one in hand is still there");
    }
    assert!(messages.next().is_none());
    assert_eq!(cache.left(), 0);
}

#[test]
fn who_stops_between_has_lost_nothing() {
    let (cache, server) = Cache::serving(&["m1", "m2"]);
    let mut messages = client(&server).messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
    messages.next().unwrap().unwrap();
    let second = messages.next().unwrap().unwrap();
    drop(messages);
    assert_eq!(cache.left(), 1);
    let mut messages = client(&server).messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
    assert_eq!(messages.next().unwrap().unwrap(), second);
    messages.acknowledge().unwrap();
    assert_eq!(cache.left(), 0);
    messages.acknowledge().unwrap();
    drop(messages);
    assert_eq!(bodies(&server), ["", "&MessageID=m1", "", "", "&MessageID=m2"]);
}

#[test]
fn what_never_reached_its_taker_comes_again() {
    let (cache, server) = Cache::serving(&["m1", "m2"]);
    let mut messages = client(&server).messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
    messages.give_again();
    let first = messages.next().unwrap().unwrap();
    messages.give_again();
    // Nobody has it, so nobody takes it.
    messages.acknowledge().unwrap();
    assert_eq!(cache.left(), 2);
    assert_eq!(messages.next().unwrap().unwrap(), first);
    assert_eq!(cache.left(), 2);
    let second = messages.next().unwrap().unwrap();
    assert_ne!(second, first);
    assert_eq!(cache.left(), 1);
    assert!(messages.next().is_none());
    messages.give_again();
    assert!(messages.next().is_none());
    assert_eq!(cache.left(), 0);
}

#[test]
fn a_deletion_that_was_begun_is_ended_whatever_became_of_the_next_message() {
    let (cache, server) = Cache::serving(&["m1", "m2"]);
    let client = ecall::HttpsClient::new(options(&server)).unwrap();
    run(async {
        let mut messages = client.messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
        let first = messages.next().await.unwrap().unwrap();
        // Asked for, and given up before anything came of it.
        let asked = tokio::time::timeout(Duration::ZERO, messages.next()).await;
        assert!(asked.is_err(), "nothing can have come yet");
        messages.give_again();
        assert_ne!(messages.next().await.unwrap().unwrap(), first);
        assert_eq!(cache.left(), 1);
    });
}

#[test]
fn a_stream_takes_what_it_is_asked_beyond() {
    let (cache, server) = Cache::serving(&["m1", "m2", "m3"]);
    let client = ecall::HttpsClient::new(options(&server)).unwrap();
    run(async {
        let messages = client.messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
        let two: Vec<_> = messages.into_stream().take(2).collect().await;
        assert!(two.iter().all(Result::is_ok));
        assert_eq!(cache.left(), 2, "the second is in hand");
        let messages = client.messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
        assert_eq!(messages.into_stream().count().await, 2);
        assert_eq!(cache.left(), 0);
    });
}

#[test]
fn a_deletion_that_failed_is_tried_again_before_anything_else() {
    let server = scripted(|number, exchange| match number {
        0 => exchange.answer(200, XML, message("m1")),
        1 => exchange.answer(403, "", ""),
        // The second deletion was done, and its answer lost.
        2 => Then::Close,
        3 => exchange.answer(200, XML, result(11204, "")),
        _ => exchange.answer(200, XML, EMPTY),
    });
    let mut messages = client(&server).messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
    messages.next().unwrap().unwrap();
    assert!(messages.next().unwrap().is_err());
    assert!(messages.next().is_none());
    assert_eq!(bodies(&server), ["", "&MessageID=m1", "&MessageID=m1", "&MessageID=m1", ""]);
}

#[test]
fn a_message_that_cannot_be_deleted_is_not_told_again_and_again() {
    let server = scripted(|number, exchange| {
        let body = if number % 2 == 0 { message("m1") } else { result(0, "OK") };
        exchange.answer(200, XML, body)
    });
    let mut messages = client(&server).messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
    messages.next().unwrap().unwrap();
    assert_eq!(messages.next().unwrap().unwrap_err().kind(), Kind::UnexpectedResponse);

    let server = answering(200, message(""));
    let mut messages = client(&server).messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
    assert_eq!(messages.next().unwrap().unwrap().message_id, None);
    assert_eq!(messages.next().unwrap().unwrap_err().kind(), Kind::UnexpectedResponse);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn an_empty_cache_is_asked_again_where_it_is_followed() {
    let server = scripted(|number, exchange| match number {
        0 | 1 | 3 => exchange.answer(200, XML, EMPTY),
        _ => exchange.answer(200, XML, message(&number.to_string())),
    });
    let client = ecall::HttpsClient::new(options(&server)).unwrap();
    run(async {
        let cancel = CancelToken::new();
        let followed = MessagesOptions::new().number("1").follow(Duration::from_millis(5));
        let mut messages = client.messages(followed, &CallOptions::new().cancel(cancel.clone())).unwrap();
        assert_eq!(messages.next().await.unwrap().unwrap().message_id.as_deref(), Some("2"));
        assert_eq!(server.seen().len(), 3);

        let patient = MessagesOptions::new().follow(Duration::from_secs(600));
        let mut messages = client.messages(patient, &CallOptions::new().cancel(cancel.clone())).unwrap();
        let ended = tokio::join!(messages.next(), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            cancel.cancel();
        });
        assert_eq!(ended.0.unwrap().unwrap_err().kind(), Kind::Cancelled);
    });
    let error = client.messages(
        MessagesOptions::from_json(serde_json::json!({ "poll_ms": 0 })).unwrap(),
        &CallOptions::new(),
    );
    assert_eq!(error.err().unwrap().details().fields[0].field, "poll_ms");
}
