//! The one place where generated files are written, or compared with what is committed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// A generated file.
pub struct Output {
    /// Where it belongs, from the root of the workspace.
    pub path: PathBuf,
    /// All of it, ending in a line feed.
    pub content: String,
}

/// Writes what differs, so that an unchanged file keeps its time stamp.
pub fn write(root: &Path, outputs: &[Output]) -> Result<String> {
    let mut written = 0;
    for output in outputs {
        let path = root.join(&output.path);
        if fs::read_to_string(&path).is_ok_and(|old| old == output.content) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        fs::write(&path, &output.content).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("wrote {}", output.path.display());
        written += 1;
    }
    Ok(format!("{} generated files, {written} written", outputs.len()))
}

/// Fails when a committed file is not what its generator makes, and shows the first line that differs.
pub fn check(root: &Path, outputs: &[Output]) -> Result<String> {
    let mut drift = String::new();
    for output in outputs {
        let committed = fs::read_to_string(root.join(&output.path)).ok();
        if committed.as_deref() != Some(output.content.as_str()) {
            let hint = committed.map_or_else(
                || "does not exist".to_owned(),
                |committed| first_difference(&committed, &output.content),
            );
            let _ = write!(drift, "\n  {}: {hint}", output.path.display());
        }
    }
    if drift.is_empty() {
        Ok(format!("{} generated files are up to date", outputs.len()))
    } else {
        Err(format!("generated files are not what their sources make; run `cargo run -p ecall-gen`:{drift}"))
    }
}

/// Number and text of the first line that differs.
fn first_difference(committed: &str, expected: &str) -> String {
    let mut old = committed.lines();
    let mut new = expected.lines();
    let mut number = 1;
    loop {
        match (old.next(), new.next()) {
            (Some(a), Some(b)) if a == b => number += 1,
            (None, None) => return "differs in its line ends only".to_owned(),
            (a, b) => {
                let shown = |line: Option<&str>| {
                    line.map_or_else(|| "(end of file)".to_owned(), |text| text.chars().take(160).collect())
                };
                return format!("line {number}\n    committed: {}\n    expected:  {}", shown(a), shown(b));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn names_the_first_line_that_differs() {
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), "line 2\n    committed: b\n    expected:  c");
        assert_eq!(
            first_difference("a\n", "a\nc\n"),
            "line 2\n    committed: (end of file)\n    expected:  c"
        );
        assert_eq!(first_difference("a\n", "a"), "differs in its line ends only");
    }
}
