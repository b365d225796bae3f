"""The server and the workers as processes, and the rounds in which they are measured."""

import contextlib
import json
import os
import statistics
import subprocess
import time
from dataclasses import dataclass, field

from harness import sends
from harness.paths import OUT, RELEASE, ROOT
from harness.peers import Group, Peer

# What the SOAP clients of others are made of; ours need none. Its addresses are those of whoever serves it.
WSDL = ROOT / "tests" / "mock" / "eCall.wsdl"
# Seconds after which a peer counts as warm in any case.
MAX_WARM_UP = 15
ALL_CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


class Failure(Exception):
    """Something that makes the whole run worthless, in words for the terminal."""


def plain_environment() -> dict[str, str]:
    """The environment without what would come between a peer and the server: proxies, other authorities, our own settings.

    `requests`, for one, prefers REQUESTS_CA_BUNDLE to the file that the program gave it.
    """
    others = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS")
    return {
        name: value
        for name, value in os.environ.items()
        if name not in others and not name.startswith("ECALL_") and not name.lower().endswith("_proxy")
    }


def share_a_core(pid: int, shared: bool) -> None:
    """Ties all threads of a process to the last core, or frees them again. Where the system cannot, nothing happens."""
    if hasattr(os, "sched_setaffinity"):
        cores = {max(ALL_CORES)} if shared else ALL_CORES
        for thread in os.listdir(f"/proc/{pid}/task"):
            # A thread that has ended meanwhile needs no place.
            with contextlib.suppress(ProcessLookupError):
                os.sched_setaffinity(int(thread), cores)


class Process:
    """A child that is spoken to in lines."""

    def __init__(self, name: str, command: tuple[str, ...], env: dict[str, str] | None = None, shared: bool = False):
        self.name = name
        try:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=ROOT,
                env={**plain_environment(), **(env or {})},
            )
        except OSError as error:
            raise Failure(f"{name} cannot be started: {error}") from error
        try:
            share_a_core(self.pid, shared)
            self.ready = self._read()
            # Again, for threads that were made before the first time.
            share_a_core(self.pid, shared)
        except Failure:
            self.close()
            raise

    @property
    def pid(self) -> int:
        return self._child.pid

    def worked(self) -> float:
        """Seconds for which its main thread worked; 0 where the system does not tell."""
        return self._schedstat(0)

    def waited(self) -> float:
        """Seconds for which its main thread was ready to work and got no core; 0 where the system does not tell."""
        return self._schedstat(1)

    def _schedstat(self, field: int) -> float:
        try:
            # Of the thread that bears the process's number alone: the process's own file would be of that thread too.
            with open(f"/proc/{self.pid}/task/{self.pid}/schedstat", encoding="ascii") as schedstat:
                return int(schedstat.read().split()[field]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def ask(self, line: str) -> dict:
        try:
            self._child.stdin.write(line + "\n")
            self._child.stdin.flush()
        except BrokenPipeError:
            pass  # The read tells what happened.
        return self._read()

    def _read(self) -> dict:
        line = self._child.stdout.readline()
        if not line:
            raise Failure(f"{self.name} ended with code {self._child.wait()} (its words stand above)")
        return json.loads(line)

    def close(self) -> None:
        """Its input ends, and so does it."""
        try:
            self._child.stdin.close()
        except BrokenPipeError:
            pass
        try:
            self._child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._child.stdout.close()


class Server(Process):
    """The one server that everybody talks to."""

    def __init__(self) -> None:
        super().__init__("the server", (str(RELEASE / "ecall-bench-server"),))
        self._wsdl = OUT / WSDL.name
        OUT.mkdir(parents=True, exist_ok=True)
        description = WSDL.read_text(encoding="utf-8").replace("{{origin}}", self.ready["url"])
        self._wsdl.write_text(description, encoding="utf-8")

    def env(self, interface: str) -> dict[str, str]:
        """What a worker has to know that speaks this."""
        url = {"smpp": "smpp_url", "smpps": "smpps_url"}.get(interface, "url")
        return {
            "BENCH_INTERFACE": interface,
            "BENCH_URL": self.ready[url],
            "BENCH_CA_FILE": self.ready["ca_file"],
            "BENCH_WSDL": str(self._wsdl),
        }

    def stats(self) -> dict:
        return self.ask("stats")


@dataclass
class Measured:
    """A peer and what its rounds gave."""

    peer: Peer
    worker: Process
    count: int = 0
    rates: list[float] = field(default_factory=list)
    # Seconds of the main thread for each piece of work, in each round.
    main_thread: list[float] = field(default_factory=list)
    most_connections: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.rates)

    @property
    def border(self) -> float | None:
        """Seconds that crossing the language's border takes for each piece of work: those of the main thread less what the
        worker says that its program takes itself. None of a worker that says nothing."""
        own = self.worker.ready.get("own_seconds")
        return None if own is None else statistics.median(self.main_thread) - own

    @property
    def spread(self) -> float:
        """Half the distance between the fastest and the slowest round, relative to the median."""
        return (max(self.rates) - min(self.rates)) / 2 / self.median


class Rounds:
    """Runs every peer in turn, several times. What its work is, and that it is done, each part of the benchmark says."""

    def __init__(self, seconds: float):
        self._seconds = seconds

    def start(self, peer: Peer) -> Measured:
        """Starts the worker, warms it up and finds how much work fills its turn."""
        measured = Measured(peer, self._process(peer))
        try:
            measured.count = max(peer.in_flight, self._fill(self._warm_up(measured)))
            self._check(measured)
        except Failure:
            measured.worker.close()
            raise
        return measured

    def _process(self, peer: Peer) -> Process:
        raise NotImplementedError

    def _timed(self, measured: Measured, count: int) -> float:
        """Has `count` pieces of work done and checked; the seconds that they took."""
        raise NotImplementedError

    def _check(self, measured: Measured) -> None:
        """Refuses a peer that does another job than the others."""
        raise NotImplementedError

    def _fill(self, rate: float) -> int:
        """How much work fills a turn at this rate."""
        return int(rate * self._seconds)

    def _warm_up(self, measured: Measured) -> float:
        """Works until the rate no longer rises, for compilers that compile while they run; gives that rate."""
        count = 2 * measured.peer.in_flight
        best, not_better = 0.0, 0
        end = time.monotonic() + MAX_WARM_UP
        while not_better < 3 and time.monotonic() < end:
            elapsed = self._timed(measured, count)
            rate = count / elapsed
            # One turn without progress may be a disturbance; three in a row are the top.
            not_better = 0 if rate > best * 1.03 else not_better + 1
            best = max(best, rate)
            # At most eight times as much as before: the first calls are slow and tell little.
            count = max(2 * measured.peer.in_flight, int(count * min(8, self._seconds * 0.5 / elapsed)))
        return best

    def turn(self, measured: Measured) -> None:
        """One measured turn, after a short one that wakes connections and caches up."""
        self._timed(measured, max(2 * measured.peer.in_flight, measured.count // 20))
        worked = measured.worker.worked()
        measured.rates.append(measured.count / self._timed(measured, measured.count))
        measured.main_thread.append((measured.worker.worked() - worked) / measured.count)


class SendRounds(Rounds):
    """The work is sending; the server counts what arrives."""

    def __init__(self, server: Server, seconds: float, shared: bool):
        super().__init__(seconds)
        self._server = server
        self._shared = shared
        share_a_core(server.pid, shared)

    def _process(self, peer: Peer) -> Process:
        return Process(peer.name, peer.command, self._server.env(peer.interface), self._shared)

    def _check(self, measured: Measured) -> None:
        last = "last_submit" if measured.peer.is_one_link else "last_body"
        bodies = [self._server.stats()[last]]
        self._timed(measured, 1)
        bodies.append(self._server.stats()[last])
        if problem := sends.problem(measured.peer.interface, bodies):
            raise Failure(f"{measured.peer.key} does another job than the others: {problem}")

    def _timed(self, measured: Measured, count: int) -> float:
        before = self._server.stats()
        elapsed = measured.worker.ask(f"run {count}")["seconds"]
        after = self._server.stats()
        arrived, refused = (after[name] - before[name] for name in ("requests", "refused"))
        if arrived != count or refused:
            raise Failure(f"{measured.peer.key} was told {count} sends; {arrived} arrived, {refused} were refused")
        opened = after["connections"] - before["connections"]
        most = measured.peer.most_connections
        if opened > most:
            raise Failure(f"{measured.peer.key} opened {opened} connections, not {most} at most")
        measured.most_connections = max(measured.most_connections, opened)
        return elapsed


def run_group(play: Rounds, group: Group, rounds: int, missing, note) -> list[Measured]:
    """Measures a group. `missing(peer, failure)` decides about a peer that cannot be started."""
    measured: list[Measured] = []
    try:
        for peer in group.peers:
            try:
                measured.append(play.start(peer))
            except Failure as failure:
                missing(peer, failure)
        for number in range(rounds):
            note(f"{group.title}: round {number + 1} of {rounds}")
            # There and back: what drifts during a round must not favour the same peer each time.
            for one in measured if number % 2 == 0 else reversed(measured):
                play.turn(one)
    finally:
        for one in measured:
            one.worker.close()
    return measured
