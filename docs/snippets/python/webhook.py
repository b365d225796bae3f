import threading
from wsgiref.simple_server import make_server

import mock

# begin
import ecall
from ecall import webhook

client = ecall.Client()
following = client.wait_many(["0f8fad5b-d9cb-469f-a165-70867728950e"], poll_initial=30)


def take(event):
    if isinstance(event, webhook.StatusEvent):
        following.notify(event)  # a wait is over without asking
        print(event.message_id, event.status)
    elif isinstance(event, webhook.ReceivedMessage):
        print(event.from_, event.text)
    elif isinstance(event, webhook.CallbackNotification):  # HTTPS and SOAP
        print(event.job_id, event.result_code)
    else:
        print(event.address_from, event.message)


application = webhook.wsgi(take, trusted_proxies=["127.0.0.1"])
# end

server = make_server("127.0.0.1", 0, application)
threading.Thread(target=server.serve_forever, daemon=True).start()
told = {
    "url": f"http://127.0.0.1:{server.server_port}/",
    "channel": "Sms",
    "from": "+41791234567",
    "to": "+41790000000",
    "content": {"type": "Text", "text": "On my way"},
}
print(mock.tell("receive", {**told, "headers": {"x-forwarded-for": "193.93.208.200"}})["status"])
print(mock.tell("receive", {**told, "headers": {"x-forwarded-for": "193.93.208.200, 198.51.100.7"}})["status"])
server.shutdown()
