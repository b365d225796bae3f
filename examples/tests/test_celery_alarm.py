"""The Celery task, in a worker with a pool of two forked processes; the broker is a folder."""

import json
import os
import signal
import sys
import threading
import time

import ecall
import pytest
from mock_control import TAKE_AND_CUT, Account
from programs import EXAMPLES, Program, until

# A file is moved to the worker's folder once it is whole, because kombu reads what it finds.
SETTINGS = """
broker_url = "filesystem://"
broker_transport_options = {{"data_folder_in": "{folder}/queue", "data_folder_out": "{folder}/written",
    "control_folder": "{folder}/control", "processed_folder": "{folder}/done", "store_processed": True, "polling_interval": 0.05}}
result_backend = "file://{folder}/results"
worker_lost_wait = 0.5
task_track_started = True
worker_enable_remote_control = False
task_annotations = {{"*": {{"default_retry_delay": 0.1}}}}
"""
WORKER = [sys.executable, "-m", "celery", "--app", "celery_alarm", "worker", "--pool", "prefork", "--concurrency", "2"]
WORKER += ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "info"]


@pytest.fixture(scope="module")
def account():
    account = Account("celery")
    yield account
    account.control("DELETE")


@pytest.fixture(scope="module")
def broker(tmp_path_factory):
    folder = tmp_path_factory.mktemp("broker")
    for name in ("queue", "written", "control", "done", "results"):
        (folder / name).mkdir()
    (folder / "broker_settings.py").write_text(SETTINGS.format(folder=folder))
    stop = threading.Event()

    def move():
        while not stop.wait(0.02):
            for file in (folder / "written").iterdir():
                try:
                    json.loads(file.read_text())
                except ValueError:
                    continue
                file.rename(folder / "queue" / file.name)

    moving = threading.Thread(target=move)
    moving.start()
    yield folder
    stop.set()
    moving.join()


@pytest.fixture(scope="module")
def environment(account, broker):
    path = os.pathsep.join([str(EXAMPLES), str(broker)])
    return account.environment() | {"PYTHONPATH": path, "CELERY_CONFIG_MODULE": "broker_settings"}


@pytest.fixture(scope="module")
def worker(account, broker, environment):
    worker = Program(WORKER, environment, broker)
    worker.wait_for(r"celery@\S+ ready")
    yield worker
    try:
        code = worker.end()
    finally:
        worker.kill()
    assert account.password not in worker.said and "+4179" not in worker.said
    assert code == 0, worker.said


@pytest.fixture(scope="module")
def send(worker, broker):
    """Gives an alarm to the worker: what gives its result or raises, and what gives the process that has begun it."""
    sys.path.insert(0, str(broker))
    os.environ["CELERY_CONFIG_MODULE"] = "broker_settings"
    from celery_alarm import send_alarm

    def send(to="+41791234567", text="Pump 3 stopped"):
        result = send_alarm.delay(to, text)
        file = broker / "results" / f"celery-task-meta-{result.id}"

        def state():
            worker.check_alive()
            try:
                return json.loads(file.read_text())
            except (FileNotFoundError, ValueError):
                return {"status": "PENDING"}

        def value():
            until(lambda: state()["status"] in ("SUCCESS", "FAILURE"), "the end of the task")
            return result.get(timeout=1)

        def process():
            until(lambda: state()["status"] == "STARTED", "the beginning of the task")
            return state()["result"]["pid"]

        return value, process

    return send


@pytest.fixture(autouse=True)
def arrived(account):
    """The recipients of what arrived since the test began."""
    before = len(account.sends())
    return lambda: [to for to, _ in account.sends()[before:]]


def test_the_forked_processes_send_over_connections_of_their_own(send, account):
    account.script(*[{"accept": True, "delay_ms": 200}] * 6)
    alarms = [send(text=f"Pump {number} stopped") for number in range(6)]
    assert len({value() for value, _ in alarms}) == 6
    check, *sends = account.requests()
    assert (check["method"], len(sends)) == ("GET", 6)
    connections = {request["connection"] for request in sends}
    assert len(connections) == 2 and check["connection"] not in connections


def test_what_was_not_accepted_is_sent_again(send, account, arrived):
    # The library gives up after four attempts; the fifth is the task's.
    account.script(*[{"respond": {"status": 503, "json": {}, "headers": {"retry-after": "0"}}}] * 4)
    value, _ = send(to="+41791234501")
    assert value()
    assert arrived() == ["+41791234501"] * 5 and account.accepted().count("+41791234501") == 1


@pytest.mark.parametrize("retries, asked, pause", [(0, None, 15), (0, 60, 60), (6, None, 960), (9, None, 1800), (0, 7200, 1800)])
def test_no_task_waits_for_as_long_as_redis_waits_for_an_acknowledgement(broker, monkeypatch, retries, asked, pause):
    monkeypatch.syspath_prepend(str(broker))
    monkeypatch.setenv("CELERY_CONFIG_MODULE", "broker_settings")
    import celery_alarm

    class Refusing:
        def send_sms(self, to, text):
            raise ecall.UnavailableError("not now", outcome="not_accepted", retry_after=asked)

    def retry(exc, countdown):
        pauses.append(countdown)
        return exc

    pauses = []
    monkeypatch.setattr(celery_alarm, "client", Refusing)
    monkeypatch.setattr(celery_alarm.send_alarm, "default_retry_delay", 15)
    monkeypatch.setattr(celery_alarm.send_alarm, "retry", retry)
    celery_alarm.send_alarm.push_request(retries=retries)
    try:
        with pytest.raises(ecall.UnavailableError):
            celery_alarm.send_alarm.run("+41791234567", "Pump 3 stopped")
    finally:
        celery_alarm.send_alarm.pop_request()
    assert pauses == [pause]


def test_what_may_have_gone_out_is_not_sent_again(send, account, arrived, worker):
    account.script(TAKE_AND_CUT)
    value, _ = send()
    with pytest.raises(ecall.OutcomeUnknownError):
        value()
    worker.wait_for("may have gone out or not, and is not sent again")
    # Longer than the pause before another attempt.
    time.sleep(0.5)
    assert len(arrived()) == 1


def test_a_refusal_that_stays_is_not_repeated(send, account, arrived):
    account.put(refuse={"+41791234502": "InsufficientPoints"})
    value, _ = send(to="+41791234502")
    with pytest.raises(ecall.InsufficientCreditError):
        value()
    time.sleep(0.5)
    assert len(arrived()) == 1


def test_a_process_that_is_killed_in_the_midst_of_a_send(send, worker, account, arrived):
    from billiard.exceptions import WorkerLostError

    account.script({"accept": True, "delay_ms": 5000})
    value, process = send(to="+41791234503")
    until(arrived, "the request")
    os.kill(process(), signal.SIGKILL)
    with pytest.raises(WorkerLostError):
        value()
    # Not again by itself; what comes next is sent.
    next_value, _ = send(to="+41791234504")
    assert next_value()
    assert arrived() == ["+41791234503", "+41791234504"]


def test_a_wrong_password_stops_the_worker(account, broker, environment):
    account.put(password="another")
    worker = Program(WORKER, environment, broker)
    assert worker.wait() == 1
    account.put(password=account.password)
    assert "eCall: " in worker.said and "ready" not in worker.said and account.password not in worker.said
