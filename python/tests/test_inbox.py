"""Received messages one by one: what was handed over is taken, and deleted, when the next is asked for (DESIGN, rule 12)."""

import asyncio
import copy
import itertools
import os
import pickle
import signal
import subprocess
import threading
import time

import ecall
import pytest
from scripts import FOLDER, environment, program, run


def put(account, *texts):
    for text in texts:
        sms = {"from": "+41791234567", "to": "+41766012999", "message": text, "messageId": text}
        account.mock.control("POST", account.path + "/cache", sms)


def waiting(account):
    return account.mock.control("GET", account.path + "/cache")["messageIds"]


def asked(account, number):
    while len(account.requests()) < number:
        time.sleep(0.005)


@pytest.fixture
def client(account):
    with ecall.HttpsClient(**account.https_options()) as client:
        yield client


def test_the_next_message_stays_until_it_is_deleted(account, client):
    put(account, "a", "b")
    cached = client.next_message()
    assert isinstance(cached, ecall.CachedMessage) and isinstance(cached, ecall.Answer)
    found = cached.message
    assert isinstance(found, ecall.InboundSms) and client.next_message().message.message_id == "a"
    assert (found.message, found.address_from, found.address_to, found.extra) == ("a", "+41791234567", "+41766012999", {})
    again = pickle.loads(pickle.dumps(found))
    assert (again.message, again.time_stamp) == ("a", found.time_stamp) and repr(again) == repr(found)
    assert "+4179" not in repr(found)
    gone = client.delete_message(found.message_id)
    assert isinstance(gone, ecall.Deletion) and isinstance(gone, ecall.Answer)
    assert gone.deleted is True and client.delete_message("a").deleted is False
    assert client.next_message("+41760000000").message is None
    assert client.next_message("+41766012999").message.message == "b"


def test_what_is_answered_of_a_message_can_be_pickled_and_copied(account, client):
    put(account, "a")
    cached, gone = client.next_message(), client.delete_message("a")
    empty, missing = client.next_message(), client.delete_message("a")
    for answer in (cached, gone, empty, missing):
        assert answer.http_status == 200 and answer.request_id and answer.raw_body and answer.attempts == ()
        for again in (pickle.loads(pickle.dumps(answer)), copy.deepcopy(answer)):
            assert type(again) is type(answer) and repr(again) == repr(answer)
            assert (again.http_status, again.request_id, again.raw_body) == (200, answer.request_id, answer.raw_body)
    assert pickle.loads(pickle.dumps(cached)).message.message == "a" and pickle.loads(pickle.dumps(empty)).message is None
    assert pickle.loads(pickle.dumps(gone)).deleted is True and pickle.loads(pickle.dumps(missing)).deleted is False
    assert "message_id=" in repr(cached) and "+4179" not in repr(cached) and "deleted=False" in repr(missing)


def test_a_loop_takes_them_all(account, client):
    put(account, "a", "b", "c")
    seen = []
    messages = client.messages()
    for message in messages:
        seen.append(message.message)
        assert waiting(account)[0] == message.message_id, "it is there while it is being worked on"
    assert seen == ["a", "b", "c"] and waiting(account) == []
    put(account, "d")
    assert [message.message for message in messages] == ["d"], "iterating again asks again"


@pytest.mark.parametrize("leave", ["break", "raise"])
def test_leaving_the_loop_leaves_the_message(account, client, leave):
    put(account, "a", "b")

    class Mine(Exception):
        pass

    try:
        for message in client.messages():
            if message.message == "b":
                if leave == "raise":
                    raise Mine
                break
    except Mine:
        pass
    assert waiting(account) == ["b"]
    messages = client.messages()
    assert next(messages).message == "b"
    messages.acknowledge()
    messages.acknowledge()
    assert waiting(account) == []
    assert len(account.requests()) == 5, "what is acknowledged is deleted once"


def test_after_an_error_the_same_is_tried_again(account, client):
    put(account, "a", "b")
    messages = client.messages()
    assert next(messages).message == "a"
    account.script({"respond": {"status": 401}})
    with pytest.raises(ecall.AuthenticationError) as caught:
        next(messages)
    assert caught.value.message_id == "a" and waiting(account) == ["a", "b"]
    assert next(messages).message == "b"
    assert waiting(account) == ["b"]


def test_following_waits_for_more(account, client):
    put(account, "a")
    messages = client.messages(follow=True, poll=0.05)
    threading.Timer(0.3, put, (account, "b")).start()
    assert [message.message for message in itertools.islice(messages, 2)] == ["a", "b"]
    assert waiting(account) == ["b"]
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        client.messages(follow=True, poll=0)
    assert [problem.field for problem in caught.value.fields] == ["poll_ms"]


def test_ctrl_c_while_an_empty_cache_is_followed(account, client):
    put(account, "a")
    messages = client.messages(follow=True, poll=30)
    assert next(messages).message == "a"
    pressed = []

    def press():
        asked(account, 3)
        time.sleep(0.1)
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        next(messages)
    assert time.monotonic() - pressed[0] < 0.5
    thread.join()
    put(account, "b")
    assert next(messages).message == "b", "it is used further"


def test_threads_take_turns(account, client):
    put(account, *(str(number) for number in range(30)))
    messages, seen = client.messages(), []
    threads = [threading.Thread(target=lambda: seen.extend(message.message for message in messages)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(int, seen)) == list(range(30)) and waiting(account) == []


def test_the_handler_of_a_signal_may_not_ask_within_a_call(account, client):
    messages, raised = client.messages(follow=True, poll=30), []

    class Stop(Exception):
        pass

    def handler(*_):
        try:
            messages.acknowledge()
        except RuntimeError as error:
            raised.append(error)
        raise Stop

    before = signal.signal(signal.SIGINT, handler)
    try:
        threading.Thread(target=lambda: (asked(account, 1), time.sleep(0.1), os.kill(os.getpid(), signal.SIGINT))).start()
        with pytest.raises(Stop):
            next(messages)
    finally:
        signal.signal(signal.SIGINT, before)
    assert len(raised) == 1


def test_it_stays_in_the_process_that_made_it(account):
    put(account, "a", "b")
    run(
        """
        client, asynchronous = ecall.HttpsClient(**OPTIONS), ecall.AsyncHttpsClient(**OPTIONS)
        messages, later = client.messages(), asynchronous.messages()
        next(messages)
        pid = os.fork()
        if pid == 0:
            for call in (lambda: next(messages), messages.acknowledge, lambda: asyncio.run(later.__anext__())):
                try:
                    call()
                except ecall.ForkedError:
                    continue
                os._exit(1)
            assert client.next_message().message.message == "a"
            sys.exit(0)
        reap(pid)
        assert [message.message for message in messages] == ["b"]
        """,
        account,
        base_url=account.mock.https_url,
    )
    assert waiting(account) == []


def test_a_child_of_a_fork_does_not_wait_for_a_thread_of_its_parent(account):
    run(
        """
        # From Python 3.12 on, Python warns of the thread of this very program.
        import warnings
        warnings.simplefilter("ignore", DeprecationWarning)
        messages = ecall.HttpsClient(**OPTIONS).messages(follow=True, poll=30)
        threading.Thread(target=lambda: next(messages), daemon=True).start()
        time.sleep(0.5)
        pid = os.fork()
        if pid == 0:
            signal.alarm(10)
            for call in (lambda: next(messages), messages.acknowledge):
                begun = time.monotonic()
                try:
                    call()
                except ecall.ForkedError:
                    if time.monotonic() - begun < 1:
                        continue
                os._exit(1)
            os._exit(0)
        reap(pid)
        """,
        account,
        base_url=account.mock.https_url,
    )


def test_a_program_that_is_killed_between_reading_and_deleting(account):
    put(account, "a", "b")
    process = subprocess.Popen(
        program(
            """
            for message in ecall.HttpsClient(**OPTIONS).messages():
                print(message.message)
                if message.message == "b":
                    time.sleep(60)
            """
        ),
        env=environment(account, base_url=account.mock.https_url),
        cwd=FOLDER,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert [process.stdout.readline(), process.stdout.readline()] == ["a\n", "b\n"]
        process.kill()
    assert waiting(account) == ["b"]
    with ecall.HttpsClient(**account.https_options()) as client:
        assert [message.message for message in client.messages()] == ["b"]


def later(account, main):
    async def whole():
        async with ecall.AsyncHttpsClient(**account.https_options()) as client:
            return await main(client)

    return asyncio.run(whole())


def test_coroutines_take_them_the_same_way(account):
    put(account, "a", "b", "c")

    async def main(client):
        seen = []
        messages = client.messages()
        async for message in messages:
            seen.append(message.message)
            assert waiting(account)[0] == message.message
            if message.message == "b":
                break
        assert waiting(account) == ["b", "c"]
        await messages.acknowledge()
        assert waiting(account) == ["c"]
        try:
            async for message in client.messages():
                raise ZeroDivisionError
        except ZeroDivisionError:
            pass
        assert waiting(account) == ["c"]
        return [*seen, *[message.message async for message in client.messages()]]

    assert later(account, main) == ["a", "b", "c"] and waiting(account) == []


def test_a_task_that_is_cancelled_while_it_polls(account):
    put(account, "a")

    async def main(client):
        messages = client.messages(follow=True, poll=30)
        assert (await messages.__anext__()).message == "a"
        task = asyncio.ensure_future(messages.__anext__())
        while len(account.requests()) < 3:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.1)
        begun = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError) as caught:
            await task
        assert time.monotonic() - begun < 0.5 and caught.value.__cause__ is None
        assert waiting(account) == []
        put(account, "b")
        return (await asyncio.wait_for(messages.__anext__(), 5)).message

    assert later(account, main) == "b" and waiting(account) == ["b"]


def test_a_deletion_that_is_cut_short_is_made_again(account):
    put(account, "a", "b")

    async def main(client):
        messages = client.messages()
        assert (await messages.__anext__()).message == "a"
        account.script({"fault": "silence"})
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(messages.__anext__(), 0.3)
        assert waiting(account) == ["a", "b"]
        return (await messages.__anext__()).message

    assert later(account, main) == "b" and waiting(account) == ["b"]
