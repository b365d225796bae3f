"""zeep, one call after the other; with `async N` as arguments N in flight by its AsyncClient, with `threads N` by N threads.

It reads the description of the service from a file. That it validates what comes is part of what it does.
"""

import asyncio
import os
import ssl
import sys
import uuid

import httpx
import requests
import worker
import zeep
from zeep.transports import AsyncTransport, Transport

mode, number = (sys.argv[1], int(sys.argv[2])) if len(sys.argv) > 1 else ("", 1)
wsdl = os.environ["BENCH_WSDL"]


def arguments() -> dict:
    """Those of one call, made anew each time."""
    return {
        "AccountName": worker.USERNAME,
        "AccountPassword": worker.PASSWORD,
        "Address": worker.TO.replace("+", "00"),
        "Message": worker.TEXT,
        "JobID": str(uuid.uuid4()),
        "SMSCallback": worker.FROM,
    }


def blocking_service():
    session = requests.Session()
    # The envelope has the credentials. Without an `auth`, which here adds nothing, the library would look for a ~/.netrc each time.
    session.auth = lambda request: request
    session.verify = worker.CA_FILE
    return zeep.Client(wsdl, transport=Transport(session=session)).service


def send(service) -> tuple[int, str]:
    job = arguments()
    return service.SendSMSBasic(**job).ResponseCode, job["JobID"]


def in_threads() -> None:
    # A client for each thread: none of them waits for another's connection.
    services = [blocking_service() for _ in range(number)]

    def work(count: int) -> None:
        service = services.pop()
        for _ in range(count):
            worker.taken(send(service))
        services.append(service)

    worker.serve(zeep.__version__, worker.in_threads(number, work))


async def in_tasks() -> None:
    context = ssl.create_default_context(cafile=worker.CA_FILE)
    limits = httpx.Limits(max_connections=number, max_keepalive_connections=number)
    async with httpx.AsyncClient(verify=context, limits=limits) as client:
        service = zeep.AsyncClient(wsdl, transport=AsyncTransport(client=client)).service

        async def send() -> tuple[int, str]:
            job = arguments()
            return (await service.SendSMSBasic(**job)).ResponseCode, job["JobID"]

        await worker.serve_async(zeep.__version__, send, number)


if mode == "async":
    asyncio.run(in_tasks())
elif mode == "threads":
    in_threads()
else:
    service = blocking_service()
    worker.serve_one_by_one(zeep.__version__, lambda: send(service))
