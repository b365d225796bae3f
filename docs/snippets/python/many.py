"""The README's lines on many messages, and the guide's."""

import ecall

import mock

client = ecall.Client()


def sms(number):
    content = {"type": "Text", "text": f"Pump {number} stopped"}
    return {"channel": "Sms", "to": f"+417912345{number:02}", "from": "Alarm", "content": content}


def handler(event):
    print(event)


mock.in_folder_with(pump_jpg=mock.PICTURE)
pump1, pump2 = sms(1), sms(2)
rows = (sms(number) for number in range(20))
ids = [client.send(pump1).message_id]

sent = client.send_list([pump1, pump2])                      # one request; what became of each message
sent.raise_for_failed()                                      # or sent.failed, sent.accepted

with client.send_many(rows, concurrency=50, rate=200) as bulk:   # any iterable, taken as it is needed; constant memory
    for index, result in bulk:                               # a result, or the error that says what became of the message
        ...
for message_id, state in client.wait_many(ids):              # one loop, one budget; each final state once
    ...
picture = ecall.ImageContent(media_id=client.upload_media("pump.jpg").media_id)

application = ecall.webhook.wsgi(handler)                    # or asgi(handler): status notifications and received messages as typed
                                                             # events, from eCall's addresses alone; 200 once the handler returned

assert bulk.counts.accepted == 20 and picture.media_id
print(message_id == ids[0], state.status)
