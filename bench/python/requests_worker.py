"""requests, one send after the other over one connection. With `niquests` as argument: its successor of that name."""

import importlib
import sys

import worker

library = importlib.import_module(sys.argv[1] if len(sys.argv) > 1 else "requests")
session = library.Session()
session.auth = (worker.USERNAME, worker.PASSWORD)
session.verify = worker.CA_FILE


def send() -> str:
    response = session.post(worker.URL + worker.PATH, json=worker.message())
    response.raise_for_status()
    return response.json()["messageId"]


worker.serve_one_by_one(library.__version__, send)
