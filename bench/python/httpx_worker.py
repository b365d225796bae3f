"""httpx: without argument one send after the other, with a number as argument so many in flight."""

import asyncio
import ssl
import sys

import httpx
import worker

in_flight = int(sys.argv[1]) if len(sys.argv) > 1 else 1
options = {
    "auth": (worker.USERNAME, worker.PASSWORD),
    "verify": ssl.create_default_context(cafile=worker.CA_FILE),
    "limits": httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight),
}


def message_id(response: httpx.Response) -> str:
    response.raise_for_status()
    return response.json()["messageId"]


async def main() -> None:
    async with httpx.AsyncClient(**options) as client:

        async def send() -> str:
            return message_id(await client.post(worker.URL + worker.PATH, json=worker.message()))

        await worker.serve_async(httpx.__version__, send, in_flight)


if in_flight > 1:
    asyncio.run(main())
else:
    client = httpx.Client(**options)
    worker.serve_one_by_one(
        httpx.__version__, lambda: message_id(client.post(worker.URL + worker.PATH, json=worker.message()))
    )
