"""The native part of `ecall`. Use `ecall.Client` and `ecall.AsyncClient` instead."""

from asyncio import Future
from datetime import datetime
from typing import Any, Callable, Dict, Iterable, List, Literal, Optional, Tuple, Union, final, overload

from typing_extensions import disjoint_base

from ._callback import CallbackNotification, CallbackReply, CallbackSms, parse_callback
from ._error import Attempt, EcallError, MessageId
from ._jobs import (
    CachedMessage,
    Deletion,
    HttpsSession,
    InboundSms,
    JobState,
    JobStates,
    JobStatus,
    LocalTime,
    Resolution,
    SentJob,
    SoapResolution,
    SoapSession,
    Stream,
    Turn,
)
from ._sending import Sending, Watching
from ._submitted import SmppSession, Submitted, Submitting
from .text import (
    Assembled,
    Columns,
    Concatenation,
    Cut,
    Element,
    Estimate,
    Header,
    Incomplete,
    LimitProblem,
    Page,
    Part,
    Position,
    Pushed,
    Reassembler,
    Replacement,
    Saving,
    Split,
    Transliteration,
    decode_gsm,
    decode_latin1,
    decode_ucs2,
    encode_gsm,
    encode_latin1,
    encode_ucs2,
    estimate,
    estimate_many,
    normalise_msisdn,
    pack,
    parse_header,
    split,
    to_gsm,
    unpack,
)
from ._webhook import ReceivedMessage, Receiver, StatusEvent, is_from_ecall, parse_received, parse_status

__all__ = [
    "Answer",
    "MessageResult",
    "MessageStatus",
    "RawResponse",
    "CachedMessage",
    "Deletion",
    "Call",
    "CallbackNotification",
    "CallbackReply",
    "CallbackSms",
    "kinds",
    "Hub",
    "after_fork",
    "before_fork",
    "InboundSms",
    "JobState",
    "JobStates",
    "JobStatus",
    "LocalTime",
    "Resolution",
    "SentJob",
    "SoapResolution",
    "SoapSession",
    "ListStatus",
    "SentList",
    "Media",
    "UploadedMedia",
    "ReceivedMessage",
    "Receiver",
    "StatusEvent",
    "is_from_ecall",
    "parse_callback",
    "parse_received",
    "parse_status",
    "Sending",
    "Watching",
    "remake",
    "restore",
    "HttpsSession",
    "Session",
    "SmppSession",
    "Submitted",
    "Submitting",
    "Stream",
    "Turn",
    "Assembled",
    "Columns",
    "Concatenation",
    "Cut",
    "Element",
    "Estimate",
    "Header",
    "Incomplete",
    "LimitProblem",
    "Page",
    "Part",
    "Position",
    "Pushed",
    "Reassembler",
    "Replacement",
    "Saving",
    "Split",
    "Transliteration",
    "decode_gsm",
    "decode_latin1",
    "decode_ucs2",
    "encode_gsm",
    "encode_latin1",
    "encode_ucs2",
    "estimate",
    "estimate_many",
    "normalise_msisdn",
    "pack",
    "parse_header",
    "split",
    "to_gsm",
    "unpack",
    "__version__",
]
__version__: str

@disjoint_base
class Answer:
    """What the service answered to a call, and how the answer came about."""

    @property
    def http_status(self) -> Optional[int]:
        """HTTP status. None of a state that is no answer of its own: the last one in the error of a wait, and those of
        wait_many."""

    @property
    def request_id(self) -> Optional[str]:
        """The service's own name of its answer (x-f24-request-id); its support asks for it."""

    @property
    def raw_body(self) -> bytes:
        """The body as it came."""

    @property
    def attempts(self) -> Tuple[Attempt, ...]:
        """The attempts that failed before this answer; empty when the first was answered."""

    @property
    def possible_duplicate(self) -> bool:
        """An attempt before the accepted one may have been accepted too: the message may arrive twice."""

@final
class MessageResult(Answer):
    """An accepted message."""

    @property
    def message_id(self) -> Optional[str]:
        """The id of the message where it was sent to one recipient with `to`; None where it was sent to a list."""

    @property
    def message_ids(self) -> Tuple[MessageId, ...]:
        """The id and address per recipient where it was sent to a list; empty where it was sent with `to`."""

    @property
    def timestamp(self) -> Optional[datetime]:
        """When the service accepted it: aware (UTC), naive where the service named no zone, None where it is no datetime."""

    @property
    def timestamp_text(self) -> Optional[str]:
        """The same as the service wrote it."""

    @property
    def estimate(self) -> Optional[Estimate]:
        """What the text costs as it was sent, and where the service cuts it, if it does. None for content that is no text."""

    @property
    def replacements(self) -> Tuple[Replacement, ...]:
        """What was replaced in the text before it was sent, where `to_gsm` was asked for; positions are those of the text that was
        given."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields that this version does not know."""

@disjoint_base
class MessageStatus(Answer):
    """What has become of a message."""

    @property
    def channel(self) -> Optional[str]:
        """The channel that the message took: "Sms", "Whatsapp", "Rcs", an open set."""

    @property
    def message_id(self) -> Optional[str]:
        """The id of the message."""

    @property
    def status(self) -> Optional[str]:
        """The state: "Pending", "Sent", "Delivered", an open set."""

    @property
    def reason_code(self) -> Optional[int]:
        """Why, as a number: 0 is success. An open set, see the documentation of eCall's error states."""

    @property
    def reason(self) -> Optional[str]:
        """Why, as a text."""

    @property
    def timestamp(self) -> Optional[datetime]:
        """When the state was reached: aware (UTC), naive where the service named no zone, None where it is no datetime."""

    @property
    def timestamp_text(self) -> Optional[str]:
        """The same as the service wrote it."""

    @property
    def from_(self) -> Optional[str]:
        """The sender."""

    @property
    def to(self) -> Optional[str]:
        """The recipient."""

    @property
    def page_total(self) -> Optional[int]:
        """How many pages were charged (SMS)."""

    @property
    def is_final(self) -> bool:
        """Whether no other state will follow on this channel."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields that this version does not know."""

@final
class RawResponse(Answer):
    """The answer to a raw request."""

    @property
    def headers(self) -> Dict[str, str]:
        """The headers, their names in lower case; values of the same name are joined by ", "."""

    def json(self) -> Any:
        """The body, read as JSON. ValueError where it is none."""

@final
class SentList(Answer):
    """Messages that were sent in one call. Some may have been accepted and others not."""

    @property
    def list_id(self) -> Optional[str]:
        """What `list_status` asks for; the service answers for seven days."""

    @property
    def items(self) -> Tuple[Union[MessageResult, EcallError], ...]:
        """For each message, in the order in which they were given, a MessageResult, or the EcallError that says why it was not
        accepted."""

    @property
    def accepted(self) -> Tuple[Tuple[int, MessageResult], ...]:
        """An (index, MessageResult) pair for each message that was accepted."""

    @property
    def failed(self) -> Tuple[Tuple[int, EcallError], ...]:
        """An (index, EcallError) pair for each message that was not accepted, or of which that is not known."""

    def raise_for_failed(self) -> None:
        """Raises an EcallError where not every message was accepted: of the kind of the failures where they are all of one kind,
        else a RejectedError; an OutcomeUnknownError where that holds for one of them."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields of the answer that this version does not know."""

    def __len__(self) -> int: ...

@final
class ListStatus(Answer):
    """What has become of the messages of a list."""

    @property
    def list_id(self) -> Optional[str]:
        """The list's id, where the answer has it."""

    @property
    def messages(self) -> Tuple[MessageStatus, ...]:
        """The state of each message, one per recipient, in the service's order."""

    @property
    def is_final(self) -> bool:
        """Whether no other state will follow for any of the messages. False of a list without messages."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields of the answer that this version does not know."""

@final
class UploadedMedia(Answer):
    """A file that the service took."""

    @property
    def media_id(self) -> str:
        """What a content names the file by."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields that this version does not know."""

@final
class Media(Answer):
    """A file that was fetched."""

    @property
    def content_type(self) -> Optional[str]:
        """What kind of file the service says it is."""

    @property
    def length(self) -> int:
        """How many bytes it has."""

    @property
    def content(self) -> bytes:
        """The file itself where it was fetched into memory, else empty."""

@final
class Session:
    """What `ecall.Client` and `ecall.AsyncClient` stand on."""

    def __new__(cls, options: Tuple[Any, ...]) -> Session: ...
    @overload
    def call(
        self, operation: Literal["send", "send_sms"], arguments: Tuple[Any, ...], options: Tuple[Any, ...]
    ) -> MessageResult: ...
    @overload
    def call(
        self, operation: Literal["status", "wait"], arguments: Tuple[Any, ...], options: Tuple[Any, ...]
    ) -> MessageStatus: ...
    @overload
    def call(
        self, operation: Literal["send_list"], arguments: Tuple[Any, ...], options: Tuple[Any, ...]
    ) -> SentList: ...
    @overload
    def call(
        self, operation: Literal["upload_media"], arguments: Tuple[Any, ...], options: Tuple[Any, ...]
    ) -> UploadedMedia: ...
    @overload
    def call(
        self, operation: Literal["download_media"], arguments: Tuple[Any, ...], options: Tuple[Any, ...]
    ) -> Media: ...
    @overload
    def call(
        self, operation: Literal["list_status"], arguments: Tuple[Any, ...], options: Tuple[Any, ...]
    ) -> ListStatus: ...
    @overload
    def call(
        self, operation: Literal["request"], arguments: Tuple[Any, ...], options: Tuple[Any, ...]
    ) -> RawResponse: ...
    @overload
    def call(
        self, operation: Literal["check"], arguments: Tuple[Any, ...], options: Tuple[Any, ...]
    ) -> Answer: ...
    def start(
        self,
        hub: Hub,
        waiter: Future[Any],
        operation: str,
        arguments: Tuple[Any, ...],
        options: Tuple[Any, ...],
    ) -> Call:
        """Starts a call whose end `waiter`, a future of the hub's loop, is told."""

    def send_many(self, options: Tuple[Any, ...]) -> Sending:
        """Begins to send many messages."""

    def wait_many(self, message_ids: Iterable[Optional[str]], options: Tuple[Any, ...]) -> Watching:
        """Begins to follow many messages."""

    def close(self) -> None:
        """Refuses every later call."""

    @property
    def closed(self) -> bool:
        """Whether it was closed."""

@final
class Call:
    """An asynchronous call that was started. Use `ecall.AsyncClient`."""

    def cancel(self, waiter: Optional[Future[Any]] = None) -> Any:
        """Cancels the call. Returns its end where that came already; else `waiter` will be told."""

@final
class Hub:
    """The completions of one event loop. Use `ecall.AsyncClient`."""

    def __new__(cls, schedule: Optional[Callable[[], None]] = None) -> Hub: ...
    def fileno(self) -> int:
        """What the loop watches."""

    def is_own(self) -> bool:
        """Whether this process made it: after a fork its descriptors are shared with the parent's loop."""

    def drain(self) -> None:
        """Hands every answer that waits to its caller."""

def before_fork() -> None:
    """Ends the I/O thread before a fork."""

def after_fork() -> None:
    """Starts it again in the parent."""

def kinds() -> List[Tuple[str, int, str]]:
    """Every kind of error that the library knows: its word, its number, what it means."""

def restore(
    name: str, value: Any, common: Tuple[Optional[int], Optional[str], bytes, Tuple[Attempt, ...], bool]
) -> Answer:
    """Makes a pickled answer again."""

def remake(name: str, value: str, raw: Optional[Tuple[Tuple[str, Any], ...]] = None) -> Any:
    """Makes a pickled object again that is no answer."""
