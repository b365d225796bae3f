//! How the values of the standard are made: numbers with names, open for those that have none.

/// A number of which some values have names. Any other is kept as it is.
macro_rules! open_type {
    ($(#[$about:meta])* $name:ident($number:ty) {
        $($(#[$what:meta])* $value:ident = $is:expr, $called:literal;)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(transparent))]
        pub struct $name(pub $number);

        impl $name {
            $($(#[$what])* pub const $value: Self = Self($is);)*

            /// Every value that has a name, with its name.
            pub const NAMED: &'static [(Self, &'static str)] = &[$((Self::$value, $called)),*];

            /// The name, which stays the same in every language and version. None where the value has none.
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$value => Some($called),)*
                    _ => None,
                }
            }
        }

        impl From<$number> for $name {
            fn from(number: $number) -> Self {
                Self(number)
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                match self.name() {
                    Some(name) => write!(f, concat!(stringify!($name), "({})"), name),
                    None => write!(f, concat!(stringify!($name), "({:#x})"), self.0),
                }
            }
        }

        $crate::smpp::field::number_field!($name($number));
    };
}

pub(super) use open_type;
