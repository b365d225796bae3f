"""Reads the declarations of a source file with their comments: C++, TypeScript and Kotlin as their formatters lay them out.

No parser of a language: it goes by indentation, brackets and comments, which is enough for files that are formatted and short.
"""

import re
from dataclasses import dataclass, field


@dataclass
class Item:
    """Something that is declared."""

    name: str
    signature: str
    doc: str
    members: list = field(default_factory=list)

    @property
    def is_call(self):
        named = re.search(rf"(?<!get )\b{re.escape(self.name)}(?:<[^>]*>)?\(", self.signature)
        return named is not None and not self.name.isupper()


@dataclass
class Language:
    """What is particular to a language."""

    name: str
    # Lines that are no declaration.
    skip: re.Pattern
    # Whether a declaration is shown, by its first line.
    shown: re.Pattern
    # Whether it has members.
    holds: re.Pattern
    # Where its name stands.
    named: re.Pattern
    # Where what is said of it to users ends, and its body begins.
    end: re.Pattern
    # The names that a file declares for users, found in another way: none may be lost.
    declared: re.Pattern


CPP = Language(
    "cpp",
    skip=re.compile(r"^\s*(#|using |friend |static_assert|namespace ecall |\}.*// namespace|class \w+;|struct \w+;|$)"),
    shown=re.compile(
        r"^(?!.*\bnamespace detail\b)(?!.*Handle\b.* \{$)(?!.*= delete)(?!.*operator)(?!.*static \w+ of\()(?!inline \w+ \w+::)"
    ),
    holds=re.compile(r"^(?:template <[^>]*> )?(class|struct|enum class|namespace)\b"),
    named=re.compile(r"(?:class|struct|enum class|namespace) (\w+)|(~?\w+)\(|(\w+)(?: =.*|\{.*)?[;,]?$"),
    end=re.compile(r"\)(?: const)?(?: noexcept)?(?=\s+:|\s\{)| \{(?!\})|;$|,$", re.MULTILINE),
    declared=re.compile(r"^(?:class|struct|enum class) (\w+)(?= [:{])", re.MULTILINE),
)
TYPESCRIPT = Language(
    "ts",
    skip=re.compile(r"^\s*(import |export \*|export \{|export type \{|\}|protected |//|constructor\(\)|\[Symbol|$)"),
    shown=re.compile(r"^"),
    holds=re.compile(r"^(export )?(declare )?(abstract )?(class|interface|namespace)\b"),
    named=re.compile(r"(?:class|interface|type|function|const|namespace) (\w+)|(?:readonly |get |static )*(\w+)\??[(:<]"),
    end=re.compile(r" \{\}?$", re.MULTILINE),
    declared=re.compile(r"^export (?:declare )?(?:class|interface|type|function|const) (\w+)", re.MULTILINE),
)
KOTLIN = Language(
    "kotlin",
    skip=re.compile(r"^\s*(package |import |@|//|\}|\);?$|init |$)"),
    shown=re.compile(r"^\s*(public|[A-Z][A-Z0-9_]*[(,;])(?!.*class Builder)"),
    holds=re.compile(r"\b(class|interface|object)\b"),
    named=re.compile(
        r"(?:class|fun interface|interface|object|typealias) (\w+)|(?:fun|val|var) (?:<[^>]*> )?(?:\w+\.)?(\w+)|^\s*([A-Z][A-Z0-9_]*)\b|(companion object)"
    ),
    end=re.compile(r" =\s| get\(\)| \{$|,$", re.MULTILINE),
    declared=re.compile(r"^public (?:\w+ )*(?:class|interface|object) (\w+)", re.MULTILINE),
)


def indent_of(line):
    return len(line) - len(line.lstrip())


def depth_change(line):
    code = re.sub(r"//.*|'[^']*'|\"[^\"]*\"", "", line)
    return sum(code.count(opening) for opening in "([{") - sum(code.count(closing) for closing in ")]}")


def comment_text(lines):
    """The words of a comment's lines."""
    bare = []
    for line in lines:
        line = re.sub(r"^\s*(/\*\*?|\*/|\*(?!\*)|///?<?) ?", "", line)
        bare.append(re.sub(r"\s*\*/\s*$", "", line))
    return "\n".join(bare).strip("\n")


def take_comment(lines, at):
    """The comment that begins at a line, and the line after it."""
    end = at
    if lines[at].lstrip().startswith("/*"):
        while "*/" not in lines[end]:
            end += 1
        end += 1
    else:
        while end < len(lines) and lines[end].lstrip().startswith("//"):
            end += 1
    return comment_text(lines[at:end]), end


def take_declaration(lines, at):
    """The lines of a declaration that begins at a line, and the line after it."""
    start, depth, end = indent_of(lines[at]), 0, at
    while end < len(lines):
        depth += depth_change(lines[end])
        end += 1
        follows = end < len(lines) and lines[end].strip() and indent_of(lines[end]) > start
        # A template's parameters may have a line of their own.
        follows = follows or (end == at + 1 and lines[at].lstrip().startswith("template <") and lines[at].endswith(">"))
        if depth <= 0 and not follows:
            break
    return lines[at:end], end


def header_of(declaration, language):
    """A declaration without its body."""
    text = "\n".join(declaration)
    if language is TYPESCRIPT and not language.holds.match(text.lstrip()):
        return text
    depth = 0
    for position, character in enumerate(text):
        if depth == 0 and (found := language.end.match(text, position)):
            # Of a pattern that begins with the closing bracket the bracket belongs to the header.
            return text[:position] + (found[0].rstrip() if found[0].startswith(")") else "")
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
            if depth == 0 and (found := language.end.match(text, position)):
                return text[: position + 1] + found[0][1:].rstrip()
    return text


def without_margin(text):
    lines = text.rstrip().split("\n")
    margin = min((indent_of(line) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)


def items_of(lines, language):
    """The declarations of these lines, in their order."""
    found, comment, public, at = [], "", True, 0
    while at < len(lines):
        line = lines[at]
        if access := re.match(r"^\s*(public|private|protected):$", line):
            public, comment, at = access[1] == "public", "", at + 1
        elif line.lstrip().startswith(("/*", "//")):
            comment, at = take_comment(lines, at)
        elif language.skip.match(line):
            # An annotation stands between a comment and what it is about.
            comment, at = (comment if line.lstrip().startswith("@") else ""), at + 1
        else:
            declaration, at = take_declaration(lines, at)
            if public and language.shown.match(declaration[0]):
                found.append(item(declaration, comment, language))
            comment = ""
    return [one for one in found if one is not None and (one.doc or language is not KOTLIN or one.members)]


def flattened(items):
    """What stands in a companion or a namespace, in the place of that."""
    for one in items:
        if one.name == "companion object":
            yield from (member for member in one.members if member.name != "builder")
        elif one.signature.startswith("namespace "):
            for member in one.members:
                member.name = f"{one.name}::{member.name}"
                yield member
        else:
            yield one


def item(declaration, comment, language):
    signature = without_margin(header_of(declaration, language)).rstrip(";, ")
    first = signature.split("\n")[-1] if signature.startswith("template") else signature.split("\n")[0]
    named = language.named.search(first) or language.named.search(signature.replace("\n", " "))
    if named is None:
        return None
    name = next(group for group in named.groups() if group)
    # Words that say nothing to a reader.
    signature = re.sub(r"^public |@JvmOverloads |internal constructor\(.*?\)|private constructor\(.*\)", "", signature, flags=re.DOTALL)
    signature = re.sub(r" +(?=:|$)", lambda found: " " if found.end() < len(signature) else "", signature)
    made = Item(name, signature.removesuffix(" {}"), comment)
    if language.holds.search(signature):
        opened = next((at for at, line in enumerate(declaration) if line.rstrip().endswith("{")), None)
        if opened is not None:
            made.members = [*flattened(items_of(declaration[opened + 1 : -1], language))]
    return made


def read(path, language):
    """The declarations of a file."""
    text = path.read_text(encoding="utf-8")
    found = [*flattened(items_of(text.split("\n"), language))]
    for_users = re.sub(r"^namespace detail \{.*?^\} // namespace detail", "", text, flags=re.MULTILINE | re.DOTALL)
    lost = set(language.declared.findall(for_users)) - {one.name.split("::")[-1] for one in found}
    if lost:
        raise SystemExit(f"{path}: not found by the reference: {sorted(lost)}")
    return found
