"""The public names of the Python package, read from its sources: stubs where there are some, else the modules."""

import ast
import re
from pathlib import Path

from outline import Item
from pages import SECTION, Page

# Where the names of the package are shown, by the module that defines them.
CLIENTS = {"_client": "REST", "_https": "HTTPS forms", "_soap": "SOAP", "_smpp": "SMPP"}


def docstring(node):
    """A docstring with its sections as lists."""
    text = ast.get_docstring(node) or ""
    lines, inside = [], False
    for line in text.split("\n"):
        if SECTION.match(line):
            lines += ["", line, ""]
            inside = True
        elif inside and line and not line.startswith(" "):
            lines, inside = [*lines, line], False
        elif inside and (found := re.match(r"    (\w+): (.*)", line)):
            lines.append(f"- `{found[1]}`: {found[2]}")
        elif inside:
            lines.append(f"  {line.strip()}" if line.strip() else "")
        else:
            lines.append(line)
    return "\n".join(lines)


def parameters(arguments):
    """The parameters as they are written, on a line each where they are many."""
    text = ast.unparse(arguments)
    return text if len(text) < 90 else "\n    " + ",\n    ".join(split(text)) + ",\n"


def split(text):
    """Parameters at the commas that are theirs."""
    pieces, depth, piece = [], 0, ""
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            pieces.append(piece.strip())
            piece = ""
        else:
            piece += character
    return [*pieces, piece.strip()]


def function(node):
    kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    decorators = [f"@{ast.unparse(one)}\n" for one in node.decorator_list if ast.unparse(one) in ("staticmethod", "classmethod", "overload")]
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return Item(node.name, f"{''.join(decorators)}{kind} {node.name}({parameters(node.args)}){returns}", docstring(node))


def is_property(node):
    return any(ast.unparse(one).endswith("property") for one in node.decorator_list)


def members(body):
    previous = None
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if is_property(node):
                yield Item(node.name, f"{node.name}: {ast.unparse(node.returns)}" if node.returns else node.name, docstring(node))
            elif node.name == "__init__" or not node.name.startswith("_"):
                yield function(node)
        elif isinstance(node, ast.AnnAssign) and not ast.unparse(node.target).startswith("_"):
            previous = Item(ast.unparse(node.target), f"{ast.unparse(node.target)}: {ast.unparse(node.annotation)}", "")
            yield previous
        elif isinstance(node, ast.Assign) and not ast.unparse(node.targets[0]).startswith("_"):
            previous = Item(ast.unparse(node.targets[0]), ast.unparse(node), "")
            yield previous
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and previous is not None:
            previous.doc = str(node.value.value)


def class_of(node):
    bases = ", ".join(ast.unparse(base) for base in node.bases)
    doc = docstring(node)
    shown = [one for one in members(node.body) if one.is_call or f"- `{one.name}`: " not in doc]
    return Item(node.name, f"class {node.name}({bases})" if bases else f"class {node.name}", doc, shown)


class Package:
    """The modules of the package."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.trees = {}
        for path in [*self.folder.glob("*.py"), *self.folder.glob("*.pyi")]:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            # What a stub declares comes before what the module beside it has.
            place = 0 if path.suffix == ".pyi" else 1
            self.trees.setdefault(path.stem, []).append((place, tree))
        self.exported = set(self.public("__init__"))

    def public(self, module):
        for _, tree in sorted(self.trees[module], key=lambda one: one[0]):
            for node in tree.body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                    return [ast.literal_eval(one) for one in node.value.elts if isinstance(one, ast.Constant)]
        return []

    def definition(self, module, name):
        """The declaration of a name in a module, or in the module that it comes from."""
        for _, tree in sorted(self.trees.get(module, []), key=lambda one: one[0]):
            for node in tree.body:
                if isinstance(node, ast.ClassDef) and node.name == name:
                    return module, self.with_inherited(module, node)
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
                    return module, function(node)
                if isinstance(node, (ast.Assign, ast.AnnAssign)):
                    shown = node.targets[0] if isinstance(node, ast.Assign) else node.target
                    if ast.unparse(shown) == name:
                        return module, Item(name, ast.unparse(node), "")
        for origin in self.origins(module, name):
            found = self.definition(origin, name)
            if found:
                return found
        return None

    def with_inherited(self, module, node):
        """A class with what it has from bases that are not public themselves."""
        made = class_of(node)
        for base in (ast.unparse(base) for base in node.bases):
            if base not in self.exported and (found := self.definition(module, base)):
                own = {member.name for member in made.members}
                made.members += [member for member in found[1].members if member.name not in own]
                made.signature = made.signature.replace(f"({base})", "").replace(f"({base}, ", "(").replace(f", {base}", "")
        return made

    def origins(self, module, name):
        for _, tree in self.trees.get(module, []):
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.module and node.level:
                    if any((one.asname or one.name) == name or one.name == "*" for one in node.names):
                        yield node.module


def pages(root):
    """The pages of Python. A public name that is not found is an error."""
    package = Package(root / "python/ecall")
    shown = {}
    # The blocking of two before the asynchronous one.
    for name in sorted(package.public("__init__"), key=lambda name: (name.removeprefix("Async"), name.startswith("Async"))):
        if name in package.trees or name == "__version__":
            continue
        found = package.definition("__init__", name)
        if found is None:
            raise SystemExit(f"python/ecall: {name} is public, and nowhere declared")
        shown.setdefault(found[0], []).append(found[1])
    made = [Page(module.strip("_"), f"{title} clients", "", shown.pop(module)) for module, title in CLIENTS.items()]
    made.append(Page("errors", "Errors", "See the [error table](../../errors.md) for what each kind means.", shown.pop("_error", []) + shown.pop("errors")))
    made.append(Page("models", "Messages and options", "Contents and words, from core's models.", shown.pop("models")))
    made.append(Page("results", "Results and streams", "", [item for items in shown.values() for item in items]))
    for module, title in (("text", "ecall.text"), ("webhook", "ecall.webhook")):
        items = [package.definition(module, name)[1] for name in package.public(module)]
        made.append(Page(module, title, "", items))
    return made
