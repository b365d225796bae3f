"""The loop of every Python worker: `run N` on standard input, the seconds it took on standard output."""

import asyncio
import itertools
import json
import os
import sys
import threading
import time
import uuid
from xml.etree import ElementTree

URL = os.environ["BENCH_URL"]
CA_FILE = os.environ["BENCH_CA_FILE"]
USERNAME = "bench"
# SMPP has room for no more than eight octets.
PASSWORD = "bench-pw"
TO, TEXT, FROM = "+41791234567", "Pump 3 stopped", "Alarm"
# "rest", "forms", "soap", or, with everything over one link, "smpp" (plain) and "smpps".
INTERFACE = os.environ["BENCH_INTERFACE"]
# Whether the worker posts forms; of those who do that or speak REST.
FORMS = INTERFACE == "forms"
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


def _taken_submit(message_id: object) -> None:
    if not isinstance(message_id, str) or len(message_id) != 10:
        raise SystemExit(f"not a message id: {message_id!r}")


# An answer that was not understood must not count as work done. Takes the message's id; of a job its code and its id.
taken = {
    "rest": _taken_message,
    "forms": _taken_job,
    "soap": _taken_job,
    "smpp": _taken_submit,
    "smpps": _taken_submit,
}[INTERFACE]


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


def in_threads(number: int, work):
    """A `run` that has so many threads share the work, `work(count)` being that of one."""

    def run(count: int) -> None:
        shares = [count // number + (index < count % number) for index in range(number)]
        threads = [threading.Thread(target=work, args=(share,)) for share in shares]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return run


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
