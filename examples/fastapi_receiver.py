"""Keeps what eCall tells by itself, states of messages and messages that people sent, in SQLite, and answers questions about it.

    pip install ecall fastapi uvicorn
    export WEBHOOK_SECRET=$(openssl rand -hex 16) READER_TOKEN=$(openssl rand -hex 16) TRUSTED_PROXIES=10.0.0.2
    python fastapi_receiver.py

The address for eCall is https://YOUR-HOST/ecall/WEBHOOK_SECRET/, with the slash at its end.
"""

import json
import logging
import os
import secrets
import sqlite3
import sys
from contextlib import asynccontextmanager, closing
from typing import Annotated

import uvicorn
from ecall import webhook
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

log = logging.getLogger("receiver")


def setting(name: str) -> str:
    return os.environ.get(name) or sys.exit(f"{name} is not set")


DATABASE = os.environ.get("DATABASE", "ecall.sqlite")
WEBHOOK_SECRET = setting("WEBHOOK_SECRET")
READER_TOKEN = setting("READER_TOKEN")
# Of these alone X-Forwarded-For is believed. Without a proxy leave it empty: then only the address of the connection counts.
TRUSTED_PROXIES = os.environ.get("TRUSTED_PROXIES", "").split() or None
# Who may send instead of eCall's own addresses: 127.0.0.1 to try it with ecall-mock.
ALLOWED = os.environ.get("ALLOWED", "").split() or None

# Nothing says how often eCall repeats an event. The keys make a second copy of one change nothing.
TABLES = """
CREATE TABLE IF NOT EXISTS states (
    message_id TEXT, status TEXT, final INTEGER, reason TEXT, time TEXT, PRIMARY KEY (message_id, status)
);
CREATE TABLE IF NOT EXISTS received (message_id TEXT PRIMARY KEY, sender TEXT, recipient TEXT, content TEXT, time TEXT);
"""


def store(statement: str, *values: object) -> None:
    with closing(sqlite3.connect(DATABASE)) as database, database:
        database.execute(statement, values)


def take(event: webhook.Event) -> None:
    """Called on a thread of its own. eCall is answered 200 once it has returned, 500 where it raises: only what is on disk is taken."""
    if isinstance(event, webhook.StatusEvent):
        values = event.message_id, event.status, event.is_final, event.reason, event.timestamp_text
        store("INSERT OR IGNORE INTO states VALUES (?, ?, ?, ?, ?)", *values)
        log.info("%s is %s", event.message_id, event.status)
    elif isinstance(event, webhook.ReceivedMessage):
        values = event.message_id, event.from_, event.to, json.dumps(event.content), event.timestamp_text
        store("INSERT OR IGNORE INTO received VALUES (?, ?, ?, ?, ?)", *values)
        log.info("%s was received", event.message_id)
    else:
        log.warning("a %s, of another interface, is not kept", type(event).__name__)


def reader(given: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> None:
    if not secrets.compare_digest(given.credentials.encode(), READER_TOKEN.encode()):
        raise HTTPException(403)


@asynccontextmanager
async def lifespan(_: FastAPI):
    with closing(sqlite3.connect(DATABASE)) as database:
        database.executescript(TABLES)
    yield


app = FastAPI(title="What eCall told", lifespan=lifespan)
app.mount(f"/ecall/{WEBHOOK_SECRET}", webhook.asgi(take, allow=ALLOWED, trusted_proxies=TRUSTED_PROXIES))


@app.get("/messages/{message_id}", dependencies=[Depends(reader)])
def message(message_id: str) -> dict:
    """The states of a message. They may have come in any order; one that is final stays the last word."""
    with closing(sqlite3.connect(DATABASE)) as database:
        question = "SELECT status, final, reason, time FROM states WHERE message_id = ? ORDER BY final, time, rowid"
        states = database.execute(question, (message_id,)).fetchall()
    if not states:
        raise HTTPException(404, "nothing was told of this message")
    names = "status", "final", "reason", "time"
    return {"message_id": message_id, "status": states[-1][0], "states": [dict(zip(names, state)) for state in states]}


if __name__ == "__main__":
    logging.basicConfig(level="INFO", format="%(levelname)s: %(message)s")
    # No access log: the secret is in the path. No proxy_headers: uvicorn would believe X-Forwarded-For of all that connects from
    # this machine.
    port = int(os.environ.get("PORT", "8080"))
    uvicorn.run(app, host=os.environ.get("HOST", "127.0.0.1"), port=port, access_log=False, proxy_headers=False)
