"""What was handed over and never reached its caller, because that was interrupted, comes again: nothing is deleted unseen."""

import asyncio
import contextlib
import datetime
import signal
import sys
import time

import ecall
import pytest

START = datetime.datetime(2026, 7, 1, 10, tzinfo=datetime.timezone.utc)


class Inbox:
    """Messages "a" to "c"; whatever was deleted must have been seen."""

    def __init__(self, account):
        self.account = account
        for text in "abc":
            sms = {"from": "+41791234567", "to": "+41766012999", "message": text, "messageId": text}
            account.mock.control("POST", account.path + "/cache", sms)

    def stream(self, client):
        return client.messages()

    @staticmethod
    def name(message):
        return message.message

    def check(self, seen):
        left = self.account.mock.control("GET", self.account.path + "/cache")["messageIds"]
        assert set("abc") <= {*seen, *left}, "one was deleted unseen"


class Range:
    """States of the jobs "a" to "c"."""

    def __init__(self, account):
        states = [
            {"jobId": name, "address": "+41791234567", "accepted": (START + datetime.timedelta(seconds=index)).isoformat()}
            for index, name in enumerate("abc")
        ]
        account.mock.control("POST", account.path + "/jobs", states)

    def stream(self, client):
        return client.status_range(START, START + datetime.timedelta(minutes=1))

    @staticmethod
    def name(state):
        return state.job_id

    def check(self, seen):
        pass


@pytest.fixture(params=[Inbox, Range])
def kind(request):
    return request.param


@contextlib.contextmanager
def fresh(kind, mock):
    """What is read, in an account of its own, and a client."""
    account = mock.account("missed")
    source = kind(account)
    with ecall.HttpsClient(**account.https_options()) as client:
        yield source, client
    account.delete()


class Stop(BaseException):
    pass


def interrupted(call, at):
    """Makes a call and raises where it calls something, or something returns to it, for the time `at`. What it returns, or None
    where it was interrupted, and whether it was."""
    events = 0

    def profile(frame, event, _):
        nonlocal events
        # The return of the whole call is the caller's.
        if "ecall" not in frame.f_code.co_filename or (frame.f_code.co_name, event) == ("__next__", "return"):
            return
        events += 1
        if events == at:
            raise Stop

    sys.setprofile(profile)
    try:
        return call(), False
    except Stop:
        return None, True
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("before", [0, 1])
def test_an_interruption_at_any_point_of_a_blocking_call(mock, kind, before):
    for at in range(1, 100):
        with fresh(kind, mock) as (source, client):
            stream = source.stream(client)
            seen = [source.name(next(stream)) for _ in range(before)]
            item, stopped = interrupted(lambda: next(stream), at)
            seen += [] if stopped else [source.name(item)]
            source.check(seen)
            seen += map(source.name, stream)
            assert seen == ["a", "b", "c"], f"interrupted at {at}"
        if not stopped:
            break
    assert not stopped and at > 4


def test_what_was_missed_is_not_acknowledged(mock):
    with fresh(Inbox, mock) as (source, client):
        messages, at, stopped = source.stream(client), 0, True
        while stopped:
            at += 1
            item, stopped = interrupted(lambda: next(messages), at)
            if stopped:
                messages.acknowledge()
                source.check([])
        assert [item.message, *(message.message for message in messages)] == ["a", "b", "c"]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this platform has no interval timers")
def test_signals_whose_handler_raises(mock):
    def handler(*_):
        raise Stop

    former, stopped = signal.signal(signal.SIGALRM, handler), 0
    try:
        for tenths in range(1, 41):
            with fresh(Inbox, mock) as (source, client):
                client.next_message()
                messages, seen = source.stream(client), []
                signal.setitimer(signal.ITIMER_REAL, tenths / 10_000)
                # Not next(): once that has returned, a handler may run before its result is kept.
                try:
                    try:
                        for message in messages:
                            seen.append(message.message)
                            break
                    finally:
                        signal.setitimer(signal.ITIMER_REAL, 0)
                except Stop:
                    stopped += 1
                source.check(seen)
                seen += [message.message for message in messages]
                assert seen == ["a", "b", "c"]
    finally:
        signal.signal(signal.SIGALRM, former)
    assert stopped


def later(account, main):
    async def whole():
        async with ecall.AsyncHttpsClient(**account.https_options()) as client:
            return await main(client)

    return asyncio.run(whole())


def answered(account, number):
    """Holds up the loop until an answer came that the loop has not seen."""
    while len(account.requests()) < number:
        time.sleep(0.005)
    time.sleep(0.2)


async def cancelled(stream, hold):
    task = asyncio.ensure_future(stream.__anext__())
    await asyncio.sleep(0)
    hold()
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    return caught.value


async def thrown_away(stream, hold):
    coroutine = stream.__anext__()
    coroutine.send(None)
    hold()
    coroutine.close()


@pytest.mark.parametrize("end", [cancelled, thrown_away])
@pytest.mark.parametrize("came", [True, False])
def test_a_coroutine_that_ends_once_the_item_came_and_on_its_way(account, kind, end, came):
    source = kind(account)

    async def main(client):
        stream = source.stream(client)
        await end(stream, (lambda: answered(account, 1)) if came else (lambda: None))
        source.check([])
        return [source.name(item) async for item in stream]

    assert later(account, main) == ["a", "b", "c"]
    if came:
        assert len(account.requests()) == (7 if kind is Inbox else 1), "it came from the library, not from the service"


@pytest.mark.parametrize("end", [cancelled, thrown_away])
def test_a_coroutine_that_ends_before_it_was_handed_anything(account, kind, end):
    """What the caller has seen before does not come twice."""
    source = kind(account)

    async def main(client):
        stream = source.stream(client)
        seen = [source.name(await stream.__anext__())]
        await end(stream, lambda: None)
        return seen + [source.name(item) async for item in stream]

    assert later(account, main) == ["a", "b", "c"]


def test_one_that_gives_up_its_turn_takes_nothing_from_the_other(account, kind):
    source = kind(account)
    account.script({"accept": True, "delay_ms": 300})

    async def main(client):
        stream = source.stream(client)
        first = asyncio.ensure_future(stream.__anext__())
        await asyncio.sleep(0.05)
        await cancelled(stream, lambda: None)
        return [source.name(await first)] + [source.name(item) async for item in stream]

    assert later(account, main) == ["a", "b", "c"]


def test_what_a_time_out_took_is_not_acknowledged(account):
    source = Inbox(account)

    async def main(client):
        messages = source.stream(client)
        interruption = await cancelled(messages, lambda: answered(account, 1))
        assert interruption.ecall_answer.message == "a"
        await messages.acknowledge()
        source.check([])
        return [message.message async for message in messages]

    assert later(account, main) == ["a", "b", "c"]
