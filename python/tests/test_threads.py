"""Threads work beside each other, and the process ends whatever they do."""

import threading
import time

import ecall
import pytest
from scripts import run


def send(client, **more):
    return client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo", **more)


def test_others_progress_while_one_waits(account, mock):
    slow = mock.account("slow")
    slow.script({"fault": "silence"})
    with ecall.Client(**slow.options(timeout=1.0, max_retries=0)) as waiting, ecall.Client(**account.options()) as client:
        kinds = []

        def wait():
            with pytest.raises(ecall.OutcomeUnknownError) as caught:
                send(waiting)
            kinds.append(caught.value.kind)

        thread = threading.Thread(target=wait)
        thread.start()
        done = 0
        while thread.is_alive():
            send(client)
            done += 1
        thread.join()
    assert kinds == ["outcome_unknown"]
    assert done > 20


def test_pure_python_progresses_while_a_call_waits(account):
    account.script({"fault": "silence"})
    client = ecall.Client(**account.options(timeout=0.5, max_retries=0))
    thread = threading.Thread(target=lambda: pytest.raises(ecall.EcallError, send, client))
    thread.start()
    turns, begun = 0, time.monotonic()
    while thread.is_alive():
        turns += 1
    thread.join()
    assert time.monotonic() - begun < 5
    assert turns > 10_000


def test_eight_threads_share_a_client(account):
    ids = []
    with ecall.Client(**account.options()) as client:

        def work():
            for _ in range(10):
                ids.append(send(client).message_id)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(set(ids)) == 80
    assert len(account.requests()) == 80


def test_a_daemon_thread_that_waits_does_not_keep_the_process(account):
    account.script({"fault": "silence"})
    begun = time.monotonic()
    run(
        """
        client = ecall.Client(**OPTIONS)
        threading.Thread(target=send, args=(client,), kwargs={"timeout": 60}, daemon=True).start()
        time.sleep(0.4)
        """,
        account,
    )
    assert time.monotonic() - begun < 10


def test_a_closed_client_refuses(account):
    with ecall.Client(**account.options()) as client:
        send(client)
        assert not client.closed
    assert client.closed
    assert repr(client) == "<ecall.Client closed>"
    with pytest.raises(ecall.ClosedError) as caught:
        send(client)
    assert caught.value.outcome == "not_accepted"
    assert len(account.requests()) == 1
