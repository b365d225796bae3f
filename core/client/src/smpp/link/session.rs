//! One bound connection: what is written, what is read, and when it ends.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use ecall_codec::smpp::{Body, MessageId, Pdu, Status};
use tokio::time::Instant;

use super::driver::{Driver, Ended, earliest};
use super::window::Window;
use super::wire::{Want, Wire};
use crate::error::Kind;
use crate::smpp::events::{LinkEvent, LinkState};
use crate::smpp::job::Job;
use crate::smpp::shared::{Orders, Phase};

/// How long the responses to what was written are waited for after the centre has unbound. Provisional.
const LEAVING: Duration = Duration::from_secs(5);
/// How long the closing of a connection may take that nothing is expected of any more.
const CLOSING: Duration = Duration::from_secs(1);

/// What belongs to one connection.
pub(super) struct Session {
    pub wire: Wire,
    pub window: Window,
    /// The enquire_link that was sent, and when its time is up.
    pub enquiry: Option<(u32, Instant)>,
    /// The unbind that was sent, and when its time is up.
    pub unbind: Option<(u32, Instant)>,
    /// When the client began to end.
    draining: Option<Instant>,
    /// The centre has unbound: until when responses are waited for.
    pub leaving: Option<Instant>,
    /// When the next message has its turn, where the rate or the centre holds it back.
    held_until: Option<Instant>,
    /// More messages wait than were taken up.
    waits: bool,
}

/// The session is over. None where the client is, too.
pub(super) type Over = Option<(&'static str, String)>;

impl Driver {
    /// Serves a connection to its end. None where the client is closed.
    pub(super) async fn session(&mut self, wire: Wire, window: Window) -> Option<Ended> {
        let mut session = Session::new(wire, window);
        let over = loop {
            if let Err(over) = self.turn(&mut session).await {
                break over;
            }
        };
        let unknown = self.cut(&mut session);
        self.flush(true);
        let (reason, message) = match over {
            Some(ended) => ended,
            None => {
                let closed = poll_fn(|context| session.wire.poll_shutdown(context));
                // The other side has said all it has to say.
                let _ = tokio::time::timeout(CLOSING, closed).await;
                return None;
            }
        };
        Some(Ended { reason, message, unknown })
    }

    async fn turn(&mut self, session: &mut Session) -> Result<(), Over> {
        let now = Instant::now();
        let taken_up = session.window.len() + self.again.len() + self.new.len();
        let orders = self.orders(self.pace.allowed().saturating_sub(taken_up), now);
        session.waits = orders.waits;
        self.obey(session, orders, now)?;
        self.time_out(session, now)?;
        self.fill(session, now);
        self.flush(false);
        let wanted = self.next_look(session, now);
        self.arm(wanted);
        self.stir(session).await?;
        self.read(session)
    }

    /// Answers what was taken, ends what is not wanted, and unbinds once everything was sent.
    fn obey(&mut self, session: &mut Session, orders: Orders, now: Instant) -> Result<(), Over> {
        for reply in std::mem::take(&mut self.replies) {
            if reply.due.link == self.link {
                respond(session, reply.due.sequence, reply.status);
            }
        }
        if orders.cancelled {
            self.drop_unwanted(now);
            for job in session.window.take_if(Job::is_given_up) {
                self.cancel(job);
            }
            self.release_early(session);
            self.flush(true);
        }
        match orders.phase {
            Phase::Draining if session.draining.is_none() => session.draining = Some(now),
            Phase::Abandoned | Phase::Closed => {
                self.again.clear();
                self.new.clear();
                session.draining = Some(now.checked_sub(self.shared.settings.common.timeout).unwrap_or(now));
            }
            _ => {}
        }
        if let Some(since) = session.draining
            && session.unbind.is_none()
            && session.leaving.is_none()
        {
            let all_sent =
                session.window.is_empty() && self.again.is_empty() && self.new.is_empty() && !orders.waits;
            if all_sent || now >= since + self.shared.settings.common.timeout {
                let sequence = session.window.next_sequence();
                push(session, &Pdu::new(sequence, Body::Unbind));
                session.unbind = Some((sequence, now + self.shared.settings.response_timeout));
            }
        }
        Ok(())
    }

    fn cancel(&mut self, mut job: Box<Job>) {
        let error = job.ended(Kind::Cancelled, "cancelled after it may have been accepted");
        self.end(&mut job, Err(error));
    }

    /// Ends requests, and the session, whose time is up.
    fn time_out(&mut self, session: &mut Session, now: Instant) -> Result<(), Over> {
        let limit = self.shared.settings.response_timeout;
        if let Some(before) = now.checked_sub(limit) {
            while let Some(job) = session.window.time_out(before) {
                let next = job.unanswered(
                    now,
                    Some(before),
                    Kind::Timeout,
                    "it was sent, and no response came in time",
                );
                self.after_silence(next);
                self.release_early(session);
            }
        }
        if session.window.soonest().is_some_and(|soonest| soonest <= now) {
            self.end_overdue(session, now);
        }
        if self.is_held(session) && self.earliest_deadline().is_some_and(|deadline| deadline <= now) {
            self.drop_unwanted(now);
        }
        if session.unbind.is_some_and(|(_, until)| now >= until) {
            return Err(None);
        }
        if session
            .leaving
            .is_some_and(|until| now >= until || session.window.is_empty() && session.wire.is_idle())
        {
            return Err(if session.draining.is_some() { None } else { left() });
        }
        if let Some((_, until)) = session.enquiry {
            if now >= until {
                let message = "the other side said nothing, not even to an enquire_link";
                return Err(Some(("dead_peer", message.to_owned())));
            }
        } else if now >= session.wire.heard + self.shared.settings.enquire_link_interval {
            let sequence = session.window.next_sequence();
            push(session, &Pdu::new(sequence, Body::EnquireLink));
            session.enquiry = Some((sequence, now + limit));
        }
        Ok(())
    }

    /// Ends the messages under way whose time is up. They keep their places: their responses may still come.
    fn end_overdue(&mut self, session: &mut Session, now: Instant) {
        let mut soonest = None;
        session.window.each(|job| match job.deadline().filter(|_| !job.is_given_up()) {
            Some(deadline) if deadline <= now => {
                let error = job.ended(Kind::Timeout, "it was sent, and no response came in time");
                self.end(job, Err(error));
            }
            deadline => soonest = earliest([soonest, deadline]),
        });
        session.window.set_soonest(soonest);
    }

    /// Writes messages as far as the window, the rate and the centre let it.
    fn fill(&mut self, session: &mut Session, now: Instant) {
        session.held_until = None;
        if session.unbind.is_some() || session.leaving.is_some() {
            return;
        }
        while session.window.len() < self.pace.allowed() && session.wire.has_room() {
            let Some(mut job) = self.next_job(now) else { break };
            match self.pace.pass(now.into_std()) {
                Ok(false) => {}
                Ok(true) => self.tell(LinkEvent::new(LinkState::Resumed)),
                Err(turn) => {
                    session.held_until = Some(turn.into());
                    self.put_again(job);
                    break;
                }
            }
            if !job.begin() {
                self.end_waiting(job);
                continue;
            }
            let sequence = session.window.next_free();
            session.wire.push(job.frame(), sequence);
            let end = session.wire.end();
            session.window.put(sequence, job, end, now);
        }
    }

    /// The next message that is still wanted.
    fn next_job(&mut self, now: Instant) -> Option<Box<Job>> {
        loop {
            let job = match self.again.pop_first() {
                Some((_, job)) => job,
                None => self.new.pop_front()?,
            };
            if job.deadline().is_none_or(|deadline| now < deadline) && !job.is_given_up() {
                return Some(job);
            }
            self.end_waiting(job);
        }
    }

    /// Whether messages wait that were taken up. They have a time, which is not looked at while they go out as they come.
    fn is_held(&self, session: &Session) -> bool {
        session.held_until.is_some()
            || session.window.len() >= self.pace.allowed()
            || !session.wire.has_room()
    }

    /// When something is to be done though nothing comes.
    fn next_look(&mut self, session: &Session, now: Instant) -> Instant {
        let settings = &self.shared.settings;
        let silence = session.wire.heard + settings.enquire_link_interval;
        let drained = session
            .draining
            .filter(|_| session.unbind.is_none())
            .map(|since| since + settings.common.timeout);
        let response = session.window.oldest().map(|since| since + settings.response_timeout);
        let deadline = if self.is_held(session) { self.earliest_deadline() } else { None };
        let parts = self.expire_parts(now);
        earliest([
            Some(session.enquiry.map_or(silence, |(_, until)| until)),
            session.unbind.map(|(_, until)| until),
            session.leaving,
            session.held_until,
            drained,
            response,
            session.window.soonest(),
            deadline,
            parts,
        ])
        .unwrap_or(silence)
    }

    /// Waits until something was read, there is room to write more, somebody wants something, or a time is up.
    async fn stir(&mut self, session: &mut Session) -> Result<(), Over> {
        let shared = self.shared.clone();
        let mut woken = std::pin::pin!(shared.wake.notified());
        let more = session.window.len() < self.pace.allowed()
            && session.held_until.is_none()
            && (session.waits || !self.again.is_empty() || !self.new.is_empty());
        let want = if session.leaving.is_some() && !session.wire.is_idle() {
            Want::Idle
        } else if more && !session.wire.has_room() {
            Want::Room
        } else {
            Want::Nothing
        };
        let mut told = false;
        let stirred = poll_fn(|context| {
            let polled = session.wire.poll(context, want);
            if polled.is_ready() {
                return polled;
            }
            if woken.as_mut().poll(context).is_ready() || self.timer().poll(context).is_ready() {
                return Poll::Ready(Ok(()));
            }
            if !told {
                told = true;
                self.tell_bulks();
            }
            Poll::Pending
        })
        .await;
        stirred.map_err(|problem| {
            if session.draining.is_some() && session.unbind.is_some() {
                return None;
            }
            if session.leaving.is_some() {
                return left();
            }
            Some(match problem.kind() {
                std::io::ErrorKind::UnexpectedEof => {
                    ("closed_by_peer", "the other side closed the connection".to_owned())
                }
                _ => ("broken", format!("the connection broke: {problem}")),
            })
        })
    }

    /// What was in flight when the connection ended has its outcome; how many are unknown.
    fn cut(&mut self, session: &mut Session) -> u32 {
        let now = Instant::now();
        let written = session.wire.written();
        let mut unknown = 0;
        while let Some((mut job, gone)) = session.window.cut(written) {
            if !gone {
                job.wait_again();
                self.put_again(job);
                continue;
            }
            unknown += 1;
            let message = "the connection ended after it was sent and before a response was read";
            let next = job.unanswered(now, None, Kind::Connect, message);
            self.after_silence(next);
        }
        self.shared.inbox.forget(self.link);
        self.receipts.forget_early();
        unknown
    }
}

fn left() -> Over {
    Some(("unbound_by_peer", "the other side unbound".to_owned()))
}

/// Answers a deliver_sm.
pub(super) fn respond(session: &mut Session, sequence: u32, status: Status) {
    push(session, &Pdu { status, ..Pdu::new(sequence, Body::DeliverSmResp(MessageId::default())) });
}

/// Adds a PDU of ours, which cannot be wrong but for a sequence number that the other side made up: then nothing can be said.
pub(super) fn push(session: &mut Session, pdu: &Pdu<'_>) {
    let _ = session.wire.push_pdu(pdu);
}

impl Session {
    fn new(wire: Wire, window: Window) -> Self {
        Self {
            wire,
            window,
            enquiry: None,
            unbind: None,
            draining: None,
            leaving: None,
            held_until: None,
            waits: false,
        }
    }

    /// The centre has unbound: nothing more is sent, and what is under way may still be answered.
    pub fn leave(&mut self, now: Instant) {
        self.leaving.get_or_insert(now + LEAVING);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::net::{TcpListener, TcpStream};

    use super::super::connect::Stream;
    use super::*;
    use crate::options::Options;
    use crate::smpp::options::SmppOptions;
    use crate::smpp::settings::SmppSettings;
    use crate::smpp::shared::Shared;
    use crate::transport::tls_config;

    /// What was added and not handed to the connection is written again; what was handed to it is unknown.
    #[tokio::test]
    async fn at_a_cut_what_was_not_handed_over_is_kept_in_its_order() {
        let options = Options::new().username("u").password("p");
        let settings = SmppSettings::resolve(options, SmppOptions::new(), |_| None).unwrap();
        let tls = tls_config(&settings.common).unwrap();
        let mut driver = Driver::new(Arc::new(Shared::new(settings, tls)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let mut session =
            Session::new(Wire::new(Stream::Plain(stream.into())), Window::new(10, Instant::now()));
        for order in 0..5 {
            let mut job = Job::for_test();
            job.take_up(order, Instant::now());
            let sequence = session.window.next_free();
            push(&mut session, &Pdu::new(sequence, Body::EnquireLink));
            let end = session.wire.end();
            session.window.put(sequence, job, end, Instant::now());
            if order == 2 {
                poll_fn(|context| session.wire.poll(context, Want::Idle)).await.unwrap();
            }
        }
        assert_eq!(driver.cut(&mut session), 3);
        assert_eq!(driver.again.keys().copied().collect::<Vec<_>>(), [3, 4]);
    }
}
