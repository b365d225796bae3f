"""What the SMPP interface tells: whom it is bound to, and what happens on the link."""

from __future__ import annotations

from typing import Any, ClassVar, Dict, Literal, Optional, Tuple, Union

from ._error import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


class SmppBound(Record):
    """The centre that a client is bound to.

    Attributes:
        system_id: What it calls itself.
        interface_version: Its version of the protocol, 0x34 for 3.4; None where it does not say.
    """

    __slots__ = ("system_id", "interface_version")
    system_id: str
    interface_version: Optional[int]

    def __init__(
        self,
        system_id: str,
        interface_version: Optional[int],
    ) -> None:
        self.system_id = system_id
        self.interface_version = interface_version


class SmppReceipt(Record):
    """A delivery receipt or an intermediate notification. It shows neither numbers nor texts.

    Attributes:
        type: "receipt".
        message_id: The id of the message: where it was matched, as the result of its submit has it.
        receipted_id: The id as the receipt has it.
        matched: Whether it is about a message that this client sent and remembers.
        tag: The tag of that message.
        part: Which part of that message it is about, from 1; 0 where it was not matched.
        parts: How many parts that message has; 0 where it was not matched.
        state: What has become of it: "delivered", "expired", an open set. None where the receipt does not say it in a way
            that is known.
        state_number: The number of the state, as the standard has it.
        word: The word of the state as it was written.
        is_final: Whether it is the last word.
        is_intermediate: Whether it is an intermediate notification.
        error: The error as it was written.
        error_code: The error as a number.
        network_error: The network's error, a dict with "network" and "code".
        submitted: How many messages were sent.
        delivered: How many were delivered.
        submit_date: When it was sent, by the centre's clock; naive where the receipt does not say how that stands to UTC.
        done_date: When it came to its state; likewise.
        text: The beginning of the message.
        from_: The address that the message was sent to.
        to: The sender of the message.
        tlvs: The optional parameters, each a dict with "tag" and "value".
    """

    __slots__ = (
        "message_id",
        "receipted_id",
        "matched",
        "tag",
        "part",
        "parts",
        "state",
        "state_number",
        "word",
        "is_final",
        "is_intermediate",
        "error",
        "error_code",
        "network_error",
        "submitted",
        "delivered",
        "submit_date",
        "done_date",
        "text",
        "from_",
        "to",
        "tlvs",
    )
    type: ClassVar[Literal["receipt"]] = "receipt"
    message_id: Optional[str]
    receipted_id: Optional[str]
    matched: bool
    tag: Optional[str]
    part: int
    parts: int
    state: Optional[str]
    state_number: Optional[int]
    word: Optional[str]
    is_final: bool
    is_intermediate: bool
    error: Optional[str]
    error_code: Optional[int]
    network_error: Optional[Dict[str, Any]]
    submitted: Optional[int]
    delivered: Optional[int]
    submit_date: Optional[datetime]
    done_date: Optional[datetime]
    text: Optional[str]
    from_: str
    to: str
    tlvs: Tuple[Dict[str, Any], ...]

    def __init__(
        self,
        message_id: Optional[str],
        receipted_id: Optional[str],
        matched: bool,
        tag: Optional[str],
        part: int,
        parts: int,
        state: Optional[str],
        state_number: Optional[int],
        word: Optional[str],
        is_final: bool,
        is_intermediate: bool,
        error: Optional[str],
        error_code: Optional[int],
        network_error: Optional[Dict[str, Any]],
        submitted: Optional[int],
        delivered: Optional[int],
        submit_date: Optional[datetime],
        done_date: Optional[datetime],
        text: Optional[str],
        from_: str,
        to: str,
        tlvs: Tuple[Dict[str, Any], ...],
    ) -> None:
        self.message_id = message_id
        self.receipted_id = receipted_id
        self.matched = matched
        self.tag = tag
        self.part = part
        self.parts = parts
        self.state = state
        self.state_number = state_number
        self.word = word
        self.is_final = is_final
        self.is_intermediate = is_intermediate
        self.error = error
        self.error_code = error_code
        self.network_error = network_error
        self.submitted = submitted
        self.delivered = delivered
        self.submit_date = submit_date
        self.done_date = done_date
        self.text = text
        self.from_ = from_
        self.to = to
        self.tlvs = tlvs

    def __repr__(self) -> str:
        return f"<ecall.SmppReceipt message_id={self.message_id!r} state={self.state!r}>"


class SmppMessage(Record):
    """A message that came in, all parts of it. It shows neither numbers nor text.

    Attributes:
        type: "message".
        from_: The sender, digits of international numbers without +.
        from_ton: Type of number of the sender.
        to: The number that it was sent to.
        text: The text; None where the octets are none that can be read.
        octets: The octets without headers, those of all parts together.
        data_coding: How they are coded.
        esm_class: The esm_class of the last part.
        parts: How many parts it came in.
        tlvs: The optional parameters of the last part, each a dict with "tag" and "value".
    """

    __slots__ = ("from_", "from_ton", "to", "text", "octets", "data_coding", "esm_class", "parts", "tlvs")
    type: ClassVar[Literal["message"]] = "message"
    from_: str
    from_ton: int
    to: str
    text: Optional[str]
    octets: bytes
    data_coding: int
    esm_class: int
    parts: int
    tlvs: Tuple[Dict[str, Any], ...]

    def __init__(
        self,
        from_: str,
        from_ton: int,
        to: str,
        text: Optional[str],
        octets: bytes,
        data_coding: int,
        esm_class: int,
        parts: int,
        tlvs: Tuple[Dict[str, Any], ...],
    ) -> None:
        self.from_ = from_
        self.from_ton = from_ton
        self.to = to
        self.text = text
        self.octets = octets
        self.data_coding = data_coding
        self.esm_class = esm_class
        self.parts = parts
        self.tlvs = tlvs

    def __repr__(self) -> str:
        return f"<ecall.SmppMessage data_coding={self.data_coding} of {self.parts} parts>"


class SmppIncomplete(Record):
    """What there is of a message whose other parts did not come. It shows neither numbers nor texts.

    Attributes:
        type: "incomplete".
        from_: The sender.
        to: The number that it was sent to.
        total: How many parts there should be.
        missing: The numbers of those that did not come.
        parts: Those that came: number and text, where it can be read.
    """

    __slots__ = ("from_", "to", "total", "missing", "parts")
    type: ClassVar[Literal["incomplete"]] = "incomplete"
    from_: str
    to: str
    total: int
    missing: Tuple[int, ...]
    parts: Tuple[Tuple[int, Optional[str]], ...]

    def __init__(
        self,
        from_: str,
        to: str,
        total: int,
        missing: Tuple[int, ...],
        parts: Tuple[Tuple[int, Optional[str]], ...],
    ) -> None:
        self.from_ = from_
        self.to = to
        self.total = total
        self.missing = missing
        self.parts = parts

    def __repr__(self) -> str:
        return f"<ecall.SmppIncomplete total={self.total} missing={self.missing!r}>"


class LinkEvent(Record):
    """That the link came into a state, and why.

    Attributes:
        type: "link".
        state: The state: "connecting", "bound", "refused" (the bind was), "throttled" (the centre asked for fewer messages:
            nothing is sent for a while), "resumed", "down" (another connection is tried after a pause), "closed"; an open
            set.
        reason: Why, a stable word: "connect", "tls", "bind_refused", "bind_timeout", "closed_by_peer", "broken",
            "unbound_by_peer", "dead_peer", "garbage", "throttled", "unbound"; an open set. None where nothing went wrong.
        message: Why, in a sentence.
        kind: The kind of the error, where there is one.
        smpp_status: The command_status that came, where one did.
        pause: How long the pause is that follows, in seconds.
        unknown: Requests that were written and whose outcome nobody knows, where a link went down.
    """

    __slots__ = ("state", "reason", "message", "kind", "smpp_status", "pause", "unknown")
    type: ClassVar[Literal["link"]] = "link"
    state: str
    reason: Optional[str]
    message: Optional[str]
    kind: Optional[str]
    smpp_status: Optional[int]
    pause: Optional[float]
    unknown: int

    def __init__(
        self,
        state: str,
        reason: Optional[str],
        message: Optional[str],
        kind: Optional[str],
        smpp_status: Optional[int],
        pause: Optional[float],
        unknown: int,
    ) -> None:
        self.state = state
        self.reason = reason
        self.message = message
        self.kind = kind
        self.smpp_status = smpp_status
        self.pause = pause
        self.unknown = unknown


class StrayResponse(Record):
    """A response without a request that waits.

    Attributes:
        type: "response".
        reason: Why nobody waits: "late", "duplicate" or "unsolicited".
        command: The command_id.
        sequence: The sequence number.
        smpp_status: The command_status.
        message_id: The id that it gives a message, where it does.
    """

    __slots__ = ("reason", "command", "sequence", "smpp_status", "message_id")
    type: ClassVar[Literal["response"]] = "response"
    reason: str
    command: int
    sequence: int
    smpp_status: int
    message_id: Optional[str]

    def __init__(
        self,
        reason: str,
        command: int,
        sequence: int,
        smpp_status: int,
        message_id: Optional[str],
    ) -> None:
        self.reason = reason
        self.command = command
        self.sequence = sequence
        self.smpp_status = smpp_status
        self.message_id = message_id


class RawPdu(Record):
    """Octets that are no PDU, or one that is of no use to a client. It shows none of them.

    Attributes:
        type: "raw".
        reason: Why it is not read: "no_header", "length", "truncated", "dest_flag" (it cannot be); "too_short", "too_long"
            (and the connection had to end); "unsupported" (a command that the service does not have either); "type" (a
            deliver_sm that is neither a message nor a receipt).
        message: What is wrong, in a sentence.
        octets: The octets, the header included.
    """

    __slots__ = ("reason", "message", "octets")
    type: ClassVar[Literal["raw"]] = "raw"
    reason: str
    message: str
    octets: bytes

    def __init__(
        self,
        reason: str,
        message: str,
        octets: bytes,
    ) -> None:
        self.reason = reason
        self.message = message
        self.octets = octets

    def __repr__(self) -> str:
        return f"<ecall.RawPdu reason={self.reason!r} of {len(self.octets)} octets>"


SmppEvent = Union[SmppReceipt, SmppMessage, SmppIncomplete, LinkEvent, StrayResponse, RawPdu]
"""Something that happened on the link; `type` says what."""
