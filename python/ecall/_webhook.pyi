"""What eCall sends by itself. Use `ecall.webhook`."""

from datetime import datetime
from typing import Any, Dict, List, Optional, Tuple, Union, final

from typing_extensions import Buffer

from ._callback import CallbackNotification, CallbackReply, CallbackSms
from ._ecall import MessageStatus

__all__ = [
    "ReceivedMessage",
    "Receiver",
    "StatusEvent",
    "is_from_ecall",
    "parse_received",
    "parse_status",
]

_Event = Union[StatusEvent, ReceivedMessage, CallbackReply, CallbackSms, CallbackNotification]

@final
class StatusEvent(MessageStatus):
    """The state of a message, as eCall told it by itself."""

    @property
    def list_id(self) -> Optional[str]:
        """The list that the message was sent with, where the event names it."""

    @property
    def raw(self) -> Tuple[Tuple[str, Any], ...]:
        """A (name, value) pair for every parameter of the query or member of the JSON as it came, in order."""

@final
class ReceivedMessage:
    """A message that somebody sent to a number of the account."""

    @property
    def channel(self) -> Optional[str]:
        """The channel that the message took: "Sms", "Whatsapp", "Rcs", an open set."""

    @property
    def message_id(self) -> Optional[str]:
        """The id of the message."""

    @property
    def from_(self) -> Optional[str]:
        """Who sent it."""

    @property
    def to(self) -> Optional[str]:
        """The number it was sent to."""

    @property
    def text(self) -> Optional[str]:
        """The text, where the content is one."""

    @property
    def reply_id(self) -> Optional[str]:
        """The id of the button or row that was chosen of an interactive message."""

    @property
    def reply_title(self) -> Optional[str]:
        """The title of the button or row that was chosen of an interactive message."""

    @property
    def content(self) -> Optional[Dict[str, Any]]:
        """What it says, with the names of the wire: `content["type"]` tells what it is. None where there is none that can be
        read."""

    @property
    def timestamp(self) -> Optional[datetime]:
        """When it was received: aware (UTC), naive where the service named no zone, None where it is no datetime."""

    @property
    def timestamp_text(self) -> Optional[str]:
        """The same as the service wrote it."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields that this version does not know."""

def parse_status(data: Union[str, Buffer]) -> StatusEvent:
    """Reads a status notification: the query of a GET, or the JSON of a POST."""

def parse_received(data: Union[str, Buffer]) -> ReceivedMessage:
    """Reads a message that was received: JSON."""

def is_from_ecall(ip: str) -> bool:
    """Whether a request comes from eCall, by the address of its sender."""

@final
class Receiver:
    """What `ecall.webhook.wsgi` and `ecall.webhook.asgi` stand on."""

    def __new__(cls, options: Tuple[Any, ...]) -> Receiver: ...
    @property
    def max_body(self) -> int:
        """The longest body that is taken."""

    def admit(self, head: Tuple[str, str, List[str], Optional[int]]) -> Optional[Tuple[int, str, Optional[str]]]:
        """What has to be answered before the body is read; None where it may be."""

    def open(
        self, head: Tuple[str, str, List[str], Optional[int]], query: str, body: bytes
    ) -> Tuple[Optional[_Event], Optional[Tuple[int, str, Optional[str]]]]:
        """The event, or what has to be answered instead."""
