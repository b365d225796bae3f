"""`logging.getLogger("ecall")`: events of attempts, on the caller's side, and nothing where nobody listens."""

import asyncio
import logging
import threading

import ecall
import pytest
from scripts import run


def send(client, **more):
    return client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo", **more)


def events(caplog):
    return [(record.ecall["event"], record.levelname) for record in caplog.records if record.name == "ecall"]


STORY = [("attempt", "WARNING"), ("retry", "INFO"), ("done", "INFO")]


def test_a_blocking_call(account, caplog):
    caplog.set_level(logging.DEBUG, "ecall")
    account.script({"respond": {"status": 500}}, {"accept": True})
    send(ecall.Client(**account.options()))
    assert events(caplog) == STORY
    record = caplog.records[0]
    assert record.ecall["operation"] == "send" and record.ecall["http_status"] == 500
    assert record.getMessage().startswith("send attempt ") and "http_status=500" in record.getMessage()


def test_an_asynchronous_call_is_told_on_the_loop_s_thread(account, caplog):
    caplog.set_level(logging.DEBUG, "ecall")
    account.script({"respond": {"status": 500}}, {"accept": True})
    asyncio.run(send(ecall.AsyncClient(**account.options())))
    assert events(caplog) == STORY
    assert {record.thread for record in caplog.records if record.name == "ecall"} == {threading.get_ident()}


def test_the_level_is_obeyed(account, caplog):
    caplog.set_level(logging.WARNING, "ecall")
    account.script({"respond": {"status": 500}}, {"accept": True})
    send(ecall.Client(**account.options()))
    assert events(caplog) == STORY[:1]


def test_events_come_while_the_call_waits(account, caplog):
    caplog.set_level(logging.DEBUG, "ecall")
    account.script({"respond": {"status": 500}}, {"accept": True, "delay_ms": 600})
    client = ecall.Client(**account.options())
    thread = threading.Thread(target=send, args=(client,))
    thread.start()
    thread.join(0.4)
    assert thread.is_alive()
    assert events(caplog) == STORY[:2]
    thread.join()


def test_a_program_without_logging_is_told_nothing(account):
    account.script({"respond": {"status": 500}}, {"accept": True})
    run("send(ecall.Client(**OPTIONS))", account)
    account.script({"respond": {"status": 500}}, {"accept": True})
    run("import logging; send(ecall.Client(**OPTIONS))", account)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_handler_that_raises_does_not_hurt_the_call(account):
    class Broken(logging.Filter):
        def filter(self, record):
            raise RuntimeError("broken")

    logger = logging.getLogger("ecall")
    broken = Broken()
    logger.addFilter(broken)
    logger.setLevel(logging.DEBUG)
    try:
        assert send(ecall.Client(**account.options())).message_id
    finally:
        logger.removeFilter(broken)
        logger.setLevel(logging.NOTSET)
