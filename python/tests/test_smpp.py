"""The clients of the SMPP interface: binds, submits, results and errors, calls that end early, threads."""

import asyncio
import copy
import os
import pickle
import signal
import threading
import time

import ecall
import pytest
from compare import soon

TO = "+41791234567"


@pytest.fixture
def client(account):
    with ecall.SmppClient(**account.smpp_options()) as client:
        client.bind()
        yield client


def asynchronous(account, main, **more):
    async def whole():
        async with ecall.AsyncSmppClient(**account.smpp_options(**more)) as client:
            await client.bind()
            return await main(client)

    return asyncio.run(whole())


def links(account):
    return account.smpp("summary")["links"]


def ends(account):
    def check():
        assert links(account) == 0

    soon(5, check)


def test_a_bind(account):
    client = ecall.SmppClient(**account.smpp_options(system_type="plant"))
    assert links(account) == 0
    bound = client.bind()
    assert isinstance(bound, ecall.SmppBound)
    assert (bound.system_id, bound.interface_version) == ("ecall-mock", 0x34)
    assert pickle.loads(pickle.dumps(bound)) == bound and "ecall-mock" in repr(bound)
    assert [link["system_type"] for link in account.smpp("links")["links"]] == ["plant"]
    with pytest.raises(ecall.InvalidArgumentError):
        client.bind()
    client.unbind()
    client.unbind()
    assert client.closed and repr(client) == "<ecall.SmppClient closed>" and links(account) == 0
    for call in (client.bind, lambda: client.submit(TO, "x"), lambda: client.submit_many([])):
        with pytest.raises(ecall.ClosedError):
            call()


def test_a_bind_that_is_refused_may_be_made_again(account):
    client = ecall.SmppClient(**account.smpp_options())
    account.smpp("script", [{"on": "bind", "command_status": 0x0E}])
    with pytest.raises(ecall.AuthenticationError) as caught:
        client.bind()
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.smpp_status, error.outcome, error.parts) == (0x0E, "not_applicable", ())
    with pytest.raises(ecall.ClosedError):
        client.submit(TO, "x")
    client.bind()
    assert client.submit(TO, "x").message_id == "1"
    client.close()


def test_options_are_told_at_once_and_those_that_mean_nothing_do_not_exist(account):
    with pytest.raises(ecall.ConfigError) as caught:
        ecall.SmppClient(**account.smpp_options(window=0, response_timeout=0, base_url="https://x"))
    assert {problem.field for problem in caught.value.fields} == {"window", "response_timeout_ms", "base_url"}
    with pytest.raises(ecall.ConfigError):
        ecall.SmppClient(**account.smpp_options(bind_mode="sideways"))
    for name in ("proxy", "http2", "api_version", "soap_version", "user_agent", "backoff_max", "attempt_timeout", "allow_plain_http"):
        with pytest.raises(TypeError, match="unexpected keyword argument"):
            ecall.SmppClient(**account.smpp_options(**{name: 1}))


def test_an_accepted_message(account, client):
    sent = client.submit(TO, "Pump 3 stopped " * 20, "Alarm")
    assert isinstance(sent, ecall.Submitted)
    assert (sent.message_id, sent.possible_duplicate) == ("1", False)
    assert sent.parts == (ecall.PartOutcome("accepted", "1", 0), ecall.PartOutcome("accepted", "2", 0))
    assert repr(sent) == '<ecall.Submitted message_id="1" of 2 parts>'
    for again in (pickle.loads(pickle.dumps(sent)), copy.copy(sent), copy.deepcopy(sent)):
        assert type(again) is ecall.Submitted
        assert (again.message_id, again.parts, again.possible_duplicate) == ("1", sent.parts, False)
    with pytest.raises(AttributeError):
        sent.message_id = "7"


def test_what_a_message_may_have(account, client):
    client.submit(
        TO, "Grüße", None, alphabet="ucs2", registered_delivery="none", priority=2, validity_period="000001000000000R",
        tlvs=[{"tag": "user_message_reference", "value": 7}], timeout=5, max_retries=1, delivery="at_least_once",
    )
    for octets in (b"\x00\xff", bytearray(b"\x00\xff"), memoryview(b"\x00\xff..")[:2]):
        client.submit(TO, "", user_data=octets, data_coding=0xF5)
    fields = [request["fields"] for request in account.submits()]
    assert fields[0]["short_message"] == "Grüße".encode("utf-16-be").hex()
    assert (fields[0]["registered_delivery"], fields[0]["priority_flag"], fields[0]["data_coding"]) == (0, 2, 8)
    assert fields[0]["tlvs"] == [{"tag": "0x0204", "hex": "0007"}]
    assert [(found["short_message"], found["data_coding"]) for found in fields[1:]] == [("00ff", 0xF5)] * 3


def test_what_is_wrong_with_a_message(account, client):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        client.submit("0791234567", "")
    assert {problem.field for problem in caught.value.fields} == {"to", "text"}
    assert caught.value.outcome == "not_accepted" and caught.value.parts == ()
    for problem in ({"tlvs": [{"tag": "nothing"}]}, {"alphabet": "klingon"}, {"priority": 300}):
        with pytest.raises(ecall.InvalidArgumentError) as caught:
            client.submit(TO, "x", **problem)
        assert caught.value.fields[0].field.startswith(next(iter(problem)))
    for argument, message in (
        ((41791234567, "x"), "to must be str, not int"),
        ((TO, b"x"), "text must be str, not bytes"),
        ((TO, "x", 7), "from_ must be str, not int"),
    ):
        with pytest.raises(TypeError, match=message):
            client.submit(*argument)
    for octets in ("ff", 7, object()):
        with pytest.raises(TypeError, match="user_data must be bytes"):
            client.submit(TO, "", user_data=octets)
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        client.submit(TO, "\ud800")
    assert caught.value.fields[0].field == "text" and account.submits() == []


def test_what_became_of_the_parts_of_a_message_that_failed(account, client):
    account.smpp("script", [{"accept": True}, {"command_status": 0x401}])
    with pytest.raises(ecall.InsufficientCreditError) as caught:
        client.submit(TO, "a" * 400)
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.smpp_status, error.outcome) == (0x401, "not_accepted")
    assert error.parts == (
        ecall.PartOutcome("accepted", "1", 0),
        ecall.PartOutcome("refused", None, 0x401),
        ecall.PartOutcome("not_sent"),
    )
    account.smpp("script", [{"command_status": 0x499}])
    with pytest.raises(ecall.RejectedError) as caught:
        client.submit(TO, "x")
    assert (caught.value.smpp_status, [part.state for part in caught.value.parts]) == (0x499, ["refused"])


def test_a_link_that_is_lost(account, client):
    account.smpp("script", [{"accept_then": "close"}])
    with pytest.raises(ecall.OutcomeUnknownError) as caught:
        client.submit(TO, "x")
    assert [part.state for part in caught.value.parts] == ["unknown"]
    account.smpp("script", [{"accept_then": "reset"}])
    assert client.submit(TO, "x", delivery="at_least_once").possible_duplicate
    assert account.smpp("summary")["binds"] == 3


def test_a_client_is_not_pickled_and_says_what_it_is(account, client):
    assert repr(client) == "<ecall.SmppClient>" and account.password not in repr(client)
    with pytest.raises(TypeError, match="a SmppClient holds a password"):
        pickle.dumps(client)


def test_leaving_the_block_unbinds(account):
    with ecall.SmppClient(**account.smpp_options()) as client:
        client.bind()
        assert links(account) == 1
    assert links(account) == 0 and client.closed
    last = account.smpp("requests")["requests"][-1]["command"]
    assert last == "unbind"
    with ecall.SmppClient(**account.smpp_options()):
        pass
    with pytest.raises(ZeroDivisionError):
        with ecall.SmppClient(**account.smpp_options()) as client:
            client.bind()
            raise ZeroDivisionError
    assert links(account) == 0

    async def main(client):
        assert links(account) == 1
        return await client.submit(TO, "x")

    assert asynchronous(account, main).message_id == "1"
    assert links(account) == 0


def test_an_asynchronous_client_is_closed_without_waiting(account):
    async def main():
        client = ecall.AsyncSmppClient(**account.smpp_options())
        await client.bind()
        client.close()
        assert client.closed
        with pytest.raises(ecall.ClosedError):
            await client.submit(TO, "x")

    asyncio.run(main())
    ends(account)
    assert account.smpp("requests")["requests"][-1]["command"] == "unbind"


def test_a_client_that_is_thrown_away_ends_its_link(account):
    client = ecall.SmppClient(**account.smpp_options())
    client.bind()
    del client
    ends(account)


def test_an_unbind_sends_what_was_given(account, client):
    account.smpp("script", [{"accept": True, "delay_ms": 200}])
    sent = []
    thread = threading.Thread(target=lambda: sent.append(client.submit(TO, "x")))
    thread.start()
    while not account.submits():
        time.sleep(0.005)
    client.unbind()
    thread.join()
    assert sent[0].message_id == "1"


def test_threads_share_a_link(account, client):
    ids = []

    def work():
        for _ in range(25):
            ids.append(client.submit(TO, "x").message_id)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ids)) == 200 and account.smpp("summary")["binds"] == 1


def test_pure_python_progresses_while_a_submit_waits(account, client):
    account.smpp("script", [{"accept": True, "delay_ms": 500}])
    thread = threading.Thread(target=client.submit, args=(TO, "x"))
    thread.start()
    turns = 0
    while thread.is_alive():
        turns += 1
    thread.join()
    assert turns > 10_000


def test_tasks_and_loops_share_a_link(account):
    client = ecall.AsyncSmppClient(**account.smpp_options(window=100))

    async def many():
        return {sent.message_id for sent in await asyncio.gather(*(client.submit(TO, "x") for _ in range(200)))}

    asyncio.run(client.bind())
    ids = asyncio.run(many()) | asyncio.run(many())
    asyncio.run(client.unbind())
    assert len(ids) == 400 and account.smpp("summary")["binds"] == 1 and links(account) == 0


def press(ready):
    """Presses Ctrl-C once something is so; tells when."""
    pressed = []

    def work():
        while not ready():
            time.sleep(0.005)
        time.sleep(0.05)
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, pressed


def test_ctrl_c_during_a_submit(account):
    account.smpp("script", [{"accept_then": "silence"}])
    # Leaving the block waits for the response.
    with ecall.SmppClient(**account.smpp_options(response_timeout=1.0)) as client:
        client.bind()
        thread, pressed = press(account.submits)
        with pytest.raises(KeyboardInterrupt) as caught:
            client.submit(TO, "x", timeout=30)
        assert time.monotonic() - pressed[0] < 0.5
        thread.join()
        cause = caught.value.__cause__
        assert isinstance(cause, ecall.CancelledError) and cause.outcome == "unknown"
        assert client.submit(TO, "x").message_id == "2"


def test_ctrl_c_before_a_message_goes_out(account):
    with ecall.SmppClient(**account.smpp_options(window=1)) as client:
        client.bind()
        account.smpp("script", [{"accept": True, "delay_ms": 600}])
        first = threading.Thread(target=client.submit, args=(TO, "x"))
        first.start()
        thread, _ = press(account.submits)
        with pytest.raises(KeyboardInterrupt) as caught:
            client.submit(TO, "x")
        thread.join()
        first.join()
        assert caught.value.__cause__ is None
    assert len(account.submits()) == 1


def test_ctrl_c_during_a_bind(account):
    account.smpp("script", [{"on": "bind", "fault": "silence"}])
    client = ecall.SmppClient(**account.smpp_options(timeout=30.0))
    # The mock tells of no bind before it is answered.
    later = time.monotonic() + 0.3
    thread, pressed = press(lambda: time.monotonic() > later)
    with pytest.raises(KeyboardInterrupt):
        client.bind()
    assert time.monotonic() - pressed[0] < 0.5
    thread.join()
    with pytest.raises(ecall.ClosedError):
        client.bind()
    client.close()


def test_ctrl_c_during_an_unbind(account):
    client = ecall.SmppClient(**account.smpp_options(timeout=30.0, response_timeout=30.0))
    client.bind()
    account.smpp("script", [{"on": "unbind", "fault": "silence"}])
    thread, pressed = press(lambda: account.smpp("requests")["requests"][-1]["command"] == "unbind")
    with pytest.raises(KeyboardInterrupt):
        client.unbind()
    assert time.monotonic() - pressed[0] < 0.5 and client.closed
    thread.join()


async def ended(task):
    """What a cancelled task raised, and within which time."""
    begun = time.monotonic()
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as caught:
        await task
    assert time.monotonic() - begun < 0.5
    error = caught.value
    while not error.__cause__ and error.__context__:  # Python 3.10 raises another one in its place
        error = error.__context__
    return error.__cause__


def test_a_task_that_is_cancelled(account):
    account.smpp("script", [{"accept_then": "silence"}])

    async def main(client):
        task = asyncio.create_task(client.submit(TO, "x"))
        while not account.submits():
            await asyncio.sleep(0.005)
        cause = await ended(task)
        assert (cause.kind, cause.outcome) == ("cancelled", "unknown")
        return await asyncio.wait_for(client.submit(TO, "x"), 5)

    assert asynchronous(account, main, response_timeout=1.0).parts[0].state == "accepted"


def test_a_bind_that_is_cancelled_closes_the_client(account):
    account.smpp("script", [{"on": "bind", "fault": "silence"}])

    async def main():
        client = ecall.AsyncSmppClient(**account.smpp_options(timeout=30.0))
        task = asyncio.create_task(client.bind())
        await asyncio.sleep(0.3)
        assert await ended(task) is None
        with pytest.raises(ecall.ClosedError):
            await client.bind()
        await client.unbind()

    asyncio.run(main())
    ends(account)
