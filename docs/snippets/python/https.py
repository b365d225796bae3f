"""The README's lines on the HTTPS interface. The third request's answer is lost."""

import ecall

import mock

mock.tell("cache", {"from": "+41791234521", "to": "+41790000000", "message": "On my way"}, username="u")
mock.tell("script", [{"accept": True}, {"accept": True}, {"accept_then": "reset"}], username="u")


def handle(sender, text):
    print(sender, text)


client = ecall.HttpsClient(username="u", password="p")       # AsyncHttpsClient; ecall_https_client in C, ecall::HttpsClient in C++ and Rust
job = client.send_fax(to="+41443332211", text="Pump 3 stopped", subject="Alarm")   # or send_sms, send_voice
print([state.status for state in client.status(job.job_id).states])

try:
    client.send_voice(to="+41791234567", text="Pumpe 3 steht", language="DE")
except ecall.OutcomeUnknownError as error:                   # the answer was lost: ask what became of the job; nothing is sent again
    print(client.resolve(error.job_id).accepted)

for message in client.messages():                            # inbound SMS that the service keeps; one is deleted only
    handle(message.address_from, message.message)            # when the next is asked for
