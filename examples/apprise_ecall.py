"""Lets Apprise send SMS through eCall: ecall://USER:PASSWORD@SENDER/NUMBER/NUMBER/…

    pip install ecall apprise
    mkdir -p ~/.config/apprise/plugins && cp apprise_ecall.py ~/.config/apprise/plugins/
    apprise --title "Pump 3" --body "stopped" "ecall://u:p@Alarm/+41791234567"

A program names the file itself: apprise.AppriseAsset(plugin_paths=["apprise_ecall.py"]). User, password and sender are
percent-encoded where they hold other characters than letters and digits. Like its other URLs this one belongs into a configuration
file of Apprise that nobody else can read.
"""

from typing import Any

import ecall
from apprise import NotificationManager, NotifyBase, PrivacyMode


# What a message may have; the service would cut more.
PAGES = 10


def messages(text: str) -> "list[str]":
    """A text in as few messages as can hold all of it."""
    pages = [page.text for page in ecall.text.split(text, whole_words=True).pages]
    return ["".join(pages[first : first + PAGES]) for first in range(0, len(pages), PAGES)]


class NotifyECall(NotifyBase):
    """A message goes to each number; it was sent if every one of them was accepted."""

    service_name = "eCall"
    service_url = "https://ecall.ch"
    secure_protocol = "ecall"
    # What ?overflow=truncate and ?overflow=split go by: ten pages of a text with a character outside the GSM alphabet. Without them a
    # text of any length is sent, in as many messages as it takes (send_to).
    body_maxlen = 10 * 67
    # Puts the title before the body.
    title_maxlen = 0
    # The library keeps to what the service asks for.
    request_rate_per_sec = 0

    templates = ("{schema}://{user}:{password}@{host}/{targets}",)
    template_tokens = {
        **NotifyBase.template_tokens,
        "user": {"name": "User Name", "type": "string", "required": True},
        "password": {"name": "Password", "type": "string", "private": True, "required": True},
        "host": {"name": "Sender", "type": "string", "required": True},
        "targets": {"name": "Numbers", "type": "list:string", "required": True},
    }

    def __init__(self, targets: list[str], **kwargs: Any) -> None:
        # No ?retry=: it would send again to numbers whose message was accepted or may have been. The library itself repeats what
        # certainly was not accepted.
        super().__init__(**{**kwargs, "retry": 0})
        self.targets = targets
        if not targets:
            raise TypeError("an ecall:// URL needs a number")
        try:
            self.client = ecall.Client(username=self.user, password=self.password, default_from=self.host)
        except ecall.ConfigError as error:
            self.logger.warning("eCall: %s", error)
            raise TypeError(str(error)) from None

    def send(self, body: str, title: str = "", **kwargs: Any) -> bool:
        return all([self.send_to(number, body) for number in self.targets])

    def send_to(self, number: str, text: str) -> bool:
        for part in messages(text):
            try:
                sent = self.client.send_sms(number, part)
            except ecall.EcallError as error:
                fate = "may have been sent or not" if error.outcome == "unknown" else "was not sent"
                self.logger.warning("eCall: the message to %s %s: %s", number, fate, error)
                return False
            self.logger.info("eCall: the message to %s was accepted as %s", number, sent.message_id)
        return True

    def url(self, privacy: bool = False, *args: Any, **kwargs: Any) -> str:
        user, sender = (self.quote(part, safe="") for part in (self.user, self.host))
        password = self.pprint(self.password, privacy, mode=PrivacyMode.Secret, safe="")
        targets = "/".join(self.quote(number, safe="+") for number in self.targets)
        parameters = self.urlencode(self.url_parameters(*args, privacy=privacy, **kwargs))
        return f"{self.secure_protocol}://{user}:{password}@{sender}/{targets}/?{parameters}"

    @property
    def url_identifier(self) -> tuple[str, ...]:
        return self.secure_protocol, self.user, self.password, self.host

    def __len__(self) -> int:
        return len(self.targets)

    @staticmethod
    def parse_url(url: str) -> "dict[str, Any] | None":
        # A sender is not the name of a host.
        found = NotifyBase.parse_url(url, verify_host=False)
        return found and {**found, "targets": NotifyBase.split_path(found["fullpath"])}


# Given a function, the manager takes it for the file's own as it does with @notify, and the scan of the plugins counts it.
NotificationManager().add(NotifyECall, send_func=NotifyECall.send)
