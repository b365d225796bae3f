"""Many messages over one link: taken as they are needed and in their order, each with one result, whatever happens on the way."""

import asyncio
import itertools
import os
import pickle
import signal
import threading
import time

import ecall
import pytest
from compare import soon
from scripts import run

TO = "+41791234567"
ALL = 10**9


def messages(count):
    return ((TO, str(index)) for index in range(count))


def arrived(account):
    return [bytes.fromhex(request["fields"]["short_message"]).decode() for request in account.submits()]


class Blocking:
    """The blocking client, as the tests below use either."""

    def __init__(self, options):
        self.client = ecall.SmppClient(**options)
        self.client.bind()

    def start(self, source, **options):
        return self.client.submit_many(source, **options)

    def first(self, bulk, count):
        return list(itertools.islice(bulk, count))

    def stop(self, bulk):
        return bulk.stop()

    def close(self):
        self.client.close()


class Async:
    def __init__(self, options):
        self.client = ecall.AsyncSmppClient(**options)
        self.loop = asyncio.new_event_loop()
        self.loop.run_until_complete(self.client.bind())

    def start(self, source, **options):
        return self.client.submit_many(source, **options)

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

    def close(self):
        self.loop.run_until_complete(self.client.unbind())
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()


class AsyncStream(Async):
    """The asynchronous client, given what `async for` is for."""

    def start(self, source, **options):
        async def stream():
            for index, item in enumerate(source):
                if index % 7 == 0:
                    await asyncio.sleep(0)
                yield item

        return super().start(stream(), **options)


FACES = [Blocking, Async, AsyncStream]


@pytest.fixture(params=FACES)
def face(request, account):
    face = request.param(account.smpp_options(window=50, response_timeout=2.0))
    yield face
    face.close()


def test_every_message_has_one_result(account, face):
    told = []
    bulk = face.start(messages(3000), progress=told.append, registered_delivery="none")
    found = face.first(bulk, ALL)
    assert sorted(index for index, _ in found) == list(range(3000))
    assert len({result.message_id for _, result in found}) == 3000
    assert bulk.counts == ecall.BulkCounts(3000, 3000, 0, 0, 0) and bulk.counts.open == 0
    assert told[-1] == bulk.counts and 1 < len(told) <= 3000
    assert face.stop(bulk) == []
    assert arrived(account) == [str(index) for index in range(3000)], "they go out in their order"
    assert pickle.loads(pickle.dumps(found[0][1])).parts == found[0][1].parts


def test_no_messages(account, face):
    assert face.first(face.start([]), ALL) == []


def test_all_that_a_message_may_be(account, face):
    given = [
        (TO, "a"),
        (TO, "b", "Alarm"),
        (TO, "c", None),
        {"to": TO, "text": "d"},
        {"to": TO, "text": "e", "from": "Alarm"},
        {"text": "f", "from_": "Alarm", "to": TO, "flash": None},
        {"to": TO, "text": "", "user_data": bytearray(b"\x00\xff"), "tag": "h", "timeout": 5.5, "max_retries": 1},
        {"to": TO, "text": "h", "registered_delivery": "failure", "tlvs": [{"tag": "user_message_reference", "value": 7}]},
    ]
    found = face.first(face.start(given, registered_delivery="none", priority=1), ALL)
    assert all(isinstance(result, ecall.Submitted) for _, result in found)
    fields = [request["fields"] for request in account.submits()]
    assert [each["short_message"] for each in fields] == ["61", "62", "63", "64", "65", "66", "00ff", "68"]
    assert [each["source_addr"] for each in fields] == ["", "Alarm", "", "", "Alarm", "Alarm", "", ""]
    # One with options has none of those for all.
    assert [(each["registered_delivery"], each["priority_flag"]) for each in fields] == [(0, 1)] * 6 + [(1, 0), (2, 0)]
    assert fields[-1]["tlvs"] == [{"tag": "0x0204", "hex": "0007"}]


def test_what_is_no_message_is_its_result(account, face):
    class Odd(dict):
        def items(self):
            raise RuntimeError("never asked")

    given = [
        (TO, "good"),
        7,
        (TO,),
        (TO, "x", "y", "z"),
        (41791234567, "x"),
        (TO, b"x"),
        (TO, "x", 7),
        {"to": TO, "text": "x", "flavour": 1},
        {"to": TO, "text": "x", "alphabet": "klingon"},
        {"to": TO, "text": "x", "user_data": "ff"},
        {"to": TO, "text": "x", "priority": object()},
        {"to": TO, "text": "x", 7: 7},
        {"to": TO, "text": None},
        {"text": "x"},
        {"to": TO, "text": "\ud800"},
        ("0791234567", ""),
        Odd(to=TO, text="good"),
    ]
    found = dict(face.first(face.start(given), ALL))
    assert sorted(found) == list(range(len(given)))
    good = [index for index, result in found.items() if isinstance(result, ecall.Submitted)]
    assert sorted(good) == [0, len(given) - 1]
    named = {
        1: "message", 2: "message", 3: "message", 4: "to", 5: "text", 6: "from", 7: "flavour", 8: "alphabet",
        11: "message", 12: "text", 13: "to", 14: "text", 15: "to",
    }  # fmt: skip
    for index, field in named.items():
        error = found[index]
        assert (error.kind, error.outcome) == ("invalid_argument", "not_accepted")
        assert error.fields[0].field == field, index
    assert "user_data must be bytes" in str(found[9]) and "cannot be sent" in str(found[10])
    assert "klingon" not in str(found[8])
    assert arrived(account) == ["good", "good"]


class Counting:
    """Messages without an end; tells how many were taken."""

    def __init__(self):
        self.taken = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.taken += 1
        return (TO, str(self.taken))


@pytest.mark.parametrize("kind", FACES)
def test_messages_are_taken_as_they_are_needed(account, kind):
    face = kind(account.smpp_options(window=2, response_timeout=2.0))
    source = Counting()
    bulk = face.start(source)
    assert len(face.first(bulk, 1)) == 1
    time.sleep(0.3)
    # Those that wait, for which there is room however small the window is, and the results that nobody takes.
    assert source.taken <= 6000
    rest = face.stop(bulk)
    taken = source.taken
    assert len(rest) == bulk.counts.given - 1 and bulk.counts.open == 0
    # What an asynchronous source had begun to hand over when it was stopped was never taken.
    assert taken - bulk.counts.given <= (1 if kind is AsyncStream else 0)
    time.sleep(0.1)
    assert source.taken == taken
    face.close()


def test_what_the_iterable_raises_is_raised(account, face):
    class Stop(Exception):
        pass

    def source():
        yield from messages(500)
        raise Stop

    bulk = face.start(source())
    with pytest.raises(Stop):
        face.first(bulk, ALL)
    assert bulk.counts.given == 500 and bulk.counts.open == 0
    rest = face.stop(bulk)
    assert len(rest) <= 500 and {result.kind for _, result in rest if isinstance(result, ecall.EcallError)} <= {"cancelled", "closed"}
    assert face.first(face.start(messages(3)), ALL)[-1][1].message_id, "the client goes on"


def test_what_the_progress_hook_raises_is_raised(account, face):
    class Stop(Exception):
        pass

    def progress(counts):
        raise Stop

    bulk = face.start(messages(100), progress=progress)
    with pytest.raises(Stop):
        face.first(bulk, ALL)
    assert bulk.counts.open == 0
    assert len(face.stop(bulk)) == bulk.counts.given


def test_a_source_that_takes_its_time_holds_nothing_up(account, face):
    """Each waits for the one before to have arrived: what was taken from it goes out while it is waited for."""

    def source():
        for index in range(5):
            yield (TO, str(index))
            until = time.monotonic() + 10
            while len(arrived(account)) <= index:
                assert time.monotonic() < until, "it was held up"
                time.sleep(0.005)

    async def stream():
        for index in range(5):
            yield (TO, str(index))
            until = time.monotonic() + 10
            while len(arrived(account)) <= index:
                assert time.monotonic() < until, "it was held up"
                await asyncio.sleep(0.005)

    bulk = face.client.submit_many(stream() if isinstance(face, AsyncStream) else source())
    assert [index for index, _ in sorted(face.first(bulk, ALL))] == list(range(5))


def test_they_keep_their_order_however_they_come(account, face):
    def source():
        for index in range(400):
            if index % 40 == 0:
                time.sleep(0.003)
            yield (TO, str(index))

    face.first(face.start(source()), ALL)
    assert arrived(account) == [str(index) for index in range(400)]


def test_stop_tells_of_what_was_under_way(account, face):
    account.smpp("script", [{"accept_then": "silence"}] * 4)
    bulk = face.start(messages(100))
    timer = threading.Timer(0.5, bulk._sending.cancel)
    timer.start()
    begun = time.monotonic()
    found = dict(face.first(bulk, ALL) + face.stop(bulk))
    timer.join()
    assert time.monotonic() - begun < 3
    assert sorted(found) == list(range(100))
    assert {index for index, result in found.items() if isinstance(result, ecall.EcallError)} == {0, 1, 2, 3}
    assert {(found[index].kind, found[index].outcome) for index in range(4)} == {("cancelled", "unknown")}
    assert bulk.counts == ecall.BulkCounts(100, 96, 0, 4, 0)


def test_a_link_that_is_lost(account, face):
    account.smpp("script", [{"accept": True}] * 20 + [{"accept_then": "cut"}])
    found = dict(face.first(face.start(messages(500)), ALL))
    unknown = [result for result in found.values() if isinstance(result, ecall.EcallError)]
    assert sorted(found) == list(range(500)) and unknown
    assert {(error.kind, error.outcome) for error in unknown} == {("outcome_unknown", "unknown")}
    assert unknown[0].parts == (ecall.PartOutcome("unknown"),)


def test_options_that_are_wrong(account, face):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        face.start([], alphabet="klingon")
    assert caught.value.fields[0].field == "alphabet"
    with pytest.raises(TypeError):
        face.client.submit_many(7)
    with pytest.raises(TypeError, match="user_data must be bytes"):
        face.start([], user_data=7)


def test_a_client_that_is_not_bound(account):
    for client in (ecall.SmppClient(**account.smpp_options()), ecall.AsyncSmppClient(**account.smpp_options())):
        with pytest.raises(ecall.ClosedError):
            client.submit_many([])


def test_an_unbind_gives_everything_its_result(account):
    with ecall.SmppClient(**account.smpp_options()) as client:
        client.bind()
        bulk = client.submit_many(Counting())
        next(bulk)
        threading.Timer(0.2, client.unbind).start()
        found = [result for _, result in bulk]
        assert {type(result) for result in found} <= {ecall.Submitted, ecall.ClosedError}
        assert bulk.counts.open == 0 and isinstance(found[0], ecall.Submitted)


def test_threads_take_turns_and_bulks_share_the_link(account):
    with ecall.SmppClient(**account.smpp_options(window=100)) as client:
        client.bind()
        bulks = [client.submit_many(messages(500)) for _ in range(2)]
        found = []
        threads = [threading.Thread(target=found.extend, args=(bulk,)) for bulk in bulks for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({result.message_id for _, result in found}) == 1000


def test_leaving_the_block_stops_it(account, face):
    account.smpp("script", [{"accept_then": "silence"}] * 50)

    if isinstance(face, Blocking):
        with face.start(messages(100)) as bulk:
            time.sleep(0.1)
    else:

        async def leave():
            async with face.start(messages(100)) as bulk:
                await asyncio.sleep(0.1)
            return bulk

        bulk = face.loop.run_until_complete(leave())
    assert bulk.counts.open == 0


def test_what_is_thrown_away_is_ended(account, face):
    account.smpp("script", [{"accept_then": "silence"}] * 200)
    bulk = face.start(messages(1000))
    timer = threading.Timer(0.2, bulk._sending.cancel)
    timer.start()
    face.first(bulk, 1)
    timer.join()
    del bulk
    assert face.first(face.start(messages(1), timeout=5), ALL), "the link is not blocked by it"


def press(account, number):
    pressed = []

    def work():
        while len(account.submits()) < number:
            time.sleep(0.01)
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, pressed


def test_ctrl_c(account):
    account.smpp("script", [{"accept_then": "silence"}] * 2)
    with ecall.SmppClient(**account.smpp_options(response_timeout=1.0)) as client:
        client.bind()
        bulk = client.submit_many(messages(2))
        thread, pressed = press(account, 2)
        with pytest.raises(KeyboardInterrupt):
            list(bulk)
        assert time.monotonic() - pressed[0] < 0.5
        thread.join()
        assert {(index, result.outcome) for index, result in bulk.stop()} == {(0, "unknown"), (1, "unknown")}


def test_ctrl_c_in_the_source(account):
    def source():
        yield from messages(3)
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)

    with ecall.SmppClient(**account.smpp_options()) as client:
        client.bind()
        bulk = client.submit_many(source())
        with pytest.raises(KeyboardInterrupt):
            list(bulk)
        assert bulk.counts.given == 3 and bulk.counts.open == 0


def test_a_task_that_is_cancelled(account):
    account.smpp("script", [{"accept_then": "silence"}] * 2)

    async def main():
        async with ecall.AsyncSmppClient(**account.smpp_options(response_timeout=1.0)) as client:
            await client.bind()
            bulk = client.submit_many(messages(2))
            task = asyncio.create_task(bulk.__anext__())
            while len(account.submits()) < 2:
                await asyncio.sleep(0.01)
            begun = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert time.monotonic() - begun < 0.5
            return await bulk.stop()

    assert {(index, result.outcome) for index, result in asyncio.run(main())} == {(0, "unknown"), (1, "unknown")}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
def test_memory_stays_flat(account):
    """What it takes does not depend on how many messages there are; nothing is sent, because none of them is one."""
    grown = run(
        """
        import resource
        client = ecall.SmppClient(**OPTIONS)
        client.bind()
        def used(count):
            for _ in client.submit_many(("", "") for _ in range(count)):
                pass
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        before = used(5_000)
        print(used(100_000) - before)
        """,
        account,
        smpp=True,
    )
    assert int(grown) < 4 * 1024


def test_a_process_ends_while_it_sends(account):
    for end in ("sys.exit(0)", "pass"):
        run(
            f"""
            client = ecall.SmppClient(**OPTIONS)
            client.bind()
            bulk = client.submit_many(("+41791234567", "x") for _ in range(10**9))
            next(bulk)
            {end}
            """,
            account,
            smpp=True,
        )

        def check():
            assert account.smpp("summary")["links"] == 0

        soon(5, check)
