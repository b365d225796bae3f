//! `ecall/errors.py`: a class for every kind of error.

use std::fmt::Write as _;

use ecall::Kind;

use super::text::{NOTICE, camel, docstring};

/// Python has exceptions of these names, which mean the same: whoever catches those gets ours too.
const BUILTIN: &[&str] = &["TimeoutError"];

/// The module.
pub fn render() -> String {
    let names: Vec<_> = Kind::ALL.iter().map(|kind| (class(*kind), *kind)).collect();
    let mut out = format!(
        "# {NOTICE}\n\"\"\"A class for every kind of error. All derive from EcallError, which says what they hold.\"\"\"\n\n\
         from __future__ import annotations\n\nimport builtins\n\n\
         from ._error import BY_KIND, Attempt, EcallError, FieldProblem, PartOutcome, of_core\n\n__all__ = [\n    \"BY_KIND\",\n    \"Attempt\",\n    \"EcallError\",\n    \"FieldProblem\",\n    \"PartOutcome\",\n    \"of_core\",\n"
    );
    for (name, _) in &names {
        let _ = writeln!(out, "    \"{name}\",");
    }
    out.push_str("]\n");
    for (name, kind) in &names {
        let bases = if BUILTIN.contains(&name.as_str()) {
            format!("EcallError, builtins.{name}")
        } else {
            "EcallError".to_owned()
        };
        let doc = docstring(&[kind.description().to_owned()], 4);
        let _ = write!(
            out,
            "\n\nclass {name}({bases}):\n{doc}\n    kind = \"{kind}\"\n    number = {}\n",
            kind.number()
        );
    }
    out.push_str("\n\nBY_KIND.update(\n    {\n");
    for (name, kind) in &names {
        let _ = writeln!(out, "        \"{kind}\": {name},");
    }
    out.push_str("    }\n)\n");
    out
}

/// The class of a kind.
pub fn class(kind: Kind) -> String {
    format!("{}Error", camel(kind.as_str()))
}
