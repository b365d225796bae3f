//! Ends that the centre does not help with.

use std::time::{Duration, Instant};

use ecall::smpp::{LinkState, SmppClient, SmppEvent};
use ecall::{Kind, Outcome};

use crate::centre::{Centre, DELIVER, RESPONSE, SUBMIT, UNBIND, receipt};
use crate::{bound, options, smpp, soon};

const TO: &str = "+41791112233";
const SHORT: Duration = Duration::from_millis(100);

/// Responses that do not come hold it up for as long as a call may take, and a response to the unbind for its own time.
#[tokio::test]
async fn an_unbind_ends_though_nothing_is_answered() {
    let centre = Centre::start(|conn| {
        conn.bind();
        conn.read_command(SUBMIT);
        conn.read_command(UNBIND);
        // What comes now nobody takes any more.
        conn.write(DELIVER, 0, 1, &receipt("x", "DELIVRD"));
        let pdu = conn.read_command(DELIVER | RESPONSE);
        assert_eq!((pdu.sequence, pdu.status), (1, 0x64));
        conn.drain();
    });
    let smpp = smpp().response_timeout(4 * SHORT);
    let client = SmppClient::new(options(&centre).timeout(SHORT), smpp).unwrap();
    client.bind().await.unwrap();
    let _events = client.events().unwrap();
    let patient =
        ecall::smpp::SubmitOptions::new().timeout(crate::MINUTES).delivery(ecall::Delivery::AtLeastOnce);
    let begun = Instant::now();
    let (sent, unbound) = soon(async {
        let later = async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            client.unbind().await
        };
        tokio::join!(client.submit_with(TO, "x", None, &patient), later)
    })
    .await;
    unbound.unwrap();
    let error = sent.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
    assert!(begun.elapsed() >= 4 * SHORT, "{:?}", begun.elapsed());
}

/// It has some seconds for the responses that it owes.
#[tokio::test]
async fn a_centre_that_unbinds_and_stays_is_left() {
    let centre = Centre::start(|conn| {
        conn.bind();
        if conn.number > 0 {
            return conn.serve();
        }
        conn.read_command(SUBMIT);
        conn.write(UNBIND, 0, 5, b"");
        conn.drain();
    });
    let client = bound(&centre, smpp()).await;
    let mut events = client.events().unwrap();
    let error = soon(client.submit(TO, "x", None)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::OutcomeUnknown);
    loop {
        let SmppEvent::Link(event) = soon(events.next()).await.unwrap() else { panic!() };
        if event.state == LinkState::Down {
            assert_eq!((event.reason, event.unknown), (Some("unbound_by_peer"), 1));
            break;
        }
    }
    soon(client.submit(TO, "y", None)).await.unwrap();
}
