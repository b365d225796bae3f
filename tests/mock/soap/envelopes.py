"""Validates the requests of our client against the schema of the WSDL.

They are the files that the Rust tests compare with what the client posts, byte by byte, and, where a folder is given, what it
posted in the conformance cases.
"""

import sys
from pathlib import Path

from schema import problems

ENVELOPES = Path(__file__).resolve().parents[3] / "core" / "client" / "tests" / "soap" / "envelopes"
OPERATIONS = {"SendSMSBasic", "SendFaxBasic", "SendFax", "SendVoiceBasic", "GetStateBasic"}

# What has to be found, or the validation of the others says nothing.
WRONG = [
    (b"<Message>a</Message><JobID>j</JobID>", b"<JobID>j</JobID><Message>a</Message>"),
    (b"<JobID>j</JobID>", b"<JobID>j</JobID><JobID>j</JobID>"),
    (b"<JobID>j</JobID>", b"<jobID>j</jobID>"),
    (b"<JobID>j</JobID>", b'<JobID xmlns="">j</JobID>'),
    (b"eCallWebservice", b"ecallwebservice"),
    (b"</JobID>", b""),
]


def main():
    failures, seen = 0, set()
    files = [path for folder in (ENVELOPES, *map(Path, sys.argv[1:])) for path in sorted(folder.glob("*.xml"))]
    for path in files:
        envelope = path.read_bytes()
        seen |= {name for name in OPERATIONS if f"<{name} ".encode() in envelope}
        for problem in problems(envelope):
            failures += 1
            print(f"{path.name}: {problem}")
    if seen != OPERATIONS:
        failures += 1
        print(f"no request of {sorted(OPERATIONS - seen)}")
    good = (ENVELOPES / "sms_full.xml").read_bytes()
    for before, after in WRONG:
        wrong = good.replace(b"<SMSCallback>eCall</SMSCallback>", b"").replace(before, after)
        if wrong == good or not problems(wrong):
            failures += 1
            print(f"{after!r} in place of {before!r} was not found to be wrong")
    file = (ENVELOPES / "fax_with_files.xml").read_bytes()
    if not problems(file.replace(b"AAEC/f7/", b"AAEC/f7")):
        failures += 1
        print("what is no base64 was not found to be wrong")
    print(f"envelopes: {len(files)} files, {failures} problems")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
