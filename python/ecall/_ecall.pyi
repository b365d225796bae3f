"""The native part of `ecall`. Use `ecall.Client` and `ecall.AsyncClient` instead."""

from asyncio import Future
from datetime import datetime
from typing import Any, Callable, Dict, List, Literal, Optional, Tuple, final, overload

from typing_extensions import disjoint_base

from ._error import Attempt, MessageId
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

__all__ = [
    "Answer",
    "MessageResult",
    "MessageStatus",
    "RawResponse",
    "restore",
    "Call",
    "kinds",
    "Hub",
    "after_fork",
    "before_fork",
    "Session",
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
        """HTTP status. None only for the last state in the error of a wait."""

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
        """When the service accepted it: aware (UTC), naive where the service named no zone, None where it is no date."""

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

@final
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
        """When the state was reached: aware (UTC), naive where the service named no zone, None where it is no date."""

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
