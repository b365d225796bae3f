"""ecall over SMPP by `submit_many`, with the window that the argument says."""

import sys

import ecall
import worker

client = ecall.SmppClient(
    username=worker.USERNAME,
    password=worker.PASSWORD,
    base_url=worker.URL,
    ca_file=worker.CA_FILE,
    window=int(sys.argv[1]),
)
client.bind()


def run(count: int) -> None:
    messages = ((worker.TO, worker.TEXT, worker.FROM) for _ in range(count))
    for _, submitted in client.submit_many(messages):
        worker.taken(submitted.message_id)


worker.serve(ecall.__version__, run)
