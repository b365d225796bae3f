"""A link and its process: the process ends whatever the link does, and a forked one has no part in it."""

import os
import signal
import subprocess
import time

import pytest
from compare import soon
from scripts import FOLDER, environment, program, run

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")


def ends(account):
    def check():
        assert account.smpp("summary")["links"] == 0

    soon(5, check)


def test_a_process_ends_while_it_is_bound(account):
    for end in ("", "os.kill(os.getpid(), signal.SIGTERM); time.sleep(9)", "sys.exit(0)", "threading.Thread(target=list, args=(client.events(),), daemon=True).start()"):
        begun = time.monotonic()
        run(
            "client = ecall.SmppClient(**OPTIONS)\nclient.bind()\nclient.submit('+41791234567', 'x')\n" + end,
            account,
            smpp=True,
            code=-signal.SIGTERM if "SIGTERM" in end else 0,
        )
        assert time.monotonic() - begun < 5
        ends(account)
    run("async def main():\n    await ecall.AsyncSmppClient(**OPTIONS).bind()\nasyncio.run(main())", account, smpp=True)
    ends(account)


def test_a_program_dies_of_ctrl_c(account):
    account.smpp("script", [{"accept_then": "silence"}])
    code = """
    with ecall.SmppClient(**OPTIONS) as client:
        client.bind()
        client.submit("+41791234567", "x")
    """
    environ = environment(account, smpp=True, timeout=30.0, response_timeout=0.5)
    process = subprocess.Popen(program(code), env=environ, cwd=FOLDER, stderr=subprocess.PIPE, text=True)
    while not account.submits():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    error = process.communicate(timeout=10)[1]
    assert process.returncode == -signal.SIGINT
    assert "KeyboardInterrupt" in error and "ecall.errors.CancelledError" in error
    ends(account)


FORKED = """
# From Python 3.12 on, Python warns of the link's thread.
import warnings
warnings.simplefilter("ignore", DeprecationWarning)
def forked(call):
    begun = time.monotonic()
    try:
        call()
    except ecall.ForkedError:
        if time.monotonic() - begun < 1:
            return
    os.write(2, f"no ForkedError by {call}".encode())
    os._exit(1)
"""


@forks
def test_a_link_stays_with_the_process_that_bound_it(account):
    run(
        FORKED
        + """
client, later = ecall.SmppClient(**OPTIONS), ecall.AsyncSmppClient(**OPTIONS)
client.bind()
asyncio.run(later.bind())
async def both(call):
    await call()
pid = os.fork()
if pid == 0:
    signal.alarm(20)
    for call in (client.bind, client.unbind, client.events, lambda: client.submit("+41791234567", "x"), lambda: client.submit_many([])):
        forked(call)
    for call in (later.bind, later.unbind, lambda: later.submit("+41791234567", "x")):
        forked(lambda: asyncio.run(both(call)))
    forked(later.events)
    forked(lambda: later.submit_many([]))
    # Ending them, and making others, is no problem.
    client.close()
    later.close()
    with ecall.SmppClient(**OPTIONS) as own:
        own.bind()
        assert own.submit("+41791234567", "x").message_id
    del client, later
    sys.exit(0)
reap(pid)
assert client.submit("+41791234567", "x").message_id
assert asyncio.run(later.submit("+41791234567", "x")).message_id
asyncio.run(later.unbind())
client.unbind()
""",
        account,
        smpp=True,
    )
    assert account.smpp("summary")["binds"] == 3
    ends(account)


@forks
def test_a_block_that_is_left_on_both_sides_of_a_fork(account):
    run(
        FORKED
        + """
with ecall.SmppClient(**OPTIONS) as client:
    client.bind()
    events = client.events()
    with events, client.submit_many([("+41791234567", "x")] * 3) as bulk:
        next(bulk)
        pid = os.fork()
        if pid == 0:
            for call in (lambda: next(events), events.acknowledge, lambda: next(bulk), bulk.stop, lambda: bulk.counts):
                forked(call)
if pid:
    reap(pid)
""",
        account,
        smpp=True,
    )
    ends(account)


@forks
def test_a_fork_while_threads_use_the_link(account):
    run(
        FORKED
        + """
client = ecall.SmppClient(**OPTIONS)
client.bind()
stop = threading.Event()
def work():
    while not stop.is_set():
        client.submit("+41791234567", "x")
events = client.events()
reader = threading.Thread(target=lambda: [None for _ in events], daemon=True)
threads = [threading.Thread(target=work) for _ in range(3)] + [reader]
for thread in threads: thread.start()
for _ in range(10):
    pid = os.fork()
    if pid == 0:
        signal.alarm(20)
        forked(lambda: client.submit("+41791234567", "x"))
        forked(lambda: next(events))
        os._exit(0)
    reap(pid)
stop.set()
for thread in threads[:3]: thread.join()
client.unbind()
reader.join()
""",
        account,
        smpp=True,
    )


