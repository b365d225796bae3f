//! The forms of the vectors: texts with repetitions, octets in hex, positions.

use std::cell::RefCell;
use std::collections::BTreeSet;

use ecall_codec::text::{Position, Reference};
use serde_json::{Value, json};

/// The arguments of a call, which knows of each whether it was asked for.
pub struct Arguments<'a> {
    all: &'a Value,
    read: RefCell<BTreeSet<String>>,
}

impl<'a> Arguments<'a> {
    pub fn new(all: &'a Value) -> Self {
        assert!(all.is_object(), "arguments are an object");
        Self { all, read: RefCell::default() }
    }

    /// The argument, null where it is not given.
    pub fn get(&self, name: &str) -> &'a Value {
        self.read.borrow_mut().insert(name.to_owned());
        &self.all[name]
    }

    /// A text: a string, or an array of strings and of `["string", times]`.
    pub fn text(&self, name: &str) -> String {
        text(self.get(name)).unwrap_or_else(|| panic!("{name} is a text"))
    }

    pub fn octets(&self, name: &str) -> Vec<u8> {
        octets(self.get(name).as_str().unwrap_or_else(|| panic!("{name} is a string of hex digits")))
    }

    pub fn number(&self, name: &str) -> Option<usize> {
        self.get(name).as_u64().map(|number| usize::try_from(number).unwrap())
    }

    /// False where it is not given.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name).as_bool().unwrap_or_default()
    }

    /// The length of the reference in bits, 8 where it is not given.
    pub fn reference(&self) -> Reference {
        match self.number("reference") {
            None | Some(8) => Reference::Bits8,
            Some(16) => Reference::Bits16,
            Some(bits) => panic!("a reference of {bits} bits"),
        }
    }

    /// The names that no one asked for.
    pub fn unread(&self) -> impl Iterator<Item = &'a String> {
        let read = self.read.borrow().clone();
        self.all.as_object().into_iter().flat_map(|all| all.keys()).filter(move |name| !read.contains(*name))
    }
}

fn text(value: &Value) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    let pieces = value.as_array()?.iter().map(|piece| match piece {
        Value::String(piece) => Some(piece.clone()),
        repeated => {
            Some(repeated.get(0)?.as_str()?.repeat(usize::try_from(repeated.get(1)?.as_u64()?).ok()?))
        }
    });
    pieces.collect()
}

/// A result as it is compared: a text with repetitions, under the key `text` at any depth, is written out.
pub fn expanded(value: &Value) -> Value {
    match value {
        Value::Object(object) => object
            .iter()
            .map(|(key, value)| {
                let written_out = (key == "text").then(|| text(value)).flatten().map(Value::from);
                (key.clone(), written_out.unwrap_or_else(|| expanded(value)))
            })
            .collect(),
        Value::Array(items) => items.iter().map(expanded).collect(),
        other => other.clone(),
    }
}

/// Spaces may stand between what belongs together.
pub fn octets(hex: &str) -> Vec<u8> {
    let hex = hex.replace(' ', "");
    assert!(hex.len().is_multiple_of(2) && hex.is_ascii(), "an even number of hex digits");
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

pub fn hex(octets: &[u8]) -> Value {
    octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>().into()
}

pub fn position(at: &Position) -> Value {
    json!({ "character": at.character, "code_point": at.code_point, "utf16": at.utf16, "byte": at.byte })
}

pub fn positions(all: &[Position]) -> Value {
    all.iter().map(position).collect()
}
