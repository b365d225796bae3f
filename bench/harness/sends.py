"""What a send holds over each interface: the proof that all peers do the same job."""

import json
import uuid
from urllib.parse import parse_qsl
from xml.etree import ElementTree

_MESSAGE = {
    "channel": "Sms",
    "from": "Alarm",
    "to": "+41791234567",
    "content": {"type": "Text", "text": "Pump 3 stopped"},
}
_FORM = {
    "UserName": "bench",
    "Password": "bench-pw",
    "Address": "+41791234567",
    "Message": "Pump 3 stopped",
    "CallBack": "Alarm",
}
# In the order of the schema; the job id comes between them.
_SOAP = (
    [
        ("AccountName", "bench"),
        ("AccountPassword", "bench-pw"),
        ("Address", "0041791234567"),
        ("Message", "Pump 3 stopped"),
    ],
    [("SMSCallback", "Alarm")],
)
_ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
_NAMESPACE = "{eCallWebservice}"
# A submit_sm with status 0 without its length and its sequence number, which comes between them: a name as the sender, an
# international number, a receipt of everything. Source: SMPP 3.4, 4.4.1.
_SUBMIT = (
    bytes.fromhex("00000004 00000000"),
    b"\0\5\0Alarm\0\1\x0141791234567\0\0\0\0\0\0\1\0\0\0\x0ePump 3 stopped",
)


def problem(interface: str, bodies: list[str]) -> str | None:
    """What is wrong with the bodies of several sends, if anything is."""
    problems = {
        "rest": _problem_of_messages,
        "forms": _problem_of_forms,
        "soap": _problem_of_envelopes,
        "smpp": _problem_of_submits,
        "smpps": _problem_of_submits,
    }
    return problems[interface](bodies)


def _problem_of_messages(bodies: list[str]) -> str | None:
    return next((f"it sends {body}" for body in bodies if json.loads(body) != _MESSAGE), None)


def _problem_of_forms(bodies: list[str]) -> str | None:
    job_ids = set()
    for body in bodies:
        fields = parse_qsl(body, keep_blank_values=True, strict_parsing=True)
        job_id = dict(fields).get("JobID", "")
        if sorted(fields) != sorted({**_FORM, "JobID": job_id}.items()) or not _is_random_uuid(job_id):
            return f"it sends {body}"
        job_ids.add(job_id)
    return None if len(job_ids) == len(bodies) else "its jobs do not have ids of their own"


def _problem_of_envelopes(bodies: list[str]) -> str | None:
    job_ids = set()
    before, after = _SOAP
    for body in bodies:
        envelope = ElementTree.fromstring(body)
        operation = envelope.find(f"{_ENVELOPE}Body/{_NAMESPACE}SendSMSBasic")
        job_id = operation.findtext(f"{_NAMESPACE}JobID", "") if operation is not None else ""
        expected = [(_NAMESPACE + name, value) for name, value in (*before, ("JobID", job_id), *after)]
        found = [(element.tag, element.text) for element in operation] if operation is not None else []
        if envelope.tag != f"{_ENVELOPE}Envelope" or found != expected or not _is_random_uuid(job_id):
            return f"it sends {body}"
        job_ids.add(job_id)
    return None if len(job_ids) == len(bodies) else "its jobs do not have ids of their own"


def _problem_of_submits(bodies: list[str]) -> str | None:
    head, rest = _SUBMIT
    sequences = set()
    for body in bodies:
        octets = bytes.fromhex(body)
        length, sequence = octets[:4], octets[12:16]
        if octets != length + head + sequence + rest or int.from_bytes(length) != len(octets):
            return f"it sends {body}"
        sequences.add(sequence)
    return None if len(sequences) == len(bodies) else "its submits do not have sequence numbers of their own"


def _is_random_uuid(text: str) -> bool:
    try:
        found = uuid.UUID(text)
    except ValueError:
        return False
    return found.version == 4 and str(found) == text.lower()
