"""Sends one message and follows it; the configuration comes from the environment."""

import ecall

TO = "+41791234502"

with ecall.Client() as client:
    sent = client.send_sms(to=TO, text="Pump 3 stopped")
    state = client.wait(sent.message_id, timeout=60)
    print(f"Python|{TO}|{sent.message_id}|{state.status}|{state.timestamp:%Y-%m-%dT%H:%M:%S.%fZ}")
