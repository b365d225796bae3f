"""A list, a picture by RCS, and what eCall tells by itself; the configuration comes from the environment.

The webhook's server listens on this machine, and the mock server calls it as the service would call a customer's.
"""

import json
import os
import queue
import threading
import urllib.parse
import urllib.request
from wsgiref.simple_server import WSGIRequestHandler, make_server

import ecall
from ecall import webhook

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def row(what: str, detail: str, end: str) -> None:
    print(f"{what}|{detail}|{end}", flush=True)


def reply_from_the_field(url: str) -> None:
    """Has the mock server forward a message as it would come from a recipient."""
    account = urllib.parse.quote(os.environ["ECALL_USERNAME"], safe="")
    control = f"{os.environ['ECALL_MOCK_CONTROL_URL']}/_mock/accounts/{account}/receive"
    content = {"type": "InteractiveReply", "reply": {"type": "Button", "id": "coming", "title": "I am on my way"}}
    told = {"url": url, "channel": "Whatsapp", "from": "+41791234512", "to": "+41790000000", "content": content}
    request = urllib.request.Request(control, json.dumps(told).encode(), {"content-type": "application/json"})
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20).close()


events: "queue.Queue[object]" = queue.Queue()
# Three lines: the application, the server, its thread. In production the source is eCall's own, which is the default.
application = webhook.wsgi(events.put, allow=["127.0.0.1"])
server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/ecall"

with ecall.Client() as client:
    pumps = [{"channel": "Sms", "to": f"+4179123451{n}", "content": {"type": "Text", "text": f"Pump {n}"}} for n in (0, 1)]
    tell = {"forEvent": "All", "addresses": [{"type": "UrlPost", "address": url}]}
    sent = client.send_list(pumps, notification=tell)
    sent.raise_for_failed()
    row("List", f"{len(sent)} messages", f"{len(sent.accepted)} accepted")

    image = ecall.ImageContent(media_id=client.upload_media(PICTURE, filename="pump.png").media_id, caption="Pump 3")
    picture = client.send(ecall.Message(channel="Rcs", to="+41791234512", from_="Operations", content=image))
    row("Picture", "uploaded, sent by RCS", client.wait(picture.message_id, timeout=60).status)

    ids = [result.message_id for _, result in sent.accepted]
    following = client.wait_many(ids, timeout=60, poll_initial=30)
    told = 0
    while told < len(ids):
        event = events.get(timeout=20)
        if isinstance(event, webhook.StatusEvent):
            following.notify(event)
            told += event.is_final
    for message_id, state in following:
        row("Webhook", f"told of {message_id}", state.status)

    reply_from_the_field(url)
    reply = events.get(timeout=20)
    row("Inbound", f"{reply.channel} from {reply.from_}", f"{reply.reply_id}: {reply.reply_title}")
server.shutdown()
