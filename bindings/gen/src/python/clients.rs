//! `ecall/_client.py`: the two clients, whose signatures follow core's options.

use std::fmt::Write as _;

use super::operations::{Argument, Makes, OPERATIONS, Operation, Takes};
use super::options::{self, Known};
use super::text::{NOTICE, docstring, wrapped};
use crate::Result;

struct Face {
    class: &'static str,
    doc: &'static [&'static str],
    /// Before `def`.
    keyword: &'static str,
    call: &'static str,
    base: &'static str,
    /// The module of what is iterated over, and what stands before the names of its classes.
    many: (&'static str, &'static str),
    /// What `Iterable` is here.
    iterable: &'static str,
    transfer: &'static str,
    /// Arguments that are something else here: their types and what they are.
    special: &'static [(&'static str, &'static str, &'static str)],
}

impl Face {
    /// A text of an operation, or what stands for it here: its name, the type, what it is.
    fn said(&self, text: &'static str) -> (&'static str, &'static str, &'static str) {
        self.special.iter().find(|(name, ..)| *name == text).copied().unwrap_or((text, text, text))
    }
}

const FACES: &[Face] = &[
    Face {
        class: "Client",
        doc: &[
            "Sends messages over eCall's REST interface and follows them; every call blocks its thread.",
            "Shared freely between threads: a call lets other threads work, and obeys Ctrl-C. After a fork it goes on with \
             connections of its own. Opens no connection before the first call. A context manager that closes itself.",
            "What is not given comes from the environment where it says so, else from the defaults. Times are in seconds.",
        ],
        keyword: "def",
        call: "self._session.call(",
        base: "BaseClient",
        many: ("_many", ""),
        iterable: "{}",
        transfer: "self._session.call(",
        special: &[
            (
                "@source",
                "Union[str, PathLike[str], Buffer, Readable]",
                "The file: its path, its bytes, or an object with a method read, which another thread calls.",
            ),
            (
                "@to",
                "Optional[Union[str, PathLike[str], Writable]]",
                "Where it goes: a path, where it appears when it is whole, or an object with a method write, which another thread \
                 calls. Into memory unless given.",
            ),
        ],
    },
    Face {
        class: "AsyncClient",
        doc: &[
            "Sends messages over eCall's REST interface and follows them; every call is a coroutine for asyncio.",
            "Used from any number of event loops and threads. Cancelling the task ends the call; where the message may have gone out \
             all the same, the CancelledError has an EcallError as its cause. An asynchronous context manager that closes itself.",
            "What is not given comes from the environment where it says so, else from the defaults. Times are in seconds.",
        ],
        keyword: "async def",
        call: "await self._run(\n            self._session,",
        base: "BaseAsyncClient",
        many: ("_aiomany", "Async"),
        iterable: "Union[{}, Async{}]",
        transfer: "await transfer(\n            self._session,",
        special: &[
            (
                "@source",
                "Union[str, PathLike[str], Buffer, Readable, AsyncReadable, AsyncIterable[Buffer]]",
                "The file: its path, its bytes, an asynchronous iterable of bytes, or an object with a method read, which may be a \
                 coroutine; where it is none, another thread calls it.",
            ),
            (
                "@to",
                "Optional[Union[str, PathLike[str], Writable, AsyncWritable]]",
                "Where it goes: a path, where it appears when it is whole, or an object with a method write, which may be a \
                 coroutine; where it is none, another thread calls it. Into memory unless given.",
            ),
        ],
    },
];

const HEAD: &str = r#""""The clients: each hands its arguments to the extension, which converts them and makes the call."""

from __future__ import annotations

from ._base import BaseAsyncClient, BaseClient
from ._ecall import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from os import PathLike
    from typing import Any, AsyncIterable, Callable, Iterable, Literal, Mapping, Optional, Sequence, Union

    from . import models
    from ._aiomany import AsyncBulk, AsyncFollowing
    from ._ecall import Answer, ListStatus, Media, MessageResult, MessageStatus, RawResponse, SentList, UploadedMedia
    from ._many import Bulk, BulkCounts, Following
    from ._media import AsyncReadable, AsyncWritable, Buffer, MediaProgress, Readable, Writable

__all__ = ["AsyncClient", "Client"]
"#;

/// The module.
pub fn render() -> Result<String> {
    let mut out = format!("# {NOTICE}\n{HEAD}");
    for face in FACES {
        let _ = write!(out, "\n\nclass {}({}):\n{}", face.class, face.base, class_doc(face));
        out.push_str("\n    __slots__ = ()\n");
        out.push_str(&constructor());
        for operation in OPERATIONS {
            out.push_str(&method(face, operation));
        }
    }
    Ok(out)
}

fn class_doc(face: &Face) -> String {
    let mut paragraphs = vec![face.doc[0].to_owned()];
    paragraphs.extend(face.doc[1..].iter().map(|text| wrapped(text, 4, 0)));
    let mut arguments = "    Args:\n".to_owned();
    for option in options::client() {
        arguments.push_str(&described(&option, 8));
    }
    paragraphs.push(arguments);
    paragraphs
        .push("    Raises:\n        ConfigError: naming every option that is missing or wrong.\n".to_owned());
    docstring(&paragraphs, 4)
}

fn described(option: &Known, indent: usize) -> String {
    wrapped(&format!("{}: {}", option.python, option.doc), indent, 4)
}

fn constructor() -> String {
    let mut out = "\n    def __init__(\n        self,\n        *,\n".to_owned();
    keywords(&mut out, &options::client());
    out.push_str("    ) -> None:\n        self._prepare()\n        try:\n            self._session = Session(\n                (\n");
    for option in options::client() {
        let _ = writeln!(out, "                    {},", option.python);
    }
    out.push_str("                )\n            )\n        finally:\n");
    out.push_str("            # Tools that print the variables of a traceback would print these.\n");
    out.push_str("            del base_url, password, proxy\n");
    out
}

fn keywords(out: &mut String, options: &[Known]) {
    for option in options {
        let _ = writeln!(out, "        {}: Optional[{}] = None,", option.python, option.annotation);
    }
}

fn method(face: &Face, operation: &Operation) -> String {
    let own = if operation.sms { options::sms() } else { Vec::new() };
    let common = match operation.options {
        Takes::Send => options::send(),
        Takes::Call => options::call(),
        Takes::Wait => options::wait(),
        Takes::Bulk => options::bulk(),
        Takes::WaitMany => options::wait_many(),
        Takes::Upload => options::upload(),
        Takes::Download => options::download(),
    };
    let (keyword, returns) = match operation.makes {
        Makes::Call | Makes::Transfer => (face.keyword, operation.returns.to_owned()),
        Makes::Many(class) => ("def", format!("{}{class}", face.many.1)),
    };
    let mut out = format!("\n    {keyword} {}(\n        self,\n", operation.name);
    for argument in operation.arguments {
        let annotation = match operation.makes {
            Makes::Many("Bulk") => face.iterable.replace("{}", argument.annotation),
            _ => face.said(argument.annotation).1.to_owned(),
        };
        declared(&mut out, argument, &annotation);
    }
    out.push_str("        *,\n");
    for argument in operation.named {
        declared(&mut out, argument, argument.annotation);
    }
    keywords(&mut out, &own);
    keywords(&mut out, &common);
    let _ = writeln!(out, "    ) -> {returns}:");
    out.push_str(&method_doc(face, operation, own.iter().chain(&common)));

    let arguments = operation.arguments.iter().chain(operation.named);
    let mut given: Vec<_> = arguments.map(|argument| argument.name.to_owned()).collect();
    if operation.sms {
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
            let _ = writeln!(out, "        answer: {returns} = {call}");
            let _ = writeln!(out, "            \"{}\",", operation.name);
            let _ = writeln!(out, "            {},", tuple(given));
            let _ = writeln!(out, "            {options},\n        )\n        return answer");
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
    docstring(&[operation.summary.to_owned(), arguments, raises], 8)
}
