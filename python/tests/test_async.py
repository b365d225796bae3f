"""The asynchronous client: cancellation, several loops, loops that watch no descriptors, ends with calls under way."""

import asyncio
import gc
import threading
import time

import ecall
import pytest
from scripts import run


def send(client, **more):
    return client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo", **more)


async def arrived(account):
    while not account.requests():
        await asyncio.sleep(0.005)


def test_context_manager_and_gather(account):
    async def main():
        async with ecall.AsyncClient(**account.options()) as client:
            answers = await asyncio.gather(*(send(client) for _ in range(100)))
        with pytest.raises(ecall.ClosedError):
            await send(client)
        return {answer.message_id for answer in answers}

    assert len(asyncio.run(main())) == 100
    assert len(account.requests()) == 100


@pytest.mark.parametrize("number", [1, 5, 10, 100, 1000])
def test_many_in_flight(account, number):
    async def main():
        client = ecall.AsyncClient(**account.options(timeout=60.0))
        return await asyncio.gather(*(client.check() for _ in range(number)))

    assert len(asyncio.run(main())) == number


def test_a_task_that_is_cancelled_after_the_request(account):
    account.script({"fault": "silence"})

    async def main():
        client = ecall.AsyncClient(**account.options(timeout=30.0))
        task = asyncio.create_task(send(client))
        await arrived(account)
        begun = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        return caught.value, time.monotonic() - begun

    error, seconds = asyncio.run(main())
    while not error.__cause__ and error.__context__:  # Python 3.10 raises another one in its place
        error = error.__context__
    assert (error.__cause__.kind, error.__cause__.outcome) == ("cancelled", "unknown")
    assert seconds < 0.5
    assert len(account.requests()) == 1


def test_a_task_that_is_cancelled_before_it_began(account):
    async def main():
        client = ecall.AsyncClient(**account.options())
        task = asyncio.create_task(send(client))
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert caught.value.__cause__ is None

    asyncio.run(main())
    assert account.requests() == []


def test_a_task_that_is_cancelled_twice(account):
    account.script({"fault": "silence"})

    async def main():
        client = ecall.AsyncClient(**account.options(timeout=30.0))
        task = asyncio.create_task(send(client))
        await arrived(account)
        task.cancel()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_cancelling_when_the_answer_is_there_keeps_it(account):
    async def main():
        client = ecall.AsyncClient(**account.options())
        task = asyncio.create_task(send(client))
        await asyncio.sleep(0)
        # Let the answer come while the loop does not run.
        while not account.requests():
            time.sleep(0.005)
        time.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        return caught.value

    error = asyncio.run(main())
    if hasattr(asyncio, "Runner"):
        assert error.ecall_answer.message_id


def test_wait_for_ends_a_call(account):
    account.script({"fault": "silence"})

    async def main():
        client = ecall.AsyncClient(**account.options(timeout=30.0))
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(send(client), 0.3)

    begun = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - begun < 2


def test_asyncio_run_ends_with_a_send_under_way(account):
    account.script({"fault": "silence"})
    begun = time.monotonic()
    run(
        """
        async def main():
            client = ecall.AsyncClient(**OPTIONS)
            main.task = asyncio.create_task(send(client))
            await asyncio.sleep(0.3)
        asyncio.run(main(), debug=True)
        assert main.task.cancelled()
        """,
        account,
        timeout=30.0,
    )
    assert time.monotonic() - begun < 5
    assert len(account.requests()) == 1


def test_a_coroutine_that_is_thrown_away(account):
    account.script({"fault": "silence"})

    async def main():
        client = ecall.AsyncClient(**account.options(timeout=30.0))
        call = send(client)
        call.send(None)
        await arrived(account)
        call.close()
        del call
        gc.collect()
        await asyncio.sleep(0.1)

    asyncio.run(main())


def test_several_loops_share_a_client(account):
    client = ecall.AsyncClient(**account.options())
    ids = []

    async def main():
        for _ in range(5):
            answers = await asyncio.gather(*(send(client) for _ in range(4)))
            ids.extend(answer.message_id for answer in answers)

    threads = [threading.Thread(target=lambda: asyncio.run(main())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asyncio.run(main())
    assert len(set(ids)) == 100


def test_loops_are_let_go(account):
    from ecall import _aio

    client = ecall.AsyncClient(**account.options())
    for _ in range(3):
        asyncio.run(send(client))
        # An error holds the frames that it came through.
        with pytest.raises(ecall.InvalidArgumentError):
            asyncio.run(client.send_sms("", ""))
        with pytest.raises(asyncio.TimeoutError):
            asyncio.run(cut_short(account, client))
    gc.collect()
    assert len(_aio._hubs) == 0


async def cut_short(account, client):
    account.script({"fault": "silence"})
    await asyncio.wait_for(send(client), 0.2)


class Unwatching(asyncio.SelectorEventLoop):
    """A loop that watches no descriptors, as that of Windows."""

    ready = False
    wakes = 0

    def add_reader(self, *_):
        raise NotImplementedError

    def call_soon_threadsafe(self, callback, *arguments, **more):
        self.wakes += 1
        return super().call_soon_threadsafe(callback, *arguments, **more)


def test_a_loop_that_watches_no_descriptors(account):
    loop = Unwatching()
    client = ecall.AsyncClient(**account.options())

    async def main():
        answers = await asyncio.gather(*(client.check() for _ in range(200)))
        return len(answers)

    try:
        assert loop.run_until_complete(main()) == 200
        assert loop.wakes <= 200
    finally:
        loop.close()
    del loop
    gc.collect()


def test_the_loop_runs_while_a_call_waits(account):
    account.script({"accept": True, "delay_ms": 300})

    async def main():
        client = ecall.AsyncClient(**account.options())
        task = asyncio.create_task(send(client))
        turns = 0
        while not task.done():
            await asyncio.sleep(0)
            turns += 1
        await task
        return turns

    assert asyncio.run(main()) > 1000


def test_an_error_has_the_caller_in_its_traceback(account):
    async def main():
        client = ecall.AsyncClient(**account.options())
        with pytest.raises(ecall.InvalidArgumentError) as caught:
            await client.send_sms("", "")
        return [entry.name for entry in caught.traceback]

    assert "send_sms" in asyncio.run(main())
