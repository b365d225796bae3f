//! The operations of the REST interface.

use super::super::options;
use super::{Argument, Makes, Operation, READ, Takes, argument, optional};

const SEND: &[(&str, &str)] = &[
    ("InvalidArgumentError", "before anything goes out, with every problem of the message."),
    ("OutcomeUnknownError", "the message may have been accepted; sending it again may double it."),
    ("EcallError", "every other kind: the message was certainly not accepted."),
];
// Optional, so that what a send returned can be given on as it is: a message to a list has no id of its own, which is refused.
const ID: Argument = argument("message_id", "Optional[str]", "The id that a send returned. None is refused.");

const PROGRESS: Argument = optional(
    "progress",
    "Optional[Callable[[MediaProgress], object]]",
    "Told how far it has come, at most once per chunk of 64 KiB; values are skipped while it is busy. What it raises ends the call.",
);
const MESSAGES: &str = "Iterable[Union[models.Message, Mapping[str, Any]]]";

/// The operations of `Client` and `AsyncClient`.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        name: "send_sms",
        summary: "Sends a text by SMS.",
        arguments: &[
            argument("to", "str", "The recipient's number, or the name of an entry of the address book."),
            argument("text", "str", "The text."),
            optional("from_", "Optional[str]", "The sender; the client's default_from unless given."),
        ],
        named: &[],
        own: Some(options::sms),
        options: Takes::Send,
        makes: Makes::Call,
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
        named: &[],
        own: None,
        options: Takes::Send,
        makes: Makes::Call,
        returns: "MessageResult",
        raises: SEND,
    },
    Operation {
        name: "send_list",
        summary: "Sends several messages in one call, and says of each whether it was accepted. Some may have been and others not: \
                  look at failed, or call raise_for_failed().",
        arguments: &[argument("messages", MESSAGES, "What send takes, several times.")],
        named: &[optional(
            "notification",
            "Optional[Union[models.Notification, Mapping[str, Any]]]",
            "Who is told what became of them. The messages themselves may have none.",
        )],
        own: None,
        options: Takes::Send,
        makes: Makes::Call,
        returns: "SentList",
        raises: &[
            ("InvalidArgumentError", "before anything goes out, with every problem of every message."),
            (
                "OutcomeUnknownError",
                "the messages may have been accepted; sending them again may double them.",
            ),
            ("EcallError", "every other kind: none of the messages was accepted."),
        ],
    },
    Operation {
        name: "list_status",
        summary: "Asks what has become of the messages of a list; the service answers for seven days.",
        arguments: &[argument(
            "list_id",
            "Optional[str]",
            "The id that send_list returned. None is refused.",
        )],
        named: &[],
        own: None,
        options: Takes::Call,
        makes: Makes::Call,
        returns: "ListStatus",
        raises: &[("NotFoundError", "the service does not know the id."), READ[0]],
    },
    Operation {
        name: "send_many",
        summary: "Sends any number of messages, so many at a time, and yields an (index, result) pair for each as it ends: \
                  its result is a MessageResult or, where it was not accepted, the EcallError that says why. \
                  Messages are taken as they are needed. Where the service asks for fewer requests (429, 503), all of them pause.",
        arguments: &[argument(
            "messages",
            MESSAGES,
            "What send takes, any number of times; also from a generator that never ends.",
        )],
        named: &[optional(
            "progress",
            "Optional[Callable[[BulkCounts], object]]",
            "Called with the counts whenever results came, not more often than about every two milliseconds.",
        )],
        own: None,
        options: Takes::Bulk,
        makes: Makes::Many("Bulk"),
        returns: "Bulk",
        raises: &[(
            "InvalidArgumentError",
            "an option is out of range; what is wrong with a message is its result.",
        )],
    },
    Operation {
        name: "wait_many",
        summary: "Follows many messages to their final states with one loop, and yields a (message_id, result) pair for each once: \
                  its result is a MessageStatus or an EcallError. What webhooks tell (notify) shortens it.",
        arguments: &[argument(
            "message_ids",
            "Iterable[Optional[str]]",
            "The ids that sends returned. None is refused.",
        )],
        named: &[],
        own: None,
        options: Takes::WaitMany,
        makes: Makes::Many("Following"),
        returns: "Following",
        raises: &[("InvalidArgumentError", "naming every id and option that breaks a rule.")],
    },
    Operation {
        name: "status",
        summary: "Asks what has become of a message; the service answers for seven days.",
        arguments: &[ID],
        named: &[],
        own: None,
        options: Takes::Call,
        makes: Makes::Call,
        returns: "MessageStatus",
        raises: &[("NotFoundError", "the service does not know the id."), READ[0]],
    },
    Operation {
        name: "wait",
        summary: "Follows a message until its state is final for its channel.",
        arguments: &[ID],
        named: &[],
        own: None,
        options: Takes::Wait,
        makes: Makes::Call,
        returns: "MessageStatus",
        raises: &[
            ("TimeoutError", "the time is up; its last_status is the last state that was read."),
            READ[0],
        ],
    },
    Operation {
        name: "upload_media",
        summary: "Sends a file to the service; a content names it by the media_id of the answer. Repeats what is transient where the \
                  source is bytes or a path.",
        arguments: &[argument("source", "@source", "@source")],
        named: &[PROGRESS],
        own: None,
        options: Takes::Upload,
        makes: Makes::Transfer,
        returns: "UploadedMedia",
        raises: &[
            ("InvalidArgumentError", "an option breaks a rule, or the source cannot be read."),
            ("RejectedError", "the service cannot make use of the file."),
            READ[0],
        ],
    },
    Operation {
        name: "download_media",
        summary: "Fetches a file from the service. Provisional: its path is inferred. Repeats what is transient, but no more once \
                  bytes were handed to an object with a method write.",
        arguments: &[
            argument("media_id", "Optional[str]", "The id of the file. None is refused."),
            optional("to", "@to", "@to"),
        ],
        named: &[PROGRESS],
        own: None,
        options: Takes::Download,
        makes: Makes::Transfer,
        returns: "Media",
        raises: &[
            ("NotFoundError", "the service does not know the id."),
            ("UnexpectedResponseError", "the file is longer than max_bytes, and was to be in memory."),
            READ[0],
        ],
    },
    Operation {
        name: "check",
        summary: "Tells whether the credentials are good, sending nothing. Provisional: asks for a message that does not exist.",
        arguments: &[],
        named: &[],
        own: None,
        options: Takes::Call,
        makes: Makes::Call,
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
        named: &[],
        own: None,
        options: Takes::Call,
        makes: Makes::Call,
        returns: "RawResponse",
        raises: &[("InvalidArgumentError", "the path is not relative."), SEND[1], READ[0]],
    },
];
