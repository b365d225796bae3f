"""What all exceptions of this library are, and the records that they hold."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any, ClassVar, Dict, Iterable, Mapping, Optional, Tuple, Type

    from ._ecall import JobState, MessageStatus

BY_KIND: Dict[str, Type[EcallError]] = {}
"""The class of each kind of error."""


class Record:
    """Values with names; equal where all of them are."""

    __slots__: Tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__reduce__() == self.__reduce__()

    def __hash__(self) -> int:
        return hash(self.__reduce__())

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({values})"

    def __reduce__(self) -> Tuple[Any, ...]:
        return (type(self), tuple(getattr(self, name) for name in self.__slots__))


class FieldProblem(Record):
    """One field that was refused: by this library before anything was sent, or by the service.

    Names the field, the rule and the length of the value, never the value itself.

    Attributes:
        field: Path of the field in the names of the wire: "to", "toList[0].address", "content.text".
        rule: The rule that was broken, a stable word: "required", "max_length"; "service" where the service refused it.
        message: What is wrong, in a sentence for people.
        length: Length of the value where the rule is about one: code points of a text, items of a list.
        limit: The limit that was passed, in the unit of `length`.
    """

    __slots__ = ("field", "rule", "message", "length", "limit")
    field: str
    rule: str
    message: str
    length: Optional[int]
    limit: Optional[int]

    def __init__(
        self, field: str, rule: str, message: str, length: Optional[int] = None, limit: Optional[int] = None
    ) -> None:
        self.field = field
        self.rule = rule
        self.message = message
        self.length = length
        self.limit = limit


class Attempt(Record):
    """What became of one attempt of a call.

    Attributes:
        time: When it began, in UTC.
        duration: How long it took, in seconds.
        kind: What went wrong, a kind of error.
        outcome: Whether this attempt may have been accepted: "not_accepted", "unknown" or "not_applicable".
        message: The cause in a sentence.
        http_status: HTTP status, when an answer came.
        request_id: The service's name of its answer, when one came.
    """

    __slots__ = ("time", "duration", "kind", "outcome", "message", "http_status", "request_id")
    time: datetime
    duration: float
    kind: str
    outcome: str
    message: str
    http_status: Optional[int]
    request_id: Optional[str]

    def __init__(
        self,
        time: datetime,
        duration: float,
        kind: str,
        outcome: str,
        message: str,
        http_status: Optional[int] = None,
        request_id: Optional[str] = None,
    ) -> None:
        self.time = time
        self.duration = duration
        self.kind = kind
        self.outcome = outcome
        self.message = message
        self.http_status = http_status
        self.request_id = request_id


class MessageId(Record):
    """The id of the message to one recipient of a list.

    Attributes:
        message_id: The id of the message.
        address: The recipient's address.
    """

    __slots__ = ("message_id", "address")
    message_id: Optional[str]
    address: Optional[str]

    def __init__(self, message_id: Optional[str] = None, address: Optional[str] = None) -> None:
        self.message_id = message_id
        self.address = address


class PartOutcome(Record):
    """What became of a part of a message that was sent over SMPP.

    Attributes:
        state: "accepted", "refused", "unknown" (it was written and no response was read) or "not_sent" (a part before it was refused
            or is unknown, or the call ended first).
        message_id: The centre's id, where it gave one. A receipt may write it another way: the event has it as it is here.
        smpp_status: The command_status of the response, where one was read.
    """

    __slots__ = ("state", "message_id", "smpp_status")
    state: str
    message_id: Optional[str]
    smpp_status: Optional[int]

    def __init__(self, state: str, message_id: Optional[str] = None, smpp_status: Optional[int] = None) -> None:
        self.state = state
        self.message_id = message_id
        self.smpp_status = smpp_status


class EcallError(Exception):
    """Why a call failed, and whether its message may have gone out all the same.

    Can be pickled with all its attributes. Its cause is the attempt that failed before, as an exception of its own kind.

    Attributes:
        kind: What went wrong, a stable word; each has a class of its own.
        number: The stable number of the kind.
        outcome: Whether the message may have gone out: "not_accepted" (sending it again does not double it), "unknown"
            (it may) or "not_applicable" (the call was not a send).
        message: One sentence for people.
        http_status: HTTP status of the last answer.
        ecall_code: The service's own code (errorCode), an open set.
        ecall_message: The service's own explanation (errorMessage).
        fields: The fields that were refused.
        request_id: The service's name of its last answer; its support asks for it.
        message_id: The message that the call was about.
        job_id: The job that the call was about (HTTPS and SOAP): what to ask the service for where the outcome is unknown.
        smpp_status: The command_status of the last answer (SMPP).
        parts: What became of each part of the message, in their order (SMPP).
        retry_after: How long the service asked to wait, in seconds.
        attempts: What became of each attempt, in order; empty when nothing was attempted.
        last_status: The last state that was read before the time of a wait was up.
        last_job_state: The same of a job, on SOAP.
        raw_body: The body of the last answer as it came.
    """

    kind: str = "internal"
    number: ClassVar[int] = 62
    fields: Tuple[FieldProblem, ...]
    parts: Tuple[PartOutcome, ...]
    attempts: Tuple[Attempt, ...]
    __cause__: Optional[BaseException]

    def __init__(
        self,
        message: str = "",
        *,
        outcome: str = "not_applicable",
        http_status: Optional[int] = None,
        ecall_code: Optional[str] = None,
        ecall_message: Optional[str] = None,
        fields: Iterable[FieldProblem] = (),
        request_id: Optional[str] = None,
        message_id: Optional[str] = None,
        job_id: Optional[str] = None,
        smpp_status: Optional[int] = None,
        parts: Iterable[PartOutcome] = (),
        retry_after: Optional[float] = None,
        attempts: Iterable[Attempt] = (),
        last_status: Optional[MessageStatus] = None,
        last_job_state: Optional[JobState] = None,
        raw_body: Optional[bytes] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.outcome = outcome
        self.http_status = http_status
        self.ecall_code = ecall_code
        self.ecall_message = ecall_message
        self.fields = tuple(fields)
        self.request_id = request_id
        self.message_id = message_id
        self.job_id = job_id
        self.smpp_status = smpp_status
        self.parts = tuple(parts)
        self.retry_after = retry_after
        self.attempts = tuple(attempts)
        self.last_status = last_status
        self.last_job_state = last_job_state
        self.raw_body = raw_body
        self._chain()

    def __str__(self) -> str:
        if self.request_id is None:
            return self.message
        return f"{self.message} (request id {self.request_id})"

    def __reduce__(self) -> Tuple[Any, ...]:
        return (_restore, (type(self), self.__dict__.copy()))

    def _chain(self) -> None:
        """Makes the attempts the chain of causes. The last is left out where it says what the error says."""
        attempts = self.attempts
        if attempts and (attempts[-1].kind, attempts[-1].message) == (self.kind, self.message):
            attempts = attempts[:-1]
        cause: Optional[EcallError] = None
        for attempt in attempts:
            error = BY_KIND.get(attempt.kind, EcallError)(
                attempt.message,
                outcome=attempt.outcome,
                http_status=attempt.http_status,
                request_id=attempt.request_id,
            )
            if cause is not None:
                error.__cause__ = cause
            cause = error
        if cause is not None:
            self.__cause__ = cause


def _restore(cls: Type[EcallError], state: Dict[str, Any]) -> EcallError:
    error = cls(state.get("message", ""))
    error.__dict__.update(state)
    error._chain()
    return error


def of_core(details: Mapping[str, Any]) -> EcallError:
    """The exception of what core knows about an error."""
    details = dict(details)
    kind = details.pop("kind")
    details["fields"] = [FieldProblem(**problem) for problem in details["fields"]]
    retry_after = details.pop("retry_after_ms")
    details["retry_after"] = None if retry_after is None else retry_after / 1000
    error = BY_KIND.get(kind, EcallError)(**details)
    error.kind = kind
    return error


def explain(interruption: BaseException, answer: Any) -> None:
    """Says, in the exception that cut a call short, what became of the call.

    Where the message may have gone out, that error is the cause. Where the answer came all the same, it is kept as
    `ecall_answer`.
    """
    if isinstance(answer, EcallError):
        if answer.outcome == "unknown":
            interruption.__cause__ = answer
    elif not isinstance(answer, BaseException):
        interruption.ecall_answer = answer  # type: ignore[attr-defined]
