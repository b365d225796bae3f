"""The control interface of the mock that the tests run under (`ecall-mock run`)."""

import itertools
import json
import os
import urllib.error
import urllib.request
from urllib.parse import quote

CONTROL = os.environ["ECALL_MOCK_CONTROL_URL"]
_numbers = itertools.count(1)
# Loopback only, whatever proxy the environment names.
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

# What becomes of a request. A 503 with this header ends a call at once: nobody waits for an hour.
REFUSE = {"respond": {"status": 503, "json": {}, "headers": {"retry-after": "3600"}}}
TAKE_AND_CUT = {"accept_then": "reset"}
CUT = {"fault": "reset"}


def call(method, url, value=None, headers=None):
    """The status and text of the answer."""
    body = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json", **(headers or {})}, method=method)
    try:
        with _open(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


class Account:
    """One account of the mock; each test has its own."""

    def __init__(self, name):
        self.username = f"examples-{name}-{os.getpid()}-{next(_numbers)}"
        # Nothing that a program says may hold this.
        self.password = f"marker-{self.username}"

    def control(self, method, path="", value=None):
        status, text = call(method, f"{CONTROL}/_mock/accounts/{quote(self.username)}{path}", value)
        assert status < 300, text
        return json.loads(text) if text else None

    def put(self, **settings):
        self.control("PUT", value=settings)

    def script(self, *steps):
        """What becomes of the next requests, one after the other."""
        self.control("POST", "/script", list(steps))

    def sends(self):
        """Every message that arrived, accepted or not: recipient and text."""
        bodies = [request["json"] for request in self.requests() if request["method"] == "POST"]
        return [(body["to"], body["content"]["text"]) for body in bodies]

    def requests(self):
        return self.control("GET", "/requests")["requests"]

    def accepted(self):
        """The recipients of the messages that were accepted, in order."""
        return [message["to"] for message in self.control("GET", "/messages")["messages"]]

    def environment(self):
        """Of a program that uses this account. None of the ECALL_ variables of whoever runs the tests."""
        found = {name: value for name, value in os.environ.items() if not name.startswith("ECALL_")}
        found |= {name: os.environ[name] for name in ("ECALL_REST_URL", "ECALL_CA_FILE")}
        found |= {"ECALL_USERNAME": self.username, "ECALL_PASSWORD": self.password, "ECALL_FROM": "Alarm"}
        return found | {"PYTHONUNBUFFERED": "1"}
