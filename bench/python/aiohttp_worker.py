"""aiohttp, with as many sends in flight as the argument says (without one: one after the other)."""

import asyncio
import ssl
import sys

import aiohttp
import worker

in_flight = int(sys.argv[1]) if len(sys.argv) > 1 else 1


async def main() -> None:
    context = ssl.create_default_context(cafile=worker.CA_FILE)
    authorization = {"Authorization": aiohttp.encode_basic_auth(worker.USERNAME, worker.PASSWORD)}
    headers = {} if worker.FORMS else authorization
    connector = aiohttp.TCPConnector(ssl=context, limit=in_flight)
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def send_message() -> str:
            async with session.post(worker.ADDRESS, json=worker.message()) as response:
                response.raise_for_status()
                return (await response.json())["messageId"]

        async def send_form() -> tuple[int, str]:
            form = worker.form()
            async with session.post(worker.ADDRESS, data=form) as response:
                response.raise_for_status()
                return worker.job(form, await response.read())

        send = send_form if worker.FORMS else send_message
        await worker.serve_async(aiohttp.__version__, send, in_flight)


asyncio.run(main())
