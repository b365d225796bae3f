"""Sends a message and follows it; the configuration comes from the environment."""

import sys

import ecall

with ecall.Client() as client:
    sent = client.send_sms(to="+41791234567", text="Pump 3 stopped", from_="Alarm")
    state = client.wait(sent.message_id, timeout=60)
    print(f"Python {sys.version.split()[0]}, ecall {ecall.__version__} of {ecall.__file__}: {state.status}")
