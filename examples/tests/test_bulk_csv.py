"""The bulk send from CSV: run again, stopped and killed at any moment it sends nothing twice without being told to."""

import csv
import fcntl
import os
import pty
import signal
import struct
import termios

import pytest
from mock_control import TAKE_AND_CUT
from programs import EXAMPLES, PYTHON, until

BULK = PYTHON, EXAMPLES / "bulk_csv.py", "messages.csv", "results.csv"


def number(row):
    return f"+4179123{row:04}"


@pytest.fixture
def rows(tmp_path):
    """Writes the messages."""

    def rows(count, header="id,to,text"):
        lines = [header, *(f'{row},{number(row)},"Pump {row}, stopped"' for row in range(count))]
        (tmp_path / "messages.csv").write_text("\n".join(lines) + "\n")

    return rows


@pytest.fixture
def journal(tmp_path):
    """The last state of each id."""

    def journal():
        with open(tmp_path / "results.csv", newline="") as file:
            return {row[0]: row[1] for row in csv.reader(file) if len(row) == 4 and row[0] != "id"}

    return journal


def test_everything_is_sent_once(run, rows, journal, account):
    rows(50)
    done = run(*BULK)
    assert (done.returncode, done.stdout) == (0, "50 accepted\n"), done
    assert sorted(account.accepted()) == [number(row) for row in range(50)]
    assert (number(7), "Pump 7, stopped") in account.sends()
    assert set(journal().values()) == {"accepted"}
    done = run(*BULK)
    assert (done.returncode, done.stdout) == (0, "50 accepted\n")
    assert len(account.sends()) == 50


def test_what_was_refused_goes_again_and_what_is_unknown_only_if_asked_for(run, rows, journal, account):
    rows(10)
    account.put(refuse={number(4): "InsufficientPoints"})
    # The first step is for the check of the password.
    account.script({"accept": True}, TAKE_AND_CUT)
    done = run(*BULK, "--concurrency", "1")
    assert (done.returncode, done.stdout) == (1, "8 accepted, 1 refused, 1 unknown\n"), done
    assert (journal()["0"], journal()["4"]) == ("unknown", "refused")
    account.put(refuse={})
    done = run(*BULK)
    assert (done.returncode, done.stdout) == (1, "9 accepted, 1 unknown\n")
    assert account.accepted().count(number(0)) == 1 and account.accepted().count(number(4)) == 1
    done = run(*BULK, "--resend-unknown")
    assert (done.returncode, done.stdout) == (0, "10 accepted\n")
    # It had been accepted, which nobody could know.
    assert account.accepted().count(number(0)) == 2
    assert len(account.accepted()) == 11


def test_a_run_that_is_killed(start, run, rows, journal, account, tmp_path):
    rows(200)
    account.put(faults=[{"share": 1, "step": {"accept": True, "delay_ms": 100}}])
    program = start(*BULK, "--concurrency", "10")
    until(lambda: len(account.accepted()) >= 30)
    program.kill()
    account.put(faults=[])
    with open(tmp_path / "results.csv", "a") as file:
        file.write("19")  # Half a line.
    before = journal()
    begun = sum(state == "begun" for state in before.values())
    assert begun >= 10 and len(before) < 200
    done = run(*BULK)
    assert (done.returncode, done.stdout) == (1, f"{200 - begun} accepted, {begun} unknown\n"), done
    # The half line spoilt none of those that came after it.
    lines = (tmp_path / "results.csv").read_text().splitlines()
    assert {f"{row},begun,," for row in range(200)} <= {*lines}
    assert len(account.accepted()) == len({*account.accepted()})
    done = run(*BULK, "--resend-unknown")
    assert (done.returncode, done.stdout) == (0, "200 accepted\n")
    assert {*account.accepted()} == {number(row) for row in range(200)}


def test_a_run_that_is_stopped_says_what_became_of_each(start, run, rows, journal, account):
    rows(200)
    account.put(faults=[{"share": 1, "step": {"accept": True, "delay_ms": 300}}])
    program = start(*BULK, "--concurrency", "10")
    until(lambda: len(account.accepted()) >= 30)
    assert program.end(signal.SIGINT) == 1
    account.put(faults=[])
    assert "stopped" in program.said and "not begun" in program.said and "Traceback" not in program.said
    assert "begun" not in journal().values() and "unknown" in journal().values()
    run(*BULK)
    assert len(account.accepted()) == len({*account.accepted()})


def test_a_run_that_breaks_off_does_not_say_that_nothing_was_sent(run, rows, journal, account):
    rows(20)
    breaking = """
import sys, ecall, bulk_csv
sound = ecall.Message
def message(**given):
    if given["to"].endswith("7"):
        raise ecall.InternalError("broken off")
    return sound(**given)
ecall.Message = message
sys.exit(bulk_csv.main())
"""
    done = run(PYTHON, "-c", breaking, *BULK[2:], "--concurrency", "1", PYTHONPATH=str(EXAMPLES))
    assert done.returncode == 1 and "stopped: " in done.stderr and "nothing was sent" not in done.stderr, done
    # What was under way at that moment is unknown; what came after was not begun.
    states = journal()
    assert [*states] == [str(row) for row in range(7)] and {*states.values()} <= {"accepted", "unknown"}
    assert "accepted" in states.values() and "13 not begun" in done.stdout, done


def test_two_runs_at_once(start, run, rows, account):
    rows(8)
    account.put(faults=[{"share": 1, "step": {"accept": True, "delay_ms": 400}}])
    program = start(*BULK, "--concurrency", "2")
    until(account.accepted)
    done = run(*BULK)
    assert done.returncode == 2 and "another run is under way" in done.stderr
    assert program.wait() == 0
    assert len(account.accepted()) == 8


@pytest.mark.parametrize("header, said", [("id,to", "no column text"), ("to,id,text", "id of its own")])
def test_a_file_that_is_wrong(run, rows, account, tmp_path, header, said):
    rows(2, header)
    if header == "to,id,text":
        (tmp_path / "messages.csv").write_text("id,to,text\n1,+41791234567,x\n1,+41791234568,y\n")
    done = run(*BULK)
    assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
    assert account.sends() == []


def test_a_wrong_password_is_said_before_anything_is_begun(run, rows, account, tmp_path):
    rows(2)
    account.put(password="another")
    done = run(*BULK)
    assert done.returncode == 2 and "nothing was sent" in done.stderr
    assert (tmp_path / "results.csv").read_text() == "id,state,message_id,detail\n" and account.sends() == []


def test_the_bar_is_seen_on_a_terminal(account, rows, tmp_path):
    rows(30)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(tmp_path)
        os.execve(PYTHON, [*map(str, BULK)], account.environment() | {"TERM": "xterm"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    said = b""
    try:
        while part := os.read(terminal, 4096):
            said += part
    except OSError:
        pass  # That is how a terminal ends.
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert b"100%" in said and b"30/30" in said
