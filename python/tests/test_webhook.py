"""Webhooks: what the applications answer, mounted in the frameworks that people use, called by the mock as by the service."""

import asyncio
import contextlib
import logging
import pickle
import socket
import socketserver
import threading
import time
import urllib.error
import urllib.request
import wsgiref.simple_server

import django.conf
import django.core.handlers.wsgi
import ecall
import fastapi
import flask
import pytest
import starlette.applications
import starlette.routing
import uvicorn
import webhooks
from ecall import webhook
from werkzeug.middleware.dispatcher import DispatcherMiddleware

HERE = {"allow": ["127.0.0.1"]}


class Quiet(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    pass


@contextlib.contextmanager
def wsgi_server(application):
    with wsgiref.simple_server.make_server("127.0.0.1", 0, application, Server, Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def asgi_server(application):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(application, log_level="error", loop="asyncio", http="h11", ws="none", proxy_headers=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def plain_wsgi(taken):
    return wsgi_server(webhook.wsgi(taken, **HERE)), "/"


def in_flask(taken):
    app = flask.Flask("test")
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/hook": webhook.wsgi(taken, **HERE)})
    return wsgi_server(app), "/hook"


def in_django(taken):
    if not django.conf.settings.configured:
        django.conf.settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__)
        django.setup()
    site = django.core.handlers.wsgi.WSGIHandler()
    return wsgi_server(DispatcherMiddleware(site, {"/hook": webhook.wsgi(taken, **HERE)})), "/hook"


urlpatterns = []


def plain_asgi(taken):
    return asgi_server(webhook.asgi(taken, **HERE)), "/"


def in_fastapi(taken):
    app = fastapi.FastAPI()
    app.mount("/hook", webhook.asgi(taken, **HERE))
    return asgi_server(app), "/hook/"


def in_starlette(taken):
    async def later(event):
        await asyncio.sleep(0)
        taken(event)

    app = starlette.applications.Starlette(routes=[starlette.routing.Mount("/hook", app=webhook.asgi(later, **HERE))])
    return asgi_server(app), "/hook/"


@pytest.mark.parametrize("mounted", [plain_wsgi, in_flask, in_django, plain_asgi, in_fastapi, in_starlette])
def test_the_mock_calls_it(account, mounted, caplog):
    taken = []

    def take(event):
        if isinstance(event, webhook.ReceivedMessage) and event.text == "fail":
            raise ZeroDivisionError("as it was asked to")
        taken.append(event)

    server, path = mounted(take)
    with server as root:
        client = ecall.Client(**account.options())
        url = root + path
        for address in (ecall.UrlNotificationAddress(url), ecall.UrlPostNotificationAddress(url)):
            told = ecall.Notification(for_event="All", addresses=[address])
            sent = client.send_sms("+41791234567", "x", "ecall-demo", notification=told)
            with client.wait_many([sent.message_id], poll_initial=30, timeout=20) as following:
                while following.open:
                    time.sleep(0.01)
                    while taken:
                        event = taken.pop(0)
                        assert (event.message_id, event.to) == (sent.message_id, "+41791234567")
                        following.notify(event)
                assert [state.status for _, state in following] == ["Delivered"]
        assert receive(account, url, "Ja") == 200
        (message,) = taken
        assert (message.text, message.from_, message.content["type"]) == ("Ja", "+41791234568", "Text")
        with caplog.at_level(logging.ERROR, "ecall"):
            assert receive(account, url, "fail") == 500
        assert "ZeroDivisionError" in caplog.text


def receive(account, url, text):
    told = {
        "url": url,
        "channel": "Sms",
        "from": "+41791234568",
        "to": "+41790000000",
        "content": {"type": "Text", "text": text},
    }
    return account.mock.control("POST", account.path + "/receive", told)["status"]


def called(url, body=None, method=None, headers=()):
    request = urllib.request.Request(url, body, dict(headers), method=method)
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
            return answer.status, answer.headers.get("Allow"), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Allow"), error.read()


STATUS = b'{"messageId": "m", "status": "Delivered"}'


@pytest.mark.parametrize("application, serve", [(webhook.wsgi, wsgi_server), (webhook.asgi, asgi_server)])
def test_answers(application, serve):
    taken = []
    with serve(application(taken.append, max_body=1024, **HERE)) as url:
        assert called(url, STATUS) == (200, None, b"")
        assert called(url + "/?messageId=m&status=Sent%20%C3%BC") == (200, None, b"")
        assert [event.status for event in taken] == ["Delivered", "Sent ü"]
        assert called(url, STATUS, "PUT")[:2] == (405, "GET, POST")
        assert called(url, b"x" * 1025)[0] == 413
        assert called(url, (b"x" * 600 for _ in range(2)), "POST", {"content-type": "text/plain"})[0] in (400, 413)
        assert called(url, b"{}")[0] == 400
        assert called(url, STATUS, headers={"x-forwarded-for": "8.8.8.8"})[0] == 200
    with serve(application(taken.append)) as url:
        assert called(url, STATUS)[0] == 403
    with serve(application(taken.append, trusted_proxies=["127.0.0.0/8"])) as url:
        assert called(url, STATUS, headers={"x-forwarded-for": "8.8.8.8, 193.93.208.200"})[0] == 200
        assert called(url, STATUS, headers={"x-forwarded-for": "8.8.8.8"})[0] == 403
    assert len(taken) == 4


def chunked(application, length):
    """What WSGI servers hand over that decode chunks: no length, and a stream that ends."""
    import io

    environ = {
        "REQUEST_METHOD": "POST",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(STATUS.ljust(length)),
        "wsgi.input_terminated": True,
    }
    statuses = []
    application(environ, lambda status, headers: statuses.append(status))
    return statuses[0], environ["wsgi.input"].tell()


def test_a_body_without_a_length_is_read_no_further_than_it_may_be():
    application = webhook.wsgi(lambda event: None, max_body=1024, **HERE)
    assert chunked(application, 1024) == ("200 OK", 1024)
    assert chunked(application, 5000)[0].startswith("413") and chunked(application, 5000)[1] == 1025


def test_the_body_of_a_stranger_is_not_read():
    statuses = []
    environ = {"REQUEST_METHOD": "POST", "REMOTE_ADDR": "8.8.8.8", "CONTENT_LENGTH": "3", "wsgi.input": None}
    webhook.wsgi(print)(environ, lambda status, headers: statuses.append(status))

    async def send(message):
        statuses.append(message.get("status"))

    scope = {"type": "http", "method": "POST", "client": None, "headers": []}
    asyncio.run(webhook.asgi(print)(scope, None, send))
    assert statuses[:2] == ["403 Forbidden", 403]


def test_the_handler_of_asgi_does_not_hold_up_the_loop():
    threads = []

    class Handler:
        async def __call__(self, event):
            threads.append(threading.current_thread())

    for handler in (lambda event: threads.append(threading.current_thread()), Handler()):
        assert webhooks.from_asgi(webhook.asgi(handler), "POST", "193.93.208.200", body=STATUS.decode()) == 200
    assert threads[0] is not threading.current_thread() and threads[1] is threading.current_thread()


def test_options_that_are_wrong():
    for application in (webhook.wsgi, webhook.asgi):
        with pytest.raises(ecall.ConfigError) as caught:
            application(print, allow=["nowhere"], max_body=1, trusted_proxies=["x"])
        assert [problem.field for problem in caught.value.fields] == ["allow[0]", "trusted_proxies[0]", "max_body"]


def test_events_are_states_and_can_be_pickled():
    event = webhook.parse_status("?MessageId=m&Status=Delivered&Channel=Sms&x=%C3%BC")
    assert isinstance(event, ecall.MessageStatus) and event.is_final and event.http_status is None
    assert event.raw[-1] == ("x", "ü")
    again = pickle.loads(pickle.dumps(event))
    assert (type(again), again.raw, again.status, again.list_id) == (webhook.StatusEvent, event.raw, "Delivered", None)
    message = webhook.parse_received(b'{"from": "a", "content": {"type": "Text", "text": "\xc3\xbc"}, "new": 1}')
    for found in (message, pickle.loads(pickle.dumps(message))):
        assert (found.text, found.extra, found.content) == ("ü", {"new": 1}, {"type": "Text", "text": "ü"})
    assert "ü" not in repr(message)
    for wrong in (7, None):
        with pytest.raises(TypeError):
            webhook.parse_status(wrong)


def test_a_loop_that_ends_is_told_of_it():
    """`lifespan` belongs to an application that stands alone."""
    sent = []

    async def main():
        messages = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive():
            return {"type": next(messages)}

        async def send(message):
            sent.append(message["type"])

        await webhook.asgi(print)({"type": "lifespan"}, receive, send)

    asyncio.run(main())
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def call_back(account, url, function, parameters, encoding="windows-1252"):
    told = {"url": url, "function": function, "parameters": parameters, "encoding": encoding}
    return account.mock.control("POST", account.path + "/callback", told)["status"]


@pytest.mark.parametrize("application, serve", [(webhook.wsgi, wsgi_server), (webhook.asgi, asgi_server)])
def test_the_mock_calls_back(account, application, serve):
    taken = []
    reply = {"AddressTo": "0041766012999", "AddressFrom": "0041791234567", "Message": "Grüsse €", "TimeStamp": "11.12.2015 10:37:00"}
    with serve(application(taken.append, **HERE)) as url:
        assert call_back(account, url, "Answer", {**reply, "JobID": "job"}) == 200
        assert call_back(account, url, None, reply, "utf-8") == 200
        with ecall.HttpsClient(**account.https_options()) as client:
            sent = client.send_sms("+41791234567", "x", notification_addresses=[url + "/?mine=1"])
            while len(taken) < 3:
                time.sleep(0.01)
        assert call_back(account, url, "Answer", {"mine": "1"}) == 400
    answered, forwarded, told = taken
    assert isinstance(answered, webhook.CallbackReply) and isinstance(answered, ecall.InboundSms)
    assert (answered.message, answered.job_id, answered.address_from) == ("Grüsse €", "job", "0041791234567")
    assert answered.time_stamp.time_text == "2015-12-11T10:37:00+01:00"
    assert isinstance(forwarded, webhook.CallbackSms) and (forwarded.message, forwarded.job_id) == ("Grüsse €", None)
    assert isinstance(told, webhook.CallbackNotification)
    assert (told.job_id, told.result_code, told.number) == (sent.job_id, 0, "0041791234567")
    assert ("mine", "1") in told.raw
    with serve(application(taken.append, callback_encoding="utf-8", **HERE)) as url:
        assert call_back(account, url, "Answer", reply, "utf-8") == 200
    assert taken[3].message == "Grüsse €"
    with pytest.raises(ecall.ConfigError) as caught:
        application(print, callback_encoding="utf-9")
    assert [problem.field for problem in caught.value.fields] == ["callback_encoding"]


def test_callbacks_can_be_pickled():
    reply = webhook.parse_callback(b"Function=Answer&AddressFrom=1&Message=%FC&TimeStamp=25.10.2026+02:30:00&x=%80")
    told = webhook.parse_callback("?ResultCode=5112&ResultText=no&Number=2&JobID=j", encoding="utf-8")
    for event, names in (
        (reply, "message_id job_id address_from address_to message time_stamp extra raw"),
        (told, "job_id result_code result_text number time_stamp extra raw"),
    ):
        again = pickle.loads(pickle.dumps(event))
        assert type(again) is type(event) and repr(again) == repr(event)
        assert all(getattr(again, name) == getattr(event, name) for name in names.split())
    assert (reply.message, reply.raw[-1], reply.time_stamp.doubt) == ("ü", ("x", "€"), "twice")
    assert (told.result_code, told.time_stamp) == (5112, None)
    assert webhook.parse_callback("AddressFrom=1&Message=%C3%BC", "windows-1252").message == "Ã¼"
    with pytest.raises(ecall.InvalidArgumentError):
        webhook.parse_callback("a=b")
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        webhook.parse_callback("a=b", "utf-9")
    assert [problem.field for problem in caught.value.fields] == ["encoding"]
    with pytest.raises(TypeError):
        webhook.parse_callback(7)
