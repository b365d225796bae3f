//! The operations of the SOAP interface.

use super::super::options;
use super::jobs::{FROM, JOB, TEXT, TO, asks, sends};
use super::{Argument, Makes, Operation, READ, Takes, optional};

const STATUS: &[(&str, &str)] =
    &[("NotFoundError", "the service does not know the job (provisional)."), READ[0]];
const FILES: Argument = Argument {
    name: "files",
    annotation: "Iterable[FaxFile]",
    default: Some("()"),
    doc: "The files, in their order. Each is a path, or a pair of a name and bytes, or of a name and a path that is no str. What \
          kind a file is says the end of its name. They are read while they go out, and must not change meanwhile.",
};
const ADDRESS: Argument = optional(
    "address",
    "Optional[str]",
    "The recipient whose part of the job is meant; without it the last job of that id.",
);

/// The operations of `SoapClient` and `AsyncSoapClient`.
pub const OPERATIONS: &[Operation] = &[
    sends(
        "send_sms",
        "Sends a text by SMS, or to a pager (074123456:1234), to one address or several.",
        &[TO, TEXT, FROM],
        options::soap_sms,
        Takes::Send,
    ),
    sends(
        "send_fax",
        "Sends a fax, to one address or several: a text, files, or both.",
        &[TO, TEXT, FILES],
        options::soap_fax,
        Takes::Call,
    ),
    sends(
        "send_voice",
        "Calls telephones and reads a text to them.",
        &[TO, TEXT],
        options::soap_voice,
        Takes::Call,
    ),
    asks("state", "Asks what has become of a job.", &[JOB, ADDRESS], "JobState", STATUS),
    Operation {
        name: "wait",
        summary: "Follows a job until its state is final, or one of `until`. A pager's job is done at \"Sent\", which has to be asked \
                  for.",
        arguments: &[JOB, ADDRESS],
        named: &[],
        own: None,
        options: Takes::Wait,
        makes: Makes::Call,
        returns: "JobState",
        raises: &[
            ("TimeoutError", "the time is up; `last_job_state` holds the last state that was read."),
            STATUS[0],
            STATUS[1],
        ],
    },
    asks(
        "resolve",
        "Asks the service what became of a job whose sending had no certain end. Never sends anything again.",
        &[JOB],
        "SoapResolution",
        READ,
    ),
];
