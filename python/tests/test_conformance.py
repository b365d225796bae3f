"""Every conformance case, over the blocking and over the asynchronous client."""

import os

import adapter
import pytest

CASES = adapter.load("cases.json")["cases"]
KNOWN = adapter.load("known-failing.json")
FACES = {"python": adapter.Blocking, "python-async": adapter.Async}


def note_run(face, name):
    """Where CONFORMANCE_RAN names a file, every suite writes there which cases it ran, so that none is left out unnoticed."""
    if "CONFORMANCE_RAN" in os.environ:
        with open(os.environ["CONFORMANCE_RAN"], "a", encoding="utf-8") as file:
            file.write(f"{face} {name}\n")


def run(case, mock, face):
    note_run(face, case["name"])
    reason = KNOWN.get(face, {}).get(case["name"])
    if reason is None:
        adapter.Run(case, mock, FACES[face]).run()
        return
    with pytest.raises(Exception):
        adapter.Run(case, mock, FACES[face]).run()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_blocking(case, mock):
    run(case, mock, "python")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_async(case, mock):
    run(case, mock, "python-async")
