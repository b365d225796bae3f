//! Names in the case of JavaScript and in that of core. Each function undoes the other.

use serde_json::{Map, Value};

/// `timeoutMs` as core writes it: `timeout_ms`. An underscore is doubled, so that core knows only the names that this language
/// documents.
pub(crate) fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter == '_' || letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

/// `timeout_ms` as JavaScript writes it: `timeoutMs`.
pub(crate) fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut letters = name.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '_' => camel.extend(letters.next().map(|next| next.to_ascii_uppercase())),
            other => camel.push(other),
        }
    }
    camel
}

/// The same value with the keys of its outermost object renamed.
pub(crate) fn renamed(value: Value, rename: fn(&str) -> String) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (rename(&name), value)).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

/// A value of core with the names of JavaScript at every depth.
pub(crate) fn camelled(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (camel(&name), camelled(value)))
            .collect::<Map<_, _>>()
            .into(),
        Value::Array(items) => items.into_iter().map(camelled).collect(),
        other => other,
    }
}

/// What core tells about an attempt, an error or an event: names in the case of JavaScript, the kind as `code`, and nothing
/// that is not known.
pub(crate) fn described(value: Value) -> Value {
    let mut value = renamed(value, camel);
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, value| !value.is_null());
        if let Some(kind) = members.remove("kind") {
            members.insert("code".to_owned(), kind);
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{camel, snake};

    #[test]
    fn names_change_their_case_and_back() {
        for (js, core) in [("timeoutMs", "timeout_ms"), ("http2", "http2"), ("to", "to")] {
            assert_eq!((snake(js).as_str(), camel(core).as_str()), (core, js));
        }
    }

    #[test]
    fn the_names_of_core_are_not_known() {
        assert_eq!(snake("timeout_ms"), "timeout__ms");
        assert_eq!(camel("timeout__ms"), "timeout_ms");
    }
}
