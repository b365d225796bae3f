"""The plugin of Apprise, loaded by its command and by its API as any other plugin file."""

import os

import apprise
import pytest
from ecall.text import estimate
from mock_control import REFUSE, TAKE_AND_CUT
from programs import EXAMPLES, PYTHON

PLUGIN = EXAMPLES / "apprise_ecall.py"
APPRISE = os.path.join(os.path.dirname(PYTHON), "apprise"), "--plugin-path", PLUGIN, "-v"
ONE, OTHER = "+41791234567", "+41791234568"
MESSAGE = "--title", "Pump 3", "--body", "stopped"


@pytest.fixture
def url(account):
    def url(*numbers, query=""):
        return f"ecall://{account.username}:{account.password}@Alarm/{'/'.join(numbers)}{query}"

    return url


def test_the_command(run, account, url):
    done = run(*APPRISE, *MESSAGE, url(ONE, OTHER), ECALL_USERNAME=None, ECALL_PASSWORD=None, ECALL_FROM=None)
    assert done.returncode == 0, done
    assert account.sends() == [(ONE, "Pump 3\r\nstopped"), (OTHER, "Pump 3\r\nstopped")]
    assert account.requests()[0]["json"]["from"] == "Alarm"


def test_what_is_refused_and_what_nobody_knows_fails_and_is_not_repeated(run, account, url):
    account.script(REFUSE, TAKE_AND_CUT)
    done = run(*APPRISE, *MESSAGE, url(ONE, OTHER, "+41791234569", query="?retry=3&wait=0"))
    assert done.returncode == 1, done
    said = done.stdout + done.stderr
    assert f"{ONE} was not sent" in said and f"{OTHER} may have been sent or not" in said
    assert [to for to, _ in account.sends()] == [ONE, OTHER, "+41791234569"]


def test_a_url_without_a_number_or_a_password(run, account, url):
    for wrong in (url(), f"ecall://{account.username}@Alarm/{ONE}"):
        done = run(*APPRISE, *MESSAGE, wrong, ECALL_PASSWORD=None)
        assert done.returncode != 0, done
    assert account.requests() == []


@pytest.fixture
def service(url):
    """What a program makes of a URL."""

    def service(*numbers, sender="Alarm"):
        asset = apprise.AppriseAsset(plugin_paths=[str(PLUGIN)])
        found = apprise.Apprise.instantiate(url(*numbers).replace("@Alarm/", f"@{sender}/"), asset=asset)
        assert found is not None
        return found

    return service


def test_the_api(service, account):
    notifier = apprise.Apprise()
    notifier.add(service(ONE, sender="Pump%20House"))
    assert notifier.notify(title="Pump 3", body="stopped")
    assert account.requests()[0]["json"]["from"] == "Pump House"


@pytest.mark.parametrize("text, messages", [("x" * 1530, 1), ("word " * 999 + "end", 4), ("😀" + "x" * 1400, 3), ("😀" * 1000, 4)])
def test_a_long_text_becomes_several_messages_and_loses_nothing(service, account, text, messages):
    notifier = apprise.Apprise()
    notifier.add(service(ONE))
    assert notifier.notify(body=text)
    sent = [part for _, part in account.sends()]
    assert "".join(sent) == text and len(sent) == len(account.accepted()) == messages
    assert all(estimate(part).pages <= 10 for part in sent)


def test_a_part_that_fails_is_the_last(service, account):
    notifier = apprise.Apprise()
    notifier.add(service(ONE))
    account.script({"accept": True}, REFUSE)
    assert not notifier.notify(body="x" * 5000)
    assert len(account.sends()) == 2


def test_its_url_can_be_read_again_and_hides_the_password(service, account):
    first = service(ONE, OTHER, sender="Pump%20House")
    assert account.password not in first.url(privacy=True) and ONE in first.url(privacy=True)
    again = apprise.Apprise.instantiate(first.url())
    assert (again.user, again.password, again.host, again.targets) == (first.user, first.password, "Pump House", [ONE, OTHER])
    assert len(again) == 2 and again.url_id() == first.url_id()


def test_apprise_lists_it(service):
    service(ONE)
    (listed,) = [entry for entry in apprise.Apprise().details()["schemas"] if "ecall" in (entry["secure_protocols"] or ())]
    assert listed["service_name"] == "eCall"
