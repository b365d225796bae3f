"""Turns what Prometheus' Alertmanager tells its webhook into SMS, each alert once for each state that it has.

    pip install ecall fastapi uvicorn
    export BRIDGE_TO="+41791234567 +41791234568" BRIDGE_TOKEN=$(openssl rand -hex 16) ECALL_USERNAME=u ECALL_PASSWORD=p ECALL_FROM=Alarm
    python alertmanager_bridge.py

In alertmanager.yml: webhook_configs: [{url: "http://127.0.0.1:9199/alerts", http_config: {authorization: {credentials: BRIDGE_TOKEN}}}]

Alertmanager repeats what is answered with 5xx. The answer is 200 where every recipient's message was accepted, 503 where one certainly
was not. Where nobody knows it is 500 if an alert is firing, because an alarm twice is better than none, and 200 if all are
resolved. A repetition goes only to those who have not got it: what was accepted is remembered by recipient and fingerprint.
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
# In seconds. What is told again after so long is Alertmanager's reminder (repeat_interval, 4 h as it comes), and goes out.
REMIND_AFTER = float(os.environ.get("BRIDGE_REMIND_AFTER", 3.5 * 3600))
# Long enough for a retry or two, and shorter than Alertmanager's own patience (group_interval, 5 min as it comes).
TIMEOUT = float(os.environ.get("BRIDGE_TIMEOUT", 20))


class Alert(BaseModel):
    status: Literal["firing", "resolved"]
    labels: dict[str, str]
    annotations: dict[str, str] = {}
    startsAt: str
    fingerprint: str

    def line(self) -> str:
        name = " ".join(filter(None, (self.labels.get("alertname"), self.labels.get("instance"))))
        return f"{self.status.upper()} {name}: {self.annotations.get('summary', '')}".rstrip(": ")


class Notification(BaseModel):
    alerts: list[Alert]


class Told:
    """The last state of each alert that each recipient was told, in a file that outlives this process."""

    def __init__(self, path: str) -> None:
        self.database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        columns = "recipient, fingerprint, status, starts, time REAL, PRIMARY KEY (recipient, fingerprint)"
        self.database.execute(f"CREATE TABLE IF NOT EXISTS told ({columns})")

    def news(self, recipient: str, alerts: list[Alert]) -> list[Alert]:
        self.database.execute("DELETE FROM told WHERE time < ?", (time.time() - REMIND_AFTER,))
        rows = self.database.execute("SELECT fingerprint, status, starts FROM told WHERE recipient = ?", (recipient,))
        known = set(rows)
        return [alert for alert in alerts if (alert.fingerprint, alert.status, alert.startsAt) not in known]

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


def tell(recipient: str, alerts: list[Alert]) -> int:
    """The status of the answer, as far as this recipient goes."""
    news = told.news(recipient, alerts)
    if not news:
        return 200
    text = "\n".join([f"{len(news)} alerts"] * (len(news) > 1) + [alert.line() for alert in news])
    try:
        sent = client.send_sms(recipient, text, to_gsm=True, page_limit=3, allow_truncation=True)
    except ecall.EcallError as error:
        log.error("%d alerts: %s: %s", len(news), error.outcome, error)
        if error.outcome != "unknown":
            return 503
        if any(alert.status == "firing" for alert in news):
            return 500
    else:
        log.info("%d alerts: accepted as %s", len(news), sent.message_id)
    told.remember(recipient, news)
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
