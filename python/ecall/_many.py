"""Many messages, from threads: sending them, and following them to their final states."""

from __future__ import annotations

from collections import deque
from threading import RLock
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Deque,
    Generic,
    Iterable,
    Iterator,
    List,
    Optional,
    Protocol,
    Tuple,
    TypeVar,
    Union,
)

from . import _fork as _fork
from ._ecall import MessageResult, MessageStatus
from ._error import EcallError, Record
from .errors import ForkedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Mapping, Type

    from . import models
    from ._ecall import Sending, Session

    _Self = TypeVar("_Self", bound="Sends[Any]")

Done = TypeVar("Done", bound=Tuple[Any, Any])
"""What came out: which message, and what became of it."""
Sent = Tuple[int, Union[MessageResult, EcallError]]
Seen = Tuple[str, Union[MessageStatus, EcallError]]


class BulkCounts(Record):
    """How far the sending of many messages has come.

    Attributes:
        given: Messages that were given, those that wait included.
        accepted: Accepted by the service.
        refused: Certainly not accepted: refused, or never sent.
        unknown: May have been accepted or not.
        possible_duplicates: Accepted, and an attempt before may have been accepted too.
    """

    __slots__ = ("given", "accepted", "refused", "unknown", "possible_duplicates")
    given: int
    accepted: int
    refused: int
    unknown: int
    possible_duplicates: int

    def __init__(self, given: int, accepted: int, refused: int, unknown: int, possible_duplicates: int) -> None:
        self.given = given
        self.accepted = accepted
        self.refused = refused
        self.unknown = unknown
        self.possible_duplicates = possible_duplicates

    @property
    def open(self) -> int:
        """Messages of which it is not yet known what becomes."""
        return max(self.given - self.accepted - self.refused - self.unknown, 0)


class End(Protocol):
    """The extension's end of work on many messages."""

    def check(self) -> None:
        """Refuses in a child that was forked meanwhile."""
        ...

    def cancel(self) -> None:
        """Ends what is under way."""
        ...


class Pump(End, Protocol[Done]):
    """The same of messages that are sent."""

    @property
    def room(self) -> int:
        """How many messages may be given in now."""
        ...

    def give(self, source: Iterator[Any]) -> bool:
        """Gives in what an iterator has. Whether that was its end."""
        ...

    def put(self, messages: List[Any]) -> None:
        """Gives in all of a list."""
        ...

    def end(self) -> None:
        """No more messages will be given in."""
        ...

    def wait(self, giving: bool) -> None:
        """Waits for results, or for room."""
        ...

    def start(self, hub: Any, waiter: Any, giving: bool) -> None:
        """The same for an event loop."""
        ...

    def take(self) -> Tuple[List[Done], bool]:
        """The results that came out, and whether nothing more will."""
        ...

    def counts(self) -> Tuple[int, int, int, int, int]:
        """How far it has come."""
        ...


class Many(Generic[Done]):
    """What comes out one by one, though it crosses from the extension in batches."""

    def __init__(self, end: End) -> None:
        self._end = end
        self._done: Deque[Done] = deque()
        self._over = False
        # Threads may take turns; what is called within a turn may end it.
        self._lock = RLock()

    def __iter__(self) -> Iterator[Done]:
        return self

    def __next__(self) -> Done:
        with self._lock:
            self._end.check()
            while not self._done:
                if self._over:
                    raise StopIteration
                try:
                    self._turn()
                except BaseException:
                    self._halt()
                    raise
            return self._done.popleft()

    def _take(self, taken: Tuple[List[Done], bool]) -> bool:
        done, self._over = taken
        self._done.extend(done)
        return bool(done)

    def _turn(self) -> None:
        """Waits until there is something, and takes it."""
        raise NotImplementedError

    def _halt(self) -> None:
        """Ends what is under way, and takes what is left."""
        raise NotImplementedError


class Sends(Many[Done]):
    """Messages that are being sent, over whichever interface."""

    def __init__(
        self,
        messages: Iterable[Any],
        progress: Optional[Callable[[BulkCounts], object]],
        begin: Callable[[], Pump[Done]],
    ) -> None:
        self._source: Optional[Iterator[Any]] = iter(messages)
        self._progress = progress
        self._told = BulkCounts(0, 0, 0, 0, 0)
        self._sending = begin()
        super().__init__(self._sending)

    def _turn(self) -> None:
        if self._source is not None and self._sending.give(self._source):
            self._source = None
        self._sending.wait(self._source is not None)
        came = self._take(self._sending.take())
        if self._progress is not None:
            counts = self.counts
            # The last results may have come out before they were counted.
            if came or (self._over and counts != self._told):
                self._told = counts
                self._progress(counts)

    def _halt(self) -> None:
        self._source = None
        self._sending.cancel()
        while not self._over:
            self._sending.wait(False)
            self._take(self._sending.take())

    def stop(self) -> List[Done]:
        """Ends the calls that are under way and takes no more messages. Returns the pairs that have not come out yet: every
        message that was taken has one."""
        # Whoever waits for a result in another thread gets one now.
        self._sending.cancel()
        with self._lock:
            self._halt()
            rest = list(self._done)
            self._done.clear()
        return rest

    @property
    def counts(self) -> BulkCounts:
        """How far it has come."""
        return BulkCounts(*self._sending.counts())

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        try:
            self.stop()
        except ForkedError:
            pass  # It goes on in the parent, which leaves this block too.


class Bulk(Sends[Sent]):
    """Messages that are being sent, made by `Client.send_many`: iterate over it for an (index, result) pair for each as it ends.

    A context manager that stops it. What the iterable or the progress hook raises, and Ctrl-C, comes out of the iteration
    after the calls that were under way were ended; `stop()` then still tells what became of the rest.
    """

    def __init__(
        self,
        session: Session,
        messages: Iterable[Union[models.Message, Mapping[str, Any]]],
        progress: Optional[Callable[[BulkCounts], object]],
        options: Tuple[Any, ...],
    ) -> None:
        def begin() -> Sending:
            self._calls = session.send_many(options)
            return self._calls

        super().__init__(messages, progress, begin)

    @property
    def unknown(self) -> Tuple[int, ...]:
        """The indices of the messages that may have been accepted or not because it was stopped: those that were under way."""
        return self._calls.unknown()


class Following(Many[Seen]):
    """Messages that are followed, made by `Client.wait_many`: iterate over it for a (message_id, result) pair for each as its
    state becomes final. A context manager that cancels it."""

    def __init__(self, session: Session, message_ids: Iterable[Optional[str]], options: Tuple[Any, ...]) -> None:
        self._watching = session.wait_many(message_ids, options)
        super().__init__(self._watching)

    def _turn(self) -> None:
        self._watching.wait()
        self._take(self._watching.take())

    def _halt(self) -> None:
        self._watching.cancel()

    def notify(self, event: Union[MessageStatus, Mapping[str, Any]]) -> None:
        """Tells what a webhook heard of a message: a state, or a dict with the names of the wire. One that is followed comes out at
        once where the state is final; events of other messages, or a second time, change nothing. For any thread."""
        self._watching.notify(event)

    def cancel(self) -> None:
        """Ends it: the messages that are still followed come out with a CancelledError. For any thread."""
        self._watching.cancel()

    @property
    def open(self) -> int:
        """How many messages are still followed."""
        return self._watching.open

    def __enter__(self) -> Following:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        try:
            self.cancel()
        except ForkedError:
            pass  # It goes on in the parent, which leaves this block too.
