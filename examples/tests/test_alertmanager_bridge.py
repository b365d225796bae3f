"""The bridge from Alertmanager: an alert is told once, and Alertmanager learns what it has to repeat."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from ecall.text import estimate
from mock_control import CUT, REFUSE, TAKE_AND_CUT, call
from programs import EXAMPLES, PYTHON, until

ONE, OTHER = "+41791234567", "+41791234568"


def alert(name, status="firing", starts="2026-11-21T10:00:00Z", summary=None):
    labels = {"alertname": name, "instance": "db1", "severity": "page"}
    times = {"startsAt": starts, "endsAt": "0001-01-01T00:00:00Z"}
    annotations = {"summary": summary or f"{name} is full"}
    return {"status": status, "labels": labels, "annotations": annotations, "fingerprint": f"print-of-{name}", "generatorURL": "", **times}


@pytest.fixture
def bridge(start):
    """Starts the bridge; what tells it of alerts, as Alertmanager does, and gives the status of the answer."""
    started = []

    def bridge(to=ONE, **settings):
        for program in started:
            program.end()
        settings = {"PORT": "0", "BRIDGE_TO": to, "BRIDGE_TOKEN": "a-token", "BRIDGE_TIMEOUT": "3", **settings}
        program = start(PYTHON, EXAMPLES / "alertmanager_bridge.py", **settings)
        started.append(program)
        root = program.wait_for(r"http://127\.0\.0\.1:\d+")[0]

        def tell(*alerts, token="a-token"):
            told = {"version": "4", "groupKey": "{}", "receiver": "sms", "status": alerts[0]["status"], "alerts": alerts}
            return call("POST", f"{root}/alerts", told, {"authorization": f"Bearer {token}"})[0]

        tell.program = program
        return tell

    return bridge


def test_each_state_of_an_alert_is_told_once(bridge, account):
    tell = bridge()
    assert tell(alert("disk")) == 200
    assert tell(alert("disk")) == 200
    assert account.sends() == [(ONE, "FIRING disk db1: disk is full")]
    # Alertmanager tells the whole group again; only what is new goes out.
    assert tell(alert("disk"), alert("memory")) == 200
    assert tell(alert("disk", "resolved"), alert("memory", "resolved")) == 200
    # The same alert fires once more.
    assert tell(alert("disk", starts="2026-11-21T11:00:00Z")) == 200
    assert [text for _, text in account.sends()[1:]] == [
        "FIRING memory db1: memory is full",
        "2 alerts\nRESOLVED disk db1: disk is full\nRESOLVED memory db1: memory is full",
        "FIRING disk db1: disk is full",
    ]


def test_it_remembers_when_it_is_started_again(bridge, account):
    assert bridge()(alert("disk")) == 200
    assert bridge()(alert("disk")) == 200
    assert len(account.sends()) == 1


def test_a_reminder_goes_out(bridge, account):
    tell = bridge(BRIDGE_REMIND_AFTER="0")
    assert tell(alert("disk")) == 200
    assert tell(alert("disk")) == 200
    assert len(account.sends()) == 2


def test_alerts_that_do_not_fit_are_counted_and_come_with_the_next_notification(bridge, account):
    tell = bridge()
    alerts = [alert(f"disk{number:02}", summary="“very” long " * 12) for number in range(20)]
    rounds = 0
    while len(account.sends()) == rounds:
        assert tell(*alerts) == 200
        rounds += 1
    *_, last = texts = [text for _, text in account.sends()]
    assert all(estimate(text).pages <= 3 for text in texts)
    left = 20
    for text in texts:
        named = text.count("FIRING")
        assert named and text.startswith(f"{left} alerts\n" if left > 1 else "FIRING")
        left -= named
        assert text.endswith(f"\nand {left} more") or not left
    assert left == 0 and "more" not in last
    told = re.findall(r"FIRING (disk\d\d)", "".join(texts))
    assert told == [f"disk{number:02}" for number in range(20)]


def test_a_reminder_begins_with_what_was_never_told(bridge, account):
    alerts = [alert(f"disk{number}", summary="long " * 30) for number in range(5)]
    assert bridge()(alerts[0], alerts[1]) == 200
    assert bridge(BRIDGE_REMIND_AFTER="0")(*alerts, alert("disk9", "resolved")) == 200
    first, second = (re.findall(r"(?:FIRING|RESOLVED) (disk\d)", text) for _, text in account.sends())
    assert (first, second) == (["disk0", "disk1"], ["disk2", "disk3"])


@pytest.mark.parametrize("letter", ["x", "€", "ы", "🚨"])
def test_an_alert_without_an_end_leaves_room_for_the_number_of_the_others(bridge, account, letter):
    tell = bridge()
    assert tell(*[alert(f"disk{number}", summary=letter * 3000) for number in range(20)]) == 200
    ((_, text),) = account.sends()
    assert text.startswith("20 alerts\nFIRING disk0") and text.endswith(f"{letter}\nand 19 more") and estimate(text).pages <= 3


def test_what_was_not_accepted_is_repeated_and_only_that(bridge, account):
    tell = bridge(to=f"{ONE} {OTHER}")
    account.script({"accept": True}, REFUSE)
    assert tell(alert("disk")) == 503
    assert account.accepted() == [ONE]
    assert tell(alert("disk")) == 200
    assert account.accepted() == [ONE, OTHER]
    assert tell(alert("disk")) == 200
    assert account.accepted() == [ONE, OTHER]


def test_two_alertmanagers_that_tell_the_same_at_once(bridge, account):
    tell = bridge()
    account.put(faults=[{"share": 1, "step": {"accept": True, "delay_ms": 300}}])
    with ThreadPoolExecutor() as both:
        assert [*both.map(tell, [alert("disk")] * 2)] == [200, 200]
    assert account.accepted() == [ONE]


def test_a_bridge_that_is_killed_in_the_midst_of_a_send(bridge, account):
    tell = bridge()
    account.script({"accept": True, "delay_ms": 5000})
    with ThreadPoolExecutor() as other:
        answer = other.submit(tell, alert("disk"))
        until(account.sends, "the request")
        tell.program.kill()
        with pytest.raises(OSError):
            answer.result()
    # Alertmanager has no answer and tells it again; nobody knows of the first, and the alert is firing.
    assert bridge()(alert("disk")) == 200
    assert len(account.sends()) == 2


def test_where_nobody_knows_a_firing_alert_is_repeated_and_a_resolved_one_is_not(bridge, account):
    tell = bridge()
    account.script(TAKE_AND_CUT)
    assert tell(alert("disk")) == 500
    assert tell(alert("disk")) == 200
    assert account.accepted() == [ONE, ONE]
    account.script(CUT)
    assert tell(alert("disk", "resolved")) == 200
    assert tell(alert("disk", "resolved")) == 200
    assert account.accepted() == [ONE, ONE]


def test_an_unreachable_service(bridge):
    tell = bridge(ECALL_REST_URL="https://127.0.0.1:9")
    assert tell(alert("disk")) == 503


def test_strangers_and_what_cannot_be_read(bridge, account):
    tell = bridge()
    assert tell(alert("disk"), token="another") == 403
    assert tell({"status": "firing"}) == 422
    assert account.sends() == []


@pytest.mark.parametrize("missing", ["BRIDGE_TO", "BRIDGE_TOKEN", "ECALL_PASSWORD"])
def test_a_setting_is_missing(run, missing):
    settings = {"BRIDGE_TO": ONE, "BRIDGE_TOKEN": "a-token", missing: None}
    done = run(PYTHON, EXAMPLES / "alertmanager_bridge.py", **settings)
    assert done.returncode != 0 and missing in done.stderr
