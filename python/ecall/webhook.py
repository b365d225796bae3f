"""What eCall sends by itself: status notifications and received messages, and applications that receive them.

    from ecall import webhook

    def take(event):
        if isinstance(event, webhook.StatusEvent):
            print(event.message_id, event.status)
        elif isinstance(event, webhook.ReceivedMessage):
            print(event.from_, event.text)
        elif isinstance(event, webhook.CallbackNotification):
            print(event.job_id, event.result_code)
        else:
            print(event.address_from, event.message)

    application = webhook.wsgi(take)  # or webhook.asgi(take)

`application` is mounted like any other, under a path that nobody can guess: nothing of such a request is signed. It is known by
its source address, and by that path. Starlette and FastAPI mount it under "/path/": end the URL that eCall is given with the slash,
because it is not known to follow redirections. The same application takes the callbacks of the HTTPS and SOAP interfaces: replies,
notifications, and messages that are forwarded. Nothing says either how often a request is repeated, so a handler should bear
seeing an event twice.
"""

from __future__ import annotations

from http import HTTPStatus
from logging import getLogger
from typing import Any, Awaitable, Callable, Dict, Iterable, List, Literal, Optional, Sequence, Tuple, Union

from ._callback import CallbackNotification, CallbackReply, CallbackSms, parse_callback
from ._webhook import ReceivedMessage, Receiver, StatusEvent, is_from_ecall, parse_received, parse_status

__all__ = [
    "CallbackNotification",
    "CallbackReply",
    "CallbackSms",
    "ReceivedMessage",
    "StatusEvent",
    "asgi",
    "is_from_ecall",
    "parse_callback",
    "parse_received",
    "parse_status",
    "wsgi",
]

Event = Union[StatusEvent, ReceivedMessage, CallbackReply, CallbackSms, CallbackNotification]
"""What eCall may send. Later versions may add to it."""
WSGIApplication = Callable[[Dict[str, Any], Callable[..., Any]], Iterable[bytes]]
ASGIApplication = Callable[[Any, Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]
_Refused = Tuple[int, str, Optional[str]]
_TAKEN: _Refused = (200, "", None)
_FAILED: _Refused = (500, "the event could not be handled", None)


def wsgi(
    handler: Callable[[Event], object],
    *,
    allow: Optional[Sequence[str]] = None,
    any_source: Optional[bool] = None,
    trusted_proxies: Optional[Sequence[str]] = None,
    max_body: Optional[int] = None,
    callback_encoding: Optional[Literal["auto", "windows-1252", "utf-8"]] = None,
) -> WSGIApplication:
    """A WSGI application that hands what eCall sends to `handler`, and answers 200 once that has returned.

    What `handler` raises is told to `logging.getLogger("ecall")` and answered with 500. Requests from elsewhere (403), of other
    methods (405), too long (413) or unreadable (400) never reach it.

    Args:
        handler: Called with the event, by as many threads as the server has.
        allow: Addresses and networks that may send, instead of eCall's own three.
        any_source: Takes requests from anywhere: for a server behind a firewall or proxy that lets eCall alone through.
        trusted_proxies: Addresses and networks of the proxies before this server: what they write into X-Forwarded-For is believed.
        max_body: The longest body or query that is taken, in bytes; 262144 unless set.
        callback_encoding: How the texts of callbacks (HTTPS and SOAP) are encoded. "auto", which it is unless set: Windows-1252 in
            replies, and in the others UTF-8 where their bytes are that, else Windows-1252.

    Raises:
        ConfigError: naming every option that is wrong.
    """
    receiver = Receiver((allow, any_source, callback_encoding, max_body, trusted_proxies))

    def application(environ: Dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or None
        forwarded = environ.get("HTTP_X_FORWARDED_FOR")
        head = (
            environ.get("REMOTE_ADDR") or "",
            environ["REQUEST_METHOD"],
            [] if forwarded is None else [forwarded],
            _number(length),
        )
        refused = receiver.admit(head)
        event: Optional[Event] = None
        if refused is None:
            event, refused = receiver.open(head, environ.get("QUERY_STRING") or "", _body(environ, receiver.max_body))
        if event is not None:
            refused = _TAKEN
            try:
                handler(event)
            except Exception:
                refused = _failed()
        status, headers, body = _answer(refused or _FAILED)
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    return application


def asgi(
    handler: Callable[[Event], object],
    *,
    allow: Optional[Sequence[str]] = None,
    any_source: Optional[bool] = None,
    trusted_proxies: Optional[Sequence[str]] = None,
    max_body: Optional[int] = None,
    callback_encoding: Optional[Literal["auto", "windows-1252", "utf-8"]] = None,
) -> ASGIApplication:
    """An ASGI application that hands what eCall sends to `handler`, and answers 200 once that has returned.

    What `handler` raises is told to `logging.getLogger("ecall")` and answered with 500. Requests from elsewhere (403), of other
    methods (405), too long (413) or unreadable (400) never reach it.

    Args:
        handler: Called with the event. A coroutine function is awaited; any other function is called on
            another thread, so that it may take its time.
        allow: Addresses and networks that may send, instead of eCall's own three.
        any_source: Takes requests from anywhere: for a server behind a firewall or proxy that lets eCall alone through.
        trusted_proxies: Addresses and networks of the proxies before this server: what they write into X-Forwarded-For is believed.
            Servers such as uvicorn evaluate that header themselves unless they are told not to.
        max_body: The longest body or query that is taken, in bytes; 262144 unless set.
        callback_encoding: How the texts of callbacks (HTTPS and SOAP) are encoded. "auto", which it is unless set: Windows-1252 in
            replies, and in the others UTF-8 where their bytes are that, else Windows-1252.

    Raises:
        ConfigError: naming every option that is wrong.
    """
    from asyncio import to_thread
    from inspect import isawaitable, iscoroutinefunction

    receiver = Receiver((allow, any_source, callback_encoding, max_body, trusted_proxies))
    called = handler if iscoroutinefunction(handler) else getattr(handler, "__call__", None)
    coroutine = iscoroutinefunction(called)

    async def handled(event: Event) -> _Refused:
        try:
            done: object = handler(event) if coroutine else await to_thread(handler, event)
            if isawaitable(done):
                await done
        except Exception:
            return _failed()
        return _TAKEN

    async def application(scope: Any, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
        if scope["type"] == "lifespan":
            return await _lifespan(receive, send)
        if scope["type"] != "http":
            raise ValueError(f"there is no {scope['type']} here")
        headers: List[Tuple[bytes, bytes]] = list(scope["headers"])
        lengths = [value.decode("latin-1") for name, value in headers if name.lower() == b"content-length"]
        head = (
            (scope.get("client") or ("",))[0],
            scope["method"],
            [value.decode("latin-1") for name, value in headers if name.lower() == b"x-forwarded-for"],
            _number(lengths[0] if lengths else None),
        )
        refused = receiver.admit(head)
        event: Optional[Event] = None
        if refused is None:
            body = await _received(receive, receiver.max_body)
            if body is None:
                return
            event, refused = receiver.open(head, scope.get("query_string", b"").decode("latin-1"), body)
        if event is not None:
            refused = await handled(event)
        status, answer_headers, body = _answer(refused or _FAILED)
        raw = [(name.lower().encode(), value.encode()) for name, value in answer_headers]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body})

    return application


def _number(length: Optional[str]) -> Optional[int]:
    return int(length) if length is not None and length.isascii() and length.isdigit() and len(length) < 19 else None


def _body(environ: Dict[str, Any], longest: int) -> bytes:
    """The body, or a little more than is taken of one that does not say its length."""
    length = _number(environ.get("CONTENT_LENGTH") or None)
    if length is None:
        # Without a length a stream may only be read to its end where the server says that it has one.
        ends = environ.get("wsgi.input_terminated") or "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
        if not ends:
            return b""
        length = longest + 1
    parts: List[bytes] = []
    while length > 0:
        part: bytes = environ["wsgi.input"].read(length)
        if not part:
            break
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


async def _received(receive: Callable[[], Awaitable[Any]], longest: int) -> Optional[bytes]:
    """The body, or a little more than is taken; None where the other side is gone."""
    body = bytearray()
    more = True
    while more and len(body) <= longest:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


async def _lifespan(receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]) -> None:
    while True:
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


def _failed() -> _Refused:
    getLogger("ecall").exception("the handler of a webhook failed; the answer is 500")
    return _FAILED


def _answer(told: _Refused) -> Tuple[int, List[Tuple[str, str]], bytes]:
    status, reason, allow = told
    body = reason.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    return status, headers if allow is None else [*headers, ("Allow", allow)], body
