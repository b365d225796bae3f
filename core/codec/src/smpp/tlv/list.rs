//! The optional parameters of a PDU, one after the other.

use alloc::borrow::Cow;
use core::fmt;

use super::table::bit_of;
use super::{Tag, Tlv};
use crate::smpp::command::CommandId;
use crate::smpp::problem::{At, Problems, Rule};
use crate::smpp::write::{Writer, append};

/// How many octets stand before a value. Source: S34, 3.2.4.1.
const HEADER: usize = 4;
/// The name of a parameter that has none, in problems.
const UNNAMED: &str = "tlv";

/// Optional parameters in their order, kept as octets and read when they are asked for.
#[derive(Clone, Default)]
pub struct Tlvs<'a> {
    /// Whole parameters only.
    octets: Cow<'a, [u8]>,
    /// The first value that was too long for its length, which is reported when the PDU is written.
    too_long: Option<(Tag, usize)>,
}

impl<'a> Tlvs<'a> {
    /// None.
    pub const NONE: Self = Self { octets: Cow::Borrowed(&[]), too_long: None };

    /// Reads as many parameters as are whole, and gives what is left.
    pub fn read(octets: &'a [u8]) -> (Self, &'a [u8]) {
        let mut all = Raw { rest: octets };
        all.by_ref().for_each(drop);
        let (whole, left) = octets.split_at(octets.len() - all.rest.len());
        (Self { octets: Cow::Borrowed(whole), too_long: None }, left)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// Adds one at the end. What is wrong with it is found when the PDU is written.
    pub fn push(&mut self, tlv: &Tlv<'_>) {
        let length = tlv.length();
        let Ok(short) = u16::try_from(length) else {
            self.too_long.get_or_insert((tlv.tag(), length));
            return;
        };
        append(self.octets.to_mut(), HEADER + length, |to| {
            to.put(&tlv.tag().0.to_be_bytes());
            to.put(&short.to_be_bytes());
            tlv.write(to);
        });
    }

    /// The same with one more at the end.
    #[must_use]
    pub fn with(mut self, tlv: &Tlv<'_>) -> Self {
        self.push(tlv);
        self
    }

    /// All of them, in their order.
    pub fn iter(&self) -> TlvsIter<'_> {
        TlvsIter { raw: self.raw() }
    }

    /// The first of a kind.
    pub fn get(&self, tag: Tag) -> Option<Tlv<'_>> {
        self.value(tag).map(|octets| Tlv::read(tag, octets))
    }

    /// The octets of the first of a kind.
    pub fn value(&self, tag: Tag) -> Option<&[u8]> {
        self.raw().find(|(one, _)| *one == tag).map(|(_, octets)| octets)
    }

    /// The same with octets of its own.
    pub fn into_owned(self) -> Tlvs<'static> {
        Tlvs { octets: Cow::Owned(self.octets.into_owned()), too_long: self.too_long }
    }

    fn raw(&self) -> Raw<'_> {
        Raw { rest: &self.octets }
    }

    /// How many octets they take when they are written.
    pub(in crate::smpp) fn length(&self) -> usize {
        self.iter().map(|tlv| HEADER + tlv.length()).sum()
    }

    /// Adds their octets, each in the form of the standard, whatever form it came in.
    pub(in crate::smpp) fn write(&self, to: &mut Writer<'_>) {
        for tlv in self {
            to.put(&tlv.tag().0.to_be_bytes());
            // What is in the list has a length of 16 bits, and a NUL more at its end has been checked.
            to.put(&(tlv.length() as u16).to_be_bytes());
            tlv.write(to);
        }
    }

    /// Adds what is wrong with them in a PDU.
    pub(in crate::smpp) fn check(&self, command: CommandId, found: &mut Problems) {
        if self.is_empty() && self.too_long.is_none() {
            return;
        }
        let bit = bit_of(command);
        let mut seen: u64 = 0;
        for (index, tlv) in self.iter().enumerate() {
            let tag = tlv.tag();
            let Some(place) = Tag::NAMED.iter().position(|(one, _)| *one == tag) else {
                // A centre's own parameter may stand wherever others may.
                let at = At { field: UNNAMED, index: Some(index) };
                if bit == 0 {
                    found.add(at, Rule::NotAllowed);
                }
                continue;
            };
            let at = At::field(Tag::NAMED[place].1);
            if tag.may().is_some_and(|may| may & bit == 0) {
                found.add(at, Rule::NotAllowed);
            }
            if seen & 1 << place != 0 && !repeats(tag) {
                found.add(at, Rule::Repeated);
            }
            seen |= 1 << place;
            tlv.check(at, found);
        }
        if let Some((tag, length)) = self.too_long {
            let at = At::field(tag.name().unwrap_or(UNNAMED));
            found.add(at, Rule::TooLong { found: length, limit: usize::from(u16::MAX) });
        }
        self.check_segments(found);
    }

    /// Parts of a text have all three parameters or none. Source: S34, 5.3.2.22 to 5.3.2.24.
    fn check_segments(&self, found: &mut Problems) {
        let tags = [Tag::SAR_MSG_REF_NUM, Tag::SAR_TOTAL_SEGMENTS, Tag::SAR_SEGMENT_SEQNUM];
        if tags.iter().all(|tag| self.value(*tag).is_none()) {
            return;
        }
        for tag in tags.into_iter().filter(|tag| self.value(*tag).is_none()) {
            found.add(At::field(tag.name().unwrap_or(UNNAMED)), Rule::Missing);
        }
        let [_, total, number] = tags.map(|tag| self.get(tag));
        if let (Some(Tlv::SarTotalSegments(total @ 1..)), Some(Tlv::SarSegmentSeqnum(number))) =
            (total, number)
            && number > total
        {
            let rule = Rule::OutOfRange { least: 1, most: u32::from(total) };
            found.add(At::field("sar_segment_seqnum"), rule);
        }
    }
}

/// Whether a parameter may stand more than once. Source: S34, 5.3.2.36 to 5.3.2.38.
const fn repeats(tag: Tag) -> bool {
    matches!(tag, Tag::CALLBACK_NUM | Tag::CALLBACK_NUM_PRES_IND | Tag::CALLBACK_NUM_ATAG)
}

/// Equal by what they say: a value that was read leniently equals the same in the form of the standard.
impl PartialEq for Tlvs<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.too_long == other.too_long && (self.octets == other.octets || self.iter().eq(other.iter()))
    }
}

impl Eq for Tlvs<'_> {}

impl fmt::Debug for Tlvs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<'t> FromIterator<Tlv<'t>> for Tlvs<'static> {
    fn from_iter<I: IntoIterator<Item = Tlv<'t>>>(all: I) -> Self {
        all.into_iter().fold(Tlvs::NONE, |list, tlv| list.with(&tlv))
    }
}

impl<'a> IntoIterator for &'a Tlvs<'_> {
    type Item = Tlv<'a>;
    type IntoIter = TlvsIter<'a>;

    fn into_iter(self) -> TlvsIter<'a> {
        self.iter()
    }
}

/// The parameters of a list.
#[derive(Clone)]
pub struct TlvsIter<'a> {
    raw: Raw<'a>,
}

impl<'a> Iterator for TlvsIter<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        self.raw.next().map(|(tag, octets)| Tlv::read(tag, octets))
    }
}

/// Tags and octets.
#[derive(Clone)]
struct Raw<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Raw<'a> {
    type Item = (Tag, &'a [u8]);

    fn next(&mut self) -> Option<(Tag, &'a [u8])> {
        let ([tag_high, tag_low, high, low], after) = self.rest.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let (octets, rest) = after.split_at_checked(length)?;
        self.rest = rest;
        Some((Tag(u16::from_be_bytes([*tag_high, *tag_low])), octets))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Tlvs<'_> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Tlvs<'_> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(alloc::vec::Vec::<Tlv<'static>>::deserialize(from)?.into_iter().collect())
    }
}
