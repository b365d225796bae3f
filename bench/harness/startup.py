"""What it costs to load a library: time, and memory over a bare interpreter."""

import json
import statistics
import subprocess
from dataclasses import dataclass

from harness.paths import NODE_FOLDER, PYTHON
from harness.workers import Failure, plain_environment

REPEATS = 20

_PYTHON = """
import time
start = time.perf_counter()
{statement}
elapsed = time.perf_counter() - start
with open("/proc/self/status") as status:
    kib = next(line for line in status if line.startswith("VmRSS:")).split()[1]
print('{{"seconds": %.9f, "bytes": %d}}' % (elapsed, int(kib) * 1024))
"""

_NODE = """
const start = process.hrtime.bigint()
{statement}
const elapsed = Number(process.hrtime.bigint() - start) / 1e9
const bytes = process.memoryUsage.rss()
console.log(JSON.stringify({{ seconds: elapsed, bytes }}))
"""


@dataclass(frozen=True)
class Subject:
    """A library and the limits that it has to keep, if it is ours."""

    language: str
    name: str
    max_seconds: float | None = None
    max_bytes: float | None = None


SUBJECTS = (
    Subject("Python", "ecall", 0.030, 10e6),
    Subject("Python", "requests"),
    Subject("Python", "httpx"),
    Subject("Python", "aiohttp"),
    Subject("Node", "ecall", 0.020),
    Subject("Node", "undici"),
    Subject("Node", "axios"),
)


def measure(missing) -> list[dict]:
    """Loads each library in fresh processes, in turn with a bare one. `missing(subject, failure)` decides about the rest."""
    results = []
    bare: dict[str, float] = {}
    for language in ("Python", "Node"):
        subjects = []
        for subject in (one for one in SUBJECTS if one.language == language):
            try:
                _load(language, subject.name)  # Also fills the caches on disk.
                subjects.append(subject)
            except Failure as failure:
                missing(subject, failure)
        samples: dict[str, list[dict]] = {"": []} | {subject.name: [] for subject in subjects}
        for _ in range(REPEATS):
            for name, list_of_samples in samples.items():
                list_of_samples.append(_load(language, name))
        bare[language] = statistics.median(one["bytes"] for one in samples[""])
        for subject in subjects:
            seconds = statistics.median(one["seconds"] for one in samples[subject.name])
            added = statistics.median(one["bytes"] for one in samples[subject.name]) - bare[language]
            results.append(
                {
                    "language": language,
                    "name": subject.name,
                    "seconds": seconds,
                    "bytes_over_bare": added,
                    "max_seconds": subject.max_seconds,
                    "max_bytes": subject.max_bytes,
                    "pass": seconds <= (subject.max_seconds or seconds) and added <= (subject.max_bytes or added),
                }
            )
    return results


def _load(language: str, name: str) -> dict:
    if language == "Python":
        statement = f"import {name}" if name else "pass"
        command = (str(PYTHON), "-c", _PYTHON.format(statement=statement))
    else:
        statement = f"require('{name}')" if name else ""
        command = ("node", "-e", _NODE.format(statement=statement))
    done = subprocess.run(command, cwd=NODE_FOLDER, env=plain_environment(), capture_output=True, text=True)
    if done.returncode != 0:
        reasons = [line for line in done.stderr.splitlines() if "Error" in line]
        raise Failure(f"{language} cannot load {name}: {' '.join(reasons[:1])}")
    return json.loads(done.stdout)
