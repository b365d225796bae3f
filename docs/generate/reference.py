#!/usr/bin/env python3
"""Writes the reference of each language from its sources: reference.py ROOT FOLDER."""

import sys
from pathlib import Path

import c_api
import jvm_records
import outline
import pages
import python_api
from pages import Page

CPP = {
    "ecall.hpp": "REST client", "https.hpp": "HTTPS forms", "soap.hpp": "SOAP", "smpp.hpp": "SMPP", "smpp_options.hpp": "SMPP: options and results",
    "smpp_events.hpp": "SMPP: events", "error.hpp": "Errors", "options.hpp": "Configuration and options", "message.hpp": "Messages",
    "values.hpp": "Results", "many.hpp": "Many messages", "media.hpp": "Files", "jobs.hpp": "Jobs (HTTPS and SOAP)", "job_options.hpp": "Options of jobs",
    "inbox.hpp": "Messages that wait", "webhook.hpp": "Webhooks", "received.hpp": "What webhooks bring", "text.hpp": "Texts", "text_values.hpp": "Texts: results",
}
NODE = {
    "index.d.ts": "REST client and results", "https.d.ts": "HTTPS forms", "soap.d.ts": "SOAP", "smpp.d.ts": "SMPP", "job.d.ts": "Jobs (HTTPS and SOAP)",
    "error.d.ts": "Errors", "kinds.d.ts": "Kinds of errors", "options.d.ts": "Options", "models.d.ts": "Messages", "results.d.ts": "Fields of results",
    "status.d.ts": "Reported states", "many.d.ts": "Many messages", "media.d.ts": "Files", "webhook.d.ts": "Webhooks", "text.d.ts": "Texts",
}
JVM = {
    "Client.kt": "REST client", "HttpsClient.kt": "HTTPS forms", "SoapClient.kt": "SOAP", "SmppClient.kt": "SMPP", "EcallException.kt": "Exceptions",
    "Exceptions.kt": "Kinds of errors", "Options.kt": "Options", "Models.kt": "Messages", "Words.kt": "Words", "Many.kt": "Many messages", "Media.kt": "Files",
    "Webhook.kt": "Webhooks", "Text.kt": "Texts", "LogHook.kt": "Log",
}
# Headers and sources that hold nothing for users.
INNER = {"calls.hpp", "detail.hpp", "index.d.mts", "Cancellation.kt", "Json.kt", "Library.kt", "Results.kt"}


def of_files(folder, titles, language):
    """A page for each file. Every file of the folder has to be on the list."""
    files = {path.name: path for path in [*folder.glob("*.*"), *folder.parent.glob("ecall.hpp")]}
    unknown = set(files) - set(titles) - INNER
    if unknown:
        raise SystemExit(f"{folder}: not in the reference: {sorted(unknown)}")
    return [Page(name.split(".")[0], title, f"`{name}`", outline.read(files[name], language)) for name, title in titles.items()]


def overview(folder, title, text, entries):
    """The page of a language, with those under it."""
    listed = "\n".join(entries)
    contents = f"# {title}\n\n{text}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"
    (folder.parent / f"{folder.name}.md").write_text(contents, encoding="utf-8")


def main():
    root, folder = Path(sys.argv[1]), Path(sys.argv[2])
    version = (root / "include/ecall.h").read_text().split('ECALL_VERSION "')[1].split('"')[0]
    made = f"Version {version}, from the sources."

    entries = pages.write(folder / "python", "Python", "python", python_api.pages(root))
    overview(folder / "python", "Python reference", f"{made} Everything is imported from `ecall`, but for the modules `ecall.text` and `ecall.webhook`.", entries)

    entries = pages.write(folder / "node", "Node", "ts", of_files(root / "node/types", NODE, outline.TYPESCRIPT))
    overview(folder / "node", "Node reference", f"{made} Everything is exported by `ecall`; `text` and `webhook` are namespaces of it.", entries)

    introduction, c_pages = c_api.pages(root)
    entries = pages.write(folder / "c", "C", "c", c_pages)
    overview(folder / "c", "C reference", f"{made} `#include <ecall.h>`\n\n{pages.prose(introduction)}", entries)

    entries = pages.write(folder / "cpp", "C++", "cpp", of_files(root / "include/ecall", CPP, outline.CPP))
    overview(folder / "cpp", "C++ reference", f"{made} `#include <ecall.hpp>` brings all of it; everything is in namespace `ecall`.", entries)

    records = Page("records", "Results", "Records of package `ecall.ffi`. Java reads them by getters: `getMessageId()`.", jvm_records.items(root))
    kotlin = of_files(root / "jvm/src/main/kotlin/ecall", JVM, outline.KOTLIN)
    entries = pages.write(folder / "jvm", "Kotlin and Java", "kotlin", [*kotlin[:4], records, *kotlin[4:]])
    text = f"{made} Java calls the functions whose name ends in `Blocking`, and makes options and messages by `builder()`."
    overview(folder / "jvm", "Kotlin and Java reference", text, entries)


main()
