"""The clients of the SOAP interface: files, results, typed and pickled; calls that end early; processes that fork."""

import asyncio
import base64
import copy
import datetime
import hashlib
import os
import pathlib
import pickle
import threading
import time

import ecall
import pytest
from scripts import run

UTC = datetime.timezone.utc
TO = "+41791234567"
PDF = b"%PDF-1.4 pump 3 stopped"
STATE = "job_id address job_type send_state status error_state points_used finish_date is_final extra"
ANSWER = " http_status request_id raw_body attempts possible_duplicate"


@pytest.fixture
def client(account):
    with ecall.SoapClient(**account.soap_options()) as client:
        yield client


def jobs(account):
    return account.mock.control("GET", account.path + "/jobs")["jobs"]


def move(account, job_id, **state):
    account.mock.control("POST", f"{account.path}/jobs/{job_id}/state", state)


def same(one, other, names):
    assert type(one) is type(other)
    for name in names.split():
        assert getattr(one, name) == getattr(other, name), name


def described(content):
    return {"length": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def arrived(account):
    """The files of the last fax, without their names, and those."""
    files = jobs(account)[-1]["files"]
    return [{name: file[name] for name in ("length", "sha256")} for file in files], [file["fileName"] for file in files]


def test_an_accepted_job(account, client):
    sent = client.send_sms([TO, "074123456:1234"], "Pump 3 – stopped", "Alarm", to_gsm=True, no_log=True)
    assert isinstance(sent, ecall.SentJob) and isinstance(sent, ecall.Answer)
    assert (sent.http_status, sent.result_code, sent.possible_duplicate, sent.attempts) == (200, 0, False, ())
    assert sent.estimate == ecall.text.estimate("Pump 3 - stopped") and sent.job_id in repr(sent)
    assert [(job["jobId"], job["address"]) for job in jobs(account)] == [(sent.job_id, "0041791234567"), (sent.job_id, "074123456:1234")]
    names = "job_id result_code result_text estimate replacements" + ANSWER
    for again in (pickle.loads(pickle.dumps(sent)), copy.deepcopy(sent)):
        same(sent, again, names)
    voice = client.send_voice((TO, "0041791234568"), "Pump 3 stopped", language=ecall.VoiceLanguage.DE, job_id="mine")
    assert (voice.job_id, voice.estimate, voice.replacements) == ("mine", None, ())


def test_both_versions_are_spoken(account):
    for version in ("1.1", "1.2"):
        with ecall.SoapClient(**account.soap_options(soap_version=version)) as client:
            client.send_sms(TO, "x")
    assert [request["soap"]["version"] for request in account.requests()] == ["1.1", "1.2"]
    with pytest.raises(ecall.ConfigError) as caught:
        ecall.SoapClient(**account.soap_options(soap_version="1.3"))
    assert "soap_version" in str(caught.value)


def test_files_are_paths_or_bytes(account, client, tmp_path):
    path = tmp_path / "plan of pump 3.pdf"
    path.write_bytes(PDF * 5000)
    files = [str(path), path, ("a.pdf", path), ("b.txt", b"bytes"), ("c.txt", bytearray(b"array")), ("d.txt", memoryview(b"view!")[:4])]
    client.send_fax(TO, "", iter(files), subject="Pump 3")
    contents, names = arrived(account)
    assert names == ["plan of pump 3.pdf", "plan of pump 3.pdf", "a.pdf", "b.txt", "c.txt", "d.txt"]
    assert contents == [described(each) for each in [PDF * 5000] * 3 + [b"bytes", b"array", b"view"]]
    client.send_fax(TO, "Pump 3 stopped")
    assert jobs(account)[-1].get("files") is None

    async def main():
        async with ecall.AsyncSoapClient(**account.soap_options()) as client:
            await client.send_fax(TO, "", [path, ("b.txt", bytearray(b"bytes"))])

    asyncio.run(main())
    assert arrived(account) == ([described(PDF * 5000), described(b"bytes")], ["plan of pump 3.pdf", "b.txt"])


def test_bytes_that_change_meanwhile_do_not(account, client):
    content = bytearray(b"a" * 100_000)
    account.script({"respond": {"status": 503}}, {"accept": True})
    sent = threading.Thread(target=lambda: client.send_fax(TO, "", [("a.txt", content)]))
    sent.start()
    while not account.requests():
        time.sleep(0.002)
    content[:] = b"b" * len(content)
    sent.join()
    assert arrived(account)[0] == [described(b"a" * 100_000)]


def test_the_name_of_a_file_may_be_any_that_the_system_has(account, client, tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    try:
        with open(path, "wb") as file:
            file.write(b"x")
    except OSError:
        pytest.skip("this file system takes names in Unicode alone")
    client.send_fax(TO, "", [pathlib.Path(os.fsdecode(path)), ("plain.txt", pathlib.Path(os.fsdecode(path)))])
    assert arrived(account)[1][1] == "plain.txt"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ("a.pdf", "files must be several"),
        (b"a.pdf", "files must be several"),
        (7, "not iterable"),
        ([7], r"files\[0\] must be a path"),
        ([b"bytes without a name"], r"files\[0\] must be a path"),
        (["a.pdf", ("b.pdf", "b.pdf")], r"files\[1\] must be a path"),
        ([("a.pdf",)], r"files\[0\] must be a path"),
        ([("a.pdf", b"", b"")], r"files\[0\] must be a path"),
        ([(b"a.pdf", b"")], r"files\[0\]\[0\] must be str"),
        ([("a.pdf", 7)], r"files\[0\] must be a path"),
    ],
)
def test_what_is_no_file(account, client, files, message):
    with pytest.raises(TypeError, match=message):
        client.send_fax(TO, "", files)
    assert account.requests() == []


def test_a_file_that_cannot_be_sent_is_named(account, client, tmp_path):
    (tmp_path / "large.pdf").write_bytes(b"x" * 2001)
    for files, problem in (
        ([tmp_path / "nothing.pdf"], ("files[0]", "readable")),
        ([("a.pdf", b""), tmp_path], ("files[1]", "readable")),
        ([("a.exe", b"")], ("files[0]", "file_type")),
        ([tmp_path / "large.pdf"], ("files[0]", "max_length")),
        (["\ud800.pdf"], ("files[0]", "unicode")),
        ([("\ud800.pdf", b"")], ("files[0][0]", "unicode")),
        ([("a.pdf", pathlib.Path("\ud800.pdf"))], ("files[0]", "unicode")),
    ):
        with pytest.raises(ecall.InvalidArgumentError) as caught:
            client.send_fax(TO, "x", files, max_file_bytes=2000)
        assert problem in [(field.field, field.rule) for field in caught.value.fields], files
        assert caught.value.outcome == "not_accepted"
    assert account.requests() == []
    with pytest.raises(ecall.RejectedError) as caught:
        client.send_fax(TO, "x", [("a.exe", b"")], file_types=["EXE"])
    assert caught.value.ecall_code == "11907"


def test_the_state_of_a_job(account, client):
    sent = client.send_fax([TO, "0041791234568"], "x")
    move(account, sent.job_id, sendState=42, errorState=6006, address="0041791234567")
    found = client.state(sent.job_id, TO)
    assert isinstance(found, ecall.JobState) and isinstance(found, ecall.Answer)
    assert (found.job_id, found.address, found.job_type, found.points_used) == (sent.job_id, "0041791234567", 6, 1)
    assert (found.send_state, found.status, found.error_state, found.is_final) == (42, ecall.Status.FAILED, 6006, True)
    assert found.http_status == 200 and b"JobResponse" in found.raw_body and found.extra == {}
    assert abs(found.finish_date.time - datetime.datetime.now(UTC)) < datetime.timedelta(minutes=5)
    for again in (pickle.loads(pickle.dumps(found)), copy.copy(found)):
        same(found, again, STATE + ANSWER)
    assert sent.job_id in repr(found) and "Failed" in repr(found) and "4179" not in repr(found)
    with pytest.raises(AttributeError):
        found.send_state = 41
    account.script(
        {
            "respond": {
                "status": 200,
                "headers": {"content-type": "text/xml"},
                "body": "<Envelope><Body><R><ServiceResponse><ResponseCode>0</ResponseCode></ServiceResponse><JobResponse><JobID>j</JobID>"
                "<SendState>soon</SendState><timeStamp>t</timeStamp><New><A>1</A></New></JobResponse></R></Body></Envelope>",
            }
        }
    )
    odd = client.state("j")
    assert (odd.send_state, odd.status, odd.finish_date, odd.is_final) == (None, None, None, False)
    assert odd.extra == {"SendState": "soon", "timeStamp": "t", "New": {"A": "1"}}
    same(odd, pickle.loads(pickle.dumps(odd)), STATE + ANSWER)


def test_a_job_is_followed_to_its_end(account, client):
    account.put({"job_progress": {"Sms": [[0, 0], [40, 1], [80, 8]]}})
    sent = client.send_sms(TO, "x")
    state = client.wait(sent.job_id, timeout=10, poll_initial=0.01, poll_max=0.02)
    assert (state.send_state, state.status, state.is_final) == (8, ecall.Status.DELIVERED, True)
    other = client.send_sms(TO, "x")
    assert client.wait(other.job_id, TO, until=["Sent"], timeout=10, poll_initial=0.01, poll_max=0.02).status in ("Sent", "Delivered")


def test_the_last_state_before_the_time_was_up(account, client):
    account.put({"job_progress": {"Fax": [[0, 101]]}})
    sent = client.send_fax(TO, "x")
    with pytest.raises(ecall.TimeoutError) as caught:
        client.wait(sent.job_id, timeout=0.2, poll_initial=0.05)
    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.job_id, error.last_status) == (sent.job_id, None)
    state = error.last_job_state
    assert (state.send_state, state.job_id, state.is_final, state.http_status) == (101, sent.job_id, False, None)
    same(caught.value.last_job_state, state, STATE)


def test_what_became_of_a_job_is_asked_by_the_id_of_the_error(account, client):
    account.script({"accept_then": "reset"})
    with pytest.raises(ecall.OutcomeUnknownError) as caught:
        client.send_fax(TO, "x", [("a.txt", b"x")])
    error = caught.value
    assert error.job_id and error.outcome == "unknown"
    found = client.resolve(error.job_id)
    assert isinstance(found, ecall.SoapResolution) and found.accepted and found.state.job_id == error.job_id
    assert (found.http_status, found.state.http_status, found.state.raw_body) == (200, None, b"")
    again = pickle.loads(pickle.dumps(found))
    same(found, again, "accepted" + ANSWER)
    same(found.state, again.state, STATE)
    unknown = client.resolve("nobody")
    assert (unknown.accepted, unknown.state) == (False, None) and "accepted=False" in repr(unknown)
    assert pickle.loads(pickle.dumps(unknown)).state is None
    assert len(jobs(account)) == 1
    with pytest.raises(ecall.NotFoundError) as caught:
        client.state("nobody")
    assert caught.value.job_id == "nobody"
    for ask in (client.state, client.resolve, client.wait):
        with pytest.raises(ecall.InvalidArgumentError):
            ask(None)


def test_how_hard_a_send_is_tried_is_no_option_of_a_read(client):
    for read in (client.state, client.resolve, client.wait):
        with pytest.raises(TypeError, match="unexpected keyword argument 'delivery'"):
            read("j", delivery="standard")


def test_eight_threads_share_a_client(account, client):
    ids = []
    threads = [
        threading.Thread(target=lambda: ids.extend(client.send_fax(TO, "", [("a.txt", b"x" * 99)]).job_id for _ in range(5)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ids)) == 40


def test_a_fax_that_is_cancelled_names_the_job(account):
    account.script({"fault": "silence"})

    async def main():
        async with ecall.AsyncSoapClient(**account.soap_options(timeout=30.0)) as client:
            task = asyncio.create_task(client.send_fax(TO, "", [("a.pdf", PDF * 10_000)], job_id="mine"))
            while not account.requests():
                await asyncio.sleep(0.005)
            begun = time.monotonic()
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            assert time.monotonic() - begun < 0.5
        with pytest.raises(ecall.ClosedError):
            await client.state("mine")
        return caught.value

    error = asyncio.run(main())
    while not error.__cause__ and error.__context__:  # Python 3.10 raises another one in its place
        error = error.__context__
    assert (error.__cause__.outcome, error.__cause__.job_id) == ("unknown", "mine")


def test_a_client_says_what_it_is_and_is_not_pickled(client):
    assert repr(client) == "<ecall.SoapClient>"
    with pytest.raises(TypeError, match="a SoapClient holds a password"):
        pickle.dumps(client)
    client.close()
    for call in (lambda: client.state("x"), lambda: client.send_sms(TO, "x"), lambda: client.wait("x")):
        with pytest.raises(ecall.ClosedError):
            call()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
def test_a_client_goes_on_in_a_forked_process(account):
    run(
        """
        client = ecall.SoapClient(**OPTIONS)
        asynchronous = ecall.AsyncSoapClient(**OPTIONS)
        def both():
            client.send_fax("+41791234567", "", [("a.txt", b"x")])
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
        base_url=account.mock.soap_url,
    )
    assert len(account.requests()) == 8
    assert len({request["connection"] for request in account.requests()}) == 4


def test_what_is_shown_of_a_fax_holds_no_content(account, client):
    account.script({"fault": "reset"})
    with pytest.raises(ecall.EcallError) as caught:
        client.send_fax(TO, "text-4711-marker", [("marker-4711.txt", b"inside-4711")], max_retries=0)
    said = f"{caught.value} {caught.value!r} {caught.value.__dict__}"
    for secret in (TO, "text-4711-marker", "marker-4711", "inside-4711", base64.b64encode(b"inside-4711").decode(), account.password):
        assert secret not in said
