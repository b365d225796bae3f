"""The codec part: what it takes to write and to read one submit_sm in Rust, beside rusmpp, and what must be reached."""

import statistics
from dataclasses import dataclass

from harness.paths import RELEASE
from harness.picture import Bar
from harness.workers import Process

TITLE = "SMPP: writing and reading one submit_sm in Rust"


@dataclass(frozen=True)
class Figure:
    """What the program measures under `key`, and the nanoseconds that it may take, if it is limited."""

    key: str
    name: str
    at_most: float | None = None


FIGURES = (
    Figure("encode_ns", "ecall, writing", 80),
    Figure("rusmpp_encode_ns", "rusmpp, writing"),
    Figure("decode_ns", "ecall, reading", 100),
    Figure("decode_owned_ns", "ecall, reading, owned"),
    Figure("rusmpp_decode_ns", "rusmpp, reading"),
)


def measure(rounds: int, note) -> list[dict]:
    """The median of so many runs; each run's figure is the fastest of its own rounds."""
    runs = []
    for number in range(rounds):
        note(f"{TITLE}: round {number + 1} of {rounds}")
        program = Process("the codec", (str(RELEASE / "ecall-bench-rust"), "smpp-codec"))
        program.close()
        runs.append(program.ready)
    return [_judge(figure, [run[figure.key] for run in runs]) for figure in FIGURES]


def _judge(figure: Figure, runs: list[float]) -> dict:
    nanoseconds = statistics.median(runs)
    return {
        "key": figure.key,
        "name": figure.name,
        "nanoseconds": nanoseconds,
        "spread": (max(runs) - min(runs)) / 2 / nanoseconds,
        "rounds": runs,
        "at_most": figure.at_most,
        "pass": figure.at_most is None or nanoseconds <= figure.at_most,
    }


def lines(figures: list[dict], bold, verdict) -> list[str]:
    """A table for the terminal; nothing where nothing was measured."""
    if not figures:
        return []
    found = ["", bold(TITLE), f"  {'':<22}{'median':>10}{'spread':>9}   target"]
    for one in figures:
        row = f"  {one['name']:<22}{one['nanoseconds']:>7,.1f} ns{one['spread']:>9.0%}"
        limit = f"at most {one['at_most']:g} ns" if one["at_most"] else ""
        found.append(row + (f"   {limit:<36}{verdict(one['pass'])}" if limit else ""))
    return found


def panels(figures: list[dict]) -> list[tuple[str, list[Bar]]]:
    """A title and its bars, a longer bar being faster; nothing where nothing was measured."""
    bars = []
    for one in figures:
        words = f"{one['nanoseconds']:,.0f} ns" + ("" if one["pass"] else f"  (not {one['at_most']:g} ns)")
        bars.append(Bar(one["name"], 1 / one["nanoseconds"], one["name"].startswith("ecall"), words))
    return [(TITLE, bars)] if bars else []
