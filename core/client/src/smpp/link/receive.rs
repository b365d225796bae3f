//! What the centre says.

use ecall_codec::smpp::{Body, CommandId, Decoded, Message, MessageId, Pdu, Status, Tlvs, Unreadable};
use ecall_codec::text::latin1;
use tokio::time::Instant;

use super::driver::Driver;
use super::session::{Over, Session, push, respond};
use super::window::Found;
use crate::error::Kind;
use crate::options::millis;
use crate::smpp::events::{
    Due, Inbound, Known, LinkEvent, LinkState, RawPdu, SmppEvent, SmppReceipt, StrayResponse, Taken, classify,
};
use crate::smpp::job::Job;
use crate::smpp::submit::{kind_of, sentence};

/// Receipts that wait for responses which they may have overtaken. Beyond it they are handed over as they are: each response is
/// compared with all of them.
const MOST_EARLY: usize = 256;

impl Driver {
    /// Looks at everything that was read.
    pub(super) fn read(&mut self, session: &mut Session) -> Result<(), Over> {
        let mut heard = false;
        loop {
            let range = match session.wire.next() {
                Ok(Some(range)) => range,
                Ok(None) => return Ok(()),
                Err(problem) => {
                    let message = problem.to_string();
                    let octets = Vec::new();
                    self.raw(RawPdu { reason: problem.code(), message: message.clone(), octets }, None);
                    return Err(Some(("garbage", message)));
                }
            };
            session.enquiry = None;
            if !std::mem::replace(&mut heard, true) {
                session.wire.heard = Instant::now();
            }
            let input = session.wire.lend();
            let frame = &input[range];
            let over = match Pdu::decode(frame) {
                Ok(decoded) => self.pdu(session, &decoded, frame),
                Err(unreadable) => {
                    self.unreadable(session, &unreadable);
                    Ok(())
                }
            };
            session.wire.give_back(input);
            over?;
        }
    }

    fn raw(&self, raw: RawPdu, due: Option<Due>) {
        self.shared.inbox.push(SmppEvent::Raw(raw), due);
    }

    /// Answers what cannot be read, so that the centre does not send it for ever, and tells of it.
    fn unreadable(&mut self, session: &mut Session, unreadable: &Unreadable<'_>) {
        let reason = unreadable.reason;
        if let Some(header) = unreadable.header.filter(|header| !header.command_id.is_response()) {
            push(session, &Pdu::refusing(&header, reason.status()));
        }
        let (message, octets) = (reason.to_string(), unreadable.octets.to_vec());
        self.raw(RawPdu { reason: reason.code(), message, octets }, None);
    }

    fn pdu(&mut self, session: &mut Session, decoded: &Decoded<'_>, frame: &[u8]) -> Result<(), Over> {
        let pdu = &decoded.pdu;
        match &pdu.body {
            Body::SubmitSmResp(response) => self.response(session, pdu, Some(response)),
            Body::GenericNack => self.response(session, pdu, None),
            Body::DeliverSm(message) => self.deliver(session, pdu.sequence, message, &pdu.tlvs, frame),
            Body::EnquireLink => push(session, &Pdu::new(pdu.sequence, Body::EnquireLinkResp)),
            Body::EnquireLinkResp => {}
            Body::Unbind => {
                push(session, &Pdu::new(pdu.sequence, Body::UnbindResp));
                session.leave(Instant::now());
            }
            Body::UnbindResp if session.unbind.is_some_and(|(sequence, _)| sequence == pdu.sequence) => {
                return Err(None);
            }
            body if body.command().is_response() => self.stray(pdu, "unsolicited", None),
            body => self.unsupported(session, pdu, body.command(), frame),
        }
        Ok(())
    }

    /// Refuses a command as the service does.
    fn unsupported(&mut self, session: &mut Session, pdu: &Pdu<'_>, command: CommandId, frame: &[u8]) {
        // These have no response.
        if !matches!(command, CommandId::OUTBIND | CommandId::ALERT_NOTIFICATION) {
            let refusal = Body::refusal_of(command);
            push(session, &Pdu { status: Status::RINVCMDID, ..Pdu::new(pdu.sequence, refusal) });
        }
        let message = format!("{command:?} is not supported");
        self.raw(RawPdu { reason: "unsupported", message, octets: frame.to_vec() }, None);
    }

    fn stray(&self, pdu: &Pdu<'_>, reason: &'static str, message_id: Option<String>) {
        self.shared.inbox.push(
            SmppEvent::Response(StrayResponse {
                reason,
                command: pdu.body.command().0,
                sequence: pdu.sequence,
                smpp_status: pdu.status.0,
                message_id,
            }),
            None,
        );
    }

    /// The response to a message, or a generic_nack, which has no id.
    fn response(&mut self, session: &mut Session, pdu: &Pdu<'_>, response: Option<&MessageId<'_>>) {
        let octets = response.map(|response| response.message_id.as_bytes()).unwrap_or_default();
        let id = message_id(octets);
        match session.window.answered(pdu.sequence) {
            Found::Waiting(job) if response.is_some() && pdu.status.is_ok() => {
                if !self.accepted(session, job, id) {
                    self.stray(pdu, "late", message_id(octets));
                }
            }
            Found::Waiting(job) => {
                if !self.not_accepted(job, pdu.status) {
                    self.stray(pdu, "late", id);
                }
            }
            Found::Late => self.stray(pdu, "late", id),
            Found::Duplicate => self.stray(pdu, "duplicate", id),
            Found::Unsolicited => self.stray(pdu, "unsolicited", id),
        }
        self.release_early(session);
    }

    /// A message, or a part of it, was accepted. False where nobody waits for it any more.
    fn accepted(&mut self, session: &mut Session, mut job: Box<Job>, id: Option<String>) -> bool {
        self.pace.accepted();
        if let Some(id) = id.as_deref().filter(|_| job.registered) {
            let (part, parts) = job.place();
            self.receipts.remember(Known { message_id: id.into(), tag: job.tag.clone(), part, parts });
            let overtakers = self.receipts.overtakers(id);
            self.hand_over(session, overtakers);
        }
        if job.accepted(id) {
            let wanted = !job.is_given_up();
            job.wait_again();
            self.put_again(job);
            return wanted;
        }
        let submitted = job.submitted();
        self.end(&mut job, Ok(submitted))
    }

    /// A part was refused, or is to be written again later. False where nobody waits for it any more.
    fn not_accepted(&mut self, mut job: Box<Job>, status: Status) -> bool {
        if status.is_throttling() {
            let wanted = !job.is_given_up();
            job.throttled(status);
            if let Some(pause) = self.pace.throttled() {
                self.tell(LinkEvent {
                    reason: Some("throttled"),
                    message: Some(sentence(status)),
                    kind: Some(Kind::RateLimited),
                    smpp_status: Some(status.0),
                    pause_ms: Some(millis(pause)),
                    ..LinkEvent::new(LinkState::Throttled)
                });
            }
            self.put_again(job);
            return wanted;
        }
        let error = job.refused(Instant::now(), kind_of(status), status, sentence(status));
        self.end(&mut job, Err(error))
    }

    /// Hands over the receipts that have overtaken no response after all.
    pub(super) fn release_early(&mut self, session: &mut Session) {
        if self.receipts.early() > 0 {
            let released = self.receipts.released(|until| session.window.is_past(until));
            self.hand_over(session, released);
        }
    }

    /// Hands over receipts that were kept, unless nobody reads any more.
    fn hand_over(&self, session: &mut Session, receipts: Vec<(Box<SmppReceipt>, Due)>) {
        for (receipt, due) in receipts {
            if self.shared.inbox.is_read() {
                self.shared.inbox.push(SmppEvent::Receipt(receipt), Some(due));
            } else {
                respond(session, due.sequence, Status::RX_T_APPN);
            }
        }
    }

    fn deliver(
        &mut self,
        session: &mut Session,
        sequence: u32,
        message: &Message<'_>,
        tlvs: &Tlvs<'_>,
        frame: &[u8],
    ) {
        let due = Due { link: self.link, sequence };
        if session.unbind.is_some() || !self.shared.inbox.admits(self.receipts.early()) {
            return respond(session, sequence, Status::RX_T_APPN);
        }
        match classify(message, tlvs, self.shared.settings.writing.default_alphabet) {
            Inbound::Receipt(mut receipt) => {
                let is_known = self.receipts.match_to(&mut receipt) || receipt.receipted_id.is_none();
                if is_known || session.window.is_empty() || self.receipts.early() >= MOST_EARLY {
                    self.shared.inbox.push(SmppEvent::Receipt(receipt), Some(due));
                } else {
                    self.receipts.keep_early(receipt, due, session.window.next_serial());
                }
            }
            Inbound::Message => {
                let (taken, displaced) = self.assembly.take(message, tlvs, Instant::now());
                if let Some(displaced) = displaced {
                    self.shared.inbox.push(SmppEvent::Incomplete(Box::new(displaced)), None);
                }
                match taken {
                    Taken::Whole(message, key) => {
                        self.shared.inbox.push_keyed(SmppEvent::Message(message), Some(due), key);
                    }
                    Taken::Again(key) => {
                        let answered = self.shared.inbox.due_again(key, due);
                        if let Some(due) = answered.filter(|due| due.link == self.link) {
                            respond(session, due.sequence, Status::ROK);
                        }
                    }
                    Taken::Part => respond(session, sequence, Status::ROK),
                }
            }
            Inbound::Other => {
                let message = format!("{:?}", message.esm_class.message_type());
                self.raw(RawPdu { reason: "type", message, octets: frame.to_vec() }, Some(due));
            }
        }
    }
}

/// The id of a message, with a character from U+0000 to U+00FF for each octet where they are no UTF-8.
fn message_id(octets: &[u8]) -> Option<String> {
    let owned = |id: &str| {
        // Room for the NUL that a C program wants behind it: there are hundreds of thousands a second.
        let mut owned = String::with_capacity(id.len() + 1);
        owned.push_str(id);
        owned
    };
    let read = || std::str::from_utf8(octets).map_or_else(|_| latin1::decode(octets), owned);
    (!octets.is_empty()).then(read)
}
