//! One connection: reading and writing, what is to be delivered on it, its timers, and how it ends.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use rusmpp::{CommandId, Pdu};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::center::Center;
use super::deliveries::Delivery;
use super::frame::{self, Cut};
use super::link::{Link, Order};
use super::pump::{Moved, Pump};
use super::responses::Responses;
use super::settings::Settings;
use super::step::End;
use super::submit::INVALID_COMMAND_LENGTH;
use super::thing::Thing;
use crate::connection::Connection;
use crate::state::State;
use crate::wire::Wire;

/// How long the peer may take for its part of the end.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the last frames may take on their way.
const LAST_WRITES: Duration = Duration::from_secs(1);
/// With so much unwritten nothing more is delivered, so that responses are not kept waiting.
const BUSY: usize = 64 * 1024;
/// The largest sequence number (S34 3.2).
const LARGEST: u32 = 0x7FFF_FFFF;

/// A `deliver_sm` that waits for its response.
pub(super) struct Sent {
    pub(super) sequence: u32,
    at: Instant,
    pub(super) delivery: Delivery,
}

/// A link and its account; whatever way the session ends, the account learns of it.
pub(super) struct Bound {
    pub(super) center: Arc<Center>,
    pub(super) link: Arc<Link>,
    /// The oldest first.
    pub(super) in_flight: VecDeque<Sent>,
}

impl Bound {
    pub(super) fn new(center: Arc<Center>, link: Arc<Link>) -> Self {
        center.room().add_link(&link);
        Self { center, link, in_flight: VecDeque::new() }
    }

    /// What was not answered is delivered again, in its order.
    fn put_back(&mut self) {
        let mut room = self.center.room();
        while let Some(sent) = self.in_flight.pop_back() {
            room.deliveries.put_back(sent.delivery);
        }
        room.wake_links();
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        self.put_back();
        self.center.room().remove_link(self.link.number);
    }
}

/// One connection.
pub(super) struct Session<'a> {
    pub(super) state: &'a Arc<State>,
    pub(super) connection: &'a Connection,
    pub(super) pump: Pump,
    pub(super) bound: Option<Bound>,
    /// Whether a bind is still to come.
    pub(super) is_new: bool,
    pub(super) settings: Arc<Settings>,
    pub(super) responses: Responses,
    pub(super) wake: Arc<Notify>,
    next_sequence: u32,
    /// When anything arrived last.
    heard: Instant,
    enquired: Instant,
    /// How the connection is to end, and when it does so at the latest.
    ending: Option<(End, Instant)>,
    /// After an `unbind` of either side the connection is closed, at the latest then.
    pub(super) leaving: Option<Instant>,
}

/// Serves a connection until it ends.
pub(crate) async fn serve(wire: Wire, connection: &Connection, state: &Arc<State>) {
    let mut session = Session::new(wire, connection, state);
    let end = session.run().await;
    state.tell(|| format!("{} #{} ends: {end:?}", connection.listener.id, connection.number));
    let Session { pump, bound, wake, .. } = session;
    let mut bound = bound;
    let mut end = end;
    if let (Some(bound), End::HalfOpen | End::Stall) = (&mut bound, end) {
        bound.put_back();
    }
    let mut wire = pump.wire;
    loop {
        match end {
            End::Reset | End::Cut => return wire.reset(),
            End::HalfOpen => tokio::select! {
                () = wire.listen() => return,
                () = wake.notified() => {}
            },
            End::Stall => wake.notified().await,
            _ => {
                drop(bound);
                return wire.close_and_drain().await;
            }
        }
        let orders = bound.as_ref().map(|bound| bound.link.take_orders()).unwrap_or_default();
        // Nothing is written any more.
        end = orders.into_iter().find_map(Order::end).unwrap_or(end);
    }
}

impl<'a> Session<'a> {
    fn new(wire: Wire, connection: &'a Connection, state: &'a Arc<State>) -> Self {
        let now = Instant::now();
        Self {
            state,
            connection,
            pump: Pump::new(wire),
            bound: None,
            is_new: true,
            settings: Arc::default(),
            responses: Responses::default(),
            wake: Arc::new(Notify::new()),
            next_sequence: 1,
            heard: now,
            enquired: now,
            ending: None,
            leaving: None,
        }
    }

    async fn run(&mut self) -> End {
        loop {
            self.obey();
            self.look_at_the_clock();
            self.deliver();
            if let Some((end, latest)) = self.ending
                && (end == End::Cut || self.pump.is_flushed() || latest <= Instant::now())
            {
                return end;
            }
            let reads = self.ending.is_none();
            let deadline = self.deadline();
            let wake = Arc::clone(&self.wake);
            tokio::select! {
                moved = self.pump.turn(reads) => match moved {
                    Ok(Moved::Read) => self.read(),
                    Ok(Moved::Flushed) => {}
                    Ok(Moved::End) | Err(_) => return End::Silence,
                },
                () = wake.notified() => {}
                () = sleep_until(deadline.unwrap_or_else(Instant::now)), if deadline.is_some() => {}
            }
        }
    }

    /// Takes every frame that has arrived, until one of them ends the connection.
    fn read(&mut self) {
        self.heard = Instant::now();
        while self.ending.is_none() {
            match frame::cut(&mut self.pump.input) {
                Cut::Wait => return,
                Cut::Frame(frame) => {
                    self.connection.count_request();
                    self.request(frame);
                }
                Cut::Broken => {
                    frame::write(&mut self.pump.output, INVALID_COMMAND_LENGTH, 0, Pdu::GenericNack);
                    self.end(End::Close);
                }
            }
        }
    }

    fn obey(&mut self) {
        let Some(bound) = &self.bound else { return };
        for order in bound.link.take_orders() {
            match order {
                Order::End(end) => self.end(end),
                Order::Write(things) => self.write_things(&things),
            }
        }
    }

    pub(super) fn write_things(&mut self, things: &[Thing]) {
        let mut next = self.next_sequence;
        for thing in things {
            thing.write(&mut self.pump.output, &mut || take_sequence(&mut next));
        }
        self.next_sequence = next;
    }

    /// Lets the connection end, or go on, in some way, after what was written before.
    pub(super) fn end(&mut self, end: End) {
        match end {
            End::Silence => {}
            End::Unbind => {
                let sequence = take_sequence(&mut self.next_sequence);
                frame::write(&mut self.pump.output, 0, sequence, Pdu::Unbind);
                self.leaving = Some(Instant::now() + PATIENCE);
            }
            // The half of the response was written.
            End::Truncate => self.ending = Some((End::Close, Instant::now() + LAST_WRITES)),
            end => self.ending = Some((end, Instant::now() + LAST_WRITES)),
        }
    }

    /// The client has left: it closes the connection soon, or else the server does.
    pub(super) fn unbound(&mut self) {
        self.bound = None;
        self.leaving = Some(Instant::now() + PATIENCE);
    }

    pub(super) fn begin(&mut self, settings: &Arc<Settings>) {
        self.is_new = false;
        self.next_sequence = settings.first_sequence;
        self.enquired = Instant::now();
        self.adopt(settings);
    }

    fn adopt(&mut self, settings: &Arc<Settings>) {
        self.pump.piece = settings.piece;
        self.pump.piece_delay = Duration::from_millis(settings.piece_delay_ms);
        self.settings = Arc::clone(settings);
    }

    /// Delivers as much as the window and the writing allow.
    fn deliver(&mut self) {
        let Some(mut bound) = self.bound.take() else { return };
        let center = Arc::clone(&bound.center);
        let mut room = center.room();
        self.adopt(&room.settings);
        let takes_all = match bound.link.role {
            super::bind::Role::Transmitter => None,
            super::bind::Role::Receiver => Some(self.settings.inbound_to_receivers),
            super::bind::Role::Transceiver => Some(true),
        };
        if let (Some(takes_all), None, None) = (takes_all, self.ending, self.leaving) {
            while bound.in_flight.len() < self.settings.window && self.pump.output.len() < BUSY {
                let Some(delivery) = room.deliveries.take(takes_all) else { break };
                let sequence = take_sequence(&mut self.next_sequence);
                let pdu = frame::raw(CommandId::DeliverSm, &delivery.body);
                frame::write(&mut self.pump.output, 0, sequence, pdu);
                room.deliveries.note_sent(&delivery, bound.link.number, sequence);
                bound.in_flight.push_back(Sent { sequence, at: Instant::now(), delivery });
            }
        }
        self.bound = Some(bound);
    }

    fn look_at_the_clock(&mut self) {
        // Most connections have nothing to look at.
        let Some(deadline) = self.deadline() else { return };
        let now = Instant::now();
        if deadline > now {
            return;
        }
        let end = self.responses.release(now, &mut self.pump.output);
        if let Some(end) = end {
            self.end(end);
        }
        if self.leaving.is_some_and(|latest| latest <= now) || self.inactive_at().is_some_and(|at| at <= now)
        {
            self.end(End::Close);
        }
        if self.enquire_at().is_some_and(|at| at <= now) {
            self.enquired = now;
            self.write_things(&[Thing::EnquireLink]);
        }
        let timeout = Duration::from_millis(self.settings.deliver_timeout_ms);
        if let Some(bound) = &mut self.bound {
            let mut late = Vec::new();
            while bound.in_flight.front().is_some_and(|sent| sent.at + timeout <= now) {
                late.extend(bound.in_flight.pop_front());
            }
            if !late.is_empty() {
                let mut room = bound.center.room();
                late.into_iter().rev().for_each(|sent| room.deliveries.put_back(sent.delivery));
                room.wake_links();
            }
        }
    }

    fn enquire_at(&self) -> Option<Instant> {
        let period = self.settings.enquire_link_ms;
        (period > 0 && self.bound.is_some()).then(|| self.enquired + Duration::from_millis(period))
    }

    fn inactive_at(&self) -> Option<Instant> {
        let longest = self.settings.inactivity_ms;
        (longest > 0).then(|| self.heard + Duration::from_millis(longest))
    }

    /// When the clock has to be looked at again.
    fn deadline(&self) -> Option<Instant> {
        let oldest = self.bound.as_ref().and_then(|bound| bound.in_flight.front());
        let timeout = Duration::from_millis(self.settings.deliver_timeout_ms);
        let times = [
            self.ending.map(|(_, latest)| latest),
            self.leaving,
            oldest.map(|sent| sent.at + timeout),
            self.enquire_at(),
            self.inactive_at(),
            self.responses.next(),
        ];
        times.into_iter().flatten().min()
    }
}

/// The next sequence number; after the largest comes 1.
fn take_sequence(next: &mut u32) -> u32 {
    let sequence = *next;
    *next = if sequence >= LARGEST { 1 } else { sequence + 1 };
    sequence
}
