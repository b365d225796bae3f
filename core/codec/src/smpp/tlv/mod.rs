//! Optional parameters. Source: S34, 3.2.4 and 5.3.

mod list;
mod table;

use super::field::{Field, body};
use super::octets::Octets;
use super::problem::{At, Problems};
use super::read::{Reader, Reason};
use super::values::{DataCoding, NetworkErrorKind, Npi, SubaddressKind, Ton};
use super::write::Writer;

pub use list::{Tlvs, TlvsIter};
pub use table::{Tag, Tlv};

/// The value of an optional parameter, whose length is known before it is read.
pub(super) trait Data<'a>: Field<'a> {
    /// The fewest octets that the standard allows.
    const LEAST: usize;
    /// The most.
    const MOST: usize;

    /// Reads leniently all of the octets, None where they make no such value.
    fn from_octets(octets: &'a [u8]) -> Option<Self> {
        let mut from = Reader::new(octets);
        let value = Self::read(&mut from, "").ok()?;
        from.rest.is_empty().then_some(value)
    }
}

/// A big-endian number of any length, None where there is none or it has more than 32 bits.
pub(super) fn number(octets: &[u8]) -> Option<u32> {
    let (first, _) = octets.split_first()?;
    let mut number = u32::from(*first);
    for octet in &octets[1..] {
        number = number.checked_mul(256)? | u32::from(*octet);
    }
    Some(number)
}

/// A flag that is set by being there.
impl<'a> Field<'a> for () {
    type Owned = ();

    fn read(_: &mut Reader<'a>, _: &'static str) -> Result<Self, Reason> {
        Ok(())
    }

    fn check(&self, _: At, _: &mut Problems) {}

    fn length(&self) -> usize {
        0
    }

    fn write(&self, _: &mut Writer<'_>) {}

    fn into_owned(self) {}
}

impl Data<'_> for () {
    const LEAST: usize = 0;
    const MOST: usize = 0;
}

body! {
    /// A subaddress. Source: S34, 5.3.2.15 and 5.3.2.16.
    Subaddress[2..=23] {
        /// Its kind.
        kind: SubaddressKind,
        /// What it is.
        octets: Octets<'a, 1, 22>,
    }
}

body! {
    /// A call-back number. Source: S34, 5.3.2.36.
    CallbackNumber[4..=19] {
        /// How the digits are coded: 0 DTMF, 1 ASCII.
        digit_mode: u8,
        /// Type of number.
        ton: Ton,
        /// Numbering plan.
        npi: Npi,
        /// The digits.
        digits: Octets<'a, 1, 16>,
    }
}

body! {
    /// The name of a call-back number. Source: S34, 5.3.2.38.
    CallbackTag[1..=65] {
        /// How the text is coded.
        data_coding: DataCoding,
        /// The text.
        text: Octets<'a, 0, 64>,
    }
}

/// A number in fixed octets, as a struct of numbers.
macro_rules! fixed {
    ($(#[$about:meta])* $name:ident[$length:literal] { $($(#[$what:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
        pub struct $name {
            $($(#[$what])* pub $field: $type,)*
        }

        impl<'a> Field<'a> for $name {
            type Owned = Self;

            fn read(from: &mut Reader<'a>, name: &'static str) -> Result<Self, Reason> {
                Ok(Self { $($field: Field::read(from, name)?,)* })
            }

            fn check(&self, _: At, _: &mut Problems) {}

            fn length(&self) -> usize {
                $length
            }

            fn write(&self, to: &mut Writer<'_>) {
                $(self.$field.write(to);)*
            }

            fn into_owned(self) -> Self {
                self
            }
        }
    };
}

fixed! {
    /// An error of a network. Source: S34, 5.3.2.31.
    NetworkError[3] {
        /// In which network, 0 where it was not said.
        network: NetworkErrorKind,
        /// The network's own number.
        code: u16,
    }
}

impl<'a> Data<'a> for NetworkError {
    const LEAST: usize = 3;
    const MOST: usize = 3;

    /// With one or two octets there is no network; in more than three the number is longer.
    fn from_octets(octets: &'a [u8]) -> Option<Self> {
        let (network, code) = match octets {
            [] | [_] | [_, _] => (NetworkErrorKind(0), octets),
            [network, code @ ..] => (NetworkErrorKind(*network), code),
        };
        Some(Self { network, code: number(code)?.try_into().ok()? })
    }
}

fixed! {
    /// A session of an interactive service (Korean CDMA). Source: S34, 5.3.2.43.
    ItsSession[2] {
        /// Which session it is.
        session: u8,
        /// Bits 7 to 1: which message of the session; bit 0: whether it is the last.
        sequence: u8,
    }
}

impl Data<'_> for ItsSession {
    const LEAST: usize = 2;
    const MOST: usize = 2;
}

#[cfg(feature = "serde")]
pub(super) mod hex {
    //! Octets without a type as hex digits.

    use alloc::borrow::Cow;

    pub(in crate::smpp) fn serialize<S: serde::Serializer>(octets: &[u8], to: S) -> Result<S::Ok, S::Error> {
        crate::smpp::json::as_hex(octets, to)
    }

    pub(in crate::smpp) fn deserialize<'de, D: serde::Deserializer<'de>>(
        from: D,
    ) -> Result<Cow<'static, [u8]>, D::Error> {
        crate::smpp::json::from_hex(from).map(Cow::Owned)
    }
}
