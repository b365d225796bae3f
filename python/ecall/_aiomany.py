"""Many messages, from coroutines: sending them, and following them to their final states."""

from __future__ import annotations

from asyncio import FIRST_COMPLETED, CancelledError, Future, ensure_future, get_running_loop, wait
from collections import deque
from typing import (
    TYPE_CHECKING,
    Any,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Deque,
    Dict,
    Generic,
    Iterable,
    Iterator,
    List,
    Optional,
    Set,
    Tuple,
    TypeVar,
    Union,
)

from ._aio import hub
from ._many import BulkCounts, Done, End, Pump, Seen, Sent
from .errors import ForkedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Mapping, Type

    from . import models
    from ._ecall import MessageStatus, Sending, Session

    _Self = TypeVar("_Self", bound="AsyncSends[Any]")


class AsyncMany(Generic[Done]):
    """What comes out one by one, though it crosses from the extension in batches."""

    def __init__(self, end: End) -> None:
        self._end = end
        self._done: Deque[Done] = deque()
        self._over = False
        self._turns: Dict[bool, Future[Any]] = {}

    def __aiter__(self) -> AsyncIterator[Done]:
        return self

    async def __anext__(self) -> Done:
        self._end.check()
        while not self._done:
            if self._over:
                raise StopAsyncIteration
            try:
                await self._turn()
            except GeneratorExit:
                # The coroutine is thrown away and may not wait any more.
                self._end.cancel()
                raise
            except BaseException:
                await self._halt()
                raise
        return self._done.popleft()

    def _take(self, taken: Tuple[List[Done], bool]) -> bool:
        done, self._over = taken
        self._done.extend(done)
        return bool(done)

    def _begun(self, giving: bool) -> Future[Any]:
        """The turn that is waited for, begun if it is not: one that nobody waits for any more still brings its results."""
        turn = self._turns.get(giving)
        if turn is None or turn.done():
            turn = self._turns[giving] = get_running_loop().create_future()
            self._begin(turn, giving)
        return turn

    def _begin(self, turn: Future[Any], giving: bool) -> None:
        raise NotImplementedError

    async def _turn(self) -> None:
        """Waits until there is something, and takes it."""
        raise NotImplementedError

    async def _halt(self) -> None:
        """Ends what is under way, and takes what is left."""
        raise NotImplementedError


class AsyncSends(AsyncMany[Done]):
    """Messages that are being sent, over whichever interface."""

    def __init__(
        self,
        messages: Union[Iterable[Any], AsyncIterable[Any]],
        progress: Optional[Callable[[BulkCounts], object]],
        begin: Callable[[], Pump[Done]],
    ) -> None:
        self._source: Optional[Iterator[Any]] = None
        self._stream: Optional[AsyncIterator[Any]] = None
        self._feeder: Optional[Future[bool]] = None
        if isinstance(messages, AsyncIterable):
            self._stream = messages.__aiter__()
        else:
            self._source = iter(messages)
        self._progress = progress
        self._told = BulkCounts(0, 0, 0, 0, 0)
        self._sending = begin()
        super().__init__(self._sending)

    def __del__(self) -> None:
        feeder: Optional[Future[bool]] = getattr(self, "_feeder", None)
        if feeder is not None:
            _dismissed(feeder)

    def _begin(self, turn: Future[Any], giving: bool) -> None:
        self._sending.start(hub(), turn, giving)

    async def _turn(self) -> None:
        if self._source is not None and self._sending.give(self._source):
            self._source = None
        if self._stream is not None and self._feeder is None and self._sending.room:
            self._feeder = ensure_future(_feed(self._sending, self._stream, self._sending.room))
        feeder = self._feeder
        # While the feeder has room of its own it is no news that there is some.
        giving = self._source is not None or (self._stream is not None and feeder is None)
        waited: Set[Future[Any]] = {self._begun(giving)}
        if feeder is not None:
            waited.add(feeder)
        await wait(waited, return_when=FIRST_COMPLETED)
        if feeder is not None and feeder.done():
            self._feeder = None
            if feeder.result():
                self._stream = None
                self._sending.end()
        came = self._take(self._sending.take())
        if self._progress is not None:
            counts = self.counts
            # The last results may have come out before they were counted.
            if came or (self._over and counts != self._told):
                self._told = counts
                self._progress(counts)

    async def _halt(self) -> None:
        self._source = self._stream = None
        waited: Set[Future[Any]] = set()
        if self._feeder is not None:
            self._feeder.cancel()
            waited.add(self._feeder)
            self._feeder = None
        self._sending.cancel()
        while waited or not self._over:
            turn: Set[Future[Any]] = set() if self._over else {self._begun(False)}
            try:
                left = (await wait(waited | turn, return_when=FIRST_COMPLETED))[1] - turn
            except CancelledError:
                continue  # Cancelled once more: the end is near all the same.
            self._take(self._sending.take())
            if waited and not left:
                # What the feeder gave in at its end comes out too.
                self._over = False
            waited = left

    async def stop(self) -> List[Done]:
        """Ends the calls that are under way and takes no more messages. Returns the pairs that have not come out yet: every
        message that was taken has one."""
        await self._halt()
        rest = list(self._done)
        self._done.clear()
        return rest

    @property
    def counts(self) -> BulkCounts:
        """How far it has come."""
        return BulkCounts(*self._sending.counts())

    async def __aenter__(self: _Self) -> _Self:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        try:
            await self.stop()
        except ForkedError:
            pass  # It goes on in the parent.


class AsyncBulk(AsyncSends[Sent]):
    """Messages that are being sent, made by `AsyncClient.send_many`: iterate over it (`async for`) for an (index, result) pair for
    each as it ends.

    An asynchronous context manager that stops it. What the iterable or the progress hook raises, and cancelling the task, comes
    out of the iteration after the calls that were under way were ended; `stop()` then still tells what became of the rest.
    """

    def __init__(
        self,
        session: Session,
        messages: Union[
            Iterable[Union[models.Message, Mapping[str, Any]]],
            AsyncIterable[Union[models.Message, Mapping[str, Any]]],
        ],
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


async def _feed(sending: Pump[Any], stream: AsyncIterator[Any], room: int) -> bool:
    """Gives in so many messages, each batch as soon as the stream takes its time. Whether that was its end."""
    loop = get_running_loop()
    batch: List[Any] = []

    def give() -> None:
        if batch:
            sending.put(batch)
            batch.clear()

    try:
        for _ in range(room):
            message = await stream.__anext__()
            if not batch:
                loop.call_soon(give)
            batch.append(message)
        return False
    except StopAsyncIteration:
        return True
    finally:
        give()


def _dismissed(feeder: Future[bool]) -> None:
    """Cancels a feeder that nobody will wait for, from whatever thread."""
    # Said here, so that nobody is told of an exception that nobody fetched.
    feeder.add_done_callback(lambda done: done.cancelled() or done.exception())
    try:
        feeder.get_loop().call_soon_threadsafe(feeder.cancel)
    except RuntimeError:
        pass  # The loop was closed, and the feeder with it.


class AsyncFollowing(AsyncMany[Seen]):
    """Messages that are followed, made by `AsyncClient.wait_many`: iterate over it (`async for`) for a (message_id, result) pair for
    each as its state becomes final. An asynchronous context manager that cancels it; so does cancelling the task."""

    def __init__(self, session: Session, message_ids: Iterable[Optional[str]], options: Tuple[Any, ...]) -> None:
        self._watching = session.wait_many(message_ids, options)
        super().__init__(self._watching)

    def _begin(self, turn: Future[Any], giving: bool) -> None:
        self._watching.start(hub(), turn)

    async def _turn(self) -> None:
        await wait({self._begun(False)})
        self._take(self._watching.take())

    async def _halt(self) -> None:
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

    async def __aenter__(self) -> AsyncFollowing:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        try:
            self.cancel()
        except ForkedError:
            pass  # It goes on in the parent.
