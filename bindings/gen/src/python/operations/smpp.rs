//! The operations of the SMPP interface.

use super::{Argument, Makes, Operation, Takes, argument, optional};

const TO: Argument =
    argument("to", "str", "The number in international form: with +, with 00, or its digits alone.");
const TEXT: Argument =
    argument("text", "str", "The text. One that is too long for a message is sent in parts.");
const FROM: Argument = optional(
    "from_",
    "Optional[str]",
    "The sender: an optional + and up to 16 digits, or up to 11 characters; the client's default_from unless given, else the \
     account's own.",
);

const PROGRESS: Argument = optional(
    "progress",
    "Optional[Callable[[BulkCounts], object]]",
    "Called with the counts whenever results came out; what it raises ends the sending.",
);

/// The operations of `SmppClient` and `AsyncSmppClient`.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        name: "bind",
        summary: "Opens the link, and returns once the centre has taken the bind. Transient failures are tried again, within timeout \
                  and max_retries. From then on the link is opened again for ever whenever it is lost. May be called \
                  again after it failed; cut short, the client is closed.",
        arguments: &[],
        named: &[],
        own: None,
        options: Takes::Nothing,
        makes: Makes::Call,
        returns: "SmppBound",
        raises: &[
            ("AuthenticationError", "name or password are refused."),
            ("RejectedError", "the bind is."),
            (
                "EcallError",
                "what else the last attempt ended with; a ClosedError where the client was closed before.",
            ),
        ],
    },
    Operation {
        name: "submit",
        summary: "Sends a text, and returns once all its parts were accepted. Waits while there is no link and while the window is full. \
                  A part that was not written when a link was lost is written on the next one; one that was written is unknown, or \
                  under at_least_once written again.",
        arguments: &[TO, TEXT, FROM],
        named: &[],
        own: None,
        options: Takes::Submit,
        makes: Makes::Call,
        returns: "Submitted",
        raises: &[
            ("InvalidArgumentError", "before anything goes out, with every problem."),
            (
                "OutcomeUnknownError",
                "a part may have been accepted, and nobody knows; `parts` has what became of each. Sending it again may double it.",
            ),
            (
                "EcallError",
                "every other kind: the message certainly was not accepted as a whole; `parts` says more.",
            ),
        ],
    },
    Operation {
        name: "submit_many",
        summary: "Sends any number of texts in their order, as many at a time as the window has room for. Takes from the iterable what \
                  there is room for, as its results are asked for. Options hold for the messages that have none of their own; tag is \
                  best given with each.",
        arguments: &[argument(
            "messages",
            "Iterable[SmppText]",
            "The messages: dicts with to, text, from and, as far as need be, options by the names that they have here; or tuples of \
             to and text, or of to, text and from. A message with options has those and none of what is said for all. One that breaks \
             a rule is not sent; its result says so.",
        )],
        named: &[PROGRESS],
        own: None,
        options: Takes::Submit,
        makes: Makes::Many("SmppBulk"),
        returns: "SmppBulk",
        raises: &[
            ("InvalidArgumentError", "an option is wrong, or the client is a receiver."),
            ("ClosedError", "the client is not bound."),
        ],
    },
    Operation {
        name: "events",
        summary: "What happens on the link, one event after the other: receipts, messages that come in, states of the link. While nobody \
                  reads, the centre is told to deliver again later.",
        arguments: &[],
        named: &[],
        own: None,
        options: Takes::Nothing,
        makes: Makes::Many("SmppEvents"),
        returns: "SmppEvents",
        raises: &[("ForkedError", "in a process that was forked meanwhile.")],
    },
    Operation {
        name: "unbind",
        summary: "Ends the link: takes nothing more, sends what was given (for timeout at most), waits for its responses, unbinds and \
                  closes the connection. Without a link what waits is given back as not accepted. May be repeated freely; cut short, \
                  the link ends all the same.",
        arguments: &[],
        named: &[],
        own: None,
        options: Takes::Nothing,
        makes: Makes::Call,
        returns: "None",
        raises: &[("ForkedError", "in a process that was forked meanwhile: the link is its parent's.")],
    },
];
