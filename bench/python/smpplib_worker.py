"""smpplib, with as many submits in flight as the argument says.

One thread sends and reads: a second one that listens, which its documentation offers, would only compete for the interpreter.
"""

import ssl
import sys
from importlib.metadata import version
from urllib.parse import urlsplit

import smpplib.client
import smpplib.consts
import smpplib.gsm
import worker

in_flight = int(sys.argv[1])
answered = 0


def context() -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=worker.CA_FILE)
    # It does not tell the name of the host, so that only the chain can be verified.
    context.check_hostname = False
    return context


def sent(pdu) -> None:
    global answered
    worker.taken(pdu.message_id.decode())
    answered += 1


place = urlsplit(worker.URL)
client = smpplib.client.Client(
    place.hostname,
    place.port,
    ssl_context=context() if worker.INTERFACE == "smpps" else None,
    allow_unknown_opt_params=True,
)
client.set_message_sent_handler(sent)


def submit() -> None:
    parts, encoding_flag, msg_type_flag = smpplib.gsm.make_parts(worker.TEXT)
    for part in parts:
        client.send_message(
            source_addr_ton=smpplib.consts.SMPP_TON_ALNUM,
            source_addr=worker.FROM,
            dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
            dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN,
            destination_addr=worker.TO.removeprefix("+"),
            short_message=part,
            data_coding=encoding_flag,
            esm_class=msg_type_flag,
            registered_delivery=True,
        )


def run(count: int) -> None:
    global answered
    answered = begun = 0
    while answered < count:
        while begun < count and begun - answered < in_flight:
            submit()
            begun += 1
        client.read_once()


with client:
    client.connect()
    client.bind_transceiver(system_id=worker.USERNAME, password=worker.PASSWORD)
    worker.serve(version("smpplib"), run)
