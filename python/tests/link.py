"""The operations of the SMPP interface, in the words of the cases."""

import asyncio
import base64
import datetime
import os
import signal
import threading

import compare
import ecall

SECONDS = 20
ZONE = datetime.timedelta(minutes=15)


def octets(options):
    """Options in which octets are octets."""
    options = dict(options)
    if "user_data_base64" in options:
        options["user_data"] = base64.b64decode(options.pop("user_data_base64"))
    return options


def message(stated):
    """A message of many: its options stand beside the rest. What is no more than a text is a tuple, for the sake of variety."""
    if stated.keys() <= {"to", "text", "from"}:
        return tuple(stated[name] for name in ("to", "text", "from") if name in stated)
    return {**{name: value for name, value in stated.items() if name != "options"}, **octets(stated["options"])}


class Reader:
    """The one reader of a case's events, made when it is first asked for."""

    def __init__(self, client):
        self.client = client
        self.events = None

    def opened(self):
        if self.events is None:
            self.events = self.client.events()
        return self.events

    def blocking(self, take, only=(), acknowledge=False, leave=False):
        events, found = self.opened(), []
        # Whoever waits for ever is woken as users do it.
        timer = threading.Timer(SECONDS, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
        try:
            while len(found) < take:
                event = next(events, None)
                if event is None:
                    break
                found.extend(wanted(event, only))
        finally:
            timer.cancel()
        if acknowledge:
            events.acknowledge()
        if leave:
            events.close()
            self.events = None
        return found

    async def asynchronous(self, take, only=(), acknowledge=False, leave=False):
        events, found = self.opened(), []
        while len(found) < take:
            try:
                event = await asyncio.wait_for(events.__anext__(), SECONDS)
            except StopAsyncIteration:
                break
            found.extend(wanted(event, only))
        if acknowledge:
            await events.acknowledge()
        if leave:
            await events.close()
            self.events = None
        return found


def wanted(event, only):
    is_wanted = event.type in only if only else event.type != "link"
    return [event] if is_wanted else []


def part(found):
    return {name: getattr(found, name) for name in ("state", "message_id", "smpp_status")}


def submitted(found):
    parts = [part(each) for each in found.parts]
    return {"message_id": found.message_id, "parts": parts, "possible_duplicate": found.possible_duplicate}


def item(found):
    if not isinstance(found, ecall.EcallError):
        return submitted(found)
    names = ("field", "rule", "length", "limit")
    fields = [{name: getattr(problem, name) for name in names} for problem in found.fields]
    known = {name: getattr(found, name) for name in ("kind", "outcome", "smpp_status")}
    return {"error": {**known, "parts": [part(each) for each in found.parts], "fields": fields}}


def event(found):
    """An event with the names and values of core's JSON."""
    shown = {"type": found.type}
    for name in found.__slots__:
        value = getattr(found, name)
        if isinstance(value, bytes):
            value = value.hex()
        elif isinstance(value, datetime.datetime):
            value = moment(value)
        elif isinstance(value, tuple):
            value = [list(each) if isinstance(each, tuple) else each for each in value]
        elif name == "pause" and value is not None:
            value = value * 1000
        shown[{"from_": "from", "pause": "pause_ms"}.get(name, name)] = value
    return shown


def moment(found):
    names = ("year", "month", "day", "hour", "minute", "second")
    quarters = None if found.tzinfo is None else found.utcoffset() // ZONE
    return {**{name: getattr(found, name) for name in names}, "tenths": found.microsecond // 100_000, "quarters": quarters}


def result(operation, answer):
    if operation == "bind":
        return {"system_id": answer.system_id, "interface_version": answer.interface_version}
    if operation == "submit":
        return submitted(answer)
    if operation == "submit_many":
        items, counts = answer
        assert [index for index, _ in sorted(items, key=lambda pair: pair[0])] == list(range(len(items)))
        return {"items": [item(found) for _, found in sorted(items, key=lambda pair: pair[0])], "counts": counts}
    if operation == "events":
        return {"events": [event(found) for found in answer]}
    assert answer is None
    return {}


def arrived(account, stated):
    """What a case states of requests that are no submit_sm, and of their sums."""
    if "binds" in stated:
        binds = [request for request in account.smpp("requests")["requests"] if request["command"].startswith("bind_")]
        compare.matches("binds", stated["binds"], binds)
    if "summary" in stated:
        # What the client wrote last may still be on its way.
        compare.soon(5, lambda: compare.matches("summary", stated["summary"], account.smpp("summary")))
