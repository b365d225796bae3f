import sys

import ecall

client = ecall.Client()
rows = [("+41791234567", "Ann"), ("+41791234568", "Ben"), ("", "no number")]


# begin
def messages():
    for number, name in rows:  # a file, a query, …: read as fast as it goes out
        content = {"type": "Text", "text": f"{name}, pump 3 stopped"}
        yield {"channel": "Sms", "to": number, "from": "Alarm", "content": content}


def progress(counts):
    print(f"{counts.given - counts.open} done", file=sys.stderr)


with client.send_many(messages(), concurrency=20, rate=50, progress=progress) as bulk:
    for index, result in bulk:
        if isinstance(result, ecall.EcallError):
            print(index, result.kind, result.outcome)  # write it down: this is what may be sent again
# end
print(bulk.counts.accepted, "accepted")
