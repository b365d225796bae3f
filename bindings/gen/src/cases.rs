//! The conformance cases: reads the YAML files, expands their matrices, checks every case against the schema
//! and makes the one `cases.json` that the adapters of all languages read.

mod expand;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

use crate::Result;
use crate::output::Output;

const FOLDER: &str = "tests/conformance";

/// `tests/conformance/cases.json`.
pub fn outputs(root: &Path) -> Result<Vec<Output>> {
    let folder = root.join(FOLDER);
    let schema = read_schema(&folder.join("case.schema.json"))?;
    let mut problems = Vec::new();
    let mut cases = Vec::new();
    let mut origin = BTreeMap::new();
    for file in case_files(&folder.join("cases"))? {
        let shown = file.strip_prefix(&folder).unwrap_or(&file).display().to_string();
        match read_file(&file).and_then(|value| expand::expand(&stem(&file), value)) {
            Err(problem) => problems.push(format!("{shown}: {problem}")),
            Ok(expanded) => {
                for (name, mut case) in expanded {
                    normalise(&mut case);
                    problems
                        .extend(violations(&schema, &case).map(|text| format!("{shown}: {name}: {text}")));
                    if let Some(first) = origin.insert(name.clone(), shown.clone()) {
                        problems.push(format!("{shown}: {name}: a case of this name is already in {first}"));
                    }
                    cases.push(case);
                }
            }
        }
    }
    problems.extend(known_failing_problems(&folder.join("known-failing.json"), &origin)?);
    if !problems.is_empty() {
        return Err(format!("the conformance cases have problems:\n  {}", problems.join("\n  ")));
    }
    let document = sorted(json!({ "cases": cases }));
    let mut content = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    content.push('\n');
    Ok(vec![Output { path: Path::new(FOLDER).join("cases.json"), content }])
}

fn read_schema(path: &Path) -> Result<Validator> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let schema = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    jsonschema::validator_for(&schema).map_err(|error| format!("{}: {error}", path.display()))
}

/// Every `cases/<interface>/*.yaml`, in the order of their names. Anything else there is a mistake.
fn case_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for interface in entries(folder)? {
        for file in entries(&interface)? {
            if file.extension().is_none_or(|extension| extension != "yaml") {
                return Err(format!("{}: only .yaml files belong here", file.display()));
            }
            files.push(file);
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let listing = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in listing {
        paths.push(entry.map_err(|error| format!("{}: {error}", folder.display()))?.path());
    }
    paths.sort();
    Ok(paths)
}

/// File name without its ending: the name of a case, or the first part of the names of a matrix.
fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// One YAML document. Plain scalars are typed by YAML 1.2's core schema: `NO` is a text and an unquoted
/// `+41791234567` a number, which the schema then refuses.
fn read_file(file: &Path) -> Result<Value> {
    read_text(&fs::read_to_string(file).map_err(|error| error.to_string())?)
}

fn read_text(text: &str) -> Result<Value> {
    let options = serde_saphyr::options! { strict_booleans: true };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| error.to_string())
}

/// Gives every case the same shape: what may be left out in YAML is spelled out for the adapters.
fn normalise(case: &mut Value) {
    let Some(case) = case.as_object_mut() else { return };
    case.entry("client").or_insert_with(|| json!({}));
    let interface = case.get("interface").cloned().unwrap_or_default();
    if let Some(listener) = case.get_mut("listener").and_then(Value::as_object_mut) {
        listener.insert("interface".to_owned(), interface);
    }
    if let Some(arrived) = case.get_mut("arrived").and_then(Value::as_object_mut) {
        if let Some(count) = arrived.get("count").and_then(Value::as_u64) {
            arrived.insert("count".to_owned(), json!({ "min": count, "max": count }));
        }
        arrived.entry("requests").or_insert_with(|| json!([]));
    }
    for step in case.get_mut("steps").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(call) = step.get_mut("call").and_then(Value::as_object_mut) {
            call.entry("arguments").or_insert_with(|| json!({}));
            call.entry("options").or_insert_with(|| json!({}));
        }
    }
}

/// What is wrong with the list of known failures: it names languages, then cases that exist, each with its reason.
fn known_failing_problems(path: &Path, cases: &BTreeMap<String, String>) -> Result<Vec<String>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let languages: BTreeMap<String, BTreeMap<String, String>> =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut problems = Vec::new();
    for (language, listed) in languages {
        for (name, reason) in listed {
            if !cases.contains_key(&name) {
                problems.push(format!("known-failing.json: {language}: there is no case {name}"));
            }
            if reason.trim().is_empty() {
                problems.push(format!("known-failing.json: {language}: {name} has no reason"));
            }
        }
    }
    Ok(problems)
}

fn violations<'a>(schema: &'a Validator, case: &'a Value) -> impl Iterator<Item = String> + 'a {
    schema.iter_errors(case).map(|error| format!("at {}: {error}", error.instance_path()))
}

/// The same value with the keys of every object in order, so that the file does not depend on which features
/// of `serde_json` another crate of the build switched on.
fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(members) => {
            let ordered: BTreeMap<String, Value> = members.into_iter().collect();
            Value::Object(ordered.into_iter().map(|(key, value)| (key, sorted(value))).collect::<Map<_, _>>())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::{normalise, read_schema, read_text, violations};

    /// The problems of a case with these arguments of `send_sms`.
    fn problems(arguments: &str) -> Vec<String> {
        let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/conformance/case.schema.json");
        let schema = read_schema(&schema).unwrap();
        let text = format!(
            "name: example\ntitle: An example of a case\ninterface: rest\n\
             steps: [{{call: {{operation: send_sms, arguments: {arguments}}}, expect: {{result: {{}}}}}}]\n\
             arrived: {{count: 1}}\n"
        );
        let mut case = read_text(&text).unwrap();
        normalise(&mut case);
        violations(&schema, &case).collect()
    }

    #[test]
    fn an_unquoted_telephone_number_is_refused() {
        assert_eq!(problems(r#"{to: "+41791234567", text: NO}"#), Vec::<String>::new());
        for wrong in [
            "{to: +41791234567, text: hello}",
            "{to: 0791234567, text: hello}",
            r#"{to: "1", text: hello, from: 12}"#,
        ] {
            assert!(
                problems(wrong).iter().any(|problem| problem.contains("steps/0/call/arguments")),
                "{wrong}"
            );
        }
    }

    #[test]
    fn an_unknown_argument_is_refused() {
        assert!(!problems(r#"{to: "1", text: hello, sender: x}"#).is_empty());
    }

    #[test]
    fn words_that_older_yaml_takes_for_booleans_are_texts() {
        assert_eq!(
            read_text("[NO, no, yes, on, ~, 1, true]"),
            Ok(json!(["NO", "no", "yes", "on", null, 1, true]))
        );
    }

    #[test]
    fn a_key_given_twice_is_refused() {
        assert!(read_text("{a: 1, a: 2}").is_err());
    }
}
