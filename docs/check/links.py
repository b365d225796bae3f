#!/usr/bin/env python3
"""Looks for dead links in a built site: links.py SITE

Every link to a page or file of the site has to lead to one, and every anchor to an element of that page. Links to elsewhere are
looked at for their form alone: nothing is called. Pages may load nothing from elsewhere.

The pages of rustdoc are linked to and not looked through: rustdoc looks after its own links.
"""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ELSEWHERE = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:[/?#]\S*)?$")


class Reader(HTMLParser):
    """The links, the anchors and what is loaded of one page."""

    def __init__(self):
        super().__init__()
        self.links, self.anchors, self.loaded = [], {"", "top"}, []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.anchors.update(values[name] for name in ("id", "name") if values.get(name))
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        elif tag == "link" and values.get("href") and values.get("rel") in ("stylesheet", "icon", "preload"):
            self.loaded.append(values["href"])
        elif values.get("src"):
            self.loaded.append(values["src"])


def read(page):
    reader = Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader


def problem_of(site, page, link, pages):
    """What is wrong with a link of a page, or nothing."""
    parts = urlsplit(link)
    if parts.scheme in ("http", "https"):
        return None if ELSEWHERE.match(link) else "is no address"
    if parts.scheme or parts.netloc:
        return "is of a kind that the site has no use for"
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file() or not target.is_relative_to(site):
        return "leads nowhere"
    if parts.fragment and target.suffix == ".html":
        if target not in pages:
            pages[target] = read(target)
        if unquote(parts.fragment) not in pages[target].anchors:
            return "leads to an anchor that the page has not"
    return None


def main():
    site = Path(sys.argv[1]).resolve()
    pages = {page: read(page) for page in site.rglob("*.html") if page.relative_to(site).parts[0] != "rust"}
    looked_at, problems = 0, []
    for page, reader in [*pages.items()]:
        for link in reader.links:
            looked_at += 1
            if problem := problem_of(site, page, link, pages):
                problems.append(f"{page.relative_to(site)}: {link} {problem}")
        for link in reader.loaded:
            if urlsplit(link).netloc or problem_of(site, page, link, pages):
                problems.append(f"{page.relative_to(site)}: loads {link}, which the site does not have")
    for problem in problems:
        print(f"links: {problem}", file=sys.stderr)
    print(f"links: {looked_at} on {len(pages)} pages, {len(problems)} dead")
    sys.exit(1 if problems or not looked_at else 0)


main()
