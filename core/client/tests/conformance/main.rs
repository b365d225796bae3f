//! Every conformance case as a test of its own, over the blocking and over the asynchronous client.

mod adapter;
mod arrived;
mod calls;
mod compare;
mod expect;
mod https;
mod jobs;
mod mock;
mod rest;
mod results;
mod smpp;
mod soap;

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use adapter::Face;
use libtest_mimic::{Arguments, Failed, Trial};
use mock::Mock;
use serde_json::Value;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let cases = read("cases.json");
    let known: BTreeMap<String, String> = serde_json::from_value(read("known-failing.json")["rust"].clone())
        .expect("known-failing.json names cases and reasons");
    let cases = cases["cases"].as_array().expect("cases.json holds cases").clone();
    let mock = if arguments.list { None } else { Some(Arc::new(Mock::start())) };

    let mut trials = Vec::new();
    for face in [Face::Blocking, Face::Async] {
        for case in &cases {
            let name = case["name"].as_str().expect("a case has a name");
            let (case, mock) = (case.clone(), mock.clone());
            let expected_to_fail = known.contains_key(name);
            trials.push(Trial::test(format!("{}::{name}", face.name()), move || {
                let mock = mock.expect("a mock runs unless tests are only listed");
                note_run(case["name"].as_str().expect("a case has a name"));
                let result = adapter::run(&case, face, &mock);
                match (result, expected_to_fail) {
                    (Err(_), true) => Ok(()),
                    (Ok(()), true) => Err(Failed::from("is listed as failing, and passes")),
                    (result, false) => result.map_err(Failed::from),
                }
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// Where `CONFORMANCE_RAN` names a file, every suite writes there which cases it ran, so that none is left out unnoticed.
fn note_run(name: &str) {
    if let Some(path) = std::env::var_os("CONFORMANCE_RAN") {
        let mut file =
            OpenOptions::new().create(true).append(true).open(path).expect("the file of the cases that ran");
        file.write_all(format!("rust {name}\n").as_bytes()).expect("writing the name of a case");
    }
}

fn read(name: &str) -> Value {
    let path = repository().join("tests/conformance").join(name);
    let text =
        std::fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
