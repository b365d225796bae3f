"""What the extension has of the HTTPS and SOAP interfaces. Use `ecall.HttpsClient`, `ecall.SoapClient` and their asynchronous twins."""

from asyncio import Future
from datetime import datetime
from typing import Any, Dict, Literal, Optional, Tuple, Union, final

from typing_extensions import disjoint_base

from ._ecall import Answer, Call, Hub
from .text import Estimate, Replacement

__all__ = [
    "CachedMessage",
    "Deletion",
    "HttpsSession",
    "InboundSms",
    "JobState",
    "JobStates",
    "JobStatus",
    "LocalTime",
    "Resolution",
    "SentJob",
    "SoapResolution",
    "SoapSession",
    "Stream",
    "Turn",
]

@final
class LocalTime:
    """A time as the service wrote it, mostly without a zone, and the instant that it means."""

    @property
    def text(self) -> str:
        """As it stood there: "dd.mm.yyyy hh:mm:ss" or ISO 8601."""

    @property
    def time(self) -> Optional[datetime]:
        """The instant, aware (UTC); None where the text is no time. A time without a zone is Europe/Zurich (provisional)."""

    @property
    def time_text(self) -> Optional[str]:
        """The same in ISO 8601 with the offset of its day: "2026-10-25T02:30:00+02:00"."""

    @property
    def doubt(self) -> Optional[Literal["twice", "never"]]:
        """Why the instant is not certain: "twice" in the hour that occurs twice (the instant is the earlier), "never" in the one that
        does not occur (it is an hour later on the clock). None where it is certain."""

    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class SentJob(Answer):
    """A job that the service accepted."""

    @property
    def job_id(self) -> str:
        """The id by which the service is asked what became of the job: the caller's, or the one that was generated."""

    @property
    def result_code(self) -> Optional[int]:
        """What the service said besides the HTTP status: an open number, 0 is accepted. Provisional on HTTPS, whose answer to a send
        is not documented."""

    @property
    def result_text(self) -> Optional[str]:
        """The text that belongs to it; of an answer that is no XML the whole of it."""

    @property
    def estimate(self) -> Optional[Estimate]:
        """What the text of an SMS costs as it was sent, and where the service cuts it, if it does. None of a fax or a voice message."""

    @property
    def replacements(self) -> Tuple[Replacement, ...]:
        """What was replaced in the text before it was sent, where `to_gsm` was asked for; positions are those of the text that was
        given."""

@final
class JobStates(Answer):
    """What has become of a job: a state for each of its recipients."""

    @property
    def states(self) -> Tuple[JobStatus, ...]:
        """The state of each recipient's part of it, in the service's order."""

    @property
    def is_final(self) -> bool:
        """Whether no other state will follow for any of them."""

@final
class Resolution(Answer):
    """What the service knows of a job whose sending had no certain end."""

    @property
    def accepted(self) -> bool:
        """Whether the service accepted the job. False where it does not know it: then it was not accepted, or is not in the service's
        log yet, so ask again before sending again."""

    @property
    def states(self) -> Tuple[JobStatus, ...]:
        """The state of each recipient's part of it; empty where the service does not know it."""

@final
class JobStatus:
    """The state of one recipient's part of a job. Any field may be missing."""

    @property
    def job_id(self) -> Optional[str]:
        """The job (provisional)."""

    @property
    def address(self) -> Optional[str]:
        """The recipient (provisional)."""

    @property
    def status_code(self) -> Optional[int]:
        """The state: an open number, provisionally those of SOAP's SendState."""

    @property
    def status(self) -> Optional[str]:
        """The state in REST's words (see `ecall.Status`): "Pending", "Sent", "Delivered"; the number as a text where there is none.
        Provisional."""

    @property
    def status_text(self) -> Optional[str]:
        """The state as the service says it."""

    @property
    def time_stamp(self) -> Optional[LocalTime]:
        """When the state was reached."""

    @property
    def is_final(self) -> bool:
        """Whether no other state will follow (provisional). A pager's job is done at "Sent", which this cannot tell."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields that this version does not know."""

@final
class JobState(Answer):
    """The state of a job at one of its recipients. Any field may be missing."""

    @property
    def job_id(self) -> Optional[str]:
        """The job."""

    @property
    def address(self) -> Optional[str]:
        """The recipient."""

    @property
    def job_type(self) -> Optional[int]:
        """What kind of job it is: 1 was seen for SMS and 6 for fax, the others are not known."""

    @property
    def send_state(self) -> Optional[int]:
        """The state: an open number."""

    @property
    def status(self) -> Optional[str]:
        """The state in REST's words (see `ecall.Status`): "Pending", "Sent", "Delivered"; the number as a text where there is none.
        Provisional."""

    @property
    def error_state(self) -> Optional[int]:
        """Why it failed: an open number, 0 where nothing did."""

    @property
    def points_used(self) -> Optional[float]:
        """What it has cost so far, in points."""

    @property
    def finish_date(self) -> Optional[LocalTime]:
        """When it was done; None before."""

    @property
    def is_final(self) -> bool:
        """Whether no other state will follow (provisional). A pager's job is done at "Sent", which this cannot tell."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields that this version does not know."""

@final
class SoapResolution(Answer):
    """What the service knows of a job whose sending had no certain end."""

    @property
    def accepted(self) -> bool:
        """Whether the service accepted the job. False where it does not know it (provisional): then it was not accepted, or is not in
        the service's log yet, so ask again before sending again."""

    @property
    def state(self) -> Optional[JobState]:
        """The last state of a job that was accepted, which is no answer of its own; None of another."""

@disjoint_base
class InboundSms:
    """A text message that somebody sent to a number of the account. Any field may be missing."""

    @property
    def message_id(self) -> Optional[str]:
        """Its id in the cache; a callback has none."""

    @property
    def job_id(self) -> Optional[str]:
        """The job that it replies to; of callbacks only."""

    @property
    def address_from(self) -> Optional[str]:
        """Who sent it."""

    @property
    def address_to(self) -> Optional[str]:
        """The number it was sent to."""

    @property
    def message(self) -> Optional[str]:
        """What it says."""

    @property
    def time_stamp(self) -> Optional[LocalTime]:
        """When it was received."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields that this version does not know."""

@final
class CachedMessage(Answer):
    """The next message of the cache, where there is one."""

    @property
    def message(self) -> Optional[InboundSms]:
        """The message; None where the cache is empty."""

@final
class Deletion(Answer):
    """A message that is in the cache no more."""

    @property
    def deleted(self) -> bool:
        """Whether it was there (provisional)."""

@final
class Stream:
    """Something that is iterated over. Use `ecall.HttpsClient.messages`, `ecall.HttpsClient.status_range` and
    `ecall.SmppClient.events`."""

    def turn(self) -> Turn:
        """A call to it, not made yet. Refused in a child that was forked meanwhile."""

@final
class Turn:
    """One call to a stream. Use `ecall.HttpsClient.messages`, `ecall.HttpsClient.status_range` and `ecall.SmppClient.events`."""

    def missed(self) -> None:
        """Says that the item which it was handed, or still will be, does not reach the caller: it comes again."""

@final
class HttpsSession:
    """What `ecall.HttpsClient` and `ecall.AsyncHttpsClient` stand on."""

    def __new__(cls, options: Tuple[Any, ...]) -> HttpsSession: ...
    def call(self, operation: str, arguments: Tuple[Any, ...], options: Tuple[Any, ...]) -> Any:
        """Makes a call and waits for its end."""

    def start(
        self,
        hub: Hub,
        waiter: Future[Any],
        operation: str,
        arguments: Tuple[Any, ...],
        options: Tuple[Any, ...],
    ) -> Call:
        """Starts a call whose end `waiter`, a future of the hub's loop, is told."""

    def messages(self, asynchronous: bool, messages: Tuple[Any, ...], options: Tuple[Any, ...]) -> Stream:
        """The messages in the cache, for `start` where it is `asynchronous` and else for `call`."""

    def status_range(
        self, asynchronous: bool, start: Union[str, datetime], end: Union[str, datetime], options: Tuple[Any, ...]
    ) -> Stream:
        """The states of all jobs between two times; likewise."""

    def close(self) -> None:
        """Refuses every later call."""

    @property
    def closed(self) -> bool:
        """Whether it was closed."""

@final
class SoapSession:
    """What `ecall.SoapClient` and `ecall.AsyncSoapClient` stand on."""

    def __new__(cls, options: Tuple[Any, ...]) -> SoapSession: ...
    def call(self, operation: str, arguments: Tuple[Any, ...], options: Tuple[Any, ...]) -> Any:
        """Makes a call and waits for its end."""

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
