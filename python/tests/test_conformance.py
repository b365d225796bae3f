"""Every conformance case, over the blocking and over the asynchronous client."""

import adapter
import pytest

CASES = adapter.load("cases.json")["cases"]
KNOWN = adapter.load("known-failing.json")
FACES = {"python": adapter.Blocking, "python-async": adapter.Async}


def run(case, mock, face):
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
