//! What a binding may rely on when it holds a session. No call here reaches a network.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use ecall::blocking::HttpsClient;
use ecall::{BulkOptions, CancelToken, Error, Kind, Message, Options, Outcome, Result, WaitManyOptions};
use ecall_runtime::{InTurn, Session, later};

fn session() -> Session {
    let options = Options::new().username("u").password("p").base_url("http://127.0.0.1:1");
    Session::new(options, None).expect("sound options")
}

/// What was told of one call.
struct Told<T> {
    times: Arc<AtomicUsize>,
    results: Receiver<Result<T>>,
}

impl<T> Told<T> {
    fn times(&self) -> usize {
        self.times.load(Ordering::SeqCst)
    }

    fn soon(&self) -> Result<T> {
        self.results.recv_timeout(Duration::from_secs(10)).expect("an answer in time")
    }

    /// Whether nothing can be told any more.
    fn is_over(&self) -> bool {
        self.results.recv().is_err()
    }
}

/// A function to be told of a result, and what became of it.
fn told<T: Send + 'static>() -> (impl FnOnce(Result<T>) + Send + 'static, Told<T>) {
    let (sender, results) = channel();
    let times = Arc::new(AtomicUsize::new(0));
    let counted = times.clone();
    let done = move |result| {
        counted.fetch_add(1, Ordering::SeqCst);
        sender.send(result).expect("the test waits");
    };
    (done, Told { times, results })
}

#[test]
fn calls_run_and_their_results_come_back() {
    let session = session();
    assert_eq!(session.blocking(|_| Ok(1)).unwrap(), 1);
    let (done, told_of) = told();
    session.spawn(|_| ready(Ok(2)), done).unwrap();
    assert_eq!(told_of.soon().unwrap(), 2);
    assert_eq!(told_of.times(), 1);
}

#[test]
fn what_is_to_be_done_later_is_done_once_its_time_has_come() {
    let (sender, done) = channel();
    let (begun, after) = (Instant::now(), Duration::from_millis(50));
    later(after, move || sender.send(()).expect("the test waits")).unwrap();
    done.recv_timeout(Duration::from_secs(10)).expect("it is done in time");
    assert!(begun.elapsed() >= after);
}

#[test]
fn a_closed_session_refuses_later_calls_and_runs_none_of_them() {
    let session = session();
    assert!(!session.is_closed());
    session.close();
    session.close();
    assert!(session.is_closed());
    let error = session.blocking::<()>(|_| unreachable!("the session is closed")).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Closed, Outcome::NotAccepted));
    let (done, told_of) = told::<()>();
    let error = session.spawn(|_| ready(Ok(())), done).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Closed, Outcome::NotAccepted));
    assert!(told_of.is_over(), "what was to be told is dropped");
    assert_eq!(told_of.times(), 0);
}

#[test]
fn a_call_that_is_under_way_ends_as_it_would_when_its_session_is_closed() {
    let session = session();
    let (done, told_of) = told();
    let (go_on, waits) = tokio::sync::oneshot::channel::<()>();
    let call = async move |_| {
        waits.await.expect("the test lets it go on");
        Ok(3)
    };
    session.spawn(call, done).unwrap();
    session.close();
    go_on.send(()).unwrap();
    assert_eq!(told_of.soon().unwrap(), 3);
}

#[test]
fn a_panic_of_a_blocking_call_is_an_internal_error_and_the_session_lives_on() {
    let session = session();
    let error = session.blocking::<()>(|_| panic!("secret")).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Internal, Outcome::Unknown));
    assert!(!format!("{error} {error:?}").contains("secret"));
    assert_eq!(session.blocking(|_| Ok(4)).unwrap(), 4);
}

/// At once, before a future is there, and later, in one that has slept.
#[test]
fn a_panic_of_a_spawned_call_is_told_once_and_the_thread_lives_on() {
    let session = session();
    let (at_once, first) = told::<()>();
    let call = |_| -> std::future::Ready<Result<()>> { panic!("secret") };
    session.spawn(call, at_once).unwrap();
    let (later, second) = told::<()>();
    let call = async |_| {
        tokio::time::sleep(Duration::from_millis(5)).await;
        panic!("secret")
    };
    session.spawn(call, later).unwrap();
    for error in [first.soon().unwrap_err(), second.soon().unwrap_err()] {
        assert_eq!((error.kind(), error.outcome()), (Kind::Internal, Outcome::Unknown));
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
    let (done, told_of) = told();
    session.spawn(|_| ready(Ok(5)), done).unwrap();
    assert_eq!(told_of.soon().unwrap(), 5);
    assert!(first.is_over() && second.is_over());
    assert_eq!((first.times(), second.times()), (1, 1));
}

/// Nothing listens where the session sends; every message has its result all the same.
#[test]
fn many_messages_are_sent_and_followed_on_the_io_thread() {
    let session = session();
    let bulk = session.bulk(&BulkOptions::new().max_retries(0)).unwrap();
    let (sender, turns) = channel();
    bulk.get().unwrap().give((0..3).map(|_| Ok(Message::sms("+41791234567", "x"))).collect());
    bulk.get().unwrap().end();
    let mut indices = Vec::new();
    loop {
        let sender = sender.clone();
        bulk.turn(false, move |turn| sender.send(turn).expect("the test waits")).unwrap();
        let turn = turns.recv_timeout(Duration::from_secs(10)).expect("a turn in time");
        indices.extend(turn.done.iter().map(|done| done.index));
        assert!(turn.done.iter().all(|done| done.result.is_err()));
        if turn.over {
            break;
        }
    }
    indices.sort_unstable();
    assert_eq!(indices, [0, 1, 2]);

    let following = session.follow(vec!["a".to_owned()], &WaitManyOptions::new()).unwrap();
    let (sender, turns) = channel();
    following.turn(move |turn| sender.send(turn).expect("the test waits")).unwrap();
    following.get().unwrap().cancel();
    let turn = turns.recv_timeout(Duration::from_secs(10)).expect("a turn in time");
    assert_eq!(turn.done.first().map(|done| done.message_id.as_str()), Some("a"));
}

#[test]
fn a_closed_session_begins_no_work_on_many_messages() {
    let session = session();
    let wrong = session.bulk(&BulkOptions::new().concurrency(0)).err().map(|error| error.kind());
    assert_eq!(wrong, Some(Kind::InvalidArgument));
    session.close();
    let refused = session.bulk(&BulkOptions::new()).err().map(|error| error.kind());
    assert_eq!(refused, Some(Kind::Closed));
    let refused = session.follow(Vec::new(), &WaitManyOptions::new()).err().map(|error| error.kind());
    assert_eq!(refused, Some(Kind::Closed));
}

fn https() -> Session<HttpsClient> {
    let options = Options::new().username("u").password("p").base_url("http://127.0.0.1:1");
    Session::new(options, None).expect("sound options")
}

/// A number that calls change, and the token that all of them have.
fn number(cancel: Option<&CancelToken>) -> (InTurn<u32>, CancelToken) {
    let mut given = None;
    let made = https().in_turn(cancel, |_, token| {
        given = Some(token);
        Ok(0)
    });
    (made.expect("an open session"), given.expect("it was called"))
}

#[test]
fn calls_have_their_turn_one_after_the_other_and_outlive_their_session() {
    let (number, _) = number(None);
    let (done, first) = told();
    let (go_on, waits) = tokio::sync::oneshot::channel::<()>();
    let call = async move |mut number: tokio::sync::OwnedMutexGuard<u32>| {
        waits.await.expect("the test lets it go on");
        *number += 1;
        Ok(*number)
    };
    number.spawn(call, done).unwrap();
    let (done, second) = told();
    number.spawn(async move |mut number| Ok(*number * 10).inspect(|_| *number += 1), done).unwrap();
    assert_eq!((first.times(), second.times()), (0, 0));
    go_on.send(()).unwrap();
    assert_eq!((first.soon().unwrap(), second.soon().unwrap()), (1, 10));
    assert_eq!(number.blocking(async move |number| Ok(*number)).unwrap(), 2);
}

#[test]
fn a_panic_in_its_turn_is_an_internal_error_and_the_next_has_its_turn() {
    let (number, _) = number(None);
    let error = number.blocking::<(), _>(async move |_| panic!("secret")).unwrap_err();
    assert_eq!(error.kind(), Kind::Internal);
    assert_eq!(number.blocking(async move |number| Ok(*number)).unwrap(), 0);
}

#[test]
fn nothing_waits_on_the_io_thread() {
    let (number, _) = number(None);
    let (done, told_of) = told();
    let wait = move |_| ready(number.blocking(async move |number| Ok(*number)));
    https().spawn(wait, done).unwrap();
    assert_eq!(told_of.soon().unwrap_err().kind(), Kind::Internal);
}

/// With the caller's token, and by being dropped, which leaves the caller's token alone.
#[test]
fn what_is_under_way_is_cancelled() {
    let parent = CancelToken::new();
    let (one, token) = number(Some(&parent));
    let (other, end) = number(Some(&parent));
    drop(other);
    assert!(end.is_cancelled() && !token.is_cancelled() && !parent.is_cancelled());
    parent.cancel();
    assert!(token.is_cancelled());
    drop(one);
}

#[test]
fn a_closed_session_makes_nothing() {
    let session = https();
    session.close();
    let refused = session.in_turn(None, |_, _| -> Result<()> { unreachable!("the session is closed") });
    assert_eq!(refused.err().map(|error| error.kind()), Some(Kind::Closed));
    let refused =
        https().in_turn::<()>(None, |_, _| Err(Error::new(Kind::Rejected, Outcome::NotApplicable, "no")));
    assert_eq!(refused.err().map(|error| error.kind()), Some(Kind::Rejected));
}
