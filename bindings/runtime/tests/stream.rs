//! What a binding may rely on when it reads one thing after the other. No call here reaches a network.

use std::future::pending;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use ecall::blocking::HttpsClient;
use ecall::{CallOptions, CancelToken, Kind, Options, Result};
use ecall_runtime::{Session, Stream};

fn session() -> Session<HttpsClient> {
    let options = Options::new().username("u").password("p").base_url("http://127.0.0.1:1");
    Session::new(options, None).expect("sound options")
}

fn teller<T: Send + 'static>(sender: Sender<Result<T>>) -> impl FnOnce(Result<T>) + Send + 'static {
    move |result| sender.send(result).expect("the test waits")
}

#[test]
fn a_session_holds_the_client_of_either_interface() {
    let session = session();
    let nobody = CallOptions::default();
    let refused = session.blocking(|client| client.status("", &nobody)).map(drop).unwrap_err();
    assert_eq!(refused.kind(), Kind::InvalidArgument);
    let (sender, results) = channel();
    let ask = |client: ecall::HttpsClient| async move {
        client.status("", &CallOptions::default()).await.map(drop)
    };
    session.spawn(ask, teller(sender)).unwrap();
    let refused = results.recv_timeout(Duration::from_secs(10)).unwrap().unwrap_err();
    assert_eq!(refused.kind(), Kind::InvalidArgument);
    session.close();
    assert_eq!(session.asynchronous().map(drop).unwrap_err().kind(), Kind::Closed);
}

/// Where a call was cut short the next one goes on with the same stream.
#[test]
fn a_call_is_cancelled_alone_and_the_stream_used_further() {
    let session = session();
    let stream = Arc::new(Stream::new(0));
    let (sender, results) = channel();
    let tokens = [CancelToken::new(), CancelToken::new()];
    // The second waits for its turn, which the first never ends.
    for token in &tokens {
        let (stream, token) = (Arc::clone(&stream), token.clone());
        let step = async move || {
            stream
                .run(&token, |number| {
                    Box::pin(async move {
                        *number += 1;
                        pending::<Result<()>>().await
                    })
                })
                .await
        };
        session.spawn(move |_| async move { step().await }, teller(sender.clone())).unwrap();
    }
    for token in tokens.iter().rev() {
        assert!(results.recv_timeout(Duration::from_millis(100)).is_err());
        token.cancel();
        let cancelled = results.recv_timeout(Duration::from_secs(10)).unwrap().unwrap_err();
        assert_eq!(cancelled.kind(), Kind::Cancelled);
    }
    assert_eq!(stream.blocking(|number| Ok(*number)).unwrap(), 1);
}

#[test]
fn a_token_that_is_cancelled_before_lets_nothing_begin() {
    let (sender, results) = channel();
    let ask = |_| async {
        let token = CancelToken::new();
        token.cancel();
        let stream = Stream::new(());
        stream.run(&token, |()| Box::pin(async { panic!("it was begun") })).await
    };
    session().spawn::<(), _>(ask, teller(sender)).unwrap();
    let cancelled = results.recv_timeout(Duration::from_secs(10)).unwrap().unwrap_err();
    assert_eq!(cancelled.kind(), Kind::Cancelled);
}
