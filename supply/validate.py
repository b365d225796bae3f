#!/usr/bin/env python3
"""Holds a bill of materials against CycloneDX's own schema: validate.py FILE. Needs requirements.txt."""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator


def main():
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if problem:
        sys.exit(f"{sys.argv[1]}: {problem.data.json_path}: {problem.data.message}")
    found = json.loads(text)
    named = [found["metadata"]["component"], *found["components"]]
    references = [component["bom-ref"] for component in named]
    if len(set(references)) < len(references):
        sys.exit(f"{sys.argv[1]}: a reference names two components")
    for edge in found["dependencies"]:
        unknown = {edge["ref"], *edge["dependsOn"]} - set(references)
        if unknown:
            sys.exit(f"{sys.argv[1]}: {edge['ref']} speaks of {', '.join(sorted(unknown))}, which is not there")
    print(f"bill of materials: {len(references)} components, valid")


if __name__ == "__main__":
    main()
