"""The receivers of webhooks, in FastAPI and Express: what they keep, whom they believe, what they answer."""

import json
import os
import resource
import sqlite3

import ecall
import pytest
from mock_control import call
from programs import EXAMPLES, PYTHON, until

ECALL = "193.93.208.200"
SECRET = "a-path-that-nobody-guesses"


class FastAPI:
    command = PYTHON, EXAMPLES / "fastapi_receiver.py"
    settings = {"READER_TOKEN": "a-reader"}
    full = {"DATABASE": "/dev/full"}

    def __init__(self, folder):
        self.file = folder / "ecall.sqlite"

    def rows(self, statement):
        with sqlite3.connect(self.file) as database:
            return database.execute(statement).fetchall()

    def states(self):
        return self.rows("SELECT message_id, status, final FROM states")

    def received(self):
        return [(sender, json.loads(content)["text"]) for sender, content in self.rows("SELECT sender, content FROM received")]


class Express:
    command = "node", os.path.join(os.environ["EXAMPLES_BUILT"], "express-receiver", "receiver.mjs")
    settings = {}

    def __init__(self, folder):
        self.file = folder / "ecall.jsonl"

    def events(self, kind):
        events = [json.loads(line) for line in self.file.read_text().splitlines()]
        return [event for event in events if event["kind"] == kind]

    def states(self):
        return [(event["messageId"], event["status"], event["final"]) for event in self.events("status")]

    def received(self):
        return [(event["from"], event["content"]["text"]) for event in self.events("received")]


@pytest.fixture(params=[FastAPI, Express])
def kind(request):
    return request.param


@pytest.fixture
def serve(kind, start, tmp_path):
    """Starts a receiver; what it keeps, its process, and its address for eCall."""

    def serve(**settings):
        program = start(*kind.command, **{"PORT": "0", "WEBHOOK_SECRET": SECRET, **kind.settings, **settings})
        root = program.wait_for(r"http://127\.0\.0\.1:\d+")[0]
        return kind(tmp_path), program, f"{root}/ecall/{SECRET}/"

    return serve


def receive(account, url, text="I come", headers=None):
    """Has the mock send a message that somebody wrote; the status of the answer."""
    content = {"type": "Text", "text": text}
    message = {"url": url, "channel": "Sms", "from": "+41791234568", "to": "+41790000000", "content": content}
    return account.control("POST", "/receive", {**message, "headers": headers or {}})["status"]


def send(account, url):
    """Sends a message whose states are told to the URL."""
    told = {"forEvent": "All", "addresses": [{"type": "UrlPost", "address": url}]}
    with ecall.Client(username=account.username, password=account.password) as client:
        return client.send_sms("+41791234567", "Pump 3 stopped", "Alarm", notification=told).message_id


def answers(account):
    """What the mock was answered when it told states."""
    return [told["status"] for told in account.control("GET", "/webhooks")["calls"]]


def test_states_and_messages_are_kept_before_they_are_acknowledged(serve, account):
    kept, program, url = serve(ALLOWED="127.0.0.1")
    message_id = send(account, url)
    until(lambda: (message_id, "Delivered", 1) in kept.states(), "the last state")
    assert receive(account, url) == 200
    # What was answered with 200 is there, however the program ends.
    program.kill()
    assert kept.received() == [("+41791234568", "I come")]
    assert "I come" not in program.said and "+4179" not in program.said and SECRET not in program.said


def test_only_ecall_is_believed(serve, account):
    kept, _, url = serve()
    assert receive(account, url) == 403
    assert receive(account, url, headers={"x-forwarded-for": ECALL}) == 403
    assert kept.received() == []


def test_behind_a_proxy(serve, account):
    kept, _, url = serve(TRUSTED_PROXIES="127.0.0.1")
    assert receive(account, url, headers={"x-forwarded-for": ECALL}) == 200
    assert receive(account, url, "forged", headers={"x-forwarded-for": f"{ECALL}, 203.0.113.9"}) == 403
    assert receive(account, url, "direct") == 403
    assert [text for _, text in kept.received()] == ["I come"]


def test_elsewhere_there_is_nothing(serve):
    _, _, url = serve(ALLOWED="127.0.0.1")
    assert call("POST", url.replace(SECRET, "guessed"), {})[0] == 404


def test_a_secret_is_needed(kind, run):
    done = run(*kind.command, **kind.settings)
    assert done.returncode != 0 and "WEBHOOK_SECRET is not set" in done.stderr


def test_what_cannot_be_kept_is_not_acknowledged_in_fastapi(start, account, tmp_path):
    program = start(*FastAPI.command, PORT="0", WEBHOOK_SECRET=SECRET, ALLOWED="127.0.0.1", **FastAPI.settings)
    url = program.wait_for(r"http://127\.0\.0\.1:\d+")[0] + f"/ecall/{SECRET}/"
    kept = FastAPI(tmp_path)
    kept.rows("DROP TABLE received")
    assert receive(account, url) == 500
    kept.rows("CREATE TABLE received (message_id TEXT PRIMARY KEY, sender, recipient, content, time)")
    assert receive(account, url) == 200
    assert len(kept.received()) == 1


def test_what_cannot_be_kept_is_not_acknowledged_in_express(start, account):
    program = start(*Express.command, PORT="0", WEBHOOK_SECRET=SECRET, ALLOWED="127.0.0.1", JOURNAL="/dev/full")
    url = program.wait_for(r"http://127\.0\.0\.1:\d+")[0] + f"/ecall/{SECRET}"
    assert receive(account, url) == 500
    program.wait_for("could not be kept: ENOSPC")
    assert program.end() == 0


def test_express_begins_a_line_where_the_last_one_was_broken_off(start, account, tmp_path):
    kept = Express(tmp_path)
    kept.file.write_text('{"kind":"status"}\n{"kind":"rec')
    program = start(*Express.command, PORT="0", WEBHOOK_SECRET=SECRET, ALLOWED="127.0.0.1")
    url = program.wait_for(r"http://127\.0\.0\.1:\d+")[0] + f"/ecall/{SECRET}"
    assert receive(account, url, "one") == receive(account, url, "two") == 200
    first, broken, *lines = kept.file.read_text().splitlines()
    assert (first, broken) == ('{"kind":"status"}', '{"kind":"rec')
    assert [json.loads(line)["content"]["text"] for line in lines] == ["one", "two"]


def test_express_acknowledges_no_half_line(start, account, tmp_path):
    program = start(*Express.command, PORT="0", WEBHOOK_SECRET=SECRET, ALLOWED="127.0.0.1")
    url = program.wait_for(r"http://127\.0\.0\.1:\d+")[0] + f"/ecall/{SECRET}"
    # As on a disk that fills up: a part of the line is written, the rest is not.
    before = resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
    assert receive(account, url) == 500
    assert (tmp_path / "ecall.jsonl").stat().st_size == 10
    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, before)
    assert receive(account, url) == 200
    _, line = (tmp_path / "ecall.jsonl").read_text().splitlines()
    assert json.loads(line)["content"]["text"] == "I come"


def test_fastapi_keeps_an_event_once_and_tells_it_to_readers_alone(start, account, tmp_path):
    program = start(*FastAPI.command, PORT="0", WEBHOOK_SECRET=SECRET, ALLOWED="127.0.0.1", **FastAPI.settings)
    root = program.wait_for(r"http://127\.0\.0\.1:\d+")[0]
    account.put(webhooks={"copies": 2})
    message_id = send(account, f"{root}/ecall/{SECRET}/")
    until(lambda: (message_id, "Delivered", 1) in FastAPI(tmp_path).states(), "the last state")
    until(lambda: len(answers(account)) == 2 * len(FastAPI(tmp_path).states()), "the last copy")
    assert {*answers(account)} == {200}
    question = f"{root}/messages/{message_id}"
    assert call("GET", question)[0] in (401, 403)
    assert call("GET", question, headers={"authorization": "Bearer another"})[0] == 403
    status, text = call("GET", question, headers={"authorization": "Bearer a-reader"})
    answer = json.loads(text)
    assert status == 200 and answer["status"] == "Delivered"
    states = [state["status"] for state in answer["states"]]
    assert states[-1] == "Delivered" and len(states) == len({*states})
    assert call("GET", f"{root}/messages/another", headers={"authorization": "Bearer a-reader"})[0] == 404
