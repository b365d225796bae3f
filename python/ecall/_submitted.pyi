"""What the extension has of the SMPP interface. Use `ecall.SmppClient` and `ecall.AsyncSmppClient`."""

from asyncio import Future
from typing import Any, Iterator, List, Optional, Tuple, Union, final

from ._ecall import Call, Hub, Stream
from ._error import EcallError, PartOutcome

__all__ = ["SmppSession", "Submitted", "Submitting"]

@final
class Submitted:
    """A message that the centre accepted, all parts of it."""

    @property
    def message_id(self) -> Optional[str]:
        """The centre's id of the first part, by which receipts name it; None where the centre gave none."""

    @property
    def parts(self) -> Tuple[PartOutcome, ...]:
        """What became of each part, in their order; one at least."""

    @property
    def possible_duplicate(self) -> bool:
        """A part may have been accepted twice: an attempt before the accepted one had no certain end."""

@final
class Submitting:
    """Any number of messages that are being sent. Use `ecall.SmppClient.submit_many`."""

    def check(self) -> None:
        """Refuses in a child that was forked meanwhile: what came out is its parent's."""

    @property
    def room(self) -> int:
        """How many messages may be given in now."""

    def give(self, source: Iterator[Any]) -> bool:
        """Gives in what an iterator has, as far as there is room and for as long as that is no waste of time. Whether that was
        its end."""

    def put(self, messages: List[Any]) -> None:
        """Gives in all of a list."""

    def end(self) -> None:
        """No more messages will be given in."""

    def cancel(self) -> None:
        """Sends nothing more; what was written and not answered is of unknown outcome."""

    def wait(self, giving: bool) -> None:
        """Waits for results or, where messages are to be given in, for room."""

    def start(self, hub: Hub, waiter: Future[Any], giving: bool) -> None:
        """The same; `waiter`, a future of the hub's loop, is told when there is something."""

    def take(self) -> Tuple[List[Tuple[int, Union[Submitted, EcallError]]], bool]:
        """The results that came out, and whether nothing more will."""

    def counts(self) -> Tuple[int, int, int, int, int]:
        """How many were given, accepted, refused, of unknown outcome, and perhaps accepted twice."""

@final
class SmppSession:
    """What `ecall.SmppClient` and `ecall.AsyncSmppClient` stand on."""

    def __new__(cls, options: Tuple[Any, ...]) -> SmppSession: ...
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

    def events(self, asynchronous: bool) -> Stream:
        """What happens on the link, for `start` where it is `asynchronous` and else for `call`."""

    def submit_many(self, options: Tuple[Any, ...]) -> Submitting:
        """Begins to send many messages."""

    def close(self) -> None:
        """Refuses every later call."""

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
