"""One mock server for the whole run, and an account of its own for every test."""

import os
import signal

import pytest
from mock_server import Mock

# What a test does not say must not come from the machine it runs on.
for name in [name for name in os.environ if name.startswith("ECALL_") and name != "ECALL_MOCK_BIN"]:
    del os.environ[name]
# Whoever runs a suite in the background may have it ignore Ctrl-C, which some tests press.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def mock():
    mock = Mock()
    yield mock
    mock.stop()


@pytest.fixture
def account(mock):
    account = mock.account()
    yield account
    account.delete()
