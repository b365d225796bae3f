"""Programs that run in an interpreter of their own, where every warning is shown."""

import os
import pathlib
import subprocess
import sys
import textwrap

PRELUDE = """
import asyncio, os, signal, sys, threading, time
import ecall
OPTIONS = eval(os.environ["TEST_OPTIONS"])
def send(client, **more):
    return client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo", **more)
def reap(pid):
    assert os.waitpid(pid, 0)[1] == 0, "the child failed"
"""


# `python -c` looks for modules here first: the sources of the package must not be found in place of what is installed.
FOLDER = pathlib.Path(__file__).resolve().parent


def environment(account, smpp=False, **more):
    options = (account.smpp_options if smpp else account.options)(**more) if account else {}
    return {**os.environ, "TEST_OPTIONS": repr(options), "PYTHONUNBUFFERED": "1"}


def program(text):
    return [sys.executable, "-X", "faulthandler", "-W", "always", "-c", PRELUDE + textwrap.dedent(text)]


def run(text, account=None, seconds=30, code=0, **more):
    """Runs a program to its end; returns what it printed. It must say nothing on standard error."""
    done = subprocess.run(
        program(text),
        env=environment(account, **more),
        cwd=FOLDER,
        timeout=seconds,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert done.stderr == "", done.stderr
    return done.stdout
