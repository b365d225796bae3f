"""The mock server as a process, and its control interface."""

import itertools
import json
import os
import pathlib
import subprocess
import urllib.request
from urllib.parse import quote

ROOT = pathlib.Path(__file__).resolve().parents[2]
_numbers = itertools.count(1)
# Loopback only, whatever proxy the environment names.
_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


class Mock:
    """A running `ecall-mock`. Ends with this process, however that ends."""

    def __init__(self):
        program = os.environ.get("ECALL_MOCK_BIN") or ROOT / "target/debug/ecall-mock"
        self.process = subprocess.Popen(
            [program, "serve", "--exit-with-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        ready = json.loads(self.process.stdout.readline())
        self.rest_url = ready["rest_url"]
        self.https_url = ready["https_url"]
        self.soap_url = ready["soap_url"]
        self.smpp_url = ready["smpp_url"]
        self.control_url = ready["control_url"]
        self.ca_file = ready["ca_file"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()

    def control(self, method, path, value=None):
        body = None if value is None else json.dumps(value).encode()
        request = urllib.request.Request(
            f"{self.control_url}/_mock/{path}", body, {"content-type": "application/json"}, method=method
        )
        with _open(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def account(self, name="user"):
        return Account(self, f"py-{name}-{os.getpid()}-{next(_numbers)}")


class Account:
    """An account of the mock: of its own for every test."""

    def __init__(self, mock, username):
        self.mock = mock
        self.username = username
        self.password = "secret-" + username
        self.path = "accounts/" + quote(username, safe="")

    def options(self, **more):
        """Keyword arguments of a client for this account, which retries fast."""
        options = {
            "username": self.username,
            "password": self.password,
            "base_url": self.mock.rest_url,
            "ca_file": self.mock.ca_file,
            "backoff_initial": 0.01,
            "backoff_max": 0.05,
            "timeout": 10.0,
            "max_retries": 3,
        }
        options.update(more)
        return options

    def https_options(self, **more):
        """The same for a client of the HTTPS interface."""
        return self.options(**{"base_url": self.mock.https_url, **more})

    def soap_options(self, **more):
        """And of the SOAP interface."""
        return self.options(**{"base_url": self.mock.soap_url, **more})

    def smpp_options(self, **more):
        """And of the SMPP interface, which opens its link again fast."""
        options = {
            "username": self.username,
            "password": self.password,
            "base_url": self.mock.smpp_url,
            "ca_file": self.mock.ca_file,
            "timeout": 10.0,
            "response_timeout": 5.0,
            "reconnect_initial": 0.01,
            "reconnect_max": 0.05,
            "refused_bind_interval": 0.05,
            "max_retries": 3,
        }
        options.update(more)
        return options

    def smpp(self, path, value=None):
        """Asks, or tells, the mock about the account's SMPP interface."""
        return self.mock.control("GET" if value is None else "POST", f"{self.path}/smpp/{path}", value)

    def put(self, settings):
        self.mock.control("PUT", self.path, settings)

    def script(self, *steps):
        self.mock.control("POST", self.path + "/script", list(steps))

    def requests(self):
        return self.mock.control("GET", self.path + "/requests")["requests"]

    def close_idle(self):
        return self.mock.control("POST", self.path + "/close_idle")

    def set_status(self, message_id, status):
        self.mock.control("POST", f"{self.path}/messages/{message_id}/status", {"status": status})

    def submits(self):
        """The messages that arrived over SMPP."""
        return [request for request in self.smpp("requests")["requests"] if request["command"] == "submit_sm"]

    def delete(self):
        self.mock.control("DELETE", self.path)
