//! Without a runtime: the link has a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ecall::blocking::SmppClient;
use ecall::smpp::{SmppEvent, SubmitOptions, SubmitRequest};
use ecall::{Kind, Outcome};

use crate::centre::{Centre, DELIVER, RESPONSE, SUBMIT, receipt};
use crate::{options, smpp};

const TO: &str = "+41791112233";

/// The threads of this process that have a name.
fn threads(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    let names = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok());
    names.filter(|found| found.trim_end() == name).count()
}

#[test]
fn everything_works_without_a_runtime() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let pdu = conn.read_command(SUBMIT);
        conn.accept(&pdu, "1");
        conn.write(DELIVER, 0, 1, &receipt("1", "DELIVRD"));
        let answer = conn.read_command(DELIVER | RESPONSE);
        assert_eq!((answer.status, answer.sequence), (0, 1));
        conn.serve();
    });
    let client = SmppClient::new(options(&centre), smpp()).unwrap();
    client.bind().unwrap();
    assert!(threads("ecall-smpp") >= 1);
    let mut events = client.events().unwrap();
    assert_eq!(client.submit(TO, "x", None).unwrap().message_id(), Some("1"));
    let found = events.find(|event| matches!(event, SmppEvent::Receipt(_))).unwrap();
    let SmppEvent::Receipt(found) = found else { panic!() };
    assert_eq!(found.message_id.as_deref(), Some("1"));
    assert!(events.next_within(Duration::from_millis(20)).is_none(), "which takes the receipt");
    let requests = (0..2000).map(|number| SubmitRequest::new(TO, number.to_string()));
    let sent = client.submit_all(requests, SubmitOptions::new()).unwrap();
    assert_eq!(sent.iter().filter(|sent| sent.is_ok()).count(), 2000);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..50).for_each(|_| drop(client.submit(TO, "x", None).unwrap())));
        }
    });
    client.unbind().unwrap();
    assert_eq!(client.submit(TO, "x", None).unwrap_err().kind(), Kind::Closed);
}

#[tokio::test]
async fn a_link_that_was_bound_in_a_task_lives_on_its_own_thread() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.serve();
    });
    let client = SmppClient::new(options(&centre), smpp()).unwrap();
    client.bind_in_task().await.unwrap();
    // This test's runtime does not run while its thread is blocked.
    assert!(client.submit(TO, "x", None).is_ok());
    assert!(client.asynchronous().submit(TO, "x", None).await.is_ok());
    client.unbind_in_task().await.unwrap();
    client.unbind_in_task().await.unwrap();
    assert_eq!(client.bind_in_task().await.unwrap_err().kind(), Kind::Closed);
}

#[tokio::test]
async fn a_bind_that_nobody_waits_for_any_more_ends_the_client() {
    let centre = Centre::start(|conn| {
        std::thread::sleep(Duration::from_millis(300));
        conn.bind();
    });
    let client = SmppClient::new(options(&centre), smpp()).unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(50), client.bind_in_task()).await.is_err());
    tokio::time::timeout(Duration::from_secs(20), client.unbind_in_task()).await.unwrap().unwrap();
    assert_eq!(client.submit(TO, "x", None).unwrap_err().kind(), Kind::Closed);
}

#[test]
fn options_stand_among_those_of_every_client() {
    let both = |json| ecall::SmppOptions::with_common_from_json(json);
    let given = serde_json::json!({"username": "u", "password": "p", "window": 3, "timeout_ms": 5});
    let (common, own) = both(given).unwrap();
    assert_eq!((common.username.as_deref(), common.timeout_ms, own.window), (Some("u"), Some(5), Some(3)));
    for (given, named) in [
        (serde_json::json!({"windows": 3}), "windows"),
        (serde_json::json!({"window": "3"}), "window"),
        (serde_json::json!([]), ""),
    ] {
        let error = both(given).unwrap_err();
        assert_eq!((error.kind(), &*error.details().fields[0].field), (Kind::Config, named));
    }
}

#[test]
fn an_interrupted_call_says_whether_it_went_out() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.drain();
    });
    let flag = Arc::new(AtomicBool::new(false));
    let seen = flag.clone();
    let interrupt = Arc::new(move || seen.load(Ordering::SeqCst));
    let client = SmppClient::with_interrupt(options(&centre), smpp(), Some(interrupt)).unwrap();
    client.bind().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(50));
            flag.store(true, Ordering::SeqCst);
        });
        let error = client.submit(TO, "x", None).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (Kind::Cancelled, Outcome::Unknown));
    });
}

/// The thread ends with the client, bound or not.
#[test]
fn no_thread_is_left_behind() {
    let centre = Centre::start(|conn| {
        if conn.number == 0 {
            let bind = conn.read();
            return conn.write(bind.command | RESPONSE, 0x0e, bind.sequence, b"");
        }
        conn.bind();
        conn.serve();
    });
    let own = || SmppClient::new(options(&centre), smpp()).unwrap();
    let refused = own();
    assert_eq!(refused.bind().unwrap_err().kind(), Kind::Authentication);
    let bound = own();
    bound.bind().unwrap();
    drop((refused, bound));
    let end = Instant::now() + Duration::from_secs(20);
    // Other tests have some of their own.
    while threads("ecall-smpp") > 4 {
        assert!(Instant::now() < end);
        std::thread::sleep(Duration::from_millis(10));
    }
}
