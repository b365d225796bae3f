"""Files that are sent and fetched: how far they have come, and what they may come from and go to."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any, Awaitable, Optional, Protocol, Tuple, Union

from ._error import Record

if TYPE_CHECKING:
    from typing_extensions import Buffer as Buffer

FaxFile = Union[str, PathLike[str], Tuple[str, Union["Buffer", PathLike[str]]]]
"""A path, or a pair of a name and bytes, or of a name and a path."""


class Readable(Protocol):
    """Gives so many bytes at most; none at its end."""

    def read(self, size: int, /) -> Buffer:
        """Reads."""
        ...


class AsyncReadable(Protocol):
    """The same as a coroutine."""

    def read(self, size: int, /) -> Awaitable[Buffer]:
        """Reads."""
        ...


class Writable(Protocol):
    """Takes bytes; may tell how many it took."""

    def write(self, chunk: bytes, /) -> Any:
        """Writes."""
        ...


class AsyncWritable(Protocol):
    """The same as a coroutine."""

    def write(self, chunk: bytes, /) -> Awaitable[Any]:
        """Writes."""
        ...


class MediaProgress(Record):
    """How far a transfer has come.

    Attributes:
        transferred: Bytes of the file that went out or came in, in this attempt.
        total: How many it has, where that is known.
    """

    __slots__ = ("transferred", "total")
    transferred: int
    total: Optional[int]

    def __init__(self, transferred: int, total: Optional[int] = None) -> None:
        self.transferred = transferred
        self.total = total
