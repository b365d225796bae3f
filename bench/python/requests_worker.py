"""requests, one send after the other over one connection. With `niquests` as argument: its successor of that name."""

import importlib
import sys

import worker

library = importlib.import_module(sys.argv[1] if len(sys.argv) > 1 else "requests")
session = library.Session()
# A form has the credentials in it. Without an `auth`, which here adds nothing, the library would look for a ~/.netrc each time.
session.auth = (lambda request: request) if worker.FORMS else (worker.USERNAME, worker.PASSWORD)
session.verify = worker.CA_FILE


def send_message() -> str:
    response = session.post(worker.ADDRESS, json=worker.message())
    response.raise_for_status()
    return response.json()["messageId"]


def send_form() -> tuple[int, str]:
    form = worker.form()
    response = session.post(worker.ADDRESS, data=form)
    response.raise_for_status()
    return worker.job(form, response.content)


worker.serve_one_by_one(library.__version__, send_form if worker.FORMS else send_message)
