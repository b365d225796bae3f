"""Files of coroutines: the extension reads and writes on threads, which wait for what the event loop does."""

from __future__ import annotations

from asyncio import AbstractEventLoop, get_running_loop, run_coroutine_threadsafe
from concurrent.futures import CancelledError, Future
from inspect import iscoroutinefunction
from threading import Lock
from typing import Any, AsyncIterator, Awaitable, Callable, Optional, Set, Tuple

from ._aio import run
from ._ecall import Session


async def transfer(session: Session, operation: str, arguments: Tuple[Any, ...], options: Tuple[Any, ...]) -> Any:
    """Makes a call whose last arguments are a file and a hook of the caller's."""
    *others, file, hook = arguments
    bridge = _Bridge(get_running_loop())
    try:
        return await run(session, operation, (*others, bridge.file(file), bridge.hook(hook)), options)
    finally:
        bridge.close()


class _Bridge:
    """Takes a thread's work to the event loop, and its result back."""

    def __init__(self, loop: AbstractEventLoop) -> None:
        self._loop = loop
        self._lock = Lock()
        self._open = True
        self._waiting: Set[Future[Any]] = set()

    def file(self, file: Any) -> Any:
        """The same, such that threads can use it."""
        if iscoroutinefunction(getattr(file, "read", None)) or iscoroutinefunction(getattr(file, "write", None)):
            return _File(self, file)
        if hasattr(file, "__aiter__") and not hasattr(file, "read") and not hasattr(file, "write"):
            return _Stream(self, file.__aiter__())
        return file

    def hook(self, hook: Optional[Callable[[Any], object]]) -> Optional[Callable[[Any], object]]:
        """A hook that is called on the loop."""
        if hook is None:
            return None

        async def call(told: Any) -> None:
            hook(told)

        return lambda told: self.wait(call(told))

    def wait(self, work: Any) -> Any:
        """Waits, on a thread, for a coroutine."""
        with self._lock:
            if not self._open:
                work.close()
                raise CancelledError
            future = run_coroutine_threadsafe(work, self._loop)
            self._waiting.add(future)
        try:
            return future.result()
        finally:
            self._waiting.discard(future)

    def close(self) -> None:
        """The call has ended: no thread waits any longer."""
        with self._lock:
            self._open = False
        for future in tuple(self._waiting):
            future.cancel()


class _File:
    """A file whose methods are coroutines."""

    def __init__(self, bridge: _Bridge, file: Any) -> None:
        self._bridge = bridge
        self._file = file
        self.name = getattr(file, "name", None)

    def read(self, size: int) -> Any:
        return self._bridge.wait(_awaited(self._file.read(size)))

    def write(self, chunk: bytes) -> Any:
        return self._bridge.wait(_awaited(self._file.write(chunk)))

    def flush(self) -> None:
        if iscoroutinefunction(getattr(self._file, "flush", None)):
            self._bridge.wait(self._file.flush())


class _Stream:
    """The chunks of an asynchronous iterable."""

    def __init__(self, bridge: _Bridge, chunks: AsyncIterator[Any]) -> None:
        self._bridge = bridge
        self._chunks = chunks

    def read(self, size: int) -> Any:
        # An empty chunk is not the end.
        while True:
            chunk = self._bridge.wait(self._next())
            if chunk is None:
                return b""
            if len(chunk):
                return chunk

    async def _next(self) -> Any:
        try:
            return await self._chunks.__anext__()
        except StopAsyncIteration:
            return None


async def _awaited(work: Awaitable[Any]) -> Any:
    return await work
