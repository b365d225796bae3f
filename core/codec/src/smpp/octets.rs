//! Fields of octets: strings that end with a NUL, and octets of a known length. Borrowed where they were read, owned where
//! they are to last.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::field::Field;
use super::problem::{At, Problems, Rule};
use super::read::{Deviations, Reader, Reason};
use super::time::{Time, TimeProblem};
use super::tlv::Data;
use super::write::Writer;

/// What all of them can do.
macro_rules! octets_type {
    ($(#[$about:meta])* $name:ident $([$($bounds:ident),+])?, $debug:expr) => {
        $(#[$about])*
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        pub struct $name<'a, $($(const $bounds: usize),+)?>(Cow<'a, [u8]>);

        impl<'a, $($(const $bounds: usize),+)?> $name<'a, $($($bounds),+)?> {
            /// The octets, without the NUL at the end or the length before them.
            pub fn as_bytes(&self) -> &[u8] {
                &self.0
            }

            /// Whether there are none.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }

            /// The same with octets of its own.
            pub fn into_owned(self) -> $name<'static, $($($bounds),+)?> {
                $name(Cow::Owned(self.0.into_owned()))
            }
        }

        impl<'a, $($(const $bounds: usize),+)?> From<&'a [u8]> for $name<'a, $($($bounds),+)?> {
            fn from(octets: &'a [u8]) -> Self {
                Self(Cow::Borrowed(octets))
            }
        }

        impl<'a, const N: usize, $($(const $bounds: usize),+)?> From<&'a [u8; N]> for $name<'a, $($($bounds),+)?> {
            fn from(octets: &'a [u8; N]) -> Self {
                Self(Cow::Borrowed(octets))
            }
        }

        impl<'a, $($(const $bounds: usize),+)?> From<&'a str> for $name<'a, $($($bounds),+)?> {
            fn from(text: &'a str) -> Self {
                Self(Cow::Borrowed(text.as_bytes()))
            }
        }

        impl<$($(const $bounds: usize),+)?> From<Vec<u8>> for $name<'static, $($($bounds),+)?> {
            fn from(octets: Vec<u8>) -> Self {
                Self(Cow::Owned(octets))
            }
        }

        impl<$($(const $bounds: usize),+)?> From<String> for $name<'static, $($($bounds),+)?> {
            fn from(text: String) -> Self {
                Self(Cow::Owned(text.into_bytes()))
            }
        }

        impl<$($(const $bounds: usize),+)?> fmt::Debug for $name<'_, $($($bounds),+)?> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let show: fn(&[u8], &mut fmt::Formatter<'_>) -> fmt::Result = $debug;
                show(&self.0, f)
            }
        }
    };
}

/// How a C-Octet String is read, checked and written.
macro_rules! string_field {
    ($name:ident $([$bound:ident])?, $limit:expr, |$octets:ident, $at:ident, $found:ident| $more:expr) => {
        impl<'a, $(const $bound: usize)?> Field<'a> for $name<'a, $($bound)?> {
            type Owned = $name<'static, $($bound)?>;

            #[inline]
            fn read(from: &mut Reader<'a>, _: &'static str) -> Result<Self, Reason> {
                Ok(Self(Cow::Borrowed(from.string($limit))))
            }

            #[inline]
            fn check(&self, $at: At, $found: &mut Problems) {
                check_string(&self.0, $limit, $at, $found);
                let $octets: &[u8] = &self.0;
                $more
            }

            #[inline]
            fn length(&self) -> usize {
                self.0.len() + 1
            }

            #[inline]
            fn write(&self, to: &mut Writer<'_>) {
                to.put(&self.0);
                to.put(&[0]);
            }

            fn into_owned(self) -> $name<'static, $($bound)?> {
                $name::into_owned(self)
            }
        }
    };
}

fn show_string(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "\"{}\"", octets.escape_ascii())
}

fn show_octets(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    octets.iter().try_for_each(|octet| write!(f, "{octet:02x}"))
}

#[inline]
fn check_string(octets: &[u8], limit: usize, at: At, found: &mut Problems) {
    if octets.len() >= limit {
        found.add(at, Rule::TooLong { found: octets.len() + 1, limit });
    }
    // One look at each octet: both 0 and what is over 127 leave 0..127 when one is taken away.
    if !octets.iter().all(|octet| octet.wrapping_sub(1) < 127) {
        if octets.contains(&0) {
            found.add(at, Rule::Nul);
        }
        if !octets.is_ascii() {
            found.add(at, Rule::NotAscii);
        }
    }
}

octets_type! {
    /// A C-Octet String: ASCII, with a NUL at its end that is not part of the value. `MAX` counts the NUL. Source: S34, 3.1.
    ///
    /// Read leniently: also over-long, and with other octets than ASCII. Its JSON form is a string with a character from
    /// U+0000 to U+00FF for each octet.
    Str[MAX], show_string
}

string_field!(Str[MAX], MAX, |_octets, _at, _found| {});

impl<const MAX: usize> Str<'_, MAX> {
    /// The text, None where the octets are no UTF-8. Of ASCII it always is.
    pub fn as_str(&self) -> Option<&str> {
        core::str::from_utf8(&self.0).ok()
    }
}

impl<'a, const MAX: usize> Data<'a> for Str<'a, MAX> {
    const LEAST: usize = 1;
    const MOST: usize = MAX;

    /// NULs at the end are not part of it, none or several.
    fn from_octets(octets: &'a [u8]) -> Option<Self> {
        let end = octets.iter().rposition(|octet| *octet != 0).map_or(0, |last| last + 1);
        Some(Self(Cow::Borrowed(&octets[..end])))
    }
}

octets_type! {
    /// The password of a bind: as [`Str`], but `Debug` does not show it. Source: S34, 5.2.2.
    Password, |_, f| f.write_str("…")
}

string_field!(Password, MAX_PASSWORD, |_octets, _at, _found| {});

/// How long a password may be, its NUL included. Source: S34, 5.2.2.
const MAX_PASSWORD: usize = 9;

octets_type! {
    /// A time as text: empty, or 16 characters of S34, 7.1.1. See [`Time`].
    TimeStr, show_string
}

string_field!(TimeStr, TIME_LENGTH, |octets, at, found| {
    if !octets.is_empty()
        && let Err(problem) = Time::check(octets)
    {
        found.add(at, Rule::NotATime(problem));
    }
});

/// How long a time is, its NUL included. Source: S34, 5.2.15.
const TIME_LENGTH: usize = 17;

impl TimeStr<'_> {
    /// The time, read leniently; None where there is none.
    ///
    /// # Errors
    /// The [`TimeProblem`], where it cannot be read.
    pub fn time(&self) -> Result<Option<Time>, TimeProblem> {
        if self.is_empty() { Ok(None) } else { Time::parse(&self.0).map(Some) }
    }
}

octets_type! {
    /// The user data of a message, with its length before it: up to 254 octets. Source: S34, 5.2.21 and 5.2.22.
    ShortMessage, show_octets
}

/// The most octets of a short message. Source: S34, 5.2.21.
pub const MAX_SHORT_MESSAGE: usize = 254;

impl<'a> Field<'a> for ShortMessage<'a> {
    type Owned = ShortMessage<'static>;

    #[inline]
    fn read(from: &mut Reader<'a>, name: &'static str) -> Result<Self, Reason> {
        let length = usize::from(u8::read(from, "sm_length")?);
        from.deviations.add_if(length > MAX_SHORT_MESSAGE, Deviations::TOO_LONG);
        Ok(Self(Cow::Borrowed(from.take(length, name)?)))
    }

    #[inline]
    fn check(&self, at: At, found: &mut Problems) {
        if self.0.len() > MAX_SHORT_MESSAGE {
            found.add(at, Rule::TooLong { found: self.0.len(), limit: MAX_SHORT_MESSAGE });
        }
    }

    #[inline]
    fn length(&self) -> usize {
        1 + self.0.len()
    }

    #[inline]
    fn write(&self, to: &mut Writer<'_>) {
        // At most MAX_SHORT_MESSAGE, as has been checked.
        to.put(&[self.0.len() as u8]);
        to.put(&self.0);
    }

    fn into_owned(self) -> ShortMessage<'static> {
        Self::into_owned(self)
    }
}

octets_type! {
    /// The octets that are left of an optional parameter, `MIN` to `MAX` of them. Its JSON form is a string of hex digits.
    Octets[MIN, MAX], show_octets
}

impl<'a, const MIN: usize, const MAX: usize> Field<'a> for Octets<'a, MIN, MAX> {
    type Owned = Octets<'static, MIN, MAX>;

    fn read(from: &mut Reader<'a>, _: &'static str) -> Result<Self, Reason> {
        Ok(Self(Cow::Borrowed(core::mem::take(&mut from.rest))))
    }

    fn check(&self, at: At, found: &mut Problems) {
        found.length(self.0.len(), MIN, MAX, at);
    }

    fn length(&self) -> usize {
        self.0.len()
    }

    fn write(&self, to: &mut Writer<'_>) {
        to.put(&self.0);
    }

    fn into_owned(self) -> Octets<'static, MIN, MAX> {
        Self::into_owned(self)
    }
}

impl<'a, const MIN: usize, const MAX: usize> Data<'a> for Octets<'a, MIN, MAX> {
    const LEAST: usize = MIN;
    const MOST: usize = MAX;
}

#[cfg(feature = "serde")]
mod json {
    //! Strings as characters, other octets as hex digits.

    use super::{Octets, Password, ShortMessage, Str, TimeStr};
    use crate::smpp::json::{as_hex, as_text, from_hex, from_text};

    macro_rules! json_form {
        ($name:ident $([$($bounds:ident),+])?, $write:ident, $read:ident) => {
            impl<$($(const $bounds: usize),+)?> serde::Serialize for $name<'_, $($($bounds),+)?> {
                fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                    $write(self.as_bytes(), to)
                }
            }

            impl<'de, $($(const $bounds: usize),+)?> serde::Deserialize<'de> for $name<'_, $($($bounds),+)?> {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    Ok(Self($read(from)?.into()))
                }
            }
        };
    }

    json_form!(Str[MAX], as_text, from_text);
    json_form!(Password, as_text, from_text);
    json_form!(TimeStr, as_text, from_text);
    json_form!(ShortMessage, as_hex, from_hex);
    json_form!(Octets[MIN, MAX], as_hex, from_hex);
}
