"""What a blocking client of the SMPP interface has besides its calls: what happens on the link, and many messages over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional, Tuple, Union

from ._ecall import Submitted
from ._error import EcallError
from ._events import SmppEvent
from ._many import Sends
from ._stream import Stream
from .errors import ForkedError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Callable, Iterable, Type

    from ._ecall import SmppSession
    from ._many import BulkCounts

SmppText = Union[Mapping[str, Any], Tuple[str, str], Tuple[str, str, Optional[str]]]
"""A message of many: a dict with "to", "text", "from" and options, or a tuple of the first three."""
SmppSent = Tuple[int, Union[Submitted, EcallError]]


class SmppEvents(Stream[SmppEvent]):
    """What happens on the link, made by `SmppClient.events`: iterate over it for one event after the other, until the client is
    closed and all were read.

    An event counts as taken when the next is asked for or `acknowledge()` is called: only then is a receipt or a message answered, so
    that the centre delivers it again where the process dies before. Leaving the loop, by a break or an exception, leaves the last one
    untaken; iterating again takes it, and once the reader is closed or thrown away the centre is told to deliver it again. After
    Ctrl-C an event that a signal's handler kept from the loop comes again. Where there are several readers, each event goes to one
    of them; while there is none, the centre is told to try again later. In a process that was forked meanwhile it raises a
    ForkedError. A context manager that closes itself.
    """

    def __init__(self, session: SmppSession, options: Tuple[Any, ...]) -> None:
        super().__init__(session, session.events(False))

    def acknowledge(self) -> None:
        """Says that the last event is taken. Nothing happens where there is none."""
        self._call("acknowledge", self._source.turn())

    def close(self) -> None:
        """Reads no more events, and leaves the last one untaken. Waits for a call of another thread to it."""
        try:
            turn = self._source.turn()
        except ForkedError:
            return  # The reader is the parent's.
        self._call("leave", turn)

    def __enter__(self) -> SmppEvents:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()


class SmppBulk(Sends[SmppSent]):
    """Messages that are being sent, made by `SmppClient.submit_many`: iterate over it for an (index, result) pair for each as it
    ends, a Submitted or an EcallError.

    A context manager that stops it. What the iterable or the progress hook raises, and Ctrl-C, comes out of the iteration after the
    sending was ended; `stop()` then still tells what became of the rest.
    """

    def __init__(
        self,
        session: SmppSession,
        messages: Iterable[SmppText],
        progress: Optional[Callable[[BulkCounts], object]],
        options: Tuple[Any, ...],
    ) -> None:
        super().__init__(messages, progress, lambda: session.submit_many(options))
