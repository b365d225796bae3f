"""ecall: `blocking` (one thread), `threads N` (N threads, one client), `async N` (N in flight), `many N` (`send_many`, N in
flight, REST alone)."""

import asyncio
import sys
from operator import attrgetter

import ecall
import worker

mode = sys.argv[1]
number = int(sys.argv[2]) if len(sys.argv) > 2 else 1
options = {
    "username": worker.USERNAME,
    "password": worker.PASSWORD,
    "base_url": worker.URL,
    "ca_file": worker.CA_FILE,
}
Client, AsyncClient, result = {
    "rest": (ecall.Client, ecall.AsyncClient, attrgetter("message_id")),
    "forms": (ecall.HttpsClient, ecall.AsyncHttpsClient, attrgetter("result_code", "job_id")),
    "soap": (ecall.SoapClient, ecall.AsyncSoapClient, attrgetter("result_code", "job_id")),
}[worker.INTERFACE]


async def main() -> None:
    async with AsyncClient(**options) as client:

        async def send() -> object:
            return result(await client.send_sms(to=worker.TO, text=worker.TEXT, from_=worker.FROM))

        await worker.serve_async(ecall.__version__, send, number)


def blocking() -> None:
    client = Client(**options)

    def work(count: int) -> None:
        for _ in range(count):
            worker.taken(result(client.send_sms(to=worker.TO, text=worker.TEXT, from_=worker.FROM)))

    worker.serve(ecall.__version__, work if number == 1 else worker.in_threads(number, work))


def many() -> None:
    client = ecall.Client(**options)

    def run(count: int) -> None:
        messages = (worker.message() for _ in range(count))
        for _, sent in client.send_many(messages, concurrency=number):
            worker.taken(sent.message_id)

    worker.serve(ecall.__version__, run, own_seconds=worker.own_seconds())


if mode == "async":
    asyncio.run(main())
elif mode == "many":
    many()
else:
    blocking()
