"""The notification command of Nagios and Icinga: what it sends and its exit codes."""

import pytest
from mock_control import CUT, REFUSE, TAKE_AND_CUT
from programs import EXAMPLES, PYTHON

NOTIFY = PYTHON, EXAMPLES / "nagios_notify.py"
GIVEN = "--to", "+41791234567", "--type", "PROBLEM", "--host", "db1", "--service", "disk", "--state", "CRITICAL", "--output", "3 % free"
TEXT = "PROBLEM db1/disk CRITICAL: 3 % free"


def test_arguments(run, account):
    done = run(*NOTIFY, *GIVEN)
    assert done.returncode == 0 and done.stdout.startswith("accepted as "), done
    assert account.sends() == [("+41791234567", TEXT)]


@pytest.mark.parametrize("output", ["-CRITICAL", "--x", "--help", "-1: cold", "a=b", "--state=OK", ""])
@pytest.mark.parametrize("form", [lambda option, value: (f"{option}={value}",), lambda option, value: (option, value)])
def test_an_output_that_looks_like_an_option(run, account, output, form):
    done = run(*NOTIFY, *GIVEN[:-2], *form("--output", output))
    assert done.returncode == 0, done
    assert account.sends() == [("+41791234567", TEXT.replace(": 3 % free", f": {output}" if output else ""))]


def test_macros(run, account):
    macros = {"CONTACTPAGER": "+41791234568", "NOTIFICATIONTYPE": "RECOVERY", "HOSTNAME": "db1", "HOSTSTATE": "UP", "HOSTOUTPUT": "42 ms"}
    done = run(*NOTIFY, **{f"NAGIOS_{name}": value for name, value in macros.items()})
    assert done.returncode == 0, done
    assert account.sends() == [("+41791234568", "RECOVERY db1 UP: 42 ms")]


def test_a_long_output_is_cut_and_not_refused(run, account):
    done = run(*NOTIFY, *GIVEN[:-1], "“" + "very long " * 200)
    assert done.returncode == 0, done
    ((_, text),) = account.sends()
    assert text.startswith('PROBLEM db1/disk CRITICAL: "very long')
    assert account.requests()[-1]["json"]["content"]["options"]["pageLimit"] == 2


def test_an_answer_that_was_lost_is_not_the_end(run, account):
    account.script(TAKE_AND_CUT)
    done = run(*NOTIFY, *GIVEN)
    assert done.returncode == 0 and "perhaps twice" in done.stdout, done
    assert len(account.accepted()) == 2


def test_refused(run, account):
    account.script(REFUSE)
    done = run(*NOTIFY, *GIVEN)
    assert done.returncode == 1 and "not_accepted" in done.stderr, done
    assert account.accepted() == []


def test_a_service_that_is_silent_is_given_up_in_time(run, account):
    account.put(faults=[{"share": 1, "step": {"fault": "silence"}}])
    impatient = "import sys, nagios_notify as it; print(it.TIMEOUT); it.TIMEOUT = 1; sys.exit(it.main())"
    done = run(PYTHON, "-c", impatient, *GIVEN, PYTHONPATH=str(EXAMPLES))
    assert done.returncode == 2 and "unknown" in done.stderr, done
    # Nagios ends it after 30 s, and Python needs some of them to start.
    assert int(done.stdout) <= 25


def test_unknown(run, account):
    account.put(faults=[{"share": 1, "step": CUT}])
    done = run(*NOTIFY, *GIVEN)
    assert done.returncode == 2 and "unknown" in done.stderr, done


@pytest.mark.parametrize("missing", ["ECALL_USERNAME", "ECALL_PASSWORD"])
def test_no_credentials(run, missing):
    done = run(*NOTIFY, *GIVEN, **{missing: None})
    assert done.returncode == 3 and missing in done.stderr, done


def test_no_recipient(run, account):
    done = run(*NOTIFY, *GIVEN[2:])
    assert done.returncode == 3 and "--to is missing" in done.stderr, done
    assert account.sends() == []
