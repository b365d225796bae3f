//! Writes every generated file of the project.
//!
//! `ecall-gen` writes them, `ecall-gen --check` compares them with what is committed and fails on drift.
//! A generator is a function that returns [`output::Output`]s; adding one is a line in [`outputs`].

mod cases;
mod header;
mod kotlin;
mod node;
mod output;
mod python;
mod results;
mod shapes;
mod swift;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use output::Output;

/// What a generator returns when its sources are wrong: a text for the person who edits them.
type Result<T> = std::result::Result<T, String>;

/// Every generated file, in the order in which it is reported.
fn outputs(root: &Path) -> Result<Vec<Output>> {
    results::check(root)?;
    let mut all = Vec::new();
    all.extend(cases::outputs(root)?);
    all.extend(header::outputs(root)?);
    all.extend(kotlin::outputs(root)?);
    all.extend(node::outputs(root)?);
    all.extend(python::outputs(root)?);
    all.extend(swift::outputs(root)?);
    Ok(all)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => run(output::write),
        ["--check"] => run(output::check),
        _ => Err("usage: ecall-gen [--check]".to_owned()),
    };
    match result {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("ecall-gen: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(act: fn(&Path, &[Output]) -> Result<String>) -> Result<String> {
    let root = workspace_root();
    act(&root, &outputs(&root)?)
}

/// The folder of the workspace: two above this crate, wherever the command is called from.
fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map(Path::to_path_buf).unwrap_or_default()
}
