"""Writes declarations as pages of Markdown, the same way for every language."""

import re
from dataclasses import dataclass, field

CODE = re.compile(r"(```.*?```|`[^`]*`|^ {4}[^\n]*$)", re.DOTALL | re.MULTILINE)
LINKS = re.compile(r"\{@link ([^}]+)\}|\[([A-Za-z_][\w.]*)\](?!\()")
# The heads of a docstring's sections.
SECTION = re.compile(r"^(Args|Raises|Returns|Attributes|Yields):$", re.MULTILINE)
TAG = re.compile(r"^@(param|property|throws|return|returns) (?:\{(\w+)\} )?", re.MULTILINE)


@dataclass
class Page:
    """A page of the reference: where it lies, its title and introduction, and what it shows."""

    name: str
    title: str
    intro: str
    items: list = field(default_factory=list)


def escaped(text):
    """Prose that Markdown leaves as it is."""
    text = re.sub(r"([*<\[\]\\])", r"\\\1", text)
    return re.sub(r"(?<!\w)_+|_+(?!\w)", lambda found: found[0].replace("_", "\\_"), text)


def tagged(doc):
    """`@param name text` and its like as a list."""

    def item(found):
        named = f"`{found[2]}` " if found[2] else ""
        return {"param": "- ", "property": "- ", "throws": f"- throws {named}"}.get(found[1], "- returns ")

    doc = TAG.sub(item, doc)
    doc = re.sub(r"^- (?!throws|returns)([\w.]+) ", r"- `\1`: ", doc, flags=re.MULTILINE) if "@" not in doc else doc
    # A list begins after an empty line, and a line that goes on is indented.
    lines = []
    for line in doc.split("\n"):
        if line.startswith("- ") and lines and lines[-1] and not lines[-1].startswith(("- ", "  ")):
            lines.append("")
        elif lines and lines[-1].startswith(("- ", "  ")) and line and not line.startswith(("- ", " ")):
            line = f"  {line}"
        lines.append(line)
    return "\n".join(lines)


def prose(doc):
    """The words of a comment as Markdown."""
    doc = LINKS.sub(lambda found: f"`{found[1] or found[2]}`", doc)
    doc = tagged(doc)
    pieces = CODE.split(doc)
    text = "".join(piece if at % 2 else escaped(piece) for at, piece in enumerate(pieces)).strip()
    return SECTION.sub(r"**\1**", text)


def target(*names):
    return "-".join(re.sub(r"[^A-Za-z0-9]+", "-", name) for name in names).lower().strip("-")


def code(language, signatures):
    text = "\n".join(signatures)
    return f"```{language}\n{text}\n```"


def value(item):
    """A field, a constant or a case, in one point of a list."""
    words = prose(item.doc).replace("\n", "\n  ")
    return f"- `{' '.join(item.signature.split())}`" + (f"  \n  {words}" if words else "")


def member_lines(items, language, prefix):
    values = [item for item in items if not item.is_call]
    lines = []
    if values:
        lines += ["**Members**", "", "\n".join(value(item) for item in values), ""]
    for name, group in grouped(item for item in items if item.is_call):
        lines += entry(name, group, language, prefix, "###")
    return lines


def grouped(items):
    """What has the same name comes together: overloads."""
    groups = {}
    for item in items:
        groups.setdefault(item.name, []).append(item)
    return groups.items()


def entry(name, group, language, prefix, level):
    # A class and a function may differ in case alone, which an anchor does not tell.
    kind = ["function"] if level == "##" and group[0].is_call and not group[0].members and name[0].islower() else []
    lines = [f"({target(prefix, *kind, name)})=", f"{level} `{name}`", ""]
    for item in group:
        if item.signature:
            lines += [code(language, [item.signature]), ""]
        if item.doc:
            lines += [prose(item.doc), ""]
    if level == "##":
        lines += member_lines([member for item in group for member in item.members], language, f"{prefix}-{name}")
    return lines


def rendered(page, title, language, prefix):
    lines = [f"# {title}", "", page.intro, ""]
    for name, group in grouped(page.items):
        lines += entry(name, group, language, prefix, "##")
    return "\n".join(lines)


def write(folder, of, language, pages):
    """Writes the pages of one language into its folder, and gives the entries of its table of contents."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages:
        # With the language's name, by which the results of a search are told apart.
        text = rendered(page, f"{of}: {page.title}", language, f"{folder.name}-{page.name}")
        (folder / f"{page.name}.md").write_text(text, encoding="utf-8")
    return [f"{page.title} <{folder.name}/{page.name}>" for page in pages]
