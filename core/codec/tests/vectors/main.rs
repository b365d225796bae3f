//! Runs the vectors of `tests/vectors`: calls of the codec with their results, as data for every language.
//!
//! A file is `{"source": "...", "cases": [{"name", "call", "arguments", "result"}]}`. Only the keys that a result states are
//! compared; a call, an argument or a key that is not known is a failure.

mod json;
mod pages;
mod received;
#[cfg(feature = "serde")]
mod smpp;

use std::fs;
use std::path::{Path, PathBuf};

use json::Arguments;
use serde_json::Value;

/// What a call gives, as JSON. None where it is not one of these calls.
type Outcome = Option<Value>;

/// Makes a call, whichever file it stands in.
fn run(call: &str, arguments: &Arguments) -> Outcome {
    let found = pages::run(call, arguments).or_else(|| received::run(call, arguments));
    // A PDU is stated in its JSON form.
    #[cfg(feature = "serde")]
    let found = found.or_else(|| smpp::run(call, arguments));
    found
}

/// The folders of vectors, with how many files there are at least.
const FOLDERS: &[(&str, usize)] = &[
    ("text", 10),
    #[cfg(feature = "serde")]
    ("smpp", 9),
];

#[test]
fn every_vector_holds() {
    let mut wrong = Vec::new();
    for file in files() {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let document: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        assert!(document["source"].as_str().is_some_and(|source| !source.is_empty()), "{name}: no source");
        let cases = document["cases"].as_array().unwrap_or_else(|| panic!("{name}: no cases"));
        assert!(!cases.is_empty(), "{name}: no cases");
        for case in cases {
            wrong.extend(check(case).into_iter().map(|what| format!("{name}: {}: {what}", case["name"])));
        }
    }
    assert!(wrong.is_empty(), "{} vectors do not hold:\n{}", wrong.len(), wrong.join("\n"));
}

fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (folder, least) in FOLDERS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(folder);
        let before = files.len();
        files.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
        assert!(files.len() - before >= *least, "{files:?}");
    }
    files.sort();
    assert!(files.iter().all(|file| file.extension().is_some_and(|ending| ending == "json")));
    files
}

/// What is wrong with a case.
fn check(case: &Value) -> Vec<String> {
    let keys: Vec<&str> = case.as_object().unwrap().keys().map(String::as_str).collect();
    if keys.iter().any(|key| !["name", "call", "arguments", "result"].contains(key)) || keys.len() != 4 {
        return vec![format!("has the keys {keys:?}")];
    }
    let call = case["call"].as_str().unwrap();
    let arguments = Arguments::new(&case["arguments"]);
    let Some(found) = run(call, &arguments) else {
        return vec![format!("no call is named {call}")];
    };
    let mut wrong: Vec<_> = arguments.unread().map(|name| format!("{call} has no argument {name}")).collect();
    let stated = case["result"].as_object().unwrap();
    assert!(!stated.is_empty(), "{}: no result", case["name"]);
    for (key, expected) in stated {
        let expected = json::expanded(expected);
        match found.get(key) {
            None => wrong.push(format!("{call} has no result {key}, but {found}")),
            Some(found) if *found != expected => wrong.push(format!("{key} is {found}, not {expected}")),
            Some(_) => {}
        }
    }
    // An error that a case does not expect must not hide behind keys that are not compared.
    if found.get("error").is_some() && !stated.contains_key("error") {
        wrong.push(format!("failed: {found}"));
    }
    wrong
}
