#!/usr/bin/env python3
"""Notification command of Nagios and Icinga: sends one SMS about a host or a service.

    pip install ecall
    install -m 755 nagios_notify.py /usr/local/bin/
    nagios_notify.py --to=+41791234567 --type=PROBLEM --host=db1 --service=disk --state=CRITICAL --output="3 % free"

What is not given comes from Nagios' environment macros (enable_environment_macros=1), so that the command may have no arguments at
all. The credentials are ECALL_USERNAME, ECALL_PASSWORD and ECALL_FROM of the daemon's environment (EnvironmentFile= of its unit).

Exit code: 0 accepted, 1 not accepted, 2 it may have gone out or not, 3 wrong arguments or configuration. What is unknown is sent again
while there is time: an alarm twice rather than never.
"""

import argparse
import os
import sys

import ecall

# Nagios ends a notification command after 30 s (notification_timeout), and with it the word on what became of the message.
TIMEOUT = 25
# An alarm may take two pages; the service cuts what is longer.
PAGES = 2
EXIT_CODES = {"not_accepted": 1, "unknown": 2, "not_applicable": 3}


def macro(*names: str) -> str:
    """The first of Nagios' macros that is there."""
    return next(filter(None, (os.environ.get(f"NAGIOS_{name}") for name in names)), "")


class Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        self.exit(3, f"{self.prog}: {message}\n")


def joined(words: "list[str]") -> "list[str]":
    """Each option as one word with its value: argparse takes a value of its own that begins with a dash ("-CRITICAL") for an option."""
    found, rest = [], iter(words)
    for word in rest:
        value = next(rest, None) if word.startswith("--") and "=" not in word and word != "--help" else None
        found.append(word if value is None else f"{word}={value}")
    return found


def arguments() -> argparse.Namespace:
    about = argparse.RawDescriptionHelpFormatter
    parser = Arguments(description=__doc__, formatter_class=about, allow_abbrev=False)
    parser.add_argument("--to", default=macro("CONTACTPAGER"), help="number of the contact")
    parser.add_argument("--type", default=macro("NOTIFICATIONTYPE"), help="PROBLEM, RECOVERY, ACKNOWLEDGEMENT, …")
    parser.add_argument("--host", default=macro("HOSTALIAS", "HOSTNAME"))
    parser.add_argument("--service", default=macro("SERVICEDESC"), help="left away for a notification about a host")
    parser.add_argument("--state", default=macro("SERVICESTATE", "HOSTSTATE"))
    parser.add_argument("--output", default=macro("SERVICEOUTPUT", "HOSTOUTPUT"))
    given = parser.parse_args(joined(sys.argv[1:]))
    for name in ("to", "host", "state"):
        if not getattr(given, name):
            parser.error(f"--{name} is missing, and so is its macro")
    return given


def text(given: argparse.Namespace) -> str:
    about = f"{given.host}/{given.service}" if given.service else given.host
    first = " ".join(filter(None, (given.type, about, given.state)))
    return f"{first}: {given.output}" if given.output else first


def main() -> int:
    given = arguments()
    try:
        client = ecall.Client(timeout=TIMEOUT, delivery="at_least_once")
        sent = client.send_sms(given.to, text(given), page_limit=PAGES, allow_truncation=True, to_gsm=True)
    except ecall.EcallError as error:
        print(f"{error.outcome}: {error}", file=sys.stderr)
        return EXIT_CODES[error.outcome]
    print(f"accepted as {sent.message_id}" + (", perhaps twice" if sent.possible_duplicate else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
