//! Points in time as the service writes them.

use jiff::civil;

use super::wire;

/// A point in time as the service wrote it.
///
/// Version 2 of the REST interface writes UTC with `Z`; version 1 and some other operations may leave the zone away. Such a
/// value is never taken for UTC: [`Timestamp::instant`] is `None` then, and the text stays reachable. Every text can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The instant; `None` where the text has neither `Z` nor an offset, or is no date and time.
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        self.0.parse().ok()
    }

    /// The date and time as they stand there, whatever zone they are of; `None` where the text is no date and time.
    pub fn civil(&self) -> Option<civil::DateTime> {
        let text = self.0.strip_suffix(['Z', 'z']).unwrap_or(&self.0);
        text.parse().ok()
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<jiff::Timestamp> for Timestamp {
    /// In UTC with `Z`.
    fn from(instant: jiff::Timestamp) -> Self {
        Self(instant.to_string())
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Timestamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        wire::text(deserializer)
    }
}

impl schemars::JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

impl super::define::Absent for Timestamp {}
