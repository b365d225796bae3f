"""An account for each test, and programs that end with it. What they say must never hold the account's password."""

import subprocess
import sys

import pytest
from mock_control import Account
from programs import EXAMPLES, PATIENCE, Program

sys.path.insert(0, str(EXAMPLES))


@pytest.fixture
def account(request):
    account = Account(request.module.__name__)
    yield account
    account.control("DELETE")


@pytest.fixture
def start(account, tmp_path):
    """Starts a program in an empty folder."""
    programs = []

    def start(*command, **environment):
        program = Program([*map(str, command)], account.environment() | environment, tmp_path)
        programs.append(program)
        return program

    yield start
    for program in programs:
        program.kill()
        assert account.password not in program.said


@pytest.fixture
def run(account, tmp_path):
    """Runs a program in an empty folder to its end. A variable that is None is taken out of its environment."""

    def run(*command, **environment):
        merged = {name: value for name, value in (account.environment() | environment).items() if value is not None}
        done = subprocess.run(
            [*map(str, command)], env=merged, cwd=tmp_path, timeout=PATIENCE, capture_output=True, text=True
        )
        assert account.password not in done.stdout + done.stderr
        return done

    return run
