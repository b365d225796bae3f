#!/usr/bin/env python3
"""Measures ecall against its peers, all in one run, and says which targets are reached.

Call bench/setup.sh and `make dist` first. Writes target/bench/latest.json and latest.svg. Ends with code 1 when a
target is missed, 2 when the run itself failed.

One send after the other is measured in two placements, and both count. "One core": server and peer share a core, which
loses nothing, because they never work at the same moment, and leaves out what it costs to wake a sleeping core. "Free":
as the system likes. On a virtual machine waking takes some 30 us each way, more than the whole work of the fast peers,
which therefore come out closer to each other, and any other load (which keeps the cores awake) moves the numbers.
With several sends in flight the system always places.

The groups "Forms: …" send over the interface of HTTPS forms, those without such a word over REST. Each peer makes its form
anew, with a job id of its own, and reads the code out of the answer's XML. `--only Forms` runs them alone.

The groups "SOAP: …" (`--only SOAP`) call SendSMSBasic of the SOAP WebService, all languages side by side. The clients of
others are made from the WSDL that our mock server serves, out of a file. Each call has a job id of its own, and the code is
read out of its answer.

The groups "SMPP: …" (`--only SMPP`) submit over one link, over TLS and plain. One after the other the peer is a bare
ping-pong: the same octets written and read by nobody who looks at them. With 500 in flight everybody has that window, makes
each message, and looks at its id. Some of their targets are rates, to be reached whatever the others do: they mean nothing on
a slow or busy machine. The group of the codec needs no server: nanoseconds to write and to read one submit_sm.

The text part needs no server: octets a second of `measure` in Rust, one estimate from Python and Node beside their peers, and
the column form beside Rust. `--only Text` runs it alone.
"""

import argparse
import json
import sys
import time
from pathlib import Path

from harness import artefacts, codec, picture, report, startup, text, text_report
from harness.paths import OUT, PYTHON, ROOT
from harness.peers import GROUPS, Group, Peer
from harness.workers import Failure, Measured, SendRounds, Server, run_group


class LeftOut:
    """Peers that could not take part. Without --allow-missing the first of them ends the run."""

    def __init__(self, allowed: bool):
        self._allowed = allowed
        self.notes: list[str] = []

    def add(self, what: str, failure: Failure) -> None:
        if not self._allowed:
            raise Failure(f"{what}: {failure}") from failure
        self.notes.append(f"{what}: {failure}")
        note(f"LEFT OUT {self.notes[-1]}")

    def attempt(self, what: str, action, *arguments) -> None:
        try:
            action(*arguments)
        except Failure as failure:
            self.add(what, failure)


def note(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="measured turns of each peer (7)")
    parser.add_argument("--seconds", type=float, default=1.2, help="length of one turn (1.2)")
    parser.add_argument(
        "--only",
        action="append",
        help="a group's title contains this (may be repeated): Python, Node, Forms, SOAP, SMPP, Text, Loading, …",
    )
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where `make dist` put our parts (dist)")
    parser.add_argument(
        "--placement",
        choices=("both", "shared", "free"),
        default="both",
        help="one after the other: server and peer share one core (shared), as the system likes (free), or each in turn",
    )
    parser.add_argument("--allow-missing", action="store_true", help="go on without peers that are not built yet")
    return parser.parse_args()


def prepare(dist: Path, left_out: LeftOut) -> None:
    if not PYTHON.exists():
        raise Failure("the peers are not installed: run bench/setup.sh")
    artefacts.build_rust()
    artefacts.build_curl_worker()
    left_out.attempt("C library", artefacts.build_ecall_workers, dist)
    left_out.attempt("wheel", artefacts.install_wheel, dist)
    left_out.attempt("npm package", artefacts.install_npm, dist)
    left_out.attempt("jar", artefacts.build_jvm_worker, dist)


def placements(group: Group, wanted: str) -> list[tuple[str, bool]]:
    """The titles under which a group is measured, and whether server and peer then share a core."""
    if not group.alternates:
        return [(group.title, False)]
    both = [(f"{group.title}, one core", True), (f"{group.title}, free", False)]
    return [(title, shared) for title, shared in both if wanted in ("both", "shared" if shared else "free")]


def measure(options: argparse.Namespace, left_out: LeftOut) -> dict:
    def missing_peer(peer: Peer, failure: Failure) -> None:
        left_out.add(f"peer {peer.key}", failure)

    def missing_subject(subject: startup.Subject, failure: Failure) -> None:
        left_out.add(f"loading {subject.language} {subject.name}", failure)

    def wanted(title: str) -> bool:
        return not options.only or any(part in title for part in options.only)

    machine = report.machine()
    settings = {
        "rounds": options.rounds,
        "seconds": options.seconds,
        "placement": options.placement,
        "startup_repeats": startup.REPEATS,
    }
    sends = measure_sends([group for group in GROUPS if wanted(group.title)], options, missing_peer)
    texts = [group for group in text.GROUPS if wanted(group.title)]
    figures = codec.measure(options.rounds, note) if wanted(codec.TITLE) else []
    text_result = text.measure(texts, options.rounds, options.seconds, missing_peer, note)
    loading = wanted("Loading")
    if loading:
        note("loading")
    return {
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": machine,
        **report.collect(sends, settings),
        "codec": figures,
        "text": text_report.collect(text_result),
        "startup": startup.measure(missing_subject) if loading else [],
        "sizes": artefacts.sizes(options.dist),
        "left_out": left_out.notes,
    }


def measure_sends(groups: list[Group], options: argparse.Namespace, missing) -> list[tuple[str, list[Measured]]]:
    if not groups:
        return []
    measured = []
    server = Server()
    try:
        for group in groups:
            for title, shared in placements(group, options.placement):
                play = SendRounds(server, options.seconds, shared)
                measured.append((title, run_group(play, group, options.rounds, missing, note)))
    finally:
        server.close()
    return measured


def main() -> int:
    options = arguments()
    left_out = LeftOut(options.allow_missing)
    try:
        prepare(options.dist.resolve(), left_out)
        result = measure(options, left_out)
    except Failure as failure:
        note(f"bench: {failure}")
        return 2
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "latest.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    drawn = picture.draw(result, text_report.panels(result["text"]), codec.panels(result["codec"]))
    (OUT / "latest.svg").write_text(drawn, encoding="utf-8")
    print(report.table(result, colour=sys.stdout.isatty()))
    print(f"\n{OUT / 'latest.json'}\n{OUT / 'latest.svg'}")
    return 0 if report.all_pass(result) else 1


if __name__ == "__main__":
    sys.exit(main())
