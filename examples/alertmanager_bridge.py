"""Turns what Prometheus' Alertmanager tells its webhook into SMS, each alert once for each state that it has.

    pip install ecall fastapi uvicorn
    export BRIDGE_TO="+41791234567 +41791234568" BRIDGE_TOKEN=$(openssl rand -hex 16) ECALL_USERNAME=u ECALL_PASSWORD=p ECALL_FROM=Alarm
    python alertmanager_bridge.py

In alertmanager.yml: webhook_configs: [{url: "http://127.0.0.1:9199/alerts", http_config: {authorization: {credentials: BRIDGE_TOKEN}}}]

Alertmanager repeats what is answered with 5xx. The answer is 200 where every recipient's message was accepted, 503 where one certainly
was not. Where nobody knows it is 500 if an alert is firing, because an alarm twice is better than none, and 200 if all are
resolved. A repetition goes only to those who have not got it: what was accepted is remembered by recipient and fingerprint. What does
not fit into one SMS is counted in it ("and 12 more"), is not remembered, and comes first when the group is told again.
"""

import logging
import os
import secrets
import sqlite3
import sys
import threading
import time
from typing import Annotated, Literal

import ecall
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

log = logging.getLogger("bridge")


def setting(name: str) -> str:
    return os.environ.get(name) or sys.exit(f"{name} is not set")


RECIPIENTS = setting("BRIDGE_TO").split()
TOKEN = setting("BRIDGE_TOKEN")
# In seconds. What is told again after so long is Alertmanager's reminder, and goes out: a little below repeat_interval (4 h as it comes).
REMIND_AFTER = float(os.environ.get("BRIDGE_REMIND_AFTER", 3.5 * 3600))
# In seconds, for each recipient, one after the other: long enough for a retry or two, and all of them together should take less than
# Alertmanager's own patience (group_interval, 5 min as it comes).
TIMEOUT = float(os.environ.get("BRIDGE_TIMEOUT", 20))
# What an SMS about alerts may take.
PAGES = 3
MONTH = 30 * 24 * 3600


class Alert(BaseModel):
    status: Literal["firing", "resolved"]
    labels: dict[str, str]
    annotations: dict[str, str] = {}
    startsAt: str
    fingerprint: str

    def line(self) -> str:
        name = " ".join(filter(None, (self.labels.get("alertname"), self.labels.get("instance"))))
        line = f"{self.status.upper()} {name}: {self.annotations.get('summary', '')}".rstrip(": ")
        # A page less than there is, so that the number of the others has room beside the longest.
        return "".join(page.text for page in ecall.text.split(ecall.text.to_gsm(line).text).pages[: PAGES - 1])


class Notification(BaseModel):
    alerts: list[Alert]


class Told:
    """The last state of each alert that each recipient was told, in a file that outlives this process."""

    def __init__(self, path: str) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        columns = "recipient, fingerprint, status, starts, time REAL, PRIMARY KEY (recipient, fingerprint)"
        self.database.execute(f"CREATE TABLE IF NOT EXISTS told ({columns})")

    def news(self, recipient: str, alerts: list[Alert]) -> list[Alert]:
        """What is to be told: firing alerts first, then those that were never told, then those that were told long ago."""
        remind = time.time() - REMIND_AFTER
        self.database.execute("DELETE FROM told WHERE time < ?", (remind - MONTH,))
        rows = self.database.execute("SELECT fingerprint, status, starts, time FROM told WHERE recipient = ?", (recipient,))
        times = {tuple(key): when for *key, when in rows}

        def when(alert: Alert) -> float:
            return times.get((alert.fingerprint, alert.status, alert.startsAt), 0)

        news = [alert for alert in alerts if when(alert) < remind]
        return sorted(news, key=lambda alert: (alert.status == "resolved", when(alert)))

    def remember(self, recipient: str, alerts: list[Alert]) -> None:
        rows = [(recipient, alert.fingerprint, alert.status, alert.startsAt, time.time()) for alert in alerts]
        self.database.executemany("REPLACE INTO told VALUES (?, ?, ?, ?, ?)", rows)


try:
    client = ecall.Client(timeout=TIMEOUT)
except ecall.ConfigError as error:
    sys.exit(str(error))
app = FastAPI(title="Alertmanager to SMS")
told = Told(os.environ.get("BRIDGE_DATABASE", "told.sqlite"))
# One notification at a time: two Alertmanagers of a cluster, or an impatient one, may tell the same twice at once.
turn = threading.Lock()


def write(news: list[Alert]) -> tuple[str, list[Alert]]:
    """A text that names as many of them as there is room for, one at least, and those that it names."""
    text, lines = "", [f"{len(news)} alerts"] * (len(news) > 1)
    for count, alert in enumerate(news, 1):
        lines.append(alert.line())
        longer = "\n".join(lines + [f"and {len(news) - count} more"] * (count < len(news)))
        if ecall.text.estimate(longer).pages > PAGES:
            return text, news[: count - 1]
        text = longer
    return text, news


def tell(recipient: str, alerts: list[Alert]) -> int:
    """The status of the answer, as far as this recipient goes."""
    news = told.news(recipient, alerts)
    if not news:
        return 200
    text, named = write(news)
    try:
        sent = client.send_sms(recipient, text)
    except ecall.EcallError as error:
        log.error("%d of %d alerts: %s: %s", len(named), len(news), error.outcome, error)
        if error.outcome != "unknown":
            return 503
        if any(alert.status == "firing" for alert in named):
            return 500
    else:
        log.info("%d of %d alerts: accepted as %s", len(named), len(news), sent.message_id)
    told.remember(recipient, named)
    return 200


def alertmanager(given: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> None:
    if not secrets.compare_digest(given.credentials.encode(), TOKEN.encode()):
        raise HTTPException(403)


@app.post("/alerts", dependencies=[Depends(alertmanager)])
def take(notification: Notification) -> Response:
    with turn:
        return Response(status_code=max(tell(recipient, notification.alerts) for recipient in RECIPIENTS))


if __name__ == "__main__":
    logging.basicConfig(level="INFO", format="%(levelname)s: %(message)s")
    uvicorn.run(app, host=os.environ.get("HOST", "127.0.0.1"), port=int(os.environ.get("PORT", "9199")))
