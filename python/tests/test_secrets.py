"""Marker values of a password, a number and a text appear in nothing that comes out (DESIGN, rule 6)."""

import asyncio
import base64
import logging
import os
import pickle
import subprocess
import traceback

import ecall
import pytest
from scripts import FOLDER, environment, program

PASSWORD = "geheim-4711-marker"
NUMBER = "+41790004711"
TEXT = "text-4711-marker"


class Everything(logging.Handler):
    def __init__(self):
        super().__init__(level=1)
        self.lines = []

    def emit(self, record):
        self.lines.append(repr(record.__dict__) + self.format(record))


@pytest.fixture
def log():
    handler = Everything()
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield handler.lines
    root.removeHandler(handler)
    root.setLevel(level)


def told(error):
    """Everything an exception says: text, repr, traceback, attributes, pickle, causes."""
    lines = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    ours = traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True)
    package = os.path.dirname(ecall.__file__)
    frames = [frame.locals for frame in ours.stack if frame.filename.startswith(package)]
    assert frames, "an error of ours without a frame of ours"
    return f"{error} {error!r} {error.__dict__} {lines} {pickle.dumps(error, 0)!r}", str(frames)


def failures(account):
    """Errors of every sort that a user of these credentials may see."""
    options = account.options(username=account.username, password=PASSWORD, backoff_initial=0.001, backoff_max=0.001)
    wrong = [
        {"base_url": f"https://{account.username}:{PASSWORD}@localhost"},
        {"timeout": "soon"},
        {"proxy": f"http://u:{PASSWORD}@\n"},
        {"username": "with:colon"},
    ]
    for more in wrong:
        with pytest.raises(ecall.ConfigError) as caught:
            ecall.Client(**{**options, **more})
        yield caught.value
    client = ecall.Client(**options)
    yield client
    account.script(
        {"respond": {"status": 500}},
        {"fault": "reset"},
        {"respond": {"status": 401}},
        {"respond": {"status": 200, "body": "<html>"}},
        {"respond": {"status": 302, "headers": {"location": f"https://u:{PASSWORD}@localhost/"}}},
    )
    for _ in range(4):
        with pytest.raises(ecall.EcallError) as caught:
            client.send_sms(NUMBER, TEXT, "ecall-demo", max_retries=1)
        yield caught.value
    with pytest.raises(ecall.EcallError) as caught:
        client.send_sms(NUMBER + "x" * 2000, TEXT * 1000, "much-too-long-a-sender", page_limit=99)
    yield caught.value
    for more in (
        {"base_url": "https://localhost:1"},
        {"proxy": f"http://proxy-user:{PASSWORD}@localhost:1"},
    ):
        with pytest.raises(ecall.EcallError) as caught:
            ecall.Client(**{**options, **more}).send_sms(NUMBER, TEXT, "ecall-demo", max_retries=0)
        yield caught.value

    async def asynchronous():
        with pytest.raises(ecall.EcallError) as caught:
            await ecall.AsyncClient(**{**options, "base_url": "https://localhost:1"}).send_sms(NUMBER, TEXT, max_retries=0)
        return caught.value

    yield asyncio.run(asynchronous())
    yield from https_failures(account, {**options, "base_url": account.mock.https_url})
    yield from soap_failures(account, {**options, "base_url": account.mock.soap_url})
    yield from smpp_failures(account, account.smpp_options(password=PASSWORD, response_timeout=0.3))


def https_failures(account, options):
    """The same over the HTTPS interface, where the password stands in the body of every request."""
    client = ecall.HttpsClient(**options)
    yield client
    account.script({"fault": "reset"}, {"respond": {"status": 401}}, {"respond": {"status": 200, "body": "<html>"}})
    for _ in range(3):
        with pytest.raises(ecall.EcallError) as caught:
            client.send_sms(NUMBER, TEXT, max_retries=0)
        yield caught.value
    with pytest.raises(ecall.EcallError) as caught:
        client.send_sms([NUMBER + ";", ""], TEXT * 1000, "much-too-long-a-sender", job_id="j" * 51)
    yield caught.value
    with pytest.raises(ecall.EcallError) as caught:
        client.delete_message("")
    yield caught.value
    account.mock.control("POST", account.path + "/cache", {"from": NUMBER, "to": NUMBER, "message": TEXT})
    messages = client.messages()
    yield next(messages)
    yield messages

    async def asynchronous():
        with pytest.raises(ecall.EcallError) as caught:
            await ecall.AsyncHttpsClient(**{**options, "base_url": "https://localhost:1"}).send_fax(NUMBER, TEXT, max_retries=0)
        return caught.value

    yield asyncio.run(asynchronous())


def soap_failures(account, options):
    """The same over the SOAP interface."""
    client = ecall.SoapClient(**options)
    yield client
    account.script({"fault": "reset"}, {"respond": {"status": 401}}, {"respond": {"status": 200, "body": "<html>"}})
    for _ in range(3):
        with pytest.raises(ecall.EcallError) as caught:
            client.send_fax(NUMBER, TEXT, [(TEXT + ".txt", TEXT.encode())], max_retries=0)
        yield caught.value
    with pytest.raises(ecall.EcallError) as caught:
        client.send_fax([NUMBER + ";", ""], "\0" + TEXT, [TEXT + ".pdf", (TEXT, TEXT.encode())], job_id="j" * 51)
    yield caught.value
    sent = client.send_sms(NUMBER, TEXT)
    yield client.state(sent.job_id)
    yield client.resolve(sent.job_id)

    async def asynchronous():
        with pytest.raises(ecall.EcallError) as caught:
            await ecall.AsyncSoapClient(**{**options, "base_url": "https://localhost:1"}).send_fax(NUMBER, TEXT, max_retries=0)
        return caught.value

    yield asyncio.run(asynchronous())


def smpp_failures(account, options):
    """The same over the SMPP interface, where the password stands in the bind alone."""
    for more in ({"base_url": f"smpps://u:{PASSWORD}@localhost"}, {"window": 0, "allow_long_credentials": False}):
        with pytest.raises(ecall.ConfigError) as caught:
            ecall.SmppClient(**{**options, **more})
        yield caught.value
    account.put({"smpp": {"progress": [[0, "DELIVRD"]], "redeliver_ms": 30}})
    account.smpp("script", [{"on": "bind", "command_status": 14}])
    with ecall.SmppClient(**options) as client:
        with pytest.raises(ecall.AuthenticationError) as caught:
            client.bind()
        yield caught.value
        yield client.bind()
        yield client
        events = client.events()
        account.smpp("script", [{"command_status": 11}, {"accept_then": "silence"}, {"accept_then": "close"}])
        for _ in range(3):
            with pytest.raises(ecall.EcallError) as caught:
                client.submit(NUMBER, TEXT, tag="t")
            yield caught.value
        with pytest.raises(ecall.EcallError) as caught:
            client.submit(NUMBER + "x", TEXT * 1000, TEXT)
        yield caught.value
        bulk = client.submit_many([(NUMBER, TEXT), (NUMBER + "x", TEXT, TEXT), {"to": NUMBER, "text": TEXT, "alphabet": TEXT}, (7, 7)])
        yield bulk
        for _, result in sorted(bulk, key=lambda pair: pair[0]):
            if isinstance(result, ecall.Submitted):
                yield result
            else:
                try:
                    raise result
                except ecall.EcallError:
                    # It was made, and not raised, by the library.
                    yield f"{result} {result!r} {result.__dict__}"
        account.smpp("inbound", {"from": NUMBER[1:], "to": "1", "text": TEXT})
        account.smpp("inbound", {"from": NUMBER[1:], "to": "1", "text": TEXT * 20, "order": [1]})
        for event in events:
            yield event
            if event.type == "message":
                break

    async def asynchronous():
        with pytest.raises(ecall.EcallError) as caught:
            await ecall.AsyncSmppClient(**{**options, "base_url": "smpps://localhost:1", "max_retries": 0}).bind()
        return caught.value

    yield asyncio.run(asynchronous())


def test_no_secret_comes_out(account, log, capfd):
    basic = base64.b64encode(f"{account.username}:{PASSWORD}".encode()).decode()
    said, frames = [], []
    for thing in failures(account):
        if isinstance(thing, BaseException):
            words, variables = told(thing)
            frames.append(variables)
        else:
            words = f"{thing!r} {thing} {dir(thing)}"
        said.append(words)
    client = ecall.Client(**account.options(password=PASSWORD))
    answer = client.send_sms(NUMBER, TEXT, "ecall-demo")
    said.append(f"{answer!r} {answer}")
    assert any("send done" in line for line in log)
    assert len(log) > 10
    output = "\n".join([*said, *log, *capfd.readouterr()])
    for secret in (PASSWORD, basic, "Basic "):
        # The variables of our own frames too, which some tools print.
        assert secret not in output + "".join(frames)
    for private in (NUMBER[1:], TEXT):
        assert private not in "\n".join(log), "a number or a text in the log"
        assert private not in output


@pytest.mark.parametrize("interface", ["Client", "SoapClient", "AsyncHttpsClient", "SmppClient", "AsyncSmppClient"])
def test_a_traceback_of_the_constructor_holds_no_password(account, interface):
    """As printed by tools that show the variables of every frame; the user's own frames hold what the user put there."""
    wrong = {"window": 0} if "Smpp" in interface else {"proxy": "http://u:MARKER@[", "api_version": 9}
    code = f"""
    import traceback
    def wrong():
        values = {{"base_url": "https://u:MARKER@[", **{wrong!r}}}
        return {{name: value.replace("MARKER", os.environ["MARKER"]) if isinstance(value, str) else value for name, value in values.items()}}
    try:
        ecall.{interface}(**{{**OPTIONS, "password": os.environ["MARKER"], **wrong()}})
    except ecall.ConfigError as error:
        print("".join(traceback.TracebackException.from_exception(error, capture_locals=True).format()))
        import pickle
        print(pickle.dumps(error))
    """
    env = {**environment(account, smpp="Smpp" in interface), "MARKER": PASSWORD}
    done = subprocess.run(program(code), env=env, cwd=FOLDER, capture_output=True, text=True, timeout=30)
    assert next(iter(set(wrong) - {"proxy"})) in done.stdout and done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
