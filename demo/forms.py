"""The interface of HTTPS forms: an SMS, a fax, a voice message, and a reply that waits at the service.

The configuration comes from the environment.
"""

import json
import os
import time
import urllib.parse
import urllib.request

import ecall


def row(what: str, detail: str, end: str) -> None:
    print(f"{what}|{detail}|{end}", flush=True)


def reply_waits(text: str) -> None:
    """Has the mock server keep a message as it would come from a recipient."""
    account = urllib.parse.quote(os.environ["ECALL_USERNAME"], safe="")
    control = f"{os.environ['ECALL_MOCK_CONTROL_URL']}/_mock/accounts/{account}/cache"
    told = {"from": "+41791234521", "to": "+41790000000", "message": text}
    request = urllib.request.Request(control, json.dumps(told).encode(), {"content-type": "application/json"})
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20).close()


def end_of(client: ecall.HttpsClient, job_id: str) -> str:
    for _ in range(100):
        states = client.status(job_id)
        if states.is_final:
            break
        time.sleep(0.1)
    return ", ".join(str(state.status) for state in states.states)


with ecall.HttpsClient() as client:
    jobs = [
        ("SMS", client.send_sms(to=["+41791234521", "+41791234522"], text="Pump 3 stopped – 45 °C", from_="Alarm")),
        ("Fax", client.send_fax(to="+41443332211", text="Pump 3 stopped", subject="Alarm")),
        ("Voice", client.send_voice(to="+41791234521", text="Pumpe 3 steht", language="DE")),
    ]
    for what, job in jobs:
        row(what, f"job {job.job_id}", end_of(client, job.job_id))

    reply_waits("Bin unterwegs, Grüsse")
    # A message is deleted at the service when the next is asked for, and not before.
    for message in client.messages():
        row("Reply", f"from {message.address_from}", message.message or "")
