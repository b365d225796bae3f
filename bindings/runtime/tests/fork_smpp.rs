//! An SMPP session across a fork: the link stays with the parent, and the child is told so without touching a lock. A program
//! of its own, so that no other test's thread is in the way of the child.

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
fn main() {
    unix::a_child_is_refused_and_the_parent_goes_on();
    println!("fork_smpp: 1 passed");
}

#[cfg(unix)]
mod unix {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use ecall::smpp::{SubmitOptions, SubmitRequest};
    use ecall::{Error, Kind, Options, Outcome, SmppOptions};
    use ecall_runtime::SmppSession;

    const TO: &str = "+41791112233";

    /// Answers every PDU of one connection with its response, a NUL for a body; as long as the connection lasts.
    fn centre(mut stream: TcpStream) {
        let mut header = [0; 16];
        while stream.read_exact(&mut header).is_ok() {
            let length = u32::from_be_bytes([header[0], header[1], header[2], header[3]]);
            let mut body = vec![0; length as usize - 16];
            let body_read = stream.read_exact(&mut body);
            let response =
                [&[0, 0, 0, 17, 0x80, 0, 0], &header[7..8], &[0; 4], &header[12..], b"\0"].concat();
            if body_read.and_then(|()| stream.write_all(&response)).is_err() {
                return;
            }
        }
    }

    fn session() -> SmppSession {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("smpp://{}", listener.local_addr().expect("its address"));
        std::thread::spawn(move || listener.incoming().flatten().for_each(centre));
        let options = Options::new().username("u").password("p").base_url(url);
        SmppSession::new(options, SmppOptions::new(), None).expect("sound options")
    }

    fn is_forked<T>(result: Result<T, Error>, outcome: Outcome) -> bool {
        result.is_err_and(|error| (error.kind(), error.outcome()) == (Kind::Forked, outcome))
    }

    pub fn a_child_is_refused_and_the_parent_goes_on() {
        let session = session();
        session.blocking(|client| client.bind()).unwrap();
        let (events, blocking_events) = (session.events().unwrap(), session.blocking_events().unwrap());
        let bulk = session.bulk(SubmitOptions::new()).unwrap();
        session.blocking(|client| client.submit(TO, "x", None)).unwrap();

        // SAFETY: the child uses nothing that a thread of the parent may hold: that it is refused before any lock is what is
        // tested, under a time limit.
        let child = unsafe { libc::fork() };
        assert!(child >= 0, "no child could be made");
        if child == 0 {
            // SAFETY: ends this child, should it wait for a lock that nobody here gives back.
            unsafe { libc::alarm(20) };
            let submit = session.blocking(|client| client.submit(TO, "x", None));
            let mut good = is_forked(submit, Outcome::NotAccepted)
                && is_forked(session.blocking(|client| client.bind()), Outcome::NotApplicable)
                && is_forked(session.blocking(|client| client.unbind()), Outcome::NotApplicable)
                && is_forked(session.bulk(SubmitOptions::new()), Outcome::NotAccepted)
                && is_forked(session.events(), Outcome::NotApplicable)
                && is_forked(events.check(), Outcome::NotApplicable)
                && is_forked(blocking_events.check(), Outcome::NotApplicable)
                && is_forked(bulk.get(), Outcome::NotAccepted);
            // Asynchronous calls have an I/O thread of the child's own, and are refused as well.
            let (sender, told) = channel();
            let call = async |client: ecall::blocking::SmppClient| client.bind_in_task().await.map(drop);
            let spawned = session.spawn(
                move |client| async move { call(client).await },
                move |end| {
                    let _ = sender.send(end);
                },
            );
            let told = told.recv_timeout(Duration::from_secs(10));
            good &= spawned.is_ok() && told.is_ok_and(|end| is_forked(end, Outcome::NotApplicable));
            drop((session, events, blocking_events, bulk));
            // SAFETY: ends the child at once; what the parent's tests hold is not the child's to end.
            unsafe { libc::_exit(i32::from(!good)) };
        }
        let mut status = 0;
        // SAFETY: `status` is there to be written to, and `child` is this process's own.
        let ended = unsafe { libc::waitpid(child, &raw mut status, 0) };
        assert!(ended == child && status == 0, "the check failed in the child: {status}");

        bulk.get().unwrap().give([Ok(SubmitRequest::new(TO, "x"))]);
        bulk.get().unwrap().end();
        let turn = bulk.get().unwrap().blocking_turn(false, Duration::from_secs(10)).unwrap();
        assert!(turn.done[0].result.is_ok());
        session.blocking(|client| client.submit(TO, "x", None)).unwrap();
        session.blocking(|client| client.unbind()).unwrap();
    }
}
