//! `ecall/_client.py`, `ecall/_https.py`, `ecall/_soap.py` and `ecall/_smpp.py`: the two clients of each interface, whose signatures follow core's options.

use std::fmt::Write as _;

use super::faces::{Face, Module};
use super::operations::{Argument, Makes, Operation, Takes};
use super::options::{self, Known};
use super::text::{NOTICE, docstring, wrapped};
use crate::Result;

/// Options that hold a password, or may.
const SECRETS: &[&str] = &["base_url", "password", "proxy"];

/// The module.
pub fn render(module: &Module) -> Result<String> {
    let mut out = format!("# {NOTICE}\n{}", module.head);
    let options = (module.options)();
    for face in module.faces {
        let _ = write!(out, "\n\nclass {}({}):\n{}", face.class, face.base, class_doc(face, &options));
        let _ = write!(out, "\n    __slots__ = ()\n\n    _session: {}\n", module.session);
        out.push_str(&constructor(module.session, &options));
        for operation in module.operations {
            out.push_str(&method(face, operation));
        }
    }
    Ok(out)
}

fn class_doc(face: &Face, options: &[Known]) -> String {
    let mut paragraphs = vec![face.doc[0].to_owned()];
    paragraphs.extend(face.doc[1..].iter().map(|text| wrapped(text, 4, 0)));
    let mut arguments = "    Args:\n".to_owned();
    for option in options {
        arguments.push_str(&described(option, 8));
    }
    paragraphs.push(arguments);
    paragraphs
        .push("    Raises:\n        ConfigError: naming every option that is missing or wrong.\n".to_owned());
    docstring(&paragraphs, 4)
}

fn described(option: &Known, indent: usize) -> String {
    wrapped(&format!("{}: {}", option.python, option.doc), indent, 4)
}

fn constructor(session: &str, options: &[Known]) -> String {
    let mut out = "\n    def __init__(\n        self,\n        *,\n".to_owned();
    keywords(&mut out, options);
    let _ = write!(
        out,
        "    ) -> None:\n        self._prepare()\n        try:\n            self._session = {session}(\n                (\n"
    );
    for option in options {
        let _ = writeln!(out, "                    {},", option.python);
    }
    out.push_str("                )\n            )\n        finally:\n");
    out.push_str("            # Tools that print the variables of a traceback would print these.\n");
    let secret = |name: &&str| options.iter().any(|option| option.python == *name);
    let secrets: Vec<_> = SECRETS.iter().copied().filter(secret).collect();
    let _ = writeln!(out, "            del {}", secrets.join(", "));
    out
}

fn keywords(out: &mut String, options: &[Known]) {
    for option in options {
        let _ = writeln!(out, "        {}: Optional[{}] = None,", option.python, option.annotation);
    }
}

fn method(face: &Face, operation: &Operation) -> String {
    let own = operation.own.map(|own| own()).unwrap_or_default();
    let common = match operation.options {
        Takes::Send => options::send(),
        Takes::Call => options::call(),
        Takes::Read => options::read(),
        Takes::ReadEach => options::read_each(),
        Takes::Wait => options::wait(),
        Takes::Bulk => options::bulk(),
        Takes::WaitMany => options::wait_many(),
        Takes::Upload => options::upload(),
        Takes::Download => options::download(),
        Takes::Submit => options::submit(),
        Takes::Nothing => Vec::new(),
    };
    let (keyword, returns) = match operation.makes {
        Makes::Call | Makes::Transfer => (face.keyword, operation.returns.to_owned()),
        Makes::Many(class) => ("def", format!("{}{class}", face.many.1)),
    };
    let mut out = format!("\n    {keyword} {}(\n        self,\n", operation.name);
    for argument in operation.arguments {
        let annotation = match operation.makes {
            Makes::Many("Bulk" | "SmppBulk") => face.iterable.replace("{}", argument.annotation),
            _ => face.said(argument.annotation).1.to_owned(),
        };
        declared(&mut out, argument, &annotation);
    }
    if !(operation.named.is_empty() && own.is_empty() && common.is_empty()) {
        out.push_str("        *,\n");
    }
    for argument in operation.named {
        declared(&mut out, argument, argument.annotation);
    }
    keywords(&mut out, &own);
    keywords(&mut out, &common);
    let _ = writeln!(out, "    ) -> {returns}:");
    out.push_str(&method_doc(face, operation, own.iter().chain(&common)));

    let arguments = operation.arguments.iter().chain(operation.named);
    let mut given: Vec<_> = arguments.map(|argument| argument.name.to_owned()).collect();
    if operation.own.is_some() {
        given.push(tuple(own.iter().map(|option| option.python.clone())));
    }
    let options = tuple(common.iter().map(|option| option.python.clone()));
    match operation.makes {
        Makes::Call | Makes::Transfer => {
            let transfers = operation.makes == Makes::Transfer;
            if transfers && face.transfer.contains("transfer") {
                out.push_str("        from ._aiomedia import transfer\n\n");
            }
            let call = if transfers { face.transfer } else { face.call };
            let _ = writeln!(out, "        reply: {returns} = {call}");
            let _ = writeln!(out, "            \"{}\",", operation.name);
            let _ = writeln!(out, "            {},", tuple(given));
            let _ = writeln!(out, "            {options},\n        )\n        return reply");
        }
        Makes::Many(_) => {
            let _ = writeln!(out, "        from .{} import {returns}\n", face.many.0);
            let _ = writeln!(out, "        return {returns}(\n            self._session,");
            for argument in given {
                let _ = writeln!(out, "            {argument},");
            }
            let _ = writeln!(out, "            {options},\n        )");
        }
    }
    out
}

fn declared(out: &mut String, argument: &Argument, annotation: &str) {
    let default = argument.default.map(|default| format!(" = {default}")).unwrap_or_default();
    let _ = writeln!(out, "        {}: {annotation}{default},", argument.name);
}

fn tuple(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    match names.as_slice() {
        [only] => format!("({only},)"),
        names => format!("({})", names.join(", ")),
    }
}

fn method_doc<'a>(face: &Face, operation: &Operation, options: impl Iterator<Item = &'a Known>) -> String {
    let mut arguments = "        Args:\n".to_owned();
    for argument in operation.arguments.iter().chain(operation.named) {
        arguments.push_str(&wrapped(&format!("{}: {}", argument.name, face.said(argument.doc).2), 12, 4));
    }
    for option in options {
        arguments.push_str(&described(option, 12));
    }
    let mut raises = "        Raises:\n".to_owned();
    for (class, when) in operation.raises {
        raises.push_str(&wrapped(&format!("{class}: {when}"), 12, 4));
    }
    let mut paragraphs = vec![operation.summary.to_owned()];
    if arguments.lines().count() > 1 {
        paragraphs.push(arguments);
    }
    paragraphs.push(raises);
    docstring(&paragraphs, 8)
}
