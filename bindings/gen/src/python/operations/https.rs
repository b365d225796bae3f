//! The operations of the HTTPS interface.

use super::super::options;
use super::jobs::{FROM, JOB, TEXT, TO, asks, sends};
use super::{Argument, Makes, Operation, READ, Takes, argument, optional};

const STATUS: &[(&str, &str)] = &[("NotFoundError", "the service does not know the job."), READ[0]];
const OF: Argument = optional(
    "number",
    "Optional[str]",
    "The leased number whose message is read; that of any where it is not given.",
);
const MESSAGE: Argument =
    argument("message_id", "Optional[str]", "The id of an InboundSms. None is refused.");
const NUMBER: Argument = argument("to", "str", "The number: +41… or 0041…");
const TIME: &str = "A datetime or ISO 8601; without a zone Europe/Zurich. Whole seconds.";

/// The operations of `HttpsClient` and `AsyncHttpsClient`.
pub const OPERATIONS: &[Operation] = &[
    sends(
        "send_sms",
        "Sends a text by SMS, to one address or several.",
        &[TO, TEXT, FROM],
        options::https_sms,
        Takes::Send,
    ),
    sends(
        "send_fax",
        "Sends a text by fax, to one address or several.",
        &[TO, TEXT],
        options::https_fax,
        Takes::Call,
    ),
    sends(
        "send_voice",
        "Calls a telephone and reads a text to it.",
        &[NUMBER, TEXT],
        options::https_voice,
        Takes::Call,
    ),
    asks(
        "status",
        "Asks what has become of a job: a state for each of its recipients.",
        &[JOB],
        "JobStates",
        STATUS,
    ),
    Operation {
        name: "status_range",
        summary: "The states of all jobs between two times, read as they are asked for, one JobStatus after the other. Where the \
                  service has more than 1000 the range is halved, down to one second. An error ends it.",
        arguments: &[
            argument("start", "Union[str, datetime]", TIME),
            argument("end", "Union[str, datetime]", TIME),
        ],
        named: &[],
        own: None,
        options: Takes::ReadEach,
        makes: Makes::Many("StatusRange"),
        returns: "StatusRange",
        raises: &[(
            "InvalidArgumentError",
            "a time is none, or the end is before the start; other errors come out of the iteration.",
        )],
    },
    asks(
        "resolve",
        "Asks the service what became of a job whose sending had no certain end. Never sends anything again.",
        &[JOB],
        "Resolution",
        READ,
    ),
    asks(
        "next_message",
        "Reads the oldest message that waits at the service, where there is one. It stays there until it is deleted.",
        &[OF],
        "CachedMessage",
        READ,
    ),
    asks(
        "delete_message",
        "Deletes a message that waits at the service, and says whether it was there. May be repeated freely.",
        &[MESSAGE],
        "Deletion",
        READ,
    ),
    Operation {
        name: "messages",
        summary: "The messages that wait at the service, one InboundSms after the other. A message is deleted when the next is asked \
                  for, or at acknowledge(); leaving the loop in whatever way leaves the last one there.",
        arguments: &[],
        named: &[],
        own: Some(options::messages),
        options: Takes::ReadEach,
        makes: Makes::Many("Messages"),
        returns: "Messages",
        raises: &[(
            "InvalidArgumentError",
            "naming every option that is out of range; other errors come out of the iteration, which may go on after them.",
        )],
    },
];
