"""Exceptions: a class per kind of core's, fields, causes, pickles."""

import builtins
import copy
import datetime
import multiprocessing
import pickle
import traceback

import ecall
import pytest
from ecall import _ecall, errors


def send(client, **more):
    return client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo", **more)


def test_the_kinds_are_those_of_core():
    core = _ecall.kinds()
    assert [kind for kind, _, _ in core] == list(errors.BY_KIND)
    for kind, number, description in core:
        error = errors.BY_KIND[kind]
        assert (error.kind, error.number, error.__doc__) == (kind, number, description)
        assert error.__name__.lower() == kind.replace("_", "") + "error"
        assert issubclass(error, ecall.EcallError)
        assert getattr(ecall, error.__name__) is error
    assert len(set(errors.BY_KIND.values())) == len(core)


def test_python_s_own_time_out_catches_ours():
    assert issubclass(ecall.TimeoutError, builtins.TimeoutError)
    with pytest.raises(builtins.TimeoutError, match="up"):
        raise ecall.TimeoutError("the time is up", http_status=200)


@pytest.fixture
def failed(account):
    """An error with everything in it: retried, refused, with fields and a request id."""
    account.script(
        {"respond": {"status": 500}},
        {"respond": {"status": 429, "headers": {"retry-after": "0"}}},
        {
            "respond": {
                "status": 400,
                "headers": {"x-f24-request-id": "request-1"},
                "json": {
                    "errorCode": "InvalidContent",
                    "errorMessage": "no",
                    "errorDetails": {"type": "Parameter", "errors": [{"parameter": "To", "messages": ["wrong"]}]},
                },
            }
        },
    )
    with pytest.raises(ecall.OutcomeUnknownError) as caught:
        send(ecall.Client(**account.options()))
    return caught.value


def test_fields(failed):
    assert (failed.kind, failed.number, failed.outcome) == ("outcome_unknown", 40, "unknown")
    assert (failed.http_status, failed.ecall_code, failed.ecall_message) == (400, "InvalidContent", "no")
    assert failed.fields == (ecall.FieldProblem("To", "service", "wrong"),)
    assert failed.request_id == "request-1" and str(failed).endswith("(request id request-1)")
    assert [attempt.http_status for attempt in failed.attempts] == [500, 429, 400]
    for attempt in failed.attempts:
        assert attempt.time.tzinfo is datetime.timezone.utc
        assert abs(attempt.time - datetime.datetime.now(datetime.timezone.utc)) < datetime.timedelta(minutes=5)
        assert 0 <= attempt.duration < 10
    assert b"InvalidContent" in failed.raw_body


def test_causes_are_the_attempts(failed):
    chain, error = [], failed.__cause__
    while error:
        chain.append((type(error), error.http_status))
        error = error.__cause__
    assert chain == [(ecall.RejectedError, 400), (ecall.RateLimitedError, 429), (ecall.ServerError, 500)]


def test_a_single_attempt_is_no_cause_of_itself(account):
    account.script({"respond": {"status": 403}})
    with pytest.raises(ecall.PermissionError) as caught:
        send(ecall.Client(**account.options()))
    assert caught.value.__cause__ is None
    assert len(caught.value.attempts) == 1


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickles(failed, protocol):
    failed.note = "of the user's own"
    again = pickle.loads(pickle.dumps(failed, protocol))
    same(failed, again)
    same(failed, copy.copy(failed))
    same(failed, copy.deepcopy(failed))


def same(error, again):
    assert type(again) is type(error)
    assert again.__dict__ == error.__dict__
    assert str(again) == str(error) and again.args == error.args
    assert type(again.__cause__) is type(error.__cause__)
    assert again.__cause__.__dict__ == error.__cause__.__dict__


def test_every_class_can_be_pickled():
    for kind, error in errors.BY_KIND.items():
        again = pickle.loads(pickle.dumps(error("why", outcome="unknown", fields=[ecall.FieldProblem("to", "x", "y")])))
        assert (type(again), again.kind, again.outcome, str(again)) == (error, kind, "unknown", "why")
        assert again.fields[0].rule == "x"


def fail(options):
    ecall.Client(**options).send_sms("", "", "")


def test_an_error_crosses_processes(account):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        with pytest.raises(ecall.InvalidArgumentError) as caught:
            pool.apply(fail, (account.options(),))
        pool.close()
        pool.join()
    assert {problem.field for problem in caught.value.fields} >= {"to", "content.text"}


def test_a_wait_that_times_out_holds_the_last_state(account):
    account.put({"progress": {"Sms": [[0, "Pending"]]}})
    client = ecall.Client(**account.options())
    sent = send(client)
    with pytest.raises(ecall.TimeoutError) as caught:
        client.wait(sent.message_id, timeout=0.3, poll_initial=0.05)
    error = pickle.loads(pickle.dumps(caught.value))
    assert error.message_id == sent.message_id
    assert (error.last_status.status, error.last_status.is_final, error.last_status.http_status) == ("Pending", False, None)


def test_an_error_names_the_job(account):
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        ecall.HttpsClient(**account.https_options()).send_sms("", "x", job_id="mine")
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert error.job_id == "mine" and error.__dict__ == caught.value.__dict__
    assert ecall.EcallError("x").job_id is None


def test_a_client_is_neither_pickled_nor_copied(account):
    client = ecall.Client(**account.options())
    for attempt in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="make one in each process"):
            attempt(client)


def test_arguments_of_the_wrong_type_are_named_and_not_shown(account):
    client = ecall.Client(**account.options())
    with pytest.raises(TypeError, match="to must be str, not int"):
        client.send_sms(41791234567, "x")
    with pytest.raises(ecall.InvalidArgumentError, match="message_id"):
        client.status(None)
    with pytest.raises(TypeError, match="type object cannot be sent"):
        client.send({"content": object()})
    with pytest.raises(ecall.InvalidArgumentError, match="content.text: expected a string") as caught:
        client.send({"channel": "Sms", "content": {"type": "Text", "text": 4711}})
    assert "4711" not in "".join(traceback.format_exception_only(type(caught.value), caught.value))
    endless = []
    endless.append(endless)
    with pytest.raises(ValueError, match="nested too deeply"):
        client.send({"x": endless})
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        client.send_sms("+41791234567", "x", "Alarm", timeout=-1)
    assert caught.value.fields[0].field == "timeout_ms"
    with pytest.raises(TypeError):
        client.send_sms("+41791234567", "x", nonsense=1)
    assert account.requests() == []


@pytest.mark.parametrize(
    "timeout", [10**400, -(10**400), float("inf"), float("nan"), -1.0], ids=["huge", "low", "inf", "nan", "below zero"]
)
def test_what_is_no_length_of_time_is_refused_by_its_name(account, timeout):
    with pytest.raises(ecall.ConfigError) as caught:
        ecall.Client(**account.options(timeout=timeout))
    assert [problem.field for problem in caught.value.fields] == ["timeout_ms"]
    with ecall.Client(**account.options()) as client:
        with pytest.raises(ecall.InvalidArgumentError) as caught:
            send(client, timeout=timeout)
        assert [problem.field for problem in caught.value.fields] == ["timeout_ms"]
