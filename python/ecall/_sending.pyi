"""What the extension has of work on many messages. Use `ecall.Client.send_many` and `ecall.Client.wait_many`."""

from asyncio import Future
from typing import Any, Iterator, List, Mapping, Tuple, Union, final

from ._ecall import Hub, MessageResult, MessageStatus
from ._error import EcallError

__all__ = ["Sending", "Watching"]

@final
class Sending:
    """Any number of messages that are being sent. Use `ecall.Client.send_many`."""

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
        """Ends the calls that are under way and begins no other."""

    def wait(self, giving: bool) -> None:
        """Waits for results or, where messages are to be given in, for room."""

    def start(self, hub: Hub, waiter: Future[Any], giving: bool) -> None:
        """The same; `waiter`, a future of the hub's loop, is told when there is something."""

    def take(self) -> Tuple[List[Tuple[int, Union[MessageResult, EcallError]]], bool]:
        """The results that came out, and whether nothing more will."""

    def counts(self) -> Tuple[int, int, int, int, int]:
        """How many were given, accepted, refused, of unknown outcome, and perhaps accepted twice."""

    def unknown(self) -> Tuple[int, ...]:
        """The messages that may have been accepted or not because of the cancellation."""

@final
class Watching:
    """Many messages that are being followed. Use `ecall.Client.wait_many`."""

    def check(self) -> None:
        """Refuses in a child that was forked meanwhile: what came out is its parent's."""

    def notify(self, event: Union[MessageStatus, Mapping[str, Any]]) -> None:
        """Tells what a webhook heard of a message: a state, or the dict of one."""

    def cancel(self) -> None:
        """Ends it: the messages that are still followed come out as cancelled."""

    @property
    def open(self) -> int:
        """How many messages are still followed."""

    def wait(self) -> None:
        """Waits for results."""

    def start(self, hub: Hub, waiter: Future[Any]) -> None:
        """The same; `waiter`, a future of the hub's loop, is told when there is something."""

    def take(self) -> Tuple[List[Tuple[str, Union[MessageStatus, EcallError]]], bool]:
        """The results that came out, and whether nothing more will."""
