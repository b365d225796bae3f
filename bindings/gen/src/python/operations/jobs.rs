//! What the operations of the interfaces that know jobs have in common, HTTPS and SOAP.

use super::super::options;
use super::{Argument, Makes, Operation, Takes, argument, optional};

const SEND: &[(&str, &str)] = &[
    ("InvalidArgumentError", "before anything goes out, with every problem."),
    (
        "OutcomeUnknownError",
        "the job may have been accepted: resolve(error.job_id) asks the service. Sending it again may double it.",
    ),
    ("EcallError", "every other kind: the job was certainly not accepted."),
];
pub const TO: Argument = argument(
    "to",
    "Union[str, Iterable[str]]",
    "One address or several: numbers (+41… or 0041…), persons or groups of the address book. The service looks at them in order and \
     stops at the first that is invalid.",
);
pub const TEXT: Argument = argument("text", "str", "The text.");
pub const FROM: Argument = optional(
    "from_",
    "Optional[str]",
    "The sender: an optional + and up to 16 digits, or up to 11 characters; the client's default_from unless given.",
);
// Optional, so that an error's can be given on as it is.
pub const JOB: Argument =
    argument("job_id", "Optional[str]", "The id of a SentJob or of an error. None is refused.");

pub const fn sends(
    name: &'static str,
    summary: &'static str,
    arguments: &'static [Argument],
    own: fn() -> Vec<options::Known>,
    options: Takes,
) -> Operation {
    Operation {
        name,
        summary,
        arguments,
        named: &[],
        own: Some(own),
        options,
        makes: Makes::Call,
        returns: "SentJob",
        raises: SEND,
    }
}

pub const fn asks(
    name: &'static str,
    summary: &'static str,
    arguments: &'static [Argument],
    returns: &'static str,
    raises: &'static [(&'static str, &'static str)],
) -> Operation {
    let (own, options, makes) = (None, Takes::Read, Makes::Call);
    Operation { name, summary, arguments, named: &[], own, options, makes, returns, raises }
}
