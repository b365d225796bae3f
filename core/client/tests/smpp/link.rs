//! Binding, the first message, unbinding.

use ecall::smpp::{BindMode, LinkEvent, LinkState, SmppBound, SmppEvent};
use ecall::{Kind, Outcome};

use crate::centre::{Centre, ENQUIRE, NACK, RESPONSE, SUBMIT, UNBIND, octets, submit};
use crate::{bound, client, smpp, soon};

/// The vectors of the specification.
#[tokio::test]
async fn a_bind_and_a_submit_have_the_octets_of_the_specification() {
    let centre = Centre::start(|conn| {
        let bind = conn.bind();
        assert_eq!((bind.command, bind.sequence), (9, 1));
        assert_eq!(bind.body, b"johnsmith\0s3cr3t\0\0\x34\0\0\0");
        let pdu = conn.read_command(SUBMIT);
        let expected =
            "000500 6543616c6c00 0101 343137393131313232333300 00 00 00 00 00 01 00 00 00 05 48656c6c6f";
        let hex: String = pdu.body.iter().map(|octet| format!("{octet:02x}")).collect();
        assert_eq!((pdu.sequence, hex), (2, expected.replace(' ', "")));
        conn.accept(&pdu, "id-1");
        let pdu = conn.read_command(UNBIND);
        conn.write(UNBIND | RESPONSE, 0, pdu.sequence, b"");
        assert_eq!(conn.try_read(), None);
    });
    let client = client(&centre, smpp());
    let found = soon(client.bind()).await.unwrap();
    assert_eq!((found.system_id.as_str(), found.interface_version), ("centre", None));
    let sent = soon(client.submit("+41791112233", "Hello", Some("eCall"))).await.unwrap();
    assert_eq!((sent.message_id(), sent.parts.len(), sent.possible_duplicate), (Some("id-1"), 1, false));
    soon(client.unbind()).await.unwrap();
    let error = client.submit("+41791112233", "Hello", None).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Closed, Outcome::NotAccepted));
    assert_eq!(client.bind().await.unwrap_err().kind(), Kind::Closed);
}

#[tokio::test]
async fn a_client_that_is_closed_refuses_at_once_and_unbinds_by_itself() {
    let (unbound, told) = std::sync::mpsc::channel();
    let centre = Centre::start(move |conn| {
        conn.bind();
        let pdu = conn.read_command(UNBIND);
        conn.write(UNBIND | RESPONSE, 0, pdu.sequence, b"");
        unbound.send(()).unwrap();
    });
    let client = bound(&centre, smpp()).await;
    client.close();
    assert_eq!(client.submit("+41791112233", "Hello", None).await.unwrap_err().kind(), Kind::Closed);
    client.close();
    soon(client.unbind()).await.unwrap();
    told.try_recv().unwrap();
}

#[tokio::test]
async fn each_mode_has_its_bind() {
    for (mode, command) in [(BindMode::Receiver, 1), (BindMode::Transmitter, 2), (BindMode::Transceiver, 9)] {
        let centre = Centre::start(move |conn| {
            assert_eq!(conn.bind().command, command);
            conn.serve();
        });
        let client = bound(&centre, smpp().bind_mode(mode)).await;
        let sent = client.submit("+41791112233", "Hello", None).await;
        match (mode, sent) {
            (BindMode::Receiver, Err(error)) => assert_eq!(error.details().fields[0].field, "bind_mode"),
            (BindMode::Receiver, Ok(_)) => panic!("a receiver has sent"),
            (_, sent) => drop(sent.unwrap()),
        }
        soon(client.unbind()).await.unwrap();
    }
}

#[tokio::test]
async fn a_bind_that_is_refused_has_its_error_at_once() {
    for (status, kind) in [(0x0e, Kind::Authentication), (0x0f, Kind::Authentication), (0x0d, Kind::Rejected)]
    {
        let centre = Centre::start(move |conn| {
            let bind = conn.read();
            conn.write(bind.command | RESPONSE, status, bind.sequence, b"");
        });
        let client = client(&centre, smpp());
        let error = soon(client.bind()).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotApplicable));
        assert_eq!((error.details().smpp_status, centre.connections()), (Some(status), 1));
        // It is as it was before: it may be tried again.
        assert_eq!(soon(client.bind()).await.unwrap_err().kind(), kind);
    }
}

#[tokio::test]
async fn a_first_bind_is_tried_again_a_few_times() {
    let centre = Centre::start(|conn| {
        let bind = conn.read();
        match conn.number {
            0 => {}
            1 => conn.write(UNBIND, 0, 7, b""),
            2 => conn.write(NACK, 0x08, bind.sequence, b""),
            _ => {
                conn.write(bind.command | RESPONSE, 0, bind.sequence, b"");
                conn.serve();
            }
        }
    });
    let client = client(&centre, smpp());
    assert_eq!(soon(client.bind()).await.unwrap().system_id, "");
    assert_eq!(centre.connections(), 4);

    let centre = Centre::start(|conn| {
        let bind = conn.read();
        conn.write(bind.command | RESPONSE, 0x05, bind.sequence, b"");
    });
    let error = soon(crate::client(&centre, smpp()).bind()).await.unwrap_err();
    assert_eq!((error.kind(), centre.connections()), (Kind::Unavailable, 4));
}

/// It was bound at this moment: nobody would ever know.
#[tokio::test]
async fn a_bind_that_is_dropped_before_it_is_told_ends_the_client() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let pdu = conn.read_command(UNBIND);
        conn.write(UNBIND | RESPONSE, 0, pdu.sequence, b"");
    });
    let client = client(&centre, smpp());
    let mut events = client.events().unwrap();
    let mut bind = Box::pin(client.bind());
    tokio::select! {
        biased;
        _ = &mut bind => panic!("there was no time for it"),
        () = std::future::ready(()) => {}
    }
    let is_bound = |event| matches!(event, SmppEvent::Link(LinkEvent { state: LinkState::Bound, .. }));
    while !is_bound(soon(events.next()).await.unwrap()) {}
    drop(bind);
    while soon(events.next()).await.is_some() {}
}

#[tokio::test]
async fn what_comes_before_and_with_the_response_of_the_bind_is_not_lost() {
    let centre = Centre::start(|conn| {
        let bind = conn.read();
        conn.write(ENQUIRE, 0, 77, b"");
        conn.read_command(ENQUIRE | RESPONSE);
        let mut both = octets(bind.command | RESPONSE, 0, bind.sequence, b"x\0\x02\x10\0\x01\x34");
        both.extend(octets(ENQUIRE, 0, 78, b""));
        conn.write_raw(&both);
        let answer = conn.read_command(ENQUIRE | RESPONSE);
        assert_eq!(answer.sequence, 78);
        conn.serve();
    });
    let client = client(&centre, smpp());
    let SmppBound { system_id, interface_version, .. } = soon(client.bind()).await.unwrap();
    assert_eq!((&*system_id, interface_version), ("x", Some(0x34)));
    soon(client.unbind()).await.unwrap();
}

#[tokio::test]
async fn frames_in_pieces_and_together_are_read() {
    let centre = Centre::start(|conn| {
        conn.bind();
        let [first, second] = [conn.read_command(SUBMIT), conn.read_command(SUBMIT)];
        assert_eq!(submit(&second.body).message, b"two");
        let mut all = octets(SUBMIT | RESPONSE, 0, second.sequence, b"b\0");
        all.extend(octets(SUBMIT | RESPONSE, 0, first.sequence, b"a\0"));
        for octet in all {
            conn.write_raw(&[octet]);
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    let (one, two) = soon(async {
        tokio::join!(client.submit("+41791112233", "one", None), client.submit("+41791112233", "two", None))
    })
    .await;
    assert_eq!((one.unwrap().message_id(), two.unwrap().message_id()), (Some("a"), Some("b")));
}

#[tokio::test]
async fn an_outcome_is_read_from_every_status() {
    let centre = Centre::start(|conn| {
        conn.bind();
        // With a body and without one, in the response and in a generic_nack.
        for (command, status, body) in [
            (SUBMIT | RESPONSE, 0x401, &b""[..]),
            (SUBMIT | RESPONSE, 0x0b, b"\0"),
            (NACK, 3, b""),
            (SUBMIT | RESPONSE, 0x4ff, b""),
        ] {
            let pdu = conn.read_command(SUBMIT);
            conn.write(command, status, pdu.sequence, body);
        }
        let pdu = conn.read_command(SUBMIT);
        conn.write(SUBMIT | RESPONSE, 0, pdu.sequence, b"");
        conn.serve();
    });
    let client = bound(&centre, smpp()).await;
    for (kind, status) in [
        (Kind::InsufficientCredit, 0x401),
        (Kind::Rejected, 0x0b),
        (Kind::Rejected, 3),
        (Kind::Rejected, 0x4ff),
    ] {
        let error = soon(client.submit("+41791112233", "Hello", None)).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotAccepted));
        let details = error.details();
        assert_eq!((details.smpp_status, details.parts.len(), details.attempts.len()), (Some(status), 1, 1));
        assert_eq!(error.to_json()["smpp_status"], status);
    }
    let sent = soon(client.submit("+41791112233", "Hello", None)).await.unwrap();
    assert_eq!(sent.message_id(), None, "accepted, though the centre gives no id");
}
