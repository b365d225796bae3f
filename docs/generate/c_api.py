"""The declarations of ecall.h, by the object that they are about."""

import re

from outline import Item, comment_text
from pages import Page

DECLARED = re.compile(r"^(/\*\*\n.*?\*/)\n((?:#define [^\n]*\n)+|typedef struct \{.*?^\} \w+;|[^#;]*?;)", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"#define (\w+)|^\} (\w+);|\(\*(\w+)\)\(|(ecall_\w+)\(|^[^ ].* (\w+);", re.MULTILINE)
WORD = re.compile(r"(?<![`\w])((?:ecall|ECALL)_\w+)")
# The pages: a title, and how the names on it begin. A name goes to the first page that has it.
GROUPS = [
    ("errors", "Errors and status codes", ("ecall_error", "ecall_field_error", "ecall_attempt", "ecall_status")),
    ("smpp", "SMPP", ("ecall_smpp", "ecall_submit", "ecall_bind")),
    ("https", "HTTPS forms", ("ecall_https", "ecall_inbox", "ecall_cached_message", "ecall_deletion", "ecall_status_range", "ecall_inbound_sms")),
    ("soap", "SOAP", ("ecall_soap", "ecall_attachments")),
    ("jobs", "Jobs (HTTPS and SOAP)", ("ecall_job", "ecall_sent_job", "ecall_resolution", "ecall_local_time", "ecall_reply")),
    ("webhook", "Webhooks", ("ecall_webhook", "ecall_receiver", "ecall_received", "ecall_event")),
    ("text", "Texts", ("ecall_text", "ecall_estimate", "ecall_split", "ecall_header", "ecall_reassembler", "ecall_pushed", "ecall_incomplete", "ecall_transliteration", "ecall_replacement", "ecall_columns", "ecall_bytes")),
    ("options", "Configuration and options", ("ecall_config", "ecall_call_options", "ecall_cancel", "ecall_log")),
    ("client", "REST", ("ecall_client",)),
    ("results", "Messages and results", ("ecall_",)),
]
ORDER = ["client", "options", "results", "errors", "https", "soap", "jobs", "smpp", "webhook", "text"]


def items(header):
    """Every declaration with its comment. The functions are counted: none may be lost."""
    for comment, declaration in DECLARED.findall(header):
        found = NAME.search(declaration)
        if found is None:
            raise SystemExit(f"ecall.h: cannot read {declaration!r}")
        name = next(group for group in found.groups() if group)
        yield Item(name, declaration.strip().rstrip(";"), WORD.sub(r"`\1`", comment_text(comment.split("\n"))))


def pages(root):
    header = (root / "include/ecall.h").read_text(encoding="utf-8")
    body_at = header.index("#include <stdint.h>")
    body = header[body_at:]
    found = [*items(body)]
    functions = set(re.findall(r"^[^/\s*#].*?\b(ecall_\w+)\(", body, re.MULTILINE)) - {item.name for item in found}
    if functions:
        raise SystemExit(f"ecall.h: these are not on any page: {sorted(functions)}")
    introduction = comment_text(header[header.index("/**") : body_at].split("*/")[0].split("\n")).replace("@file ecall.h\n", "")
    introduction = "\n".join(line if line.startswith("    ") else WORD.sub(r"`\1`", line) for line in introduction.split("\n"))
    made = {name: Page(name, title, "") for name, title, _ in GROUPS}
    constants = Page("constants", "Constants", "")
    for item in found:
        if item.signature.startswith("#define"):
            constants.items.append(item)
        else:
            name = next(name for name, _, begins in GROUPS if item.name.startswith(begins))
            made[name].items.append(item)
    return introduction, [*(made[name] for name in ORDER), constants]
