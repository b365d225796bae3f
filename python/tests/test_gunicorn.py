"""A real preloading server: the application and its client are made before the workers are forked."""

import os
import re
import signal
import subprocess
import sys
import urllib.request

import pytest
from scripts import FOLDER, environment

APPLICATION = """
import asyncio, os
import ecall
OPTIONS = eval(os.environ["TEST_OPTIONS"])
client = ecall.Client(**OPTIONS)
asynchronous = ecall.AsyncClient(**OPTIONS)
def send(client):
    return client.send_sms("+41791234567", "Pump 3 stopped", "ecall-demo")
send(client)
asyncio.run(send(asynchronous))
def application(environ, start_response):
    ids = send(client).message_id, asyncio.run(send(asynchronous)).message_id
    start_response("200 OK", [("Content-Type", "text/plain"), ("Connection", "close")])
    return [f"{os.getpid()} {' '.join(ids)}".encode()]
"""
ONLY_LOOPBACK = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def server(account, tmp_path):
    (tmp_path / "application.py").write_text(APPLICATION, encoding="utf-8")
    # Python warns of a fork beside threads with this one; gunicorn leaves sockets to the collector, which is its own affair.
    command = [sys.executable, "-W", "always::DeprecationWarning", "-m", "gunicorn", "--preload", "--workers", "3"]
    command += ["--bind", "127.0.0.1:0", "--chdir", str(tmp_path), "--worker-tmp-dir", str(tmp_path), "application"]
    process = subprocess.Popen(command, env=environment(account), cwd=FOLDER, stderr=subprocess.PIPE, text=True)
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"Listening at: (http://127\.0\.0\.1:\d+)", line):
            break
    else:
        pytest.fail("".join(said))
    yield process, found[1], said
    if process.poll() is None:
        process.kill()
        process.wait()


def test_its_workers_send_with_the_client_that_was_preloaded(server, account):
    process, address, said = server
    answers = [ONLY_LOOPBACK.open(address, timeout=20).read().decode().split() for _ in range(30)]
    workers = {worker for worker, *_ in answers}
    ids = [sent for _, *both in answers for sent in both]
    assert str(os.getpid()) not in workers and str(process.pid) not in workers
    assert len(set(ids)) == 60
    assert len(account.requests()) == 2 + 60
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=20)[1]
    assert process.returncode == 0, rest
    text = "".join(said) + rest
    assert "Warning" not in text and "Error" not in text and "Traceback" not in text, text
