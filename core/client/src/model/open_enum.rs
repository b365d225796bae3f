//! Enumerations of the service that may grow: the known values have a variant, every other text is kept.

/// Defines an open enumeration: `Variant = "text on the wire"`. Values are compared and written exactly; a text that is
/// not listed becomes `Unknown`. The JSON schema is a string with the known values under `x-known-values` and what they mean,
/// in the same order, under `x-known-values-descriptions`.
macro_rules! open_enum {
    ($(
        $(#[doc = $doc:literal])*
        pub enum $name:ident as $schema:literal {
            $( $(#[doc = $variant_doc:literal])* $variant:ident = $text:literal ),+ $(,)?
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant, )+
            /// A value that this version does not know, as it stands on the wire. An empty text means that none was given.
            Unknown(String),
        }

        impl $name {
            /// Every known value as it stands on the wire.
            pub const KNOWN: &'static [&'static str] = &[$($text),+];

            /// The value as it stands on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $text, )+
                    Self::Unknown(text) => text,
                }
            }

            /// True where this version knows the value.
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Unknown(_))
            }

            fn known(text: &str) -> Option<Self> {
                match text {
                    $( $text => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }

        impl Default for $name {
            /// No value given: `Unknown` with an empty text.
            fn default() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Unknown(text.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::known(&text).unwrap_or(Self::Unknown(text))
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::model::wire::text(deserializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $schema.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                use crate::model::define::description;
                let meanings = vec![$( description(&[$($variant_doc),*]) ),+];
                schemars::json_schema!({
                    "type": "string",
                    "description": description(&[$($doc),*]),
                    "x-known-values": Self::KNOWN,
                    "x-known-values-descriptions": meanings,
                })
            }
        }

        impl crate::model::define::Absent for $name {}
    )*};
}

pub(crate) use open_enum;
