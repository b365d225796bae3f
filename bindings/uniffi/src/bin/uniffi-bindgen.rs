//! Writes the Kotlin or Swift sources that go with a library: `uniffi-bindgen kotlin|swift LIBRARY FOLDER`.
//!
//! They are read from the library itself, so they cannot drift from it; its symbol table must not be stripped.

use std::process::ExitCode;

use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("uniffi-bindgen: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [language, library, folder] = &arguments[..] else {
        return Err("usage: uniffi-bindgen kotlin|swift LIBRARY FOLDER".to_owned());
    };
    let language = match language.as_str() {
        "kotlin" => TargetLanguage::Kotlin,
        "swift" => TargetLanguage::Swift,
        other => return Err(format!("{other}: neither kotlin nor swift")),
    };
    let options = GenerateOptions {
        languages: vec![language],
        source: library.into(),
        out_dir: folder.into(),
        metadata_no_deps: true,
        ..GenerateOptions::default()
    };
    generate(options).map_err(|problem| format!("{problem:#}"))
}
