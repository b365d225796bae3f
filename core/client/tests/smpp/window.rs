//! Many requests at a time, and timers of minutes that nothing waits for.

use futures_util::future::join_all;

use crate::centre::{Centre, RESPONSE, SUBMIT, octets};
use crate::{bound, smpp, soon};

#[tokio::test]
async fn any_number_in_flight_goes_through_without_a_timer() {
    for window in [1, 5, 10, 100, 1000] {
        let centre = Centre::start(|conn| {
            conn.bind();
            conn.serve();
        });
        let client = bound(&centre, smpp().window(window)).await;
        let sends = (0..3000).map(|_| client.submit("+41791112233", "Hello", None));
        let sent = soon(join_all(sends)).await;
        assert!(sent.iter().all(Result::is_ok));
        let ids: std::collections::BTreeSet<_> =
            sent.iter().map(|sent| sent.as_ref().unwrap().message_id().unwrap()).collect();
        assert_eq!(ids.len(), 3000, "window {window}");
    }
}

#[tokio::test]
async fn the_window_is_never_passed_and_always_filled() {
    for window in [1, 5, 100] {
        let centre = Centre::start(move |conn| {
            conn.bind();
            // All of a window come though none is answered, and not one more.
            for round in 0..10 {
                let mut all = Vec::new();
                let submits: Vec<_> = (0..window).map(|_| conn.read_command(SUBMIT)).collect();
                conn.limit(Some(std::time::Duration::from_millis(20)));
                assert_eq!(conn.try_read(), None, "round {round}");
                conn.limit(None);
                // The last first.
                for pdu in submits.iter().rev() {
                    all.extend(octets(SUBMIT | RESPONSE, 0, pdu.sequence, b"x\0"));
                }
                conn.write_raw(&all);
            }
            conn.serve();
        });
        let client = bound(&centre, smpp().window(window)).await;
        let sends = (0..window * 10).map(|_| client.submit("+41791112233", "Hello", None));
        assert!(soon(join_all(sends)).await.iter().all(Result::is_ok));
    }
}
