"""A hundred thousand messages through the wheel while three requests of ten fail: every message is accounted for, the mock
server agrees, and memory stays flat."""

import json
import os
import subprocess
import sys
import time
import urllib.request

import ecall

MESSAGES = 100_000
# Nothing may be kept for each message: a list of the results alone would take more.
MOST_GROWTH = 24 << 20
PENDING, ACCEPTED, REFUSED, UNKNOWN = range(4)

FAULTS = [
    {"share": 0.06, "step": {"respond": {"status": 503, "json": {}}}},
    {"share": 0.02, "step": {"respond": {"status": 429, "json": {}}}},
    {"share": 0.06, "step": {"respond": {"status": 400, "json": {"errorCode": "InvalidContent"}}}},
    {"share": 0.04, "step": {"respond": {"status": 502, "json": {}}}},
    {"share": 0.04, "step": {"fault": "reset_after_head"}},
    {"share": 0.04, "step": {"accept_then": "reset"}},
    {"share": 0.04, "step": {"accept_then": "truncate"}},
]


def resident() -> int:
    """What this process holds of the memory, in octets."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def number(index: int) -> str:
    return f"+4179{index:07}"


def messages():
    for index in range(MESSAGES):
        yield {"channel": "Sms", "to": number(index), "content": {"type": "Text", "text": "Pump 3 stopped"}}


class Mock:
    def __init__(self) -> None:
        command = [os.environ["ECALL_MOCK_BIN"], "serve", "--exit-with-stdin"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.ready = json.loads(self.process.stdout.readline())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def account(self, method: str = "GET", path: str = "", body: object = None) -> dict:
        url = f"{self.ready['control_url']}/_mock/accounts/volume{path}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)
        with self._opener.open(request, timeout=60) as answer:
            return json.load(answer)


def send(client: ecall.Client) -> bytearray:
    """What became of each message."""
    ends = bytearray(MESSAGES)
    early = None
    with client.send_many(messages(), concurrency=50, max_retries=2) as bulk:
        for done, (index, result) in enumerate(bulk):
            assert ends[index] == PENDING, f"{index} came out twice"
            if not isinstance(result, ecall.EcallError):
                ends[index] = ACCEPTED
            else:
                ends[index] = UNKNOWN if result.outcome == "unknown" else REFUSED
            if done == MESSAGES // 5:
                early = resident()
        counts = bulk.counts
    growth = resident() - early
    print(f"{counts}; memory grew by {growth / 2**20:.1f} MiB over the last {MESSAGES * 4 // 5:,} messages")
    assert growth < MOST_GROWTH, growth
    assert counts.accepted + counts.refused + counts.unknown == counts.given == MESSAGES, counts
    told = (counts.accepted, counts.refused, counts.unknown)
    assert told == tuple(ends.count(end) for end in (ACCEPTED, REFUSED, UNKNOWN)), told
    return ends


def agrees(ends: bytearray, mock: Mock) -> None:
    """Whether the mock server has every message that was accepted, once, and none that was not."""
    arrived: dict[str, int] = {}
    for message in mock.account(path="/messages")["messages"]:
        arrived[message["to"]] = arrived.get(message["to"], 0) + 1
    for index, end in enumerate(ends):
        copies = arrived.pop(number(index), 0)
        if end == ACCEPTED:
            # Under `standard` a 500 alone is repeated after an unknown attempt, and there was none.
            assert copies == 1, f"message {index} was accepted, and arrived {copies} times"
        elif end == REFUSED:
            assert copies == 0, f"message {index} was refused, and arrived {copies} times"
        else:
            assert copies <= 1, f"message {index} arrived {copies} times"
    assert not arrived, f"{len(arrived)} messages arrived that nobody sent"


def main() -> None:
    mock = Mock()
    try:
        mock.account("PUT", body={"faults": FAULTS, "fault_seed": 20261121, "record": False})
        began = time.monotonic()
        options = {"base_url": mock.ready["rest_url"], "ca_file": mock.ready["ca_file"], "default_from": "Alarm"}
        with ecall.Client(
            username="volume", password="p", backoff_initial=0.001, backoff_max=0.002, **options
        ) as client:
            ends = send(client)
        took = time.monotonic() - began
        agrees(ends, mock)
        summary = mock.account(path="/summary")
        accepted, refused, unknown = (ends.count(end) for end in (ACCEPTED, REFUSED, UNKNOWN))
        print(f"{accepted:,} accepted + {refused:,} refused + {unknown:,} unknown = {len(ends):,} in {took:.0f} s; {summary}")
        # That faults were injected at all.
        assert summary["requests"] > MESSAGES and min(refused, unknown) > MESSAGES // 100, summary
    finally:
        mock.process.stdin.close()
        mock.process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())
