//! `ecall/_client.py`: the two clients, whose signatures follow core's options.

use std::fmt::Write as _;

use super::options::{self, Known};
use super::text::{NOTICE, docstring, wrapped};
use crate::Result;

struct Argument {
    name: &'static str,
    annotation: &'static str,
    default: Option<&'static str>,
    doc: &'static str,
}

/// Which of the calls' options an operation takes.
#[derive(Clone, Copy)]
enum Takes {
    Send,
    Call,
    Wait,
}

/// One operation, in both clients.
struct Operation {
    name: &'static str,
    summary: &'static str,
    arguments: &'static [Argument],
    /// Whether it takes what a text by SMS may have besides.
    sms: bool,
    options: Takes,
    returns: &'static str,
    raises: &'static [(&'static str, &'static str)],
}

const fn argument(name: &'static str, annotation: &'static str, doc: &'static str) -> Argument {
    Argument { name, annotation, default: None, doc }
}

const fn optional(name: &'static str, annotation: &'static str, doc: &'static str) -> Argument {
    Argument { name, annotation, default: Some("None"), doc }
}

const SEND: &[(&str, &str)] = &[
    ("InvalidArgumentError", "before anything goes out, with every problem of the message."),
    ("OutcomeUnknownError", "the message may have been accepted; sending it again may double it."),
    ("EcallError", "every other kind: the message was certainly not accepted."),
];
const READ: &[(&str, &str)] = &[("EcallError", "the answer could not be had; the class says why.")];
// Optional, so that what a send returned can be given on as it is: a message to a list has no id of its own, which is refused.
const ID: Argument = argument("message_id", "Optional[str]", "The id that a send returned. None is refused.");

const OPERATIONS: &[Operation] = &[
    Operation {
        name: "send_sms",
        summary: "Sends a text by SMS.",
        arguments: &[
            argument("to", "str", "The recipient's number, or the name of an entry of the address book."),
            argument("text", "str", "The text."),
            optional("from_", "Optional[str]", "The sender; the client's default_from unless given."),
        ],
        sms: true,
        options: Takes::Send,
        returns: "MessageResult",
        raises: SEND,
    },
    Operation {
        name: "send",
        summary: "Sends a message of any channel and content.",
        arguments: &[argument(
            "message",
            "Union[models.Message, Mapping[str, Any]]",
            "An ecall.Message, or a dict with the names of the wire; each may hold the other.",
        )],
        sms: false,
        options: Takes::Send,
        returns: "MessageResult",
        raises: SEND,
    },
    Operation {
        name: "status",
        summary: "Asks what has become of a message; the service answers for seven days.",
        arguments: &[ID],
        sms: false,
        options: Takes::Call,
        returns: "MessageStatus",
        raises: &[("NotFoundError", "the service does not know the id."), READ[0]],
    },
    Operation {
        name: "wait",
        summary: "Follows a message until its state is final for its channel.",
        arguments: &[ID],
        sms: false,
        options: Takes::Wait,
        returns: "MessageStatus",
        raises: &[
            ("TimeoutError", "the time is up; its last_status is the last state that was read."),
            READ[0],
        ],
    },
    Operation {
        name: "check",
        summary: "Tells whether the credentials are good, sending nothing. Provisional: asks for a message that does not exist.",
        arguments: &[],
        sms: false,
        options: Takes::Call,
        returns: "Answer",
        raises: &[
            ("AuthenticationError", "they are not."),
            ("PermissionError", "the account may not use the interface."),
            READ[0],
        ],
    },
    Operation {
        name: "request",
        summary: "Makes an authenticated request to a path of the service that this library has no name for. GET and HEAD are reads, \
                  all else is a send and handled with the same care. An answer that is not 2xx is an error.",
        arguments: &[
            argument("method", "str", "The HTTP method."),
            argument("path", "str", "A path that begins with / and stays below the base URL."),
            optional("json", "Any", "The body, as JSON."),
        ],
        sms: false,
        options: Takes::Call,
        returns: "RawResponse",
        raises: &[("InvalidArgumentError", "the path is not relative."), SEND[1], READ[0]],
    },
];

struct Face {
    class: &'static str,
    doc: &'static [&'static str],
    /// Before `def`.
    keyword: &'static str,
    call: &'static str,
    base: &'static str,
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
    from typing import Any, Literal, Mapping, Optional, Sequence, Union

    from . import models
    from ._ecall import Answer, MessageResult, MessageStatus, RawResponse

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
    };
    let mut out = format!("\n    {} {}(\n        self,\n", face.keyword, operation.name);
    for argument in operation.arguments {
        let default = argument.default.map(|default| format!(" = {default}")).unwrap_or_default();
        let _ = writeln!(out, "        {}: {}{default},", argument.name, argument.annotation);
    }
    out.push_str("        *,\n");
    keywords(&mut out, &own);
    keywords(&mut out, &common);
    let _ = writeln!(out, "    ) -> {}:", operation.returns);
    out.push_str(&method_doc(operation, own.iter().chain(&common)));

    let mut given: Vec<_> = operation.arguments.iter().map(|argument| argument.name.to_owned()).collect();
    if operation.sms {
        given.push(tuple(own.iter().map(|option| option.python.clone())));
    }
    let _ = writeln!(out, "        answer: {} = {}", operation.returns, face.call);
    let _ = writeln!(out, "            \"{}\",", operation.name);
    let _ = writeln!(out, "            {},", tuple(given));
    let _ = writeln!(out, "            {},", tuple(common.iter().map(|option| option.python.clone())));
    out.push_str("        )\n        return answer\n");
    out
}

fn tuple(names: impl IntoIterator<Item = String>) -> String {
    let names: Vec<_> = names.into_iter().collect();
    match names.as_slice() {
        [only] => format!("({only},)"),
        names => format!("({})", names.join(", ")),
    }
}

fn method_doc<'a>(operation: &Operation, options: impl Iterator<Item = &'a Known>) -> String {
    let mut arguments = "        Args:\n".to_owned();
    for argument in operation.arguments {
        arguments.push_str(&wrapped(&format!("{}: {}", argument.name, argument.doc), 12, 4));
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
