"""The clients of the HTTPS interface: results, typed and pickled; calls that end early; processes that fork."""

import asyncio
import copy
import datetime
import pickle
import threading
import time

import ecall
import pytest
from scripts import run

UTC = datetime.timezone.utc
TO = "+41791234567"


@pytest.fixture
def client(account):
    with ecall.HttpsClient(**account.https_options()) as client:
        yield client


def jobs(account):
    return account.mock.control("GET", account.path + "/jobs")["jobs"]


def same(one, other, names):
    assert type(one) is type(other)
    for name in names.split():
        assert getattr(one, name) == getattr(other, name), name


def test_an_accepted_job(account, client):
    sent = client.send_sms([TO, "0041791234568"], "Pump 3 – stopped", "Alarm", to_gsm=True)
    assert isinstance(sent, ecall.SentJob) and isinstance(sent, ecall.Answer)
    assert (sent.http_status, sent.result_code, sent.possible_duplicate, sent.attempts) == (200, 0, False, ())
    assert sent.request_id and sent.job_id in repr(sent)
    assert sent.estimate == ecall.text.estimate("Pump 3 - stopped")
    assert [one.from_ for one in sent.replacements] == ["–"]
    assert [(job["jobId"], job["address"]) for job in jobs(account)] == [(sent.job_id, TO), (sent.job_id, "0041791234568")]
    names = "job_id result_code result_text estimate replacements http_status request_id raw_body attempts"
    for again in (pickle.loads(pickle.dumps(sent)), copy.deepcopy(sent)):
        same(sent, again, names)
    with pytest.raises(AttributeError):
        sent.job_id = "another"


def test_several_addresses_come_from_anything_that_has_them(account, client):
    for to in ((TO, "0041791234568"), iter([TO, "0041791234568"]), {TO: 1, "0041791234568": 2}):
        client.send_fax(to, "Pump 3 stopped")
        assert account.requests()[-1]["form"]["Address"] == TO + ";0041791234568"
    for to in (41791234567, None, b"+41791234567"):
        with pytest.raises(TypeError, match="to must be str or several of them, not "):
            client.send_sms(to, "x")
    with pytest.raises(TypeError, match=r"to\[1\] must be str, not int"):
        client.send_sms([TO, 7], "x")
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        client.send_sms([TO, "\ud800"], "x")
    assert caught.value.fields[0].field == "to[1]"
    with pytest.raises(ecall.InvalidArgumentError) as caught:
        client.send_sms([], "")
    assert {problem.field for problem in caught.value.fields} == {"to", "text"}
    assert len(account.requests()) == 3


def test_dates_are_those_of_zurich_unless_they_say_otherwise(account, client):
    at = datetime.datetime(2031, 7, 1, 12, 30)
    client.send_voice(TO, "Pump 3 stopped", send_date=at, language=ecall.VoiceLanguage.DE)
    client.send_sms(TO, "x", send_date=at.replace(tzinfo=UTC), notification_level=ecall.NotificationLevel.FAILURES)
    forms = [request["form"] for request in account.requests()]
    assert [form["SendDate"] for form in forms] == ["2031-07-01T12:30:00", "2031-07-01T12:30:00+00:00"]
    assert (forms[0]["Language"], forms[1]["NotificationLevel"]) == ("DE", "3")


def test_the_states_of_a_job(account, client):
    sent = client.send_sms([TO, "0041791234568"], "x")
    account.mock.control("POST", f"{account.path}/jobs/{sent.job_id}/state", {"sendState": 2, "errorState": 5112, "address": TO})
    found = client.status(sent.job_id)
    assert found.http_status == 200 and b"Statuses" in found.raw_body and not found.is_final
    state = found.states[0]
    assert (state.job_id, state.address, state.status_code, state.is_final) == (sent.job_id, TO, 2, True)
    assert state.status == ecall.Status.FAILED and state.extra == {"ErrorState": "5112"}
    assert abs(state.time_stamp.time - datetime.datetime.now(UTC)) < datetime.timedelta(minutes=5)
    assert state.time_stamp.time.tzinfo is UTC and state.time_stamp.time_text[:10] == state.time_stamp.text[:10]
    again = pickle.loads(pickle.dumps(found))
    same(found, again, "is_final http_status raw_body")
    names = "job_id address status_code status status_text time_stamp is_final extra"
    for one, other in zip(found.states, again.states, strict=True):
        same(one, other, names)
    assert sent.job_id in repr(state) and "2 recipients" in repr(found)


def test_times_that_are_doubtful_say_so():
    def read(text):
        return ecall.webhook.parse_callback("AddressFrom=1&Message=a&TimeStamp=" + text).time_stamp

    stamp = read("25.10.2026+02:30:00")
    assert (stamp.text, stamp.doubt, stamp.time_text) == ("25.10.2026 02:30:00", "twice", "2026-10-25T02:30:00+02:00")
    assert stamp.time == datetime.datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert read("29.03.2026+02:30:00").doubt == "never"
    plain = read("11.12.2015+10:37:00")
    assert plain.doubt is None and plain == read("11.12.2015+10:37:00") and len({plain, stamp}) == 2
    never = read("soon")
    assert (never.text, never.time, never.time_text, never.doubt) == ("soon", None, None, None)
    for found in (stamp, never):
        assert pickle.loads(pickle.dumps(found)) == found


def test_what_became_of_a_job_is_asked_by_the_id_of_the_error(account, client):
    account.script({"accept_then": "reset"})
    with pytest.raises(ecall.OutcomeUnknownError) as caught:
        client.send_sms(TO, "x")
    error = pickle.loads(pickle.dumps(caught.value))
    assert error.job_id and error.outcome == "unknown"
    found = client.resolve(error.job_id)
    assert found.accepted and [state.address for state in found.states] == [TO]
    again = pickle.loads(pickle.dumps(found))
    assert again.accepted and again.states[0].job_id == error.job_id
    assert not client.resolve("nobody").accepted and client.resolve("nobody").states == ()
    assert len(jobs(account)) == 1
    with pytest.raises(ecall.NotFoundError) as caught:
        client.status("nobody")
    assert caught.value.job_id == "nobody"
    for ask in (client.status, client.resolve):
        with pytest.raises(ecall.InvalidArgumentError):
            ask(None)


def seeded(account, number, start):
    added = [
        {"jobId": f"job-{index}", "address": TO, "accepted": (start + datetime.timedelta(seconds=index)).isoformat()}
        for index in range(number)
    ]
    account.mock.control("POST", account.path + "/jobs", added)


def test_a_range_is_read_as_it_is_asked_for(account, client):
    start = datetime.datetime(2026, 7, 1, 10, tzinfo=UTC)
    end = start + datetime.timedelta(minutes=1)
    seeded(account, 10, start)
    account.put({"state_limit": 4})
    states = client.status_range(start, end)
    assert account.requests() == []
    assert next(states).job_id == "job-0"
    asked = len(account.requests())
    assert [state.job_id for state in states] == [f"job-{index}" for index in range(1, 10)]
    assert len(account.requests()) > asked and list(states) == []

    async def main():
        async with ecall.AsyncHttpsClient(**account.https_options()) as client:
            # Without a zone it is the time of Zurich, two hours ahead in summer.
            found = client.status_range("2026-07-01T12:00:00", datetime.datetime(2026, 7, 1, 12, 0, 3))
            return [state.job_id async for state in found]

    assert asyncio.run(main()) == ["job-0", "job-1", "job-2", "job-3"]


def test_a_range_that_is_none(client):
    for start, field in (("soon", "start"), ("2026-07-02T00:00:00Z", "end")):
        with pytest.raises(ecall.InvalidArgumentError) as caught:
            client.status_range(start, "2026-07-01T00:00:00Z")
        assert [problem.field for problem in caught.value.fields] == [field]
    with pytest.raises(TypeError, match="start must be str or datetime, not int"):
        client.status_range(7, "2026-07-01")


def test_how_hard_a_send_is_tried_is_no_option_of_a_read(client):
    for read in (client.status, client.resolve, client.next_message, client.delete_message, client.messages, client.status_range):
        with pytest.raises(TypeError, match="unexpected keyword argument 'delivery'"):
            read(delivery="standard")


def test_an_error_ends_a_range(account, client):
    account.script({"respond": {"status": 403}})
    states = client.status_range("2026-07-01T00:00:00Z", "2026-07-02T00:00:00Z")
    with pytest.raises(ecall.EcallError):
        next(states)
    assert list(states) == []


def test_eight_threads_share_a_client(account, client):
    ids = []
    threads = [threading.Thread(target=lambda: ids.extend(client.send_sms(TO, "x").job_id for _ in range(5))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ids)) == 40


def test_a_task_that_is_cancelled_names_the_job(account):
    account.script({"fault": "silence"})

    async def main():
        async with ecall.AsyncHttpsClient(**account.https_options(timeout=30.0)) as client:
            task = asyncio.create_task(client.send_sms(TO, "x", job_id="mine"))
            while not account.requests():
                await asyncio.sleep(0.005)
            begun = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert time.monotonic() - begun < 0.5
        with pytest.raises(ecall.ClosedError):
            await client.status("mine")
        return caught.value

    error = asyncio.run(main())
    while not error.__cause__ and error.__context__:  # Python 3.10 raises another one in its place
        error = error.__context__
    assert (error.__cause__.outcome, error.__cause__.job_id) == ("unknown", "mine")


def test_a_client_says_what_it_is_and_is_not_pickled(client):
    assert repr(client) == "<ecall.HttpsClient>"
    with pytest.raises(TypeError, match="a HttpsClient holds a password"):
        pickle.dumps(client)
    client.close()
    assert client.closed and repr(client) == "<ecall.HttpsClient closed>"
    for call in (lambda: client.status("x"), client.messages, lambda: client.status_range("2026-07-01", "2026-07-02")):
        with pytest.raises(ecall.ClosedError):
            call()


def test_a_client_goes_on_in_a_forked_process(account):
    run(
        """
        client = ecall.HttpsClient(**OPTIONS)
        asynchronous = ecall.AsyncHttpsClient(**OPTIONS)
        def both():
            send(client)
            asyncio.run(send(asynchronous))
        both()
        pid = os.fork()
        both()
        if pid == 0:
            sys.exit(0)
        reap(pid)
        both()
        """,
        account,
        base_url=account.mock.https_url,
    )
    assert len(account.requests()) == 8
    assert len({request["connection"] for request in account.requests()}) == 4
