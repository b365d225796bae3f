"""The records of package ecall.ffi: what uniffi makes of the structures of bindings/uniffi, in Kotlin's types."""

import re

from outline import Item

RECORD = re.compile(r"((?:^ {4}///[^\n]*\n)+) {4}(\w+)(?: and (\w+))? from [^\n]* as \w+ \{\n(.*?)^ {4}\}", re.MULTILINE | re.DOTALL)
STRUCT = re.compile(r"((?:^///[^\n]*\n)+)#\[derive\([^)]*uniffi::Record\)\]\npub struct (\w+) \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"((?:^ +(?:///|#\[)[^\n]*\n)+) +(?:pub )?(\w+): ([\w<>:, ()]+?)(?: =|,$)", re.MULTILINE)
TYPES = {"String": "String", "bool": "Boolean", "SystemTime": "Instant", "Duration": "Duration", "f64": "Double"}


def words(comment):
    lines = (re.sub(r"^\s*/// ?", "", line) for line in comment.split("\n"))
    return " ".join(line for line in lines if line.strip() and not line.strip().startswith("#["))


def kotlin(rust):
    """A type of Rust's as uniffi gives it to Kotlin."""
    rust = rust.strip().split("::")[-1] if "<" not in rust else rust.strip()
    if found := re.fullmatch(r"Option<(.*)>", rust):
        return f"{kotlin(found[1])}?"
    if rust == "Vec<u8>":
        return "ByteArray"
    if found := re.fullmatch(r"Vec<(.*)>", rust):
        return f"List<{kotlin(found[1])}>"
    if found := re.fullmatch(r"HashMap<(.*), (.*)>", rust):
        return f"Map<{kotlin(found[1])}, {kotlin(found[2])}>"
    if re.fullmatch(r"[iu](8|16|32|64)", rust):
        return {"8": "Byte", "16": "Short", "32": "Int", "64": "Long"}[rust[1:]]
    return TYPES.get(rust, rust)


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def fields(body):
    for comment, name, kind in FIELD.findall(body):
        yield Item(camel(name), f"{camel(name)}: {kotlin(kind)}", words(comment))


def record(name, comment, body):
    return Item(name, f"data class {name}", words(comment), [*fields(body)])


def items(root):
    """The records, in the order of their names."""
    found = []
    for path in sorted((root / "bindings/uniffi/src").rglob("*.rs")):
        text = path.read_text(encoding="utf-8")
        if path.name == "record.rs":
            continue
        for comment, name, answered, body in RECORD.findall(text):
            found.append(record(name, comment, body))
            if answered:
                made = record(answered, comment, body)
                made.doc += " Here with what every answer has: `httpStatus`, `requestId`, `attempts`, `rawBody`, `possibleDuplicate`."
                found.append(made)
        found += [record(name, comment, body) for comment, name, body in STRUCT.findall(text)]
    if not found:
        raise SystemExit("bindings/uniffi/src: no record was found")
    return sorted(found, key=lambda item: item.name)
