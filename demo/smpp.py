"""SMPP: a message of three pages over a bound link, its receipts, and a reply to it.

The configuration comes from the environment.
"""

import json
import os
import urllib.parse
import urllib.request

import ecall


def reply(text: str) -> None:
    """Has the mock server deliver a message as it would come from the recipient."""
    account = urllib.parse.quote(os.environ["ECALL_USERNAME"], safe="")
    control = f"{os.environ['ECALL_MOCK_CONTROL_URL']}/_mock/accounts/{account}/smpp/inbound"
    told = {"from": "41791234531", "to": "4100", "text": text}
    request = urllib.request.Request(control, json.dumps(told).encode(), {"content-type": "application/json"})
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20).close()


with ecall.SmppClient() as client:
    bound = client.bind()
    print(f"Bound|to {bound.system_id or 'the centre'}, version {bound.interface_version or 0:#x}|over TLS")
    events = client.events()
    sent = client.submit(to="+41791234531", text="Pump 3 stopped. " * 25, from_="Alarm")
    print(f"SMS|in {len(sent.parts)} parts, {', '.join(str(part.message_id) for part in sent.parts)}|accepted")
    open_parts = len(sent.parts)
    for event in events:
        if isinstance(event, ecall.SmppReceipt) and event.is_final:
            open_parts -= 1
            if open_parts == 0:
                print(f"Receipt|of all {event.parts} parts, the last of {event.message_id}|{event.state}")
                reply("Bin unterwegs, Grüsse")
        elif isinstance(event, ecall.SmppMessage):
            print(f"Reply|from {event.from_}|{event.text}")
            break
