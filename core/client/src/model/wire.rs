//! Reading models from JSON: keys without regard to case, errors that name the place and never the value.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use serde_json::{Map, Value};

use crate::error::FieldError;

/// JSON that could not be read as the model asked for. Says where and what was expected, never what was there: the
/// values of a message are its texts and telephone numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadError {
    /// Path of the field as it was spelled, `content.text` or `toList[0].address`; empty for the whole document.
    pub path: String,
    /// What is wrong, for example `expected a string`.
    pub message: String,
}

impl ReadError {
    /// What is wrong with an argument; the document is itself at `path` in it.
    pub(crate) fn below(self, path: &str) -> FieldError {
        FieldError::new(join(path, &self.path), "type", self.message)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads a model from the bytes of a JSON document.
///
/// # Errors
/// [`ReadError`] where the bytes are no JSON, or a known field has the wrong type or stands there twice.
pub fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, ReadError> {
    let failed = match serde_json::from_slice(json) {
        Ok(model) => return Ok(model),
        Err(failed) => failed,
    };
    // Following the path costs more than the reading, so it is done only where there is an error to place; on a value, because each kind of
    // source is a copy of all that reads models.
    match serde_json::from_slice::<Value>(json).map(|value| serde_path_to_error::deserialize::<_, T>(&value))
    {
        Ok(Err(error)) => Err(located(error)),
        // No JSON, or what a value does not tell: a key that is there twice.
        Ok(Ok(_)) | Err(_) => Err(placed(String::new(), &failed)),
    }
}

/// Reads a model from a JSON value.
///
/// # Errors
/// [`ReadError`] where a known field has the wrong type or stands there twice.
pub fn read_value<T: DeserializeOwned>(json: Value) -> Result<T, ReadError> {
    if let Ok(model) = T::deserialize(&json) {
        return Ok(model);
    }
    serde_path_to_error::deserialize(&json).map_err(located)
}

fn located(error: serde_path_to_error::Error<serde_json::Error>) -> ReadError {
    let path = match error.path().to_string() {
        // How serde_path_to_error writes the empty path.
        root if root == "." => String::new(),
        path => path,
    };
    placed(path, error.inner())
}

/// An error of what stands at `path`.
fn placed(path: String, error: &serde_json::Error) -> ReadError {
    match split_nested(&without_position(error)) {
        Some((below, message)) => ReadError { path: join(&path, below), message: message.to_owned() },
        None => ReadError { path, message: expectation(error) },
    }
}

fn join(path: &str, below: &str) -> String {
    match (path.is_empty(), below.is_empty() || below.starts_with('[')) {
        (true, _) => below.to_owned(),
        (false, true) => format!("{path}{below}"),
        (false, false) => format!("{path}.{below}"),
    }
}

/// The error's text without the position that serde_json appends where it read from bytes.
fn without_position(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    text.strip_suffix(&position).map(str::to_owned).unwrap_or(text)
}

/// What was expected, taken from serde's message. Only the part behind the last `, expected ` is used: what stands before it
/// quotes the value.
fn expectation(error: &serde_json::Error) -> String {
    if !error.is_data() {
        let what = if error.is_eof() { "the JSON ends too early" } else { "not JSON" };
        return format!("{what} (line {}, column {})", error.line(), error.column());
    }
    let text = without_position(error);
    let known = text.starts_with("invalid type") || text.starts_with("invalid value");
    match text.rsplit_once(", expected ") {
        Some((_, expected)) if known => format!("expected {}", plain(expected)),
        _ => "cannot be read".to_owned(),
    }
}

/// serde's word for a type in the words of JSON.
fn plain(expected: &str) -> &str {
    match expected {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" => "a whole number in range",
        "f32" | "f64" => "a number",
        "a sequence" => "a list",
        "a map" => "an object",
        "a boolean" => "true or false",
        other => other,
    }
}

// A union is read through a value, which loses the path of what is below it. The error of a branch therefore carries its
// path in its text, and whoever reads the whole document takes it apart again.
const NESTED_START: &str = "at `";
const NESTED_END: &str = "`: ";

fn split_nested(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix(NESTED_START)?.split_once(NESTED_END)
}

fn nested<E: de::Error>(path: &str, message: &str) -> E {
    E::custom(format_args!("{NESTED_START}{path}{NESTED_END}{message}"))
}

/// Reads any JSON object.
pub(super) fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    struct Object;
    impl<'de> Visitor<'de> for Object {
        type Value = Map<String, Value>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut object = Map::new();
            while let Some((key, value)) = map.next_entry()? {
                object.insert(key, value);
            }
            Ok(object)
        }
    }
    deserializer.deserialize_map(Object)
}

const TAG: &str = "type";

fn tag_entry(object: &Map<String, Value>) -> Option<(&String, &Value)> {
    object.get_key_value(TAG).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(TAG)))
}

/// The tag of a union's object, where it is a text.
pub(super) fn tag_of(object: &Map<String, Value>) -> Option<&str> {
    tag_entry(object).and_then(|(_, value)| value.as_str())
}

/// The tag of a union's object; an error where it is neither a text nor absent.
pub(super) fn checked_tag<E: de::Error>(object: &Map<String, Value>) -> Result<Option<&str>, E> {
    match tag_entry(object) {
        Some((_, Value::String(tag))) => Ok(Some(tag)),
        None | Some((_, Value::Null)) => Ok(None),
        Some((key, _)) => Err(nested(key, "expected a string")),
    }
}

/// Reads the content of a union's object, whose tag was recognised.
pub(super) fn branch<T: DeserializeOwned, E: de::Error>(mut object: Map<String, Value>) -> Result<T, E> {
    object.retain(|key, _| !key.eq_ignore_ascii_case(TAG));
    read_value(Value::Object(object)).map_err(|error| nested(&error.path, &error.message))
}

/// A key of a JSON object.
pub(super) struct Key<'de>(Cow<'de, str>);

impl Key<'_> {
    /// Whether this key means the field that Rust calls `field`: `messageId`, `MessageID` and `messageid` all mean
    /// `message_id`.
    pub(super) fn is(&self, field: &str) -> bool {
        let field = field.strip_prefix("r#").unwrap_or(field);
        let mut letters = field.bytes().filter(|byte| *byte != b'_');
        self.0.bytes().all(|byte| letters.next() == Some(byte.to_ascii_lowercase()))
            && letters.next().is_none()
    }

    /// The error that this key, or another that means the same, was there already.
    pub(super) fn twice<E: de::Error>(&self) -> E {
        nested(&self.0, "is given twice")
    }

    pub(super) fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> de::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Reads a text into anything that is made of one.
pub(super) fn text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: for<'a> From<&'a str>,
{
    struct Text<T>(PhantomData<T>);
    impl<T: for<'a> From<&'a str>> Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }
    }
    deserializer.deserialize_str(Text(PhantomData))
}
