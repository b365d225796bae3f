"""The operations of the HTTPS and SOAP interfaces, in the words of the cases."""

import base64

import ecall
import vectors

SENDS = ("send_sms", "send_fax", "send_voice")
POSITIONAL = {
    "status": ["job_id"],
    "state": ["job_id"],
    "wait": ["job_id"],
    "resolve": ["job_id"],
    "delete_message": ["message_id"],
    "status_range": ["start", "end"],
}


def file(stated):
    """A file of a fax, from memory."""
    content = base64.b64decode(stated["base64"]) if "base64" in stated else stated["text"].encode()
    return stated["name"], content


def blocking(client, operation):
    """The function of a client that a case calls. Streams are read to their end, or as far as the case says."""
    call = getattr(client, operation)
    if operation == "status_range":
        return lambda *positional, **keywords: collected(call(*positional, **keywords))
    if operation == "messages":
        return lambda take=None, acknowledge=False, **keywords: collected(call(**keywords), take, acknowledge)
    return call


def collected(stream, take=None, acknowledge=False):
    found = []
    try:
        while take is None or len(found) < take:
            found.append(next(stream))
    except StopIteration:
        pass
    except BaseException as error:
        error.states_before = len(found)
        raise
    if acknowledge:
        stream.acknowledge()
    return found


def asynchronous(client, operation):
    """The same of an asynchronous client."""
    call = getattr(client, operation)
    if operation == "status_range":
        return lambda *positional, **keywords: collected_later(call(*positional, **keywords))
    if operation == "messages":
        return lambda take=None, acknowledge=False, **keywords: collected_later(call(**keywords), take, acknowledge)
    return call


async def collected_later(stream, take=None, acknowledge=False):
    found = []
    try:
        while take is None or len(found) < take:
            found.append(await stream.__anext__())
    except StopAsyncIteration:
        pass
    except BaseException as error:
        error.states_before = len(found)
        raise
    if acknowledge:
        await stream.acknowledge()
    return found


def named(operation, answer):
    """What later steps may name: the id of a job or message."""
    if isinstance(answer, ecall.EcallError):
        return {"job_id": answer.job_id} if operation in SENDS and answer.job_id is not None else {}
    if operation in SENDS:
        return {"job_id": answer.job_id}
    if operation == "messages":
        message = answer[-1] if answer else None
    else:
        message = answer.message if operation == "next_message" else None
    return {} if message is None else {"message_id": message.message_id or ""}


def result(operation, answer):
    if operation == "messages":
        return {"messages": [message(item) for item in answer]}
    if operation == "status_range":
        return {"states": [state(item) for item in answer]}
    found = {
        "http_status": answer.http_status,
        "request_id": answer.request_id,
        "raw_body": answer.raw_body.decode("utf-8", "replace"),
    }
    if operation in SENDS:
        names = "job_id result_code result_text possible_duplicate".split()
        found.update({name: getattr(answer, name) for name in names})
        found["estimate"] = vectors.plain(answer.estimate)
        found["replacements"] = vectors.plain(answer.replacements)
    elif operation == "next_message":
        found["message"] = None if answer.message is None else message(answer.message)
    elif operation == "delete_message":
        found["deleted"] = answer.deleted
    elif isinstance(answer, ecall.JobState):
        found.update(job_state(answer))
    elif isinstance(answer, ecall.SoapResolution):
        found.update(accepted=answer.accepted, state=answer.state and job_state(answer.state))
    elif operation == "status":
        found.update(states=[state(item) for item in answer.states], final=answer.is_final)
    else:
        found.update(states=[state(item) for item in answer.states], accepted=answer.accepted)
    return found


def state(found):
    names = "job_id address status_code status status_text extra".split()
    described = {name: getattr(found, name) for name in names}
    return {**described, "final": found.is_final, "time_stamp": time_stamp(found.time_stamp)}


def job_state(found):
    names = "job_id address job_type send_state status error_state points_used extra".split()
    described = {name: getattr(found, name) for name in names}
    return {**described, "final": found.is_final, "finish_date": time_stamp(found.finish_date)}


def message(found):
    names = "message_id job_id address_from address_to message extra".split()
    return {**{name: getattr(found, name) for name in names}, "time_stamp": time_stamp(found.time_stamp)}


def notification(found):
    names = "job_id result_code result_text number extra".split()
    return {**{name: getattr(found, name) for name in names}, "time_stamp": time_stamp(found.time_stamp)}


def time_stamp(found):
    if found is None:
        return None
    assert (found.time is None) == (found.time_text is None)
    return {"text": found.text, "time": found.time_text, "doubt": found.doubt}
