//! Long texts, put together from the parts in which they arrive.
//!
//! Nothing that is pushed is lost silently: every part comes out again, in a complete text, in an incomplete one, or at once.

mod fingerprint;

use alloc::{collections::BTreeMap, string::String, vec::Vec};
use core::hash::Hash;

use super::{
    Reference,
    udh::{Concatenation, ConcatenationProblem},
};
use fingerprint::fingerprint;

/// How much a [`Reassembler`] keeps, and how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most texts that are open at once, 1 at least. Where one more begins, the one that waits longest for its next
    /// part comes out incomplete. The same number of complete texts is remembered.
    pub max_open: usize,
    /// How long an open text waits for its next part, in milliseconds. Networks deliver for a day or more to a telephone that
    /// is off; an application is reached at once, and parts are seconds apart.
    pub timeout_ms: u64,
    /// How long the parts of a complete text are known again, in milliseconds; 0 is not at all. Within this time a part
    /// that comes once more with the same body is a duplicate (a message centre repeats what was not acknowledged);
    /// after it, and at once where the body is another, it begins a new text.
    pub duplicate_ms: u64,
}

impl Default for Limits {
    /// 1000 texts, ten minutes for the next part, one minute for duplicates of a complete text.
    fn default() -> Self {
        Self { max_open: 1000, timeout_ms: 600_000, duplicate_ms: 60_000 }
    }
}

/// A part of a text as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<B> {
    /// The sender's address, as the network gives it.
    pub from: String,
    /// The recipient's address, as the network gives it.
    pub to: String,
    /// Which part it is of which text.
    pub concatenation: Concatenation,
    /// Its body: best its octets or septets, so that a character that was cut in two is decoded after all is put together.
    pub body: B,
}

/// What became of a part that was pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "holds a complete text, or parts that would be lost"]
pub enum Pushed<B> {
    /// It was the last that was missing.
    Complete {
        /// The text.
        text: Assembled<B>,
        /// A text that the part does not belong to though it has the same reference.
        displaced: Option<Incomplete<B>>,
    },
    /// Other parts are missing.
    Waiting {
        /// A text that had to go: because it has the same reference, but other parts, or because there were too many.
        displaced: Option<Incomplete<B>>,
    },
    /// It had arrived before, with the same body. Here it is back.
    Duplicate(Part<B>),
    /// Its numbers make no sense. Here it is back; what it says may be read as a text of its own.
    Invalid {
        /// The part.
        part: Part<B>,
        /// What is wrong with it.
        problem: ConcatenationProblem,
    },
}

impl<B> Pushed<B> {
    /// What became of it in a word, which stays the same in every language: `complete`, `waiting`, `duplicate` or `invalid`.
    pub const fn outcome(&self) -> &'static str {
        match self {
            Self::Complete { .. } => "complete",
            Self::Waiting { .. } => "waiting",
            Self::Duplicate(_) => "duplicate",
            Self::Invalid { .. } => "invalid",
        }
    }
}

/// A complete text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assembled<B> {
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// What the parts shared.
    pub reference: u16,
    /// How long the reference was.
    pub bits: Reference,
    /// The bodies of all parts, in their order.
    pub bodies: Vec<B>,
}

impl<B: AsRef<str>> Assembled<B> {
    /// The bodies as one text.
    pub fn text(&self) -> String {
        self.bodies.iter().map(AsRef::as_ref).collect()
    }
}

impl<B: AsRef<[u8]>> Assembled<B> {
    /// The bodies as one sequence of octets.
    pub fn octets(&self) -> Vec<u8> {
        self.bodies.iter().flat_map(AsRef::as_ref).copied().collect()
    }
}

/// A text of which parts are missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomplete<B> {
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// What the parts share.
    pub reference: u16,
    /// How long the reference is.
    pub bits: Reference,
    /// How many parts there should be.
    pub total: u8,
    /// The parts that arrived, number and body, in their order.
    pub parts: Vec<(u8, B)>,
    /// The numbers of the parts that did not, in their order.
    pub missing: Vec<u8>,
}

/// What the parts of one text have in common. References of 8 and of 16 bits are different ones.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    from: String,
    to: String,
    long: bool,
    reference: u16,
}

/// A text that waits for parts.
#[derive(Clone, Debug)]
struct Open<B> {
    total: u8,
    /// In the order of the numbers.
    parts: Vec<(u8, B)>,
    /// When the latest part arrived.
    since_ms: u64,
}

/// A text that was complete, remembered by its parts.
#[derive(Clone, Debug)]
struct Done {
    fingerprints: Vec<u64>,
    since_ms: u64,
}

/// Puts parts together. It has no clock: the caller gives the time with every call, in milliseconds from any beginning,
/// never falling. Nothing happens between calls, so [`expire`](Self::expire) has to be called now and then.
#[derive(Clone, Debug)]
pub struct Reassembler<B> {
    limits: Limits,
    open: BTreeMap<Key, Open<B>>,
    done: BTreeMap<Key, Done>,
}

impl<B: PartialEq + Hash> Reassembler<B> {
    /// An empty one.
    pub fn new(limits: Limits) -> Self {
        let limits = Limits { max_open: limits.max_open.max(1), ..limits };
        Self { limits, open: BTreeMap::new(), done: BTreeMap::new() }
    }

    /// Takes a part. Parts of a text may come in any order and more than once. A part that contradicts the ones before
    /// (another total, or the same number with another body) shows that the sender uses the reference anew: what was
    /// open comes out incomplete, and the part begins a new text.
    pub fn push(&mut self, part: Part<B>, now_ms: u64) -> Pushed<B> {
        if let Some(problem) = part.concatenation.problem() {
            return Pushed::Invalid { part, problem };
        }
        let Concatenation { reference, bits, total, number } = part.concatenation;
        let Part { from, to, body, .. } = part;
        let key = Key { from, to, long: bits == Reference::Bits16, reference };

        let mut displaced = None;
        let mut text = match self.open.remove(&key) {
            None if self.is_done(&key, total, number, &body, now_ms) => {
                return Pushed::Duplicate(back(key, part.concatenation, body));
            }
            None => Open::new(total),
            Some(text) => match text.place(total, number, &body) {
                Place::Free => text,
                Place::Same => {
                    self.open.insert(key.clone(), text);
                    return Pushed::Duplicate(back(key, part.concatenation, body));
                }
                Place::Contradiction => {
                    displaced = Some(incomplete(key.clone(), text));
                    Open::new(total)
                }
            },
        };
        text.take(number, body, now_ms);

        if text.parts.len() == usize::from(total) {
            self.remember(&key, &text, now_ms);
            return Pushed::Complete { text: assembled(key, text), displaced };
        }
        self.done.remove(&key);
        if self.open.len() >= self.limits.max_open {
            displaced = self.remove_oldest();
        }
        self.open.insert(key, text);
        Pushed::Waiting { displaced }
    }

    /// Gives out what has waited for its next part for [`Limits::timeout_ms`] or longer, the longest first.
    #[must_use = "holds parts that would be lost"]
    pub fn expire(&mut self, now_ms: u64) -> Vec<Incomplete<B>> {
        let Limits { timeout_ms, duplicate_ms, .. } = self.limits;
        self.done.retain(|_, done| now_ms.saturating_sub(done.since_ms) < duplicate_ms);
        self.remove(|text| now_ms.saturating_sub(text.since_ms) >= timeout_ms)
    }

    /// Gives out all that is open, the one that waits longest first, as at the end of a connection.
    #[must_use = "holds parts that would be lost"]
    pub fn drain(&mut self) -> Vec<Incomplete<B>> {
        self.remove(|_| true)
    }

    /// How many texts are open.
    pub fn open(&self) -> usize {
        self.open.len()
    }

    /// When [`expire`](Self::expire) will next have something to give, None where nothing is open.
    pub fn next_expiry_ms(&self) -> Option<u64> {
        let oldest = self.open.values().map(|text| text.since_ms).min()?;
        Some(oldest.saturating_add(self.limits.timeout_ms))
    }

    /// Whether a part belongs to a text that was complete a short while ago.
    fn is_done(&self, key: &Key, total: u8, number: u8, body: &B, now_ms: u64) -> bool {
        self.done.get(key).is_some_and(|done| {
            now_ms.saturating_sub(done.since_ms) < self.limits.duplicate_ms
                && done.fingerprints.len() == usize::from(total)
                && done.fingerprints.get(usize::from(number) - 1) == Some(&fingerprint(body))
        })
    }

    /// Remembers a text that is complete, and forgets the oldest one where there are too many.
    fn remember(&mut self, key: &Key, text: &Open<B>, now_ms: u64) {
        if self.limits.duplicate_ms == 0 {
            return;
        }
        let fingerprints = text.parts.iter().map(|(_, body)| fingerprint(body)).collect();
        self.done.insert(key.clone(), Done { fingerprints, since_ms: now_ms });
        if self.done.len() > self.limits.max_open
            && let Some(oldest) =
                self.done.iter().min_by_key(|(_, done)| done.since_ms).map(|(key, _)| key.clone())
        {
            self.done.remove(&oldest);
        }
    }

    /// Takes out the open texts that are chosen, the one that waits longest first.
    fn remove(&mut self, chosen: impl Fn(&Open<B>) -> bool) -> Vec<Incomplete<B>> {
        let mut keys: Vec<_> = (self.open.iter())
            .filter(|(_, text)| chosen(text))
            .map(|(key, text)| (text.since_ms, key.clone()))
            .collect();
        keys.sort();
        keys.into_iter()
            .filter_map(|(_, key)| self.open.remove(&key).map(|text| incomplete(key, text)))
            .collect()
    }

    /// Takes out the text that waits longest for its next part.
    fn remove_oldest(&mut self) -> Option<Incomplete<B>> {
        let key = self.open.iter().min_by_key(|(_, text)| text.since_ms).map(|(key, _)| key.clone())?;
        let text = self.open.remove(&key)?;
        Some(incomplete(key, text))
    }
}

/// How a part fits into an open text.
enum Place {
    Free,
    Same,
    Contradiction,
}

impl<B: PartialEq> Open<B> {
    fn new(total: u8) -> Self {
        Self { total, parts: Vec::new(), since_ms: 0 }
    }

    fn place(&self, total: u8, number: u8, body: &B) -> Place {
        if total != self.total {
            return Place::Contradiction;
        }
        match self.parts.binary_search_by_key(&number, |(number, _)| *number) {
            Err(_) => Place::Free,
            Ok(there) if self.parts[there].1 == *body => Place::Same,
            Ok(_) => Place::Contradiction,
        }
    }

    fn take(&mut self, number: u8, body: B, now_ms: u64) {
        let there = self.parts.partition_point(|(other, _)| *other < number);
        self.parts.insert(there, (number, body));
        self.since_ms = now_ms;
    }
}

fn back<B>(key: Key, concatenation: Concatenation, body: B) -> Part<B> {
    Part { from: key.from, to: key.to, concatenation, body }
}

fn bits(key: &Key) -> Reference {
    if key.long { Reference::Bits16 } else { Reference::Bits8 }
}

fn assembled<B>(key: Key, text: Open<B>) -> Assembled<B> {
    Assembled {
        bits: bits(&key),
        from: key.from,
        to: key.to,
        reference: key.reference,
        bodies: text.parts.into_iter().map(|(_, body)| body).collect(),
    }
}

fn incomplete<B>(key: Key, text: Open<B>) -> Incomplete<B> {
    let arrived = |number: &u8| text.parts.iter().any(|(other, _)| other == number);
    let missing = (1..=text.total).filter(|number| !arrived(number)).collect();
    Incomplete {
        bits: bits(&key),
        from: key.from,
        to: key.to,
        reference: key.reference,
        total: text.total,
        parts: text.parts,
        missing,
    }
}

#[cfg(test)]
mod tests;
