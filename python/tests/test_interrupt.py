"""Ctrl-C ends a blocking call within half a second, and says what became of the message."""

import asyncio
import os
import signal
import subprocess
import threading
import time

import ecall
import pytest
from scripts import FOLDER, environment, program, run


def press(account, seconds=0.0):
    """Presses Ctrl-C once the request has arrived; tells when."""
    pressed = []

    def work():
        while not account.requests():
            time.sleep(0.005)
        time.sleep(seconds)
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, pressed


def test_a_send_whose_outcome_is_unknown(account):
    account.script({"fault": "silence"})
    client = ecall.Client(**account.options(timeout=30.0))
    thread, pressed = press(account)
    with pytest.raises(KeyboardInterrupt) as caught:
        client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
    assert time.monotonic() - pressed[0] < 0.5
    thread.join()
    cause = caught.value.__cause__
    assert isinstance(cause, ecall.CancelledError)
    assert (cause.kind, cause.outcome) == ("cancelled", "unknown")
    assert len(account.requests()) == 1


def test_a_wait(account):
    client = ecall.Client(**account.options())
    account.put({"progress": {"Sms": [[0, "Pending"]]}})
    sent = client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
    thread, pressed = press(account, 0.1)
    with pytest.raises(KeyboardInterrupt) as caught:
        client.wait(sent.message_id, timeout=30)
    assert time.monotonic() - pressed[0] < 0.5
    thread.join()
    assert caught.value.__cause__ is None


def test_what_another_handler_raises_is_raised(account):
    class Stop(Exception):
        pass

    def stop(*_):
        raise Stop

    account.script({"fault": "silence"})
    client = ecall.Client(**account.options(timeout=30.0))
    before = signal.signal(signal.SIGINT, stop)
    try:
        thread, _ = press(account)
        with pytest.raises(Stop) as caught:
            client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
        thread.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert caught.value.__cause__.outcome == "unknown"


def test_a_handler_that_raises_nothing_lets_the_call_go_on(account):
    seen = []
    account.script({"accept": True, "delay_ms": 500})
    client = ecall.Client(**account.options())
    before = signal.signal(signal.SIGINT, lambda *_: seen.append(time.monotonic()))
    try:
        thread, pressed = press(account)
        sent = client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
        thread.join()
    finally:
        signal.signal(signal.SIGINT, before)
    assert sent.message_id
    assert seen[0] - pressed[0] < 0.4


def test_the_client_is_used_further(account):
    account.script({"fault": "silence"})
    client = ecall.Client(**account.options(timeout=30.0))
    thread, _ = press(account)
    with pytest.raises(KeyboardInterrupt):
        client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
    thread.join()
    assert client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo").message_id


def test_a_program_dies_of_ctrl_c(account):
    account.script({"fault": "silence"})
    process = subprocess.Popen(
        program("send(ecall.Client(**OPTIONS))"),
        env=environment(account, timeout=30.0),
        cwd=FOLDER,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not account.requests():
        time.sleep(0.01)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    error = process.communicate(timeout=10)[1]
    assert time.monotonic() - begun < 1
    assert process.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in error and "ecall.errors.CancelledError" in error


def test_asyncio_obeys_ctrl_c(account):
    account.script({"fault": "silence"})
    process = subprocess.Popen(
        program("asyncio.run(send(ecall.AsyncClient(**OPTIONS)))"),
        env=environment(account, timeout=30.0),
        cwd=FOLDER,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not account.requests():
        time.sleep(0.01)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    error = process.communicate(timeout=10)[1]
    assert time.monotonic() - begun < 1
    assert "KeyboardInterrupt" in error
    if hasattr(asyncio, "Runner"):  # earlier ones show the bare interrupt
        assert "ecall.errors.CancelledError" in error


def test_scripts_end_by_themselves(account):
    begun = time.monotonic()
    run("send(ecall.Client(**OPTIONS))", account)
    assert time.monotonic() - begun < 5
