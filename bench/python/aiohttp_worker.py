"""aiohttp, with as many sends in flight as the argument says (without one: one after the other)."""

import asyncio
import ssl
import sys

import aiohttp
import worker

in_flight = int(sys.argv[1]) if len(sys.argv) > 1 else 1


async def main() -> None:
    context = ssl.create_default_context(cafile=worker.CA_FILE)
    headers = {"Authorization": aiohttp.encode_basic_auth(worker.USERNAME, worker.PASSWORD)}
    connector = aiohttp.TCPConnector(ssl=context, limit=in_flight)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def send() -> str:
            async with session.post(worker.URL + worker.PATH, json=worker.message()) as response:
                response.raise_for_status()
                return (await response.json())["messageId"]

        await worker.serve_async(aiohttp.__version__, send, in_flight)


asyncio.run(main())
