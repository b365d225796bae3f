"""What the HTTPS and SOAP interfaces tell by themselves. Use `ecall.webhook`."""

from typing import Any, Dict, Literal, Optional, Tuple, Union, final

from typing_extensions import Buffer

from ._jobs import InboundSms, LocalTime

__all__ = ["CallbackNotification", "CallbackReply", "CallbackSms", "parse_callback"]

@final
class CallbackReply(InboundSms):
    """A reply to a message of the HTTPS or SOAP interface."""

    @property
    def raw(self) -> Tuple[Tuple[str, str], ...]:
        """A (name, value) pair for every parameter as it came, in order; also what the URL's owner put there."""

@final
class CallbackSms(InboundSms):
    """A message to a number of the account whose messages are forwarded."""

    @property
    def raw(self) -> Tuple[Tuple[str, str], ...]:
        """A (name, value) pair for every parameter as it came, in order; also what the URL's owner put there."""

@final
class CallbackNotification:
    """What became of a job of the HTTPS or SOAP interface at one of its recipients. Any field may be missing."""

    @property
    def job_id(self) -> Optional[str]:
        """The job."""

    @property
    def result_code(self) -> Optional[int]:
        """The result: an open number."""

    @property
    def result_text(self) -> Optional[str]:
        """The same as a text."""

    @property
    def number(self) -> Optional[str]:
        """The recipient."""

    @property
    def time_stamp(self) -> Optional[LocalTime]:
        """When it was reached."""

    @property
    def extra(self) -> Dict[str, Any]:
        """Fields that this version does not know."""

    @property
    def raw(self) -> Tuple[Tuple[str, str], ...]:
        """A (name, value) pair for every parameter as it came, in order; also what the URL's owner put there."""

def parse_callback(
    data: Union[str, Buffer], encoding: Optional[Literal["auto", "windows-1252", "utf-8"]] = None
) -> Union[CallbackReply, CallbackSms, CallbackNotification]:
    """Reads a callback of the HTTPS or SOAP interface: the query of a GET, with or without its `?`, or the whole URL."""
