"""The watchdog in C: what it tells, and its exit codes."""

import os
import signal
import socket
import subprocess
import time

import pytest
from mock_control import CUT, REFUSE, TAKE_AND_CUT
from programs import EXAMPLES

WATCHDOG = os.path.join(os.environ["EXAMPLES_BUILT"], "watchdog")
TO = "+41791234567"


def watch(*program, seconds=10):
    return WATCHDOG, TO, seconds, *program


def test_a_program_that_ends_well(run, account):
    done = run(*watch("sh", "-c", "echo it ran"))
    assert (done.returncode, done.stdout) == (0, "it ran\n"), done
    assert account.requests() == []


@pytest.mark.parametrize("script, end", [("exit 3", "ended with 3"), ("kill -SEGV $$", "was ended by signal 11 (Segmentation fault)")])
def test_a_program_that_dies(run, account, script, end):
    done = run(*watch("sh", "-c", script))
    assert done.returncode == 1 and "was accepted" in done.stderr, done
    assert account.sends() == [(TO, f"{socket.gethostname()}: sh {end}")]


def test_a_program_that_does_not_exist(run, account):
    done = run(*watch("/nowhere/pump-control", "--password", "told-to-nobody"))
    assert done.returncode == 1, done
    assert account.sends() == [(TO, f"{socket.gethostname()}: /nowhere/pump-control ended with 127")]


def test_a_program_that_somebody_kills(start, account):
    watchdog = start(*watch("sh", "-c", "echo $$; exec sleep 60"))
    pid = int(watchdog.wait_for(r"(\d+)\n")[1])
    os.kill(pid, signal.SIGKILL)
    assert watchdog.wait() == 1
    assert account.sends() == [(TO, f"{socket.gethostname()}: sh was ended by signal 9 (Killed)")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_program_that_is_asked_to_end(start, account, number):
    watchdog = start(*watch("sh", "-c", "echo $$; exec sleep 60"))
    pid = int(watchdog.wait_for(r"(\d+)\n")[1])
    assert watchdog.end(number) == 0
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert account.requests() == []


def test_an_alarm_is_tried_again(run, account):
    account.script({"respond": {"status": 503, "json": {}}}, TAKE_AND_CUT)
    assert run(*watch("false")).returncode == 1
    assert len(account.accepted()) == 2 and len(account.sends()) == 3


@pytest.fixture
def hasty(tmp_path):
    """The watchdog with one retry in a call instead of so many that they take minutes."""
    source = (EXAMPLES / "watchdog.c").read_text()
    assert source.count("RETRIES = 100") == 1
    (tmp_path / "hasty.c").write_text(source.replace("RETRIES = 100", "RETRIES = 1"))
    flags = subprocess.check_output(["pkg-config", "--cflags", "--libs", "ecall"], text=True).split()
    subprocess.run(["cc", "-std=c11", "-o", tmp_path / "hasty", tmp_path / "hasty.c", *flags], check=True)
    return tmp_path / "hasty"


def test_an_alarm_is_tried_until_the_time_is_up_however_many_calls_that_takes(run, hasty, account):
    refused = {"respond": {"status": 503, "json": {}}}
    account.script(*[refused] * 5)
    done = run(hasty, TO, 20, "false")
    assert done.returncode == 1 and len(account.sends()) == 6, done
    # What one call leaves unknown stays so, whatever becomes of the next.
    account.script({"accept_then": "reset"}, CUT, *[refused] * 100)
    begun = time.monotonic()
    assert run(hasty, TO, 2, "false").returncode == 3
    assert 1 < time.monotonic() - begun < 10


def test_a_refused_alarm(run, account):
    account.script(REFUSE)
    done = run(*watch("false"))
    assert done.returncode == 2 and "not_accepted" in done.stderr, done
    assert account.accepted() == []


def test_an_alarm_of_which_nobody_knows(run, account):
    account.put(faults=[{"share": 1, "step": CUT}])
    begun = time.monotonic()
    done = run(*watch("false", seconds=1))
    assert done.returncode == 3 and "unknown" in done.stderr, done
    assert time.monotonic() - begun < 10


def test_the_program_does_not_learn_the_password(run, account):
    done = run(*watch("sh", "-c", 'echo "$ECALL_USERNAME, $ECALL_PASSWORD."'))
    assert (done.returncode, done.stdout) == (0, f"{account.username}, .\n"), done


WRONG_SECONDS = "soon", "0", "", "60x", "1 0", "+10", "-1", "1e3", "4294967297"


@pytest.mark.parametrize("arguments", [(), (TO,), (TO, "10"), *((TO, wrong, "true") for wrong in WRONG_SECONDS)])
def test_wrong_arguments(run, arguments):
    done = run(WATCHDOG, *arguments)
    assert done.returncode == 64 and "usage" in done.stderr, done


def test_without_a_configuration_nothing_is_started(run):
    done = run(*watch("echo", "it ran"), ECALL_PASSWORD=None)
    assert done.returncode == 64 and done.stdout == "" and "ECALL_PASSWORD" in done.stderr, done
