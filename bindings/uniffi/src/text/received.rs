//! Received texts: what stands before a part, and the parts of a long text put together.

use std::sync::{Mutex, MutexGuard, PoisonError};

use ecall::text::reassemble::{self as core, Assembled, Incomplete, Limits, Part, Pushed as CorePushed};
use ecall::text::udh::Concatenation as CoreConcatenation;

use super::called;
use crate::failure::Failure;
use crate::numbers::{length, short, signed};
use crate::record::records;

type Body = Vec<u8>;

records! {
    /// Which part of which text something is.
    Concatenation from CoreConcatenation as found {
        /// What the parts of one text have in common.
        reference: i32 = found.reference.into(),
        /// Bits of the reference, 8 or 16.
        bits: i32 = short(found.bits.bits()),
        /// How many parts the text has.
        total: i32 = found.total.into(),
        /// Which of them it is, from 1.
        number: i32 = found.number.into(),
    }

    /// A part of a text, as it was received.
    ReceivedPart from Part<Body> as part {
        /// Who sent it.
        from: String = part.from,
        /// The number it was sent to.
        to: String = part.to,
        /// Which part of which text.
        concatenation: Concatenation = part.concatenation.into(),
        /// What it holds.
        body: Vec<u8> = part.body,
    }

    /// A text of which all parts are there.
    AssembledText from Assembled<Body> as text {
        /// Who sent it.
        from: String = text.from,
        /// The number it was sent to.
        to: String = text.to,
        /// What its parts had in common.
        reference: i32 = text.reference.into(),
        /// Bits of the reference.
        bits: i32 = short(text.bits.bits()),
        /// The bodies of its parts, in their order.
        bodies: Vec<Vec<u8>> = text.bodies,
    }

    /// A text of which parts are missing.
    IncompleteText from Incomplete<Body> as text {
        /// Who sent it.
        from: String = text.from,
        /// The number it was sent to.
        to: String = text.to,
        /// What its parts have in common.
        reference: i32 = text.reference.into(),
        /// Bits of the reference.
        bits: i32 = short(text.bits.bits()),
        /// How many parts it has.
        total: i32 = text.total.into(),
        /// Those that came.
        parts: Vec<ReassembledPart> = text
            .parts
            .into_iter()
            .map(|(number, body)| ReassembledPart { number: number.into(), body })
            .collect(),
        /// The numbers of those that did not.
        missing: Vec<i32> = text.missing.into_iter().map(i32::from).collect(),
    }

    /// What became of a part.
    Pushed from CorePushed<Body> as pushed {
        /// `complete`, `waiting`, `duplicate` or `invalid`.
        outcome: String = pushed.outcome().to_owned(),
        /// What is wrong with a part that is invalid.
        problem: Option<String> = match &pushed {
            CorePushed::Invalid { problem, .. } => Some(problem.code().to_owned()),
            _ => None,
        },
        /// The text, where this part made it complete.
        text: Option<AssembledText> = match &pushed {
            CorePushed::Complete { text, .. } => Some(text.clone().into()),
            _ => None,
        },
        /// The part, where it was not taken.
        part: Option<ReceivedPart> = match &pushed {
            CorePushed::Duplicate(part) | CorePushed::Invalid { part, .. } => Some(part.clone().into()),
            _ => None,
        },
        /// A text that had to make room for it.
        displaced: Option<IncompleteText> = match pushed {
            CorePushed::Complete { displaced, .. } | CorePushed::Waiting { displaced } => {
                displaced.map(IncompleteText::from)
            }
            _ => None,
        },
    }
}

/// A part of a text that is not complete.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ReassembledPart {
    /// Which part, from 1.
    pub number: i32,
    /// What it holds.
    pub body: Vec<u8>,
}

/// A user data header, and what follows it.
#[derive(Clone, Debug, uniffi::Record)]
pub struct UserDataHeader {
    /// Which part of which text follows, where the header says.
    pub concatenation: Option<Concatenation>,
    /// The language of the locking shift table.
    pub locking: String,
    /// The language of the single shift table.
    pub single: String,
    /// Bits between header and septets.
    pub fill_bits: i32,
    /// Everything in it.
    pub elements: Vec<HeaderElement>,
    /// What follows it.
    pub body: Vec<u8>,
}

/// One information element of a user data header.
#[derive(Clone, Debug, uniffi::Record)]
pub struct HeaderElement {
    /// What it is.
    pub id: i32,
    /// What it says.
    pub data: Vec<u8>,
}

/// Reads the user data header at the start of received octets.
#[uniffi::export]
pub fn parse_header(octets: Vec<u8>) -> Result<UserDataHeader, Failure> {
    called(|| {
        let (header, body) = ecall::text::parse_header(&octets)?;
        let shifts = header.shifts();
        Ok(UserDataHeader {
            concatenation: header.concatenation().map(Concatenation::from),
            locking: shifts.locking.as_str().to_owned(),
            single: shifts.single.as_str().to_owned(),
            fill_bits: short(header.fill_bits()),
            elements: header
                .elements()
                .map(|found| HeaderElement { id: found.id.into(), data: found.data.to_vec() })
                .collect(),
            body: body.to_vec(),
        })
    })
}

/// Puts long texts together. May be used by many threads at once. Times are in milliseconds on a clock of the caller's.
#[derive(uniffi::Object)]
pub struct Reassembler(Mutex<core::Reassembler<Body>>);

impl Reassembler {
    fn inner(&self) -> MutexGuard<'_, core::Reassembler<Body>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[uniffi::export]
impl Reassembler {
    /// An empty one; a limit that is not given is core's.
    #[uniffi::constructor]
    pub fn new(max_open: Option<i32>, timeout_ms: Option<i64>, duplicate_ms: Option<i64>) -> Self {
        let usual = Limits::default();
        Self(Mutex::new(core::Reassembler::new(Limits {
            max_open: max_open.map_or(usual.max_open, |most| usize::try_from(most).unwrap_or(0)),
            timeout_ms: timeout_ms.map_or(usual.timeout_ms, length),
            duplicate_ms: duplicate_ms.map_or(usual.duplicate_ms, length),
        })))
    }

    /// Takes a part.
    pub fn push(&self, part: ReceivedPart, now_ms: i64) -> Result<Pushed, Failure> {
        called(|| {
            let ReceivedPart { from, to, concatenation, body } = part;
            let Concatenation { reference, bits, total, number } = concatenation;
            let concatenation = CoreConcatenation {
                reference: u16::try_from(reference).unwrap_or(0),
                bits: ecall::text::reference(u32::try_from(bits).unwrap_or(0))?,
                // Core refuses a part 0, and one of none.
                total: u8::try_from(total).unwrap_or(0),
                number: u8::try_from(number).unwrap_or(0),
            };
            let part = Part { from, to, concatenation, body };
            Ok(self.inner().push(part, length(now_ms)).into())
        })
    }

    /// Gives out what has waited too long.
    pub fn expire(&self, now_ms: i64) -> Vec<IncompleteText> {
        self.inner().expire(length(now_ms)).into_iter().map(IncompleteText::from).collect()
    }

    /// Gives out all that is open.
    pub fn drain(&self) -> Vec<IncompleteText> {
        self.inner().drain().into_iter().map(IncompleteText::from).collect()
    }

    /// How many texts are open.
    pub fn open(&self) -> i32 {
        short(self.inner().open())
    }

    /// When `expire` will next have something to give.
    pub fn next_expiry_ms(&self) -> Option<i64> {
        self.inner().next_expiry_ms().map(signed)
    }
}
