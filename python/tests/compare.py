"""Comparing what came with what a case states, as tests/conformance/README.md describes it."""

import re
import time


def matches(place, stated, found):
    if isinstance(stated, dict) and len(stated) == 1 and next(iter(stated)).startswith("$"):
        ((word, argument),) = stated.items()
        good = {
            "$present": lambda: found is not None,
            "$null": lambda: found is None,
            "$regex": lambda: isinstance(found, str) and re.search(argument, found) is not None,
        }[word]()
        assert good, f"{place}: stated {stated}, found {found!r}"
    elif isinstance(stated, dict):
        assert isinstance(found, dict), f"{place}: stated {stated}, found {found!r}"
        for key, value in stated.items():
            matches(f"{place}.{key}", value, found.get(key))
    elif isinstance(stated, list) and isinstance(found, list):
        assert len(stated) == len(found), f"{place}: stated {stated}, found {found}"
        for index, (one, other) in enumerate(zip(stated, found)):
            matches(f"{place}[{index}]", one, other)
    else:
        exactly(place, stated, found)


def exactly(place, stated, found):
    assert same(stated, found), f"{place}: stated {stated!r}, found {found!r}"


def same(stated, found):
    """Equal as JSON: 1 is 1.0, but not true."""
    if isinstance(stated, bool) or isinstance(found, bool):
        return stated is found
    if isinstance(stated, dict) and isinstance(found, dict):
        return stated.keys() == found.keys() and all(same(stated[key], found[key]) for key in stated)
    if isinstance(stated, list) and isinstance(found, list):
        return len(stated) == len(found) and all(map(same, stated, found))
    return stated == found


def fields(stated, found, exact):
    def is_it(wanted, problem):
        return (
            wanted["field"].lower() == problem["field"].lower()
            and wanted["rule"] == problem["rule"]
            and all(wanted[key] == problem[key] for key in ("length", "limit") if key in wanted)
        )

    for wanted in stated:
        assert any(is_it(wanted, problem) for problem in found), f"fields: {wanted} is not among {found}"
    if exact:
        assert len(found) == len(stated), f"fields: exactly {stated} was stated, found {found}"


def within(what, bounds, found):
    low, high = bounds.get("min", found), bounds.get("max", found)
    assert low <= found <= high, f"{what}: {found} is not within {bounds}"


def soon(seconds, check):
    """Checks until it is true, or the time is up."""
    until = time.monotonic() + seconds
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > until:
                raise
        time.sleep(0.01)
