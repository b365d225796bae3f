//! How a field is read, checked and written, and the fields that are numbers.

use alloc::vec::Vec;

use super::problem::{At, Problems, Rule};
use super::read::{Reader, Reason};
use super::write::Writer;

/// A field, or several in their order: a body is one too.
pub(super) trait Field<'a>: Sized {
    /// The same with octets of its own.
    type Owned;

    /// Reads leniently: what can be understood is.
    fn read(from: &mut Reader<'a>, name: &'static str) -> Result<Self, Reason>;

    /// Adds what is wrong with it to what was found.
    fn check(&self, at: At, found: &mut Problems);

    /// How many octets it takes.
    fn length(&self) -> usize;

    /// Adds its octets. It has been checked.
    fn write(&self, to: &mut Writer<'_>);

    /// With octets of its own.
    fn into_owned(self) -> Self::Owned;
}

/// Makes a number, or a type around one, a field of big-endian octets. Source: S34, 3.1, "Integer".
macro_rules! number_field {
    (@ $name:ident($number:ty) $get:expr, $make:expr) => {
        impl<'a> $crate::smpp::field::Field<'a> for $name {
            type Owned = Self;

            #[inline]
            fn read(
                from: &mut $crate::smpp::read::Reader<'a>,
                name: &'static str,
            ) -> Result<Self, $crate::smpp::read::Reason> {
                let number = <$number>::from_be_bytes(from.octets(name)?);
                Ok($make(number))
            }

            #[inline]
            fn check(&self, _: $crate::smpp::problem::At, _: &mut $crate::smpp::problem::Problems) {}

            #[inline]
            fn length(&self) -> usize {
                size_of::<$number>()
            }

            #[inline]
            fn write(&self, to: &mut $crate::smpp::write::Writer<'_>) {
                to.put(&$get(self).to_be_bytes());
            }

            fn into_owned(self) -> Self {
                self
            }
        }

        impl<'a> $crate::smpp::tlv::Data<'a> for $name {
            const LEAST: usize = size_of::<$number>();
            const MOST: usize = size_of::<$number>();

            /// Zeros may stand before it, and its own may be left out.
            fn from_octets(octets: &'a [u8]) -> Option<Self> {
                let number: $number = $crate::smpp::tlv::number(octets)?.try_into().ok()?;
                Some($make(number))
            }
        }
    };
    ($name:ident($number:ty)) => {
        $crate::smpp::field::number_field!(@ $name($number) |this: &Self| this.0, Self);
    };
}

pub(super) use number_field;

number_field!(@ u8(u8) |this: &Self| *this, |number| number);
number_field!(@ u16(u16) |this: &Self| *this, |number| number);
number_field!(@ u32(u32) |this: &Self| *this, |number| number);

/// Several of a kind, with their number in one octet before them. Source: S34, 5.2.24 and 5.2.26.
impl<'a, T: Field<'a>> Field<'a> for Vec<T> {
    type Owned = Vec<T::Owned>;

    fn read(from: &mut Reader<'a>, name: &'static str) -> Result<Self, Reason> {
        let number = u8::read(from, name)?;
        // An item has two octets at least; no more memory is taken than what came can fill.
        let mut all = Vec::with_capacity(usize::from(number).min(from.rest.len() / 2));
        for _ in 0..number {
            all.push(T::read(from, name)?);
        }
        Ok(all)
    }

    fn check(&self, at: At, found: &mut Problems) {
        // 254 is the limit of number_of_dests; of no_unsuccess there cannot be more.
        if self.len() > MAX_ITEMS {
            found.add(at, Rule::TooLong { found: self.len(), limit: MAX_ITEMS });
        }
        for (index, item) in self.iter().enumerate() {
            item.check(At { field: at.field, index: Some(index) }, found);
        }
    }

    fn length(&self) -> usize {
        1 + self.iter().map(T::length).sum::<usize>()
    }

    fn write(&self, to: &mut Writer<'_>) {
        // At most MAX_ITEMS, as has been checked.
        to.put(&[self.len() as u8]);
        self.iter().for_each(|item| item.write(to));
    }

    fn into_owned(self) -> Vec<T::Owned> {
        self.into_iter().map(T::into_owned).collect()
    }
}

/// The most destinations of a submit_multi. Source: S34, 5.2.24.
pub const MAX_ITEMS: usize = 254;

/// Makes a body of its fields, in the order of the standard. With bounds it is the value of an optional parameter, whose
/// length as a whole is checked.
macro_rules! body {
    ($(#[$about:meta])* $name:ident { $($(#[$what:meta])* $field:ident: $type:ty,)* }) => {
        $crate::smpp::field::body! {
            @ |this, at, found| {
                $(
                    let at = $crate::smpp::problem::At { field: stringify!($field), ..at };
                    this.$field.check(at, found);
                )*
            },
            $(#[$about])* $name { $($(#[$what])* $field: $type,)* }
        }
    };
    ($(#[$about:meta])* $name:ident[$least:literal..=$most:literal] { $($(#[$what:meta])* $field:ident: $type:ty,)* }) => {
        $crate::smpp::field::body! {
            @ |this, at, found| found.length(this.length(), $least, $most, at),
            $(#[$about])* $name { $($(#[$what])* $field: $type,)* }
        }

        impl<'a> $crate::smpp::tlv::Data<'a> for $name<'a> {
            const LEAST: usize = $least;
            const MOST: usize = $most;
        }
    };
    (
        @ |$this:ident, $at:ident, $found:ident| $check:expr,
        $(#[$about:meta])* $name:ident { $($(#[$what:meta])* $field:ident: $type:ty,)* }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
        pub struct $name<'a> {
            $($(#[$what])* pub $field: $type,)*
        }

        impl<'a> $crate::smpp::field::Field<'a> for $name<'a> {
            type Owned = $name<'static>;

            #[inline]
            fn read(
                from: &mut $crate::smpp::read::Reader<'a>,
                _: &'static str,
            ) -> Result<Self, $crate::smpp::read::Reason> {
                Ok(Self {
                    $($field: $crate::smpp::field::Field::read(from, stringify!($field))?,)*
                })
            }

            #[inline]
            fn check(&self, $at: $crate::smpp::problem::At, $found: &mut $crate::smpp::problem::Problems) {
                let $this = self;
                $check
            }

            #[inline]
            fn length(&self) -> usize {
                0 $(+ self.$field.length())*
            }

            #[inline]
            fn write(&self, to: &mut $crate::smpp::write::Writer<'_>) {
                $(self.$field.write(to);)*
            }

            fn into_owned(self) -> $name<'static> {
                $name { $($field: $crate::smpp::field::Field::into_owned(self.$field),)* }
            }
        }

        impl $name<'_> {
            /// The same with octets of its own, which outlives those that it was read from.
            pub fn into_owned(self) -> $name<'static> {
                $crate::smpp::field::Field::into_owned(self)
            }
        }
    };
}

pub(super) use body;
