"""What comes one by one from an asynchronous client: received messages, states between two times, and the events of a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, AsyncIterator, Generic, Optional, Tuple, Union

from ._aio import run
from ._jobs import InboundSms, JobStatus
from ._stream import Item

if TYPE_CHECKING:
    from datetime import datetime

    from ._ecall import HttpsSession, SmppSession
    from ._ecall import Stream as Source


class AsyncStream(Generic[Item]):
    """What is read one by one, each with a call of its own."""

    def __init__(self, session: Union[HttpsSession, SmppSession], source: Source) -> None:
        self._session = session
        self._source = source

    def __aiter__(self) -> AsyncIterator[Item]:
        return self

    async def __anext__(self) -> Item:
        turn = self._source.turn()
        try:
            item: Optional[Item] = await run(self._session, "next", (turn,), ())
            if item is not None:
                return item
        except BaseException:
            # A task may be cancelled after the item came: the caller has not seen it. Nothing is missed where none came.
            turn.missed()
            raise
        raise StopAsyncIteration


class AsyncMessages(AsyncStream[InboundSms]):
    """The messages that wait at the service, made by `AsyncHttpsClient.messages`: iterate over it (`async for`) for one InboundSms
    after the other.

    A message counts as taken, and is deleted at the service, when the next is asked for or `acknowledge()` is called. Leaving the
    loop, by a break, an exception or a cancelled task, leaves the last message there: it comes again, also in another program.
    Whoever is killed between reading a message and asking for the next sees it twice, never less than once. Iterating again goes
    on: it takes the message that was left. After an error, a time-out of asyncio's or a cancellation the same is tried again: a
    message that came too late for the task comes again. In a process that was forked meanwhile it raises a ForkedError.
    """

    def __init__(self, session: HttpsSession, messages: Tuple[Any, ...], options: Tuple[Any, ...]) -> None:
        super().__init__(session, session.messages(True, messages, options))

    async def acknowledge(self) -> None:
        """Says that the last message is taken, and deletes it at the service. Nothing happens where there is none.

        Raises:
            EcallError: the message may come again.
        """
        await run(self._session, "acknowledge", (self._source.turn(),), ())


class AsyncStatusRange(AsyncStream[JobStatus]):
    """The states between two times, made by `AsyncHttpsClient.status_range`: iterate over it (`async for`) for one JobStatus after
    the other. An error ends it."""

    def __init__(
        self,
        session: HttpsSession,
        start: Union[str, datetime],
        end: Union[str, datetime],
        options: Tuple[Any, ...],
    ) -> None:
        super().__init__(session, session.status_range(True, start, end, options))
