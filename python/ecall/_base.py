"""What all clients are besides their operations."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import NoReturn, Optional, Type, TypeVar

    from ._session import AnySession

    _Self = TypeVar("_Self", bound="Base")


class Base:
    """A session of the extension, which is all that a client holds."""

    __slots__ = ("__weakref__", "_session")

    _session: AnySession

    def _prepare(self) -> None:
        """Loads what calls will need."""

    def close(self) -> None:
        """Refuses every later call with a ClosedError. Calls that are under way go on to their end."""
        if not self.closed:
            self._session.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed, or could not be made."""
        session: Optional[AnySession] = getattr(self, "_session", None)
        return session is None or session.closed

    def __repr__(self) -> str:
        return f"<ecall.{type(self).__name__}{' closed' if self.closed else ''}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} holds a password and connections: make one in each process")


class BaseClient(Base):
    """A client whose calls block."""

    __slots__ = ()

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()


class BaseAsyncClient(Base):
    """A client whose calls are coroutines."""

    __slots__ = ("_run",)

    def _prepare(self) -> None:
        # Only a program that makes such a client needs asyncio.
        from ._aio import run

        self._run = run

    async def __aenter__(self: _Self) -> _Self:
        return self

    async def __aexit__(
        self,
        kind: Optional[Type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()
