"""What an asynchronous client of the SMPP interface has besides its calls: what happens on the link, and many messages over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Tuple

from ._aio import run
from ._aiomany import AsyncSends
from ._aiostream import AsyncStream
from ._events import SmppEvent
from ._link import SmppSent
from .errors import ForkedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import AsyncIterable, Callable, Iterable, Optional, Type, Union

    from ._ecall import SmppSession
    from ._link import SmppText
    from ._many import BulkCounts


class AsyncSmppEvents(AsyncStream[SmppEvent]):
    """What happens on the link, made by `AsyncSmppClient.events`: iterate over it (`async for`) for one event after the other, until
    the client is closed and all were read.

    An event counts as taken when the next is asked for or `acknowledge()` is called: only then is a receipt or a message answered, so
    that the centre delivers it again where the process dies before. Leaving the loop, by a break, an exception or a cancelled task,
    leaves the last one untaken; iterating again takes it, and once the reader is closed or thrown away the centre is told to deliver
    it again. An event that came too late for a cancelled task or a time-out of asyncio's comes again. Where there are several
    readers, each event goes to one of them; while there is none, the centre is told to try again later. In a process that was forked
    meanwhile it raises a ForkedError. An asynchronous context manager that closes itself.
    """

    def __init__(self, session: SmppSession, options: Tuple[Any, ...]) -> None:
        super().__init__(session, session.events(True))

    async def acknowledge(self) -> None:
        """Says that the last event is taken. Nothing happens where there is none."""
        await run(self._session, "acknowledge", (self._source.turn(),), ())

    async def close(self) -> None:
        """Reads no more events, and leaves the last one untaken. Waits for a call of another task to it."""
        try:
            turn = self._source.turn()
        except ForkedError:
            return  # The reader is the parent's.
        await run(self._session, "leave", (turn,), ())

    async def __aenter__(self) -> AsyncSmppEvents:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        await self.close()


class AsyncSmppBulk(AsyncSends[SmppSent]):
    """Messages that are being sent, made by `AsyncSmppClient.submit_many`: iterate over it (`async for`) for an (index, result) pair
    for each as it ends, a Submitted or an EcallError.

    An asynchronous context manager that stops it. What the iterable or the progress hook raises, and cancelling the task, comes out
    of the iteration after the sending was ended; `stop()` then still tells what became of the rest.
    """

    def __init__(
        self,
        session: SmppSession,
        messages: Union[Iterable[SmppText], AsyncIterable[SmppText]],
        progress: Optional[Callable[[BulkCounts], object]],
        options: Tuple[Any, ...],
    ) -> None:
        super().__init__(messages, progress, lambda: session.submit_many(options))
