"""The text part: who counts pages against whom, on which texts, and what must be reached.

Throughput is `measure` in Rust on texts of several lengths. An estimate is one text a call, reading `pages` included. The
column form takes a list of texts a call. No worker is given the same string object twice, so that what a runtime keeps
with a string (Python: the UTF-8 form) is paid for in every call; making the strings is not counted.
"""

import statistics
import time
from dataclasses import dataclass

from harness import texts
from harness.paths import BENCH, NODE_FOLDER, PYTHON, RELEASE
from harness.peers import Group, Peer
from harness.texts import PROBES, PROBES_PATH, TEXTS, Texts
from harness.workers import Failure, Measured, Process, Rounds, run_group


@dataclass(frozen=True)
class Unit:
    """What a group's results are given in, made of the seconds and octets of one text."""

    name: str
    # Seconds of a text times this; None for octets in a nanosecond.
    factor: float | None
    digits: int

    def of(self, seconds: float, octets: float) -> float:
        return octets / seconds / 1e9 if self.factor is None else seconds * self.factor

    def words(self, value: float) -> str:
        return f"{value:,.{self.digits}f} {self.name}"


GIGABYTES = Unit("GB/s", None, 2)
MICROSECONDS = Unit("us a call", 1e6, 2)
NANOSECONDS = Unit("ns a text", 1e9, 1)


@dataclass(frozen=True, kw_only=True)
class TextPeer(Peer):
    """A worker, the texts that it reads, and how many of them each piece of its work takes."""

    texts: Texts
    texts_a_piece: int = 1


@dataclass(frozen=True, kw_only=True)
class TextGroup(Group):
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class TextTarget:
    """A limit in the group's unit, or, where `theirs` is given, of the time relative to that peer's."""

    ours: str
    theirs: str | None = None
    at_least: float | None = None
    at_most: float | None = None


def _arguments(mode: str, chosen: Texts) -> tuple[str, ...]:
    return (mode, str(chosen.path), str(PROBES_PATH))


def _rust(key: str, name: str, mode: str, chosen: Texts, texts_a_piece: int = 1) -> TextPeer:
    command = (str(RELEASE / "ecall-bench-rust"), *_arguments(mode, chosen))
    return TextPeer(key, name, command, texts=chosen, texts_a_piece=texts_a_piece)


def _python(key: str, name: str, mode: str, chosen: Texts, texts_a_piece: int = 1) -> TextPeer:
    command = (str(PYTHON), str(BENCH / "python" / "text_worker.py"), *_arguments(mode, chosen))
    return TextPeer(key, name, command, texts=chosen, texts_a_piece=texts_a_piece)


def _node(key: str, name: str, mode: str, chosen: Texts, texts_a_piece: int = 1) -> TextPeer:
    command = ("node", str(NODE_FOLDER / "text_worker.cjs"), *_arguments(mode, chosen))
    return TextPeer(key, name, command, texts=chosen, texts_a_piece=texts_a_piece)


def _column(chosen: Texts) -> TextGroup:
    key, number = f"text-column-{chosen.length}", chosen.number
    peers = (
        _rust(f"{key}-rust", "ecall, Rust", "text-column", chosen, number),
        _python(f"{key}-python", "ecall, Python", "ecall-column", chosen, number),
        _node(f"{key}-node", "ecall, Node", "ecall-column", chosen, number),
    )
    title = f"Text, a column of {number:,} texts of {chosen.length} characters"
    return TextGroup(title, peers, unit=NANOSECONDS)


_SHORT = TEXTS[0]

GROUPS = (
    TextGroup(
        "Text, validating and counting in Rust",
        tuple(
            _rust(f"text-measure-{one.length}", f"ecall, {one.length} characters", "text-measure", one) for one in TEXTS
        ),
        unit=GIGABYTES,
    ),
    TextGroup(
        f"Text, one estimate of {_SHORT.length} characters in Rust",
        (_rust("text-rust", "ecall", "text-estimate", _SHORT),),
        unit=MICROSECONDS,
    ),
    TextGroup(
        f"Text, one estimate of {_SHORT.length} characters from Python",
        (
            _python("text-python", "ecall", "ecall", _SHORT),
            _python("smpplib", "smpplib", "smpplib", _SHORT),
            _python("smsutil", "smsutil", "smsutil", _SHORT),
        ),
        unit=MICROSECONDS,
    ),
    TextGroup(
        f"Text, one estimate of {_SHORT.length} characters from Node",
        (
            _node("text-node", "ecall", "ecall", _SHORT),
            _node("split-sms", "split-sms", "split-sms", _SHORT),
            _node("segments-calculator", "segments-calculator", "sms-segments-calculator", _SHORT),
        ),
        unit=MICROSECONDS,
    ),
    _column(TEXTS[0]),
    _column(TEXTS[1]),
)

TARGETS = (
    *(TextTarget(ours=f"text-measure-{one.length}", at_least=1.0) for one in TEXTS),
    TextTarget(ours="text-python", at_most=1.0),
    TextTarget(ours="text-node", at_most=1.5),
    *(
        TextTarget(ours=f"text-column-{one.length}-{language}", theirs=f"text-column-{one.length}-rust", at_most=2.0)
        for one in TEXTS[:2]
        for language in ("python", "node")
    ),
)


class TextRounds(Rounds):
    """The work is counting pages; what comes out is known beforehand."""

    # Which part of a turn goes into what is measured: the rest makes the strings.
    _share = 1.0

    def __init__(self, seconds: float):
        super().__init__(seconds)
        self.waited: dict[str, list[float]] = {}

    def turn(self, measured: Measured) -> None:
        """Also says for how much of the turn the worker waited for a core: limits in seconds mean nothing on a busy machine."""
        worker, start = measured.worker, time.monotonic()
        waited = worker.waited()
        super().turn(measured)
        share = (worker.waited() - waited) / (time.monotonic() - start)
        self.waited.setdefault(measured.peer.key, []).append(share)

    def _process(self, peer: TextPeer) -> Process:
        return Process(peer.name, peer.command)

    def _check(self, measured: Measured) -> None:
        expected = [[pages, is_gsm] for _, pages, is_gsm in PROBES]
        if measured.worker.ready["answers"] != expected:
            answers = measured.worker.ready["answers"]
            raise Failure(f"{measured.peer.key} does another job than the others: {answers}, not {expected}")

    def _timed(self, measured: Measured, count: int) -> float:
        peer, start = measured.peer, time.monotonic()
        answer = measured.worker.ask(f"run {count}")
        self._share = answer["seconds"] / (time.monotonic() - start)
        number = count * peer.texts_a_piece
        expected = {"pages": number * peer.texts.pages, "units": number * peer.texts.length, "gsm": number}
        # One estimate is asked for its pages alone, as a program does that wants to know the price.
        for name in expected if peer.texts_a_piece > 1 else ["pages"]:
            if answer[name] != expected[name]:
                raise Failure(f"{peer.key} counted {answer[name]} {name} in {number} texts, not {expected[name]}")
        return answer["seconds"]

    def _fill(self, rate: float) -> int:
        return int(rate * self._seconds * self._share)


@dataclass(frozen=True)
class MeasuredGroup:
    """A group, what its rounds gave, and for which part of its turns each peer waited for a core (by keys)."""

    group: TextGroup
    peers: list[Measured]
    waited: dict[str, float]


@dataclass(frozen=True)
class TextResult:
    """The texts as they were, and what was measured on them."""

    texts: list[dict]
    groups: list[MeasuredGroup]


def measure(groups: list[TextGroup], rounds: int, seconds: float, missing, note) -> TextResult:
    """Measures these groups. `missing(peer, failure)` decides about a peer that cannot be started."""
    if not groups:
        return TextResult([], [])
    result = TextResult(texts.write(), [])
    for group in groups:
        play = TextRounds(seconds)
        peers = run_group(play, group, rounds, missing, note)
        waited = {key: statistics.median(shares) for key, shares in play.waited.items()}
        result.groups.append(MeasuredGroup(group, peers, waited))
    return result
