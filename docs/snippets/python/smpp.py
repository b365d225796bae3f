"""The README's lines on SMPP. A message comes in after the last receipt, and ends the program."""

import ecall

import mock

long_text = "Pump 3 stopped. " * 25
receipts = []


def done(message_id, state):
    receipts.append(state)
    if receipts.count("delivered") == len(sent.parts):
        mock.tell("smpp/inbound", {"from": "41791234567", "to": "4100", "text": "On my way"}, username="u")


def handle(sender, text):
    print(f"{sender}: {text}")
    raise SystemExit


with ecall.SmppClient(username="u", password="p", window=100) as client:   # AsyncSmppClient; ecall_smpp_client in C, ecall::SmppClient in C++ and Rust
    client.bind()                                            # refused: an error that says why; from here on it reconnects for ever
    sent = client.submit(to="+41791234567", text=long_text, from_="Alarm")
    print([part.message_id for part in sent.parts])          # accepted only if every part was; an error has the outcome of each

    for event in client.events():                            # receipts, inbound messages (joined and decoded), states of the link
        match event:
            case ecall.SmppReceipt(): done(event.message_id, event.state)
            case ecall.SmppMessage(): handle(event.from_, event.text)
