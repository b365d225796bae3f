"""Many messages: taken as they are needed, stopped without losing a result, and nothing waits for what it need not."""

import asyncio
import itertools
import os
import pickle
import signal
import threading
import time

import ecall
import pytest
from scripts import run


def message(index=0):
    return {"channel": "Sms", "from": "ecall-demo", "to": f"+4179{index:07}", "content": {"type": "Text", "text": "x"}}


def messages(count):
    return (message(index) for index in range(count))


class Counting:
    """Messages without an end; tells how many were taken."""

    def __init__(self):
        self.taken = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.taken += 1
        return message(self.taken)


class Blocking:
    """The blocking client, as the tests below use either."""

    def __init__(self, options):
        self.client = ecall.Client(**options)

    def start(self, source, **options):
        return self.client.send_many(source, **options)

    def first(self, bulk, count):
        return list(itertools.islice(bulk, count))

    def stop(self, bulk):
        return bulk.stop()


class Async:
    def __init__(self, options):
        self.client = ecall.AsyncClient(**options)
        self.loop = asyncio.new_event_loop()

    def start(self, source, **options):
        return self.client.send_many(source, **options)

    def first(self, bulk, count):
        async def first():
            found = []
            while len(found) < count:
                try:
                    found.append(await bulk.__anext__())
                except StopAsyncIteration:
                    break
            return found

        return self.loop.run_until_complete(first())

    def stop(self, bulk):
        return self.loop.run_until_complete(bulk.stop())


class AsyncStream(Async):
    """The asynchronous client, given what `async for` is for."""

    def start(self, source, **options):
        async def stream():
            for index, item in enumerate(source):
                if index % 7 == 0:
                    await asyncio.sleep(0)
                yield item

        return super().start(stream(), **options)


ALL = 10**9


@pytest.fixture(params=[Blocking, Async, AsyncStream])
def face(request, account):
    face = request.param(account.options(max_retries=0))
    yield face
    if isinstance(face, Async):
        face.loop.run_until_complete(face.loop.shutdown_asyncgens())
        face.loop.close()


def test_every_message_has_one_result(account, face):
    told = []
    bulk = face.start(messages(300), concurrency=20, progress=told.append)
    found = face.first(bulk, ALL)
    assert sorted(index for index, _ in found) == list(range(300))
    assert all(isinstance(result, ecall.MessageResult) for _, result in found)
    assert bulk.counts == ecall.BulkCounts(300, 300, 0, 0, 0) and bulk.counts.open == 0
    assert told[-1] == bulk.counts and 1 < len(told) <= 300
    assert face.stop(bulk) == [] and bulk.unknown == ()
    assert {request["json"]["to"] for request in account.requests()} == {message(index)["to"] for index in range(300)}


def test_no_messages(account, face):
    assert face.first(face.start([]), ALL) == []


def test_messages_are_taken_as_they_are_needed(account, face):
    source = Counting()
    bulk = face.start(source, concurrency=5)
    assert len(face.first(bulk, 1)) == 1
    time.sleep(0.3)
    # Under way, waiting, and those whose results nobody takes.
    assert source.taken <= 5 * 8
    taken = source.taken
    rest = face.stop(bulk)
    assert source.taken == taken
    assert len(rest) == bulk.counts.given - 1 and bulk.counts.open == 0


def test_what_is_no_message_is_its_result(account, face):
    class Broken:
        def to_wire(self):
            raise RuntimeError("broken")

    given = [message(), 7, {"channel": "Sms", "to": 7}, Broken(), {"channel": "Sms"}, message()]
    found = dict(face.first(face.start(given), ALL))
    assert [type(found[index]).__name__ for index in range(6)] == [
        "MessageResult",
        *["InvalidArgumentError"] * 4,
        "MessageResult",
    ]
    assert all(found[index].outcome == "not_accepted" for index in range(1, 5))
    assert "broken" in str(found[3])


def test_what_the_iterable_raises_is_raised(account, face):
    class Stop(Exception):
        pass

    def source():
        yield from messages(3)
        raise Stop

    bulk = face.start(source())
    with pytest.raises(Stop):
        face.first(bulk, ALL)
    assert bulk.counts.given == 3 and bulk.counts.open == 0
    assert [index for index, _ in sorted(face.stop(bulk))] == [0, 1, 2]


def test_what_the_progress_hook_raises_is_raised(account, face):
    class Stop(Exception):
        pass

    def progress(counts):
        raise Stop

    bulk = face.start(messages(10), progress=progress)
    with pytest.raises(Stop):
        face.first(bulk, ALL)
    assert bulk.counts.open == 0
    assert len(face.stop(bulk)) == bulk.counts.given


def test_stop_tells_of_what_was_under_way(account, face):
    account.script(*[{"fault": "silence"}] * 4)
    bulk = face.start(messages(100), concurrency=4, timeout=30)
    thread = threading.Timer(0.4, bulk._sending.cancel)
    thread.start()
    begun = time.monotonic()
    rest = face.first(bulk, ALL) + face.stop(bulk)
    assert time.monotonic() - begun < 2
    thread.join()
    unknown = {index for index, result in rest if result.outcome == "unknown"}
    assert unknown == set(bulk.unknown) == {0, 1, 2, 3}
    assert bulk.counts.unknown == 4
    assert all(result.kind == "cancelled" for _, result in rest)
    assert sorted(index for index, _ in rest) == list(range(bulk.counts.given))


def test_options_that_are_out_of_range(account, face):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        face.start([], concurrency=0, rate=0)
    assert {problem.field for problem in caught.value.fields} == {"concurrency", "rate"}
    with pytest.raises(TypeError):
        face.client.send_many(7)


def test_leaving_the_block_stops_it(account):
    with ecall.Client(**account.options()).send_many(Counting(), concurrency=3) as bulk:
        for index, result in bulk:
            break
    assert bulk.counts.open == 0
    given = bulk.counts.given
    time.sleep(0.1)
    assert len(account.requests()) <= given


def test_one_that_is_dropped_stops(account):
    bulk = ecall.Client(**account.options()).send_many(Counting(), concurrency=3)
    next(bulk)
    del bulk
    time.sleep(0.2)
    before = len(account.requests())
    time.sleep(0.2)
    assert len(account.requests()) == before


def test_a_generator_that_takes_its_time_holds_nothing_up(account):
    def slow():
        yield message(0)
        yield message(1)
        time.sleep(0.5)
        yield message(2)

    def arrived():
        return len(account.requests())

    bulk = ecall.Client(**account.options()).send_many(slow())
    watch = []
    thread = threading.Thread(target=lambda: (time.sleep(0.3), watch.append(arrived())))
    thread.start()
    assert len(list(bulk)) == 3
    thread.join()
    assert watch == [2]


def test_other_threads_work_meanwhile(account):
    account.script({"accept": True, "delay_ms": 500})
    bulk = ecall.Client(**account.options()).send_many(messages(1))
    turns = []
    thread = threading.Thread(target=lambda: turns.extend(time.sleep(0.01) for _ in range(20)))
    thread.start()
    begun = time.monotonic()
    list(bulk)
    assert time.monotonic() - begun > 0.4 and len(turns) == 20
    thread.join()


def test_threads_share_one(account):
    bulk = ecall.Client(**account.options()).send_many(messages(400), concurrency=20)
    found = []
    threads = [threading.Thread(target=lambda: found.extend(bulk)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(index for index, _ in found) == list(range(400))


def test_the_loop_works_meanwhile(account):
    account.script({"accept": True, "delay_ms": 400})

    async def main():
        client = ecall.AsyncClient(**account.options())
        ticks = 0

        async def tick():
            nonlocal ticks
            while True:
                await asyncio.sleep(0.01)
                ticks += 1

        task = asyncio.create_task(tick())
        assert len([pair async for pair in client.send_many(messages(1))]) == 1
        task.cancel()
        return ticks

    assert asyncio.run(main()) > 15


def test_a_stream_that_takes_its_time_holds_nothing_up(account):
    async def main():
        client = ecall.AsyncClient(**account.options())
        go_on = asyncio.Event()

        async def stream():
            yield message(0)
            await go_on.wait()
            yield message(1)

        async with client.send_many(stream()) as bulk:
            assert (await asyncio.wait_for(bulk.__anext__(), 5))[0] == 0
            go_on.set()
            return [index async for index, _ in bulk]

    assert asyncio.run(main()) == [1]


def test_a_task_that_is_cancelled(account):
    account.script(*[{"fault": "silence"}] * 2)

    async def main():
        client = ecall.AsyncClient(**account.options(timeout=30.0))
        bulk = client.send_many(messages(2))
        task = asyncio.create_task(bulk.__anext__())
        while len(account.requests()) < 2:
            await asyncio.sleep(0.01)
        begun = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - begun < 0.5
        assert sorted(bulk.unknown) == [0, 1]
        return await bulk.stop()

    assert {result.outcome for _, result in asyncio.run(main())} == {"unknown"}


def test_ctrl_c(account):
    account.script(*[{"fault": "silence"}] * 2)
    bulk = ecall.Client(**account.options(timeout=30.0)).send_many(messages(2))
    pressed = []

    def press():
        while len(account.requests()) < 2:
            time.sleep(0.01)
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        next(bulk)
    assert time.monotonic() - pressed[0] < 0.5
    thread.join()
    assert sorted(bulk.unknown) == [0, 1] and len(bulk.stop()) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
def test_a_child_leaves_it_to_its_parent(account):
    run(
        """
        message = {"channel": "Sms", "from": "x", "to": "+41791234567", "content": {"type": "Text", "text": "x"}}
        client = ecall.Client(**OPTIONS)
        with client.send_many([message] * 50, concurrency=8) as bulk, client.wait_many(["a" * 36]) as following:
            next(bulk)
            time.sleep(0.3)
            for _ in range(8):
                next(bulk)  # then others have crossed, which are the parent's too
            assert bulk._done
            pid = os.fork()
            if pid == 0:
                for call in (bulk.stop, lambda: next(bulk), lambda: next(following), lambda: bulk.counts, lambda: following.open):
                    try:
                        call()
                    except ecall.ForkedError as error:
                        continue
                    os._exit(1)
                assert len(list(client.send_many([message]))) == 1
                sys.exit(0)
            reap(pid)
            assert len(list(bulk)) == 41
        """,
        account,
    )
    assert len([request for request in account.requests() if request["method"] == "POST"]) == 51


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform tells no memory")
def test_memory_stays_flat(account):
    """What it takes does not depend on how many messages there are; nothing is sent, because none of them is one."""
    grown = run(
        """
        import resource
        client = ecall.Client(**OPTIONS)
        def used(count):
            for _ in client.send_many(({"channel": "Sms"} for _ in range(count)), concurrency=100):
                pass
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        before = used(5_000)
        print(used(100_000) - before)
        """,
        account,
    )
    assert int(grown) < 4 * 1024


def test_lists(account):
    states = [{"messageId": "a", "channel": "Sms", "status": "Delivered"}, {"messageId": "b", "status": "Pending"}]
    account.script(
        {"respond": {"status": 201, "json": {"messages": [{"messageId": "a"}, {"messageId": "b"}], "messageListId": "l"}}},
        {"respond": {"status": 200, "json": {"messages": states, "messageListId": "l", "new": 1}}},
    )
    client = ecall.Client(**account.options())
    typed = ecall.Message(channel="Sms", to="+41791234568", from_="x", content=ecall.TextContent("x"))
    sent = client.send_list((one for one in [message(0), typed]))
    assert len(sent) == 2 and repr(sent) == "<ecall.SentList 2 of 2 accepted>" and sent.failed == ()
    sent.raise_for_failed()
    status = client.list_status(sent.list_id)
    for found in (status, pickle.loads(pickle.dumps(status))):
        assert [(state.message_id, state.is_final) for state in found.messages] == [("a", True), ("b", False)]
        assert (found.is_final, found.list_id, found.extra, found.http_status) == (False, "l", {"new": 1}, 200)
    with pytest.raises(ecall.InvalidArgumentError, match=r"messages\[1\]"):
        client.send_list([message(0), {"channel": 7}])
    assert [len(request["json"]["messages"]) for request in account.requests() if request["method"] == "POST"] == [2]


REFUSED = {"messages": [{"messageId": "a"}, {"error": {"errorCode": "NoCredit", "errorMessage": "none"}}], "messageListId": "l"}


def test_a_list_that_was_accepted_in_part(account):
    account.script({"respond": {"status": 201, "json": REFUSED}})
    sent = ecall.Client(**account.options()).send_list([message(0), message(1)])
    for found in (sent, pickle.loads(pickle.dumps(sent))):
        assert repr(found) == "<ecall.SentList 1 of 2 accepted>"
        assert [(index, result.message_id) for index, result in found.accepted] == [(0, "a")]
        assert [(index, error.ecall_code) for index, error in found.failed] == [(1, "NoCredit")]
        for _ in range(2):
            with pytest.raises(ecall.EcallError) as caught:
                found.raise_for_failed()
            assert caught.value.fields[0].field == "messages[1]"


def test_following(account):
    client = ecall.Client(**account.options())
    ids = [result.message_id for _, result in client.send_many(messages(20))]
    with client.wait_many(iter(ids), timeout=20, rate=1000) as following:
        states = dict(following)
    assert set(states) == set(ids) and all(state.is_final for state in states.values())
    assert following.open == 0


def test_following_with_events(account):
    account.put({"progress": {"Sms": [[0, "Pending"]]}})
    client = ecall.Client(**account.options())
    ids = [result.message_id for _, result in client.send_many(messages(3))]
    following = client.wait_many(ids, timeout=30)
    account.set_status(ids[0], "Delivered")
    state = client.status(ids[0])
    threading.Timer(0.2, following.notify, (state,)).start()
    threading.Timer(0.3, following.notify, ({"messageId": ids[1], "channel": "Sms", "status": "Delivered"},)).start()
    found = dict(itertools.islice(following, 2))
    assert set(found) == set(ids[:2]) and following.open == 1
    with pytest.raises(ecall.InvalidArgumentError):
        following.notify([])
    following.cancel()
    ((message_id, error),) = following
    assert (message_id, error.kind) == (ids[2], "cancelled")
    with pytest.raises(TypeError):
        client.wait_many(ids[0])


def test_following_from_coroutines(account):
    account.put({"progress": {"Sms": [[0, "Pending"]]}})

    async def main():
        client = ecall.AsyncClient(**account.options())
        ids = [result.message_id async for _, result in client.send_many(messages(2))]
        async with client.wait_many(ids, timeout=30) as following:
            following.notify({"messageId": ids[0], "channel": "Sms", "status": "Delivered"})
            message_id, state = await following.__anext__()
            assert message_id == ids[0] and state.status == "Delivered" and state.http_status is None
            task = asyncio.create_task(following.__anext__())
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return [error.kind async for _, error in following]

    assert asyncio.run(main()) == ["cancelled"]
