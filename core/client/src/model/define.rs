//! How a model is written: its fields once, with their documentation.
//!
//! [`model!`] turns a list of fields into a struct that
//! - is written with camelCase keys, absent optionals left out;
//! - reads its keys without regard to case (the service says its field names are case-insensitive), `null` as absent, and
//!   what is missing as the default, so that validation can report every problem of a message at once;
//! - keeps the fields it does not know in `extra` and writes them back as they came;
//! - describes itself as JSON schema, where a field is required unless it is an `Option`.

use serde::Deserialize;
use serde::de::{DeserializeOwned, MapAccess};
use serde_json::{Map, Value};

use super::wire::Key;

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

/// Reads a field of a request: a wrong type is an error, and so is a field given twice, since neither may silently win.
pub(crate) fn strict<'de, A: MapAccess<'de>, T: Deserialize<'de> + Default + PartialEq>(
    map: &mut A,
    key: Key<'de>,
    place: &mut T,
    _extra: &mut Map<String, Value>,
) -> Result<(), A::Error> {
    if let Some(value) = map.next_value::<Option<T>>()? {
        if *place != T::default() {
            return Err(key.twice());
        }
        *place = value;
    }
    Ok(())
}

/// Reads a field of an answer: what has the wrong type or comes a second time is kept in `extra`. One odd field must not
/// turn a message that was accepted into one of which nothing is known.
pub(crate) fn lenient<'de, A: MapAccess<'de>, T: DeserializeOwned + Default + PartialEq>(
    map: &mut A,
    key: Key<'de>,
    place: &mut T,
    extra: &mut Map<String, Value>,
) -> Result<(), A::Error> {
    let raw: Value = map.next_value()?;
    match <Option<T>>::deserialize(&raw) {
        Ok(None) => {}
        Ok(Some(value)) if *place == T::default() => *place = value,
        _ => drop(extra.insert(key.into_string(), raw)),
    }
    Ok(())
}

/// Defines structs that are read and written as JSON objects; see the module's text.
macro_rules! model {
    (@$read:ident $(
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
                                    crate::model::define::$read(&mut map, key, &mut read.$field, &mut read.extra)?;
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
    ($($structs:tt)*) => { crate::model::define::model!(@strict $($structs)*); };
}

/// The same for what the service answers, read by [`lenient`].
macro_rules! answer {
    ($($structs:tt)*) => { crate::model::define::model!(@lenient $($structs)*); };
}

pub(crate) use {answer, model};
