"""What happens on a link, one event after the other: what was handed over is taken, and answered, when the next is asked for (DESIGN,
rule 12), and what did not reach its caller comes again."""

import asyncio
import datetime
import itertools
import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import ecall
import pytest
from compare import soon
from scripts import FOLDER, environment, program

TO = "+41791234567"


@pytest.fixture
def client(account):
    account.put({"smpp": {"redeliver_ms": 30}})
    with ecall.SmppClient(**account.smpp_options()) as client:
        client.bind()
        yield client


def inbound(account, *texts, **more):
    for text in texts:
        account.smpp("inbound", {"from": "41791234567", "to": "41766012999", "text": text, **more})


def delivered(account, number):
    def check():
        assert account.smpp("summary")["delivered"] == number

    soon(5, check)


def untaken(account, number):
    """So many are not answered, however long one waits."""
    time.sleep(0.1)
    states = [found["state"] for found in account.smpp("deliveries")["deliveries"]]
    assert len([state for state in states if state != "delivered"]) == number


def messages(events):
    """Those that came in, without the states of the link."""
    return (event for event in events if event.type == "message")


def texts(events, number):
    return [event.text for event in itertools.islice(messages(events), number)]


def test_states_of_the_link(account, client):
    events = client.events()
    states = [next(events), next(events)]
    assert [event.state for event in states] == ["connecting", "bound"] and {event.type for event in states} == {"link"}
    account.smpp("links/end", {"how": "close"})
    down = next(events)
    assert isinstance(down, ecall.LinkEvent)
    assert (down.state, down.reason, down.kind, down.smpp_status, down.unknown) == ("down", "closed_by_peer", "connect", None, 0)
    assert 0 <= down.pause <= 0.05 and down.message
    assert pickle.loads(pickle.dumps(down)) == down and len({down, states[0]}) == 2
    assert [next(events).state for _ in range(2)] == ["connecting", "bound"]
    client.unbind()
    assert [event.state for event in events] == ["closed"] and list(events) == []


def test_receipts(account, client):
    account.put({"smpp": {"progress": [[0, "DELIVRD"]], "receipt": {"tlvs": True, "more_tlvs": "0423000303000b"}}})
    events = client.events()
    sent = client.submit(TO, "Pump 3 stopped", "Alarm", tag="row 7")
    receipt = next(event for event in events if event.type == "receipt")
    assert isinstance(receipt, ecall.SmppReceipt)
    assert (receipt.message_id, receipt.receipted_id, receipt.matched, receipt.tag) == (sent.message_id, sent.message_id, True, "row 7")
    assert (receipt.state, receipt.state_number, receipt.word, receipt.is_final, receipt.is_intermediate) == ("delivered", 2, "DELIVRD", True, False)
    assert (receipt.part, receipt.parts, receipt.submitted, receipt.delivered) == (1, 1, 1, 1)
    assert (receipt.from_, receipt.to, receipt.text) == ("41791234567", "Alarm", "Pump 3 stopped")
    assert receipt.network_error == {"network": 3, "code": 11}
    assert {"tag": "message_state", "value": 2} in receipt.tlvs and len(receipt.tlvs) == 3
    # By the mock's clock, which says not how it stands to UTC, though it is UTC.
    assert receipt.done_date.tzinfo is None
    assert abs(receipt.done_date - datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)) < datetime.timedelta(minutes=5)
    assert pickle.loads(pickle.dumps(receipt)) == receipt
    assert "4179" not in repr(receipt) and "Pump" not in repr(receipt) and sent.message_id in repr(receipt)


def test_messages_that_come_in(account, client):
    events = client.events()
    inbound(account, "Grüße " * 60)
    long = next(messages(events))
    assert isinstance(long, ecall.SmppMessage)
    assert (long.text, long.parts, long.from_, long.from_ton, long.to) == ("Grüße " * 60, 3, "41791234567", 1, "41766012999")
    assert isinstance(long.octets, bytes) and long.data_coding == 0 and long.tlvs == ()
    assert pickle.loads(pickle.dumps(long)) == long and "4179" not in repr(long) and "Grüße" not in repr(long)
    account.smpp("inbound", {"from": "41791234567", "to": "1", "hex": "00ff", "data_coding": 4})
    octets = next(messages(events))
    assert (octets.text, octets.octets, octets.data_coding) == (None, b"\x00\xff", 4)


def test_messages_that_are_not_whole(account):
    with ecall.SmppClient(**account.smpp_options(reassembly_timeout=0.1)) as client:
        client.bind()
        events = client.events()
        inbound(account, "a" * 400, order=[3, 1])
        found = next(event for event in events if event.type == "incomplete")
    assert isinstance(found, ecall.SmppIncomplete)
    assert (found.total, found.missing, found.from_) == (3, (2,), "41791234567")
    assert [(number, len(text)) for number, text in found.parts] == [(1, 152), (3, 96)]
    assert pickle.loads(pickle.dumps(found)) == found and "4179" not in repr(found) and "aaa" not in repr(found)


def test_what_is_strange(account, client):
    events = client.events()
    account.smpp("links/write", {"things": ["unsolicited_response", "undecodable_deliver_sm"]})
    found = [event for event in itertools.islice(events, 4) if event.type != "link"]
    response, raw = sorted(found, key=lambda event: event.type, reverse=True)
    assert isinstance(response, ecall.StrayResponse) and isinstance(raw, ecall.RawPdu)
    assert response.reason == "unsolicited" and response.command > 0x80000000
    assert isinstance(raw.octets, bytes) and raw.reason and raw.message
    for event in found:
        assert pickle.loads(pickle.dumps(event)) == event
    assert raw.octets.hex()[:20] not in repr(raw)


def test_what_is_taken_is_answered(account, client):
    events = client.events()
    inbound(account, "a", "b", "c")
    seen = []
    for event in messages(events):
        seen.append(event.text)
        untaken(account, 4 - len(seen))
        if len(seen) == 3:
            break
    events.acknowledge()
    events.acknowledge()
    delivered(account, 3)
    assert seen == ["a", "b", "c"] and account.smpp("summary")["redelivered"] == 0


@pytest.mark.parametrize("leave", ["break", "raise", "close", "with"])
def test_leaving_leaves_the_last_one(account, client, leave):
    class Mine(Exception):
        pass

    events = client.events()
    inbound(account, "a", "b")
    try:
        for event in messages(events):
            if event.text == "b":
                if leave == "break":
                    break
                if leave == "raise":
                    raise Mine
                if leave == "close":
                    events.close()
                    break
                with events:
                    raise Mine
    except Mine:
        pass
    delivered(account, 1)
    untaken(account, 1)
    if leave in ("close", "with"):
        assert next(events, None) is None
    del events
    events = client.events()
    assert texts(events, 1) == ["b"]
    events.acknowledge()
    delivered(account, 2)
    assert account.smpp("summary")["refused_by_client"] > 0


def test_a_reader_that_goes_on_takes_what_was_left(account, client):
    events = client.events()
    inbound(account, "a", "b")
    for _ in messages(events):
        break
    assert texts(events, 1) == ["b"]
    delivered(account, 1)


def test_a_closed_reader_gives_nothing_and_may_be_closed_again(account, client):
    with client.events() as events:
        pass
    events.close()
    events.acknowledge()
    assert list(events) == []
    inbound(account, "a")
    assert texts(client.events(), 1) == ["a"]


def test_each_event_goes_to_one_reader(account, client):
    inbound(account, *map(str, range(30)))
    seen = []

    def read(events):
        for event in messages(events):
            seen.append(event.text)

    shared = client.events()
    threads = [threading.Thread(target=read, args=(events,)) for events in (shared, shared, client.events())]
    for thread in threads:
        thread.start()
    delivered(account, 30)
    client.unbind()
    for thread in threads:
        thread.join()
    assert sorted(map(int, seen)) == list(range(30))


def test_a_reader_ends_when_another_thread_closes_the_client(account, client):
    threading.Timer(0.3, client.close).start()
    begun = time.monotonic()
    assert [event.state for event in client.events()] == ["connecting", "bound", "closed"]
    assert time.monotonic() - begun < 5


def test_ctrl_c_while_nothing_happens(account, client):
    events = client.events()
    pressed = []

    def press():
        time.sleep(0.3)
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        list(events)
    assert time.monotonic() - pressed[0] < 0.5
    thread.join()
    inbound(account, "a")
    assert texts(events, 1) == ["a"], "it is used further"


class Stop(BaseException):
    pass


def interrupted(call, at):
    """Makes a call and raises where it calls something, or something returns to it, for the time `at`. What it returns, or None
    where it was interrupted, and whether it was."""
    count = 0

    def profile(frame, event, _):
        nonlocal count
        # The return of the whole call is the caller's.
        if "ecall" not in frame.f_code.co_filename or (frame.f_code.co_name, event) == ("__next__", "return"):
            return
        count += 1
        if count == at:
            raise Stop

    sys.setprofile(profile)
    try:
        return call(), False
    except Stop:
        return None, True
    finally:
        sys.setprofile(None)


def test_an_interruption_at_any_point(account, client):
    events = client.events()
    assert [next(events).type for _ in range(2)] == ["link", "link"]
    for at in range(1, 100):
        inbound(account, f"{at} a", f"{at} b")
        event, stopped = interrupted(lambda: next(events), at)
        # What it took was the one before, which was seen.
        untaken(account, 2)
        seen = [] if stopped else [event.text]
        while len(seen) < 2:
            seen.append(next(events).text)
        assert seen == [f"{at} a", f"{at} b"], f"interrupted at {at}"
        events.acknowledge()
        delivered(account, 2 * at)
        if not stopped:
            break
    assert not stopped and at > 4
    assert account.smpp("summary")["redelivered"] == 0


def test_what_was_missed_is_not_acknowledged(account, client):
    events = client.events()
    assert [next(events).type for _ in range(2)] == ["link", "link"]
    inbound(account, "a")
    at, stopped = 0, True
    while stopped:
        at += 1
        event, stopped = interrupted(lambda: next(events), at)
        if stopped:
            events.acknowledge()
            untaken(account, 1)
    assert event.text == "a"


def later(account, main, **more):
    async def whole():
        async with ecall.AsyncSmppClient(**account.smpp_options(**more)) as client:
            await client.bind()
            return await main(client)

    account.put({"smpp": {"redeliver_ms": 30}})
    return asyncio.run(whole())


async def text(events):
    async for event in events:
        if event.type == "message":
            return event.text


def test_coroutines_take_them_the_same_way(account):
    async def main(client):
        async with client.events() as events:
            inbound(account, "a", "b", "c", "d")
            assert [await text(events), await text(events)] == ["a", "b"]
            untaken(account, 3)
            await events.acknowledge()
            delivered(account, 2)
            assert await text(events) == "c"
        again = client.events()
        seen = {await text(again), await text(again)}
        await again.acknowledge()
        delivered(account, 4)
        assert [event async for event in events] == []
        await again.close()
        inbound(account, "e")
        try:
            async for _ in client.events():
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        assert await asyncio.wait_for(text(client.events()), 5) == "e"
        return seen

    assert later(account, main) == {"c", "d"}


def test_an_asynchronous_reader_ends_with_its_client(account):
    async def main(client):
        asyncio.get_running_loop().call_later(0.2, client.close)
        return [event.state async for event in client.events()]

    assert later(account, main) == ["connecting", "bound", "closed"]


def came(account, number):
    """Holds up the loop until an event came that the loop has not seen."""
    while account.smpp("summary")["pdus"] < number:
        time.sleep(0.005)
    time.sleep(0.2)


async def cancelled(events, hold):
    task = asyncio.ensure_future(events.__anext__())
    await asyncio.sleep(0)
    hold()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def thrown_away(events, hold):
    coroutine = events.__anext__()
    coroutine.send(None)
    hold()
    coroutine.close()


async def timed_out(events, hold):
    task = asyncio.ensure_future(asyncio.wait_for(events.__anext__(), 0.001))
    await asyncio.sleep(0)
    hold()
    try:
        # A time-out that is up when the event is there may hand it over all the same.
        return (await task).text
    except asyncio.TimeoutError:
        return None


@pytest.mark.parametrize("end", [cancelled, thrown_away, timed_out])
@pytest.mark.parametrize("when", ["before", "after", "never"])
def test_a_task_that_ends_loses_nothing(account, end, when):
    async def main(client):
        events = client.events()
        assert [(await events.__anext__()).type for _ in range(2)] == ["link", "link"]
        if when == "before":
            inbound(account, "a", "b")
            time.sleep(0.2)
        hold = (lambda: (inbound(account, "a", "b"), time.sleep(0.2))) if when == "after" else lambda: time.sleep(0.05)
        seen = [await end(events, hold)]
        untaken(account, 0 if when == "never" else 2)
        if when == "never":
            inbound(account, "a", "b")
        seen = [found for found in seen if found is not None]
        while len(seen) < 2:
            seen.append((await asyncio.wait_for(events.__anext__(), 5)).text)
        await events.acknowledge()
        delivered(account, 2)
        assert account.smpp("summary")["redelivered"] == 0
        return seen

    assert later(account, main) == ["a", "b"]


def test_one_that_gives_up_its_turn_takes_nothing_from_the_other(account):
    async def main(client):
        events = client.events()
        assert [(await events.__anext__()).type for _ in range(2)] == ["link", "link"]
        first = asyncio.ensure_future(events.__anext__())
        await asyncio.sleep(0.05)
        await cancelled(events, lambda: None)
        inbound(account, "a", "b")
        return [(await first).text, (await events.__anext__()).text]

    assert later(account, main) == ["a", "b"]


def test_a_program_that_is_killed_before_it_took_an_event(account):
    code = """
    client = ecall.SmppClient(**OPTIONS)
    client.bind()
    seen = 0
    for event in client.events():
        if event.type == "message":
            print(event.text, flush=True)
            seen += 1
            if seen == 2:
                time.sleep(60)
    """
    inbound(account, "a", "b")
    with subprocess.Popen(program(code), env=environment(account, smpp=True), cwd=FOLDER, stdout=subprocess.PIPE, text=True) as process:
        both = [process.stdout.readline().strip(), process.stdout.readline().strip()]
        # The first was taken when the second was asked for; the answer that says so may still be on its way.
        delivered(account, 1)
        process.kill()
    assert sorted(both) == ["a", "b"]
    with ecall.SmppClient(**account.smpp_options()) as client:
        client.bind()
        events = client.events()
        assert texts(events, 1) == both[1:]
        events.acknowledge()
        delivered(account, 2)
