"""What a send holds over each interface: the proof that all peers do the same job."""

import json
import uuid
from urllib.parse import parse_qsl

_MESSAGE = {
    "channel": "Sms",
    "from": "Alarm",
    "to": "+41791234567",
    "content": {"type": "Text", "text": "Pump 3 stopped"},
}
_FORM = {
    "UserName": "bench",
    "Password": "bench-password",
    "Address": "+41791234567",
    "Message": "Pump 3 stopped",
    "CallBack": "Alarm",
}


def problem(interface: str, bodies: list[str]) -> str | None:
    """What is wrong with the bodies of several sends, if anything is."""
    return {"rest": _problem_of_messages, "forms": _problem_of_forms}[interface](bodies)


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


def _is_random_uuid(text: str) -> bool:
    try:
        found = uuid.UUID(text)
    except ValueError:
        return False
    return found.version == 4 and str(found) == text.lower()
