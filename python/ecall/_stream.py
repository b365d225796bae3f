"""What comes one by one from a blocking client: received messages, states between two times, and the events of a link."""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any, Generic, Iterator, Optional, Tuple, TypeVar, Union

from ._jobs import InboundSms, JobStatus

if TYPE_CHECKING:
    from datetime import datetime

    from ._ecall import HttpsSession, SmppSession
    from ._ecall import Stream as Source
    from ._ecall import Turn

Item = TypeVar("Item")


class Stream(Generic[Item]):
    """What is read one by one, each with a call of its own."""

    def __init__(self, session: Union[HttpsSession, SmppSession], source: Source) -> None:
        self._session = session
        self._source = source
        # Threads may take turns; what runs within a call, like the handler of a signal, may not begin another.
        self._lock = RLock()
        self._busy = False

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        # Before the lock: in a child that was forked meanwhile nobody gives it back.
        turn = self._source.turn()
        try:
            item: Optional[Item] = self._call("next", turn)
            if item is not None:
                return item
        except BaseException:
            # A signal's handler may raise after the item came: the caller has not seen it. Nothing is missed where none came.
            turn.missed()
            raise
        raise StopIteration

    def _call(self, operation: str, turn: Turn) -> Any:
        with self._lock:
            if self._busy:
                raise RuntimeError("this thread is within a call to it")
            self._busy = True
            try:
                return self._session.call(operation, (turn,), ())
            except BaseException:
                # Here too: once the lock is given back another thread may ask for the next.
                turn.missed()
                raise
            finally:
                self._busy = False


class Messages(Stream[InboundSms]):
    """The messages that wait at the service, made by `HttpsClient.messages`: iterate over it for one InboundSms after the other.

    A message counts as taken, and is deleted at the service, when the next is asked for or `acknowledge()` is called. Leaving the
    loop, by a break or an exception, leaves the last message there: it comes again, also in another program. Whoever is killed
    between reading a message and asking for the next sees it twice, never less than once. Iterating again goes on: it takes the
    message that was left. After an error, and after Ctrl-C, the same is tried again; a message that a signal's handler kept from
    the loop comes again. A next() of your own may lose one where the handler raises after its return, before the result is kept. In
    a process that was forked meanwhile it raises a ForkedError.
    """

    def __init__(self, session: HttpsSession, messages: Tuple[Any, ...], options: Tuple[Any, ...]) -> None:
        super().__init__(session, session.messages(False, messages, options))

    def acknowledge(self) -> None:
        """Says that the last message is taken, and deletes it at the service. Nothing happens where there is none.

        Raises:
            EcallError: the message may come again.
        """
        self._call("acknowledge", self._source.turn())


class StatusRange(Stream[JobStatus]):
    """The states between two times, made by `HttpsClient.status_range`: iterate over it for one JobStatus after the other. An error
    ends it; what Ctrl-C cut short does too."""

    def __init__(
        self,
        session: HttpsSession,
        start: Union[str, datetime],
        end: Union[str, datetime],
        options: Tuple[Any, ...],
    ) -> None:
        super().__init__(session, session.status_range(False, start, end, options))
