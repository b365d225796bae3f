"""The loop of every Python worker: `run N` on standard input, the seconds it took on standard output."""

import asyncio
import itertools
import json
import os
import sys
import time
import uuid
from xml.etree import ElementTree

URL = os.environ["BENCH_URL"]
CA_FILE = os.environ["BENCH_CA_FILE"]
USERNAME = "bench"
PASSWORD = "bench-password"
TO, TEXT, FROM = "+41791234567", "Pump 3 stopped", "Alarm"
# Whether the worker posts forms; else it speaks REST.
FORMS = {"rest": False, "forms": True}[os.environ["BENCH_INTERFACE"]]
ADDRESS = URL + ("/Api/Sms" if FORMS else "/api/v2/message")


def message() -> dict:
    """The body of one text message, built anew for each send as a program would do it."""
    return {"channel": "Sms", "from": FROM, "to": TO, "content": {"type": "Text", "text": TEXT}}


def form() -> dict:
    """The same as a form, with a job id of its own."""
    job_id = str(uuid.uuid4())
    return {
        "UserName": USERNAME,
        "Password": PASSWORD,
        "Address": TO,
        "Message": TEXT,
        "JobID": job_id,
        "CallBack": FROM,
    }


def job(sent: dict, answer: bytes) -> tuple[int, str]:
    """What became of a form: the code in the answer, read as a program would do it, and the id of the job."""
    return int(ElementTree.fromstring(answer).findtext("ResultCode")), sent["JobID"]


def _taken_message(message_id: object) -> None:
    if not isinstance(message_id, str) or len(message_id) != 36:
        raise SystemExit(f"not a message id: {message_id!r}")


def _taken_job(sent: tuple[object, object]) -> None:
    code, job_id = sent
    if code != 0 or not isinstance(job_id, str) or len(job_id) != 36:
        raise SystemExit(f"not an accepted job: {sent!r}")


# An answer that was not understood must not count as work done. Takes the message's id; of a form the code and the job's id.
taken = _taken_job if FORMS else _taken_message


def _say(value: dict) -> None:
    print(json.dumps(value), flush=True)


def _count(line: str) -> int:
    word, _, number = line.partition(" ")
    if word != "run":
        raise SystemExit(f"not an order: {line!r}")
    return int(number)


def own_seconds() -> float:
    """What a program that sends many takes itself for each message: making it, and looking at its result."""
    count, message_id = 50_000, "5b0c3a52-7c1f-4a6e-9d3b-000000000000"
    messages = (message() for _ in range(count))
    start = time.thread_time()
    for _ in messages:
        taken(message_id)
    return (time.thread_time() - start) / count


def serve(version: str, run, **more: object) -> None:
    """Answers orders with `run(n)`, which does `n` sends."""
    _say({"version": version, **more})
    for line in sys.stdin:
        count = _count(line)
        start = time.perf_counter()
        run(count)
        _say({"seconds": time.perf_counter() - start})


def serve_one_by_one(version: str, send) -> None:
    """Answers orders by calling `send` as often as asked, each time after the answer before."""

    def run(count: int) -> None:
        for _ in range(count):
            taken(send())

    serve(version, run)


async def serve_async(version: str, send, in_flight: int) -> None:
    """Answers orders on the running loop, with `in_flight` sends at a time."""

    async def work(orders) -> None:
        for _ in orders:
            taken(await send())

    _say({"version": version})
    # The loop stays free between two orders, so that a client can look after its idle connections.
    while line := await asyncio.to_thread(sys.stdin.readline):
        # One iterator for all: a worker takes the next send as soon as its last one is answered.
        orders = iter(itertools.repeat(None, _count(line)))
        start = time.perf_counter()
        if in_flight == 1:
            await work(orders)
        else:
            await asyncio.gather(*(work(orders) for _ in range(in_flight)))
        _say({"seconds": time.perf_counter() - start})
