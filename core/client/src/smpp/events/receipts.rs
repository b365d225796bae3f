//! Which message a receipt is about.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::Arc;

use ecall_codec::smpp::{IdKey, is_same_id};

use super::{Due, SmppReceipt};

/// A part that was accepted and whose final receipt has not come.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub message_id: Box<str>,
    pub tag: Option<Arc<str>>,
    pub part: u8,
    pub parts: u8,
}

/// A receipt that may be about a request whose response has not come.
struct Early {
    receipt: Box<SmppReceipt>,
    due: Due,
    /// The requests with a lower number were written before it came.
    until: u64,
}

/// The hash of a number that is a hash.
#[derive(Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, octets: &[u8]) {
        octets.iter().for_each(|octet| self.0 = self.0.rotate_left(8) ^ u64::from(*octet));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

/// A number of parts by the hashes of their ids, the oldest forgotten where there are too many.
struct Memory {
    known: HashMap<u64, Known, BuildHasherDefault<Hashed>>,
    order: VecDeque<u64>,
    limit: usize,
}

impl Memory {
    fn new(limit: usize) -> Self {
        Self { known: HashMap::default(), order: VecDeque::new(), limit }
    }

    fn insert(&mut self, key: u64, known: Known) {
        if self.limit == 0 {
            return;
        }
        while self.known.len() >= self.limit {
            let Some(oldest) = self.order.pop_front() else { break };
            self.known.remove(&oldest);
        }
        // Those that were taken out are still in the order: it is made anew before they are many.
        if self.order.len() >= 2 * self.limit.max(16) {
            self.order.retain(|key| self.known.contains_key(key));
        }
        if self.known.insert(key, known).is_none() {
            self.order.push_back(key);
        }
    }
}

/// So many more receipts whose ids were written one way than the other leave no doubt that the centre writes them so.
const CERTAIN: i8 = 8;
/// What counts of them at most, so that a centre may change its way.
const HABIT: i8 = 2 * CERTAIN;

/// The parts that receipts are expected for.
pub(crate) struct Receipts {
    expected: Memory,
    /// Those whose final receipt came: one that was not taken comes again.
    ended: Memory,
    hasher: RandomState,
    early: VecDeque<Early>,
    /// How the centre writes ids in receipts: above zero as in its responses, below as the same number in the other system.
    habit: i8,
}

impl Receipts {
    /// Remembers up to `limit` parts until their final receipt, and up to `untaken` after it.
    pub fn new(limit: usize, untaken: usize) -> Self {
        Self {
            expected: Memory::new(limit),
            ended: Memory::new(untaken.min(limit)),
            hasher: RandomState::new(),
            early: VecDeque::new(),
            habit: 0,
        }
    }

    fn hash(&self, key: &IdKey) -> u64 {
        self.hasher.hash_one(key.as_bytes())
    }

    /// Remembers a part.
    pub fn remember(&mut self, known: Known) {
        let key = self.hash(&IdKey::of(known.message_id.as_bytes()));
        self.expected.insert(key, known);
    }

    /// The part that has this key.
    fn known(&self, key: u64) -> Option<&Known> {
        self.expected.known.get(&key).or_else(|| self.ended.known.get(&key))
    }

    /// The part that an id is about: written as it was, or as the same number in the other system. Numbers that are counted up
    /// are the id of one message in the one way and of another in the other: then the way counts that the centre has.
    fn find(&mut self, id: &[u8]) -> Option<u64> {
        let same = |key: &IdKey| {
            let key = self.hash(key);
            self.known(key).filter(|known| is_same_id(id, known.message_id.as_bytes())).map(|_| key)
        };
        let as_written = same(&IdKey::of(id));
        let as_number = IdKey::as_number(id).iter().flatten().find_map(same);
        match (as_written, as_number) {
            (Some(key), None) => self.vote(1).then_some(key),
            (None, Some(key)) => self.vote(-1).then_some(key),
            (as_written, as_number) => {
                if self.habit < 0 {
                    as_number
                } else {
                    as_written
                }
            }
        }
    }

    /// An id was written in this way, which is believed unless the centre certainly has the other.
    fn vote(&mut self, way: i8) -> bool {
        let believed = self.habit * way > -CERTAIN;
        self.habit = (self.habit + way).clamp(-HABIT, HABIT);
        believed
    }

    /// Says in a receipt which message it is about; false where it is none that is known.
    pub fn match_to(&mut self, receipt: &mut SmppReceipt) -> bool {
        let Some(id) = receipt.receipted_id.as_deref() else { return false };
        let Some(key) = self.find(id.as_bytes()) else { return false };
        if receipt.is_final
            && let Some(known) = self.expected.known.remove(&key)
        {
            self.ended.insert(key, known);
        }
        let Some(known) = self.known(key) else { return false };
        let (message_id, tag) = (known.message_id.to_string(), known.tag.as_deref().map(str::to_owned));
        (receipt.part, receipt.parts) = (known.part, known.parts);
        (receipt.message_id, receipt.tag) = (Some(message_id), tag);
        receipt.matched = true;
        true
    }

    /// Keeps a receipt that no message is known for, until the requests before `until` are answered.
    pub fn keep_early(&mut self, receipt: Box<SmppReceipt>, due: Due, until: u64) {
        self.early.push_back(Early { receipt, due, until });
    }

    /// Whether a receipt's id may be that of a response.
    fn may_be(&self, id: &[u8], message_id: &[u8]) -> bool {
        if self.habit >= CERTAIN {
            IdKey::of(id) == IdKey::of(message_id)
        } else {
            is_same_id(id, message_id)
        }
    }

    /// How many are kept.
    pub fn early(&self) -> usize {
        self.early.len()
    }

    /// A part was accepted: the receipts that came before its response.
    pub fn overtakers(&mut self, message_id: &str) -> Vec<(Box<SmppReceipt>, Due)> {
        if self.early.is_empty() {
            return Vec::new();
        }
        let mut matched = Vec::new();
        let mut at = 0;
        while at < self.early.len() {
            let id = self.early[at].receipt.receipted_id.as_deref().unwrap_or_default();
            if !self.may_be(id.as_bytes(), message_id.as_bytes()) {
                at += 1;
                continue;
            }
            if let Some(Early { mut receipt, due, .. }) = self.early.remove(at) {
                self.match_to(&mut receipt);
                matched.push((receipt, due));
            }
        }
        matched
    }

    /// Those that are about no request any more: `is_past` says whether all before a number are answered.
    pub fn released(&mut self, is_past: impl Fn(u64) -> bool) -> Vec<(Box<SmppReceipt>, Due)> {
        let mut released = Vec::new();
        while self.early.front().is_some_and(|early| is_past(early.until)) {
            released.extend(self.early.pop_front().map(|early| (early.receipt, early.due)));
        }
        released
    }

    /// The connection is gone: what came on it will come again.
    pub fn forget_early(&mut self) {
        self.early.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(id: &str) -> Known {
        Known { message_id: id.into(), tag: Some("t".into()), part: 1, parts: 2 }
    }

    fn receipt(id: &str, is_final: bool) -> SmppReceipt {
        SmppReceipt { receipted_id: Some(id.to_owned()), is_final, ..SmppReceipt::default() }
    }

    #[test]
    fn ids_are_found_however_they_are_written() {
        for (response, written) in [
            ("1a2b", "1A2B"),
            ("0000012345", "12345"),
            ("1A2B", "6699"),
            ("6699", "1a2b"),
            ("6699", "0x1A2B"),
            ("6fa459ea-ee8a", "6FA459EA-EE8A"),
        ] {
            let mut receipts = Receipts::new(10, 10);
            receipts.remember(known(response));
            let mut found = receipt(written, true);
            assert!(receipts.match_to(&mut found), "{response} {written}");
            assert_eq!(found.message_id.as_deref(), Some(response));
            assert_eq!(
                (found.tag.as_deref(), found.part, found.parts, found.matched),
                (Some("t"), 1, 2, true)
            );
            let mut again = receipt(written, true);
            assert!(receipts.match_to(&mut again), "it was not taken");
            assert_eq!(again, found);
        }
    }

    #[test]
    fn one_that_is_not_final_leaves_it_known() {
        let mut receipts = Receipts::new(10, 10);
        receipts.remember(known("1"));
        assert!(receipts.match_to(&mut receipt("1", false)));
        assert!(receipts.match_to(&mut receipt("1", true)));
    }

    #[test]
    fn memory_is_bounded_though_one_receipt_never_comes() {
        let mut receipts = Receipts::new(100, 10);
        receipts.remember(known("stuck"));
        for number in 0..10_000 {
            let id = format!("m{number}");
            receipts.remember(known(&id));
            assert!(receipts.match_to(&mut receipt(&id, true)));
            let (expected, ended) = (&receipts.expected, &receipts.ended);
            assert!(expected.order.len() <= 200 && expected.known.len() <= 100);
            assert!(ended.order.len() <= 32 && ended.known.len() <= 10);
        }
        assert!(receipts.match_to(&mut receipt("stuck", true)));
        for number in 0..1000 {
            receipts.remember(known(&format!("n{number}")));
        }
        assert_eq!(receipts.expected.known.len(), 100);
        assert!(!receipts.match_to(&mut receipt("n1", true)));
        assert!(receipts.match_to(&mut receipt("n999", true)));
    }

    /// "16" is the sixteenth message to one centre and the twenty-second to another, and never both.
    #[test]
    fn numbers_that_are_counted_up_are_not_mistaken_for_each_other() {
        for (is_hex, written) in [(false, "16"), (true, "22")] {
            let id = |number: u32| if is_hex { format!("{number:x}") } else { number.to_string() };
            let mut receipts = Receipts::new(1000, 1000);
            for number in 100..200 {
                receipts.remember(known(&id(number)));
            }
            for number in 100..120 {
                let mut found = receipt(&number.to_string(), true);
                assert!(receipts.match_to(&mut found), "{number}");
                assert_eq!(found.message_id, Some(id(number)));
            }
            // The receipt of another process' message, which would be one of ours if it were written the other way.
            let other = if is_hex { written } else { "10" };
            receipts.remember(known(other));
            assert!(!receipts.match_to(&mut receipt(written, true)), "{written} is not {other}");
            receipts.keep_early(Box::new(receipt(written, true)), Due { link: 1, sequence: 1 }, 1);
            assert!(is_hex || receipts.overtakers(other).is_empty());
            assert!(receipts.match_to(&mut receipt("121", true)));
        }
    }

    #[test]
    fn one_that_overtakes_waits_for_the_requests_before_it() {
        let mut receipts = Receipts::new(10, 10);
        let due = |sequence| Due { link: 1, sequence };
        receipts.keep_early(Box::new(receipt("FF", true)), due(1), 5);
        receipts.keep_early(Box::new(receipt("nobody's", true)), due(2), 5);
        assert!(receipts.released(|until| until <= 4).is_empty());
        receipts.remember(known("255"));
        let overtakers = receipts.overtakers("255");
        assert_eq!((overtakers.len(), overtakers[0].1, overtakers[0].0.matched), (1, due(1), true));
        let released = receipts.released(|until| until <= 5);
        assert_eq!((released.len(), released[0].0.matched), (1, false));
    }
}
