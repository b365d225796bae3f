"""The operations of the conformance cases that are about webhooks. A request goes through the very application that is mounted."""

import asyncio
import io

import jobs
from ecall import webhook

OPERATIONS = ("parse_status", "parse_received", "parse_callback", "is_from_ecall", "receive")
CALLBACKS = {
    webhook.CallbackReply: "callback_reply",
    webhook.CallbackSms: "callback_sms",
    webhook.CallbackNotification: "callback_notification",
}


def run(operation, arguments, asynchronous):
    if operation == "parse_status":
        return described(webhook.parse_status(arguments["data"]))
    if operation == "parse_received":
        return described(webhook.parse_received(arguments["data"].encode()))
    if operation == "parse_callback":
        return described(webhook.parse_callback(**arguments))
    if operation == "is_from_ecall":
        return {"admitted": webhook.is_from_ecall(arguments["ip"])}
    taken = []
    application = (webhook.asgi if asynchronous else webhook.wsgi)(taken.append, **arguments.pop("options", {}))
    found = {"status": (from_asgi if asynchronous else from_wsgi)(application, **arguments)}
    if taken:
        found["event"] = described(taken[0])
    return found


def described(event):
    if type(event) in CALLBACKS:
        described = jobs.notification if isinstance(event, webhook.CallbackNotification) else jobs.message
        raw = [list(pair) for pair in event.raw]
        return {**described(event), "kind": CALLBACKS[type(event)], "raw": raw}
    found = {
        "channel": event.channel,
        "message_id": event.message_id,
        "from": event.from_,
        "to": event.to,
        "timestamp": event.timestamp_text,
        "extra": event.extra,
    }
    if isinstance(event, webhook.StatusEvent):
        names = "status reason_code reason page_total list_id".split()
        found.update({name: getattr(event, name) for name in names}, kind="status", final=event.is_final)
    else:
        names = "text reply_id reply_title".split()
        found.update({name: getattr(event, name) for name in names}, kind="received")
        found["content_type"] = event.content and event.content["type"]
    return found


def from_wsgi(application, method, peer, query="", headers=(), body=""):
    body = body.encode()
    environ = {
        "REQUEST_METHOD": method,
        "REMOTE_ADDR": peer,
        "QUERY_STRING": query,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    for name, value in dict(headers).items():
        variable = name.upper().replace("-", "_")
        environ[variable if variable == "CONTENT_LENGTH" else "HTTP_" + variable] = value
    statuses = []
    answer = application(environ, lambda status, headers: statuses.append(int(status.split()[0])))
    b"".join(answer)
    return statuses[0]


def from_asgi(application, method, peer, query="", headers=(), body=""):
    named = {"content-length": str(len(body.encode())), **{name.lower(): value for name, value in dict(headers).items()}}
    scope = {
        "type": "http",
        "method": method,
        "client": (peer, 1234),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    sent = []

    async def main():
        async def receive():
            return {"type": "http.request", "body": body.encode()}

        async def send(message):
            sent.append(message)

        await application(scope, receive, send)

    asyncio.run(main())
    return sent[0]["status"]
