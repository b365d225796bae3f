"""httpx: without argument one send after the other, with a number as argument so many in flight."""

import asyncio
import ssl
import sys

import httpx
import worker

in_flight = int(sys.argv[1]) if len(sys.argv) > 1 else 1
options = {
    "auth": None if worker.FORMS else (worker.USERNAME, worker.PASSWORD),
    "verify": ssl.create_default_context(cafile=worker.CA_FILE),
    "limits": httpx.Limits(max_connections=in_flight, max_keepalive_connections=in_flight),
}


def message_id(response: httpx.Response) -> str:
    response.raise_for_status()
    return response.json()["messageId"]


def job(form: dict, response: httpx.Response) -> tuple[int, str]:
    response.raise_for_status()
    return worker.job(form, response.content)


async def main() -> None:
    async with httpx.AsyncClient(**options) as client:

        async def send_message() -> str:
            return message_id(await client.post(worker.ADDRESS, json=worker.message()))

        async def send_form() -> tuple[int, str]:
            form = worker.form()
            return job(form, await client.post(worker.ADDRESS, data=form))

        await worker.serve_async(httpx.__version__, send_form if worker.FORMS else send_message, in_flight)


def one_by_one() -> None:
    client = httpx.Client(**options)

    def send_message() -> str:
        return message_id(client.post(worker.ADDRESS, json=worker.message()))

    def send_form() -> tuple[int, str]:
        form = worker.form()
        return job(form, client.post(worker.ADDRESS, data=form))

    worker.serve_one_by_one(httpx.__version__, send_form if worker.FORMS else send_message)


if in_flight > 1:
    asyncio.run(main())
else:
    one_by_one()
