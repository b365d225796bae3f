"""zeep, a SOAP client that others wrote, generated from the mock's WSDL and used against the mock, in both versions of SOAP.

Run by `ecall-mock run -- python independent_client.py`. zeep validates every answer against the WSDL's schema.
"""

import base64
import datetime
import hashlib
import json
import os
import time
import urllib.request

import requests
import zeep
from zeep.transports import Transport

from schema import problems

URL = os.environ["ECALL_SOAP_URL"] + "/eCall.asmx"
CONTROL = os.environ["ECALL_MOCK_CONTROL_URL"] + "/_mock/accounts/"
WHO = {"AccountName": "zeep", "AccountPassword": "secret & <more>"}
PORTS = {"eCallSoap": ("1.1", "soap:Client"), "eCallSoap12": ("1.2", "Sender")}


def control(path, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(CONTROL + path, data=data, method=method)) as answer:
        return json.load(answer)


def sends(service):
    """One job of each kind, with every element that it may have."""
    everything = {
        "Message": "Grüezi & <b> ]]>\n", "JobID": "sms", "SMSCallback": "eCall", "Notification": "ops@example.com",
        "Answer": "ops@example.com", "SendDate": "2020-01-01T00:00:00+01:00", "MsgType": "Flash", "NoLog": "1",
        "AlwaysNotification": "0041790000009",
    }
    sent = service.SendSMSBasic(**WHO, Address="0041790000001;0041790000002", **everything)
    assert (sent.ResponseCode, sent.ResponseText) == (0, "OK"), sent
    assert service.SendFaxBasic(**WHO, Address="0041440000001", Message="m", FromText="f", Subject="s").ResponseCode == 0
    content = bytes(range(256)) * 100
    files = {"Attachment": [{"FileName": "a & b.pdf", "FileContent": content}, {"FileName": "b.txt", "FileContent": b"b"}]}
    fax = service.SendFax(
        **WHO, Address="0041440000001", Message="", JobID="fax", FaxHeaderID="id", FaxHeaderInfo="info", Files=files,
        TokenFields="MaxRetries;=1",
    )
    assert fax.ResponseCode == 0, fax
    voice = service.SendVoiceBasic(**WHO, Address="0041440000001", Message="m", JobID="voice", MsgLanguage="IT", FromText="f")
    assert voice.ResponseCode == 0, voice
    refused = service.SendSMSBasic(**WHO, Address="079", Message="m")
    assert (refused.ResponseCode, refused.ResponseText) == (11100, "AdrAdCInvalid"), refused

    jobs = control("zeep/jobs")["jobs"]
    assert [job["kind"] for job in jobs] == ["Sms", "Sms", "Fax", "Fax", "Voice"], jobs
    assert jobs[0]["parameters"]["Message"] == everything["Message"], jobs[0]
    shown = {"fileName": "a & b.pdf", "length": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    assert jobs[3]["files"][0] == shown, jobs[3]


def states(service):
    """Each job goes to its last state, and one that nobody sent is not known."""
    for job, kind, final in (("sms", 1, 8), ("fax", 6, 41), ("voice", None, 34)):
        for _ in range(100):
            state = service.GetStateBasic(**WHO, JobID=job)
            assert state.ServiceResponse.ResponseCode == 0, state
            if state.JobResponse.SendState == final:
                break
            time.sleep(0.05)
        assert (state.JobResponse.SendState, state.JobResponse.JobID) == (final, job), state
        assert kind in (None, state.JobResponse.JobType) and state.JobResponse.PointsUsed == 1.0, state
        assert state.JobResponse.FinishDate.year >= 2026, state
    first = service.GetStateBasic(**WHO, JobID="sms", Address="0041790000001")
    assert first.JobResponse.Address == "0041790000001", first
    unknown = service.GetStateBasic(**WHO, JobID="nobody's")
    assert unknown.ServiceResponse.ResponseCode == 11910, unknown
    assert unknown.JobResponse.FinishDate == datetime.datetime(1, 1, 1), unknown


def check(client, port):
    version, code = PORTS[port]
    service = client.bind("eCall", port)
    sends(service)
    states(service)
    arrived = control("zeep/requests")["requests"]
    bodies = [base64.b64decode(request["body_base64"]) for request in arrived]
    assert {request["soap"]["version"] for request in arrived} == {version}
    assert not any(problems(body) for body in bodies), [problems(body) for body in bodies]
    # A scripted fault is read as one, and so are the mock's own.
    control("zeep/script", [{"respond": {"status": 500, "body": bodies[0].decode()[:40]}}])
    try:
        service.GetStateBasic(**WHO, JobID="x")
        raise AssertionError("an answer that is cut was taken")
    except (zeep.exceptions.TransportError, zeep.exceptions.Fault):
        pass
    wrong = bodies[0].replace(b"JobID", b"Colour")
    kind = "text/xml" if version == "1.1" else "application/soap+xml"
    action = {"SOAPAction": '"eCallWebservice/SendSMSBasic"'} if version == "1.1" else {}
    answer = client.transport.post(URL, wrong, {"Content-Type": f"{kind}; charset=utf-8", **action})
    try:
        service._binding.process_reply(client, service._binding.get("SendSMSBasic"), answer)
        raise AssertionError("a fault was taken for an answer")
    except zeep.exceptions.Fault as fault:
        assert code.split(":")[-1] in str(fault.code), fault.code
    control("zeep", method="DELETE")
    print(f"zeep {zeep.__version__}: SOAP {version}, {len(arrived)} requests")


def main():
    session = requests.Session()
    # Else the environment may name another authority, and a proxy.
    session.trust_env = False
    session.verify = os.environ["ECALL_CA_FILE"]
    client = zeep.Client(URL + "?wsdl", transport=Transport(session=session))
    for port in PORTS:
        check(client, port)


if __name__ == "__main__":
    main()
