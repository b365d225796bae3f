//! The message centre of one account: what all its links share.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::Duration;

use rusmpp::CommandId;
use rusmpp::pdus::SubmitSm;
use serde_json::{Value, json};
use time::OffsetDateTime;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::agenda::Agenda;
use super::arrived::Arrived;
use super::dates;
use super::deliver::Address;
use super::deliveries::{Deliveries, Delivery, Kind};
use super::link::{Link, Order};
use super::messages::{Command, Message, Messages};
use super::receipt::{self, outcome};
use super::settings::{Given, Settings, merge};
use super::step::Step;
use crate::faults::Faults;
use crate::state::lock;
use crate::timeline::Timeline;

/// The message centre of one account.
pub(crate) struct Center {
    room: Mutex<Room>,
    /// Tells the clock that something may be due earlier than it thinks.
    clock: Arc<Notify>,
}

/// What has to be done later.
enum Event {
    State { message: u64, index: usize },
    Redeliver(Delivery),
}

/// Everything that the account's links share.
pub(super) struct Room {
    given: Given,
    pub(super) settings: Arc<Settings>,
    pub(super) has_credit: bool,
    /// Whether what arrives is kept, or only counted.
    pub(super) record: bool,
    script: VecDeque<Step>,
    faults: Faults<Step>,
    arrived: Vec<Arrived>,
    messages: Messages,
    next_id: u64,
    pub(super) deliveries: Deliveries,
    links: BTreeMap<u64, Arc<Link>>,
    agenda: Agenda<Event>,
    /// The bodies that were accepted, by a hash, and whether more than once.
    bodies: HashMap<u64, bool>,
    pub(super) counts: Counts,
}

/// Counts, whatever the volume.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) pdus: u64,
    pub(super) binds: u64,
    pub(super) submits: u64,
    pub(super) accepted: u64,
    pub(super) repeated: u64,
}

impl Center {
    pub(crate) fn new(has_credit: bool, record: bool) -> Arc<Self> {
        let settings = Settings::default();
        let room = Room {
            given: Given::new(),
            next_id: settings.ids.next,
            settings: Arc::new(settings),
            has_credit,
            record,
            script: VecDeque::new(),
            faults: Faults::default(),
            arrived: Vec::new(),
            messages: Messages::default(),
            deliveries: Deliveries::default(),
            links: BTreeMap::new(),
            agenda: Agenda::default(),
            bodies: HashMap::new(),
            counts: Counts::default(),
        };
        let clock = Arc::new(Notify::new());
        let center = Arc::new(Self { room: Mutex::new(room), clock: Arc::clone(&clock) });
        tokio::spawn(keep_time(Arc::downgrade(&center), clock));
        center
    }

    pub(super) fn room(&self) -> MutexGuard<'_, Room> {
        lock(&self.room)
    }

    /// Takes over what is given, which was checked; the rest stays as it is.
    pub(crate) fn configure(&self, given: Option<&Given>, has_credit: bool, record: bool) {
        let mut room = self.room();
        room.has_credit = has_credit;
        room.record = record;
        let Some(given) = given else { return };
        merge(&mut room.given, given);
        let Ok(settings) = Settings::read(&room.given) else { return };
        if given.get("ids").is_some_and(|ids| ids.get("next").is_some()) {
            room.next_id = settings.ids.next;
        }
        if given.contains_key("faults") || given.contains_key("fault_seed") {
            room.faults.change(Some(settings.faults.clone()), Some(settings.fault_seed));
        }
        room.settings = Arc::new(settings);
        room.wake_links();
    }

    pub(crate) fn append_script(&self, steps: Vec<Step>) {
        self.room().script.extend(steps);
    }

    /// Gives an order to one link or to all; tells how many took it.
    pub(crate) fn order(&self, link: Option<u64>, order: &Order) -> usize {
        let room = self.room();
        let links = room.links.values().filter(|known| link.is_none_or(|link| link == known.number));
        links.map(|link| link.order(order.clone())).count()
    }

    /// Moves a message to a state and stops its course; false when there is none with this id.
    pub(crate) fn move_message(&self, id: &str, command: &Command) -> bool {
        let mut room = self.room();
        let settings = Arc::clone(&room.settings);
        let write = |number| settings.ids.response.write(number);
        let Some(message) = room.messages.command(id, &command.state, write) else { return false };
        if message.wants(&command.state) {
            let error = command.error.as_deref().unwrap_or(&settings.error);
            room.tell(&message, &command.state, error, OffsetDateTime::now_utc());
            room.wake_links();
        }
        true
    }

    /// Puts bodies of `deliver_sm` where they wait; tells their numbers.
    pub(crate) fn receive(&self, bodies: Vec<bytes::Bytes>) -> Vec<u64> {
        let mut room = self.room();
        let keeps = room.record;
        let numbers =
            bodies.into_iter().map(|body| room.deliveries.add(Kind::Inbound, body, keeps)).collect();
        room.wake_links();
        numbers
    }

    pub(crate) fn arrived_json(&self) -> Value {
        self.room().arrived.iter().map(Arrived::to_json).collect()
    }

    pub(crate) fn messages_json(&self) -> Value {
        let room = self.room();
        room.messages.to_json(|number| room.settings.ids.response.write(number))
    }

    pub(crate) fn deliveries_json(&self) -> Value {
        self.room().deliveries.to_json()
    }

    pub(crate) fn links_json(&self) -> Value {
        self.room().links.values().map(|link| link.to_json()).collect()
    }

    pub(crate) fn summary(&self) -> Value {
        let room = self.room();
        json!({
            "pdus": room.counts.pdus,
            "binds": room.counts.binds,
            "links": room.links.len(),
            "submits": room.counts.submits,
            "accepted": room.counts.accepted,
            "distinct": room.bodies.len(),
            "repeated": room.counts.repeated,
            "delivered": room.deliveries.delivered,
            "redelivered": room.deliveries.repeated,
            "refused_by_client": room.deliveries.refused,
            "waiting": room.deliveries.waiting(),
            "agenda": room.agenda.len(),
        })
    }

    /// Has the clock look again.
    pub(super) fn hurry(&self) {
        self.clock.notify_one();
    }
}

impl Drop for Center {
    fn drop(&mut self) {
        // The clock finds nothing left, and ends.
        self.clock.notify_one();
    }
}

/// Does what is due until the centre is gone.
async fn keep_time(center: Weak<Center>, clock: Arc<Notify>) {
    loop {
        let Some(next) = center.upgrade().map(|center| center.room().catch_up()) else { return };
        match next {
            None => clock.notified().await,
            Some(next) => tokio::select! {
                () = sleep_until(next) => {}
                () = clock.notified() => {}
            },
        }
    }
}

impl Room {
    /// Takes the step that waits for a request of this command, or else one by chance.
    pub(super) fn next_step(&mut self, id: CommandId) -> Option<Step> {
        match self.script.iter().position(|step| step.is_for(id)) {
            Some(place) => self.script.remove(place),
            None => self.faults.draw().filter(|step| step.is_for(id)),
        }
    }

    pub(super) fn record(&mut self, link: u64, octets: &[u8]) {
        self.counts.pdus += 1;
        if self.record {
            self.arrived.push(Arrived::new(link, octets));
        }
    }

    pub(super) fn add_link(&mut self, link: &Arc<Link>) {
        self.counts.binds += 1;
        self.links.insert(link.number, Arc::clone(link));
    }

    pub(super) fn remove_link(&mut self, number: u64) {
        self.links.remove(&number);
        self.wake_links();
    }

    pub(super) fn wake_links(&self) {
        self.links.values().for_each(|link| link.wake.notify_one());
    }

    /// Counts a body that is accepted, by its hash if they are to be told apart.
    pub(super) fn count_body(&mut self, hash: Option<u64>) {
        self.counts.accepted += 1;
        match hash.map(|hash| self.bodies.entry(hash)) {
            Some(Entry::Vacant(entry)) => {
                entry.insert(false);
            }
            Some(Entry::Occupied(mut entry)) => self.counts.repeated += u64::from(!entry.insert(true)),
            None => {}
        }
    }

    /// Accepts a message and tells its id; true when the clock has to know of it.
    pub(super) fn accept(&mut self, submit: &SubmitSm, given_id: Option<String>) -> (String, bool) {
        let number = self.next_id;
        self.next_id += 1;
        let id = given_id.clone().unwrap_or_else(|| self.settings.ids.response.write(number));
        let registered = u8::from(submit.registered_delivery);
        if !self.record && registered & 0x13 == 0 {
            return (id, false);
        }
        let now = OffsetDateTime::now_utc();
        let address = |ton: u8, npi: u8, digits: &str| Address { ton, npi, digits: digits.to_owned() };
        let from = address(
            submit.source_addr_ton.into(),
            submit.source_addr_npi.into(),
            submit.source_addr.as_str(),
        );
        let to = address(
            submit.dest_addr_ton.into(),
            submit.dest_addr_npi.into(),
            submit.destination_addr.as_str(),
        );
        let start = dates::read(submit.schedule_delivery_time.as_str(), now).filter(|start| *start > now);
        let mut progress = self.settings.progress.clone();
        let wait = start.map_or(0, |start| u64::try_from((start - now).whole_milliseconds()).unwrap_or(0));
        progress.iter_mut().for_each(|(after, _)| *after = after.saturating_add(wait));
        let mut message = Message::new(number, from, to, registered, Timeline::new(now, progress));
        message.given_id = given_id;
        let text: &[u8] = submit.short_message().as_ref();
        message.beginning = text
            .iter()
            .take(20)
            .map(|octet| if (0x20..0x7F).contains(octet) { char::from(*octet) } else { '.' })
            .collect();
        let follows = message.wants_any();
        self.messages.add(message);
        if follows {
            self.follow(number, 0, Instant::now());
        }
        (id, follows)
    }

    /// Has the clock look at a message at the first of its states, from this number on, that may have to be told.
    fn follow(&mut self, message: u64, from: usize, accepted: Instant) {
        let Some(known) = self.messages.get(message) else { return };
        let mut index = from;
        while let Some((state, _)) = known.step(index) {
            let after = known.timeline.begins(index).unwrap_or_default();
            // The state in which a message begins is no news; a final one is.
            if after > Duration::ZERO || outcome(state).is_some() {
                return self.agenda.add(accepted + after, Event::State { message, index });
            }
            index += 1;
        }
        if !self.record {
            self.messages.remove(message);
        }
    }

    /// Does what is due, and tells when to look again.
    fn catch_up(&mut self) -> Option<Instant> {
        let now = Instant::now();
        let mut has_news = false;
        while let Some(event) = self.agenda.take(now) {
            has_news = true;
            match event {
                Event::Redeliver(delivery) => self.deliveries.put_back(delivery),
                Event::State { message, index } => self.enter(message, index, now),
            }
        }
        if has_news {
            self.wake_links();
        }
        self.agenda.next()
    }

    /// Tells a state whose time has come, and follows the message on.
    fn enter(&mut self, number: u64, index: usize, now: Instant) {
        let Some(message) = self.messages.get(number) else { return };
        let Some((state, since)) = message.step(index) else {
            // Moved by command.
            return self.follow(number, index, now);
        };
        if message.wants(state) {
            let (message, state) = (message.clone(), state.to_owned());
            let is_last = message.timeline.is_last(index);
            let error = if is_last { self.settings.error.clone() } else { "000".to_owned() };
            self.tell(&message, &state, &error, since);
        }
        let Some(message) = self.messages.get(number) else { return };
        let accepted = now - message.timeline.begins(index).unwrap_or_default();
        self.follow(number, index + 1, accepted);
    }

    fn tell(&mut self, message: &Message, state: &str, error: &str, since: OffsetDateTime) {
        // What cannot be written was given by the test: an id or TLVs of odd shapes.
        if let Ok(body) = receipt::body(message, state, error, since, &self.settings) {
            for _ in 0..self.settings.receipt.copies {
                self.deliveries.add(Kind::Receipt, body.clone(), self.record);
            }
        }
    }

    /// Takes the answer to a delivery; true when the clock has to know of it.
    pub(super) fn answered(&mut self, delivery: Delivery, status: u32) -> bool {
        const PERMANENT: [u32; 2] = [0x65, 0x66];
        if status == 0 {
            self.deliveries.note_answer(&delivery, status, "delivered");
            self.deliveries.delivered += 1;
            return false;
        }
        self.deliveries.refused += 1;
        if PERMANENT.contains(&status) || delivery.attempts >= self.settings.max_deliveries {
            self.deliveries.note_answer(&delivery, status, "refused");
            return false;
        }
        self.deliveries.note_answer(&delivery, status, "waiting");
        let due = Instant::now() + Duration::from_millis(self.settings.redeliver_ms);
        self.agenda.add(due, Event::Redeliver(delivery));
        true
    }
}
