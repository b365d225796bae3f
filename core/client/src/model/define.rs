//! How a model is written: its fields once, with their documentation.
//!
//! [`model!`] turns a list of fields into a struct that
//! - is written with camelCase keys, absent optionals left out;
//! - reads its keys without regard to case (the service says its field names are case-insensitive), `null` as absent, and
//!   what is missing as the default, so that validation can report every problem of a message at once;
//! - keeps the fields it does not know in `extra` and writes them back as they came;
//! - describes itself as JSON schema, where a field is required unless it is an `Option`.

/// Tells which fields are left out when a model is written: an `Option` without a value.
pub(crate) trait Absent {
    /// True where the field is not written.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl Absent for String {}
impl<T> Absent for Vec<T> {}

/// [`Absent::is_absent`] as the function that `skip_serializing_if` wants.
pub(crate) fn absent<T: Absent>(field: &T) -> bool {
    field.is_absent()
}

/// The lines of a documentation comment as one text.
pub(crate) fn description(lines: &[&str]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n")
}

/// Defines structs that are read and written as JSON objects; see the module's text.
macro_rules! model {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* pub $field:ident: $ty:ty ),* $(,)?
        }
    )*) => {$(
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, schemars::JsonSchema)]
        $(#[$meta])*
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $(
                $(#[$field_meta])*
                #[serde(skip_serializing_if = "crate::model::define::absent")]
                pub $field: $ty,
            )*
            /// Fields that this version does not know: kept when read, written as they are.
            #[serde(flatten)]
            pub extra: serde_json::Map<String, serde_json::Value>,
        }

        impl crate::model::define::Absent for $name {}

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;
                impl<'de> serde::de::Visitor<'de> for Fields {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        let mut read = $name::default();
                        while let Some(key) = map.next_key::<crate::model::wire::Key<'de>>()? {
                            $(
                                if key.is(stringify!($field)) {
                                    if let Some(value) = map.next_value::<Option<$ty>>()? {
                                        // `to` and `To` in one object: neither may silently win.
                                        if read.$field != <$ty>::default() {
                                            return Err(key.twice());
                                        }
                                        read.$field = value;
                                    }
                                    continue;
                                }
                            )*
                            read.extra.insert(key.into_string(), map.next_value()?);
                        }
                        Ok(read)
                    }
                }
                deserializer.deserialize_map(Fields)
            }
        }
    )*};
}

pub(crate) use model;
