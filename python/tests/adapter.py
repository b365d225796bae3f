"""Runs one conformance case over one of the two clients, as tests/conformance/README.md describes it."""

import asyncio
import base64
import contextlib
import json
import os
import signal
import threading
import time

import compare
import ecall
import jobs
import link
import vectors
import webhooks

POLL = 0.005
BEFORE = object()
POSITIONAL = {
    "send": ["message"],
    "send_list": ["messages"],
    "send_many": ["messages"],
    "status": ["message_id"],
    "wait": ["message_id"],
    "wait_many": ["message_ids"],
    "list_status": ["list_id"],
    "download_media": ["media_id"],
}
OF_JOBS = ("https", "soap")
MANY = ("send_many", "wait_many", "submit_many")


def python_options(options):
    """The options of a case as keyword arguments: seconds in place of milliseconds."""
    named = {}
    for name, value in options.items():
        if name.endswith("_ms"):
            named[name[: -len("_ms")]] = value / 1000
        else:
            named["from_" if name == "from" else name] = value
    return named


class Run:
    def __init__(self, case, mock, face):
        self.case = case
        self.mock = mock
        self.face = face
        self.interface = case["interface"]
        self.account = mock.account(case["name"])
        self.listener = None
        self.words = {
            "username": self.account.username,
            "password": self.account.password,
            "rest_url": mock.rest_url,
            "https_url": mock.https_url,
            "soap_url": mock.soap_url,
            "smpp_url": mock.smpp_url,
            "job_id": "",
            "message_id": "",
            "control_url": mock.control_url,
        }

    def run(self):
        try:
            if "account" in self.case:
                self.account.put(self.filled(self.case["account"]))
            if "listener" in self.case:
                self.listener = self.mock.control("POST", "listeners", self.case["listener"])
                self.words["listener_url"] = self.listener["url"]
            with contextlib.ExitStack() as stack:
                self.steps(stack)
                self.arrived()
        finally:
            if self.listener:
                self.mock.control("DELETE", "listeners/" + self.listener["id"])
            self.account.delete()

    def filled(self, value):
        """`value` with its placeholders filled in; those that are the mock's stay."""
        if isinstance(value, str):
            for word, text in self.words.items():
                value = value.replace("{{" + word + "}}", text)
            return value
        if isinstance(value, dict):
            return {self.filled(key): self.filled(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item) for item in value]
        return value

    def options(self):
        if self.interface == "smpp":
            options = self.account.smpp_options()
        else:
            options = self.account.options(base_url=self.words[self.interface + "_url"])
        if self.listener:
            options["base_url"] = self.listener["url"]
        given = self.case["client"]
        options.update(python_options({name: value for name, value in given.items() if value is not None}))
        for name, value in given.items():
            if value is None:
                del options[name]
        options = self.filled(options)
        self.words["password"] = options.get("password", "")
        return options

    def steps(self, stack):
        """Takes the steps, with a client that is closed with `stack`."""
        try:
            face, failure = self.face(self.options(), self.interface), None
        except ecall.EcallError as error:
            face, failure = None, error
        if face:
            stack.callback(face.close)
        for step in self.case["steps"]:
            if "mock" in step:
                if self.interface == "smpp":
                    self.account.smpp("script", step["mock"])
                else:
                    self.account.script(*step["mock"])
            elif "sleep_ms" in step:
                time.sleep(step["sleep_ms"] / 1000)
            elif "close_idle" in step:
                self.account.close_idle()
            elif "post" in step:
                post = self.filled(step["post"])
                self.mock.control("POST", f"{self.account.path}/{post['path']}", post["json"])
            else:
                call = self.filled(step["call"])
                begun = time.monotonic()
                answer, error = (None, failure) if failure else self.call(face, call)
                self.compare(call, self.filled(step["expect"]), answer, error, time.monotonic() - begun)

    def call(self, face, call):
        """The answer or the error of a call, in the words of the cases."""
        operation, arguments = call["operation"], dict(call["arguments"])
        try:
            if operation in webhooks.OPERATIONS:
                return webhooks.run(operation, arguments, face is not None and face.asynchronous), None
            if operation == "events":
                return face.events(**arguments), None
            names = (jobs.POSITIONAL if self.interface in OF_JOBS else POSITIONAL).get(operation, ())
            positional = [arguments.pop(name) for name in names]
            if operation == "submit_many":
                positional = [[link.message(stated) for stated in arguments.pop("messages")]]
            if self.interface == "smpp":
                arguments = link.octets(arguments)
            if "files" in arguments:
                arguments["files"] = [jobs.file(stated) for stated in arguments["files"]]
            events = arguments.pop("events", ())
            if operation == "upload_media":
                positional.append(base64.b64decode(arguments.pop("base64")) if "base64" in arguments else arguments.pop("text").encode())
            keywords = python_options({**arguments, **call["options"]})
            if operation in MANY:
                return face.many(operation, positional, keywords, events), None
            answer = face.call(operation, positional, keywords, self.canceller(call.get("cancel")))
        except ecall.EcallError as error:
            self.words.update(jobs.named(operation, error))
            return None, error
        except (asyncio.CancelledError, KeyboardInterrupt) as cancelled:
            return None, cancelled
        if self.interface in OF_JOBS:
            self.words.update(jobs.named(operation, answer))
            return answer, None
        if operation in ("send", "send_sms", "submit") and answer.message_id is not None:
            self.words["message_id"] = answer.message_id
        if operation == "upload_media":
            self.words["media_id"] = answer.media_id
        if operation == "send_list" and answer.list_id is not None:
            self.words["list_id"] = answer.list_id
        return answer, None

    def canceller(self, cancel):
        """A function that returns when the call is to be cancelled; BEFORE for one that is cancelled before it is made."""
        if cancel is None:
            return None
        if cancel["when"] == "before":
            return BEFORE
        before = len(self.requests())

        def wait():
            while len(self.requests()) <= before:
                time.sleep(POLL)
            time.sleep(cancel.get("after_ms", 0) / 1000)

        return wait

    def requests(self):
        return self.account.submits() if self.interface == "smpp" else self.account.requests()

    def compare(self, call, expect, answer, error, seconds):
        if "elapsed_ms" in expect:
            compare.within("elapsed_ms", expect["elapsed_ms"], seconds * 1000)
        if "result" in expect:
            if error is not None:
                raise AssertionError(f"failed: {error!r}") from error
            found = result(call["operation"], answer, self.interface)
            for key, stated in expect["result"].items():
                if key == "raised" and found[key] is not None:
                    compare_error(call["operation"], stated, found[key])
                else:
                    (compare.exactly if key == "json" else compare.matches)(key, stated, found.get(key))
        else:
            assert error is not None, f"succeeded: {answer!r}"
            compare_error(call["operation"], expect["error"], error)

    def arrived(self):
        stated = self.filled(self.case["arrived"])
        found = self.requests()
        compare.within("arrived", stated["count"], len(found))
        for index, request in enumerate(stated.get("requests", [])):
            assert index < len(found), f"request {index} never arrived"
            shown = found[index] if self.interface == "smpp" else shown_request(found[index])
            for key, value in request.items():
                how = compare.exactly if key in ("json", "form") else compare.matches
                how(f"request {index}: {key}", value, shown.get(key))
        link.arrived(self.account, stated)
        if "connections" in stated:
            found = self.mock.control("GET", "listeners/" + self.listener["id"])
            compare.within("connections", stated["connections"], found["connections"])


def shown_request(request):
    """A request that arrived, in the words of the cases."""
    if request["form"] is not None:
        form = {name: value for name, value in request["form"].items() if name not in ("UserName", "Password")}
        request = {**request, "form": form}
    if request["body_base64"] is not None:
        request = {**request, "body_text": base64.b64decode(request["body_base64"]).decode("utf-8", "replace")}
    return request


def result(operation, answer, interface):
    if operation in webhooks.OPERATIONS:
        return answer
    if interface == "smpp":
        return link.result(operation, answer)
    if interface in OF_JOBS:
        return jobs.result(operation, answer)
    if operation == "send_many":
        items, counts = answer
        return {"items": [item(result) for _, result in sorted(items)], "counts": counts}
    if operation == "wait_many":
        return {"states": {message_id: item(state) for message_id, state in answer}}
    found = {
        "http_status": answer.http_status,
        "request_id": answer.request_id,
        "raw_body": answer.raw_body.decode("utf-8", "replace"),
    }
    if operation in ("send", "send_sms", "status", "wait"):
        found.update(item(answer))
    elif operation == "send_list":
        found.update(
            list_id=answer.list_id,
            items=[item(result) for result in answer.items],
            failed=[index for index, _ in answer.failed],
            raised=raised(answer.raise_for_failed),
            possible_duplicate=answer.possible_duplicate,
            extra=answer.extra,
        )
        assert len(answer) == len(answer.items) == len(answer.failed) + len(answer.accepted)
    elif operation == "list_status":
        messages = [item(message) for message in answer.messages]
        found.update(list_id=answer.list_id, messages=messages, final=answer.is_final, extra=answer.extra)
    elif operation == "upload_media":
        found.update(media_id=answer.media_id, extra=answer.extra)
    elif operation == "download_media":
        text = answer.content.decode("utf-8", "replace")
        found.update(content_type=answer.content_type, length=answer.length, text=text)
    elif operation == "request":
        try:
            found["json"] = answer.json()
        except ValueError:
            found["json"] = None
    return found


def raised(call):
    try:
        call()
    except ecall.EcallError as error:
        return error
    return None


def item(answer):
    """What became of one message, in the words of the cases."""
    if isinstance(answer, ecall.EcallError):
        names = "kind outcome http_status ecall_code request_id".split()
        fields = [
            {name: getattr(problem, name) for name in ("field", "rule", "length", "limit")} for problem in answer.fields
        ]
        last_status = answer.last_status and answer.last_status.status
        known = {name: getattr(answer, name) for name in names}
        return {"error": {**known, "fields": fields, "last_status": last_status}}
    found = {"http_status": answer.http_status, "request_id": answer.request_id, "extra": answer.extra}
    if isinstance(answer, ecall.MessageResult):
        pairs = [{"message_id": pair.message_id, "address": pair.address} for pair in answer.message_ids]
        found.update(
            message_id=answer.message_id,
            message_ids=pairs,
            timestamp=answer.timestamp_text,
            possible_duplicate=answer.possible_duplicate,
            estimate=vectors.plain(answer.estimate),
            replacements=vectors.plain(answer.replacements),
        )
    else:
        names = "channel message_id status reason_code reason to page_total".split()
        found.update({name: getattr(answer, name) for name in names})
        found.update({"from": answer.from_, "final": answer.is_final, "timestamp": answer.timestamp_text})
    return found


def compare_error(operation, stated, error):
    texts = str(error)
    if not isinstance(error, ecall.EcallError):
        # The language's own cancellation; what the library knows is its cause.
        if error.__cause__ is None:
            outcome = "not_accepted" if operation.startswith(("send", "submit")) else "not_applicable"
            error = ecall.CancelledError("cancelled", outcome=outcome)
        else:
            error = error.__cause__
            texts += str(error)
    assert type(error).__mro__[0] is ecall.errors.BY_KIND[error.kind]
    found = {
        "kind": error.kind,
        "outcome": error.outcome,
        "http_status": error.http_status,
        "ecall_code": error.ecall_code,
        "request_id": error.request_id,
        "message_id": error.message_id,
        "job_id": error.job_id,
        "smpp_status": error.smpp_status,
        "parts": [link.part(part) for part in error.parts],
        "states_before": getattr(error, "states_before", None),
        "retry_after_ms": None if error.retry_after is None else error.retry_after * 1000,
        "attempts": len(error.attempts),
        "last_status": error.last_status and error.last_status.status,
        "last_job_state": error.last_job_state and jobs.job_state(error.last_job_state),
        "raw_body": None if error.raw_body is None else error.raw_body.decode("utf-8", "replace"),
    }
    for key, value in stated.items():
        if key == "fields":
            problems = [
                {name: getattr(problem, name) for name in ("field", "rule", "length", "limit")}
                for problem in error.fields
            ]
            compare.fields(value, problems, stated.get("fields_exact", False))
        elif key == "message_contains":
            assert all(part in texts for part in value), texts
        elif key == "message_not_contains":
            assert not any(part in texts for part in value), texts
        elif key != "fields_exact":
            compare.matches(key, value, found[key])


CLIENTS = {"rest": ecall.Client, "https": ecall.HttpsClient, "soap": ecall.SoapClient, "smpp": ecall.SmppClient}
ASYNC_CLIENTS = {
    "rest": ecall.AsyncClient,
    "https": ecall.AsyncHttpsClient,
    "soap": ecall.AsyncSoapClient,
    "smpp": ecall.AsyncSmppClient,
}


class Blocking:
    """A blocking client, which is cancelled as users do it: with Ctrl-C."""

    asynchronous = False

    def __init__(self, options, interface):
        self.client = CLIENTS[interface](**options)
        self.events = link.Reader(self.client).blocking

    def call(self, operation, positional, keywords, cancel):
        call = jobs.blocking(self.client, operation)
        if cancel is None:
            return call(*positional, **keywords)
        if cancel is BEFORE:
            signal.raise_signal(signal.SIGINT)
            return call(*positional, **keywords)

        def interrupt():
            cancel()
            os.kill(os.getpid(), signal.SIGINT)

        thread = threading.Thread(target=interrupt)
        thread.start()
        try:
            return call(*positional, **keywords)
        finally:
            thread.join()

    def many(self, operation, positional, keywords, events):
        with getattr(self.client, operation)(*positional, **keywords) as many:
            for event in events:
                many.notify(event)
            items = list(many)
            return items if operation == "wait_many" else (items, counts(many))

    def close(self):
        self.client.close()


def counts(many):
    names = "given accepted refused unknown possible_duplicates open".split()
    return {name: getattr(many.counts, name) for name in names}


class Async:
    """An asynchronous client on a loop of the case's own, which is cancelled by cancelling the task."""

    asynchronous = True

    def __init__(self, options, interface):
        self.client = ASYNC_CLIENTS[interface](**options)
        self.loop = asyncio.new_event_loop()
        self.reader = link.Reader(self.client)

    def call(self, operation, positional, keywords, cancel):
        return self.loop.run_until_complete(self._call(operation, positional, keywords, cancel))

    async def _call(self, operation, positional, keywords, cancel):
        call = jobs.asynchronous(self.client, operation)
        task = asyncio.ensure_future(call(*positional, **keywords))
        if cancel is BEFORE:
            task.cancel()
        elif cancel is not None:
            await self.loop.run_in_executor(None, cancel)
            task.cancel()
        return await task

    def events(self, **arguments):
        return self.loop.run_until_complete(self.reader.asynchronous(**arguments))

    def many(self, operation, positional, keywords, events):
        async def run():
            async with getattr(self.client, operation)(*positional, **keywords) as many:
                for event in events:
                    many.notify(event)
                items = [item async for item in many]
                return items if operation == "wait_many" else (items, counts(many))

        return self.loop.run_until_complete(run())

    def close(self):
        self.client.close()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


def load(name):
    from mock_server import ROOT

    return json.loads((ROOT / "tests/conformance" / name).read_text(encoding="utf-8"))
