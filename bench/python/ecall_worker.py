"""ecall: `blocking` (one thread), `threads N` (N threads, one client), `async N` (N in flight)."""

import asyncio
import sys
import threading

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


async def main() -> None:
    async with ecall.AsyncClient(**options) as client:

        async def send() -> str:
            return (await client.send_sms(to=worker.TO, text=worker.TEXT, from_=worker.FROM)).message_id

        await worker.serve_async(ecall.__version__, send, number)


def blocking() -> None:
    client = ecall.Client(**options)

    def work(count: int) -> None:
        for _ in range(count):
            worker.taken(client.send_sms(to=worker.TO, text=worker.TEXT, from_=worker.FROM).message_id)

    def run(count: int) -> None:
        shares = [count // number + (index < count % number) for index in range(number)]
        threads = [threading.Thread(target=work, args=(share,)) for share in shares]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    worker.serve(ecall.__version__, work if number == 1 else run)


if mode == "async":
    asyncio.run(main())
else:
    blocking()
