"""Asynchronous calls: from a coroutine to the extension's I/O thread and back.

The I/O thread puts answers into one queue per event loop, the hub, and wakes the loop once per batch.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop, CancelledError, Future, get_running_loop
from typing import TYPE_CHECKING, Any, Callable, Tuple
from weakref import ReferenceType, WeakKeyDictionary, ref

from . import _fork as _fork
from ._ecall import Call, Hub
from ._error import explain

if TYPE_CHECKING:
    from ._session import AnySession

_hubs: WeakKeyDictionary[AbstractEventLoop, Hub] = WeakKeyDictionary()


async def run(session: AnySession, operation: str, arguments: Tuple[Any, ...], options: Tuple[Any, ...]) -> Any:
    """Makes a call and waits for its end."""
    loop = get_running_loop()
    waiter = loop.create_future()
    call = session.start(hub(), waiter, operation, arguments, options)
    try:
        answer = await waiter
    except GeneratorExit:
        # The coroutine is thrown away and may not wait any more.
        call.cancel()
        raise
    except BaseException as interruption:
        explain(interruption, await _end(call, waiter, loop))
        raise
    # An exception travels as a value, so that none is left unread where the task was cancelled meanwhile.
    if isinstance(answer, BaseException):
        try:
            raise answer
        finally:
            # Its traceback holds this frame. The garbage collector does not see what the call holds, and would keep all of it.
            del answer, call, waiter
    return answer


def hub() -> Hub:
    """The hub of the loop that runs."""
    loop = get_running_loop()
    found = _hubs.get(loop)
    return found if found is not None and found.is_own() else _watched(loop)


def _watched(loop: AbstractEventLoop) -> Hub:
    """A hub whose wake-ups the loop watches."""
    try:
        hub = Hub()
        loop.add_reader(hub.fileno(), hub.drain)
    except NotImplementedError:
        # The loop, or the platform, watches no descriptors.
        hub = Hub(_scheduler(ref(loop)))
    _hubs[loop] = hub
    return hub


def _scheduler(loop: ReferenceType[AbstractEventLoop]) -> Callable[[], None]:
    """Wakes a loop without keeping it, or its hub, alive."""

    def schedule() -> None:
        woken = loop()
        hub = None if woken is None else _hubs.get(woken)
        if woken is not None and hub is not None:
            woken.call_soon_threadsafe(hub.drain)

    return schedule


async def _end(call: Call, waiter: Future[Any], loop: AbstractEventLoop) -> Any:
    """Cancels a call and tells what became of it, which the library knows at once."""
    if waiter.done() and not waiter.cancelled():
        return waiter.result()
    while True:
        late = loop.create_future()
        answer = call.cancel(late)
        if answer is not None:
            return answer
        try:
            return await late
        except CancelledError:
            # Cancelled once more: the answer is under way all the same.
            continue
