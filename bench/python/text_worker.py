"""Counts the pages of texts: `ecall`, `smpplib` or `smsutil` one text a call, `ecall-column` all texts in one call.

Arguments: one of these, a file of texts (a line each), a JSON file of texts on which the peers must agree. `run N` on
standard input is answered with the seconds that N calls took and what was counted in them.
"""

import itertools
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

# So many strings exist at a time; a whole turn's would fill the memory.
STOCK = 10_000


def ecall():
    from ecall import text

    def count(texts: list[str]) -> int:
        estimate, pages = text.estimate, 0
        for one in texts:
            pages += estimate(one).pages
        return pages

    def look(one: str) -> tuple[int, bool]:
        found = text.estimate(one)
        return found.pages, found.alphabet == "gsm"

    return count, look


def smpplib():
    from smpplib import consts, gsm

    def count(texts: list[str]) -> int:
        make_parts, pages = gsm.make_parts, 0
        for one in texts:
            pages += len(make_parts(one)[0])
        return pages

    def look(one: str) -> tuple[int, bool]:
        parts, encoding, _ = gsm.make_parts(one)
        return len(parts), encoding == consts.SMPP_ENCODING_DEFAULT

    return count, look


def smsutil():
    import smsutil

    def count(texts: list[str]) -> int:
        split, pages = smsutil.split, 0
        for one in texts:
            pages += len(split(one).parts)
        return pages

    def look(one: str) -> tuple[int, bool]:
        found = smsutil.split(one)
        return len(found.parts), found.encoding == "gsm0338"

    return count, look


def fresh(lines: list[bytes]) -> list[str]:
    """New string objects: Python keeps the UTF-8 form of a string in it once it was asked for."""
    return [line.decode() for line in lines]


def in_calls(count, lines: list[bytes]):
    """One text a call, all texts in turn."""
    stocks = itertools.cycle([lines[start : start + STOCK] for start in range(0, len(lines), STOCK)])

    def run(left: int) -> dict:
        answer = {"seconds": 0, "pages": 0}
        while left > 0:
            texts = fresh(next(stocks)[:left])
            start = time.perf_counter()
            answer["pages"] += count(texts)
            answer["seconds"] += time.perf_counter() - start
            left -= len(texts)
        return answer

    return run


def in_columns(lines: list[bytes]):
    """All texts in one call, and three columns out of it."""
    from ecall import text

    def run(calls: int) -> dict:
        answer = {"seconds": 0, "pages": 0, "units": 0, "gsm": 0}
        for _ in range(calls):
            texts = fresh(lines)
            start = time.perf_counter()
            found = text.estimate_many(texts)
            pages, units, alphabet = found.pages, found.units, found.alphabet
            answer["seconds"] += time.perf_counter() - start
            answer["pages"] += sum(pages)
            answer["units"] += sum(units)
            answer["gsm"] += list(alphabet).count("gsm")
        return answer

    return run


def look_at_columns(texts: list[str]) -> list[tuple[int, bool]]:
    from ecall import text

    found = text.estimate_many(texts)
    return list(zip(found.pages, (one == "gsm" for one in found.alphabet), strict=True))


def main(mode: str, texts: str, probes: str) -> None:
    lines = Path(texts).read_bytes().splitlines()
    samples = json.loads(Path(probes).read_text(encoding="utf-8"))
    if mode == "ecall-column":
        answers, run = look_at_columns(samples), in_columns(lines)
    else:
        count, look = PEERS[mode]()
        answers, run = [look(one) for one in samples], in_calls(count, lines)
    say({"version": version(mode.removesuffix("-column")), "answers": answers})
    for order in sys.stdin:
        word, _, number = order.partition(" ")
        if word != "run":
            raise SystemExit(f"not an order: {order!r}")
        say(run(int(number)))


def say(value: dict) -> None:
    print(json.dumps(value), flush=True)


PEERS = {"ecall": ecall, "smpplib": smpplib, "smsutil": smsutil}

if __name__ == "__main__":
    main(*sys.argv[1:])
