//! What a connection makes of the frames that arrive.

use std::hash::{DefaultHasher, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use rusmpp::pdus::SubmitSmResp;
use rusmpp::types::COctetString;
use rusmpp::{CommandId, Pdu};
use time::OffsetDateTime;
use tokio::time::Instant;

use super::bind::{Bind, Role};
use super::center::{Center, Room};
use super::frame::{self, Head};
use super::link::Link;
use super::responses::Late;
use super::session::{Bound, Session};
use super::settings::Unsupported;
use super::step::{End, Fate, Step};
use super::submit::{
    self, ALREADY_BOUND, BIND_FAILED, INVALID_COMMAND, INVALID_COMMAND_LENGTH, INVALID_PASSWORD,
    INVALID_SYSTEM_ID, NO_CREDIT, WRONG_BIND_STATE,
};

/// The longest credentials of S34 4.1.1, without NUL.
const LONGEST_SYSTEM_ID: usize = 15;
const LONGEST_PASSWORD: usize = 8;
/// Commands of S34 that the service does not support (`spec/smpp.md`, Commands).
const NOT_SUPPORTED: [CommandId; 5] = [
    CommandId::ReplaceSm,
    CommandId::CancelSm,
    CommandId::SubmitMulti,
    CommandId::DataSm,
    CommandId::QuerySm,
];

/// A body, or the status of a refusal.
type Reply = Result<Pdu, u32>;

/// Tells bodies apart, well enough to count them.
fn hash(body: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    hasher.finish()
}

impl Session<'_> {
    /// Takes a frame.
    pub(super) fn request(&mut self, frame: BytesMut) {
        let head = frame::head(&frame);
        let center = self.bound.as_ref().map(|bound| (Arc::clone(&bound.center), bound.link.number));
        match center {
            Some((center, link)) => {
                // The account is free again before the link leaves it.
                let hurries = {
                    let mut room = center.room();
                    room.record(link, &frame);
                    self.of_link(&mut room, head, frame)
                };
                if hurries {
                    center.hurry();
                }
                if head.id == CommandId::Unbind && self.leaving.is_some() {
                    self.unbound();
                }
            }
            None if frame::is_response(head.id) => {}
            None => match (Role::of(head.id), head.id) {
                (Some(role), _) if self.is_new => self.bind(role, head, &frame),
                (_, CommandId::EnquireLink) => self.answer(None, head, Ok(Pdu::EnquireLinkResp)),
                (_, CommandId::Unbind) => {
                    self.answer(None, head, Ok(Pdu::UnbindResp));
                    self.unbound();
                }
                _ => self.answer(None, head, Err(WRONG_BIND_STATE)),
            },
        }
    }

    /// Takes a frame of a bound link; true when the clock has to know of it.
    fn of_link(&mut self, room: &mut Room, head: Head, frame: BytesMut) -> bool {
        if frame::is_response(head.id) {
            return self.response(room, head);
        }
        room.counts.submits += u64::from(head.id == CommandId::SubmitSm);
        let step = room.next_step(head.id);
        let ignores = step.as_ref().is_some_and(|step| matches!(step.fate(), Fate::Ignored(_)));
        let refusal = step.as_ref().and_then(|step| step.command_status).filter(|status| *status != 0);
        let mut hurries = false;
        let reply = match (head.id, refusal) {
            _ if ignores => Err(0),
            (_, Some(status)) => Err(status),
            (CommandId::SubmitSm, None) => {
                let given_id = step.as_ref().and_then(|step| step.message_id.clone());
                self.submit(room, frame, given_id).map(|(pdu, follows)| {
                    hurries = follows;
                    pdu
                })
            }
            (CommandId::EnquireLink, None) => Ok(Pdu::EnquireLinkResp),
            (CommandId::Unbind, None) => Ok(Pdu::UnbindResp),
            (id, None) if Role::of(id).is_some() => Err(ALREADY_BOUND),
            _ => Err(INVALID_COMMAND),
        };
        let leaves = head.id == CommandId::Unbind && reply.is_ok();
        self.answer(step, head, reply);
        if leaves {
            self.leaving = self.leaving.or_else(|| Some(Instant::now()));
        }
        hurries
    }

    fn submit(&self, room: &mut Room, frame: BytesMut, given_id: Option<String>) -> Result<(Pdu, bool), u32> {
        let role = self.bound.as_ref().map(|bound| bound.link.role);
        if !role.is_some_and(Role::sends) {
            return Err(WRONG_BIND_STATE);
        }
        let body = room.settings.distinct.then(|| hash(&frame[frame::HEADER..]));
        let command = frame::read(frame).map_err(|error| submit::unreadable(&error))?;
        let Some(Pdu::SubmitSm(submit)) = command.pdu() else { return Err(INVALID_COMMAND_LENGTH) };
        submit::check(submit, &room.settings, OffsetDateTime::now_utc())?;
        if !room.has_credit {
            return Err(NO_CREDIT);
        }
        room.count_body(body);
        let (id, follows) = room.accept(submit, given_id);
        let id = COctetString::from_string(id).unwrap_or_default();
        Ok((SubmitSmResp::new(id, Vec::new()).into(), follows))
    }

    /// Takes a response of the client; true when the clock has to know of it.
    fn response(&mut self, room: &mut Room, head: Head) -> bool {
        match head.id {
            CommandId::UnbindResp if self.leaving.is_some() => self.end(End::Close),
            CommandId::DeliverSmResp | CommandId::GenericNack => {
                let Some(bound) = &mut self.bound else { return false };
                let place = bound.in_flight.iter().position(|sent| sent.sequence == head.sequence);
                if let Some(sent) = place.and_then(|place| bound.in_flight.remove(place)) {
                    return room.answered(sent.delivery, head.status);
                }
            }
            _ => {}
        }
        false
    }

    fn bind(&mut self, role: Role, head: Head, frame: &[u8]) {
        let Some(bind) = Bind::read(&frame[frame::HEADER..]) else {
            return self.answer(None, head, Err(INVALID_COMMAND_LENGTH));
        };
        if bind.system_id.is_empty() {
            return self.answer(None, head, Err(INVALID_SYSTEM_ID));
        }
        let (center, opens, disabled) = self.state.with_account(&bind.system_id, |account| {
            (account.smpp(), account.opens_with(&bind.password), account.is_disabled())
        });
        let number = self.connection.number;
        let (step, settings) = {
            let mut room = center.room();
            room.record(number, frame);
            (room.next_step(head.id), Arc::clone(&room.settings))
        };
        self.settings = Arc::clone(&settings);
        let ignores = step.as_ref().is_some_and(|step| matches!(step.fate(), Fate::Ignored(_)));
        let refusal = step.as_ref().and_then(|step| step.command_status).filter(|status| *status != 0);
        let strict = settings.strict_credentials;
        let reply = if let Some(status) = refusal {
            Err(status)
        } else if strict && bind.system_id.len() > LONGEST_SYSTEM_ID {
            Err(INVALID_SYSTEM_ID)
        } else if !opens || strict && bind.password.len() > LONGEST_PASSWORD {
            Err(INVALID_PASSWORD)
        } else if disabled {
            Err(BIND_FAILED)
        } else {
            let version = settings.sc_interface_version.filter(|_| bind.interface_version >= 0x34);
            Ok(role.response(version))
        };
        self.state.tell(|| {
            let listener = &self.connection.listener.id;
            format!("{listener} #{number} bind as {}: {:?}", role.name(), reply.as_ref().err())
        });
        if reply.is_ok() && !ignores {
            self.join(center, role, &bind);
        }
        self.answer(step, head, reply);
    }

    fn join(&mut self, center: Arc<Center>, role: Role, bind: &Bind) {
        let settings = Arc::clone(&self.settings);
        self.begin(&settings);
        let link = Link::new(self.connection.number, &self.connection.listener.id, role, bind, &self.wake);
        self.bound = Some(Bound::new(center, link));
    }

    /// Writes a reply as its step wants it, or at once.
    fn answer(&mut self, step: Option<Step>, head: Head, reply: Reply) {
        let Some(step) = step else {
            self.write_reply(head, head.sequence, reply, false);
            if let Some(end) = self.responses.written(&mut self.pump.output) {
                self.end(end);
            }
            return;
        };
        self.write_things(&step.before);
        let before = self.pump.output.len();
        let fate = step.fate();
        if let Fate::Ignored(end) | Fate::Lost(end) = fate {
            if end == End::Truncate {
                self.write_reply(head, head.sequence, reply, step.nack);
                self.pump.output.truncate(before + (self.pump.output.len() - before) / 2);
            }
            self.write_things(&step.after);
            return self.end(end);
        }
        let sequence = step.sequence.unwrap_or(head.sequence);
        for _ in 0..step.copies() {
            self.write_reply(head, sequence, reply.clone(), step.nack);
        }
        self.write_things(&step.after);
        let Fate::Answered(then) = fate else { return };
        if step.delay_ms == 0 && step.after_responses == 0 {
            let held = self.responses.written(&mut self.pump.output);
            return [held, then].into_iter().flatten().for_each(|end| self.end(end));
        }
        let octets = self.pump.output.split_off(before).freeze();
        let late = Late { octets, then };
        if step.after_responses > 0 {
            self.responses.hold(step.after_responses, late);
        } else {
            self.responses.delay(Instant::now() + Duration::from_millis(step.delay_ms), late);
        }
    }

    fn write_reply(&mut self, head: Head, sequence: u32, reply: Reply, nack: bool) {
        let by_nack = nack || reply == Err(INVALID_COMMAND) && self.is_nacked(head.id);
        let output = &mut self.pump.output;
        match reply {
            Ok(pdu) => frame::write(output, 0, sequence, pdu),
            Err(status) if by_nack => frame::write(output, status, sequence, Pdu::GenericNack),
            Err(status) => {
                let body: &[u8] = if self.settings.error_body { &[0] } else { &[] };
                frame::write(output, status, sequence, frame::raw(frame::response_to(head.id), body));
            }
        }
    }

    /// Whether a command is refused by a `generic_nack`: what S34 does not know has no response of its own.
    fn is_nacked(&self, id: CommandId) -> bool {
        !NOT_SUPPORTED.contains(&id) || self.settings.unsupported == Unsupported::GenericNack
    }
}
