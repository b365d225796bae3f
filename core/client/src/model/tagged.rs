//! Unions of the service that are told apart by their field `type`.

use serde::Serialize;

/// One branch of a union as it is written: the tag, then the fields of its content.
#[derive(Serialize)]
pub(crate) struct Tagged<'a, T: Serialize> {
    #[serde(rename = "type")]
    pub(crate) tag: &'static str,
    #[serde(flatten)]
    pub(crate) content: &'a T,
}

/// Defines a union: `Variant(Content) = "tag"`. The JSON schema is a `oneOf` with a branch per tag (the content's schema by
/// reference, and `type` as a constant), a `discriminator`, and `x-open-union` because other tags may come. An object with an unknown tag, or with none, is kept as it came and written
/// unchanged; a known tag with a field of the wrong type is an error that names the path.
macro_rules! tagged {
    ($(
        $(#[doc = $doc:literal])*
        pub enum $name:ident as $schema:literal {
            $( $(#[doc = $variant_doc:literal])* $variant:ident($content:ty) = $tag:literal ),+ $(,)?
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[doc = $variant_doc])* $variant($content), )+
            /// An object whose `type` this version does not know (or that has none), as it came.
            Unknown(serde_json::Map<String, serde_json::Value>),
        }

        impl $name {
            /// Every known value of `type`.
            pub const KNOWN: &'static [&'static str] = &[$($tag),+];

            /// The value of `type`; `None` where the object has none.
            pub fn tag(&self) -> Option<&str> {
                match self {
                    $( Self::$variant(_) => Some($tag), )+
                    Self::Unknown(object) => crate::model::wire::tag_of(object),
                }
            }
        }

        impl Default for $name {
            /// Nothing given: `Unknown` with an empty object.
            fn default() -> Self {
                Self::Unknown(serde_json::Map::new())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use crate::model::tagged::Tagged;
                match self {
                    $( Self::$variant(content) => Tagged { tag: $tag, content }.serialize(serializer), )+
                    Self::Unknown(object) => object.serialize(serializer),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use crate::model::wire;
                let object = wire::object::<D>(deserializer)?;
                match wire::checked_tag::<D::Error>(&object)? {
                    $( Some($tag) => wire::branch::<$content, D::Error>(object).map(Self::$variant), )+
                    _ => Ok(Self::Unknown(object)),
                }
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $schema.into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                use crate::model::{define::description, tagged::branch_schema};
                let branches = vec![
                    $( branch_schema::<$content>(generator, $tag, &description(&[$($variant_doc),*])) ),+
                ];
                schemars::json_schema!({
                    "description": description(&[$($doc),*]),
                    "oneOf": branches,
                    "discriminator": { "propertyName": "type" },
                    "x-open-union": true,
                })
            }
        }

        impl crate::model::define::Absent for $name {}
    )*};
}

pub(crate) use tagged;

/// One branch of a union as JSON schema: the content's own schema and the tag.
pub(crate) fn branch_schema<T: schemars::JsonSchema>(
    generator: &mut schemars::SchemaGenerator,
    tag: &str,
    description: &str,
) -> schemars::Schema {
    let mut schema = generator.subschema_for::<T>();
    schema.insert("description".to_owned(), description.into());
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), serde_json::json!({ "type": { "type": "string", "const": tag } }));
    schema.insert("required".to_owned(), serde_json::json!(["type"]));
    schema
}
