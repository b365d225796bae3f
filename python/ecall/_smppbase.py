"""What the clients of the SMPP interface are besides their operations: they end with an unbind."""

from __future__ import annotations

from ._base import BaseAsyncClient, BaseClient
from .errors import ForkedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Optional, Type

    from ._ecall import SmppSession


class BaseSmppClient(BaseClient):
    """A client whose calls block."""

    __slots__ = ()

    _session: SmppSession

    def close(self) -> None:
        """Unbinds, where that was not done. In a process that was forked meanwhile nothing happens: the link is its parent's."""
        if self.closed:
            return
        try:
            self._session.call("unbind", (), ())
        except ForkedError:
            pass


class BaseAsyncSmppClient(BaseAsyncClient):
    """A client whose calls are coroutines."""

    __slots__ = ()

    _session: SmppSession

    def close(self) -> None:
        """Begins to unbind, where that was not done, and does not wait for it. In a process that was forked meanwhile nothing
        happens: the link is its parent's."""
        super().close()

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        if self.closed:
            return
        try:
            await self._run(self._session, "unbind", (), ())
        except ForkedError:
            pass
